"""What settles a size, or unsettles it: systems and measurements named anywhere, and notes on how sizes run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.quantities import Quantity, convert
from listing_lint.facts.size_words import NOTES, SYSTEM, system_of
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Sought, clues, together


class SizeSystem(Struct, frozen=True):
    """A size system (``code`` as Google Merchant writes it) named with a size or the word "size"."""

    code: str
    span: Span


class SizeNote(Struct, frozen=True):
    """A remark on how the sizes run.

    ``regional``: they are those of a region ("Asian size"); ``advice``: take another size than usual; ``small``: they
    run small or large, and nothing is advised.
    """

    sort: Literal["regional", "advice", "small"]
    span: Span


class Measurement(Struct, frozen=True):
    """A length, or a body weight, that tells a buyer about the fit; of a person shown where ``model`` is True."""

    model: bool
    span: Span


_SORTS: tuple[Literal["regional", "advice", "small"], ...] = ("regional", "advice", "small")
_SPEAKING = frozenset({"title", "description", "bullet", "attribute"})
_SENTENCE = expression(r"[.!?\n。！？;]")
_CONDITION = expression(
    r"\b(?:if|between|prefer|want|like|doubt|unsure|for an? (?:\w+ ){0,2}(?:fit|look)|entre|dudas?|prefier\w+"
    r"|dúvida|hésit\w+|falls|wenn|zwischen|tra due|если|между)\b|如果|介于|喜欢宽松",
    re.IGNORECASE,
)
_NEGATED = expression(r"\b(?:not?|non|kein\w*|не)\s+(?:an?\s+|in\s+|the\s+)?$|不是", re.IGNORECASE)


NOTED = {sort: [Sought(words, re.IGNORECASE) for words in NOTES[sort].values()] for sort in _SORTS}
"""The remarks of each sort, by language."""
_ANY = together(pattern for patterns in NOTED.values() for pattern in patterns)


def find_notes(listing: Listing) -> tuple[SizeNote, ...]:
    """The remarks in what a buyer reads of ``listing`` on how its sizes run, the most telling sort first."""
    found = [
        note
        for field in listing.fields
        if field.role in _SPEAKING and clues(field.text) & _ANY
        for note in _notes(field)
    ]
    return tuple(sorted(found, key=lambda note: _SORTS.index(note.sort)))


def _remarks(sort: Literal["regional", "advice", "small"], text: str) -> Iterator[re.Match[str]]:
    """The remarks of one sort in ``text``, of those that overlap the first."""
    end = 0
    found = clues(text)
    matches = (match for pattern in NOTED[sort] if pattern.among(found) for match in pattern.finditer(text))
    for match in sorted(matches, key=lambda match: match.start()):
        if match.start() >= end:
            end = match.end()
            yield match


def _notes(field: Field) -> Iterator[SizeNote]:
    text = field.text
    for sort in _SORTS:
        for match in _remarks(sort, text):
            start = max(
                (end.end() for end in _SENTENCE.finditer(text, max(0, match.start() - 200), match.start())), default=0
            )
            stop = _SENTENCE.search(text, match.end())
            sentence = text[max(start, match.start() - 200) : stop.start() if stop else match.end() + 200]
            if sort == "regional":
                fine = _NEGATED.search(text[max(0, match.start() - 12) : match.start()])
            else:
                fine = _CONDITION.search(sentence)
            if not fine:
                yield SizeNote(sort, Span(field, match.start(), match.end()))


_LIKELY_SYSTEM = expression(
    r"EU|US|UK|GB|FR|IT|DE|AU|JP|KR|CN|RU|BR|ME?X|ES|(?i:euro|amer|brit|fren|fran|ital|germ|alem|deut|tede|russ|bras|mexi|espa|span)|码|азм"
)


def find_systems(listing: Listing) -> tuple[SizeSystem, ...]:
    """The size systems that any field of ``listing`` names; tags, SKUs and internal fields count."""
    return tuple(_systems(listing))


def _systems(listing: Listing) -> Iterator[SizeSystem]:
    for field in listing.fields:
        text = field.text
        if _LIKELY_SYSTEM.search(text):
            for match in SYSTEM.finditer(text):
                yield SizeSystem(system_of(match), Span(field, match.start(), match.end()))
        if _SYSTEM_FIELD.search(field.label):
            yield SizeSystem(text.strip().upper(), Span(field, 0, len(text)))


_SYSTEM_FIELD = expression(r"(?:^|[:/\s])size[ _-]?system\s*$", re.IGNORECASE)

_MODEL = expression(
    r"\b(?:models?|wear(?:s|ing)|is (?=\d['’′])|mannequin|modelo|modèle|modella?)\b|模特|модел[ьи]", re.IGNORECASE
)
_NOT_FIT = expression(
    r"\b(?:heels?|platform|shaft|talons?|tac[oó]n|salto|absatz|tacco|каблук|error|deviation|difference|margin|drop"
    r"|screen|cable|packag\w+|box|carton)\b|误差|跟高",
    re.IGNORECASE,
)
_PACKED = expression(
    r"\b(?:packag\w+|parcel|paquete|embalaje|embalagem|pacote|emballage|colis|verpackung|confezione|imballaggio)\b"
    r"|упаковк|包装",
    re.IGNORECASE,
)
"""Words after which all figures of a line are those of the package."""
_ROUND = expression(r"\b(?:diam\w*|circum\w*|inner|inside|girth)\b|周长|直径|内径|диаметр|окружность", re.IGNORECASE)
_BODY = expression(r"\b(?:body|fits?|suitable|suggest\w*|up to|peso|poids|gewicht|вес)\b|体重", re.IGNORECASE)
_FIT_CM = (8.0, 250.0)
_BODY_KG = (2.0, 200.0)


def find_measurements(quantities: Iterable[Quantity]) -> tuple[Measurement, ...]:
    """Those of ``quantities`` that tell a buyer about the fit: lengths of a garment or a body, and body weights.

    Heels, tolerances, packages and figures too small to tell a fit (a hem of 1 cm) are left out. Of a diameter or a
    circumference, 12 mm are enough: it is a ring's.
    """
    found = []
    for quantity in quantities:
        field = quantity.field
        if field is None or quantity.unit is None or quantity.dimension not in ("length", "mass"):
            continue
        before = field.text[max(0, quantity.start - 40) : quantity.start]
        if _fits(quantity, before) and not _PACKED.search(_line_before(quantity)):
            model = bool(_MODEL.search(field.text, max(0, quantity.start - 120), quantity.start))
            if model and quantity.dimension == "length" and _of_person(quantity):
                continue
            found.append(Measurement(model, quantity.span))
    return tuple(found)


def _line_before(quantity: Quantity) -> str:
    text = quantity.field.text if quantity.field else ""
    return text[max(0, text.rfind("\n", 0, quantity.start), quantity.start - 80) : quantity.start]


def _of_person(quantity: Quantity) -> bool:
    """True for what can be the height of an adult: it tells nothing about the size that is worn."""
    return quantity.unit == "foot" or 150 <= convert(quantity.bounds[1], quantity.unit or "", "centimeter") <= 200


def _fits(quantity: Quantity, before: str) -> bool:
    low, high = quantity.bounds
    if quantity.dimension == "mass":
        kilograms = convert(high, quantity.unit or "", "kilogram")
        return _BODY_KG[0] <= kilograms <= _BODY_KG[1] and (low < high or bool(_BODY.search(before)))
    centimetres = convert(high, quantity.unit or "", "centimeter")
    least = 1.2 if _ROUND.search(before) or _ROUND.search(quantity.axis or "") else _FIT_CM[0]
    return least <= centimetres <= _FIT_CM[1] and not _NOT_FIT.search(before)
