"""Units and number marks that mean different things in different countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from listing_lint.checks import Scope
from listing_lint.checks.fixes import merged
from listing_lint.checks.special import only_with
from listing_lint.checks.special.measures import figure
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.quantities import Quantity, convert
from listing_lint.facts.quantities.labels import naming
from listing_lint.facts.quantities.numerals import DECIMAL_COMMA
from listing_lint.facts.quantities.units import named_by
from listing_lint.model import Edit, Fix, Hit, Span
from listing_lint.sought import Clue, Sought

_FINE = frozenset(
    {
        "millimeter", "gram", "milligram", "milliliter", "watt", "milliampere_hour", "lumen", "revolutions_per_minute",
        "hertz", "milliampere", "hour", "count", "kelvin", "candela",
    }
)  # fmt: skip
"""Units so small that nobody states thousandths of them."""
_THREE = expression(r"(\d{1,3})([.,])(\d{3})(?![\d.,])")


def thousands_mark(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A mark before three digits makes thousandths of a small unit: ``10.000 mAh`` in English."""
    language = facts.listing.language
    wrong = "," if language in DECIMAL_COMMA else "." if language == "en" else None
    if wrong is None:
        return
    likely = (field for field in facts.listing.fields if _THREE.search(field.text))
    for item in (item for field in likely for item in facts.quantities_in(field)):
        match = _THREE.match(item.text) if item.unit in _FINE else None
        if match is None or match[2] != wrong or match[1] == "0" or item.span.field.role not in scope.roles:
            continue
        if match[3] == "000" or not match[3].strip("05"):
            rest = item.text[match.end() :]
            right = "." if wrong == "," else ","
            value = float(f"{match[1]}.{match[3]}")
            yield Hit(item.span, {"reads": f"{value:g}{rest}", "meant": f"{match[1]}{right}{match[3]}{rest}"})


_JIN = Clue("jin", lambda: named_by("jin"))
_CATTY = Sought(r"(\d{2,3})(?:\s?[-–~]\s?(\d{2,3}))?\s?(?:jin|catty|catties|kati)\b", re.IGNORECASE)


@only_with(lambda: (_JIN, _CATTY))
def weight_in_jin(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A weight in jin in a listing that is not in Chinese."""
    if facts.language != "zh":
        yield from merged(_jin(facts, scope))


def _jin(facts: Facts, scope: Scope) -> Iterator[Hit]:
    for item in facts.quantities:
        if item.unit == "jin" and item.span.field.role in scope.roles:
            yield _in_kilograms(item.span, *item.bounds)
    for field in facts.listing.of(*scope.roles):
        for match in _CATTY.finditer(field.text):
            low = float(match[1])
            yield _in_kilograms(Span(field, *match.span()), low, float(match[2] or low))


def _in_kilograms(span: Span, low: float, high: float) -> Hit:
    right = _kilograms(low, high)
    return Hit(span, {"right": right}, fix=Fix(f"Write “{right}”", (Edit(span, right),), "unsafe"))


@only_with(lambda: (naming(axes=frozenset({"body weight"})),))
def body_weight_bare(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The weight of the body a size is for, as a bare number: ``Suggested weight: 90-110``."""
    for item in facts.quantities:
        low, high = item.bounds
        plausible = item.axis == "body weight" and item.unit is None and 30 <= low <= high <= 300
        if plausible and item.span.field.role in scope.roles:
            yield Hit(item.span, {"jin": _kilograms(low, high), "pounds": _from_pounds(low, high)})
            return


def _from_pounds(low: float, high: float) -> str:
    figures = [f"{convert(value, 'pound', 'kilogram'):.0f}" for value in sorted({low, high})]
    return "-".join(figures) + " kg"


def _kilograms(low: float, high: float) -> str:
    if low == high:
        return figure(low / 2, "kilogram")
    pounds = [convert(value / 2, "kilogram", "pound") for value in (low, high)]
    return f"{low / 2:g}-{high / 2:g} kg ({pounds[0]:.0f}-{pounds[1]:.0f} lb)"


_SIZE_WORD = Sought(
    r"(?<![\d.])((?:2[2-9]|3\d|4[0-8])(?:\s?[-–~]\s?(?:3\d|4[0-8]))?)\s?(?:codes?|yards?)\b", re.IGNORECASE
)
_FOOTWEAR = expression(r"\b(?:shoe|boot|sandal|slipper|sneaker|loafer|heel|footwear|trainer)s?\b", re.IGNORECASE)


@only_with(lambda: (_SIZE_WORD,))
def size_word(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """``36 code`` or ``35-40 yards`` where shoes are sold."""
    title = facts.listing.title
    fields = facts.listing.of(*scope.roles)
    if not (facts.product.has("footwear") or (title and _FOOTWEAR.search(title.text))) and not any(
        _FOOTWEAR.search(field.text) for field in fields
    ):
        return
    for field in fields:
        for match in _SIZE_WORD.finditer(field.text):
            yield Hit(Span(field, *match.span()), {"right": f"size {match[1]}"})


_SQUARE = Sought(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,2})?)\s?squares?(?=\s?(?:[.,;)]|$|copper|wire|cable|core))", re.IGNORECASE
)
_ROOM = expression(r"\b(?:rooms?|area|space|house|bedroom|applicable|cover(?:s|age)?|suitable)\b", re.IGNORECASE)
_WIRE = expression(r"\b(?:wires?|cables?|cords?|cores?|copper)\b", re.IGNORECASE)


@only_with(lambda: (_SQUARE,))
def square_bare(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """``20 square`` of a room or ``1.5 square`` of a wire, without the unit."""
    for field in facts.listing.of(*scope.roles):
        for match in _SQUARE.finditer(field.text):
            near = field.text[max(0, match.start() - 40) : match.end() + 24]
            if _WIRE.search(near):
                right = f"{match[1]} mm²"
            elif _ROOM.search(near):
                right = f"{match[1]} m² ({convert(float(match[1]), 'meter ** 2', 'square_foot'):.0f} sq ft)"
            else:
                continue
            yield Hit(Span(field, *match.span()), {"right": right})


_LIQUID = expression(
    r"\b(?:detergent|shampoo|conditioner|lotion|serum|toner|spray|mist|perfume|parfum|cleanser|body wash|juice|water|"
    r"drinks?|syrup|softener|cleaner|mouthwash|sunscreen|moisturi[sz]er|ink|soda|"
    r"milk|beer|wine|sanitizer|stain remover|liquid)\b",
    re.IGNORECASE,
)
_SOLID = expression(
    r"\b(?:powder|bags?|loose|beans?|ground|stick|bars?|balm|mix|instant|flakes|dry|chips|bottle|mugs?|cups?|tumblers?)\b",
    re.IGNORECASE,
)


def ounce_of_liquid(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The contents of a liquid in ounces that are not said to be fluid ones, and no metric figure."""
    title = facts.listing.title
    if title is None or not _LIQUID.search(title.text) or _SOLID.search(title.text) or _metric(facts, "volume", "mass"):
        return
    for item in facts.quantities:
        if item.unit == "ounce" and item.span.field.role in scope.roles and item.value:
            yield Hit(item.span, {"right": figure(convert(item.value, "fluid_ounce", "milliliter"), "milliliter")})
            return


_DIFFERING = {
    "gallon": ("imperial_gallon", "liter"), "quart": ("quart", "liter"), "pint": ("imperial_pint", "milliliter"),
    "ton": ("long_ton", "kilogram"),
}  # fmt: skip
_DIFFERS = Clue("differing units", lambda: named_by(*_DIFFERING))
_SAID = expression(r"\b(?:us|u\.s\.|imperial|uk|metric|short|long)\W*$", re.IGNORECASE)


@only_with(lambda: (_DIFFERS,))
def differing_unit(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Gallons, quarts, pints or tons with neither country nor metric figure."""
    for item in facts.quantities:
        if item.unit not in _DIFFERING or item.span.field.role not in scope.roles or not item.value:
            continue
        if _metric(facts, item.dimension or "") or not item.text[:1].isdigit() or _names_country(item):
            continue
        _, metric = _DIFFERING[item.unit]
        yield Hit(item.span, {"right": figure(convert(item.value, item.unit, metric), metric)})
        return


def _names_country(item: Quantity) -> bool:
    words = item.text.casefold()
    return (
        "us " in words or "u.s" in words or "short" in words or bool(_SAID.search(item.span.field.text[: item.start]))
    )


_METRIC = frozenset(
    {"milliliter", "liter", "centiliter", "gram", "kilogram", "metric_ton", "milligram", "cubic_centimeter"}
)


def _metric(facts: Facts, *dimensions: str) -> bool:
    return next((True for item in facts.quantities if item.unit in _METRIC and item.dimension in dimensions), False)
