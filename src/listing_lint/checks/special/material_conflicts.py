"""Checks on materials that contradict each other: title, attributes and text for one part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from listing_lint.checks import Scope
from listing_lint.checks.special.material_shares import extent, total
from listing_lint.checks.special.materials import is_main
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.material_words import context_words, naming
from listing_lint.facts.materials import Mention
from listing_lint.model import Hit, Role, Span
from listing_lint.sought import Clue

_METALS = {
    "stainless steel": "steel",
    "graded stainless steel": "steel",
    "steel": "steel",
    "metal": "",
    "alloy": "",
    "plating": "",
    "other metal": "",
}
_PLASTIC = frozenset({"plastic", "named plastic"})
_BESIDE = expression(r"\b(?:with|for|of|in|w/|con|para|mit|für|avec|pour|без|для|с|su|per|com)\b|[&+/]", re.IGNORECASE)
_HIDES = frozenset({"genuine leather", "cow leather", "sheep leather", "goat leather", "pig leather", "exotic leather"})


def _matter(mention: Mention) -> str:
    """``hide``, ``imitation hide``, ``plastic``, the metal's name, or nothing for what may go with any."""
    material = mention.material
    if material.name in _HIDES or (material.name == "leather" and "genuine" in mention.qualifiers):
        return "hide"
    if material.sort == "imitation leather" or mention.span.text.casefold() in ("pu", "polyurethane"):
        return "imitation hide"
    if material.name in _PLASTIC:
        return "plastic"
    if material.sort == "metal" or material.name in _METALS:
        return _METALS.get(material.name, material.name) or "metal"
    return ""


_HIDE_WORDS = naming(_HIDES | {"named plastic"}, sorts=frozenset({"leather", "imitation leather"}))
_HARD_WORDS = naming(_PLASTIC | frozenset(_METALS), sorts=frozenset({"metal"}))
_WOOD_WORDS = naming(sorts=frozenset({"wood"}))
_FIBRE_WORDS = naming(sorts=frozenset({"fibre"}))
_PLASTIC_WORDS = naming(_PLASTIC)


def _meet(facts: Facts, words: Clue, *roles: Role, others: Clue | None = None) -> bool:
    """False where surely ``words`` do not stand in the title, or they (or ``others``) not in a field of ``roles``."""
    title = facts.listing.title
    return (
        title is not None
        and words.possible(title.text)
        and any((others or words).possible(field.text) for field in facts.listing.of(*roles))
    )


def attribute_against_title(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The material of an attribute and that of the title cannot both be: plastic and metal, two metals, two fibres."""
    kinds = (_HIDE_WORDS, _HARD_WORDS, _WOOD_WORDS, _FIBRE_WORDS)
    if not any(_meet(facts, words, "attribute") for words in kinds) and not _meet(
        facts, _FIBRE_WORDS, "attribute", others=_PLASTIC_WORDS
    ):
        return
    attributes = [m for m in facts.made_of_in("attribute") if m.labelled and m.part is None]
    titles = [m for m in facts.made_of_in("title") if is_main(m, facts)] if attributes else []
    pair = _two_matters(facts, attributes, titles) or _two_woods(attributes, titles) or _two_fibres(attributes, titles)
    if pair is not None:
        attribute, named = pair
        yield Hit(attribute.span, {"title": named.span.text}, (named.span,))


def _two_matters(facts: Facts, attributes: list[Mention], titles: list[Mention]) -> tuple[Mention, Mention] | None:
    """The one material of the attributes, and that of the title which it is not."""
    named = {_matter(m) for m in titles} - {"", "metal"} or {_matter(m) for m in titles}
    if len(named) != 1 or len(attributes) != 1:
        return None
    attribute = attributes[0]
    title = next(m for m in titles if _matter(m) in named)
    said = _matter(attribute)
    clause = re.split(r"[,;|(]", title.span.field.text[: title.span.start])[-1]
    if not said or not _differ(_matter(title), said) or _BESIDE.search(clause):
        return None
    others = {_matter(m) for m in facts.made_of if m.span.field is not attribute.span.field}
    alone = len(attribute.span.text) + 12 > len(attribute.span.field.text)
    return (attribute, title) if alone and said not in others else None


def _two_woods(attributes: list[Mention], titles: list[Mention]) -> tuple[Mention, Mention] | None:
    """A title of solid wood, and attributes that name boards only."""
    title = next((m for m in titles if m.material.sort == "wood" and _is_solid(m)), None)
    boards = attributes and all(mention.material.name == "board" for mention in attributes)
    return (attributes[0], title) if title and boards else None


def _is_solid(mention: Mention) -> bool:
    words = tuple(context_words("wood", "solid"))
    return "solid" in mention.qualifiers or mention.span.text.casefold().startswith(words)


_PART_ONLY = frozenset({"elastane", "metallic fibre"})
"""Fibres that are never the whole of a cloth."""
_KIN = (
    frozenset({"wool", "cashmere", "alpaca", "mohair", "angora", "camel hair", "yak hair", "fine hair", "animal hair"}),
    frozenset({"viscose", "modal", "lyocell", "cupro", "acetate"}),
    frozenset({"linen", "hemp", "ramie", "jute"}),
)
"""Fibres of which one name is used loosely for another."""


def _two_fibres(attributes: list[Mention], titles: list[Mention]) -> tuple[Mention, Mention] | None:
    """The first of the fibres of the attributes, or their one plastic, where the title names fibres that are not it."""
    said = {mention.material.name for mention in attributes}
    fibres = all(mention.material.sort == "fibre" and mention.share is None for mention in attributes)
    plastic = len(attributes) == 1 and attributes[0].material.name in _PLASTIC
    named = [m for m in titles if m.material.sort == "fibre" and not m.qualifiers & {"faux", "blend"}]
    fibres = fibres or (plastic and not any(m.material.name == "acrylic" for m in named))
    if not named or not said - _PART_ONLY or not fibres:
        return None
    names = {mention.material.name for mention in named}
    return None if names & _with_kin(said) or names <= _PART_ONLY else (attributes[0], named[0])


def _with_kin(names: set[str]) -> set[str]:
    """The fibres ``names`` and those that they may be called by."""
    return names.union(*(kin for kin in _KIN if kin & names))


def _differ(one: str, other: str) -> bool:
    if not one or "imitation hide" in (one, other) or "hide" in (one, other):
        return {one, other} == {"hide", "imitation hide"}
    if "plastic" in (one, other):
        return one != other
    return one != other and "metal" not in (one, other)


def composition_against_attribute(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A material attribute names a fibre that the composition does not hold, or a blend where it is all of one."""
    whole = _whole_of_fibres(facts)
    if not whole:
        return
    held = {mention.material.name for group in whole for mention in group}
    near, real = _with_kin(held), extent(whole[0])
    for mention in facts.made_of_in("attribute", "title"):
        field = mention.span.field
        if field is not real.field and mention.share is None:
            blend = len(held) == 1 and (mention.material.name == "blend" or "blend" in mention.qualifiers)
            other = field.role == "attribute" and mention.labelled and mention.material.sort == "fibre"
            if (blend or (other and mention.material.name not in near)) and is_main(mention, facts):
                yield Hit(mention.span, {"real": real.text}, (real,))
                return


def _whole_of_fibres(facts: Facts) -> list[Sequence[Mention]]:
    """The compositions, where each is one of fibres, comes to 100 % and is that of the whole."""
    groups: list[Sequence[Mention]] = list(facts.compositions)
    fibres = all(mention.material.sort == "fibre" and is_main(mention, facts) for group in groups for mention in group)
    return groups if fibres and all(98 <= total(group) <= 102 for group in groups) else []


def _full_fibre(facts: Facts) -> Mention | None:
    """The fibre that makes up the whole, where the listing's compositions say only that."""
    groups = _whole_of_fibres(facts)
    names = {mention.material.name for group in groups for mention in group}
    return groups[0][0] if len(names) == 1 and all(len(group) == 1 for group in groups) else None


def blend_against_full(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Two fibres side by side name the goods in a text that elsewhere says 100 % of one."""
    full = _full_fibre(facts)
    if full is None:
        return
    named = facts.made_of_with(_FIBRE_WORDS, scope.roles)
    fibres = [m for m in named if m.material.sort == "fibre" and m.share is None and is_main(m, facts)]
    for first, second in pairwise(fibres):
        field = first.span.field
        between = field.text[first.span.end : second.span.start]
        if field is second.span.field and between.strip(" /-") == "":
            names = {first.material.name, second.material.name}
            if len(names) == 2 and full.material.name in names:
                span = Span(field, first.span.start, second.span.end)
                real = extent([full])
                yield Hit(span, {"real": real.text}, (real,))
                return


def _is_metal(mention: Mention) -> bool:
    """True for a metal that is named."""
    return _differ(_matter(mention), "plastic") and _matter(mention) != "metal"


def text_against_title(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The title names one metal, the description another one and not that."""
    if not _meet(facts, _HARD_WORDS, "description", "bullet"):
        return
    if not any(_is_metal(m) for m in facts.made_of_in("title")):
        return
    metals = [m for m in facts.made_of if _is_metal(m)]
    titles = [m for m in metals if m.span.field.role == "title" and is_main(m, facts)]
    texts = [m for m in metals if m.span.field.role in ("description", "bullet")]
    named = {_matter(m) for m in titles}
    if len(named) != 1 or any(m not in titles and m not in texts for m in metals):
        return
    others = {_matter(m) for m in texts}
    if len(others) == 1 and not others & named and all(is_main(m, facts) and not m.qualifiers for m in texts):
        yield Hit(texts[0].span, {"title": titles[0].span.text}, (titles[0].span,))
