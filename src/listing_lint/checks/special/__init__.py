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
from types import ModuleType
from typing import Any, TypeVar

from listing_lint.checks import CheckError, Gated, Run
from listing_lint.sought import Clue

Function = TypeVar("Function", bound=Callable[..., Any])
Clues = Callable[..., tuple[Clue, ...]]

_CLUES: dict[Callable[..., Any], list[Clues]] = {}


def only_with(clues: Clues) -> Callable[[Function], Function]:
    """Marks a check that yields nothing unless one of ``clues`` stands in a text or a label of the listing.

    ``clues`` is called with the options of the rule, when the rule is loaded. A check that is marked more than once
    needs one of each.
    """

    def mark(function: Function) -> Function:
        _CLUES.setdefault(function, []).append(clues)
        return function

    return mark


def validate(name: Any, **options: Any) -> None:
    """Raises `CheckError` where there is no such check, or it does not take the ``options``."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
        raise CheckError(f"special: {name!r} is not module.function")
    try:
        module, function = _found(name)
    except (ImportError, AttributeError):
        raise CheckError(f"special: there is no check {name!r}") from None
    parameters = inspect.signature(function).parameters
    for option in options:
        if option not in parameters or parameters[option].kind is not inspect.Parameter.KEYWORD_ONLY:
            raise CheckError(f"special: {name} has no option {option!r}")
    validate = getattr(module, f"validate_{function.__name__}", None)
    if validate:
        validate(**options)


def build(name: str, **options: Any) -> Run | Gated:
    """``name``: ``module.function`` in this package. ``options``: the function's own."""
    _, function = _found(name)
    run: Run = functools.partial(function, **options)
    return Gated(run, tuple(clues(**options) for clues in _CLUES[function])) if function in _CLUES else run


def _found(name: str) -> tuple[ModuleType, Callable[..., Any]]:
    module_name, function_name = name.split(".")
    module = importlib.import_module(f"{__name__}.{module_name}")
    return module, getattr(module, function_name)
