"""JSON and JSON lines to listings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from listing_lint.errors import NoListings
from listing_lint.model import Listing
from listing_lint.read.encoding import decode
from listing_lint.read.json_tree import parse_json
from listing_lint.read.products import Catalog
from listing_lint.read.reading import Reading, ReadOptions
from listing_lint.read.tree import Array, Node, Source, explained, noted

_LINE = re.compile(r"[^\n]*\n?")


def read_json(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of a JSON document, or of several that follow each other."""
    text, _, problems = decode(data, options.encoding, name)
    source = Source(name, text)
    reading = Reading(path=name, format="json", listings=iter(()), problems=problems)
    roots, faults = parse_json(text)
    problems += noted(source, faults)
    try:
        reading.listings = Catalog(options, reading).listings(source, _root(roots))
    except NoListings as error:
        raise explained(error, source, faults) from None
    return reading


def read_jsonl(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of a file with a JSON value on each line; a bad line is a `Problem`, and the next is read."""
    text, _, problems = decode(data, options.encoding, name)
    reading = Reading(path=name, format="jsonl", listings=iter(()), problems=problems)
    reading.listings = _lines(name, text, Catalog(options, reading), reading)
    return reading


def _lines(name: str, text: str, catalog: Catalog, reading: Reading) -> Iterator[Listing]:
    count = 0
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match[0].rstrip("\r\n")
        if not line.strip():
            continue
        source = Source(name, line, number)
        roots, faults = parse_json(line)
        reading.problems += noted(source, faults)
        try:
            for listing in catalog.listings(source, _root(roots), count + 1):
                count += 1
                yield listing
        except NoListings:
            continue
    if not count:
        raise NoListings(f"{name}: no products are found in it")


def _root(roots: list[Node]) -> Node:
    return roots[0] if len(roots) == 1 else Array(0, roots)
