"""Workbooks to rows of values, by way of calamine.

This file also runs as a program that reads a workbook from standard input and writes its rows as JSON: the parsers of
XLS, XLSB and ODS end the whole process on some damaged files, and take any memory on others. The run must go on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO, Protocol

from listing_lint.limits import DEFAULT, Limits
from listing_lint.read.container import Bomb, inspect

_OLD = b"\xd0\xcf\x11\xe0"
_OTHER_FORMATS = frozenset({"content.xml", "workbook.bin"})
"""What a ZIP file of ODS or XLSB holds, and none of XLSX."""
_REFUSED = 3

Rows = Iterator[tuple[int, list[str]]]
"""The rows that are not blank, each with its number and its texts from column A on."""


class WorkbookError(Exception):
    """The workbook, or a sheet of it, cannot be read; the message says why."""


class Book(Protocol):
    """A workbook; ``sheets`` are the names of its sheets and whether each is visible."""

    sheets: list[tuple[str, bool]]

    def rows(self, sheet: str) -> Rows:
        """The rows of a sheet. Raises `WorkbookError`."""


def open_book(file: BinaryIO, limits: Limits) -> Book:
    """The workbook in ``file`` (XLSX, XLSM, XLS, XLSB or ODS), if within ``limits``. Raises `WorkbookError`."""
    apart = _is_apart(file)
    file.seek(0)
    return _BookApart(file, limits) if apart else _Book(file, limits)


def _is_apart(file: BinaryIO) -> bool:
    """True for what may be read as another format than XLSX, whose sheets alone are measured before."""
    if file.read(len(_OLD)) == _OLD:
        return True
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        return False
    return any(name.lower().replace("\\", "/").rpartition("/")[2] in _OTHER_FORMATS for name in names)


class _Book:
    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        import python_calamine

        self._error: tuple[type[Exception], ...] = (python_calamine.CalamineError, ValueError, OSError)
        try:
            if zipfile.is_zipfile(file):
                inspect(file, limits)
            file.seek(0)
            self._book = python_calamine.load_workbook(file)
        except Bomb as error:
            raise WorkbookError(str(error)) from None
        except python_calamine.PasswordError:
            raise WorkbookError("it is locked with a password; save it without one") from None
        except (*self._error, zipfile.BadZipFile, NotImplementedError) as error:
            raise WorkbookError(f"it is damaged or no workbook ({error})") from None
        visible = python_calamine.SheetVisibleEnum.Visible
        self.sheets = [(sheet.name, sheet.visible == visible) for sheet in self._book.sheets_metadata]

    def rows(self, sheet: str) -> Rows:
        try:
            cells = self._book.get_sheet_by_name(sheet)
            left = [""] * (cells.start[1] if cells.start else 0)
            # The rows begin at the first of the sheet, their cells in the first column that is used.
            for number, values in enumerate(cells.iter_rows() if cells.start else (), 1):
                if any(value != "" for value in values):
                    yield number, left + [shown(value) for value in values]
        except self._error as error:
            raise WorkbookError(f"it is damaged ({error})") from None


class _BookApart:
    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        command = [sys.executable, "-P", __file__, str(2 * limits.unpacked_megabytes)]
        child = subprocess.run(command, input=file.read(), capture_output=True, check=False)
        if child.returncode == _REFUSED:
            raise WorkbookError(child.stdout.decode("utf-8", "replace"))
        if child.returncode:
            raise WorkbookError("it is damaged, or needs too much memory")
        data = json.loads(child.stdout)
        self.sheets = [(name, visible) for name, visible, _ in data]
        self._rows = {name: rows for name, _, rows in data}

    def rows(self, sheet: str) -> Rows:
        return ((number, values) for number, values in self._rows[sheet])


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


def _child() -> None:
    import io

    with suppress(ImportError):
        import resource

        most = int(sys.argv[1]) * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        book = _Book(io.BytesIO(sys.stdin.buffer.read()), DEFAULT)
        data = [(name, visible, list(book.rows(name))) for name, visible in book.sheets]
    except WorkbookError as error:
        print(error, end="")
        raise SystemExit(_REFUSED) from None
    json.dump(data, sys.stdout)


if __name__ == "__main__":
    _child()
