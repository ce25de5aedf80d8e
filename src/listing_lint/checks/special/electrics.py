"""Checks of mains voltage, plugs and frequency: what is not stated, what is vague, and where it would not work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.electrical_words import group, sought_group
from listing_lint.facts.electrics import EXTRA_LOW_VOLTAGE, VOLTAGE, Rating
from listing_lint.facts.mains import HIGH, LOW, Unfit, markets_of_language, unfit, unfit_hertz, unfit_plugs
from listing_lint.facts.regions import national_mark, place_near
from listing_lint.model import Field, Hit, Span, Value

_BOTH = frozenset({LOW, HIGH})
_RATED_MAXIMUM = frozenset({125.0, 250.0})
"""Volts that switches, sockets and fuses are marked with as their limit. Source: IEC 60884-1, IEC 60127."""
_NAMED = 6
"""How many territories a message names."""


# ------------------------------------------------------------------------------------------- nothing is stated
def voltage_unstated(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A thing that runs from the mains, or charges from it, states no input voltage anywhere."""
    if not (_comes_with_plug(facts) or _needs_mains(facts)):
        return
    if any(group("vague", "both").search(field.text) for field in facts.listing.fields):
        return
    if not any(_states_input(rating, facts) for rating in facts.electrics):
        yield Hit(facts.product.span, {})


def plug_unstated(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A thing with a mains plug says nothing of its shape or country."""
    product = facts.product
    charges = product.has("charger") and any(rating.role == "mains" and rating.told for rating in facts.electrics)
    if not (charges or _adapter_in_title(facts) or (product.has("portable_mains") and _needs_mains(facts))):
        return
    if facts.plugs or product.has("hard_wired") or any(supply.kind == "wired" for supply in facts.supplies):
        return
    yield Hit(product.span, {})


def _needs_mains(facts: Facts) -> bool:
    """True where the product certainly runs or charges from the mains, and the text tells of no other supply."""
    product = facts.product
    if not (product.has("mains") or product.has("charger")) or product.has("vehicle") or _named_for_another(facts):
        return False
    if product.has("battery") or (product.has("usb") and not product.has("portable_mains")):
        return False
    others = _OTHER_SUPPLIES
    if product.has("tv") or (product.has("charger") and product.has("portable_mains")):
        others = _OTHER_SUPPLIES - {"battery", "usb"}
    if any(plug.letters and not plug.version for plug in facts.plugs):
        others = _OTHER_SUPPLIES - {"battery", "usb", "unsure"}
    if any(supply.kind in others for supply in facts.supplies):
        return False
    return not any(_extra_low_input(rating) for rating in facts.electrics)


_OTHER_SUPPLIES = frozenset({"battery", "usb", "solar", "vehicle", "fuel", "hand", "unsure"})


def _comes_with_plug(facts: Facts) -> bool:
    """True where the title or a cell names a mains plug or a power adapter that comes with the thing."""
    if facts.product.has("vehicle") or facts.product.has("phone"):
        return False
    return (
        _plug_in_a_cell(facts)
        or _adapter_in_title(facts)
        or any(
            plug.letters and not plug.version and not _ADAPTER.match(plug.span.field.text, plug.span.end)
            for plug in facts.title_plugs
        )
    )


def _plug_in_a_cell(facts: Facts) -> bool:
    """True where a property names the plug of a thing that may run from the mains, and no other supply is told."""
    if not any(field.role == "attribute" and "plug" in field.label.casefold() for field in facts.listing.fields):
        return False
    if facts.product.has("mains") is False or not facts.product.classes:
        return False
    if any(supply.kind in _OTHER_SUPPLIES for supply in facts.supplies):
        return False
    return any(
        plug.span.field.role == "attribute" and "plug" in plug.span.field.label.casefold() and not plug.version
        for plug in facts.plugs
    ) and not any(_extra_low_input(rating) for rating in facts.electrics)


def _adapter_in_title(facts: Facts) -> bool:
    """True where the title says that a power adapter comes with the thing."""
    title = facts.listing.title
    if title is None or "with" not in title.text.casefold() or facts.product.has("phone"):
        return False
    return any(
        supply.kind == "adapter"
        and supply.span.field is title
        and _WITH.search(title.text, max(supply.span.start - 40, 0), supply.span.start) is not None
        for supply in facts.supplies
    )


_ADAPTER = expression(r"\W*adapt", re.IGNORECASE)
"""A word that follows the country where a thing adapts one shape to another, and need not be electrical."""
_WITH = expression(r"\bwith\b[^/,|]*$", re.IGNORECASE)


def _named_for_another(facts: Facts) -> bool:
    """True where the words for the product name what it is for: ``light strip for TV``."""
    span = facts.product.span
    return span is not None and _FOR.search(span.field.text, max(span.start - 12, 0), span.start) is not None


_FOR = expression(r"\b(?:for|para|für|pour|per|для)\s+(?:the\s+)?$", re.IGNORECASE)


def _extra_low_input(rating: Rating) -> bool:
    """True for a supply voltage that no mains has."""
    if rating.quantity != "voltage" or rating.high > EXTRA_LOW_VOLTAGE:
        return False
    return rating.role == "input" or (rating.role is None and rating.current is not None)


def _states_input(rating: Rating, facts: Facts) -> bool:
    """True for a voltage that the thing may be fed with."""
    if rating.quantity != "voltage" or rating.role in ("output", "battery"):
        return False
    if rating.role in ("mains", "input"):
        return True
    supplies_others = facts.product.has("charger") or "power-supply" in facts.product.classes
    return rating.high > EXTRA_LOW_VOLTAGE or not supplies_others


# ------------------------------------------------------------------------------------------- one region's voltage
@only_with(lambda: (VOLTAGE,))
def voltage_of_one_region(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """All mains voltages are of one band, and no country, plug or national mark says for whom."""
    mains = _supplies(facts)
    bands = frozenset[str]().union(*(rating.bands for rating in mains))
    if len(bands) != 1 or _region_is_named(facts, mains) or any(_extra_low_input(rating) for rating in facts.electrics):
        return
    if "measuring" in facts.product.classes or (_runs_on_batteries(facts) and not any(rating.told for rating in mains)):
        return
    markets = facts.listing.markets
    if not markets and (readers := markets_of_language(facts.language)) and not unfit(bands, readers):
        return
    where = unfit(bands, markets)
    first = next((rating for rating in mains if rating.span.field.role in scope.roles), None)
    if where and first:
        yield Hit(first.span, {"where": _where(where)})


@only_with(lambda: (VOLTAGE,))
def voltage_unfit(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The voltage is stated for a region, and some of the listing's markets have the other one."""
    mains = _supplies(facts)
    bands = frozenset[str]().union(*(rating.bands for rating in mains))
    if len(bands) != 1 or not facts.listing.markets:
        return
    if not _region_is_named(facts, mains):
        return
    where = unfit(bands, facts.listing.markets)
    first = next((rating for rating in mains if rating.span.field.role in scope.roles), None)
    if where and first:
        yield Hit(first.span, {"where": _where(where)})


def _runs_on_batteries(facts: Facts) -> bool:
    """True where the title names a battery and the product is not known to need the mains."""
    title = facts.listing.title
    named = any(supply.kind == "battery" and supply.span.field is title for supply in facts.supplies)
    return named and not facts.product.has("mains")


def _region_is_named(facts: Facts, mains: list[Rating]) -> bool:
    """True where a plug, a national mark, or a country beside the voltage tells for whom the thing is made."""
    if any(plug.letters for plug in facts.plugs) or national_mark(facts.listing):
        return True
    return any(place_near(rating.span.field, rating.span.start, rating.span.end) for rating in mains)


def _supplies(facts: Facts) -> list[Rating]:
    """The mains voltages that the thing is made for; the limits of switches and the ranges of meters are not."""
    return [
        rating
        for rating in facts.electrics
        if rating.role == "mains" and rating.bands and not (rating.low == rating.high and rating.low in _RATED_MAXIMUM)
    ]


def _where(where: Unfit) -> Value:
    """Where a thing does not work, as words: ``not usable in US, JP``."""
    if where.worldwide:
        names = ", ".join(where.codes[:_NAMED])
        return {
            "en": f"not usable in {names} ({where.total} territories in all)",
            "zh": f"在 {names} 等共 {where.total} 个国家和地区无法使用",
        }
    names, partly = ", ".join(where.codes), ", ".join(where.partly)
    english = [f"not usable in {names}"] * bool(names) + [
        f"not everywhere in {partly}, which has both voltages"
    ] * bool(partly)
    chinese = [f"在 {names} 无法使用"] * bool(names) + [f"{partly} 两种电压并存，只有部分地区可用"] * bool(partly)
    return {"en": " and ".join(english) + " of your markets", "zh": "在您的目标市场中，" + "；".join(chinese)}


# ------------------------------------------------------------------------------------------- vague voltage
_SHORT_OF_HIGH = 226.0


@only_with(lambda: (VOLTAGE, sought_group("vague", "unfigured")))
def voltage_vague(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """``universal voltage`` with no figures, or figures of both bands with no word on range, switch or versions."""
    mains = [rating for rating in facts.electrics if rating.role == "mains" and rating.bands]
    if any(_is_full_range(rating) for rating in mains) or any(_extra_low_input(rating) for rating in facts.electrics):
        return
    if frozenset[str]().union(*(rating.bands for rating in mains)) != _BOTH:
        for field in facts.listing.of(*scope.roles):
            for match in sought_group("vague", "unfigured").finditer(field.text):
                if _figure_follows(facts, field, match.end()):
                    continue
                if not group("vague", "instrument").search(field.text[match.end() : match.end() + 20]):
                    yield Hit(Span(field, *match.span()), {})
                    return
    places = list(_both_bands(mains))
    if not places or {LOW, HIGH} <= {plug.band for plug in facts.plugs}:
        return
    if any(group("vague", "settled").search(words) for _, words in places):
        return
    first = next((span for span, _ in places if span.field.role in scope.roles), None)
    if first:
        yield Hit(first, {})


def _figure_follows(facts: Facts, field: Field, end: int) -> bool:
    return any(
        rating.quantity == "voltage" and rating.span.field is field and 0 <= rating.span.start - end < 24
        for rating in facts.electrics
    )


def _is_full_range(rating: Rating) -> bool:
    return any(first <= 127 and last >= _SHORT_OF_HIGH for first, last in rating.ranges)


def _both_bands(mains: list[Rating]) -> Iterator[tuple[Span, str]]:
    """The places that give voltages of both bands side by side, with the words around each."""
    for number, rating in enumerate(mains):
        field = rating.span.field
        following = mains[number + 1] if number + 1 < len(mains) else None
        end = rating.span.end
        if rating.bands != _BOTH:
            if following is None or following.span.field is not field or rating.bands | following.bands != _BOTH:
                continue
            if field.text[end : following.span.start].strip(" AC"):
                continue
            end = following.span.end
        yield (
            Span(field, rating.span.start, end),
            f"{field.label} {field.text[max(rating.span.start - 90, 0) : end + 90]}",
        )


@only_with(lambda: (sought_group("vague", "harmed"),))
def current_kind_open(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A low supply voltage of an LED strip, motor or bare supply with no word on AC or DC anywhere."""
    title = facts.listing.title
    if title is None or not sought_group("vague", "harmed").search(title.text):
        return
    low = [r for r in facts.electrics if r.quantity == "voltage" and r.high <= EXTRA_LOW_VOLTAGE]
    bare = [
        r
        for r in low
        if r.low >= 6 and r.role in (None, "input") and r.current is None and r.span.field.role in scope.roles
    ]
    if not bare or any(r.current for r in facts.electrics):
        return
    if any(group("vague", "current_told").search(f"{field.label} {field.text}") for field in facts.listing.fields):
        return
    yield Hit(bare[0].span, {})


# ------------------------------------------------------------------------------------------- frequency and plugs
def frequency_unfit(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Only one mains frequency is stated, and some markets have the other one."""
    hertz = [r for r in facts.electrics if r.quantity == "frequency" and {r.low, r.high} <= {50.0, 60.0}]
    wanted = {int(value) for rating in hertz for pair in rating.ranges for value in pair}
    if len(wanted) != 1 or not facts.product.has("mains"):
        return
    where = unfit_hertz(wanted, facts.listing.markets)
    mains = frozenset[str]().union(*(rating.bands for rating in _supplies(facts)))
    codes = tuple(code for code in where.codes if code not in unfit(mains, where.codes).codes) if mains else where.codes
    if codes and facts.listing.markets and hertz[0].span.field.role in scope.roles:
        yield Hit(hertz[0].span, {"markets": ", ".join(codes)})


def plug_unfit(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """None of the plugs named fits the sockets of some of the listing's markets."""
    if not facts.listing.markets:
        return
    named = [plug for plug in facts.plugs if plug.letters]
    if not named or len(named) != len(facts.plugs):
        return
    letters = frozenset[str]().union(*(plug.letters for plug in named))
    codes = unfit_plugs(letters, facts.listing.markets)
    first = next((plug for plug in named if plug.span.field.role in scope.roles), None)
    if codes and first:
        yield Hit(first.span, {"markets": ", ".join(codes)})


@only_with(lambda: (VOLTAGE,))
def plug_against_voltage(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Every plug named is for one band, every mains voltage for the other.

    A voltage in the cell of the plug (``US plug (110V)``) belongs to the plug, where others are stated too.
    """
    cells = [plug.span.field for plug in facts.plugs if plug.span.field.role == "attribute"]
    mains = _supplies(facts)
    mains = [rating for rating in mains if rating.span.field not in cells] or mains
    bands = frozenset[str]().union(*(rating.bands for rating in mains))
    if len(bands) != 1:
        return
    plugs = {plug.band for plug in facts.plugs if not any(plug.letters < other.letters for other in facts.plugs)}
    if len(plugs) != 1 or None in plugs or plugs == bands:
        return
    first = next((plug for plug in facts.plugs if plug.band and plug.span.field.role in scope.roles), None)
    if first:
        yield Hit(first.span, {"voltage": mains[0].span.text}, related=(mains[0].span,))


def frequency_unstated(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A thing whose motor or clock runs with the mains states a voltage of one band and no frequency."""
    title = facts.listing.title
    if title is None or not facts.product.has("mains") or facts.stated("frequency"):
        return
    mains = _supplies(facts)
    if len(frozenset[str]().union(*(rating.bands for rating in mains))) != 1:
        return
    first = next((rating for rating in mains if rating.span.field.role in scope.roles), None)
    if first and group("vague", "synchronous").search(title.text):
        yield Hit(first.span, {})
