"""Phrases put word for word from another language, found in a listing by the lexicon of `tables/mt_lexicon.csv`.

The columns of the table: ``language`` of the phrase; ``confidence`` (``medium``: natives may write it too, so it counts
beside other signs, `signs`; ``low``: they often do); ``phrase`` (alternatives parted by ``|``, small letters, a space
also stands for a hyphen); ``origin`` (the words it comes from); ``write`` (what to write instead); ``fact`` (what a
buyer cannot tell because of it); ``fine`` (contexts in which it is ordinary language: `_patterns`); ``only_for`` and
``not_for`` (traits of products); ``source`` (where it was seen: pairs of 1688 titles with their translation, Wish
titles, dumps of shops, or known in the trade). A phrase may stand in several rows: sure for some products, doubtful for
others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import astuple

from listing_lint.expressions import expression
from listing_lint.literals import of_phrase
from listing_lint.model import Confidence, Field, Span
from listing_lint.prepared import prepared
from listing_lint.sought import Clue
from listing_lint.tables import read

if TYPE_CHECKING:
    from listing_lint.facts import Facts

_SAME = str.maketrans({**dict.fromkeys("-‐‑‒–\u00a0\t", " "), **dict.fromkeys("’ʼ", "'"), "ё": "е"})


class Entry(Struct, frozen=True):
    """A row of the lexicon."""

    language: str
    confidence: Confidence
    phrases: tuple[str, ...]
    origin: str
    write: str
    fact: str
    fine: tuple[str, ...]
    only_for: tuple[str, ...]
    not_for: tuple[str, ...]


class Phrase(Struct, frozen=True):
    """A phrase of the lexicon in a field a buyer reads."""

    entry: Entry
    span: Span


def find_phrases(facts: Facts) -> tuple[Phrase, ...]:
    """The phrases in the visible fields of a listing, those that are fine in their context left out."""
    return tuple(
        phrase for field in facts.listing.visible if PHRASES.possible(field.text) for phrase in _in_field(field, facts)
    )


def _in_field(field: Field, facts: Facts) -> Iterator[Phrase]:
    text = normal(field.text)
    if len(text) != len(field.text):
        return
    last = 0
    for start, end, numbers in _places(text):
        if start >= last and (phrase := _read(numbers, Span(field, start, end), facts)):
            last = end
            yield phrase


def _places(text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Where forms of phrases stand in ``text`` as whole words, the longest of those that begin together first, and the
    rows that hold each."""
    by_head = _index()[0]
    known = by_head.keys() & set(_HEADS.findall(text))
    for head in _HEADS.finditer(text) if known else ():
        if head[0] in known:
            for form, numbers in by_head[head[0]]:
                end = head.start() + len(form)
                if text.startswith(form, head.start()) and _whole(text, head.start(), end):
                    yield head.start(), end, numbers


def _read(numbers: tuple[int, ...], span: Span, facts: Facts) -> Phrase | None:
    """What ``span`` is by the first of the rows that hold its words; None where it is fine by all."""
    for entry in map(_entry, numbers):
        if _spoken(entry, facts.language) and _fits_product(entry, facts):
            phrase = Phrase(entry, span)
            if not _fine_here(phrase):
                return phrase
    return None


def normal(text: str) -> str:
    """``text`` in small letters, with one sign for each of hyphen and space, dash, apostrophe; of the same length."""
    return text.lower().translate(_SAME)


def _spoken(entry: Entry, language: str | None) -> bool:
    """True where the phrase is in the listing's language, or is English of several words left in another one."""
    return language in (entry.language, None) or (entry.language == "en" and entry.confidence == "high")


def _whole(text: str, start: int, end: int) -> bool:
    return not (
        (start and _joins(text[start - 1]) and _joins(text[start]))
        or (end < len(text) and _joins(text[end]) and _joins(text[end - 1]))
    )


def _joins(character: str) -> bool:
    """True for letters of scripts that put spaces between words."""
    return character.isalnum() and not ("\u0e00" <= character <= "\u0e7f" or "\u2e80" <= character <= "\ud7af")


def _fits_product(entry: Entry, facts: Facts) -> bool:
    if entry.only_for and not any(facts.product.has(trait) for trait in entry.only_for):
        return False
    return not any(facts.product.has(trait) for trait in entry.not_for)


@cache
def lexicon() -> tuple[Entry, ...]:
    """All rows of the lexicon."""
    return tuple(
        Entry(
            language=row["language"],
            confidence=row["confidence"],  # type: ignore[arg-type]
            phrases=tuple(row["phrase"].split("|")),
            origin=row["origin"],
            write=row["write"],
            fact=row["fact"],
            fine=tuple(part.strip() for part in row["fine"].split(";") if part.strip()),
            only_for=tuple(row["only_for"].split(",")) if row["only_for"] else (),
            not_for=tuple(row["not_for"].split(",")) if row["not_for"] else (),
        )
        for row in read("mt_lexicon.csv")
    )


_HEADS = expression(r"(?:(?![\u0e00-\u0e7f\u2e80-\ud7af])[^\W_])++|\S")
"""What a phrase can begin with: a whole word, or a character of a script without spaces."""


@cache
def _index() -> tuple[dict[str, list[tuple[str, tuple[int, ...]]]], list[_Packed]]:
    """All forms of the phrases by what they begin with, the longest first, with the numbers of the rows that hold each;
    and the rows."""
    by_head, entries = prepared("phrases", _gathered)
    return by_head, entries


_Packed = tuple[Any, ...]
"""The fields of an `Entry`; most of them are never needed in a run."""


@cache
def _entry(number: int) -> Entry:
    return Entry(*_index()[1][number])


def _gathered() -> tuple[dict[str, list[tuple[str, tuple[int, ...]]]], list[_Packed]]:
    by_head: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for form, numbers in sorted(_forms().items(), key=lambda item: -len(item[0])):
        by_head.setdefault(_HEADS.findall(form)[0], []).append((form, numbers))
    return by_head, [astuple(entry) for entry in lexicon()]


def _forms() -> dict[str, tuple[int, ...]]:
    """The rows that hold each form, the surer ones first: languages share words, and one product can make them sure."""
    forms: dict[str, tuple[int, ...]] = {}
    for number, entry in sorted(enumerate(lexicon()), key=lambda item: item[1].confidence != "high"):
        for form in {normal(form) for phrase in entry.phrases for form in _inflected(phrase, entry)}:
            forms[form] = (*forms.get(form, ()), number)
    return forms


PHRASES = Clue("phrases", lambda: set(map(of_phrase, _forms())))
"""Any phrase of the lexicon."""


def _inflected(phrase: str, entry: Entry) -> Iterator[str]:
    """``phrase``, and for languages that add an s its plural; both spellings of colour."""
    spellings = {phrase, phrase.replace("color", "colour")} if entry.language == "en" else {phrase}
    for spelling in spellings:
        yield spelling
        if entry.language in ("en", "es", "pt", "fr") and spelling[-1:].isalpha() and not spelling.endswith("s"):
            yield spelling + "s"
        if entry.language in ("es", "pt", "fr"):
            yield " ".join(_plural(word, entry.language) for word in spelling.split(" "))


def _plural(word: str, language: str) -> str:
    """``word`` with the ending of the plural; small words (``de``, ``con``, ``para``) as they are."""
    if len(word) < 4 or word in ("para", "pour") or not word.isalpha() or word[-1] in "sxz":
        return word
    return word + ("s" if language == "fr" or word[-1] in "aeiouáéíóúãõ" else "es")


def _fine_here(phrase: Phrase) -> bool:
    """True where the sentence around ``phrase`` shows that the words have their ordinary meaning."""
    if not phrase.entry.fine:
        return False
    field = phrase.span.field
    start, end = sentence(field.text, phrase.span.start, phrase.span.end)
    return bool(_contexts(phrase.entry).search(normal(field.text[start:end])))


_END = expression(r"[.!?…]\s|(?<=[a-z)])[.!?](?=[A-Z])|[\n\r;|•]|[。！？]")


def sentence(text: str, start: int, end: int, limit: int = 300) -> tuple[int, int]:
    """The bounds of the sentence or line in which ``start``:``end`` stands, at most ``limit`` to either side."""
    left = max(start - limit, 0)
    for mark in _END.finditer(text, left, start):
        left = mark.end()
    right = _END.search(text, end, min(end + limit, len(text)))
    return left, right.start() + (right.group()[0] in ".!?…。！？") if right else min(end + limit, len(text))


_WORD = r"(?<!\w)(?:{})(?!\w)"
_GAP = r"(?:\s*+(?:\w++|[^\w\s])){0,4}?\s*+"


@cache
def _contexts(entry: Entry) -> re.Pattern[str]:
    """The contexts in which the words of ``entry`` have their ordinary meaning, as the table writes them: words,
    ``a|b`` for one of several, ``...`` for up to four others."""
    return expression("|".join(map(_context, entry.fine)))


def _context(text: str) -> str:
    pattern = ""
    for word in text.split():
        if word == "...":
            pattern += _GAP
        else:
            between = r"\s+" if pattern and not pattern.endswith(_GAP) else ""
            pattern += between + _WORD.format("|".join(map(re.escape, word.split("|"))))
    return pattern
