"""XLSX and XLS workbooks to listings: every visible sheet that has columns of products."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from listing_lint.errors import NoListings, ReadError
from listing_lint.limits import Limits
from listing_lint.model import Location
from listing_lint.read.assemble import Draft, drafts
from listing_lint.read.columns import fold
from listing_lint.read.groups import grouped
from listing_lint.read.header import find_header
from listing_lint.read.reading import Problem, Reading, ReadOptions, Sheet, Source
from listing_lint.read.rows import Cell, ListRow, Row
from listing_lint.read.table import understand
from listing_lint.read.workbook import Book, WorkbookError, open_book

_SAMPLED = 200


def read_excel(source: Source, options: ReadOptions) -> Reading:
    """The listings of a workbook. Raises `ReadError` where it cannot be opened or has no sheet of the given name."""
    reading = Reading(path=source.name, format="excel", listings=iter(()))
    reading.make(_drafts(source, options, reading))
    reading.sheets = partial(_sheets, source, options.limits)
    return reading


def _open(source: Source, limits: Limits) -> Book:
    try:
        with source.open() as file:
            return open_book(file, limits)
    except WorkbookError as error:
        raise ReadError(f"{source.name}: the workbook cannot be read: {error}") from None


def _sheets(source: Source, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets that can be read."""
    book = _open(source, limits)
    for name, visible in book.sheets:
        if visible:
            with suppress(WorkbookError):
                yield Sheet(name, [SheetRow(source.name, number, values, name) for number, values in book.rows(name)])


def _drafts(source: Source, options: ReadOptions, reading: Reading) -> Iterator[Draft]:
    book = _open(source, options.limits)
    names = [name for name, _ in book.sheets]
    if options.sheet and options.sheet not in names:
        raise ReadError(f"{source.name}: has no sheet {options.sheet!r}; its sheets are {', '.join(names)}")
    for name, visible in book.sheets:
        if options.sheet == name or (options.sheet is None and visible):
            yield from _sheet(book, name, options, reading)
        elif options.sheet is None:
            _skip(reading, name, "it is hidden")


def _skip(reading: Reading, sheet: str, reason: str) -> None:
    message = f"the sheet {sheet!r} is not read: {reason}"
    reading.problems.append(Problem(Location(reading.path, sheet=sheet), message))


def _sheet(book: Book, name: str, options: ReadOptions, reading: Reading) -> Iterator[Draft]:
    try:
        rows = [SheetRow(reading.path, number, values, name) for number, values in book.rows(name)]
    except WorkbookError as error:
        _skip(reading, name, str(error))
        return
    if not rows:
        return
    header = find_header(rows, frozenset(map(fold, options.columns)))
    if header is None:
        _skip(reading, name, "no row of it names columns")
        return
    try:
        table = understand(header, rows[:_SAMPLED], options)
    except NoListings as error:
        _skip(reading, name, str(error))
        return
    if table.cut:
        reading.problems.append(Problem(Location(reading.path, header.first, sheet=name), table.cut))
    reading.platform = table.platform.name
    reading.headers[name] = (header.first, header.last)
    reading.columns.extend(table.columns)
    rows = [row for row in rows if table.body.holds(row)]
    groups = grouped(table.platform, table.columns, lambda: iter(rows), lambda: iter(rows))
    yield from drafts(table.platform, table.columns, groups)


class SheetRow(ListRow, frozen=True):
    """A row of a sheet; ``values`` begin in column A."""

    sheet: str

    @property
    def location(self) -> Location:
        return Location(self.path, record=self.number, sheet=self.sheet)

    def content(self, first: Row) -> str:
        return f"{self.sheet!r}{ListRow.content(self, first)}"

    def cell(self, index: int) -> Cell:
        text = self.text(index)
        place = Location(self.path, record=self.number, sheet=self.sheet, cell=f"{letters(index)}{self.number}")
        return Cell(text, text, None, place)


def letters(index: int) -> str:
    """The name of a column, 0 being A, 26 AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
