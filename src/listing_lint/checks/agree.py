"""``agree``: what the places of a listing say of one property must have a value in common.

The less trusted place is reported (an attribute against the title), the other one is shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from listing_lint.checks import CheckError, Gated, Scope
from listing_lint.facts import Facts
from listing_lint.facts.statements import PROPERTIES, statements
from listing_lint.model import Hit

ANY = "*"


def build(property: Any, same: Any = False) -> Gated:
    """``property``: a key of `PROPERTIES`. ``same``: the places must allow the very same values, not only share one."""
    if property not in PROPERTIES:
        raise CheckError(f"agree: unknown property {property!r}; one of {', '.join(PROPERTIES)}")
    if not isinstance(same, bool):
        raise CheckError("agree: same: true or false is wanted")

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        for first, second in combinations(statements(facts.listing, property), 2):
            if ANY in first.values | second.values or first.field is second.field:
                continue
            if first.values.isdisjoint(second.values) or (same and first.values != second.values):
                yield Hit(second.span, {"other": first.span.text.strip()}, related=(first.span,))
                return

    return Gated(run, (PROPERTIES[property].sought(),))
