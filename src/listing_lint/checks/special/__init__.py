"""``special``: a check written as a function, named ``module.function`` in the rule file.

Each function takes the listing's facts and the rule's scope, and keyword options that the rule file may set::

    def system_unstated(facts: Facts, scope: Scope, *, at_least: int = 1) -> Iterator[Hit]: ...

    check: {special: {name: sizes.system_unstated, at_least: 2}}

The module is imported only when a rule needs it.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import re
from typing import Any

from listing_lint.checks import CheckError, Run


def build(name: Any, **options: Any) -> Run:
    """``name``: ``module.function`` in this package. ``options``: the function's own. Raises `CheckError`."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
        raise CheckError(f"special: {name!r} is not module.function")
    module, function_name = name.split(".")
    try:
        function = getattr(importlib.import_module(f"{__name__}.{module}"), function_name)
    except (ImportError, AttributeError):
        raise CheckError(f"special: there is no check {name!r}") from None
    parameters = inspect.signature(function).parameters
    for option in options:
        if option not in parameters or parameters[option].kind is not inspect.Parameter.KEYWORD_ONLY:
            raise CheckError(f"special: {name} has no option {option!r}")
    run: Run = functools.partial(function, **options)
    return run
