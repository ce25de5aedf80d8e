"""Rows of cells, whatever file they come from."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from listing_lint.model import Location, Offsets


class Cell(NamedTuple):
    """A value and where it stands; ``offsets`` maps ``text`` to ``raw`` and is None where they are the same."""

    text: str
    raw: str
    offsets: Offsets | None
    location: Location


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
