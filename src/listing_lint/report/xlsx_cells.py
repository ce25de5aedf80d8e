"""Cells for a workbook: text that stays text, colours, notes, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from listing_lint.model import SEVERITIES
from listing_lint.read.excel import letters
from listing_lint.report.xlsx_issues import Issue

MOST_CHARACTERS = 32_767
"""What a cell can hold, in UTF-16 units."""
_NOTE = 1000
_COLORS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
FILLS = {name: PatternFill("solid", start_color=color, end_color=color) for name, color in _COLORS.items()}
_LINK = Font(color="0563C1", underline="single")
_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", start_color="33475B", end_color="33475B")
_WRAP = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_TEXT = "@"


def storable(text: str) -> str:
    """``text`` as a cell can hold it: control characters and lone surrogates replaced, cut where it is too long."""
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    if not text.isascii():
        text = text.encode("utf-16-le", "replace")[: MOST_CHARACTERS * 2].decode("utf-16-le", "ignore")
    return text[:MOST_CHARACTERS]


def is_cut(text: str) -> bool:
    """True where a cell cannot hold all of ``text``."""
    return len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le", "replace")) > MOST_CHARACTERS * 2


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that holds ``text`` as text, whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    cell.number_format = _TEXT
    set_text(cell, text)
    return cell


def set_text(cell: Any, text: str) -> None:
    """Puts ``text`` into ``cell``; `Cell.value` would take some texts for formulas, numbers or errors."""
    cell._value = storable(text)
    cell.data_type = "s"


def texts(row: Sequence[str], shared: Any) -> Iterator[Any]:
    """The cells of a row of texts for a sheet that is written once: each is ``shared``, which saves half the time."""
    for text in row:
        if not text:
            yield None
            continue
        set_text(shared, text)
        yield shared


def head_cells(sheet: Any, names: Iterable[str]) -> list[Any]:
    """The cells of a row of column names."""
    cells = [text_cell(sheet, name) for name in names]
    for cell in cells:
        cell.font, cell.fill = _HEAD, _HEAD_FILL
    return cells


def wrapped(cell: Any) -> Any:
    """``cell``, its text going on in a new line where it is longer than the column is wide."""
    cell.alignment = _WRAP
    return cell


def at_top(cells: Sequence[Any]) -> Sequence[Any]:
    """``cells``, their texts beginning in one line with those of a cell that is `wrapped`."""
    for cell in cells:
        cell.alignment = _TOP
    return cells


def for_print(sheet: Any) -> None:
    """Makes ``sheet`` print across the page, its first row on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def link(cell: Any, own_row: int, sheet: str, row: int, column: int) -> None:
    """Makes ``cell``, in column A of ``own_row``, a link to a cell of the same workbook; ``column`` counts from 0."""
    cell.row = own_row
    cell.hyperlink = Hyperlink(ref="", location=f"{quoted(sheet)}!{letters(column)}{row}")
    cell.font = _LINK


def quoted(sheet: str) -> str:
    """The name of a sheet as references have it."""
    return "'" + sheet.replace("'", "''") + "'"


def mark(cell: Any, issues: Sequence[Issue], more: str, *, note: bool) -> None:
    """Colours ``cell`` by the gravest of its ``issues`` and, with ``note``, says in a note what they are.

    What does not go into the note is counted by ``more``, a template.
    """
    cell.fill = FILLS[min((issue.severity for issue in issues), key=SEVERITIES.index)]
    if not note or not isinstance(cell, Cell):
        return
    own = cell.comment.text if cell.comment else ""
    parts, size = [own] if own else [], 0
    for number, issue in enumerate(issues):
        if size + len(issue.message) > _NOTE and number:
            parts.append(more.format(count=len(issues) - number))
            break
        size += len(issue.message)
        parts.append(f"{issue.message[:_NOTE]}\n({issue.rule})")
    text = storable("\n\n".join(parts))
    lines = sum(1 + len(re.sub(r"[^\x00-\xff]", "xx", line)) // 42 for line in text.split("\n"))
    cell.comment = Comment(text, "listing-lint", width=320, height=min(24 + 18 * lines, 480))


def copied(cell: Any, sheet: Any) -> Any:
    """A copy of ``cell``, with its format, for another sheet of the same workbook; a formula refers to its result."""
    copy_of = WriteOnlyCell(sheet)
    copy_of._style = copy(cell._style)
    if cell.data_type == "f":
        copy_of.value = f"={quoted(cell.parent.title)}!{cell.coordinate}"
    else:
        copy_of._value, copy_of.data_type = cell._value, cell.data_type
    return copy_of
