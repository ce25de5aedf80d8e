"""What the goods are made of, out of all mentions of materials: the stated ones, and the compositions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from listing_lint.facts.materials import Mention

if TYPE_CHECKING:
    from listing_lint.facts import Facts

_ORNAMENT = frozenset({"precious", "plated", "metal", "stone", "pearl", "coating", "mineral"})
"""Sorts that on clothes, shoes and bedding name a colour, a pattern or a trimming."""
_WHOLE = 102
"""The most that the shares of one composition come to, in percent, with rounding."""
_UNWORN = frozenset({"wood"})
"""Sorts that on clothes name a colour, where no label says otherwise."""
_PRECIOUS = frozenset({"precious", "plated"})
"""Sorts that on bags and furniture name a colour."""


def find_made_of(facts: Facts, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those of the ``mentions``, which are all of their fields, that tell what the goods are made of.

    Keywords that name several precious metals are those of a shop, not of the thing.
    """
    if not mentions:
        return ()
    soft = not facts.product.has("jewellery") and any(
        facts.product.has(trait) for trait in ("clothing", "footwear", "bedding")
    )
    ornament = _ORNAMENT if soft else _PRECIOUS if _is_coloured(facts) else frozenset()
    unworn = _UNWORN if facts.product.has("clothing") and not facts.product.has("headwear") else frozenset()
    shop_wide: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.span.field.role == "tag" and mention.material.sort == "precious":
            shop_wide.setdefault(id(mention.span.field), set()).add(mention.material.name)
    return tuple(
        mention
        for mention in mentions
        if mention.stated
        and not (mention.material.sort in ornament and (soft or not mention.labelled))
        and not (mention.material.sort in unworn and not mention.labelled)
        and not (mention.material.sort == "precious" and len(shop_wide.get(id(mention.span.field), ())) > 1)
    )


def _is_coloured(facts: Facts) -> bool:
    return bool(facts.product.has("bag") or facts.product.has("furniture")) and not facts.product.has("jewellery")


def find_compositions(mentions: Iterable[Mention]) -> tuple[tuple[Mention, ...], ...]:
    """The mentions with shares, grouped as they stand together, each group from the left.

    The values of one attribute are together what comes to no more than 100 %: ``["95% Cotton", "5% Elastane"]``.
    """
    groups: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        if mention.run is not None:
            groups.setdefault((id(mention.span.field), mention.run), []).append(mention)
    joined: dict[str, list[Mention]] = {}
    found: list[list[Mention]] = []
    for group in groups.values():
        group.sort(key=lambda mention: mention.span.start)
        field = group[0].span.field
        begun = joined.get(field.name) if field.role == "attribute" else None
        if begun is not None and sum(mention.share or 0.0 for mention in [*begun, *group]) <= _WHOLE:
            begun.extend(group)
        else:
            joined[field.name] = group
            found.append(group)
    return tuple(tuple(group) for group in found)
