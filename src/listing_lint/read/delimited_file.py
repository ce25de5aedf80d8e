"""CSV, TSV and their kin to listings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from listing_lint.errors import NoListings
from listing_lint.model import Listing
from listing_lint.read.assemble import Assembler
from listing_lint.read.columns import fold
from listing_lint.read.delimited import Record, Tokenizer, delimiter_of, lines
from listing_lint.read.encoding import choose, decoded
from listing_lint.read.groups import grouped
from listing_lint.read.header import Header, find_header, is_comment, is_note
from listing_lint.read.platforms import Platform
from listing_lint.read.reading import Column, Problem, Reading, ReadOptions, Reporter, Source
from listing_lint.read.rows import Row, is_blank
from listing_lint.read.table import understand

_SAMPLE_LINES = 400
_SAMPLE_SIZE = 1 << 20


def read_delimited(source: Source, options: ReadOptions) -> Reading:
    """The listings of a delimited text. Raises `NoListings` where it has no columns that hold products' texts."""
    encoding = choose(source.blocks, options.encoding, source.name)
    sample = list(_sample(source, encoding))
    delimiter = delimiter_of(sample)
    records: list[Row] = list(Tokenizer(sample, delimiter, source.name))
    header = find_header(records, _own(options))
    if header is None:
        raise NoListings(f"{source.name}: no row of column names was found; without one the columns mean nothing")
    below = [row for row in records if row.number > header.last and not is_blank(row)]
    try:
        platform, columns = understand(header, below, options)
    except NoListings as error:
        raise NoListings(f"{source.name}: {error}") from None
    problems: list[Problem] = []
    table = _Table(source, encoding, delimiter, header, problems)
    return Reading(
        path=source.name,
        format="csv",
        listings=table.listings(platform, columns),
        platform=platform.name,
        columns=columns,
        problems=problems,
    )


def _own(options: ReadOptions) -> frozenset[str]:

    return frozenset(map(fold, options.columns))


def _sample(source: Source, encoding: str) -> Iterator[str]:
    size = 0
    for line in islice(lines(decoded(source.blocks(), encoding, source.name, lambda problem: None)), _SAMPLE_LINES):
        yield line
        size += len(line)
        if size > _SAMPLE_SIZE:
            return


class _Table:
    """The rows of a delimited file below its header, as often as they are wanted."""

    def __init__(self, source: Source, encoding: str, delimiter: str, header: Header, problems: list[Problem]) -> None:
        self._source = source
        self._encoding = encoding
        self._delimiter = delimiter
        self._header = header
        self._problems = problems
        self._reporter = Reporter(problems)

    def listings(self, platform: Platform, columns: list[Column]) -> Iterator[Listing]:
        assembler = Assembler(platform, columns)
        for group in grouped(platform, columns, lambda: self._rows(None), lambda: self._rows(self._reporter)):
            listing = assembler.listing(group)
            if listing:
                yield listing
        self._reporter.finish(self._source.name)

    def _rows(self, reporter: Reporter | None) -> Iterator[Row]:
        header = self._header
        report = self._problems.append if reporter else lambda problem: None
        text = decoded(self._source.blocks(), self._encoding, self._source.name, report)
        tokenizer = Tokenizer(lines(text), self._delimiter, self._source.name, reporter)
        for record in tokenizer:
            if record.number == header.last:
                tokenizer.width = len(record)
            if record.number <= header.last or is_blank(record):
                continue
            if is_comment(record) or header.is_repeated_in(record):
                continue
            if record.number - header.last <= 3 and is_note(record):
                continue
            if reporter and len(record) != tokenizer.width:
                self._uneven(record, tokenizer.width, reporter)
            yield record

    def _uneven(self, record: Record, width: int, reporter: Reporter) -> None:
        if all(not record.text(at).strip() for at in range(width, len(record))) and len(record) > width:
            return
        message = f"the row has {len(record)} cells where the header has {width}"
        reporter.report("rows with another number of cells than the header", record.location, message)
