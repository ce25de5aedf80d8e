"""Bytes to listings: the only place that knows file formats and positions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from listing_lint.model import Listing, Location
from listing_lint.read.mapping import listing_from_mapping


def read_file(path: Path) -> Iterator[Listing]:
    """The listings of a JSONL file in the labelled shape."""
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(file, 1):
            if row.strip():
                yield listing_from_mapping(json.loads(row), Location(str(path), record=number, line=None, column=None))
