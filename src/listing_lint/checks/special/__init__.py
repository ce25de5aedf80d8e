"""``special``: a check written as a function, named ``module.function`` in the rule file.

Each function takes the listing's facts and the rule's scope, and keyword options that the rule file may set::

    def system_unstated(facts: Facts, scope: Scope, *, at_least: int = 1) -> Iterator[Hit]: ...

    check: {special: {name: sizes.system_unstated, at_least: 2}}

The module is imported only when a rule needs it. A function that yields nothing unless some pattern stands in the
listing says so with `only_with`, and is then called for few listings. Where the module has a function ``validate_`` and
the check's name, that is called with the options first; it raises `CheckError`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any, TypeVar

from listing_lint.checks import CheckError, Gated, Run
from listing_lint.sought import Clue

Function = TypeVar("Function", bound=Callable[..., Any])
Clues = Callable[..., tuple[Clue, ...]]

_CLUES: dict[Callable[..., Any], Clues] = {}


def only_with(clues: Clues) -> Callable[[Function], Function]:
    """Marks a check that yields nothing unless one of ``clues`` stands in a text or a label of the listing.

    ``clues`` is called with the options of the rule, when the rule is loaded.
    """

    def mark(function: Function) -> Function:
        _CLUES[function] = clues
        return function

    return mark


def build(name: Any, **options: Any) -> Run | Gated:
    """``name``: ``module.function`` in this package. ``options``: the function's own. Raises `CheckError`."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
        raise CheckError(f"special: {name!r} is not module.function")
    module, function_name = name.split(".")
    try:
        found = importlib.import_module(f"{__name__}.{module}")
        function = getattr(found, function_name)
    except (ImportError, AttributeError):
        raise CheckError(f"special: there is no check {name!r}") from None
    parameters = inspect.signature(function).parameters
    for option in options:
        if option not in parameters or parameters[option].kind is not inspect.Parameter.KEYWORD_ONLY:
            raise CheckError(f"special: {name} has no option {option!r}")
    validate = getattr(found, f"validate_{function_name}", None)
    if validate:
        validate(**options)
    run: Run = functools.partial(function, **options)
    return Gated(run, _CLUES[function](**options)) if function in _CLUES else run
