"""What settles a size, or unsettles it: systems and measurements named anywhere, and notes on how sizes run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from listing_lint.facts.size_words import NOTES, SYSTEM, system_of
from listing_lint.model import VISIBLE, Field, Listing, Span


@dataclass(frozen=True, slots=True)
class SizeSystem:
    """A size system (``code`` as Google Merchant writes it) named with a size or the word "size"."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class SizeNote:
    """A remark on how the sizes run.

    ``regional``: they are those of a region ("Asian size"); ``advice``: take another size than usual; ``small``: they
    run small or large, and nothing is advised.
    """

    sort: Literal["regional", "advice", "small"]
    span: Span


@dataclass(frozen=True, slots=True)
class Measurement:
    """A length, or a body weight, that tells a buyer about the fit; of a person shown where ``model`` is True."""

    model: bool
    span: Span


_SORTS: tuple[Literal["regional", "advice", "small"], ...] = ("regional", "advice", "small")
_LIKELY_NOTE = re.compile(
    r"siz|tall|tama|taill|gr(?:ö|oe)|tagli|размер|мер|码|碼|number|nummer|número|pointur|asian|偏", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?\n。！？;]")
_CONDITION = re.compile(
    r"\b(?:if|between|prefer|want|like|doubt|unsure|for an? (?:\w+ ){0,2}(?:fit|look)|si|entre|dudas?|prefier\w+"
    r"|se|dúvida|hésit\w+|falls|wenn|zwischen|tra due|если|между)\b|如果|介于|喜欢宽松",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not?|non|kein\w*|не)\s+(?:an?\s+|in\s+|the\s+)?$|不是", re.IGNORECASE)


@cache
def _pattern(sort: str) -> re.Pattern[str]:
    """The remarks of one sort in all languages; compiled when a text first calls for it."""
    return re.compile("|".join(NOTES[sort].values()), re.IGNORECASE)


def find_notes(listing: Listing) -> tuple[SizeNote, ...]:
    """The remarks in what a buyer reads of ``listing`` on how its sizes run, the most telling sort first."""
    found = [note for field in listing.fields if field.role in VISIBLE for note in _notes(field)]
    return tuple(sorted(found, key=lambda note: _SORTS.index(note.sort)))


def _notes(field: Field) -> Iterator[SizeNote]:
    text = field.text
    if not _LIKELY_NOTE.search(text):
        return
    for sort in _SORTS:
        for match in _pattern(sort).finditer(text):
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


_LIKELY_SYSTEM = re.compile(
    r"EU|US|UK|GB|FR|IT|DE|AU|JP|KR|CN|RU|BR|ME?X|ES|(?i:euro|amer|brit|fren|fran|ital|germ|alem|russ)|码|азм"
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
        if _SYSTEM_FIELD.fullmatch(field.label.strip()):
            yield SizeSystem(text.strip().upper(), Span(field, 0, len(text)))


_SYSTEM_FIELD = re.compile(r"(?:g:)?size[ _-]?system", re.IGNORECASE)

_NUM = r"\d{1,3}(?:[.,]\d{1,2})?"
_LENGTH = re.compile(
    rf"(?<![\w.,])(?<!\d/)(?P<low>{_NUM})(?:\s*(?:[-–—~～/]|\bto\b|\ba\b|\bbis\b|\bдо\b|至|到)\s*(?P<high>{_NUM}))?\s?"
    r"(?P<unit>cms?|mm|in(?:ch(?:es)?)?|centim\w+|pulgadas?|polegadas?|pouces?|zoll|pollici|дюйм\w*|см|厘米|公分|英寸"
    r"|[\"”″]|'')(?!\w)",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:model|wear(?:s|ing)|is \d['’′]|mannequin|modelo|modèle|modella?)\b|模特|модел[ьи]", re.IGNORECASE
)
_NOT_FIT = re.compile(
    r"\b(?:heels?|platform|shaft|talons?|tac[oó]n|salto|absatz|tacco|каблук|error|deviation|difference|errore?s?|margin"
    r"|strap drop|screen|cable|package|packaging|box|carton)\b|误差|跟高",
    re.IGNORECASE,
)
_INCH = frozenset({"in", "inch", "inches", '"', "”", "″", "''", "pulgada", "pulgadas", "polegada", "polegadas", "zoll"})
_WEIGHT = re.compile(
    rf"(?<![\w.,]){_NUM}\s*(?:kgs?|lbs?|斤|公斤|кг)?\s*(?:[-–—~～]|to|a|bis|до|至|到)\s*{_NUM}\s?(?:kgs?|lbs?|pounds|斤|公斤|кг)(?!\w)",
    re.IGNORECASE,
)


def find_measurements(listing: Listing) -> tuple[Measurement, ...]:
    """Lengths of a garment or body, and ranges of body weight, that ``listing`` states anywhere.

    Heels, tolerances, packages and figures too small to tell a fit (a hem of 1 cm) are left out; so are model heights
    alone. Rings are measured in millimetres: from 12 mm up.
    """
    return tuple(_measurements(listing))


def _measurements(listing: Listing) -> Iterator[Measurement]:
    for field in listing.fields:
        text = field.text
        if not any(character.isdigit() for character in text):
            continue
        for match in _LENGTH.finditer(text):
            if _fits(match):
                before = text[max(0, match.start() - 40) : match.start()]
                if not _NOT_FIT.search(before):
                    model = bool(_MODEL.search(text, max(0, match.start() - 120), match.start()))
                    yield Measurement(model, Span(field, match.start(), match.end()))
        for match in _WEIGHT.finditer(text):
            yield Measurement(False, Span(field, match.start(), match.end()))


def _fits(match: re.Match[str]) -> bool:
    """True where the length is one of a garment or body: 8 cm to 250 cm, 4 to 100 inches, 12 mm and more."""
    if "/" in match.group() and float(match["low"].replace(",", ".")) < 5:
        return False
    size = float((match["high"] or match["low"]).replace(",", "."))
    unit = match["unit"].lower()
    if unit == "mm":
        return size >= 12
    return 4 <= size <= 100 if unit in _INCH else 8 <= size <= 250
