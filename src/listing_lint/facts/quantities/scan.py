"""Finds the quantities of a text: numbers with their units, ranges, tolerances and dimension groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from listing_lint.facts.quantities.guards import is_unit
from listing_lint.facts.quantities.labels import Label, axis_after, label_before, label_of
from listing_lint.facts.quantities.model import Quantity
from listing_lint.facts.quantities.numerals import Numeral, numerals
from listing_lint.facts.quantities.units import Unit, is_ideograph, unit, unit_at

_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_FOLDABLE = re.compile("[^\x00-\x7f]")
_FOLD: dict[int, str | int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "″”“〞„"), '"'),
    **dict.fromkeys(map(ord, "′’‘´"), "'"),
    **dict.fromkeys(map(ord, "×✕✖╳"), "x"),
    **dict.fromkeys(map(ord, "\u2009\u3000\u2002\u2003"), " "),
    **dict.fromkeys(map(ord, "～〜"), "~"),
}
_GAP = re.compile(r"(?:\s|-(?=[^\W\d_])|\s-(?=[^\W\d_]))?(?:\s(?=[\"']{2}))?")
_TIMES = re.compile(r"\s*(?:[x*х]|by|por|par|mal|на|乘以?)\s*")
_RANGE = re.compile(r"\s*-?\s*(?:-|~|to|bis|до|至|到)\s*|\s(?:à|a|al|up to)\s")
_TOLERANCE = re.compile(r"\s*\(?(?:±|\+\s?/\s?-|\+-)\s*")
_SLASH = re.compile(r"\s?/\s?")
_JOIN = re.compile(r"\s?(?:and\s|y\s|e\s|et\s|und\s|и\s)?")
_SENTENCE_END = re.compile(r"\s*$|\s+[A-ZА-Я]")
_AXIS_LETTER = re.compile(r"\s?[lwhdt]\s?(?=[^\W\d_\"])")
_SIDES = re.compile(r"(?<![^\W\d_])[wh]\s?[:=]?\s?\d|\d\s?(?:cm|mm|in|inch|\")?\s?\(?[wh](?![^\W\d_])")
_CURRENCY = "$€£¥￥₽₹₩₺฿"
_SCALES = {
    "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "trillion": 1e12, "mil": 1e3, "millón": 1e6,
    "millones": 1e6, "milhão": 1e6, "milhões": 1e6, "mille": 1e3, "milliards": 1e9, "milliard": 1e9, "tausend": 1e3,
    "millionen": 1e6, "milliarden": 1e9, "mila": 1e3, "milioni": 1e6, "миллионов": 1e6, "млн": 1e6, "тыс": 1e3,
    "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_SCALE = re.compile(
    r"\s?(" + "|".join(sorted(_SCALES, key=len, reverse=True)) + r")(?![^\W\d_一-鿿])(?:\s(?:de|di)\b)?"
)
_MINOR = {
    "foot": ("inch",), "yard": ("foot", "inch"), "pound": ("ounce",), "kilogram": ("gram",), "hour": ("minute",),
    "meter": ("centimeter", "millimeter"), "minute": ("second",), "chi": ("cun",), "jin": ("liang",),
    "centimeter": ("millimeter",),
}  # fmt: skip
_GLUED_MINOR = {"foot": "inch", "meter": "centimeter", "hour": "minute"}


@dataclass(slots=True)
class _Item:
    """A number with what was found around it. ``end`` is the end of its unit, or of the number."""

    number: Numeral
    start: int
    end: int
    value: float
    unit: Unit | None = None
    label: Label | None = None
    signed: bool = False
    own: bool = False
    low: float | None = None
    high: float | None = None
    group: int | None = None


def scan(text: str, language: str | None = None, label: str | None = None) -> tuple[Quantity, ...]:
    """The quantities of ``text``; ``label`` is the name of the attribute or option that ``text`` is the value of."""
    if not _DIGIT.search(text):
        return ()
    folded = fold(text)
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in folded)
    outer = label_of(label, language) if label else None
    items = _items(folded, low, language)
    runs = _groups(items, low)
    return tuple(_quantity(item, text) for run in runs for item in _finish(run, low, outer))


def fold(text: str) -> str:
    """``text`` with full-width and typographic characters as plain ones, each in its place."""
    return text.translate(_FOLD) if _FOLDABLE.search(text) else text


def _items(folded: str, low: str, language: str | None) -> list[_Item]:
    found: list[_Item] = []
    for number in numerals(low, language):
        last = found[-1] if found else None
        glued = last is not None and last.unit is not None and last.end == number.start
        if not glued and not _may_begin(low, number.start):
            continue
        value, end = number.value, number.end
        if scale := _SCALE.match(low, end):
            value, end = value * _SCALES[scale[1]], scale.end()
        item = _Item(number, number.start, number.end, value)
        gap = _GAP.match(low, end)
        at = gap.end() if gap else end
        name = unit_at(folded, low, at, language)
        if name and is_unit(name.unit, folded, number, end, at, at + len(name.text)):
            item.unit, item.end, item.own = unit(name.unit), at + len(name.text), True
            if name.text[-1] == "." and _SENTENCE_END.match(folded, item.end):
                item.end -= 1
        elif (letter := _AXIS_LETTER.match(low, end)) and (name := unit_at(folded, low, letter.end(), language)):
            # The letter of 20D cm names the side.
            item.unit, item.end, item.own = unit(name.unit), letter.end() + len(name.text), True
        elif value != number.value:
            continue
        _sign(item, low, last)
        found.append(item)
    return found


def _may_begin(low: str, start: int) -> bool:
    """Whether a number at ``start`` stands free, rather than in a model number, a price or a version."""
    if not start:
        return True
    before = low[start - 1]
    if before in _CURRENCY or before in "#№_":
        return False
    if before == " " and low[max(start - 2, 0)] in _CURRENCY:
        return False
    if before in ".,":
        return not (start > 1 and low[start - 2].isdigit())
    if before.isalpha() and not is_ideograph(before):
        begin = start - 1
        while begin and low[begin - 1].isalpha() and not is_ideograph(low[begin - 1]):
            begin -= 1
        word = low[begin:start]
        free = not begin or not (low[begin - 1].isalnum() or low[begin - 1] == "-")
        return (word in _GLUED_LABELS and free) or (word in "xх" and begin > 0 and low[begin - 1] in _BEFORE_TIMES)
    return True


_GLUED_LABELS = frozenset({"l", "w", "h", "d", "t", "ø", "φ", "⌀", "dc", "ac", "dia", "x", "size", "approx", "about"})
_BEFORE_TIMES = frozenset("0123456789 \"')mtnw")


def _sign(item: _Item, low: str, last: _Item | None) -> None:
    """Takes a minus before the number into the item, where it cannot be a dash or part of a range."""
    start = item.start
    at = start - 1
    if at > 0 and low[at] == " " and low[at - 1] == "-":
        at -= 1
        if item.unit is None or item.unit.dimension != "temperature":
            return
    if at < 0 or low[at] not in "-+":
        return
    before = low[at - 1 : at]
    if before and (before.isalnum() or before in ")\"'°-+/"):
        return
    if last is not None and not low[last.end : at].strip() and last.end != at:
        # A dash after a quantity is a range, unless a degree follows both.
        return
    if low[at] == "-":
        item.value = -item.value
    item.start = at


def _groups(items: list[_Item], low: str) -> list[list[_Item]]:
    """The items in runs that ``x`` joins; ranges, tolerances and compounds are folded into one item on the way."""
    runs: list[list[_Item]] = []
    for item in items:
        if not runs:
            runs.append([item])
            continue
        last = runs[-1][-1]
        between = low[last.end : item.start]
        if len(between) > 24:
            runs.append([item])
        elif _fold_into(last, item, between, low):
            continue
        elif _times(last, item, between, low):
            runs[-1].append(item)
        else:
            if _SLASH.fullmatch(between) and last.unit is None and item.unit and len(runs[-1]) == 1:
                last.unit = item.unit
            runs.append([item])
    return runs


def _fold_into(last: _Item, item: _Item, between: str, low: str) -> bool:
    """Makes ``item`` a part of ``last`` where both state one quantity: a range, a tolerance, a compound."""
    if _compound(last, item, between):
        return True
    if last.low is not None and last.value is None:
        return False
    same = item.unit is not None and (last.unit is None or last.unit.dimension == item.unit.dimension)
    if last.low is None and _TOLERANCE.fullmatch(between) and (same or item.unit is None):
        _tolerance(last, item)
        return True
    bare = last.unit is None and item.unit is None
    if last.low is None and _RANGE.fullmatch(between) and (same or bare or item.unit is None):
        return _range(last, item)
    return False


def _compound(last: _Item, item: _Item, between: str) -> bool:
    if last.unit is None or last.low is not None or not _JOIN.fullmatch(between):
        return False
    major = last.unit.name
    minor = item.unit
    if minor is None:
        glued = _GLUED_MINOR.get(major)
        if between or glued is None or item.value >= (12 if glued == "inch" else 100 if major == "meter" else 60):
            return False
        minor = unit(glued)
    elif minor.name not in _MINOR.get(major, ()):
        return False
    added = item.value * minor.factor / last.unit.factor
    if added >= 1:
        return False
    last.value += added
    last.end = item.end
    return True


def _tolerance(last: _Item, item: _Item) -> None:
    width = item.value
    if item.unit and last.unit:
        width = item.value * item.unit.factor / last.unit.factor
    last.unit = last.unit or item.unit
    last.low, last.high = last.value - width, last.value + width
    last.end, last.own = item.end, last.own or item.own


def _range(last: _Item, item: _Item) -> bool:
    first = last.value
    if last.unit and item.unit and last.unit.name != item.unit.name:
        # 90 cm - 1.2 m: stated in the unit of the second.
        first = (last.value * last.unit.factor + last.unit.offset - item.unit.offset) / item.unit.factor
    if last.unit is not None and item.unit is None:
        return False
    if first >= item.value:
        return False
    last.low, last.high, last.value = first, item.value, float("nan")
    last.unit = item.unit
    last.end, last.own = item.end, item.own
    return True


def _times(last: _Item, item: _Item, between: str, low: str) -> bool:
    """Whether ``between`` joins two sides of one thing; axis names on either side are taken into the items."""
    match = _TIMES.search(between)
    if not match:
        return False
    after, before = between[: match.start()], between[match.end() :]
    named = axis_after(low, last.end) if after.strip() else None
    if after.strip():
        if named is None or low[named[1] : last.end + match.start()].strip():
            return False
        last.label = named[0]
    if before.strip():
        label = label_before(low, item.start)
        if label is None:
            return False
        item.label = label[0]
    if last.unit and item.unit and last.unit.dimension != item.unit.dimension:
        return False
    return item.unit is None or item.unit.dimension == "length"


def _finish(run: list[_Item], low: str, outer: Label | None) -> list[_Item]:
    """The items of a run that are quantities, with the units and labels they share."""
    first = run[0]
    if first.label is None and (before := label_before(low, first.start)):
        first.label, _, first.signed = before
    if len(run) == 1:
        return _single(first, low, outer)
    shared = run[-1].unit or next((item.unit for item in run if item.unit), None)
    if shared is None and (outer or first.label):
        label = outer or first.label
        shared = unit(label.unit.unit) if label and label.unit else None
    if first.label and not _is_axis(first.label):
        first.label = None
    if shared is None and not _is_dimension(run):
        return []
    for item in run:
        item.unit = item.unit or shared
        item.group = first.start
    last = run[-1]
    if last.label is None and (after := axis_after(low, last.end)) and run[0].label is not None:
        last.label = after[0]
    return run


def _is_axis(label: Label) -> bool:
    return label.dimension == "length"


def _single(item: _Item, low: str, outer: Label | None) -> list[_Item]:
    label = item.label or outer
    if item.unit is not None:
        if item.label is None and (after := axis_after(low, item.end)):
            item.label = after[0]
        if item.label and item.label.letter and not _SIDES.search(low):
            item.label = None
        item.label = item.label or outer
        return [item]
    if label is None or label.letter or not (item.signed or item.label is None):
        return []
    item.label = label
    if label.unit is not None:
        item.unit = unit(label.unit.unit)
        return [item]
    following = low[item.end : item.end + 1]
    if following and (following.isalpha() or following in "%°/"):
        return []
    return [item]


def _is_dimension(run: list[_Item]) -> bool:
    """Whether numbers that ``x`` joins without a unit measure a thing, rather than count pixels or pieces."""
    values = [item.value for item in run]
    if len(run) > 4 or max(values) > 5000 or min(values) <= 0:
        return False
    return not (len(run) == 2 and min(values) >= 240 and max(values) >= 320)


def _quantity(item: _Item, text: str) -> Quantity:
    return Quantity(
        value=None if item.value != item.value else item.value,
        low=item.low,
        high=item.high,
        unit=item.unit.name if item.unit else None,
        dimension=item.unit.dimension
        if item.unit
        else (item.label.dimension if item.label else None) or "length"
        if item.group is not None or item.label
        else None,
        start=item.start,
        end=item.end,
        text=text[item.start : item.end],
        axis=item.label.axis if item.label else None,
        group=item.group,
    )
