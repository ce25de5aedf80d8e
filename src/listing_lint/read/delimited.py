"""Delimited text to records whose every cell knows its place in the file.

The rules are those of RFC 4180, read leniently: a quote inside a quoted cell that is neither doubled nor followed by
a delimiter is text, and a quote that is never closed ends with its line instead of swallowing the rows after it.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from listing_lint.expressions import expression
from listing_lint.model import Location
from listing_lint.read.encoding import breaks
from listing_lint.read.header import HEADER_ROWS, names_in
from listing_lint.read.reading import Reporter
from listing_lint.read.rows import Cell, Row, is_blank, quote_offsets

DELIMITERS = (",", ";", "\t", "|")

_HINT = expression(r"\ufeff?sep=([^\s\w])\r?\n?$")
_TO_QUOTE = expression(r'[^"]*+(?:""[^"]*+)*+"')
_CLOSED, _OPEN = 0, -1
_MOST_LINES, _FEWEST_LINES = 5000, 200
"""How far the end of a quoted cell is sought; half as far each time that it was sought in vain."""


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """The physical lines of a text that comes in pieces, with their ends (LF, CR LF or CR)."""
    kept: list[str] = []
    for piece in pieces:
        if "\n" not in piece and "\r" not in piece and not (kept and kept[-1].endswith("\r")):
            kept.append(piece)
            continue
        text = "".join([*kept, piece])
        # A CR at the very end may be the half of a CR LF.
        end = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
        yield from StringIO(text[:end], newline="")
        kept = [text[end:]]
    rest = "".join(kept)
    if rest:
        yield rest


class Record:
    """One row of a delimited file; ``pieces`` are its cells as they stand in the file, with their quotes."""

    __slots__ = ("_places", "line", "number", "path", "pieces")

    def __init__(self, path: str, number: int, line: int, pieces: list[str]) -> None:
        self.path = path
        self.number = number
        self.line = line
        self.pieces = pieces
        self._places: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self.pieces)

    def text(self, index: int) -> str:
        """The value of the cell at ``index`` without quotes; empty where the row is shorter."""
        if index >= len(self.pieces):
            return ""
        piece = self.pieces[index]
        if '"' not in piece:
            return piece
        raw, lead = _inner(piece)
        return raw.replace('""', '"') if lead else raw

    def cell(self, index: int) -> Cell:
        """The cell at ``index`` with its place."""
        places = self._places or self._placed()
        if index >= len(places):
            return Cell("", "", None, Location(self.path, self.number, *places[-1]))
        piece = self.pieces[index]
        line, column = places[index]
        if '"' not in piece:
            return Cell(piece, piece, None, Location(self.path, self.number, line, column))
        raw, lead = _inner(piece)
        location = Location(self.path, self.number, line, column + lead)
        if lead and '""' in raw:
            return Cell(raw.replace('""', '"'), raw, quote_offsets(raw), location)
        return Cell(raw, raw, None, location)

    @property
    def location(self) -> Location:
        return Location(self.path, record=self.number, line=self.line, column=1)

    def content(self, first: Row) -> str:
        place = (self.number - first.number, self.line - (first.location.line or 0), *map(len, self.pieces))
        return f"{place}{''.join(self.pieces)}"

    def _placed(self) -> list[tuple[int, int]]:
        """Line and column of each piece."""
        line, column = self.line, 1
        for piece in self.pieces:
            self._places.append((line, column))
            if "\n" in piece or "\r" in piece:
                line += breaks(piece)
                column = len(piece) - max(piece.rfind("\n"), piece.rfind("\r"))
            else:
                column += len(piece)
            column += 1
        return self._places


def _inner(piece: str) -> tuple[str, int]:
    """What stands between the quotes of a cell, and how many characters come before it."""
    if piece[:1] == '"' == piece[-1:] and len(piece) > 1 and piece.find('"', 1) == len(piece) - 1:
        return piece[1:-1], 1
    start = piece.lstrip(" ")
    if not start.startswith('"'):
        return piece, 0
    lead = len(piece) - len(start) + 1
    body = start[1:].rstrip(" ")
    if (len(body) - len(body.rstrip('"'))) % 2:
        return body[:-1], lead
    # A quote that was never closed is no part of the value; one that is part of a pair is.
    return (piece, 0) if '"' in body else (start[1:], lead)


class Tokenizer:
    """The records of a delimited text, in order, blank ones and comments among them.

    ``width``, once it is known, is the number of cells that a record should have; it helps to tell a long cell from a
    quote that was never closed.
    """

    def __init__(self, source: Iterable[str], delimiter: str, path: str = "", reporter: Reporter | None = None) -> None:
        self.width = 0
        self.path = path
        self._source = iter(source)
        self._delimiter = delimiter
        self._reporter = reporter
        self._returned: deque[str] = deque()
        self._line = 0
        self._number = 0
        self._farthest = _MOST_LINES
        self._after = expression(rf" *(?:{re.escape(delimiter)}|\r|\n|\Z)")

    def __iter__(self) -> Iterator[Record]:
        while (line := self._take()) is not None:
            self._number += 1
            first = self._line
            yield Record(self.path, self._number, first, self._pieces(line))

    def _take(self) -> str | None:
        line = self._returned.popleft() if self._returned else next(self._source, None)
        if line is not None:
            self._line += 1
        return line

    def _give_back(self, taken: list[str]) -> None:
        self._returned.extendleft(reversed(taken))
        self._line -= len(taken)

    def _pieces(self, line: str) -> list[str]:
        """The cells of the record that begins with ``line``, more lines being taken as its quotes demand."""
        if '"' not in line:
            return line.rstrip("\r\n").split(self._delimiter)
        pieces = self._plain(line.rstrip("\r\n"))
        if pieces:
            return pieces
        broken = -1
        at = self._cells(line, 0, pieces)
        while at != _CLOSED:
            start = ~at
            closed = self._through(line, start)
            if closed:
                piece, line, end = closed
            else:
                broken = len(pieces)
                self._unclosed(line, start)
                end = line.find(self._delimiter, start)
                piece = line[start:end] if end >= 0 else line[start:].rstrip("\r\n")
            pieces.append(piece)
            at = self._cells(line, end + 1, pieces) if end >= 0 else _CLOSED
        surplus = len(pieces) - self.width
        if broken >= 0 and self.width and surplus > 0:
            pieces[broken : broken + surplus + 1] = [self._delimiter.join(pieces[broken : broken + surplus + 1])]
        return pieces

    def _plain(self, row: str) -> list[str]:
        """The cells of a line whose quotes do no more than enclose cells, as in most lines; else none."""
        mark = self._delimiter
        chunks = row.split('"')
        last = len(chunks) - 1
        if last % 2:
            return []
        pieces: list[str] = []
        for at, chunk in enumerate(chunks):
            if at % 2:
                pieces.append(f'"{chunk}"')
                continue
            # What stands between two quoted cells begins and ends with a delimiter.
            if at and chunk[:1] != mark and (at < last or chunk):
                return []
            if at < last and chunk[-1:] != mark and (at or chunk):
                return []
            if len(chunk) > (0 < at < last):
                pieces += chunk[at > 0 : len(chunk) - (at < last)].split(mark)
        return pieces

    def _cells(self, line: str, at: int, pieces: list[str]) -> int:
        """Appends the cells of ``line`` from ``at``. `_CLOSED`, or ``~start`` of a cell open at the line's end."""
        while True:
            start = at
            while line[start : start + 1] == " ":
                start += 1
            if line[start : start + 1] == '"':
                closing = self._closing(line, start + 1)
                if closing < 0:
                    return ~at
                end = line.find(self._delimiter, closing + 1)
            else:
                end = line.find(self._delimiter, at)
            if end < 0:
                pieces.append(line[at:].rstrip("\r\n"))
                return _CLOSED
            pieces.append(line[at:end])
            at = end + 1

    def _closing(self, line: str, at: int) -> int:
        """Where the quote stands that closes a cell; `_OPEN` where none does, less where a new cell seems to begin."""
        quote = line.find('"', at)
        if quote >= 0 and line.startswith(self._delimiter, quote + 1):
            return quote
        while match := _TO_QUOTE.match(line, at):
            quote = match.end() - 1
            if self._after.match(line, quote + 1):
                return quote
            if quote == 0 or line[quote - 1] == self._delimiter:
                return _OPEN - 1
            at = quote + 1
        return _OPEN

    def _through(self, line: str, start: int) -> tuple[str, str, int] | None:
        """The cell that begins at ``start``, the line it ends on and where there its delimiter is (-1: none).

        None, and no line is taken, where the quote cannot have been meant to run on.
        """
        if self._closing(line, line.index('"', start) + 1) != _OPEN:
            return None
        taken: list[str] = []
        rows = 0
        while (following := self._take()) is not None:
            taken.append(following)
            closing = self._closing(following, 0)
            if closing >= 0:
                end = following.find(self._delimiter, closing + 1)
                last = following[:end] if end >= 0 else following.rstrip("\r\n")
                return "".join([line[start:], *taken[:-1], last]), following, end
            rows += self._is_row(following)
            if closing < _OPEN or rows > 2:
                break
            if len(taken) > self._farthest:
                following = None
                break
        if following is None:
            self._farthest = max(self._farthest // 2, _FEWEST_LINES)
        self._give_back(taken)
        return None

    def _is_row(self, line: str) -> bool:
        """True where ``line`` alone makes a row; a sentence with two commas may, so narrow rows prove nothing."""
        if self.width < 6 or line.count(self._delimiter) < self.width - 1:
            return False
        pieces: list[str] = []
        return self._cells(line, 0, pieces) == _CLOSED and len(pieces) == self.width

    def _unclosed(self, line: str, start: int) -> None:
        if self._reporter:
            place = Location(self.path, self._number, self._line, line.index('"', start) + 1)
            message = "the quote that opens here is not closed; the cell is read up to the end of its line"
            self._reporter.report("quotes that are not closed", place, message)


def delimiter_of(sample: Sequence[str]) -> str:
    """The delimiter of a text that begins with the lines ``sample``; a comma where none is used.

    The one wins that makes the most known column names, then the one that gives the rows the most even width.
    """
    hint = _HINT.match(sample[0]) if sample else None
    if hint:
        return hint.group(1)

    def score(delimiter: str) -> tuple[float, float]:
        widths: Counter[int] = Counter()
        best = 0.0
        for record in Tokenizer(sample, delimiter):
            if not is_blank(record):
                widths[len(record)] += 1
                if record.number <= HEADER_ROWS:
                    best = max(best, names_in(record))
        width, rows = max(widths.items(), key=lambda item: (item[1] * min(item[0], 8), item[0]), default=(1, 0))
        return best, min(width - 1, 8) * rows / max(widths.total(), 1)

    return max(DELIMITERS, key=score)
