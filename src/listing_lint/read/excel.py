"""XLSX and XLS workbooks to listings: every visible sheet that has columns of products."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from listing_lint.errors import NoListings, ReadError
from listing_lint.model import Listing, Location
from listing_lint.read.assemble import Assembler
from listing_lint.read.columns import fold
from listing_lint.read.groups import grouped
from listing_lint.read.header import Header, find_header, is_comment, is_note
from listing_lint.read.reading import Problem, Reading, ReadOptions, Source
from listing_lint.read.rows import Cell, Row, is_blank
from listing_lint.read.table import understand

_MOST_BYTES = 1 << 30
_SAMPLED = 200


def read_excel(source: Source, options: ReadOptions) -> Reading:
    """The listings of a workbook. Raises `ReadError` where it cannot be opened or has no sheet of the given name."""
    reading = Reading(path=source.name, format="excel", listings=iter(()))
    reading.listings = _listings(source, options, reading)
    return reading


def _open(source: Source) -> Any:
    import python_calamine

    try:
        with source.open() as file:
            if zipfile.is_zipfile(file):
                size = sum(entry.file_size for entry in zipfile.ZipFile(file).infolist())
                if size > _MOST_BYTES:
                    raise ReadError(f"{source.name}: unpacks to {size >> 20} MB; split the workbook")
            file.seek(0)
            return python_calamine.load_workbook(file)
    except python_calamine.PasswordError:
        raise ReadError(f"{source.name}: is locked with a password; save it without one") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
        raise ReadError(f"{source.name}: is not a workbook that can be read: {error}") from None


def _listings(source: Source, options: ReadOptions, reading: Reading) -> Iterator[Listing]:
    book = _open(source)
    names = [sheet.name for sheet in book.sheets_metadata]
    if options.sheet and options.sheet not in names:
        raise ReadError(f"{source.name}: has no sheet {options.sheet!r}; its sheets are {', '.join(names)}")
    for sheet in book.sheets_metadata:
        if options.sheet not in (None, sheet.name):
            continue
        if options.sheet is None and not str(sheet.visible).endswith("Visible"):
            _skip(reading, sheet.name, "the sheet is hidden")
            continue
        yield from _sheet(
            _rows(source.name, sheet.name, book.get_sheet_by_name(sheet.name)), sheet.name, options, reading
        )


def _skip(reading: Reading, sheet: str, reason: str) -> None:
    reading.problems.append(Problem(Location(reading.path, sheet=sheet), f"{reason}; it is not read"))


def _sheet(rows: Sequence[SheetRow], name: str, options: ReadOptions, reading: Reading) -> Iterator[Listing]:
    if not rows:
        return
    header = find_header(rows, frozenset(map(fold, options.columns)))
    if header is None:
        _skip(reading, name, "the sheet has no row of column names")
        return
    below = [row for row in rows if _is_data(row, header)]
    try:
        platform, columns = understand(header, below[:_SAMPLED], options)
    except NoListings as error:
        _skip(reading, name, f"the sheet does not look like products: {error}")
        return
    reading.platform = platform.name
    reading.columns.extend(columns)
    assembler = Assembler(platform, columns)
    for group in grouped(platform, columns, lambda: iter(below), lambda: iter(below)):
        listing = assembler.listing(group)
        if listing:
            yield listing


def _is_data(row: Row, header: Header) -> bool:
    if row.number <= header.last or is_blank(row) or is_comment(row) or header.is_repeated_in(row):
        return False
    return row.number - header.last > 3 or not is_note(row)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet; ``values`` begin in column A."""

    path: str
    sheet: str
    number: int
    values: Sequence[Any]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def location(self) -> Location:
        return Location(self.path, record=self.number, sheet=self.sheet)

    def text(self, index: int) -> str:
        return shown(self.values[index]) if index < len(self.values) else ""

    def cell(self, index: int) -> Cell:
        text = self.text(index)
        place = Location(self.path, record=self.number, sheet=self.sheet, cell=f"{letters(index)}{self.number}")
        return Cell(text, text, None, place)


def _rows(path: str, name: str, sheet: Any) -> list[SheetRow]:
    values = sheet.to_python(skip_empty_area=False)
    return [SheetRow(path, name, number, row) for number, row in enumerate(values, 1)]


def letters(index: int) -> str:
    """The name of a column, 0 being A, 26 AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(value: Any) -> str:
    """The text of a cell's value: numbers in full, dates in the order of ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
