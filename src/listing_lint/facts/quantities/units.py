"""Units of measure and the words for them, from tables made from pint's registry.

``units.csv`` holds what pint says of each unit: its dimension, the factor and offset to the dimension's base unit.
``unit_names.csv`` holds the symbols and words for each unit and the languages they belong to (``*`` for symbols).
``units.pint`` defines, in pint's format, the market units of China that pint lacks.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from listing_lint.expressions import expression
from listing_lint.literals import Literal, of_word
from listing_lint.prepared import prepared
from listing_lint.tables import read, rows


class Unit(Struct, frozen=True):
    """A unit by its pint name; ``value * factor + offset`` is the value in ``base``, the dimension's base unit."""

    name: str
    dimension: str
    base: str
    factor: float
    offset: float


class UnitName(Struct, frozen=True):
    """One way to write a unit. ``exact``: letter case counts. ``own``: only in texts of one of ``languages``."""

    text: str
    unit: str
    languages: frozenset[str]
    exact: bool
    own: bool


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """Every unit by its pint name."""
    return {
        row["unit"]: Unit(row["unit"], row["dimension"], row["base"], float(row["factor"]), float(row["offset"]))
        for row in rows("units.csv")
    }


Packed = tuple[Any, ...]
"""The fields of a `UnitName`."""


@cache
def _names() -> dict[str, dict[str, list[Packed]]]:
    """The ways to write units by their first word and the character behind it (none where the word is all).

    The first word is one character where that is no Latin, Greek or Cyrillic letter.
    """
    found: dict[str, dict[str, list[Packed]]] = prepared("names of units", _gathered)
    return found


@cache
def _written(first: str, after: str) -> tuple[UnitName, ...]:
    """The names in one place of the table."""
    return tuple(UnitName(*packed) for packed in _names()[first][after])


def _gathered() -> dict[str, dict[str, list[Packed]]]:
    found: dict[str, dict[str, list[UnitName]]] = {}
    for row in read("unit_names.csv"):
        name = UnitName(
            row["name"],
            row["unit"],
            frozenset(row["languages"].split()),
            exact=row["match"] == "exact",
            own=row["match"] == "own",
        )
        low = name.text.lower()
        key = _key(low, 0)
        found.setdefault(key, {}).setdefault(low[len(key) : len(key) + 1], []).append(name)
    # The longest name wins, and among equals the one whose letter case counts.
    return {
        key: {
            after: [astuple(name) for name in sorted(names, key=lambda name: (-len(name.text), not name.exact))]
            for after, names in by_next.items()
        }
        for key, by_next in found.items()
    }


_LETTERS = expression("[a-z\u00b5\u00c0-\u024f\u0370-\u052f]+")


def _key(text: str, start: int) -> str:
    match = _LETTERS.match(text, start)
    return match[0] if match else text[start : start + 1]


def named_by(*units: str) -> set[Literal]:
    """What to look for where any of ``units`` may be named."""
    names = (name for first, by_next in _names().items() for after in by_next for name in _written(first, after))
    return {of_word(name.text, whole=False) for name in names if name.unit in units}


FIRST_IDEOGRAPH = "\u2e80"


def is_ideograph(character: str) -> bool:
    """True for Chinese characters and kana, which are written without spaces between words."""
    return FIRST_IDEOGRAPH <= character <= "\u9fff"


def unit_at(text: str, low: str, start: int, language: str | None) -> UnitName | None:
    """The longest name of a unit that begins at ``start``; ``low`` is ``text`` in lower case, of the same length.

    A text of unknown language is read as English where a word means a unit in one language only.
    """
    key = _key(low, start)
    if key not in _names():
        key = _head(text, start)
        if key not in _names():
            return None
    names = _names()[key]
    behind = start + len(key)
    for after in (low[behind : behind + 1], ""):
        for name in _written(key, after) if after in names else ():
            end = start + len(name.text)
            if (text if name.exact else low)[start:end] != name.text:
                continue
            if name.own and (language or "en") not in name.languages:
                continue
            if _ends_word(low, end) or _new_word(text, start, end):
                return name
    return None


def _head(text: str, start: int) -> str:
    """The small letters from ``start`` on."""
    end = start
    while end < len(text) and text[end].islower():
        end += 1
    return text[start:end]


def _new_word(text: str, start: int, end: int) -> bool:
    """Whether a word was glued to the unit: ``31 cmWeight``."""
    return end - start > 1 and text[start:end].islower() and text[end].isupper() and text[end + 1 : end + 2].islower()


def _ends_word(low: str, end: int) -> bool:
    before, after = low[end - 1], low[end : end + 1]
    if not after or is_ideograph(before) or is_ideograph(after):
        return True
    if after in "²³":
        return False
    if before.isalpha():
        return not after.isalpha()
    return not (before.isdigit() and (after.isalpha() or after.isdigit()))


def unit(name: str) -> Unit:
    """The unit of this pint name. Raises `KeyError`."""
    return units()[name]


def convert(value: float, source: str, to: str) -> float:
    """``value`` in the unit ``source``, expressed in the unit ``to``; both are pint names.

    Raises `KeyError` for a unit the table lacks, `ValueError` where the two measure different things.
    """
    first, second = unit(source), unit(to)
    if first.base != second.base:
        raise ValueError(f"{source} ({first.dimension}) cannot be converted to {to} ({second.dimension})")
    return (value * first.factor + first.offset - second.offset) / second.factor
