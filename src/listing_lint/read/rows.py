"""Rows of cells, whatever file they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from listing_lint.model import Location, Offsets
from listing_lint.read.encoding import breaks


class Cell(Struct, frozen=True):
    """A value and where it stands; ``offsets`` maps ``text`` to ``raw`` and is None where they are the same."""

    text: str
    raw: str
    offsets: Offsets | None
    location: Location

    def part(self, start: int, end: int) -> Cell:
        """The characters ``start``:``end`` of the value as a cell of their own."""
        raw_start, raw_end = start, end
        if self.offsets:
            raw_start, raw_end = self.offsets.start(start), self.offsets.end(end)
        text, raw = self.text[start:end], self.raw[raw_start:raw_end]
        place = advanced(self.location, self.raw[:raw_start])
        return Cell(text, raw, None if raw == text else quote_offsets(raw), place)


class Row(Protocol):
    """One row; ``number`` is the one a spreadsheet shows. Cells count from 0."""

    @property
    def number(self) -> int: ...

    @property
    def location(self) -> Location: ...

    def __len__(self) -> int: ...

    def text(self, index: int) -> str:
        """The value of a cell; empty where the row has none."""

    def cell(self, index: int) -> Cell:
        """The value of a cell and its place."""

    def content(self, first: Row) -> str:
        """All that a listing made of the row depends on, its place being told as seen from the row ``first``."""


class ListRow(Struct, frozen=True):
    """A row of a file that has no lines; ``path`` names what it is from."""

    path: str
    number: int
    values: Sequence[str]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def location(self) -> Location:
        return Location(self.path, record=self.number)

    def content(self, first: Row) -> str:
        place = (self.number - first.number, *map(len, self.values))
        return f"{place}{''.join(self.values)}"

    def text(self, index: int) -> str:
        return self.values[index] if index < len(self.values) else ""

    def cell(self, index: int) -> Cell:
        text = self.text(index)
        return Cell(text, text, None, self.location)


def advanced(place: Location, passed: str) -> Location:
    """The place that is reached from ``place`` after ``passed``; the same where the file has no lines."""
    if place.line is None or place.column is None or not passed:
        return place
    lines = breaks(passed)
    last = max(passed.rfind("\n"), passed.rfind("\r"))
    column = len(passed) - last if lines else place.column + len(passed)
    return Location(place.path, place.record, place.line + lines, column, place.sheet, place.cell, place.pointer)


def quote_offsets(raw: str) -> Offsets:
    """The map to ``raw`` from the same text with its doubled quotes made single."""
    segments: list[tuple[int, int, int]] = []
    plain = done = 0
    at = raw.find('""')
    while at >= 0:
        if at > done:
            segments.append((plain, done, at - done))
            plain += at - done
        segments.append((plain, at, 2))
        plain += 1
        done = at + 2
        at = raw.find('""', done)
    if done < len(raw):
        segments.append((plain, done, len(raw) - done))
        plain += len(raw) - done
    return Offsets(segments, plain)


def is_blank(row: Row) -> bool:
    """True where no cell of ``row`` holds more than white space."""
    return not any(row.text(index).strip() for index in range(len(row)))
