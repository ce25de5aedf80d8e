"""``xlsx``: the seller's sheets with the faulty cells coloured, and sheets that list what to mend.

A single XLSX or XLSM workbook is taken as it is, with its values and formats, without its macros. Everything else that
is a table is copied cell by cell as text, so that no code loses its zeros; such a copy is written row by row and needs
little memory.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from listing_lint.errors import ListingLintError
from listing_lint.model import Finding, Listing
from listing_lint.read.reading import Reading, Sheet
from listing_lint.read.rows import Row
from listing_lint.report import Options
from listing_lint.report.xlsx_issues import Issue, issue_of, settle
from listing_lint.texts import texts

try:
    from openpyxl import Workbook

    from listing_lint.report import xlsx_cells as cells
    from listing_lint.report.xlsx_file import dated, opened, save
    from listing_lint.report.xlsx_lists import MOST_ROWS, RowsToFix, sheet_title, sized, write_issues, write_summary
except ModuleNotFoundError as error:
    raise ListingLintError(
        f"the format xlsx needs the package {error.name}: pip install 'listing-lint[xlsx]'"
    ) from None

if TYPE_CHECKING:
    from listing_lint.run import Summary

MOST_COLUMNS = 16_384
MOST_NOTES = 20_000
"""Notes in a sheet; with many more, spreadsheets take minutes to open it."""


class Report:
    """Keeps a short form of every finding; the workbook is made at the end."""

    def __init__(self, stream: BinaryIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._issues: list[Issue] = []

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        self._issues.extend(issue_of(finding, self._options.lang) for finding in findings)

    def end(self, summary: Summary) -> None:
        tables = [reading for reading in summary.readings if reading.sheets]
        annotated = _Annotated(self._issues, self._options.lang, tables)
        annotated.finish(summary)
        save(annotated.book, self._stream)


class _Annotated:
    """A workbook being made of ``tables`` and the ``issues`` found in them."""

    def __init__(self, issues: list[Issue], lang: str, tables: list[Reading]) -> None:
        self._words = texts(lang, "workbook")
        self._lang = lang
        self._issues = issues
        self._remarks: list[str] = []
        self._by_row: dict[tuple[str, str | None, int], list[Issue]] = defaultdict(list)
        for issue in issues:
            if issue.row is not None:
                self._by_row[issue.path, issue.sheet, issue.row].append(issue)
        self._faulty = {(path, sheet) for path, sheet, _ in self._by_row}
        original = self._original(tables[0]) if len(tables) == 1 else None
        self.book = original or _new_book()
        self._to_fix = RowsToFix(self.book, self._words)
        if original:
            self._annotate(tables[0])
            return
        for table in tables:
            self._copy(table, alone=len(tables) == 1)

    def finish(self, summary: Summary) -> None:
        """Adds the lists, behind the sheets of the tables."""
        faulty = {issue.path for issue in self._issues}
        for reading in summary.readings:
            if not reading.sheets and reading.path in faulty:
                self._remarks.append(self._words["no_table"].format(name=PurePath(reading.path).name))
        self._remarks += write_issues(self.book, self._issues, self._words)
        self._to_fix.finish()
        write_summary(self.book, summary, self._remarks, self._lang)

    def _original(self, reading: Reading) -> Any:
        """The workbook that ``reading`` read, or None where it is no workbook of the present format."""
        if reading.format != "excel" or reading.open is None:
            return None
        with reading.open() as file:
            if file.read(2) != b"PK":
                return None
            file.seek(0)
            try:
                book, left = opened(file)
            except Exception:
                # Its parsers raise whatever they meet on workbooks that other programs wrote.
                self._remarks.append(self._words["text_copy"].format(name=PurePath(reading.path).name))
                return None
        self._remarks += [self._words[f"left_{key}"] for key in left]
        return book

    def _annotate(self, reading: Reading) -> None:
        """Marks the cells of the seller's own workbook."""
        for sheet in list(self.book.worksheets):
            if (reading.path, sheet.title) not in self._faulty:
                continue
            first, last = reading.headers.get(sheet.title, (1, 0))
            rows = sorted(row for path, name, row in self._by_row if (path, name) == (reading.path, sheet.title))
            width = max((column for (_, column), cell in sheet._cells.items() if cell._value is not None), default=1)
            notes = _Notes()
            self._to_fix.begin([self._moved(sheet, row, width) for row in range(first, last + 1)], _widths(sheet))
            for row in rows:
                by_column = settle(None, self._by_row[reading.path, sheet.title, row], sheet.title)
                for column, issues in by_column.items():
                    cells.mark(sheet.cell(row, column + 1), issues, self._words["more_notes"], note=notes.take())
                self._to_fix.add(sheet.title, row, self._moved(sheet, row, width))
            self._remark_on(notes, sheet.title)

    def _moved(self, sheet: Any, row: int, width: int) -> list[Any]:
        return [cells.copied(sheet.cell(row, column), self._to_fix.sheet) for column in range(1, width + 1)]

    def _copy(self, reading: Reading, *, alone: bool) -> None:
        """Copies the sheets of a table, as text; of several tables only the sheets with issues."""
        stem = PurePath(reading.path).stem
        for sheet in reading.sheets() if reading.sheets else ():
            if alone or (reading.path, sheet.name) in self._faulty:
                name = sheet.name if alone and sheet.name else f"{stem} {sheet.name or ''}".strip()
                self._copy_sheet(reading, sheet, name)

    def _copy_sheet(self, reading: Reading, sheet: Sheet, name: str) -> None:
        target = self.book.create_sheet(sheet_title(name))
        shared = cells.text_cell(target, "")
        first, last = reading.headers.get(sheet.name, (1, 0))
        target.freeze_panes = f"A{last + 1}" if last else None
        rows, widths = sized(sheet.rows)
        for letter, width in widths.items():
            target.column_dimensions[letter].width = width
        notes, written, cut = _Notes(), 0, 0
        header: list[list[str]] = []
        begun = False
        for row in rows:
            if row.number > MOST_ROWS:
                self._remarks.append(self._words["rows_cut"].format(name=name, most=MOST_ROWS))
                break
            for _ in range(written, row.number - 1):
                target.append([])
            written = row.number
            values = [row.text(index) for index in range(min(len(row), MOST_COLUMNS))]
            cut += sum(map(cells.is_cut, values))
            if first <= row.number <= last:
                header.append(values)
            issues = self._by_row.get((reading.path, sheet.name, row.number))
            if not issues:
                target.append(cells.texts(values, shared))
                continue
            if not begun:
                fix = self._to_fix.sheet
                self._to_fix.begin([cells.head_cells(fix, names) for names in header], widths)
                begun = True
            self._copy_faulty(target, row, values, issues, notes)
        if cut:
            self._remarks.append(self._words["text_cut"].format(name=name, count=cut, most=cells.MOST_CHARACTERS))
        self._remark_on(notes, name)

    def _copy_faulty(self, target: Any, row: Row, values: list[str], issues: list[Issue], notes: _Notes) -> None:
        here = [cells.text_cell(target, text) for text in values]
        there = [cells.text_cell(self._to_fix.sheet, text) for text in values]
        for column, found in settle(row, issues, target.title).items():
            if column < len(here):
                cells.mark(here[column], found, self._words["more_notes"], note=notes.take())
                cells.mark(there[column], found, "", note=False)
        target.append(here)
        self._to_fix.add(target.title, row.number, there)

    def _remark_on(self, notes: _Notes, name: str) -> None:
        if notes.asked > MOST_NOTES:
            left = notes.asked - MOST_NOTES
            self._remarks.append(self._words["notes_cut"].format(name=name, most=MOST_NOTES, count=left))


def _new_book() -> Any:
    book = Workbook(write_only=True)
    book.properties.creator = "listing-lint"
    dated(book)
    return book


class _Notes:
    """Counts the notes of a sheet."""

    def __init__(self) -> None:
        self.asked = 0

    def take(self) -> bool:
        """True where the sheet may have another note."""
        self.asked += 1
        return self.asked <= MOST_NOTES


def _widths(sheet: Any) -> dict[str, float]:
    return {letter: dimension.width for letter, dimension in sheet.column_dimensions.items() if dimension.width}
