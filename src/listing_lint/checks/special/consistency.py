"""Fields that contradict each other in ways that are no plain statement of one property."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from listing_lint import tables
from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.options import options
from listing_lint.facts.product import read_name
from listing_lint.facts.statements import colour_families
from listing_lint.literals import folded
from listing_lint.model import Field, Hit, Span
from listing_lint.sought import Sought

# ------------------------------------------------------------------------------------- other products as search words
_FRAGMENT = expression(r"(?:[^.\n]++|\.(?=\d))+")
_GOES_ON_SMALL = expression(r"\.(?!\d)[^\S\n]*[a-zß-öø-ÿ0-9]")
_SEARCH_WORDS = expression(r"[a-zß-öø-ÿ0-9][\w.]*(?: [a-zß-öø-ÿ0-9][\w.]*){1,20}")
_SHOP_WORDS = expression(
    r"\b(?:official (?:store|malaysia|shop)|price in \w+|original malaysia|murah|clearance|viral|20[12]\d)\b"
)
_OF_SENTENCES = """
is are was be been has have had will would should must may might does do did not the this that these those your you
it its they we our us please when if while because than then so who which very
que está están son são puede pueden pode podem tiene tem evitar lavar el los las este esta su sus una uma seu sua
ne est sont peut vous votre nous qui il elle le les une cette et aux du
ist sind nicht kann wird sie ihr die der das eine und oder dem
tidak adalah akan kami
"""
_SENTENCE_WORDS = frozenset(_OF_SENTENCES.split())
"""Words of sentences; nobody types them into a search box."""


def search_words(facts: Facts, scope: Scope, *, at_least: int = 2) -> Iterator[Hit]:
    """Runs of ``at_least`` search phrases in small letters, set off by full stops, that name other goods or shops.

    Sellers append such runs to be found by the names of what they do not sell.
    """
    for field in facts.listing.of("description"):
        if not _GOES_ON_SMALL.search(field.text):
            continue
        runs = [run for run in _runs(field.text) if len(run) >= at_least]
        phrases = [piece.group().strip() for run in runs for piece in run]
        foreign = sum(_foreign(phrase, facts) for phrase in phrases)
        if foreign >= 2 or (foreign and len(phrases) >= _MANY) or any(map(_is_list_of_searches, runs)):
            for run in runs:
                start, end = run[0].start(), run[-1].end()
                words = field.text[start:end]
                yield Hit(Span(field, start + len(words) - len(words.lstrip()), end), {})


_MANY = 5
"""Search phrases of which one that is about another thing says what they all are."""


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """The search phrases of ``text``, those that follow each other together."""
    run: list[re.Match[str]] = []
    for match in _FRAGMENT.finditer(text):
        is_phrase = _is_search_phrase(match.group())
        if run and ("\n" in text[run[-1].end() : match.start()] or not is_phrase):
            yield run
            run = []
        if is_phrase:
            run.append(match)
    if run:
        yield run


def _is_search_phrase(piece: str) -> bool:
    words = piece.strip()
    return bool(_SEARCH_WORDS.fullmatch(words)) and not _SENTENCE_WORDS & set(words.split())


def _is_list_of_searches(run: list[re.Match[str]]) -> bool:
    """True for three phrases and more, all of three words and more: telegraphic bullet points are shorter."""
    return len(run) >= 3 and all(piece.group().strip().count(" ") >= 2 for piece in run)


def _foreign(phrase: str, facts: Facts) -> int:
    """How surely the phrase is about another thing: 2 for a shop, a price or another brand, 1 for another class."""
    if _SHOP_WORDS.search(phrase) or (_brands() & set(phrase.split()) - _own_words(facts)):
        return 2
    if phrase.count(" ") < 2:  # two words in small letters may name a part of the thing
        return 0
    own = facts.product.classes
    other = read_name(phrase, facts.language or "en").chain
    return int(bool(own and other) and other[0] not in own and own[0] not in other)


def _own_words(facts: Facts) -> set[str]:
    fields = facts.listing.of("title", "brand", "attribute", "category")
    return {word for field in fields for word in re.findall(r"\w+", field.text.casefold())}


@lru_cache(maxsize=1)
def _brands() -> frozenset[str]:
    return frozenset(row["brand"] for row in tables.rows("brands.csv"))


# ------------------------------------------------------------------------------------------------- misnamed options
_COLOUR_OPTION = expression(
    r"(?:main |item )?colou?r(?:s| family| name)?|farbe|couleur|colore|cor|цвет|颜色|颜色分类", re.IGNORECASE
)
_SIZE_OPTION = expression(r"sizes?|größe|taille|talla|taglia|tamanho|размер|尺码|尺寸", re.IGNORECASE)
_MEASURE = expression(
    r"(?<!\d)(?:\d+(?:[.,]\d+)?\s?(?:cm|mm|m|inch(?:es)?|in|\"|”|″|ft|kg|g|ml|l|w|v|gb|tb)\b|\d+\s?(?:\"|”|″))",
    re.IGNORECASE,
)
_LETTER_SIZE = expression(r"(?:\d?x{0,4}[sl]|m|xxs|\d{1,2}xl)", re.IGNORECASE)


def option_misnamed(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Sizes or measures are offered under the name of a colour, or colours under the name of a size."""
    for option in options(facts.listing):
        if _COLOUR_OPTION.fullmatch(option.name):
            wrong = _is_measure
        elif _SIZE_OPTION.fullmatch(option.name):
            wrong = _is_colour
        else:
            continue
        texts = [value.text.strip() for value in option.values]
        if any(_names_colour(text) for text in texts) == (wrong is _is_colour):
            first = next((value for value in option.values if wrong(value.text.strip())), None)
            if first and sum(map(wrong, texts)) * 2 >= len(texts) and (wrong is _is_measure or all(map(wrong, texts))):
                yield Hit(first, {"option": option.name})


def _is_measure(value: str) -> bool:
    if colour_families(value) or _names_colour(value):
        return False
    return bool(_MEASURE.search(value) or _LETTER_SIZE.fullmatch(value))


def _is_colour(value: str) -> bool:
    return colour_families(value) is not None


def _names_colour(value: str) -> bool:
    return any(colour_families(word) for word in re.findall(r"[^\W\d_]+", value))


# ------------------------------------------------------------------------------------------------ denied in the title
_DENIED = expression(r"\b(?:no|non|without|not)[ -]([a-z]{3,}(?:[ -][a-z]{2,})?)", re.IGNORECASE)
_ANSWER_LABEL = expression(
    r".*(?:feature|warning|care|instruction|note|season|brand|color|colour|included|excluded).*", re.IGNORECASE
)


def denied_in_title(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The title says "no X", and an attribute says that it is an X."""
    title = facts.listing.title
    if title is None:
        return
    low = folded(title.text)
    for match in _DENIED.finditer(title.text) if "no" in low or "without" in low else ():
        denied = re.sub(r"[ -]+", " ", match.group(1)).casefold()
        if " " not in denied:
            continue
        for field in facts.listing.of("attribute", "category"):
            text = re.sub(r"[ -]+", " ", field.text).casefold()
            if _ANSWER_LABEL.fullmatch(field.label) or re.search(r"\b(?:no|non|without|not|free)\b", text):
                continue
            if re.search(rf"\b{re.escape(denied)}\b", text):
                yield Hit(Span(field, 0, len(field.text)), {"other": match.group()}, (Span(title, *match.span()),))
                return


# ------------------------------------------------------------------------------------------- imitation and the real
_IMITATION = Sought(r"imitation|costume|fashion", re.IGNORECASE)
_JEWELRY_TYPE = expression(r"jewel(?:le)?ry type(?: \(.*\))?", re.IGNORECASE)
_BARE_PRECIOUS = frozenset({"gold", "silver", "rose gold"})


@only_with(lambda: (_IMITATION,))
def imitation_of_precious(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The type of jewellery is "imitation", and a fineness or sterling silver is named as the material."""
    for field in facts.listing.of("attribute"):
        found = _IMITATION.search(field.text) if _JEWELRY_TYPE.fullmatch(field.label.strip()) else None
        if not found or "fine" in field.text.casefold():
            continue
        for mention in facts.made_of_in("title", "description", "bullet"):
            real = mention.material.sort == "precious" and mention.material.name not in _BARE_PRECIOUS
            if real and not mention.qualifiers & {"plated", "filled", "faux"}:
                yield Hit(Span(field, 0, len(field.text)), {"other": mention.span.text}, (mention.span,))
                return


# ------------------------------------------------------------------------------------------------------- model codes
_MODEL_LABEL = Sought(
    r"(?:laptop |product |item )?model(?: name| no\.?| number| code)?|modell?o|modèle|型号", re.IGNORECASE
)
_CODE = expression(r"(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Za-z])[A-Za-z0-9-]{7,}")


@only_with(lambda: (_MODEL_LABEL,))
def model_mistyped(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The model code of an attribute stands nowhere else, and the title has one that differs in one character."""
    title = facts.listing.title
    if title is None:
        return
    for field in facts.listing.of("attribute"):
        code = field.text.strip()
        if not _MODEL_LABEL.fullmatch(field.label.strip()) or not _CODE.fullmatch(code):
            continue
        others = [other.text.casefold() for other in facts.listing.fields if other is not field]
        if any(code.casefold() in text for text in others):
            continue
        for match in _CODE.finditer(title.text):
            if _one_character_off(code.casefold(), match.group().casefold()):
                start = field.text.index(code)
                yield Hit(
                    Span(field, start, start + len(code)), {"other": match.group()}, (Span(title, *match.span()),)
                )
                return


def _one_character_off(code: str, other: str) -> bool:
    """Whether two codes differ in one character before the last, where codes of one series differ."""
    if len(code) != len(other) or code[-1] != other[-1]:
        return False
    return sum(one != two for one, two in zip(code, other, strict=True)) == 1


# -------------------------------------------------------------------------------------------------- variants alike
def variants_alike(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Two variants have the same value in every option, so a buyer cannot tell what to choose."""
    options: dict[int, dict[str, Field]] = {}
    codes: dict[int, set[str]] = {}
    for field in facts.listing.fields:
        if field.variant is None:
            continue
        if field.role == "variant":
            options.setdefault(field.variant, {})[field.name] = field
        elif re.search(r"sku|price", field.name, re.IGNORECASE):
            codes.setdefault(field.variant, set()).add(field.text)
    first: dict[tuple[tuple[str, str], ...], int] = {}
    for number, fields in options.items():
        key = tuple(sorted((name, field.text.strip().casefold()) for name, field in fields.items()))
        earlier = first.setdefault(key, number)
        if earlier != number and codes.get(earlier) != codes.get(number):
            name, field = next(iter(fields.items()))
            other = options[earlier][name]
            yield Hit(Span(field, 0, len(field.text)), {}, (Span(other, 0, len(other.text)),))
            return
