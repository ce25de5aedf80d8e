"""JSON and JSON lines to listings."""

from __future__ import annotations

from collections.abc import Iterator

from listing_lint.errors import NoListings
from listing_lint.limits import MEGABYTE, Limits, bound
from listing_lint.model import Listing
from listing_lint.read.delimited import lines
from listing_lint.read.encoding import choose, decode, decoded
from listing_lint.read.json_tree import parse_json
from listing_lint.read.products import NO_PRODUCTS, Catalog
from listing_lint.read.reading import Problem, Reading, ReadOptions, Reporter
from listing_lint.read.reading import Source as File
from listing_lint.read.tree import Array, Node, Source, explained, noted


def read_json(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of a JSON document, or of several that follow each other."""
    text, _, problems = decode(data, options.encoding, name)
    source = Source(name, text)
    reading = Reading(path=name, format="json", listings=iter(()), problems=problems)
    roots, faults = parse_json(text, options.limits)
    problems += noted(source, faults)
    try:
        reading.listings = Catalog(options, reading).listings(source, _root(roots))
    except NoListings as error:
        raise explained(error, source, faults) from None
    return reading


def read_jsonl(file: File, options: ReadOptions) -> Reading:
    """The listings of a file with a JSON value on each line; a bad line is a `Problem`, and the next is read.

    The file is read as its listings are asked for. A document that is spread over lines is read as one.
    """
    encoding = choose(file.blocks, options.encoding, file.name)
    ignored: list[Problem] = []
    first = next((row for row in _rows(file, encoding, ignored) if row.strip()), "")
    if first.strip() in ("[", "{"):
        with file.open() as opened:
            data = opened.read(options.limits.file_megabytes * MEGABYTE + 1)
        bound(file.name, len(data), options.limits)
        return read_json(file.name, data, options)
    reading = Reading(path=file.name, format="jsonl", listings=iter(()), encoding=encoding)
    reading.listings = _listings(file, encoding, Catalog(options, reading), reading, options.limits)
    return reading


def _rows(file: File, encoding: str, problems: list[Problem]) -> Iterator[str]:
    return lines(decoded(file.blocks(), encoding, file.name, problems.append))


def _listings(file: File, encoding: str, catalog: Catalog, reading: Reading, limits: Limits) -> Iterator[Listing]:
    count = 0
    reporter = Reporter(reading.problems)
    for number, row in enumerate(_rows(file, encoding, reading.problems), 1):
        line = row.rstrip("\r\n")
        if not line.strip():
            continue
        source = Source(file.name, line, number)
        roots, faults = parse_json(line, limits)
        for problem in noted(source, faults):
            reporter.report("lines that are not JSON", problem.location, problem.message)
        try:
            for listing in catalog.listings(source, _root(roots), count + 1):
                count += 1
                yield listing
        except NoListings:
            continue
    reporter.finish(file.name)
    if not count:
        raise NoListings(f"{file.name}: {NO_PRODUCTS}")


def _root(roots: list[Node]) -> Node:
    return roots[0] if len(roots) == 1 else Array(0, roots)
