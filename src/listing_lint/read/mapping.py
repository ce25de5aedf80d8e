"""A listing given as a mapping: the Python API, the examples of rules, and the labelled JSONL shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.model import Field, Listing, Location, Role
from listing_lint.read.columns import attribute_role
from listing_lint.read.text import plain_text

_SURROGATE = expression("[\ud800-\udfff]")
KEYS = ("id", "title", "description", "bullets", "category", "attributes", "variants", "language", "markets", "source")


def without_surrogates(text: str) -> str:
    """``text`` with U+FFFD for halves of characters, which are no text and cannot be written; all places stay."""
    return _SURROGATE.sub("\ufffd", text)


def encodable(listing: Listing) -> Listing:
    """``listing`` with texts that can be written. No reader makes others; a program may."""
    if not any(_SURROGATE.search(field.text) for field in listing.fields):
        return listing
    fields = tuple(replace(field, text=without_surrogates(field.text)) for field in listing.fields)
    return replace(listing, fields=fields)


def listing_from_mapping(data: Mapping[str, Any], location: Location | None = None) -> Listing:
    """The listing that ``data`` describes; keys other than `KEYS` are ignored.

    ``title``, ``description`` (text or HTML) and ``category`` are texts, ``bullets`` a list of texts, ``attributes`` a
    mapping, ``variants`` a list of mappings, ``markets`` a list of ISO 3166-1 alpha-2 codes, ``source`` a mapping of
    the same keys: the listing this one was translated from, in Chinese unless it names its ``language``. Raises
    `ReadError` where a value has another shape.
    """
    location = location or Location("<mapping>")
    fields = tuple(_fields(data, location))
    language = data.get("language")
    source = data.get("source")
    return Listing(
        id=str(data.get("id", "")),
        fields=fields,
        location=location,
        language=str(language).split("-")[0].lower() if language else None,
        markets=tuple(str(market).upper() for market in data.get("markets") or ()),
        source=listing_from_mapping({"language": "zh", **source}, location) if isinstance(source, Mapping) else None,
    )


def _fields(data: Mapping[str, Any], location: Location) -> Iterator[Field]:
    simple: tuple[tuple[str, Role, str], ...] = (
        ("title", "title", "title"),
        ("description", "description", "description"),
        ("category", "category", "attributes.category"),
    )
    for key, role, name in simple:
        for raw in _texts(data.get(key)):
            text, offsets = plain_text(raw, html=False) if role == "description" else (raw, None)
            yield Field(role, name, text, location, raw, offsets)
    for text in _texts(data.get("bullets")):
        yield Field("bullet", "attributes.bullet", text, location, text)
    attributes = data.get("attributes") or {}
    if not isinstance(attributes, Mapping):
        raise ReadError(f"{location.path}: attributes: a mapping of names to values is wanted")
    for key, value in attributes.items():
        for text in _texts(value):
            yield Field(attribute_role(str(key)), f"attributes.{key}", text, location, text)
    variants = data.get("variants") or []
    if not isinstance(variants, Sequence) or not all(isinstance(item, Mapping) for item in variants):
        raise ReadError(f"{location.path}: variants: a list of mappings is wanted")
    for number, variant in enumerate(variants):
        for key, value in variant.items():
            for text in _texts(value):
                role = attribute_role(str(key))
                if role == "attribute":
                    role = "variant"
                yield Field(role, f"variants.{key}", text, location, text, variant=number)


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, Mapping):
        return [f"{key}: {text}" for key, item in value.items() for text in _texts(item)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)]
