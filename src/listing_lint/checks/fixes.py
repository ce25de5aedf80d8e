"""Fixes for all places that one finding stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from listing_lint.engine import fold
from listing_lint.model import Fix, Hit


def merged(hits: Iterable[Hit]) -> Iterator[Hit]:
    """``hits``, each with the edits of those that the engine takes for the same: the same words in a field's name.

    A finding that is told once goes away only when all its places are mended. Where one of them has no fix, none has.
    """
    kept: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        if hit.span is None:
            yield hit
            continue
        key = (hit.span.field.name, fold(hit.span.text))
        kept[key] = joined(kept[key], hit) if key in kept else hit
    yield from kept.values()


def joined(first: Hit, other: Hit) -> Hit:
    """``first`` with the edits of both; without a fix where one has none."""
    if first.fix is None or other.fix is None:
        return replace(first, fix=None)
    return replace(first, fix=Fix(first.fix.title, (*first.fix.edits, *other.fix.edits), first.fix.safety))
