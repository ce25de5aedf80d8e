"""Looser expressions: of a pattern of `re`, one of RE2 that finds something in every text in which the pattern does.

RE2 takes no look-around and has other words for Unicode's classes, but goes through a text many times as fast. What it
cannot tell is left out: where it finds nothing, the pattern need not be tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from re import _casefix, _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

_ANY = "(?s:.)"
_BEYOND = r"\x{80}-\x{10ffff}"
"""All that is not ASCII, inside of a class."""
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    op.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    op.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
_PLACES = {
    op.AT_BEGINNING: "(?m:^)", op.AT_BEGINNING_STRING: "(?m:^)", op.AT_END: "(?m:$)", op.AT_END_STRING: "(?m:$)"
}  # fmt: skip
_COUNTED = 2
"""How many repetitions are counted; more are taken for any number, which keeps the expression small."""
_low: Callable[[int], int] = _compiler._sre.unicode_tolower
_CASES = range(0x2200)
"""The characters whose other cases are known here."""


def loosened(pattern: str, flags: int) -> str:
    """An expression of RE2, for flags of its own, that finds something wherever ``pattern`` does."""
    items = _parser.parse(pattern, flags)
    return _sequence(items, items.state.flags)


def _sequence(items: Iterable[tuple[Any, Any]], flags: int) -> str:
    return "".join(_item(code, value, flags) for code, value in items)


def _item(code: Any, value: Any, flags: int) -> str:
    if code is op.LITERAL:
        return f"[{_cased(value, flags)}]"
    if code is op.ANY:
        return _ANY if flags & re.DOTALL else r"[^\n]"
    if code is op.IN:
        return _class(value, flags)
    if code is op.BRANCH:
        return f"(?:{'|'.join(_sequence(items, flags) for items in value[1])})"
    if code is op.SUBPATTERN:
        _, added, removed, items = value
        return f"(?:{_sequence(items, (flags | added) & ~removed)})"
    if code is op.ATOMIC_GROUP:
        return f"(?:{_sequence(value, flags)})"
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, items = value
        upto = most if most <= _COUNTED else ""
        return f"(?:{_sequence(items, flags)}){{{min(least, _COUNTED)},{upto}}}"
    if code is op.NOT_LITERAL:
        return _ANY
    if code is op.AT:
        return _PLACES.get(value, "")
    return "" if code in (op.ASSERT, op.ASSERT_NOT) else f"{_ANY}*"


def _class(items: list[tuple[Any, Any]], flags: int) -> str:
    """A class that holds each character of the one of ``items``, and no more than these among those of ASCII."""
    negated = items[0][0] is op.NEGATE
    items = items[negated:]
    ascii_ = {code for code in range(128) if any(_holds(item, other) for item in items for other in _both(code, flags))}
    named = any(code is op.CATEGORY for code, _ in items)
    parts = [_cased(code, flags) for code in (set(range(128)) - ascii_ if negated else ascii_)]
    if negated or named or (flags & re.IGNORECASE and any(_highest(item) >= 128 for item in items)):
        parts.append(_BEYOND + ("" if named or negated else "KkSsIi"))
    else:
        parts += [_range(value) for code, value in items if _highest((code, value)) >= 128]
    return f"[{''.join(parts)}]" if parts else r"[^\x{0}-\x{10ffff}]"


def _both(code: int, flags: int) -> Iterator[int]:
    yield code
    if flags & re.IGNORECASE:
        yield ord(chr(code).swapcase())


def _holds(item: tuple[Any, Any], char: int) -> bool:
    code, value = item
    if code is op.CATEGORY:
        return bool(_CATEGORIES[value](chr(char)))
    return bool(value[0] <= char <= value[1] if code is op.RANGE else char == value)


def _highest(item: tuple[Any, Any]) -> int:
    code, value = item
    return int(value[1] if code is op.RANGE else value if code is op.LITERAL else 0)


def _range(value: Any) -> str:
    first, last = value if isinstance(value, tuple) else (value, value)
    return f"\\x{{{first:x}}}-\\x{{{last:x}}}"


def _cased(code: int, flags: int) -> str:
    """The character of ``code`` and, where case makes no difference, all that `re` takes for the same."""
    if not flags & re.IGNORECASE:
        return f"\\x{{{code:x}}}"
    low = _low(code)
    if 0x23F <= low < 0x370 or low >= 0x530:
        # The others are rare.
        same = chr(code).lower() == chr(code).upper() and low not in _casefix._EXTRA_CASES
        return f"\\x{{{code:x}}}" if same else _BEYOND + "KkSsIi"
    lows = (low, *_casefix._EXTRA_CASES.get(low, ()))
    return "".join(f"\\x{{{same:x}}}" for each in lows for same in (each, *_capitals().get(each, ())))


@cache
def _capitals() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for code in _CASES:
        if (low := _low(code)) != code:
            found.setdefault(low, []).append(code)
    return found
