"""Workbooks opened and saved: what cannot be kept is named, and the same content gives the same bytes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.writer.excel import ExcelWriter

from listing_lint.expressions import expression

_PARTS = (
    ("xl/vbaProject", "macros"),
    ("xl/cellimages", "cell_pictures"),
    ("xl/richData/", "cell_pictures"),
    ("xl/threadedComments/", "threads"),
    ("xl/ctrlProps/", "controls"),
    ("xl/activeX/", "controls"),
    ("xl/slicers/", "slicers"),
    ("xl/diagrams/", "shapes"),
    ("xl/connections", "connections"),
)
"""Parts of a workbook that openpyxl does not keep, by how their names begin."""
_PROPERTIES = "docProps/core.xml"
_DATE = datetime(1980, 1, 1)
"""The first date that an archive can hold."""
_SHAPE = expression(rb"<xdr:(?:sp|grpSp|cxnSp)\b")
_EXTENSION = expression(r"(.+?) extension is not supported")
_EXTENSIONS = {"Data Validation": "lists", "Conditional Formatting": "formatting"}


def opened(file: BinaryIO) -> tuple[Any, list[str]]:
    """The workbook in ``file``, and what of it is left out: the ends of keys that begin with ``left_``.

    Raises whatever openpyxl meets on workbooks that other programs wrote.
    """
    with ZipFile(file) as archive:
        left = list(_parts_left_out(archive))
        core = archive.read(_PROPERTIES) if _PROPERTIES in archive.namelist() else b""
    file.seek(0)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        book = load_workbook(file, rich_text=True)
    for match in filter(None, (_EXTENSION.match(str(warning.message)) for warning in told)):
        left.append(_EXTENSIONS.get(match[1], "extension"))
    dated(book, created=b"created" in core, modified=b"modified" in core)
    return book, list(dict.fromkeys(left))


def dated(book: Any, *, created: bool = False, modified: bool = False) -> None:
    """Takes the clock out of the properties of ``book``; those that it had in its file are kept."""
    if not created:
        book.properties.created = _DATE
    if not modified:
        book.properties.modified = _DATE


def _parts_left_out(archive: ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        yield from (key for start, key in _PARTS if name.startswith(start))
        if name.startswith("xl/drawings/drawing") and _SHAPE.search(archive.read(name)):
            yield "shapes"


def save(book: Any, stream: BinaryIO) -> None:
    """Writes ``book``; no byte depends on the clock."""
    with _Archive(stream, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).write_data()


class _Archive(ZipFile):
    """Gives every part the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_part(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        part = _part(arcname or filename)
        with Path(filename).open("rb") as source, self.open(part, "w", force_zip64=True) as target:
            copyfileobj(source, target, 1 << 20)


def _part(name: ZipInfo | str) -> ZipInfo:
    part = ZipInfo(name.filename if isinstance(name, ZipInfo) else str(name))
    part.compress_type = ZIP_DEFLATED
    return part
