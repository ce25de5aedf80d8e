"""Checks on what a listing says it is made of: left out, or told only by vague words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.language import word_weights
from listing_lint.facts.material_words import BLENDED, COMPLETE, LANGUAGES, naming
from listing_lint.facts.materials import Mention, is_material_label
from listing_lint.facts.product import find_product
from listing_lint.model import Field, Hit, Span
from listing_lint.sought import Sought

MAIN = (None, "shell", "upper", "top")
"""Parts that are the thing itself to a buyer."""


def is_main(mention: Mention, facts: Facts) -> bool:
    """True where the mention is about the thing as a whole: of jewellery and belts, chains and straps are that."""
    if mention.part in ("hardware", "strap") and (facts.product.has("jewellery") or "belt" in facts.product.classes):
        return True
    return mention.part in MAIN


def unstated(facts: Facts, scope: Scope, *, parts: list[str]) -> Iterator[Hit]:
    """No material is named anywhere, not even vaguely, or only a cloth of ``parts``: lace sleeves, fleece lining."""
    if not _is_read(facts):
        return
    if any(not _is_cloth_of(m, parts) for m in facts.made_of_in("attribute", "title")):
        return
    if any(not _is_cloth_of(m, parts) for m in facts.made_of):
        return
    if not any(_names_its_material(field) for field in facts.listing.fields):
        yield Hit(facts.product.span, {})


def _is_read(facts: Facts) -> bool:
    """True where the words for materials of the listing's language are known.

    A language that is declared for plain words, none of them its own, is taken for a machine's guess: they are English
    where they name the goods in English.
    """
    if facts.language in COMPLETE:
        return True
    if facts.language is None or facts.language in _NAMED_ONLY:
        return False
    text = " ".join(field.text for field in facts.listing.of("title", "description", "bullet"))
    told = text.isascii() and set(word_weights(text)) <= set(COMPLETE)
    return told and find_product(facts.listing, "en").classes == facts.product.classes


_NAMED_ONLY = frozenset({"id", "cs", "ar"})
"""Languages in which names of goods are known, and not the words for materials."""


def _is_cloth_of(mention: Mention, parts: list[str]) -> bool:
    return mention.part in parts and mention.material.sort == "fabric" and not mention.labelled


def _names_its_material(field: Field) -> bool:
    """True where a label says that a material follows, though in words that no table has: ``Bahan: kanvas``."""
    if field.role in ("attribute", "variant"):
        return is_material_label(field.label) and bool(field.text.strip())
    return any(_says_material(match.group(1)) for match in _LABELLED.finditer(field.text))


_LABELLED = expression(r"(?<![^\W\d_])([^\W\d_]{1,30}(?: [^\W\d_]{1,30}){0,2})\s{0,3}[:：=]\s*(?=[^\W\d_]{3})")


def _says_material(words: str) -> bool:
    """True where the last of ``words`` are a label of materials: ``22 cm Bahan :``."""
    parts = words.split()
    return any(is_material_label(" ".join(parts[-number:])) for number in range(1, len(parts) + 1))


_SOLES = frozenset({"rubber", "foam"})
_FILLINGS = frozenset({"down", "feather"})


def part_unstated(facts: Facts, scope: Scope, *, filled: list[str], lined: list[str]) -> Iterator[Hit]:
    """The main material is told, and not that of a shoe's sole, or of a jacket's filling or lining.

    ``filled`` and ``lined`` are the words that tell of a filling and a lining.
    """
    mentions = facts.made_of
    if facts.language not in COMPLETE or not any(is_main(m, facts) and not is_vague(m) for m in mentions):
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
    return expression(rf"\b(?:{latin})\b|{han}", re.IGNORECASE)


_VAGUE = ("leather", "blend", "weave", "alloy", "metal", "synthetic", "fabric", "material")
"""The materials of the table that leave a buyer guessing, from the one that tells most."""
_TOLD = frozenset({"genuine", "faux", "plated", "filled"})


def is_vague(mention: Mention) -> bool:
    """True where a buyer cannot tell from the word what the goods are made of."""
    return mention.material.name in _VAGUE and not mention.qualifiers & _TOLD


_BARE_PRECIOUS = frozenset({"gold", "silver", "rose gold"})


def _settles(mention: Mention, facts: Facts, claimed: bool) -> bool:
    """True where the mention tells the main material.

    Of jewellery, stones and a bare "gold" or "silver" do not, where the listing claims another for the rest.
    """
    if (
        claimed
        and facts.product.has("jewellery")
        and (mention.material.sort in ("stone", "pearl", "coating") or mention.material.name in _BARE_PRECIOUS)
    ):
        return False
    return is_main(mention, facts) and not is_vague(mention)


_WITH = expression(
    r"(?P<made>\b(?:made|crafted|elaborad[oa]s?|hech[oa]s?|feit[oa]s?|confeccionad[oa]s?|fabricad[oa]s?|réalisée?s?|"
    r"fabriquée?s?|confectionnée?s?|hergestellt|gefertigt)\s)?\b(?:with|w/|con|com|avec|mit)\s[^,.;:|\n]{0,30}$",
    re.IGNORECASE,
)


def _besides(mention: Mention) -> bool:
    """True for a thing that the goods come with: "table with two fabric drawers"."""
    before = mention.span.field.text[max(mention.span.start - 40, 0) : mention.span.start]
    found = None if mention.labelled else _WITH.search(before)
    return found is not None and not found["made"]


def _is_goods(mention: Mention, facts: Facts) -> bool:
    """True where the vague word is about the goods; on shoes a weave not tied to the upper may be a pattern."""
    if facts.product.has("footwear") and mention.material.name == "weave":
        return mention.labelled or mention.part == "upper"
    return not _besides(mention)


def vaguest(facts: Facts) -> Mention | None:
    """The best of the vague words, where only vague words name the main material."""
    if facts.language not in LANGUAGES:
        return None
    if not facts.product.has("jewellery") and any(
        _settles(mention, facts, claimed=False) for mention in facts.made_of_in("attribute", "title")
    ):
        return None
    mentions = facts.made_of
    vague = [m for m in mentions if is_vague(m) and m.span.field.visible and is_main(m, facts) and _is_goods(m, facts)]
    claimed = any(mention.labelled for mention in vague)
    if any(_settles(mention, facts, claimed) for mention in mentions):
        return None
    return min(vague, key=lambda m: (not m.labelled, _VAGUE.index(m.material.name)), default=None)


@only_with(lambda names: (naming(frozenset(names)),))
def vague(facts: Facts, scope: Scope, *, names: list[str]) -> Iterator[Hit]:
    """The main material is named by no better word than one of ``names`` (materials of the table)."""
    mention = vaguest(facts)
    if mention is not None and mention.material.name in names:
        yield Hit(mention.span, {})


_MARKS = Sought("™|®|&trade;|&reg;", re.IGNORECASE)
_MARKED = expression(r"\w\s?(?:™|®|&trade;|&reg;)")


@only_with(lambda: (_MARKS,))
def unexplained_trademarks(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A labelled material is a trade mark of no table; no word beside it says what it is, nor do shares."""
    if any(mention.share is not None for mention in facts.made_of):
        return
    for field in facts.listing.fields:
        if field.role not in scope.roles or not _MARKED.search(field.text):
            continue
        for start, end in _material_values(field):
            for item in _ITEM.finditer(field.text, start, end):
                told = any(
                    m.span.field is field and item.start() <= m.span.start < item.end() and not is_vague(m)
                    for m in facts.materials
                )
                if not told and _MARKED.search(item.group()):
                    yield Hit(Span(field, item.start(), item.end()), {})


def _material_values(field: Field) -> Iterator[tuple[int, int]]:
    """Where the texts stand that a label calls materials."""
    if field.role in ("attribute", "variant") and is_material_label(field.label):
        yield 0, len(field.text)
        return
    for match in _LABELLED.finditer(field.text):
        if _says_material(match.group(1)):
            end = _VALUE_END.search(field.text, match.end(), match.end() + _LONGEST)
            yield match.end(), end.start() if end else match.end()


_LONGEST = 300
"""Characters of a text that a label of materials is taken to speak of."""
_VALUE_END = expression(r"[\n,.]|;(?<!trade;)(?<!reg;)|$")
_ITEM = expression(r"(?:[^\s|,;/+\n]|(?<=trade);|(?<=reg);)(?:[^|,;/+\n]|(?<=trade);|(?<=reg);)*")


@only_with(lambda: (naming(frozenset({"blend"})), BLENDED))
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
