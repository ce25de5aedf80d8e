"""Whether a workbook is safe to unpack: XLSX is a ZIP file, and a small one can hold more than any memory."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from listing_lint.expressions import expression
from listing_lint.limits import Limits, exceeds, megabytes, setting

_HEADER = 30
_BLOCK = 1 << 16
_SMALL = 10
"""Megabytes below which a high ratio is no danger; an empty sheet with a format packs very well."""
_OF_CELL = 32
"""Bytes that each cell takes in the rectangle around all cells of a sheet, the empty ones too."""
_MOST_LETTERS, _MOST_DIGITS = 3, 7
_BEYOND = 1 << 32
"""Stands for a column or row that no sheet has; what is made of it, be it too large a number, spans all of a sheet."""

# Names of cells and rows (``<row r="7">``, ``<c r="AB7">``), shared strings, and the numbers that may name one.
_PLACE = expression(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_END = expression(rb"</(?:[\w.-]+:)?si\s*>")
_VALUE = expression(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>\s*([0-9]+)")
_WINDOW = 64


class Bomb(Exception):
    """The container must not be unpacked; the message says why."""


def inspect(file: BinaryIO, limits: Limits) -> None:
    """Raises `Bomb` where the workbook in the ZIP ``file`` is beyond the ``limits``.

    Raises `zipfile.BadZipFile` where it is damaged.
    """
    container = zipfile.ZipFile(file)
    entries = container.infolist()
    if len(entries) > limits.members:
        raise Bomb(f"it holds {len(entries)} files, and {limits.members} are the limit ({setting('members')})")
    packed = max(sum(entry.compress_size for entry in entries), 1)
    _judge(sum(entry.file_size for entry in entries), packed, limits)
    # What a container says of its sizes need not be true.
    size = cells = 0
    for entry in entries:
        sheet = _Sheet() if entry.filename.lower().startswith("xl/worksheets/") else None
        for piece in _unpacked(file, entry):
            size += len(piece)
            _judge(size, packed, limits)
            if sheet:
                sheet.read(piece)
        cells += sheet.cells if sheet else 0
    _judge_memory(cells * _OF_CELL, limits)
    _judge_memory(cells * _OF_CELL + _strings(file, entries, cells, limits), limits)


def _judge(size: int, packed: int, limits: Limits) -> None:
    if exceeds(size, limits.unpacked_megabytes):
        most = f"{limits.unpacked_megabytes} MB are the limit ({setting('unpacked_megabytes')})"
        raise Bomb(f"it unpacks to {megabytes(size)} or more, and {most}; split it")
    if exceeds(size, _SMALL) and size > packed * limits.unpacked_ratio:
        times = f"{limits.unpacked_ratio} times is the limit ({setting('unpacked_ratio')})"
        raise Bomb(f"it has {megabytes(packed)} and unpacks to {megabytes(size)} or more, and {times}")


def _judge_memory(size: int, limits: Limits) -> None:
    if exceeds(size, limits.unpacked_megabytes):
        most = f"{limits.unpacked_megabytes} MB are the limit ({setting('unpacked_megabytes')})"
        raise Bomb(f"its cells would take {megabytes(size)} of memory, and {most}; delete what stands far outside")


def _unpacked(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The true content of one member of the container, in pieces."""
    file.seek(entry.header_offset)
    header = file.read(_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    at, left = file.tell(), entry.compress_size
    stream = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    waiting = b""
    try:
        while waiting or left > 0:
            if not waiting:
                # Between two pieces the reader may have been elsewhere in the file.
                file.seek(at)
                waiting = file.read(min(left, _BLOCK))
                at, left = file.tell(), left - len(waiting)
                if not waiting:
                    return
            if stream is None:
                yield waiting
                waiting = b""
                continue
            yield stream.decompress(waiting, 16 * _BLOCK)
            waiting = stream.unconsumed_tail
            if stream.eof:
                return
    except zlib.error as error:
        raise zipfile.BadZipFile(str(error)) from None


class _Sheet:
    """How far the cells of a sheet reach."""

    def __init__(self) -> None:
        self._kept = b""
        self._first, self._last = 1 << 30, 0
        self._left, self._right = 1 << 30, 0

    def read(self, piece: bytes) -> None:
        text = self._kept + piece
        # A set, because a sheet has few columns: each name is worked out once a piece.
        columns: set[bytes] = set()
        for column, row in _PLACE.findall(text):
            columns.add(column)
            number = int(row) if len(row) <= _MOST_DIGITS else _BEYOND
            self._last = max(self._last, number)
            self._first = min(self._first, number % _BEYOND)
        for column in columns:
            number = _number(column) if len(column) <= _MOST_LETTERS else _BEYOND
            self._right = max(self._right, number)
            self._left = min(self._left, number % _BEYOND)
        self._kept = text[-_WINDOW:]

    @property
    def cells(self) -> int:
        """The cells of the rectangle around all that are used."""
        return max(self._last - self._first + 1, 0) * max(self._right - max(self._left, 1) + 1, 0)


def _number(column: bytes) -> int:
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number


def _strings(file: BinaryIO, entries: list[zipfile.ZipInfo], cells: int, limits: Limits) -> int:
    """The most bytes that the shared strings take when every cell has its own copy of the one it names."""
    shared = [entry for entry in entries if entry.filename.lower() == "xl/sharedstrings.xml"]
    sizes: list[int] = []
    for entry in shared:
        kept = 0
        for piece in _unpacked(file, entry):
            # An end that two pieces share is missed, which makes a string longer and the estimate larger.
            ends = [match.end() for match in _END.finditer(piece)]
            for start, end in zip([-kept, *ends], ends, strict=False):
                sizes.append(end - start)
            kept = len(piece) - ends[-1] if ends else kept + len(piece)
    if not sizes or not exceeds(max(sizes) * cells, limits.unpacked_megabytes):
        return 0
    total = 0
    for entry in entries:
        if entry.filename.lower().startswith("xl/worksheets/"):
            kept_bytes = b""
            for piece in _unpacked(file, entry):
                text = kept_bytes + piece
                # The tail is looked at again with the next piece, so a number on the seam may count twice.
                total += sum(sizes[number] for value in _VALUE.findall(text) if (number := int(value[:9])) < len(sizes))
                kept_bytes = text[-_WINDOW:]
                _judge_memory(total, limits)
    return total
