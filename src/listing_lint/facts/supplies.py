"""How a thing is powered, as far as its listing says."""

from __future__ import annotations

import re

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.electrical_words import sought_groups
from listing_lint.model import Listing, Span


class Supply(Struct, frozen=True):
    """Words that tell the supply. ``kind``: battery, usb, solar, vehicle, fuel, hand, unsure, wired or adapter."""

    span: Span
    kind: str


_NEGATED = expression(
    r"(?:\bno|\bnot|\bwithout|\bsans|\bsin|\bsem|\bohne|\bfree of|无需|不用|без)\W{0,2}(?:any |need |use )?$",
    re.IGNORECASE,
)
_NO_VALUE = expression(r"\W*(?:no|none|not included|n/a|false|0)\W*$", re.IGNORECASE)


def find_supplies(listing: Listing) -> tuple[Supply, ...]:
    """What the listing says of its supply, in the order of its fields; things denied (``no battery``) are left out."""
    found = []
    for field in listing.fields:
        named = sought_groups("supply").search(field.label) if field.role in ("attribute", "variant") else None
        if named and not _NO_VALUE.match(field.text):
            found.append(Supply(Span(field, 0, len(field.text)), str(named.lastgroup)))
        for match in sought_groups("supply").finditer(field.text):
            if not _NEGATED.search(field.text[max(match.start() - 14, 0) : match.start()]):
                found.append(Supply(Span(field, *match.span()), str(match.lastgroup)))
    return tuple(found)
