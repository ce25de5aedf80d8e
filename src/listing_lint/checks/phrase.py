"""``phrase``: any of a list of phrases stands in a text, as whole words.

Letter case is ignored, and a space in a phrase also stands for a hyphen or several spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from listing_lint.checks import Gated, Scope, words
from listing_lint.facts import Facts
from listing_lint.model import Hit, Span
from listing_lint.sought import Sought

OPTIONS = {"any": "further phrases to find", "not_in": "further phrases in which they are fine"}


def phrase_pattern(phrases: tuple[str, ...]) -> Sought:
    """One pattern that finds any of the phrases as whole words, the longest first."""
    parts = []
    for phrase in sorted(phrases, key=len, reverse=True):
        body = r"[\s\u00a0-]+".join(re.escape(word) for word in phrase.split())
        left = r"(?<!\w)" if _is_word(phrase[0]) else ""
        right = r"(?!\w)" if _is_word(phrase[-1]) else ""
        parts.append(f"{left}{body}{right}")
    return Sought("|".join(parts), re.IGNORECASE)


def _is_word(character: str) -> bool:
    """True for letters of scripts that put spaces between words."""
    return (character.isalnum() or character == "_") and not "\u2e80" <= character <= "\u9fff"


def build(any: Any, not_in: Any = ()) -> Gated:
    """``any``: the phrases to find. ``not_in``: longer phrases in which they are fine."""
    wanted = phrase_pattern(words(any, "any"))
    fine = phrase_pattern(words(not_in, "not_in")) if not_in else None

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        for field in facts.listing.of(*scope.roles):
            matches = wanted.finditer(field.text)
            allowed = [match.span() for match in fine.finditer(field.text)] if fine and matches else []
            for match in matches:
                if not _within(match.span(), allowed):
                    yield Hit(Span(field, *match.span()), {})

    return Gated(run, ((wanted,),))


def _within(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return next((True for start, end in others if start <= span[0] and span[1] <= end), False)
