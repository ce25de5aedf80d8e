"""``requires``: a product of this sort must state something, anywhere in the listing.

The products are chosen by the rule's ``when``. The thing is stated when a named fact is found (`Facts.stated`), or any
of ``mention`` stands in any field as whole words, or an RE2 ``pattern`` matches any field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from listing_lint.checks import CheckError, Run, Scope, words
from listing_lint.checks.pattern import compile_pattern
from listing_lint.checks.phrase import phrase_pattern
from listing_lint.facts import STATED, Facts
from listing_lint.linear import sought_linear
from listing_lint.model import Hit

OPTIONS = {
    "mention": "further phrases that settle it",
    "pattern": "further expressions (RE2) that settle it",
}


def validate(pattern: Any = (), **_: Any) -> None:
    """Raises `CheckError` for an expression that RE2 does not take."""
    for item in words(pattern, "pattern"):
        compile_pattern(item)


def build(fact: Any = (), mention: Any = (), pattern: Any = ()) -> Run:
    """``fact``: names of facts of which one settles it. ``mention``: phrases. ``pattern``: RE2 expressions."""
    facts_wanted = words(fact, "fact")
    for name in facts_wanted:
        if name not in STATED:
            raise CheckError(f"requires: unknown fact {name!r}; one of {', '.join(sorted(STATED))}")
    phrases = phrase_pattern(words(mention, "mention")) if mention else None
    patterns = list(map(sought_linear, words(pattern, "pattern")))
    if not (facts_wanted or phrases or patterns):
        raise CheckError("requires: one of fact, mention or pattern is wanted")

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        for field in facts.listing.fields:
            text = f"{field.label}: {field.text}"
            if phrases and phrases.search(text):
                return
            for expression in patterns:
                if expression.search(text):
                    return
        for name in facts_wanted:
            if facts.stated(name):
                return
        yield Hit(facts.product.span, {})

    return run
