"""Measurements that a buyer abroad cannot read, or that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from listing_lint import tables
from listing_lint.checks import Scope
from listing_lint.checks.fixes import merged
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.quantities import Quantity, convert, likely
from listing_lint.facts.quantities.labels import naming
from listing_lint.facts.quantities.numerals import numerals
from listing_lint.facts.quantities.units import unit
from listing_lint.model import Edit, Field, Fix, Hit, Span
from listing_lint.sought import Sought

IMPERIAL = frozenset(
    {
        "inch", "foot", "yard", "mile", "square_inch", "square_foot", "square_yard", "square_mile", "acre",
        "ounce", "pound", "ton", "fluid_ounce", "gallon", "imperial_gallon", "quart", "pint", "imperial_pint", "cup",
        "cubic_inch", "cubic_foot", "degree_Fahrenheit", "mile_per_hour", "pound_force_per_square_inch",
        "ounce / yard ** 2", "horsepower", "jin", "chi", "cun",
    }
)  # fmt: skip
"""Units outside the metric system; a quantity in one of them beside a metric one is its conversion."""

SYMBOLS = {
    "millimeter": "mm", "centimeter": "cm", "meter": "m", "kilometer": "km", "inch": "in", "foot": "ft", "yard": "yd",
    "mile": "mi", "gram": "g", "kilogram": "kg", "ounce": "oz", "pound": "lb", "milliliter": "ml", "liter": "l",
    "fluid_ounce": "fl oz", "gallon": "gal", "degree_Celsius": "°C", "degree_Fahrenheit": "°F",
    "kilometer_per_hour": "km/h", "mile_per_hour": "mph", "gram / meter ** 2": "g/m²", "ounce / yard ** 2": "oz/yd²",
    "meter ** 2": "m²", "centimeter ** 2": "cm²", "square_foot": "sq ft", "square_inch": "sq in", "bar": "bar",
    "pound_force_per_square_inch": "psi", "milligram": "mg", "metric_ton": "t", "jin": "jin",
}  # fmt: skip

_ROUNDING = 0.03
"""How far a rounded conversion may be off."""
_COARSE = 0.06
"""How far it may be off where a figure ends in a zero and may be rounded to tens."""


def figure(value: float, name: str) -> str:
    """``value`` in the unit ``name`` for a message, rounded to three digits."""
    rounded = f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{rounded} {SYMBOLS.get(name, name)}"


def sides(quantities: Iterable[Quantity]) -> Iterator[tuple[Quantity, ...]]:
    """The quantities one by one, those of one ``W x H x D`` together."""
    for _, items in groupby(quantities, key=lambda q: (id(q.field), q.group if q.group is not None else -1 - q.start)):
        yield tuple(items)


def conversion_off(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A figure in brackets or after a slash is no conversion of the figure before it: ``10 cm (6 in)``."""
    yield from merged(_conversions(facts, scope))


def _conversions(facts: Facts, scope: Scope) -> Iterator[Hit]:
    look = likely.conversions()
    for field in facts.listing.of(*scope.roles) if facts.may_hold(look) else ():
        if look.possible(field.text):
            yield from _conversions_in(field, facts.quantities_in(field))


def _conversions_in(field: Field, quantities: Iterable[Quantity]) -> Iterator[Hit]:
    for first, second in pairwise(sides(quantities)):
        if len(first) != len(second) or not likely.CONVERSION.fullmatch(field.text[first[-1].end : second[0].start]):
            continue
        pair = _other_system(first[-1], second[-1])
        if pair and not _agree(first, second, *pair):
            expected = [figure(convert(value, *pair), pair[1]) for item in first for value in sorted(set(item.bounds))]
            between = " – " if first[0].low is not None else " x "
            right = between.join(expected)
            edit = Edit(Span(field, second[0].start, second[-1].end), right)
            end = second[-1].end
            end += field.text[end : end + 1] in (")", "）", "]")
            yield Hit(
                Span(field, first[0].start, end), {"right": right}, fix=Fix(f"Write “{right}”", (edit,), "unsafe")
            )


def _other_system(first: Quantity, second: Quantity) -> tuple[str, str] | None:
    """The units of both where one is metric and the other is not; ounces beside a volume are fluid ounces."""
    one, other = first.unit, second.unit
    if one is None or other is None or (one in IMPERIAL) == (other in IMPERIAL):
        return None
    if first.dimension == "volume" and other == "ounce":
        other = "fluid_ounce"
    if second.dimension == "volume" and one == "ounce":
        one = "fluid_ounce"
    return (one, other) if unit(one).base == unit(other).base else None


def _agree(first: Sequence[Quantity], second: Sequence[Quantity], source: str, to: str) -> bool:
    """Whether the figures are conversions of each other, in whatever order of the sides."""
    pairs = [(item, other) for item, other in zip(first, second, strict=True)]
    if all(_close(item, other, source, to) for item, other in pairs):
        return True
    if not all(_comparable(item, other, source, to) for item, other in pairs):
        return True
    by_size = zip(sorted(first, key=_least), sorted(second, key=_least), strict=True)
    return len(first) > 1 and all(_close(item, other, source, to) for item, other in by_size)


def _least(item: Quantity) -> float:
    return item.bounds[0]


def _close(item: Quantity, other: Quantity, source: str, to: str) -> bool:
    if (item.low is None) != (other.low is None):
        return True
    return all(
        _rounded(value, figure, item.text, other.text, source, to)
        for value, figure in zip(item.bounds, other.bounds, strict=True)
    )


def _rounded(value: float, stated: float, text: str, other: str, source: str, to: str) -> bool:
    wanted = convert(value, source, to)
    off = abs(wanted - stated)
    step = abs(convert(_half_step(text), source, to) - convert(0, source, to))
    if off <= step + _half_step(other) + 1e-9:
        return True
    if unit(to).dimension == "temperature":
        return off <= 1
    largest = max(abs(wanted), abs(stated))
    tens = any(number >= 10 and number % 10 == 0 for number in (value, stated))
    if any(name.startswith(("fluid", "gallon", "pint")) for name in (source, to)):
        # An imperial fluid ounce is 4 % less than one of the US, an imperial pint and gallon 20 % more.
        return off <= 0.05 * largest or (source != "fluid_ounce" != to and off <= 0.22 * largest)
    return off <= (_COARSE if tens else _ROUNDING) * largest


def _half_step(text: str) -> float:
    """Half of the last digit that ``text`` shows: 0.05 for ``3.9 in``, 0.5 for ``4 in``."""
    match = re.search(r"\d[.,](\d+)", text)
    if match:
        return float(0.5 * 10.0 ** -len(match[1]))
    return 0.0 if re.search(r"[/½⅓⅔¼¾⅛⅜⅝⅞'\"]\d?", text) and "/" in text else 0.5


def _comparable(item: Quantity, other: Quantity, source: str, to: str) -> bool:
    """False where the figures are so far apart that they measure two things, and no decimal point has slipped."""
    if unit(to).dimension == "temperature":
        return True
    wanted, stated = convert(item.bounds[1], source, to), other.bounds[1]
    if not wanted or not stated:
        return False
    ratio = abs(wanted / stated)
    return 0.43 < ratio < 2.3 or any(abs(ratio / power - 1) < 0.05 for power in (0.01, 0.1, 10, 100))


_UNIT_SAID = expression(
    r"(?:\b(?:in|units?|en|em|centi|milli)[\s:：(]*|[(（\s,/])(?:inch(?:es)?|cms?|mm|metr?e?s?|metros|zoll|厘米|毫米|см|мм)\b"
    r"|[(/]in\b",
    re.I,
)
_CODE = expression(r"(?<![^\W\d_])0\d|\d[X]\d{3}")


@lru_cache(maxsize=1)
def _customs() -> tuple[re.Pattern[str], frozenset[str]]:
    """The words of trades that give sizes bare, and the sizes of displays in pixels."""
    table = tables.data("bare_sizes.yaml")
    words = "|".join(re.escape(word) for row in table["trades"] for word in row)
    return expression(rf"(?<![a-z])(?:{words})(?![^\W\d_])", re.IGNORECASE), frozenset(table["displays"])


def sides_bare(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The sides of the thing are bare numbers (``24 x 18``, ``Length: 25``) and no unit for them stands anywhere."""
    likely_fields = likely.bare_sides(facts.listing.visible, facts.may_hold)
    candidates = (item for field in likely_fields for item in facts.quantities_in(field))
    if all(item.unit for item in candidates):
        return
    groups = list(sides(facts.quantities))
    if facts.product.has("clothing"):
        # Jeans of 30 x 32 are sizes.
        groups = [group for group in groups if group[0].group is None]
    if any(len(group) > 1 and group[0].unit for group in groups):
        return
    bare = [group for group in groups if group[0].unit is None and group[0].dimension == "length"]
    if not bare:
        return
    known = {item.value for item in facts.quantities if item.unit and item.dimension == "length"}
    known |= {item.value for group in bare if _unit_near(group) for item in group}
    known |= _under_heading(facts)
    axes = {item.axis for item in facts.quantities if item.unit and item.dimension == "length"}
    order = {"title": 0, "attribute": 1, "variant": 2, "bullet": 3, "description": 4}
    title = facts.listing.title
    chosen = [
        group
        for group in bare
        if group[0].span.field.role in scope.roles
        and not known.intersection(item.value for item in group)
        and not (axes - {None}).intersection(item.axis for item in group)
        and _is_size(group)
        and not (len(group) > 1 and title and _customs()[0].search(title.text))
    ]
    if chosen:
        best = min(chosen, key=lambda group: (len(group) == 1, order[group[0].span.field.role]))
        values = [item.value for item in best if item.value is not None]
        inches = " x ".join(f"{value * 2.54:.3g}" for value in values)
        yield Hit(Span(best[0].span.field, best[0].start, best[-1].end), {"metric": f"{inches} cm"})


_HEADING = Sought(
    r"(?:dimensions?|measurements?|sizes?|medidas?|dimensiones|dimens[õo]es|maße|abmessungen|dimensioni|размеры?|尺寸)"
    r"\s*[(\[（]\s*(?:in |en |em )?(?:inch(?:es)?|cms?|mm|zoll|pulgadas|polegadas|pouces|厘米|毫米|см|мм)\s*[)\]）]",
    re.IGNORECASE,
)


def _under_heading(facts: Facts) -> set[float]:
    """The bare figures after a heading that gives their unit: ``Dimensions (inches): L - 4, H - 6``."""
    return {
        number.value
        for field in facts.listing.of("description", "bullet")
        for heading in _HEADING.finditer(field.text)
        for number in numerals(field.text[heading.end() : heading.end() + 60], facts.listing.language)
    }


def _unit_near(group: Sequence[Quantity]) -> bool:
    """Whether words beside bare numbers say what unit they are in: ``Dimensions (inches): 30 x 20``."""
    field = group[0].span.field
    near = field.text[max(0, group[0].start - 40) : group[-1].end + 30]
    return bool(_UNIT_SAID.search(near) or _UNIT_SAID.search(field.label + " "))


def _is_size(group: Sequence[Quantity]) -> bool:
    """Whether bare numbers are the size of a thing that its trade does not give bare."""
    field, start, end = group[0].span.field, group[0].start, group[-1].end
    text = field.text
    trades, displays = _customs()
    if trades.search(text[max(0, start - 40) : end + 45]) or trades.search(field.label):
        return False
    if len(group) == 1:
        return _labelled_side(group[0])
    values = sorted(item.value or 0.0 for item in group)
    written = text[start:end]
    # Small whole numbers may count things; fractions never do.
    if "/" not in written and (values[-1] < 4 or values[0] == 1 or (values[0] == values[-1] <= 8)):
        return False
    if _CODE.search(written) or re.search(r"\s[xX*×]\S", written) or written.lower() in displays:
        return False
    after = text[end : end + 1]
    if after.isalnum() or after in ("-", "%", "°") or group[0].low is not None:
        return False
    if field.role in ("attribute", "variant"):
        return not re.search(r"[^\W\d_]{3}", text)
    return field.role == "title" or bool(likely.SIDE_LABEL.compiled.search(text[max(0, start - 24) : start]))


def _labelled_side(item: Quantity) -> bool:
    field = item.span.field
    if item.axis == "body height" or item.axis is None or not item.value:
        return False
    if field.role in ("attribute", "variant"):
        return field.text.strip() == item.text
    ends = not field.text[item.end :].split("\n")[0].strip() or field.text[item.end] in ",;，；。"
    return ends and field.text[: item.start].rstrip().endswith((":", "：", "="))


@only_with(lambda: (naming(axes=frozenset({"body height"})),))
def body_height_bare(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The height of the model is a bare number: ``Model height: 5.10``."""
    for item in facts.quantities:
        field = item.span.field
        if item.axis != "body height" or item.unit or item.value is None or field.role not in scope.roles:
            continue
        if match := re.fullmatch(r"([4-7])(?:[.,](\d|1[01]))?", item.text):
            feet, inches = match[1], match[2] or "0"
            right = f"{feet}'{inches}\" ({(int(feet) * 12 + int(inches)) * 2.54:.0f} cm)"
        elif 130 <= item.value <= 210:
            right = figure(item.value, "centimeter")
        else:
            continue
        yield Hit(item.span, {"right": right})
        return


@only_with(lambda dimensions: (naming(dimensions=frozenset(dimensions)),))
def amount_bare(facts: Facts, scope: Scope, *, dimensions: Sequence[str]) -> Iterator[Hit]:
    """A labelled amount is a bare number: ``Lamp life: 3000``, ``Power: 40``. ``dimensions``: what it may measure."""
    labels = naming(dimensions=frozenset(dimensions))
    labelled = (
        field
        for field in facts.listing.visible
        if (labels.possible(field.text) or labels.possible(field.label)) and likely.bare_amounts(field.text)
    )
    bare = [item for field in labelled for item in facts.quantities_in(field) if not item.unit and item.bounds[1]]
    stated = [item for item in facts.quantities if item.unit and item.dimension in dimensions] if bare else []
    for item in bare:
        field = item.span.field
        if item.dimension not in dimensions or _settled(item, stated):
            continue
        if field.role not in scope.roles or item.group is not None:
            continue
        line = field.text[item.end :].split("\n")[0]
        rest = re.split(r"[,;，；。|]|\.(?=\s|$)", line, maxsplit=1)[0]
        if not likely.ANY_AMOUNT.fullmatch(rest) or _UNIT_SAID.search(field.label):
            continue
        if item.axis == "body weight":
            continue
        whole = field.text if field.role in ("attribute", "variant") and not item.start else item.text
        units = _UNITS_FOR.get(item.axis or "") or _UNITS_FOR[item.dimension or ""]
        yield Hit(Span(field, item.start, item.start + len(whole)), {"units": units})
        return


def _settled(item: Quantity, stated: Iterable[Quantity]) -> bool:
    """Whether one of ``stated`` may give the unit of a bare ``item``: of its dimension, and not of another property."""
    return any(
        other.dimension == item.dimension
        and (other.axis is None or item.axis is None or other.axis == item.axis or other.value == item.value)
        for other in stated
    )


_UNITS_FOR = {
    "stone weight": "ct, g",
    "power": "W, kW", "time": "h, min, days", "volume": "ml, l", "mass": "g, kg", "area": "m², cm²",
}  # fmt: skip


def statements_conflict(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """An attribute states another figure than the text does for the same property of the thing."""
    fields = [
        field for field in facts.listing.of("title", "description", "bullet") if likely.labelled_figures(field.text)
    ]
    texts = list(_single(facts, fields))
    attributes = [item for item in _single(facts, facts.listing.of("attribute")) if _whole(item)] if texts else []
    for item in attributes:
        same = [other for other in texts if _same_property(item, other)]
        rivals = [other for other in attributes if other.axis == item.axis and other.dimension == item.dimension]
        if not same or len(rivals) > 1 or len({_in_base(other) for other in same}) > 1:
            continue
        other, mine = same[0], _in_base(item)
        stated = _in_base(other)
        if abs(mine - stated) > _ROUNDING * max(abs(mine), abs(stated)):
            yield Hit(item.span, {"other": other.text}, related=(other.span,))


def _single(facts: Facts, fields: Iterable[Field]) -> Iterator[Quantity]:
    """The quantities of ``fields`` that have a unit and are no ranges or groups."""
    for field in fields:
        for item in facts.quantities_in(field):
            if item.unit and item.value is not None and item.group is None:
                yield item


def _in_base(item: Quantity) -> float:
    measure = unit(item.unit or "")
    return round((item.value or 0.0) * measure.factor + measure.offset, 9)


def _whole(item: Quantity) -> bool:
    return item.span.field.text.strip() == item.text


_CLOCK = expression(r"cpu|processor|clock|prozessor|procesador|processeur|процессор|处理器|主频", re.I)


def _same_property(item: Quantity, other: Quantity) -> bool:
    """Whether the text's quantity is the one that the attribute states."""
    if item.dimension != other.dimension:
        return False
    if item.dimension == "frequency":
        return bool(_CLOCK.search(item.span.field.label)) and (other.value or 0) >= 1 and other.unit == "gigahertz"
    text = other.span.field.text
    before = text[: other.start].rstrip()
    labelled = before.endswith((":", "：", "=")) or (
        likely.LABEL_ALONE.fullmatch(before[before.rfind("\n") + 1 :]) and not text[other.end :].split("\n")[0].strip()
    )
    return bool(labelled) and item.axis is not None and item.axis == other.axis
