"""How plain it is that a listing was translated and not read again.

A phrase or a sentence that a native may write too, seen for itself, is no accident beside others that none would write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from listing_lint.model import Confidence

if TYPE_CHECKING:
    from listing_lint.facts import Facts

_FEW = 3
"""How many different doubtful signs together leave no doubt."""


class Signs(Struct, frozen=True):
    """The different signs of raw translation in a listing: those that are sure by themselves, and the doubtful ones.

    Those of low confidence are in neither: politeness that natives write every day is a sign of nothing.
    """

    sure: frozenset[str]
    odd: frozenset[str]

    def weighed(self, confidence: Confidence) -> Confidence:
        """How sure a sign of ``confidence`` is in the company of the others."""
        return "high" if confidence == "medium" and (self.sure or len(self.odd) >= _FEW) else confidence


def find_signs(facts: Facts) -> Signs:
    """The signs of ``facts``: words of the language that a phrase was put from, and constructions of sentences."""
    signs = [(phrase.entry.confidence, phrase.entry.origin) for phrase in facts.phrases]
    signs += [(broken.construction.confidence, broken.construction.example) for broken in facts.broken_sentences]
    sure = frozenset(sign for confidence, sign in signs if confidence == "high")
    return Signs(sure, frozenset(sign for confidence, sign in signs if confidence == "medium") - sure)
