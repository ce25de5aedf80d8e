"""Checks of sizes: whether a buyer abroad can tell which one to order."""

from __future__ import annotations

from collections.abc import Iterator

from listing_lint.checks import Scope
from listing_lint.facts import Facts
from listing_lint.facts.sizes import Place, Size
from listing_lint.model import Hit

_PLACES: tuple[Place, ...] = ("variant", "attribute", "title", "text")


def _first(sizes: list[Size]) -> Size:
    """The size at the clearest place: variants before attributes, title and text."""
    return min(sizes, key=lambda size: _PLACES.index(size.place))


def _measured(facts: Facts) -> bool:
    """True where a length or body weight is stated that tells about the fit, be it only that of a person shown."""
    return bool(facts.measurements) or any(size.detail or size.sort in ("gbt", "measured") for size in facts.sizes)


def system_missing(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Letters or bare numbers are offered, and neither a size system nor a measurement is stated anywhere."""
    bare = [size for size in facts.sizes if size.bare]
    if not bare or any(not size.bare and size.sort != "one" for size in facts.sizes):
        return
    if facts.size_systems or facts.charts or _measured(facts):
        return
    if any(note.sort != "small" for note in facts.size_notes):
        return
    yield Hit(_first(bare).span, {})


def one_size(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """One size for all, and nothing says which bodies it fits."""
    ones = [size for size in facts.sizes if size.sort == "one"]
    if not ones or len(ones) < len(facts.sizes) or facts.size_systems or facts.charts or _measured(facts):
        return
    yield Hit(_first(ones).span, {})


def note_unsettled(facts: Facts, scope: Scope, *, sort: str) -> Iterator[Hit]:
    """A remark of this ``sort`` on how the sizes run, with no measurement that a buyer could compare."""
    if _measured(facts):
        return
    for note in facts.size_notes:
        if note.sort == sort and note.span.field.role in scope.roles:
            yield Hit(note.span, {})
            return
