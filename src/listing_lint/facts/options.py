"""What a buyer can choose: each option with the values it offers."""

from __future__ import annotations

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.model import Field, Listing, Span

_VALUES = ("variations", "values", "options", "value")
_ITEM = expression(r"'([^']*)'|\"([^\"]*)\"|([^\[\],;|'\"\s][^\[\],;|'\"]*)")


class Option(Struct, frozen=True):
    """An option such as Size with the values it offers, in the order of the source."""

    name: str
    values: tuple[Span, ...]


def options(listing: Listing) -> tuple[Option, ...]:
    """The options of a listing.

    They come as one field a variant (``Size: M``), or as one object an option, with its name and a list of its values
    (``name: Size, values: [S, M]``).
    """
    by_variant: dict[int, list[Field]] = {}
    for field in listing.of("variant"):
        by_variant.setdefault(field.variant or 0, []).append(field)
    values: dict[str, list[Span]] = {}
    for fields in by_variant.values():
        name = next((field for field in fields if field.label.lower() == "name"), None)
        lists = [field for field in fields if field.label.lower() in _VALUES]
        if name and lists:
            values.setdefault(name.text.strip(), []).extend(span for field in lists for span in _items(field))
        else:
            for field in fields:
                values.setdefault(field.label.strip(), []).append(Span(field, 0, len(field.text)))
    return tuple(Option(name, tuple(spans)) for name, spans in values.items() if spans)


def _items(field: Field) -> list[Span]:
    spans = []
    for match in _ITEM.finditer(field.text):
        group = match.lastindex or 0
        if match.group(group).strip():
            spans.append(Span(field, *match.span(group)))
    return spans
