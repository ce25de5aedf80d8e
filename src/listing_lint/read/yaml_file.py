"""YAML to listings."""

from __future__ import annotations

from listing_lint.errors import NoListings
from listing_lint.read.encoding import decode
from listing_lint.read.products import Catalog
from listing_lint.read.reading import Reading, ReadOptions
from listing_lint.read.tree import Array, Source, explained, noted
from listing_lint.read.yaml_tree import parse_yaml


def read_yaml(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of the documents in a YAML file. Raises `NoListings` where there are none."""
    text, _, problems = decode(data, options.encoding, name)
    source = Source(name, text)
    reading = Reading(path=name, format="yaml", listings=iter(()), problems=problems)
    roots, faults = parse_yaml(text, options.limits)
    problems += noted(source, faults)
    try:
        root = roots[0] if len(roots) == 1 else Array(0, roots)
        reading.listings = Catalog(options, reading).listings(source, root)
    except NoListings as error:
        raise explained(error, source, faults) from None
    return reading
