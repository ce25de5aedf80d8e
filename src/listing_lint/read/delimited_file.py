"""CSV, TSV and their kin to listings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from listing_lint.errors import NoListings
from listing_lint.model import Location
from listing_lint.read.assemble import Draft, drafts
from listing_lint.read.columns import fold
from listing_lint.read.delimited import Record, Tokenizer, delimiter_of, lines
from listing_lint.read.encoding import choose, decoded
from listing_lint.read.groups import grouped
from listing_lint.read.header import Header, find_header
from listing_lint.read.reading import Problem, Reading, ReadOptions, Reporter, Sheet, Source
from listing_lint.read.rows import Row
from listing_lint.read.table import Table, understand

_SAMPLE_LINES = 400
_SAMPLE_SIZE = 1 << 20


def read_delimited(source: Source, options: ReadOptions) -> Reading:
    """The listings of a delimited text. Raises `NoListings` where it has no columns that hold products' texts."""
    encoding = choose(source.blocks, options.encoding, source.name)
    sample = list(_sample(source, encoding))
    delimiter = delimiter_of(sample)
    records: list[Row] = list(Tokenizer(sample, delimiter, source.name))
    header = find_header(records, frozenset(map(fold, options.columns)))
    if header is None:
        raise NoListings(f"{source.name}: no row of column names was found; without one the columns mean nothing")
    try:
        table = understand(header, records, options)
    except NoListings as error:
        raise NoListings(f"{source.name}: {error}") from None
    reading = Reading(source.name, "csv", iter(()), table.platform.name, table.columns, encoding=encoding)
    if table.cut:
        reading.problems.append(Problem(Location(source.name, record=header.first), table.cut))
    file = _File(source, encoding, delimiter, header, table, reading.problems)
    reading.make(file.drafts())
    reading.headers[None] = (header.first, header.last)
    reading.sheets = lambda: [Sheet(None, file.records())]
    return reading


def _sample(source: Source, encoding: str) -> Iterator[str]:
    size = 0
    for line in islice(lines(decoded(source.blocks(), encoding, source.name, _forget)), _SAMPLE_LINES):
        yield line
        size += len(line)
        if size > _SAMPLE_SIZE:
            return


class _File:
    """The rows of a delimited file, read as often as they are wanted."""

    def __init__(
        self, source: Source, encoding: str, delimiter: str, header: Header, table: Table, problems: list[Problem]
    ) -> None:
        self._source = source
        self._encoding = encoding
        self._delimiter = delimiter
        self._header = header
        self._table = table
        self._problems = problems
        self._reporter = Reporter(problems)
        self._width = 0

    def drafts(self) -> Iterator[Draft]:
        table = self._table
        rows = partial(self._rows, self._reporter)
        groups = grouped(table.platform, table.columns, partial(self._rows, None), rows)
        yield from drafts(table.platform, table.columns, groups)
        self._reporter.finish(self._source.name)

    def records(self, reporter: Reporter | None = None) -> Iterator[Record]:
        """All rows; what is wrong with the file goes to ``reporter``, or nowhere."""
        report = self._problems.append if reporter else _forget
        text = decoded(self._source.blocks(), self._encoding, self._source.name, report)
        tokenizer = Tokenizer(lines(text), self._delimiter, self._source.name, reporter)
        for record in tokenizer:
            if record.number == self._header.last:
                self._width = tokenizer.width = len(record)
            yield record

    def _rows(self, reporter: Reporter | None) -> Iterator[Row]:
        """The rows of products."""
        for record in self.records(reporter):
            if not self._table.body.holds(record):
                continue
            if reporter and len(record) != self._width:
                self._uneven(record, self._width, reporter)
            yield record

    def _uneven(self, record: Record, width: int, reporter: Reporter) -> None:
        if all(not record.text(at).strip() for at in range(width, len(record))) and len(record) > width:
            return
        message = f"the row has {len(record)} cells where the header has {width}"
        reporter.report("rows with another number of cells than the header", record.location, message)


def _forget(problem: Problem) -> None:
    """For a reading whose problems another reading of the same file reports."""
