"""Numbers as texts write them: separators by language, fractions, powers of ten in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from listing_lint.expressions import expression

DECIMAL_COMMA = frozenset({"de", "es", "fr", "it", "pt", "ru", "pl", "nl", "cs", "sv", "da", "fi", "tr", "uk", "id"})
"""Languages that write the decimals after a comma. Source: Unicode CLDR, ``numbers/symbols/decimal``."""

_SPACED_THOUSANDS = frozenset({"fr", "ru", "pl", "cs", "sv", "fi", "uk"})
_VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
_DENOMINATORS = frozenset({2, 3, 4, 8, 16, 32, 64})
"""Denominators of measures; other slashes part alternatives (``110/220 V``)."""

NUMBER = expression(
    r"""
    (?P<grouped> \d{1,3}(?:,\d{3})++(?:\.\d++)?+(?![\d,]) | \d{1,3}(?:\.\d{3})++(?:,\d++)?+(?![\d.])
      | \d{1,3}(?:'\d{3})++(?![\d"']) | \d{1,2}(?:,\d{2})++,\d{3}(?!\d) | \d{1,3}(?:[\u00a0\u202f]\d{3})++(?!\d)
      | \d{1,3}(?:[ ]\d{3})++(?!\d) )
    | (?P<plain> \d++(?:[.,]\d++(?![.,]\d))?+ | \.\d++ ) (?:e(?P<power>[-+]?\d{1,2})\b)?
    | (?P<vulgar> [½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞] )
    """,
    re.VERBOSE,
)
_FIRST = expression(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_WHOLE = expression(r"(?<![.])\d++(?![.,'/½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|[\s&-]{1,3}[\d½⅓⅔¼¾⅛⅜⅝⅞]|e[-+\d])")
_FRACTION = expression(
    r"(?:\s|-|\s?&\s?)?(?:(?P<top>\d{1,2})/(?P<bottom>\d{1,2})(?![\d/])|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]))"
)
_BARE_FRACTION = expression(r"/(\d{1,2})(?![\d/.,])")


class Numeral(Struct, frozen=True):
    """A number of a text, from ``start`` to ``end``."""

    value: float
    start: int
    end: int


def numerals(text: str, language: str | None = None) -> Iterator[Numeral]:
    """The numbers written with digits in ``text``, in order, without their signs."""
    position = 0
    while first := _FIRST.search(text, position):
        start = first.start()
        if whole := _WHOLE.match(text, start):
            position = whole.end()
            yield Numeral(float(whole[0]), start, position)
            continue
        if text[start - 1 : start] == "." and not text[max(start - 2, 0)].isalnum():
            start -= 1
        match = NUMBER.match(text, start) or NUMBER.match(text, first.start())
        if match is None:
            position = first.end()
            continue
        numeral = _numeral(text, match, language)
        yield numeral
        position = numeral.end


def _numeral(text: str, match: re.Match[str], language: str | None) -> Numeral:
    start, end = match.span()
    if match["vulgar"]:
        return Numeral(_VULGAR[match["vulgar"]], start, end)
    written = match["grouped"] or match["plain"]
    spaced = language is None or language in _SPACED_THOUSANDS or written.endswith(" 000")
    if " " in written and not spaced:
        written = written.split(" ")[0]
        end = start + len(written)
    value = _decimal(written, language)
    if match["power"]:
        return Numeral(value * 10.0 ** int(match["power"]), start, end)
    if not written.isdigit():
        return Numeral(value, start, end)
    if over := _BARE_FRACTION.match(text, end):
        bottom = int(over[1])
        if value < bottom and (bottom in _DENOMINATORS or (value == 1 and bottom)) and not _slash_before(text, start):
            return Numeral(value / bottom, start, over.end())
    elif (part := _FRACTION.match(text, end)) and (added := _fraction(part)) is not None:
        return Numeral(value + added, start, part.end())
    return Numeral(value, start, end)


def _fraction(part: re.Match[str]) -> float | None:
    if part["vulgar"]:
        return _VULGAR[part["vulgar"]]
    top, bottom = int(part["top"]), int(part["bottom"])
    return top / bottom if 0 < top < bottom and (bottom in _DENOMINATORS or bottom in (5, 10)) else None


def _slash_before(text: str, start: int) -> bool:
    return text[max(start - 1, 0) : start] == "/"


def _decimal(written: str, language: str | None) -> float:
    written = written.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    point, comma = written.rfind("."), written.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
    elif point >= 0 or comma >= 0:
        mark = "." if point >= 0 else ","
        decimal = mark if _is_decimal(written, mark, language) else ""
    else:
        return float(written)
    thousands = ",." if not decimal else "," if decimal == "." else "."
    for mark in thousands:
        written = written.replace(mark, "")
    return float(written.replace(",", "."))


def _is_decimal(written: str, mark: str, language: str | None) -> bool:
    """Whether the only sort of separator in ``written`` parts the decimals, rather than the thousands."""
    whole, _, rest = written.partition(mark)
    if mark in rest:
        return False
    if len(rest) != 3 or not whole or whole.startswith("0") or len(whole) > 3:
        return True
    return (mark == ",") == (language in DECIMAL_COMMA)
