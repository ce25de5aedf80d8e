"""Regular expressions of this program: compiled when they are first used, or not even then.

What `re` makes of a pattern is a list of numbers, which takes it far longer than all else at the start of a short run;
so the numbers are kept between runs (`listing_lint.prepared`, whose file holds for one version of Python).
"""

from __future__ import annotations

import re
from array import array
from functools import partial
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any, AnyStr, cast

from listing_lint.prepared import prepared


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, with the same methods. A mistake in ``pattern`` shows when it is first used."""
    return cast("re.Pattern[AnyStr]", _Expression(pattern, int(flags)))


def compiled(pattern: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    """What `re.compile` gives. Raises `re.error`."""
    made = prepared(f"expression {flags} {pattern!r}", partial(_made, pattern, flags))
    all_flags, code, groups, numbers, names = made
    found: re.Pattern[AnyStr] = _compiler._sre.compile(
        pattern, all_flags, array("I", code).tolist(), groups, numbers, names
    )
    return found


def _made(pattern: str | bytes, flags: int) -> tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]:
    """What `re._compiler.compile` makes of ``pattern``, and hands on to the engine."""
    parsed = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    numbers: dict[str, int] = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in numbers.items():
        names[number] = name
    return flags | parsed.state.flags, code, parsed.state.groups - 1, numbers, tuple(names)


class _Expression:
    """Takes the attributes of the compiled expression as its own, one by one, as they are asked for."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = compiled(self.pattern, self._flags) if name == "_compiled" else getattr(self._compiled, name)
        setattr(self, name, value)
        return value
