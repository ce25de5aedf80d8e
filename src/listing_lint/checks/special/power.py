"""Checks of electrical figures against one another and against what is possible."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.electrical_words import group
from listing_lint.facts.electrics import CHARGE, CURRENT, ENERGY, POWER, VOLTAGE, Quantity, Rating
from listing_lint.facts.mains import LOW
from listing_lint.literals import of_word
from listing_lint.model import Hit, Span
from listing_lint.sought import Clue, Sought
from listing_lint.tables import rows

_POWER_TOLERANCE = 0.12
_ENERGY_TOLERANCE = 0.06
_CELL_VOLTS = (3.6, 3.7, 3.85)
"""Nominal volts of one lithium cell, to which the capacity of a power bank refers. Source: IEC 61960."""

Chain = dict[Quantity, Rating]


def _chains(facts: Facts, scope: Scope) -> Iterator[Chain]:
    """The ratings written as one (``5V 2A 10W``), by quantity."""
    chains: dict[tuple[int, int], Chain] = defaultdict(dict)
    for rating in facts.electrics:
        if rating.span.field.role in scope.roles:
            chains[id(rating.span.field), rating.chain][rating.quantity] = rating
    yield from (chain for chain in chains.values() if len(chain) > 1)


def _around(ratings: Iterable[Rating]) -> Span:
    """The words from the first of the ratings to the last."""
    spans = [rating.span for rating in ratings]
    return Span(spans[0].field, min(span.start for span in spans), max(span.end for span in spans))


def _figure(value: float) -> str:
    return f"{value:.4g}" if value < 1000 else f"{value:,.0f}"


# ------------------------------------------------------------------------------------------- W = V x A, Wh = V x Ah
@only_with(lambda: (VOLTAGE,))
@only_with(lambda: (CURRENT,))
@only_with(lambda: (POWER,))
def power_off(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Watts that are not the volts times the amperes beside them."""
    pairs = [chain for chain in _chains(facts, scope) if {"voltage", "current"} <= set(chain)]
    for chain in pairs:
        power, volts, amperes = chain.get("power"), chain["voltage"], chain["current"]
        if power is None or power.form != "single" or power.qualifier in ("peak", "equivalent", "total"):
            continue
        others = [other for other in pairs if other["voltage"].span.field is volts.span.field]
        if any(_fits(power.high, other["voltage"], other["current"]) for other in others):
            continue
        product = volts.high * amperes.high
        only = {other["voltage"].high * other["current"].high for other in others} == {product}
        if power.high > product * (1 + _POWER_TOLERANCE) or (only and _is_direct(volts)):
            yield Hit(_around(chain.values()), {"product": _figure(product), "power": _figure(power.high)})


def _fits(power: float, volts: Rating, amperes: Rating) -> bool:
    low, high = volts.low * amperes.low, volts.high * amperes.high
    if volts.bands:
        return power <= high * (1 + _POWER_TOLERANCE)
    return low * (1 - _POWER_TOLERANCE) - 0.5 <= power <= high * (1 + _POWER_TOLERANCE) + 0.5


def _is_direct(volts: Rating) -> bool:
    """True for one voltage of direct current, where the product is the power and not only its limit."""
    return volts.form == "single" and not volts.bands and volts.current != "AC"


@only_with(lambda: (VOLTAGE,))
@only_with(lambda: (CURRENT,))
@only_with(lambda: (POWER,))
def power_beyond_supply(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A charger or cable is said to carry more watts than its only voltage gives with its largest current."""
    if not (facts.product.has("charger") or "cable" in facts.product.classes):
        return
    stated = facts.electrics
    volts = {value for r in stated if r.quantity == "voltage" for pair in r.ranges for value in pair}
    amperes = [r.high for r in stated if r.quantity == "current"]
    watts = [r for r in stated if r.quantity == "power" and r.qualifier != "peak"]
    if len(volts) != 1 or not amperes or not watts:
        return
    limit = next(iter(volts)) * max(amperes)
    if max(r.high for r in watts) <= limit * (1 + _POWER_TOLERANCE):
        return
    rating = next(r for r in stated if r.quantity == "voltage")
    if rating.span.field.role in scope.roles:
        yield Hit(rating.span, {"product": _figure(limit), "power": _figure(max(r.high for r in watts))})


@only_with(lambda: (ENERGY,))
@only_with(lambda: (CHARGE,))
@only_with(lambda: (VOLTAGE,))
def energy_off(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Watt-hours that are not the volts times the ampere-hours beside them."""
    for chain in _chains(facts, scope):
        energy, charge = chain.get("energy"), chain.get("charge")
        if energy is None or charge is None or energy.form != "single" or charge.form != "single":
            continue
        volts = [chain["voltage"].high] if "voltage" in chain else []
        products = [value * charge.high / 1000 for value in (*volts, *_CELL_VOLTS)]
        if volts and not any(abs(energy.high - value) <= value * _ENERGY_TOLERANCE + 0.05 for value in products):
            yield Hit(_around(chain.values()), {"product": _figure(products[0]), "energy": _figure(energy.high)})


# ------------------------------------------------------------------------------------------- batteries
_PACK = expression(
    r"\d\s?[x×*]\s?\W?$|\bpack\b|\bpcs\b|\d\s?(?:s|p)\d|\bpieces\b|节|\bcells\b|\d[ -]cell", re.IGNORECASE
)


_OF_THE_CELL = expression(
    r"(?:\W|\d\.\d ?[vV]|rechargeable|lithium|li-?ion|li-?po|ni-?mh|batter(?:y|ies)|cells?|size|high|large|capacity)*",
    re.IGNORECASE,
)


@cache
def _cells() -> tuple[re.Pattern[str], dict[str, float]]:
    limits = {word: float(row["max_mah"]) for row in rows("cells.csv") for word in row["words"].split("|")}
    return expression(rf"(?<![\w-])(?:{'|'.join(sorted(limits, key=len, reverse=True))})(?![\w-])"), limits


_CELL_NAMES = Clue("cells", lambda: [of_word(cell, whole=True) for cell in _cells()[1]])


@only_with(lambda: (CHARGE,))
@only_with(lambda: (_CELL_NAMES,))
def capacity_impossible(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """More milliampere-hours than the best cell of the named size holds."""
    pattern, limits = _cells()
    for rating in facts.electrics:
        if rating.quantity != "charge" or rating.span.field.role not in scope.roles:
            continue
        text, start, end = rating.span.field.text, rating.span.start, rating.span.end
        if _PACK.search(text[max(start - 45, 0) : end + 45]):
            continue
        for cell in pattern.finditer(text, max(start - 40, 0), end + 40):
            # Empty where the size of a cell is itself given as its capacity.
            gap = text[cell.end() : start] if cell.end() <= start else text[end : cell.start()]
            if _OF_THE_CELL.fullmatch(gap) and rating.high > limits[cell.group()]:
                yield Hit(rating.span, {"cell": cell.group(), "limit": _figure(limits[cell.group()])})
                break


_BANK_TITLE = Sought(r"power ?bank|portable charger|external battery", re.IGNORECASE)
_BANK = expression(
    r"\W{0,2}(?:portable |external |mini |slim |large |fast |high )?(?:power ?bank|charger|battery)", re.IGNORECASE
)


@only_with(lambda: (_BANK_TITLE,))
def bank_capacity_differs(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The text calls a power bank one of another capacity than its title does."""
    title = facts.listing.title
    if title is None or not _BANK_TITLE.search(title.text):
        return
    stated = [r for r in facts.electrics if r.quantity == "charge" and r.form == "single"]
    named = {r.high for r in stated if r.span.field is title}
    if len(named) != 1 or any(r.span.field.role == "variant" for r in stated):
        return
    for rating in stated:
        field = rating.span.field
        larger = rating.high not in named and rating.high > min(named)
        if larger and field.role in ("description", "bullet") and _BANK.match(field.text, rating.span.end):
            yield Hit(rating.span, {"title": _figure(min(named))})
            return


_OUTPUT_CAPACITY = expression(
    r"(?:output|rated|actual|real|usable|effective) (?:energy |output )?capacity|输出容量|额定容量", re.IGNORECASE
)


@only_with(lambda: (CHARGE,))
def bank_output_is_cell(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A power bank is said to give out as many milliampere-hours at 5 V as its cells hold at 3.7 V."""
    stated = [r for r in facts.electrics if r.quantity == "charge" and r.form == "single"]
    for rating in stated:
        text, start = rating.span.field.text, rating.span.start
        said = _OUTPUT_CAPACITY.search(f"{rating.span.field.label} {text[max(start - 30, 0) : start]}")
        cells = [other.high for other in stated if other.span != rating.span]
        if said and rating.span.field.role in scope.roles and rating.high in cells and rating.high >= max(cells):
            yield Hit(rating.span, {"usable": _figure(rating.high * 0.62)})
            return


# ------------------------------------------------------------------------------------------- limits
@cache
def _socket_watts() -> dict[str, float]:
    """The most watts that a socket for each plug gives."""
    return {row["plug"]: float(row["amperes"]) * float(row["volts"]) for row in rows("sockets.csv")}


def power_above_socket(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A thing with a plug takes more watts than the socket for that plug gives."""
    if not facts.product.has("portable_mains") or facts.product.has("charger"):
        return
    sockets = {plug.name for plug in facts.plugs}
    bands = frozenset[str]().union(*(r.bands for r in facts.electrics if r.role == "mains"))
    if not sockets and bands == {LOW}:
        sockets = {"US"}
    known = _socket_watts()
    if not sockets or not sockets <= set(known):
        return
    plug = max(sockets, key=lambda name: known[name])
    for rating in facts.electrics:
        if rating.quantity != "power" or rating.form != "single" or rating.qualifier in ("peak", "equivalent", "max"):
            continue
        if (
            rating.role not in ("output", "battery")
            and rating.high > known[plug] * 1.05
            and rating.span.field.role in scope.roles
        ):
            yield Hit(rating.span, {"plug": plug, "limit": _figure(known[plug])})
            return


# ------------------------------------------------------------------------------------------- IP codes, equivalents
_IP = Sought(r"(?<![\w./-])IP[ -]?(?P<solids>[0-9X])(?P<water>[0-9X])K?(?![\w-]|\.\d)")
_PROTECTION = expression(
    r"water|dust|splash|proof|protect|resist|ingress|防水|防尘|étanch|staub|wasser|imperme|влаг|пыле", re.IGNORECASE
)


@only_with(lambda: (_IP,))
def ip_code_unknown(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """An IP code that IEC 60529 does not have: solids go to 6, ``IP00`` aside."""
    for field in facts.listing.of(*scope.roles):
        for match in _IP.finditer(field.text):
            around = field.text[max(match.start() - 60, 0) : match.end() + 60]
            if match.group("solids") in "789" and _PROTECTION.search(f"{field.label} {around}"):
                yield Hit(Span(field, *match.span()), {})


def equivalent_as_power(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The watts of the lamp that an LED replaces are given in the title as its own."""
    title = facts.listing.title
    if title is None or not facts.product.has("lighting"):
        return
    replaced = {r.high for r in facts.electrics if r.quantity == "power" and r.qualifier == "equivalent"}
    for rating in facts.electrics:
        if (
            rating.span.field is title
            and rating.quantity == "power"
            and rating.qualifier is None
            and rating.high in replaced
        ):
            yield Hit(rating.span, {})


# ------------------------------------------------------------------------------------------- what a battery needs
def battery_undescribed(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A thing with a battery in it tells neither its type nor its voltage nor its capacity."""
    product = facts.product
    if not product.has("battery") or product.has("phone") or product.has("vehicle"):
        return
    if any(rating.quantity in ("charge", "energy") or rating.role == "battery" for rating in facts.electrics):
        return
    if any(group("cell", "named").search(f"{field.label} {field.text}") for field in facts.listing.fields):
        return
    span = next((s.span for s in facts.supplies if s.kind == "battery" and s.span.field.role in scope.roles), None)
    if span:
        yield Hit(span, {})
