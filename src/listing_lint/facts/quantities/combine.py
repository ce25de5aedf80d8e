"""Numbers that state one thing together: ranges, tolerances, compounds and ``W x H x D`` groups."""

from __future__ import annotations

from collections.abc import Iterable

from listing_lint.expressions import expression
from listing_lint.facts.quantities.items import Item
from listing_lint.facts.quantities.labels import axis_after, label_before, label_named
from listing_lint.facts.quantities.units import unit

_FARTHEST = 24
"""Characters between two numbers that can belong together, the names of sides included."""
_TIMES = expression(r"(?<!\s)\s*+(?:[x*х]|by|por|par|mal|на|乘以?)\s*+")
_RANGE = expression(r"\s*+-?\s*+(?:-|~|to|bis|до|至|到)\s*+|\s(?:à|a|al|up to)\s")
_TOLERANCE = expression(r"\s*+\(?(?:±|\+\s?/\s?-|\+-)\s*+")
_SLASH = expression(r"\s?/\s?")
_JOIN = expression(r"\s?(?:and\s|y\s|e\s|et\s|und\s|и\s)?")
_BETWEEN = expression(r"(?:between|entre|zwischen|tra|fra|между|介于)\s?$")
_SYSTEMS = (
    ("kilometer", "meter", "decimeter", "centimeter", "millimeter"),
    ("mile", "yard", "foot", "inch"),
    ("metric_ton", "kilogram", "gram", "milligram"),
    ("pound", "ounce"),
    ("liter", "deciliter", "centiliter", "milliliter"),
    ("hour", "minute", "second"),
    ("zhang", "chi", "cun"),
    ("jin", "liang"),
)
"""Units, each with the smaller ones in which the rest of a compound is stated."""
_MINOR = {name: names[index + 1 :] for names in _SYSTEMS for index, name in enumerate(names)}
_GLUED_MINOR = {"foot": ("inch", 12), "meter": ("centimeter", 100), "hour": ("minute", 60)}
"""The unit a number has that is written right behind another unit (``5'6``, ``1m50``), and where it ends."""


def combine(items: Iterable[Item], low: str) -> list[list[Item]]:
    """The items in runs that ``x`` joins; ranges, tolerances and compounds become one item on the way."""
    runs: list[list[Item]] = []
    for item in items:
        last = runs[-1][-1] if runs else None
        between = low[last.end : item.start] if last else None
        if last is None or between is None or len(between) > _FARTHEST:
            runs.append([item])
        elif _compound(last, item, between) or _tolerance(last, item, between) or _range(last, item, between, low):
            continue
        elif _times(last, item, between, low) or _row(last, item, between, low):
            runs[-1].append(item)
        else:
            item.slashed = bool(_SLASH.fullmatch(between))
            runs.append([item])
            if item.slashed and item.unit:
                _give_back(runs)
    return runs


def _give_back(runs: list[list[Item]]) -> None:
    """Gives the last item's unit to the alternatives before it: ``110/220 V``."""
    for index in range(len(runs) - 2, -1, -1):
        if len(runs[index]) > 1 or runs[index][0].unit or not runs[index + 1][0].slashed:
            return
        runs[index][0].unit = runs[-1][0].unit


def _compound(last: Item, item: Item, between: str) -> bool:
    if last.unit is None or last.low is not None or not _JOIN.fullmatch(between):
        return False
    minor = item.unit
    if minor is None:
        name, limit = _GLUED_MINOR.get(last.unit.name, ("", 0))
        if between or item.value >= limit:
            return False
        minor = unit(name)
    elif minor.name not in _MINOR.get(last.minor or last.unit.name, ()):
        return False
    added = item.value * minor.factor / last.unit.factor
    if added >= 1:
        return False
    last.value += added
    last.minor = minor.name
    last.end = item.end
    return True


def _fits(last: Item, item: Item) -> bool:
    """Whether the two can share a unit."""
    return last.unit is None or item.unit is None or last.unit.dimension == item.unit.dimension


def _tolerance(last: Item, item: Item, between: str) -> bool:
    if last.low is not None or not _TOLERANCE.fullmatch(between) or not _fits(last, item):
        return False
    width = item.value
    if item.unit and last.unit:
        width = item.value * item.unit.factor / last.unit.factor
    last.unit = last.unit or item.unit
    last.low, last.high, last.end = last.value - width, last.value + width, item.end
    return True


def _range(last: Item, item: Item, between: str, low: str) -> bool:
    if last.low is not None or not _fits(last, item) or (last.unit and item.unit is None):
        return False
    if not _RANGE.fullmatch(between) and not (
        between.strip() in ("and", "y", "et", "und", "e", "и", "和")
        and _BETWEEN.search(low[max(0, last.start - 12) : last.start])
    ):
        return False
    first = last.value
    if last.unit and item.unit and last.unit.name != item.unit.name:
        first = (last.value * last.unit.factor + last.unit.offset - item.unit.offset) / item.unit.factor
    if first >= item.value:
        return False
    last.low, last.high, last.is_range = first, item.value, True
    last.unit, last.end = item.unit, item.end
    return True


def _row(last: Item, item: Item, between: str, low: str) -> bool:
    """Whether named sides follow each other and share a unit: ``长10宽20高30cm``."""
    named = label_named(between.strip(" ,，、;/:：="))
    if named is None or last.unit or named.dimension != "length" or not _fits(last, item):
        return False
    if item.unit and item.unit.dimension != "length":
        return False
    if last.label is None:
        before = label_before(low, last.start)
        if before is None or before[0].dimension != "length":
            return False
        last.label = before[0]
    item.label, item.in_row = named, True
    return True


def _times(last: Item, item: Item, between: str, low: str) -> bool:
    """Whether ``between`` joins two sides of one thing; names of sides around it are taken into the items."""
    match = _TIMES.search(between)
    if not match or not _fits(last, item) or (item.unit and item.unit.dimension != "length"):
        return False
    after, before = between[: match.start()].strip(), between[match.end() :].strip()
    if after:
        named = axis_after(low, last.end)
        if named is None or low[named[1] : last.end + match.start()].strip(" ,.:"):
            return False
        last.label = named[0]
    if before:
        label = label_before(low, item.start)
        if label is None:
            return False
        item.label = label[0]
    return True
