"""Sentences built as no native writes them: constructions of `tables/mt_sentences.csv`.

Each row is a construction that translation leaves behind: the language it is found in, how sure it is (as in
`phrases`), where it counts (``title``, or anywhere), an expression and an example of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.phrases import sentence
from listing_lint.model import Confidence, Field, Span
from listing_lint.sought import Sought, clues, together
from listing_lint.tables import rows

if TYPE_CHECKING:
    from listing_lint.facts import Facts

_PROSE = ("title", "description", "bullet")
_LONG = 40
"""Characters from which the value of an attribute or an option can be a sentence."""
_FIGURES = expression(r"\d+")
_EDGES = " \t\r\n-•*·:：>.,;"


class Construction(Struct, frozen=True):
    """A row of the table."""

    language: str
    confidence: Confidence
    where: str
    pattern: Sought
    example: str


class Broken(Struct, frozen=True):
    """A sentence that holds a construction; ``words`` are those of the construction."""

    construction: Construction
    span: Span
    words: str


def find_broken(facts: Facts) -> tuple[Broken, ...]:
    """The sentences of a listing that hold a construction of its language, the surest construction first.

    A sentence is told once, and so is a construction whose words come back.
    """
    language = facts.language or "en"
    told: set[str] = set()
    return tuple(
        broken
        for field in facts.listing.visible
        if field.role in _PROSE or len(field.text) >= _LONG
        for broken in _in_field(field, language, told)
    )


def _in_field(field: Field, language: str, told: set[str]) -> Iterator[Broken]:
    seen: set[tuple[int, int]] = set()
    rows, mask = _of_language(language)
    found = clues(field.text)
    for construction in rows if found & mask else ():
        if not construction.pattern.among(found) or construction.where not in ("", field.role):
            continue
        for match in construction.pattern.finditer(field.text):
            start, end = sentence(field.text, *match.span())
            while start < match.start() and field.text[start] in _EDGES:
                start += 1
            while end > match.end() and field.text[end - 1] in _EDGES:
                end -= 1
            words = _FIGURES.sub("0", match.group().strip().lower())
            if (start, end) not in seen and words not in told:
                seen.add((start, end))
                told.add(words)
                yield Broken(construction, Span(field, start, end), match.group().strip())


@cache
def constructions() -> tuple[Construction, ...]:
    """All rows of the table."""
    return tuple(
        Construction(
            row["language"],
            row["confidence"],  # type: ignore[arg-type]
            row["where"],
            Sought(row["pattern"], re.IGNORECASE),
            row["example"],
        )
        for row in rows("mt_sentences.csv")
    )


@cache
def _of_language(language: str) -> tuple[tuple[Construction, ...], int]:
    """The constructions of a language, the surer ones first, and the sum of what `clues` tells of them."""
    rows = [construction for construction in constructions() if construction.language == language]
    rows.sort(key=lambda construction: (construction.confidence != "high", construction.where != ""))
    return tuple(rows), together(row.pattern for row in rows)
