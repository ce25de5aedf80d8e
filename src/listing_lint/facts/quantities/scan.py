"""Finds the quantities of a text: numbers with their units, ranges, tolerances and dimension groups."""

from __future__ import annotations

import re
from functools import lru_cache

from listing_lint.expressions import expression
from listing_lint.facts.quantities.combine import combine
from listing_lint.facts.quantities.items import Item, items
from listing_lint.facts.quantities.labels import Label, axis_after, label_before, label_of
from listing_lint.facts.quantities.model import Quantity
from listing_lint.facts.quantities.units import unit
from listing_lint.model import Field

_FOLD: dict[int, str | int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "″”“〞„"), '"'),
    **dict.fromkeys(map(ord, "′’‘´"), "'"),
    **dict.fromkeys(map(ord, "×✕✖╳"), "x"),
    **dict.fromkeys(map(ord, "\u2009\u3000\u2002\u2003"), " "),
    **dict.fromkeys(map(ord, "～〜"), "~"),
}
_FOLDABLE = expression(f"[{re.escape(''.join(map(chr, _FOLD)))}]")
_SIGN = expression(r"[:=为s\[(]")
_SIDES = expression(r"(?<![^\W\d_])[wh]\s?[:=]?\s?\d|\d\s?(?:cm|mm|in|inch|\")?\s?\(?[wh](?![^\W\d_])")


def scan(text: str, language: str | None, field: Field | None = None) -> tuple[Quantity, ...]:
    """The quantities of ``text``, which is that of ``field`` where one is given; its name may label them."""
    folded = fold(text)
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in folded)
    outer = label_of(field.label, language) if field and field.role in ("attribute", "variant") else None
    runs = combine(items(folded, low, language), low)
    return tuple(_quantity(item, text, field) for run in runs for item in _finish(run, low, outer))


def fold(text: str) -> str:
    """``text`` with full-width and typographic characters as plain ones, each in its place."""
    return text.translate(_FOLD) if not text.isascii() and _FOLDABLE.search(text) else text


def _finish(run: list[Item], low: str, outer: Label | None) -> list[Item]:
    """The items of a run that are quantities, with the units and labels they share."""
    first = run[0]
    if (
        first.unit is None
        and len(run) == 1
        and outer is None
        and not _SIGN.search(low, max(first.start - 3, 0), first.start)
    ):
        return []
    before = label_before(low, first.start) if first.label is None else None
    if before and (first.unit is None or before[0].dimension in (None, first.unit.dimension)):
        first.label, _, first.signed = before
    if len(run) == 1:
        return _single(first, low, outer)
    shared = run[-1].unit or next((item.unit for item in run if item.unit), None)
    if shared is None and (outer or first.label):
        label = outer or first.label
        shared = unit(label.unit.unit) if label and label.unit else None
    if first.label and first.label.dimension != "length":
        first.label = None
    models = [item for item in run if item.in_row and item.label and item.label.letter]
    if shared is None and (models or not _is_dimension(run)):
        return []
    for item in run:
        item.unit = item.unit or shared
        item.group = first.start
    last = run[-1]
    if last.label is None and (after := axis_after(low, last.end)) and run[0].label is not None:
        last.label = after[0]
    return run


@lru_cache(maxsize=1)
def _names_sides(low: str) -> bool:
    """Whether letters name sides in this text, so that ``L`` is a length and no size."""
    return _SIDES.search(low) is not None


def _single(item: Item, low: str, outer: Label | None) -> list[Item]:
    label = item.label or outer
    if item.unit is not None:
        if item.label is None and (after := axis_after(low, item.end)):
            item.label = after[0] if after[0].dimension in (None, item.unit.dimension) else None
        if item.label and item.label.letter and not _names_sides(low):
            item.label = None
        item.label = item.label or outer
        return [item]
    if label is None or label.letter or not (item.signed or item.label is None or label.axis == "body height"):
        return []
    item.label = label
    if label.unit is not None:
        item.unit = unit(label.unit.unit)
        return [item]
    following = low[item.end : item.end + 1]
    if following and (following.isalpha() or following in "%°/"):
        return []
    return [item]


def _is_dimension(run: list[Item]) -> bool:
    """Whether numbers that ``x`` joins without a unit measure a thing, rather than count pixels or hours a week."""
    values = [item.value for item in run]
    if len(run) > 4 or max(values) > 5000 or min(values) <= 0:
        return False
    if len(run) > 2:
        return True
    least, most = sorted(values)
    if (most, least) == (24, 7) or (least == most <= 4):
        return False
    tight = run[1].start - run[0].end == 1
    return not (least >= 240 and most >= 320) and not (tight and least < 10 and most >= 100)


def _quantity(item: Item, text: str, field: Field | None) -> Quantity:
    named = item.label.dimension if item.label else None
    return Quantity(
        value=None if item.is_range else item.value,
        low=item.low,
        high=item.high,
        unit=item.unit.name if item.unit else None,
        dimension=item.unit.dimension if item.unit else named or ("length" if item.group is not None else None),
        start=item.start,
        end=item.end,
        text=text[item.start : item.end],
        axis=item.label.axis if item.label else None,
        group=item.group,
        field=field,
    )
