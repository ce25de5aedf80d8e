"""What a listing sells, told apart from what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, reduce

from listing_lint.facts.product_words import Kind, Lexicon, Match, Token, lexicon, tokenize
from listing_lint.model import Listing, Span


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold.

    ``classes`` run from the most special to the most general. ``traits`` holds what is known: True or False; a trait
    that is not in it is uncertain. ``span`` is the words that name the product, in the title where possible.
    """

    name: str = ""
    classes: tuple[str, ...] = ()
    traits: dict[str, bool] = field(default_factory=dict)
    span: Span | None = None

    def has(self, trait: str) -> bool | None:
        """True, False, or None where the listing does not tell."""
        return self.traits.get(trait)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one text says: the classes from special to general, the traits, and where it names the product."""

    chain: tuple[str, ...] = ()
    traits: dict[str, bool] = field(default_factory=dict, hash=False)
    start: int = 0
    end: int = 0


NOTHING = Evidence()


def find_product(listing: Listing) -> Product:
    """The product of ``listing``; an empty one where nothing tells."""
    title = listing.title
    language = listing.language or ""
    named = read_name(title.text, language) if title else NOTHING
    shelved = _category(listing, language)
    evidence = _reconcile(named, shelved)
    traits = dict(evidence.traits)
    text = _text(listing)
    _refine_power(evidence.chain, traits, text)
    _refine_buyers(title.text if title else "", traits)
    span = None
    if title and title.text:
        span = Span(title, named.start, named.end) if named.end else Span(title, 0, len(title.text))
    return Product(span.text if span and named.end else "", evidence.chain, traits, span)


# ------------------------------------------------------------------------------------------------ names in a text
@lru_cache(maxsize=4096)
def read_name(text: str, language: str) -> Evidence:
    """What ``text``, a title or a category, names as the thing itself."""
    words = lexicon()
    tokens = tokenize(text[:400])
    language = _language(tokens, words, language)
    matches = list(words.matches(tokens, language))
    heads = _heads(tokens, matches, words, language)
    return _agree(heads)


def _language(tokens: list[Token], words: Lexicon, declared: str) -> str:
    """The language of the title: the one whose words it has most of, the declared one where that is not plain."""
    scores: dict[str, float] = {declared or "en": 1.5}
    for token in tokens:
        if token.sort == "cjk":
            return "zh"
        for rest, entry in words.phrases.get(token.text, ()):
            if not rest:
                for language in entry:
                    scores[language] = scores.get(language, 0.0) + 1.0 / len(entry)
    return max(scores, key=lambda language: scores[language])


def _heads(tokens: list[Token], matches: list[Match], words: Lexicon, language: str) -> list[Match]:
    """The matches that name the thing sold, in the first part of the text that has any."""
    spare: list[Match] = []
    for part in _parts(tokens, matches):
        own, purpose = _divide(part)
        if own:
            if language in words.head_first:
                return _first_head(own)
            return _last_heads(own, tokens, words)
        spare = spare or purpose
    return _last_heads(spare, tokens, words)[-1:] if spare else []


def _parts(tokens: list[Token], matches: list[Match]) -> Iterator[list[Match]]:
    """The matches, in groups that no comma, dash or bracket divides."""
    part: list[Match] = []
    position = 0
    for match in matches:
        if part and any(token.sort == "break" for token in tokens[position : match.first]):
            yield part
            part = []
        part.append(match)
        position = match.last
    if part:
        yield part


def _divide(part: list[Match]) -> tuple[list[Match], list[Match]]:
    """The names before any word of purpose, and those after one."""
    own: list[Match] = []
    purpose: list[Match] = []
    behind = ""
    for match in part:
        what = match.what
        if isinstance(what, Kind):
            if not behind:
                own.append(match)
            elif behind == "purpose":
                purpose.append(match)
        elif what.role == "purpose" or (own and what.role in ("with", "of")):
            behind = behind or what.role
    return own, purpose


def _first_head(own: list[Match]) -> list[Match]:
    head = own[0]
    if head.model or (isinstance(head.what, Kind) and head.what.host):
        head = next((match for match in own if isinstance(match.what, Kind) and match.what.serves), head)
    return [head]


def _last_heads(own: list[Match], tokens: list[Token], words: Lexicon) -> list[Match]:
    """The names that are not the first part of a compound: in "dress shoes" the shoes."""
    heads = [
        match
        for match, following in zip(own, [*own[1:], None], strict=True)
        if following is None or not _adjoin(match, following)
    ]
    if any(isinstance(match.what, Kind) and match.what.serves for match in heads):
        heads = [match for match in heads if not match.model] or heads
    last = heads[-1]
    if len(heads) == 1 and _is_modifier(last, tokens, words):
        return []
    return heads


def _adjoin(match: Match, following: Match) -> bool:
    return following.start - match.end <= 1


def _is_modifier(match: Match, tokens: list[Token], words: Lexicon) -> bool:
    """True where an unknown word in -er or -or follows: a "ring sizer" is some tool."""
    if match.last >= len(tokens) or tokens[match.last].sort != "word":
        return False
    text = tokens[match.last].text
    return len(text) > 4 and text.endswith(("er", "or", "ers", "ors")) and text not in words.plain


# ------------------------------------------------------------------------------------------------ evidence together
def _agree(heads: list[Match]) -> Evidence:
    """What all heads have in common."""
    kinds = [match.what for match in heads if isinstance(match.what, Kind)]
    if not kinds:
        return NOTHING
    chain, traits = reduce(_common, ((kind.chain, kind.traits) for kind in kinds))
    return Evidence(chain, traits, heads[0].start, heads[0].end)


def _common(
    one: tuple[tuple[str, ...], dict[str, bool]], other: tuple[tuple[str, ...], dict[str, bool]]
) -> tuple[tuple[str, ...], dict[str, bool]]:
    """The more special chain where one holds the other, else the shared part; traits on which none disagrees."""
    if one[0] == other[0]:
        return one
    if other[0][:1] and other[0][0] in one[0]:
        return one
    if one[0][:1] and one[0][0] in other[0]:
        return other
    shared = tuple(name for name in one[0] if name in other[0])
    traits = {}
    for trait in {*one[1], *other[1]}:
        left, right = one[1].get(trait), other[1].get(trait)
        if left is None or right is None or left == right:
            traits[trait] = bool(right if left is None else left)
    return shared, traits


def _reconcile(named: Evidence, shelved: Evidence) -> Evidence:
    """The title's word, made more special by the category, or less sure where they disagree."""
    if not shelved.chain:
        return named
    if not named.chain:
        return Evidence(shelved.chain, shelved.traits)
    chain, traits = _common((named.chain, named.traits), (shelved.chain, shelved.traits))
    return Evidence(chain, traits, named.start, named.end)


_LEVEL = re.compile(r"\s*(?:>|/|\||»|›|→|::)\s*")


def _category(listing: Listing, language: str) -> Evidence:
    """What the category and product type say, the most special level that tells."""
    found = []
    for item in listing.fields:
        if item.role == "category":
            evidence = _read_path(item.text, language)
            if evidence.chain:
                found.append(evidence)
    if not found:
        return NOTHING
    chain, traits = reduce(_common, ((evidence.chain, evidence.traits) for evidence in found))
    return Evidence(chain, traits)


@lru_cache(maxsize=4096)
def _read_path(path: str, language: str) -> Evidence:
    for level in reversed(_LEVEL.split(path[:300])):
        evidence = read_name(level, language)
        if evidence.chain:
            return evidence
    return NOTHING


# ------------------------------------------------------------------------------------------------ from all the text
_OWN_POWER = re.compile(
    r"\b(?:usb|rechargeable|batter(?:y|ies)|cordless|solar|12 ?v|24 ?v|5 ?v|3\.7 ?v|m?ah|car charger|cigarette|aaa?)\b"
    r"|充电|电池|太阳能|车载|recargable|bater[ií]a|pilas|rechargeable|batterie|akku|аккумулятор|батаре",
    re.IGNORECASE,
)
_MAINS = re.compile(
    r"\b(?:(?:100|110|115|120|127|220|230|240) ?(?:v|volts?|vac)\b|[12]\d\d ?[-~] ?2[234]0|50 ?/ ?60 ?hz|50 ?hz|60 ?hz|"
    r"corded|plug[- ]in|eu plug|us plug|uk plug|au plug|ac adapter|power cord|wall plug)"
    r"|插电|市电|交流电",
    re.IGNORECASE,
)


def _text(listing: Listing) -> str:
    return "\n".join(f"{item.label}: {item.text}" for item in listing.fields if item.role != "internal")


def _refine_power(chain: tuple[str, ...], traits: dict[str, bool], text: str) -> None:
    """Settle how a thing that may be powered in several ways is powered, by what the listing says."""
    if "powered" not in chain and traits.get("mains", True) is not True:
        return
    if traits.get("mains") is False or not chain:
        return
    own, mains = _OWN_POWER.search(text) is not None, _MAINS.search(text) is not None
    sure = traits.get("mains") is True
    if own and not mains and "large-appliance" not in chain:
        traits["mains"] = traits["portable_mains"] = False
    elif own and mains:
        traits.pop("portable_mains", None)
    elif mains and not sure:
        traits["mains"] = True
        if traits.get("hard_wired") is False:
            traits["portable_mains"] = True


_CHILDREN = re.compile(
    r"\b(?:kids?|child(?:ren)?(?:'s)?|girls?|boys?|baby|babies|toddlers?|infants?|newborn|niñ[oa]s?|bebés?|infantil|"
    r"enfants?|bébé|fille|garçon|bambin[oaie]|kinder|jungen|mädchen|детск\w+|для детей|для девоч\w+|для мальчик\w+|"
    r"criança|menin[oa]s?)\b|童|宝宝|婴儿|幼儿",
    re.IGNORECASE,
)
_KIT = re.compile(
    r"\b(?:sets?|kits?|\d+ ?(?:pcs|pieces?|pack|pairs?)|packs? of|pairs?|bundle|lot of|"
    r"juego|conjunto|набор|комплект|ensemble|lot de)\b"
    r"|套装|套|件装|双装",
    re.IGNORECASE,
)


def _refine_buyers(title: str, traits: dict[str, bool]) -> None:
    if _CHILDREN.search(title):
        traits["children"] = True
    if _KIT.search(title):
        traits["kit"] = True
