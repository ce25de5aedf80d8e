"""Checks on what a listing says it is made of: left out, vague, misleading, shares that do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from listing_lint.checks import Scope
from listing_lint.facts import Facts
from listing_lint.facts.material_words import COMPLETE, LANGUAGES
from listing_lint.facts.materials import Mention, is_material_label
from listing_lint.model import Field, Hit, Span

MAIN = (None, "shell", "upper", "top")
"""Parts that are the thing itself to a buyer."""


def is_main(mention: Mention, facts: Facts) -> bool:
    """True where the mention is about the thing as a whole: of jewellery and belts, chains and straps are that."""
    if mention.part in ("hardware", "strap") and (facts.product.has("jewellery") or "belt" in facts.product.classes):
        return True
    return mention.part in MAIN


def unstated(facts: Facts, scope: Scope, *, parts: list[str]) -> Iterator[Hit]:
    """No material is named anywhere, not even vaguely, or only a cloth of ``parts``: lace sleeves."""
    if facts.language not in COMPLETE or not all(_is_cloth_of(m, parts) for m in facts.made_of):
        return
    if not any(_names_its_material(field) for field in facts.listing.fields):
        yield Hit(facts.product.span, {})


def _is_cloth_of(mention: Mention, parts: list[str]) -> bool:
    return mention.part in parts and mention.material.sort == "fabric" and not mention.labelled


def _names_its_material(field: Field) -> bool:
    """True where a label says that a material follows, though in words that no table has: ``Bahan: kanvas``."""
    if field.role in ("attribute", "variant"):
        return is_material_label(field.label) and bool(field.text.strip())
    return any(is_material_label(match.group(1)) for match in _LABELLED.finditer(field.text))


_LABELLED = re.compile(r"(?:^|[\n.;,|•·*>-])\s*([^\W\d_]+(?: [^\W\d_]+){0,2})\s*[:：=]\s*(?=[^\W\d_]{3})")


_SOLES = frozenset({"rubber", "foam"})
_FILLINGS = frozenset({"down", "feather"})


def part_unstated(facts: Facts, scope: Scope, *, filled: list[str], lined: list[str]) -> Iterator[Hit]:
    """The main material is told, and not that of a shoe's sole, or of a jacket's filling or lining.

    ``filled`` and ``lined`` are the words that tell of a filling and a lining.
    """
    mentions = facts.made_of
    if facts.language not in COMPLETE or not any(is_main(m, facts) and not _is_vague(m) for m in mentions):
        return
    sorts = {mention.material.sort for mention in mentions}
    told = {mention.part for mention in facts.materials if not mention.negated}
    if facts.product.has("footwear"):
        if "upper" in told and "sole" not in told and not sorts & _SOLES:
            yield Hit(facts.product.span, {"part": {"en": "sole", "zh": "鞋底"}})
    elif "jacket" in facts.product.classes:
        if "filling" not in told and not sorts & _FILLINGS and (span := _first_word(facts, tuple(filled))):
            yield Hit(span, {"part": {"en": "filling", "zh": "填充物"}})
        elif "lining" not in told and (span := _first_word(facts, tuple(lined))):
            yield Hit(span, {"part": {"en": "lining", "zh": "里料"}})


def _first_word(facts: Facts, words: tuple[str, ...]) -> Span | None:
    """Where a buyer first reads one of ``words``."""
    for field in facts.listing.of("title", "description", "bullet"):
        if match := _any_of(words).search(field.text):
            return Span(field, match.start(), match.end())
    return None


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    latin = "|".join(re.escape(word) for word in words if word < "\u2e80")
    han = "|".join(re.escape(word) for word in words if word >= "\u2e80")
    return re.compile(rf"\b(?:{latin})\b|{han}", re.IGNORECASE)


# ------------------------------------------------------------------------------------------------ vague
_VAGUE = ("leather", "blend", "weave", "alloy", "metal", "synthetic", "fabric", "material")
"""The materials of the table that leave a buyer guessing, from the one that tells most."""
_TOLD = frozenset({"genuine", "faux", "plated", "filled"})


def _is_vague(mention: Mention) -> bool:
    return mention.material.name in _VAGUE and not mention.qualifiers & _TOLD


def _settles(mention: Mention, facts: Facts, claimed: bool) -> bool:
    """True where the mention tells the main material; stones do not, where the listing claims another for the rest."""
    if claimed and facts.product.has("jewellery") and mention.material.sort in ("stone", "pearl", "coating"):
        return False
    return is_main(mention, facts) and not _is_vague(mention)


_WITH = re.compile(r"\b(?:with|w/|con|com|avec|mit)\s[^,.;:|\n]{0,30}$", re.IGNORECASE)


def _besides(mention: Mention) -> bool:
    """True for a thing that the goods come with: "table with two fabric drawers"."""
    before = mention.span.field.text[max(mention.span.start - 40, 0) : mention.span.start]
    return not mention.labelled and _WITH.search(before) is not None


def _is_goods(mention: Mention, facts: Facts) -> bool:
    """True where the vague word is about the goods; on shoes a weave not tied to the upper may be a pattern."""
    if facts.product.has("footwear") and mention.material.name == "weave":
        return mention.labelled or mention.part == "upper"
    return not _besides(mention)


def vaguest(facts: Facts) -> Mention | None:
    """The best of the vague words, where only vague words name the main material."""
    if facts.language not in LANGUAGES:
        return None
    mentions = facts.made_of
    vague = [m for m in mentions if _is_vague(m) and m.span.field.visible and is_main(m, facts) and _is_goods(m, facts)]
    claimed = any(mention.labelled for mention in vague)
    if any(_settles(mention, facts, claimed) for mention in mentions):
        return None
    return min(vague, key=lambda m: (not m.labelled, _VAGUE.index(m.material.name)), default=None)


def vague(facts: Facts, scope: Scope, *, names: list[str]) -> Iterator[Hit]:
    """The main material is named by no better word than one of ``names`` (materials of the table)."""
    mention = vaguest(facts)
    if mention is not None and mention.material.name in names:
        yield Hit(mention.span, {})


def blend_without_shares(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A blend is named, and no share of anything is."""
    mentions = facts.made_of
    if any(mention.share is not None for mention in mentions):
        return
    for mention in mentions:
        blend = mention.material.name == "blend" or "blend" in mention.qualifiers
        if blend and mention.span.field.role in scope.roles and is_main(mention, facts):
            yield Hit(mention.span, {})
            return


# ------------------------------------------------------------------------------------------------ shares
def total(group: Sequence[Mention]) -> float:
    """The sum of the shares, in percent."""
    return sum(mention.share or 0.0 for mention in group)


_FIGURE_BEFORE = re.compile(r"\d[\d.,]*\s?(?:%|％|percent|pct)?[^\d%\n]{0,40}$")
_FIGURE_AFTER = re.compile(r"[\s:(–-]{0,3}\d[\d.,]*\s?(?:%|％|percent|pct)?")
_HEDGE = re.compile(
    r"(?:at least|up to|over|more than|less than|min(?:imum|\.)?|max(?:imum|\.)?|about|approx\w*|contains?|with|"
    r"made (?:from|with)|mindestens|bis zu|al menos|hasta|au moins|jusqu'à|almeno|fino a|не менее|до|含|至少)"
    r"\s*(?:of\s*)?$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:others?|rest|remaining|andere|otr[ao]s|autres|altr[ei]|outr[ao]s|прочие|другие)\b|其他|其它", re.IGNORECASE
)

_NEXT_PART = re.compile(r"\n|[.;,/|•]?\s*(?:[^\W\d_]+\s+){0,2}[^\W\d_]+\s*[:：]")
"""What begins the composition of another part."""


def extent(group: Sequence[Mention]) -> Span:
    """The words of a composition with their figures."""
    field = group[0].span.field
    start, end = group[0].span.start, max(mention.span.end for mention in group)
    if before := _FIGURE_BEFORE.search(field.text, max(start - 50, 0), start):
        start = before.start()
    elif after := _FIGURE_AFTER.match(field.text, end):
        end = after.end()
    return Span(field, start, end)


def _counted(facts: Facts, scope: Scope) -> Iterator[tuple[Sequence[Mention], float]]:
    """The compositions of one part, in the scope, that are not loose figures in a sentence."""
    for group in facts.compositions:
        span = extent(group)
        if span.field.role not in scope.roles or len({mention.part for mention in group}) > 1:
            continue
        fillings = {mention.material.sort in ("down", "feather") for mention in group}
        if len(fillings) > 1:
            continue
        after = _NEXT_PART.split(span.field.text[span.end : span.end + 40])[0]
        before = span.field.text[max(span.start - 24, 0) : span.start]
        if "%" not in after and not _REST.search(after) and not _HEDGE.search(before):
            yield group, total(group)


def shares_off(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The shares of one part add up to something else than 100."""
    for group, amount in _counted(facts, scope):
        names = {mention.material.name for mention in group}
        if len(group) > 1 and len(names) > 1 and not 98 <= amount <= 102 and not _all_full(group):
            yield Hit(extent(group), {"total": f"{amount:g}"})


def shares_full_twice(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Two compositions that both come to 100 % side by side, and no word on which part is which."""
    groups = [group for group, _ in _counted(facts, scope)]
    if any(mention.part or mention.material.sort in ("down", "feather") for group in groups for mention in group):
        return
    for first, second in _pairs_of_a_field(facts, groups):
        one, other = extent(first), extent(second)
        between = one.field.text[one.end : other.start]
        if _are_two_parts(first, second) and _BESIDE.fullmatch(between):
            yield Hit(Span(one.field, one.start, other.end), {})


def _pairs_of_a_field(
    facts: Facts, groups: list[Sequence[Mention]]
) -> Iterator[tuple[Sequence[Mention], Sequence[Mention]]]:
    """The two compositions of each field that holds just two; one of two materials at 100 % is two."""
    by_field: dict[int, list[Sequence[Mention]]] = {}
    for group in facts.compositions:
        pieces = [[mention] for mention in group] if _all_full(group) else [group]
        by_field.setdefault(id(group[0].span.field), []).extend(pieces)
    counted = {id(group[0].span.field) for group in groups}
    for field, pair in by_field.items():
        if field in counted and len(pair) == 2:
            yield pair[0], pair[1]


def _are_two_parts(first: Sequence[Mention], second: Sequence[Mention]) -> bool:
    """True where both compositions are whole and differ."""
    whole = all(98 <= total(group) <= 102 for group in (first, second))
    return whole and _content(first) != _content(second)


def _content(group: Sequence[Mention]) -> set[tuple[str, float | None]]:
    return {(mention.material.name, mention.share) for mention in group}


def _is_only_of_part(group: Sequence[Mention], facts: Facts) -> bool:
    """True where each other composition of the field is that of another part."""
    field = group[0].span.field
    return all(
        other is group or other[0].span.field is not field or _other_part(group, other) for other in facts.compositions
    )


def _other_part(group: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """True where both compositions say of which part they are, and the parts differ."""
    one, two = group[0].part, other[0].part
    return one is not None and two is not None and one != two


_BESIDE = re.compile(r"[\s,;/&+]*(?:and|y|e|et|und|и)?\s*")


def _all_full(group: Sequence[Mention]) -> bool:
    return len(group) > 1 and all((mention.share or 0) >= 98 for mention in group)


def share_alone(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """One fibre of a part with its share, and nothing on the rest."""
    whole = [group for group in facts.compositions if 98 <= total(group) <= 102]
    for group, amount in _counted(facts, scope):
        sort = group[0].material.sort
        alone = len(group) == 1 and _is_only_of_part(group, facts) and "recycled" not in group[0].qualifiers
        settled = any(not _other_part(group, other) for other in whole)
        if alone and not settled and 0 < amount < 95 and sort == "fibre":
            yield Hit(extent(group), {"rest": f"{100 - amount:g}"})


# ------------------------------------------------------------------------------------------------ misleading
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


def fibre_absent(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The title names a fibre that no composition holds."""
    mentions = facts.made_of
    complete = [
        group
        for group in facts.compositions
        if 98 <= total(group) <= 102 and all(m.material.sort == "fibre" and is_main(m, facts) for m in group)
    ]
    held = {mention.material.name for group in facts.compositions for mention in group}
    blended = any(_is_vague(mention) and mention.material.name == "blend" for mention in mentions)
    if not complete or blended or "unknown" in held:
        return
    for mention in mentions:
        name = mention.material.name
        if mention.span.field.role != "title" or name not in _PRIZED - held or not is_main(mention, facts):
            continue
        if not mention.qualifiers & {"faux", "blend"} and not (name == "wool" and held & _PRIZED):
            real = extent(complete[0])
            yield Hit(mention.span, {"real": " ".join(real.text.split())}, (real,))
            return


def trade_name(facts: Facts, scope: Scope, *, status: list[str]) -> Iterator[Hit]:
    """A trade name that a buyer takes for something else, and the generic name is not given with a share."""
    shares = any(98 <= total(group) <= 102 for group in facts.compositions)
    for mention in facts.materials:
        material, field = mention.material, mention.span.field
        if field.text[mention.span.end :].lstrip().startswith(("(", "（")):
            continue
        if material.status in status and mention.stated and field.role in scope.roles and not shares:
            yield Hit(
                mention.span,
                {"hides": material.hides, "taken": material.taken_for, "instead": material.instead},
            )
            return


# ------------------------------------------------------------------------------------------------ jewellery
_BASE = frozenset({"alloy", "zinc alloy", "brass", "copper", "iron", "steel", "stainless steel"})


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


def zirconia_as_diamond(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Diamonds are named bare where the stones are cubic zirconia by the listing's own words."""
    mentions = facts.made_of
    real = next((m for m in mentions if m.material.name in ("cubic zirconia", "moissanite", "rhinestone")), None)
    if real is None:
        return
    for mention in mentions:
        if mention.material.name == "diamond" and mention.span.field.role in scope.roles and not mention.qualifiers:
            yield Hit(mention.span, {"real": real.span.text}, (real.span,))
            return


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
