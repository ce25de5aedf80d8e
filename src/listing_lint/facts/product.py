"""What a listing sells, told apart from what it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, reduce

from msgspec import Struct, field
from msgspec.structs import replace

from listing_lint.expressions import expression
from listing_lint.facts.product_names import Vote, read_names
from listing_lint.facts.product_words import Kind, lexicon
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Sought, clues, together


class Product(Struct, frozen=True):
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


class Named(Struct, frozen=True):
    """What a text names: its classes from special to general, and what is known of its traits."""

    chain: tuple[str, ...]
    traits: dict[str, bool]


def read_name(text: str, language: str) -> Named:
    """What ``text``, a phrase or a title in ``language``, names as the thing itself; no classes where it names none."""
    return _decide(_scaled(read_names(text, language), 1.0))


_SHARE, _SPECIAL, _ENOUGH = 0.6, 0.3, 0.7
"""The part of all weight that must agree, the part that makes a class more special, and the least weight that tells."""


def find_product(listing: Listing, language: str | None = None) -> Product:
    """The product of ``listing``; one with no class where nothing tells, or where what is told does not agree.

    ``language`` is that of the listing, where another fact has found it; else the declared one.
    """
    title = listing.title
    language = language or listing.language or ""
    named = read_names(title.text, language) if title else ()
    decided = _decide(_evidence(listing, language, named))
    chain, traits = decided.chain, decided.traits
    _refine_title(title.text if title else "", traits)
    _refine_power(chain, traits, listing)
    span = None
    name = ""
    if title and title.text:
        fitting = [vote for vote in named if not chain or vote.kind.name in chain or chain[0] in vote.kind.chain]
        vote = max(fitting, key=lambda vote: (vote.kind.name in chain, vote.weight), default=None)
        span = Span(title, vote.start, vote.end) if vote else Span(title, 0, len(title.text))
        name = span.text if vote else ""
    return Product(name, chain, traits, span)


# ------------------------------------------------------------------------------------------------ sources of evidence
def _evidence(listing: Listing, language: str, named: tuple[Vote, ...]) -> list[Vote]:
    """The votes of title, category and names of properties; where these say little, of tags or the description."""
    total = sum(vote.weight for vote in named)
    votes = _scaled(named, 0.6 if total < 0.5 else 1.2 if total <= 1.0 else 2.0)
    shelves = [item.text for item in listing.fields if is_shelf(item)]
    shelved = [vote for text in shelves for vote in _read_path(text, language)]
    if any(not vote.kind.host and vote.weight >= 1.0 for vote in named):
        # Shops file accessories under the thing that they are for.
        shelved = [vote for vote in shelved if not vote.kind.host]
    votes += _scaled(shelved, 1.6 if any(len(_LEVEL.split(text)) > 2 for text in shelves) else 1.0)
    votes += _scaled(_labelled(listing), 0.7)
    votes += [Vote(lexicon().kinds["footwear"], 1.6)] if _sized_as_shoes(listing) else []
    if sum(vote.weight for vote in votes if not vote.kind.weak) >= _ENOUGH:
        return votes
    tags = [tag for item in listing.of("tag") for tag in item.text[:500].split(",")]
    tagged = [vote for tag in tags for vote in read_names(tag.strip(), language) if not vote.kind.host]
    votes += _scaled(tagged, 0.9)
    if all(vote.kind.weak for vote in votes):
        first = next((item.text for item in listing.of("description", "bullet")), "")
        opening = _SENTENCE_END.split(first[:200], 1)[0]
        votes += _scaled(_pointed_at(first[:1500], language) or read_names(opening, language), 0.9)
        votes = votes or _told_by_parts(first[:1500])
    return votes


def _pointed_at(text: str, language: str) -> Sequence[Vote]:
    """The first name in ``text`` that "this" or "these" points at: "this barefoot shoe is made for"."""
    phrases = (_POINTED_END.split(match.group(1))[0].strip() for match in _POINTED.finditer(text))
    return next((votes for phrase in phrases if phrase and (votes := read_names(phrase, language))), ())


def _told_by_parts(text: str) -> list[Vote]:
    """The class whose parts ``text`` speaks of: a toe box and a sole are those of shoes."""
    found = {match.group().casefold() for match in _part_words().finditer(text)}
    # Letters such as the dotless i match and are no word of the table.
    kinds = [lexicon().parts[word] for word in found if word in lexicon().parts]
    return [Vote(kind, 0.9) for kind in set(kinds) if kinds.count(kind) > 1]


@lru_cache(maxsize=1)
def _part_words() -> re.Pattern[str]:
    words = sorted(lexicon().parts, key=len, reverse=True)
    return expression(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


_EUROPEAN = r"(?:3[4-9]|4\d)(?:[.,]5| [12]/3)?"
_SHOE_SIZE = Sought(
    rf"\bEU ?(?P<eu>{_EUROPEAN})\W{{1,4}}US ?(?P<us>\d{{1,2}}(?:[.,]5)?)\b|"
    rf"\bUS ?(?P<us2>\d{{1,2}}(?:[.,]5)?)\W{{1,4}}EU ?(?P<eu2>{_EUROPEAN})|"
    rf"\b(?P<eu3>{_EUROPEAN}) ?EU\W{{1,4}}(?P<us3>\d{{1,2}}(?:[.,]5)?) ?US\b"
)
_WHOLE_EVEN = expression(r"3[4-9]|4\d|1?[02468]")


def _sized_as_shoes(listing: Listing) -> bool:
    """True where a size is a pair of the European and the American that only shoes have: a half, a third or odd."""
    for item in listing.of("variant", "attribute"):
        match = _SHOE_SIZE.search(item.text)
        if match and not all(_WHOLE_EVEN.fullmatch(size) for size in match.groups() if size):
            return True
    return False


_LEVEL = expression(r"(?<!\s)\s*+(?:>|/|\||»|›|→|::)\s*+")
_SENTENCE_END = expression(r"[.!?。！？\n]")
_POINTED = expression(r"\b[Tt]h(?:is|ese)((?: [\w'-]+){1,4})")
_POINTED_END = expression(
    r"\b(?:is|are|was|were|has|have|had|with|for|will|can|may|of|to|in|on|from|and|or|that|which|by|at|features?|comes?|"
    r"makes?|offers?|gives?)\b"
)
_NAMESPACE = expression(r"(?<!\s)\s*+\([a-z_.\-]+\)$")


def _scaled(votes: Sequence[Vote], whole: float) -> list[Vote]:
    """``votes`` with ``whole`` as the sum of their weights."""
    total = sum(vote.weight for vote in votes)
    return [replace(vote, weight=vote.weight / total * whole) for vote in votes]


def is_shelf(item: Field) -> bool:
    """True where a field says what sort of thing is sold."""
    return item.role == "category" or (item.role == "attribute" and _names_shelf(item.label))


@lru_cache(maxsize=4096)
def _names_shelf(label: str) -> bool:
    return label.strip().casefold() in lexicon().shelves


@lru_cache(maxsize=4096)
def _read_path(path: str, language: str) -> tuple[Vote, ...]:
    """The names on the most special level of a category that has any."""
    for level in reversed(_LEVEL.split(path[:300])):
        votes = read_names(level, language)
        if votes:
            return votes
    return ()


def _labelled(listing: Listing) -> list[Vote]:
    """The classes that the names of properties and options tell."""
    found = {item.label for item in listing.fields if item.role in ("attribute", "variant")}
    kinds = {kind for label in found if (kind := _labelled_kind(label)) is not None}
    return [Vote(kind, 1.0) for kind in sorted(kinds, key=lambda kind: kind.name)]


@lru_cache(maxsize=4096)
def _labelled_kind(label: str) -> Kind | None:
    return lexicon().labels.get(_NAMESPACE.sub("", label.strip().casefold()))


# ------------------------------------------------------------------------------------------------ votes together
def _decide(votes: list[Vote]) -> Named:
    """The classes and traits on which most of the weight agrees; where none prevails, only what all have in common."""
    weights: dict[Kind, float] = {}
    for vote in votes:
        weights[vote.kind] = weights.get(vote.kind, 0.0) + vote.weight
    weights = {kind: weight for kind, weight in weights.items() if not kind.weak} or weights
    total = sum(weights.values())
    if total < _ENOUGH:
        return Named((), {})
    if len(weights) == 1:
        (only,) = weights
        return Named(only.chain, dict(only.traits))
    supports = {kind: _support(kind, weights) for kind in weights}
    best = max(weights, key=lambda kind: supports[kind])
    kinds = list(weights)
    if supports[best] >= _SHARE * total:
        kinds = _main({kind: weight for kind, weight in weights.items() if _compatible(kind, best)})
    common = reduce(_common, (Named(kind.chain, kind.traits) for kind in kinds))
    return Named(common.chain, dict(common.traits))


def _main(weights: dict[Kind, float]) -> list[Kind]:
    """The kinds that more than a small part of the weight is for, if there are any."""
    least = _SPECIAL * sum(weights.values())
    return [
        kind
        for kind in weights
        if sum(weight for other, weight in weights.items() if kind.name in other.chain) >= least
    ] or list(weights)


def _support(kind: Kind, weights: dict[Kind, float]) -> float:
    return sum(weight for other, weight in weights.items() if _compatible(kind, other))


@lru_cache(maxsize=65536)
def _compatible(one: Kind, other: Kind) -> bool:
    """True where one is a sort of the other, both are sorts of a narrow class, or both have the same traits."""
    if one.name in other.chain or other.name in one.chain or one.traits == other.traits:
        return True
    kinds = lexicon().kinds
    shared = next((name for name in one.chain if name in other.chain), None)
    return shared is not None and not kinds[shared].broad


def _common(one: Named, other: Named) -> Named:
    """The more special of two classes where one holds the other, else what they share."""
    if other.chain[0] in one.chain:
        return one
    if one.chain[0] in other.chain:
        return other
    shared = tuple(name for name in one.chain if name in other.chain)
    return Named(shared, {trait: value for trait, value in one.traits.items() if other.traits.get(trait) is value})


# ------------------------------------------------------------------------------------------------ from all the text
_USB = Sought(r"\bUSB\b", re.IGNORECASE)
_OWN_POWER = Sought(
    r"\b(?:usb (?:powered|plug|charg\w+|rechargeable)|rechargeable|batter(?:y|ies)|cordless|solar|12 ?v|24 ?v|5 ?v|"
    r"3\.7 ?v|m?ah|cigarette|aaa?)\b|充电|电池|太阳能|车载|recargable|recarregável|ricaricabile|bater[ií]a|\bpilas\b|"
    r"\bpilhas?\b|batterie|akku|аккумулятор|батаре",
    re.IGNORECASE,
)
_IN_CARS = Sought(
    r"\bcar\b|12 ?v?-24 ?v|cigarette|autoladegerät|voiture|\bcoche\b|veicular|车载|автомобил", re.IGNORECASE
)
_WITH_SUPPLY = Sought(
    r"\b(?:with|including|incl\.?|integrated) (?:[a-z]+ ){0,3}power (?:adapter|supply)\b", re.IGNORECASE
)
_MAINS = Sought(
    r"\b(?:(?:100|110|115|120|127|208|220|230|240) ?(?:v|volts?|vac)\b|[12]\d\d ?[-~] ?2[234]0|[56]0 ?hz|"
    r"corded|plug[- ]in|(?:eu|us|uk|au) plug|ac adapter|power cord|wall plug)|插电|市电|交流电",
    re.IGNORECASE,
)


_LAMP = Sought(r"\blamp\b", re.IGNORECASE)
_BESIDE = Sought(r"\b(?:bedside|night ?stand|side table|console table|desk|sideboard)\b", re.IGNORECASE)
"""Where a lamp stands that has a cord, where nothing else is told of its supply."""


def _refine_power(chain: tuple[str, ...], traits: dict[str, bool], listing: Listing) -> None:
    """Settle how a thing is powered that may be powered in several ways, by what the listing says."""
    if traits.get("mains") is False or not chain or len(chain) == 1:
        return
    lamp = chain[0] == "lighting" and listing.title and _LAMP.search(listing.title.text)
    if lamp and any(_BESIDE.search(item.text) for item in listing.of("description", "bullet")):
        traits["mains"] = traits["portable_mains"] = True
    may_be_own = traits.get("battery") is not False or traits.get("usb") is not False
    if traits.get("charger") and listing.title and _IN_CARS.search(listing.title.text):
        traits["mains"] = traits["portable_mains"] = False
        return
    if "mains" not in traits and listing.title and _WITH_SUPPLY.search(listing.title.text):
        traits["mains"] = traits["portable_mains"] = True
        return
    told = [item for item in listing.fields if item.role != "internal" and _tells_power(item)]
    if not told:
        return
    text = "\n".join(f"{item.label}: {item.text}" for item in told)
    own = may_be_own and (_OWN_POWER.search(text) or ("electronics" not in chain and _USB.search(text)))
    mains = _MAINS.search(text)
    if own and not mains:
        traits["mains"] = traits["portable_mains"] = traits["hard_wired"] = False
    elif own and mains:
        traits.pop("portable_mains", None)
    elif mains and "mains" not in traits and ("charger" in chain or not lexicon().kinds[chain[0]].serves):
        traits["mains"] = True
        if traits.get("hard_wired") is False:
            traits["portable_mains"] = True


def _tells_power(item: Field) -> bool:
    return bool((clues(item.text) | clues(item.label)) & together((_OWN_POWER, _USB, _MAINS)))


_CHILDREN = Sought(
    r"\b(?:kids?|child(?:ren)?(?:'s)?|girls?|boys?|baby|babies|toddlers?|infants?|newborn|niñ[oa]s?|bebés?|infantil|"
    r"enfants?|bébé|fille|garçon|bambin[oaie]|kinder|jungen|mädchen|детск\w+|для детей|для девоч\w+|для мальчик\w+|"
    r"criança|menin[oa]s?)\b|童|宝宝|婴儿|幼儿",
)
_ADULTS = Sought(
    r"\b(?:(?:wo)?m[ae]n(?:'?s)?|lad(?:y|ies)|adults?|mujer(?:es)?|hombres?|mulher|homem|femmes?|hommes?|damen|herren|"
    r"donn[ae]|uom[oi]|женск\w+|мужск\w+)\b|女士|男士|女款|男款|成人",
)
_KIT = Sought(
    r"(?<!bezel )(?<!prong )(?<!channel )(?<!pave )(?<!pavé )\bsets?\b|"
    r"\b(?:kits?|\d+ ?-?(?:pcs|pieces?|packs?|pairs?)|packs? of|pairs?|bundle|lot of|"
    r"juego|conjunto|набор|комплект|ensemble|lot de)\b|套装|\d件套|[三四五六]件套|[件只个双]装",
)
_ANIMALS = Sought(
    r"\b(?:pets?|dogs?|cats?|pupp(?:y|ies)|kittens?|hund(?:e|es)?|katzen?|perros?|gatos?|mascotas?|cachorros?|chiens?|"
    r"chats?|cani|gatti|dolls?|barbie|muñecas?|puppen|poupées?)\b|собак|кошек|кукол|宠物|狗|猫|娃娃",
)
_ELECTRIC = Sought(
    r"\b(?:electric(?:al)?|el[eé]ctric[oa]s?|elétric[oa]s?|électriques?|elettric[oaie]|elektrische?[rsn]?)\b|"
    r"электр|كهربائي|电动|电热",
)
_OF_PEOPLE = ("clothing", "footwear", "jewellery", "bag", "bedding", "furniture", "kitchenware")


def _refine_title(title: str, traits: dict[str, bool]) -> None:
    """Settle for whom the thing is and whether it is several; what is for animals or dolls is not for people."""
    found = clues(title)
    title = title.lower()

    def holds(pattern: Sought) -> bool:
        return bool(pattern.among(found) and pattern.compiled.search(title))

    children, adults = holds(_CHILDREN), holds(_ADULTS)
    if children and not adults:
        traits["children"] = True
    elif adults and not children:
        traits["children"] = False
    if holds(_KIT):
        traits["kit"] = True
    if any(traits.get(trait) for trait in _OF_PEOPLE) and holds(_ANIMALS):
        for trait in _OF_PEOPLE:
            if traits.get(trait):
                del traits[trait]
    if traits.get("mains") is False and holds(_ELECTRIC):
        for trait in ("mains", "portable_mains", "kitchenware"):
            if not (trait == "kitchenware" and traits.get(trait) is False):
                traits.pop(trait, None)
