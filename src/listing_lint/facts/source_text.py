"""The text that a listing was translated from, where it stands beside the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from listing_lint.expressions import expression
from listing_lint.facts.language import script_of
from listing_lint.model import Field, Listing, Role

_SOURCE_NAME = expression(
    r"(?P<role>title|name|product name|item name|description|desc|标题|名称|描述)[ _-]?\(?"
    r"(?:zh|cn|zh[_-](?:cn|hans|tw)|chinese|source|source text|original|中文|原文)\)?|"
    r"(?:zh|cn|chinese|source|original|中文|原文)[ _-]?(?P<named>title|name|description|desc|标题|名称|描述)",
    re.IGNORECASE,
)
_WRITTEN_TWICE: tuple[Role, ...] = ("title", "description", "bullet")


def with_source(listing: Listing) -> Listing:
    """``listing`` with the source text that stands beside its translation as its source, and not among its fields.

    Source text is what a field's name says it is (``title_zh``, ``中文标题``), and the Chinese one of two titles,
    descriptions or lists of points where another is not Chinese.
    """
    if listing.source or all(field.text.isascii() for field in listing.fields):
        return listing
    beside = [*_named(listing), *_written_twice(listing)]
    if not beside:
        return listing
    known = {id(field) for field, _ in beside}
    fields = tuple(replace(field, role=role) for field, role in beside)
    rest = tuple(field for field in listing.fields if id(field) not in known)
    language = None if listing.language == "zh" else listing.language
    return replace(listing, fields=rest, language=language, source=Listing(listing.id, fields, listing.location, "zh"))


def _named(listing: Listing) -> Iterator[tuple[Field, Role]]:
    for field in listing.fields:
        match = None if field.text.isascii() else _SOURCE_NAME.fullmatch(field.label)
        if match:
            name = (match["role"] or match["named"]).lower()
            yield field, "description" if name.startswith("desc") or name == "描述" else "title"


def _written_twice(listing: Listing) -> Iterator[tuple[Field, Role]]:
    for role in _WRITTEN_TWICE:
        fields = listing.of(role)
        if len(fields) < 2:
            continue
        chinese = [field for field in fields if not field.text.isascii() and script_of(field.text) == "han"]
        if chinese and any(script_of(field.text) not in ("han", "kana", None) for field in fields):
            yield from ((field, role) for field in chinese)
