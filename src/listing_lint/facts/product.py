"""What a listing sells, told apart from what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from typing import NamedTuple

from listing_lint.facts.product_names import Vote, read_names
from listing_lint.facts.product_words import Kind, lexicon
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


class Named(NamedTuple):
    """What a text names: its classes from special to general, and what is known of its traits."""

    chain: tuple[str, ...]
    traits: dict[str, bool]


def read_name(text: str, language: str) -> Named:
    """What ``text``, a phrase or a title in ``language``, names as the thing itself; no classes where it names none."""
    return _decide(list(read_names(text, language)))


_TITLE, _PLAIN_TITLE, _SHELF, _SHARE = 1.2, 2.0, 1.0, 0.6
"""How much a title with one single word, a title with more, and a category weigh; the share that makes sure."""


def find_product(listing: Listing, language: str | None = None) -> Product:
    """The product of ``listing``; one with no class where nothing tells, or where what is told does not agree.

    ``language`` is that of the listing, where another fact has found it; else the declared one.
    """
    title = listing.title
    language = language or listing.language or ""
    named = read_names(title.text, language) if title else ()
    chain, traits = _decide([*_scaled(named), *_shelved(listing, language)])
    _refine_power(chain, traits, listing)
    _refine_buyers(title.text if title else "", traits)
    span = None
    name = ""
    if title and title.text:
        vote = max(named, key=lambda vote: (vote.kind.name in chain, vote.weight), default=None)
        span = Span(title, vote.start, vote.end) if vote else Span(title, 0, len(title.text))
        name = span.text if vote else ""
    return Product(name, chain, traits, span)


def _scaled(votes: tuple[Vote, ...]) -> list[Vote]:
    """The votes of a title, with the weight that a title has."""
    total = sum(vote.weight for vote in votes)
    whole = _PLAIN_TITLE if total > 1.0 else _TITLE
    return [vote._replace(weight=vote.weight / total * whole) for vote in votes]


# ------------------------------------------------------------------------------------------------ the category
_LEVEL = re.compile(r"\s*(?:>|/|\||»|›|→|::)\s*")


def _shelved(listing: Listing, language: str) -> list[Vote]:
    """What categories and product types say, as one vote."""
    found = [vote for item in listing.fields if item.role == "category" for vote in _read_path(item.text, language)]
    if not found:
        return []
    total = sum(vote.weight for vote in found)
    return [vote._replace(weight=vote.weight / total * _SHELF) for vote in found]


@lru_cache(maxsize=4096)
def _read_path(path: str, language: str) -> tuple[Vote, ...]:
    """The names on the most special level of a category that has any."""
    for level in reversed(_LEVEL.split(path[:300])):
        votes = read_names(level, language)
        if votes:
            return votes
    return ()


# ------------------------------------------------------------------------------------------------ votes together
def _decide(votes: list[Vote]) -> Named:
    """The classes and traits on which most of the weight agrees; where none prevails, only what all have in common."""
    if not votes:
        return Named((), {})
    votes = [vote for vote in votes if not vote.kind.weak] or votes
    best = max(votes, key=lambda vote: _support(vote, votes))
    if _support(best, votes) >= _SHARE * sum(vote.weight for vote in votes):
        votes = [vote for vote in votes if _compatible(vote.kind, best.kind)]
    chain, traits = reduce(_common, (Named(vote.kind.chain, vote.kind.traits) for vote in votes))
    return Named(chain, dict(traits))


def _support(vote: Vote, votes: list[Vote]) -> float:
    return sum(other.weight for other in votes if _compatible(vote.kind, other.kind))


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
_USB = re.compile(r"\bUSB\b", re.IGNORECASE)
_OWN_POWER = re.compile(
    r"\b(?:usb (?:powered|plug|charg\w+|rechargeable)|rechargeable|batter(?:y|ies)|cordless|solar|12 ?v|24 ?v|5 ?v|"
    r"3\.7 ?v|m?ah|cigarette|aaa?)\b|充电|电池|太阳能|车载|recargable|recarregável|ricaricabile|bater[ií]a|\bpilas\b|"
    r"\bpilhas?\b|batterie|akku|аккумулятор|батаре",
    re.IGNORECASE,
)
_MAINS = re.compile(
    r"\b(?:(?:100|110|115|120|127|208|220|230|240) ?(?:v|volts?|vac)\b|[12]\d\d ?[-~] ?2[234]0|[56]0 ?hz|"
    r"corded|plug[- ]in|(?:eu|us|uk|au) plug|ac adapter|power cord|wall plug)|插电|市电|交流电",
    re.IGNORECASE,
)


def _refine_power(chain: tuple[str, ...], traits: dict[str, bool], listing: Listing) -> None:
    """Settle how a thing is powered that may be powered in several ways, by what the listing says."""
    if traits.get("mains") is False or not chain or len(chain) == 1:
        return
    text = "\n".join(f"{item.label}: {item.text}" for item in listing.fields if item.role != "internal")
    may_be_own = traits.get("battery") is not False or traits.get("usb") is not False
    own = may_be_own and (_OWN_POWER.search(text) or ("electronics" not in chain and _USB.search(text)))
    mains = _MAINS.search(text)
    if own and not mains:
        traits["mains"] = traits["portable_mains"] = traits["hard_wired"] = False
    elif own and mains:
        traits.pop("portable_mains", None)
    elif mains and "mains" not in traits:
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
