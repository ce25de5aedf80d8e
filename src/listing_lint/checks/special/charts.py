"""Checks of size charts: units, and figures that cannot be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from listing_lint.checks import Scope
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.charts import Cell, Chart
from listing_lint.facts.quantities import convert
from listing_lint.model import Hit, Value
from listing_lint.tables import rows

_LENGTHS = frozenset({"centimeter", "millimeter", "inch"})
_UNIT = expression(
    r"(?<![^\W\d_])(?:cms?|mm|inch(?:es)?|centim\w+|pulgadas?|polegadas?|pouces?|zoll|pollici|дюйм\w*|см)(?!\w)"
    r"|\d\s?(?:in\b|[\"”″]|'')|\(in\)|厘米|公分|英寸|毫米",
    re.IGNORECASE,
)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def unit_missing(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A chart of bare figures, and no unit of length anywhere in the listing that could be theirs."""
    for chart in facts.charts:
        lengths = [cell for cell in chart.cells if cell.measure != "weight"]
        if len(lengths) < 4 or any(cell.unit for cell in chart.cells):
            continue
        if any(_UNIT.search(f"{field.label} {field.text}") for field in facts.listing.fields):
            continue
        cell = lengths[0]
        yield Hit(cell.span, {"measure": cell.measure, "cm": _number(convert(cell.low, "inch", "centimeter"))})
        return


def weight_unit_missing(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Body weights in a chart with no unit: kilograms, pounds and jin are all likely."""
    for chart in facts.charts:
        weights = [cell for cell in chart.cells if cell.measure == "weight"]
        if len(weights) >= 2 and not any(cell.unit for cell in weights):
            yield Hit(weights[0].span, {"kg": _number(weights[0].high / 2)})


def weight_in_jin(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Body weights in jin, which buyers outside China do not know, or take for kilograms."""
    if facts.language == "zh":
        return
    for chart in facts.charts:
        weights = [cell for cell in chart.cells if cell.unit == "jin"]
        if weights:
            low, high = (_number(value / 2) for value in (weights[0].low, weights[0].high))
            yield Hit(weights[0].span, {"kg": low if low == high else f"{low}-{high}"})


_LETTER = expression(r"(\d*)X?([SL])")


def _rank(label: str) -> float | None:
    """Where a size stands in its order: letters from XS to 8XL, numbers as they are."""
    if label == "M":
        return 0.0
    letter = _LETTER.fullmatch(label)
    if letter:
        steps = int(letter.group(1) or 1) + 1 if "X" in label else 1
        return -float(steps) if letter.group(2) == "S" else float(steps)
    return float(label.replace(",", ".")) if re.fullmatch(r"\d{1,3}(?:[.,]5)?", label) else None


def _columns(chart: Chart) -> Iterator[list[Cell]]:
    """The columns of a chart whose sizes have an order, sorted by it; ranges are left out of mixed columns."""
    for cells in chart.columns().values():
        ranked = [(rank, cell) for cell in cells if (rank := _rank(cell.label)) is not None]
        letters = {cell.label.isdigit() for _, cell in ranked}
        if len(ranked) >= 3 and len(ranked) == len(cells) and len(letters) == 1:
            yield [cell for _, cell in sorted(ranked, key=lambda pair: pair[0])]


def order_broken(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A larger size that measures less than the size before it, in a column that grows otherwise."""
    for chart in facts.charts:
        for cells in _columns(chart):
            falls = [(a, b) for a, b in pairwise(cells) if b.high < a.high and b.low < a.low]
            grows = sum(b.high > a.high for a, b in pairwise(cells))
            if len(falls) == 1 and grows >= 2:
                before, cell = falls[0]
                values: dict[str, Value] = {"size": cell.label, "smaller": before.label, "other": before.span.text}
                yield Hit(cell.span, values, (before.span,))


def step_jumps(facts: Facts, scope: Scope, *, times: int = 4) -> Iterator[Hit]:
    """One step between sizes that is ``times`` as large as the usual step of its column, and over 10 cm."""
    from statistics import median

    for chart in facts.charts:
        for cells in _columns(chart):
            if cells[0].unit not in _LENGTHS:
                continue
            steps = [b.low - a.low for a, b in pairwise(cells)]
            usual = median(steps)
            for (before, cell), step in zip(pairwise(cells), steps, strict=True):
                wide = convert(step, cell.unit or "", "centimeter") > 10
                if usual > 0 and wide and step > times * usual:
                    values: dict[str, Value] = {"size": cell.label, "smaller": before.label, "other": before.span.text}
                    yield Hit(cell.span, values, (before.span,))


@cache
def _ranges() -> dict[str, dict[str, float]]:
    """Plausible figures in cm for each measurement, from tables/size_ranges.csv."""
    apart = ("measure", "source")
    return {
        row["measure"]: {key: float(value) for key, value in row.items() if key not in apart and value}
        for row in rows("size_ranges.csv")
    }


_CHILD = expression(
    r"\b(?:kids?|child\w*|baby|babies|toddlers?|infants?|newborn|boys?|girls?|niñ[oa]s?|bebés?|criança\w*|enfants?|bébé"
    r"|kinder|bambin\w+|years? old|months)\b|дет|ребен|儿童|宝宝|童",
    re.IGNORECASE,
)
_READINGS: tuple[tuple[str, float, Value], ...] = (
    ("inch", 2.54, {"en": "inches", "zh": "英寸"}),
    ("centimeter", 1.0, {"en": "cm", "zh": "厘米"}),
    ("millimeter", 0.1, {"en": "mm", "zh": "毫米"}),
)


def implausible(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A column that no adult can wear as it stands, but could in another unit, or measured flat."""
    if facts.product.has("children") or any(_CHILD.search(chart.span.field.text) for chart in facts.charts):
        return
    shoe = facts.product.has("footwear") is True
    told: set[str] = set()
    for chart in facts.charts:
        for cells in chart.columns().values():
            measure = "foot" if shoe and cells[0].measure == "length" else cells[0].measure
            bounds, unit = _ranges().get(measure), cells[0].unit
            if bounds is None or unit not in _LENGTHS or len(cells) < 2:
                continue
            meant = _meant(cells, unit, bounds)
            if meant and measure not in told:
                told.add(measure)
                yield Hit(cells[0].span, {"measure": measure, "meant": meant})


def _meant(cells: list[Cell], unit: str, bounds: dict[str, float]) -> Value | None:
    """The unit or way of measuring in which all ``cells`` are plausible; None where they are as they stand."""

    def within(factor: float, low: str = "low", high: str = "high") -> bool:
        return all(bounds[low] <= cell.low * factor and cell.high * factor <= bounds[high] for cell in cells)

    factor = next(factor for name, factor, _ in _READINGS if name == unit)
    if any(bounds["low"] <= cell.high * factor <= bounds["high"] for cell in cells):
        return None
    if "flat_low" in bounds and within(factor, "flat_low", "flat_high"):
        return {"en": "half of it, measured flat", "zh": "平铺测量的一半"}
    return next((name for other, scale, name in _READINGS if other != unit and within(scale)), None)


def units_disagree(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Centimetres and inches of one size and measurement that are not the same length."""
    for chart in facts.charts:
        inches = {(cell.label, cell.measure): cell for cell in chart.cells if cell.unit == "inch"}
        for cell in chart.cells:
            other = inches.get((cell.label, cell.measure))
            if cell.unit == "centimeter" and other and _differ(cell, other):
                value = f"{_number(convert(cell.low, 'centimeter', 'inch'))} in"
                span = other.span if other.span != cell.span else cell.span
                yield Hit(span, {"size": cell.label, "cm": cell.span.text, "inches": value}, (cell.span,))


def _differ(cell: Cell, other: Cell) -> bool:
    """True where the two are further apart than rounding allows: 3 %, or half of an inch or a centimetre."""
    pairs = ((cell.low, other.low), (cell.high, other.high))
    return any(
        abs(centimetres - inches * 2.54) > max(0.03 * centimetres, 1.3 if inches == int(inches) else 0.6)
        for centimetres, inches in pairs
    )
