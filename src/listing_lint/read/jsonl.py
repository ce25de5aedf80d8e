"""One JSON object a line, in the shape of `listing_from_mapping`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from listing_lint.model import Listing, Location
from listing_lint.read.encoding import decode
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.read.reading import Reading, ReadOptions


def read_jsonl(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of a file of JSON lines."""
    text, _, problems = decode(data, options.encoding, name)
    return Reading(path=name, format="jsonl", listings=_listings(name, text), problems=problems)


def _listings(name: str, text: str) -> Iterator[Listing]:
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            yield listing_from_mapping(json.loads(row), Location(name, record=number))
