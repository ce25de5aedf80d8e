"""Checks on what a listing claims its material to be: look-alikes, trade names, precious metals, names by market."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.checks.special.material_shares import extent, total
from listing_lint.checks.special.materials import is_main, is_vague
from listing_lint.facts import Facts
from listing_lint.facts.material_words import naming
from listing_lint.facts.materials import Mention
from listing_lint.model import Hit


@only_with(lambda: (naming(frozenset({"leather"})),))
@only_with(lambda: (naming(frozenset({"named plastic"}), sorts=frozenset({"imitation leather"})),))
def leather_imitation(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Leather without a qualifier, where the listing says elsewhere that it is an imitation."""
    mentions = facts.made_of
    imitation = next((m for m in mentions if _imitates_leather(m) and is_main(m, facts)), None)
    if imitation is None or any(m.material.sort == "leather" and m.material.name != "leather" for m in mentions):
        return
    for mention in mentions:
        bare = mention.material.name == "leather" and "faux" not in mention.qualifiers
        together = 0 <= mention.span.start - imitation.span.end < 12
        if mention.span.field is imitation.span.field and (mention.labelled or together):
            continue
        if bare and mention.span.field.role in scope.roles and is_main(mention, facts):
            yield Hit(mention.span, {"real": imitation.span.text}, (imitation.span,))
            return


def _imitates_leather(mention: Mention) -> bool:
    plastic = mention.material.name == "named plastic" and mention.labelled
    return mention.material.sort == "imitation leather" or (
        plastic and mention.span.text.casefold() in ("pu", "pvc", "polyurethane", "poliuretano", "polyuréthane")
    )


_PRIZED = frozenset({"silk", "linen", "wool", "cashmere", "mohair", "alpaca", "angora", "cotton", "camel hair"})


@only_with(lambda: (naming(_PRIZED),))
def fibre_absent(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The title names a fibre that no composition holds."""
    if not _may_prize_in_title(facts):
        return
    complete = _whole_compositions(facts)
    if not complete or _names_a_blend(facts):
        return
    held = {mention.material.name for group in facts.compositions for mention in group}
    if "unknown" in held:
        return
    for mention in _prized_in_title(facts):
        name = mention.material.name
        if name not in held and not (name == "wool" and held & _PRIZED):
            real = extent(complete[0])
            yield Hit(mention.span, {"real": " ".join(real.text.split())}, (real,))
            return


@only_with(lambda **_: (naming(_PRIZED),))
def fibre_scant(facts: Facts, scope: Scope, *, below: int) -> Iterator[Hit]:
    """The title names one fibre alone, and the compositions hold less than ``below`` percent of it."""
    if not _may_prize_in_title(facts):
        return
    complete = _whole_compositions(facts)
    if not complete or _names_a_blend(facts):
        return
    titles = {m.material.name for m in facts.made_of if m.span.field.role == "title" and m.material.sort == "fibre"}
    if len(titles) != 1:
        return
    for mention in _prized_in_title(facts):
        shares = [m.share or 0.0 for group in complete for m in group if m.material.name == mention.material.name]
        if mention.material.name != "cotton" and 0 < max(shares, default=0.0) < below:
            real = extent(complete[0])
            yield Hit(mention.span, {"share": f"{max(shares):g}", "real": " ".join(real.text.split())}, (real,))
            return


def _whole_compositions(facts: Facts) -> list[Sequence[Mention]]:
    """The compositions of fibres that come to 100 % and are those of the whole."""
    return [
        group
        for group in facts.compositions
        if 98 <= total(group) <= 102 and all(m.material.sort == "fibre" and is_main(m, facts) for m in group)
    ]


def _names_a_blend(facts: Facts) -> bool:
    return any(is_vague(mention) and mention.material.name == "blend" for mention in facts.made_of)


def _may_prize_in_title(facts: Facts) -> bool:
    title = facts.listing.title
    return title is not None and naming(_PRIZED).possible(title.text)


def _prized_in_title(facts: Facts) -> Iterator[Mention]:
    """The fibres that buyers pay for, where the title gives them as the material."""
    for mention in facts.made_of:
        prized = mention.span.field.role == "title" and mention.material.name in _PRIZED
        if prized and is_main(mention, facts) and not mention.qualifiers & {"faux", "blend"}:
            yield mention


@only_with(lambda status: (naming(statuses=frozenset(status)),))
def trade_name(facts: Facts, scope: Scope, *, status: list[str]) -> Iterator[Hit]:
    """A trade name, where no composition tells what it is; a title that is taken for better must give its own."""
    told = {group[0].span.field.role for group in facts.compositions if 98 <= total(group) <= 102}
    for mention in facts.materials:
        material, field = mention.material, mention.span.field
        explained = field.text[mention.span.end :].lstrip().startswith(("(", "（"))
        promised = field.role == "title" and material.taken_for
        if explained or told & {"title"} or (told and not promised):
            continue
        if material.status in status and mention.stated and field.role in scope.roles:
            yield Hit(
                mention.span,
                {"hides": material.hides, "taken": material.taken_for, "instead": material.instead},
            )
            return


_BASE = frozenset({"alloy", "zinc alloy", "brass", "copper", "iron", "steel", "stainless steel"})


@only_with(lambda names: (naming(frozenset(names)),))
@only_with(lambda **_: (naming(_BASE),))
def gold_over_base_metal(facts: Facts, scope: Scope, *, names: list[str]) -> Iterator[Hit]:
    """Gold or silver (``names``) is claimed, the stated metal is a base one, and plating is not mentioned."""
    mentions = facts.made_of
    base = next((m for m in mentions if m.material.name in _BASE and m.labelled and is_main(m, facts)), None)
    covered = any(m.material.sort == "plated" or "plated" in m.qualifiers for m in facts.materials)
    if base is None or covered or any(m.use in ("colour", "look") and m.material.sort == "precious" for m in mentions):
        return
    for mention in mentions:
        if mention.material.name in names and mention.span.field.role in scope.roles and not mention.qualifiers:
            yield Hit(mention.span, {"base": base.span.text}, (base.span,))
            return


_LIKE_DIAMONDS = frozenset({"cubic zirconia", "moissanite", "rhinestone"})


@only_with(lambda: (naming(frozenset({"diamond"})),))
@only_with(lambda: (naming(_LIKE_DIAMONDS),))
def zirconia_as_diamond(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Diamonds are named bare where the stones are cubic zirconia by the listing's own words."""
    mentions = facts.made_of
    real = next((m for m in mentions if m.material.name in _LIKE_DIAMONDS), None)
    if real is None:
        return
    for mention in mentions:
        if mention.material.name == "diamond" and mention.span.field.role in scope.roles and not mention.qualifiers:
            yield Hit(mention.span, {"real": real.span.text}, (real.span,))
            return


@only_with(lambda names, **_: (naming(frozenset(names), statuses=frozenset(names)),))
def named(facts: Facts, scope: Scope, *, names: list[str], unless: Sequence[str] = ()) -> Iterator[Hit]:
    """A material or a status in ``names`` stands unqualified, and no material or sort in ``unless`` is named."""
    mentions = facts.made_of
    if any(unless_name in (m.material.name, m.material.sort) for m in facts.materials for unless_name in unless):
        return
    for mention in mentions:
        material = mention.material
        plain = mention.span.field.role in scope.roles and not mention.qualifiers - {"solid", "organic"}
        if plain and is_main(mention, facts) and (material.name in names or material.status in names):
            yield Hit(mention.span, {"instead": material.instead, "hides": material.hides})
            return


def market_names(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """An English fibre name that the law of a market of the listing replaces by another (table of fibres)."""
    for market in facts.listing.markets:
        for mention in facts.materials:
            known = mention.material.us if market == "US" else mention.material.eu if market in _EU else ""
            word = mention.span.text.casefold()
            generic = word in (mention.material.us, mention.material.eu) or word in _elsewhere(mention)
            visible = mention.stated and mention.span.field.role in scope.roles
            if visible and known and generic and word not in known.split():
                yield Hit(mention.span, {"market": market, "wanted": known})


def _elsewhere(mention: Mention) -> list[str]:
    """The single names that other markets use for the fibre."""
    return f"{mention.material.us} {mention.material.eu}".replace(" or ", " ").split()


_EU = frozenset(
    {
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    }
)
