"""The sheets that listing-lint adds to a workbook: issues, rows to fix, summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from listing_lint.model import SEVERITIES
from listing_lint.read.excel import letters
from listing_lint.read.rows import Row
from listing_lint.report import place
from listing_lint.report.xlsx_cells import FILLS, at_top, for_print, head_cells, link, text_cell, wrapped
from listing_lint.report.xlsx_issues import Issue
from listing_lint.texts import Texts, texts
from listing_lint.texts.messages import translated

if TYPE_CHECKING:
    from listing_lint.run import Summary

MOST_ROWS = 1_048_576
MOST_LINKS = 65_530
"""Links in a sheet; a workbook with more is damaged to Excel."""
_SAMPLED = 50
_WIDEST = 60
_MESSAGE_WIDTH = 80
_LINE = 15.0
"""The height of a line of text, in points."""
_COLUMNS = (
    ("cell", 22), ("severity", 11), ("listing", 18), ("field", 24), ("words", 30), ("message", _MESSAGE_WIDTH),
    ("rule", 28), ("dispute", 22),
)  # fmt: skip


def sheet_title(name: str) -> str:
    """``name`` as the name of a sheet, short enough to be numbered where it is taken."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("' ")
    return name.encode("utf-16-le", "replace")[:50].decode("utf-16-le", "ignore") or "Sheet"


def sized(rows: Iterable[Row]) -> tuple[Iterator[Row], dict[str, float]]:
    """The ``rows`` again, and a width for each column, judged by the first of them."""
    rows = iter(rows)
    sample = list(islice(rows, _SAMPLED))
    widths: dict[str, float] = {}
    for row in sample:
        for index in range(len(row)):
            letter = letters(index)
            size = max((_cells(line) for line in row.text(index).split("\n")), default=0)
            widths[letter] = min(max(widths.get(letter, 8), size + 2), _WIDEST)
    return chain(sample, rows), widths


def _cells(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if char >= "\u1100" else 1 for char in text)


class RowsToFix:
    """The sheet with only the rows that have issues; its first column leads to where they are."""

    def __init__(self, book: Any, words: Texts) -> None:
        self._book = book
        self._words = words
        self.sheet = book.create_sheet(words["rows_to_fix"])
        self._count = 0

    def begin(self, header: Sequence[Sequence[Any]], widths: Mapping[str, float]) -> None:
        """Begins with the rows of another sheet, whose ``header`` is repeated."""
        if not self._count:
            for_print(self.sheet)
            self.sheet.freeze_panes = f"B{len(header) + 1}" if header else "B1"
            for index, letter in enumerate(["", *map(letters, range(len(header[0]) if header else 0))]):
                self.sheet.column_dimensions[letters(index)].width = widths.get(letter, 10)
        for row in header:
            self.sheet.append([*head_cells(self.sheet, [self._words["row_number"]]), *row])
            self._count += 1

    def add(self, sheet: str, row: int, cells: Sequence[Any]) -> None:
        """Adds the ``row`` of ``sheet``."""
        if self._count >= MOST_ROWS:
            return
        self._count += 1
        first = text_cell(self.sheet, str(row))
        if self._count <= MOST_LINKS:
            link(first, self._count, sheet, row, 0)
        self.sheet.append([first, *cells])

    def finish(self) -> None:
        """Puts the sheet behind all that are there now; takes it away where it is empty."""
        if self._count:
            self._book.move_sheet(self.sheet.title, len(self._book.sheetnames) - 1 - self._book.index(self.sheet))
        else:
            self._book.remove(self.sheet)


def write_issues(book: Any, issues: Sequence[Issue], words: Texts) -> list[str]:
    """Adds the sheet of issues, one line a finding, with a filter. What was left out is returned as remarks."""
    sheet = book.create_sheet(words["issues"])
    sheet.freeze_panes = "A2"
    for index, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions[letters(index)].width = width
    sheet.append(head_cells(sheet, (words[name] for name, _ in _COLUMNS)))
    targets = {issue.target for issue in issues}
    shown = issues[: MOST_ROWS - 1]
    for number, issue in enumerate(shown, 2):
        first = text_cell(sheet, issue.place)
        if issue.target and issue.row is not None:
            where = f"{letters(issue.column)}{issue.row}"
            first = text_cell(sheet, where if len(targets) == 1 else f"{issue.target}!{where}")
            if number <= MOST_LINKS:
                link(first, number, issue.target, issue.row, issue.column)
        severity = text_cell(sheet, words[issue.severity])
        severity.fill = FILLS[issue.severity]
        message = wrapped(text_cell(sheet, issue.message))
        rest = (issue.rule, words[issue.dispute])
        told = (issue.listing, field_words(issue.field, words), issue.words)
        lines = -(-_cells(issue.message) // (_MESSAGE_WIDTH - 4))
        if lines > 1:
            sheet.row_dimensions[number].height = _LINE * lines
        row = [first, severity, *_texts(sheet, told), message, *_texts(sheet, rest)]
        at_top([cell for cell in row if cell is not message])
        sheet.append(row)
    for_print(sheet)
    sheet.auto_filter.ref = f"A1:{letters(len(_COLUMNS) - 1)}{len(shown) + 1}"
    remarks = []
    if len(shown) < len(issues):
        remarks.append(words["issues_cut"].format(most=MOST_ROWS, count=len(issues) - len(shown)))
    if len(shown) >= MOST_LINKS:
        remarks.append(words["links_cut"].format(most=MOST_LINKS - 1))
    return remarks


def field_words(name: str | None, words: Texts) -> str:
    """What a seller calls the field ``name``; None is the whole listing."""
    if name is None:
        return words["whole"]
    return words.get(f"field_{name}") or name.partition(".")[2] or name


def _texts(sheet: Any, values: Iterable[str]) -> list[Any]:
    return [text_cell(sheet, value) for value in values]


def write_summary(book: Any, summary: Summary, remarks: Sequence[str], lang: str) -> None:
    """Adds the sheet with the counts, the rules, what was not linted, and the ``remarks``."""
    words = texts(lang, "workbook")
    sheet = book.create_sheet(words["summary"])
    for_print(sheet)
    for letter, width in (("A", 32), ("B", 12), ("C", 12), ("D", 22), ("E", 90)):
        sheet.column_dimensions[letter].width = width
    counts = (("files", summary.files), ("listings", summary.listings), ("findings", summary.findings))
    for name, count in counts:
        sheet.append([text_cell(sheet, words[name]), count])
    for severity in SEVERITIES:
        cell = text_cell(sheet, words[severity])
        cell.fill = FILLS[severity]
        sheet.append([cell, summary.by_severity[severity]])
    sheet.append([])
    sheet.append(head_cells(sheet, (words[name] for name in ("rule", "count", "severity", "dispute", "meaning"))))
    for name, count in sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0])):
        rule = summary.rules[name]
        told = (words[rule.severity], words[rule.dispute], rule.text("summary", lang))
        sheet.append([text_cell(sheet, name), count, *_texts(sheet, told)])
    skipped = (f"{place(item.location)}: {translated(item.reason, lang)}" for item in summary.skipped)
    lines = [*remarks, *(f"{words['not_linted']}: {line}" for line in skipped)]
    for line in [""] * bool(lines) + lines:
        sheet.append([text_cell(sheet, line)])
