"""Places in a text as editors count them: lines and characters from 0, characters in units of the agreed encoding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from lsprotocol.types import Position, Range

from listing_lint.expressions import expression
from listing_lint.model import Finding
from listing_lint.report import Region, region

_BREAK = expression(r"\r\n|\r|\n")


class Lines:
    """The lines of a text. ``units`` counts the units of a piece of it (in UTF-16, an emoji has two).

    Other offsets than the editor's do not count a byte order mark that the text begins with.
    """

    def __init__(self, text: str, units: Callable[[str], int]) -> None:
        self._text = text
        self._units = units
        self._mark = int(text.startswith("\ufeff"))
        breaks = list(_BREAK.finditer(text))
        self._starts = [0, *(match.end() for match in breaks)]
        self._ends = [*(match.start() for match in breaks), len(text)]

    def position(self, line: int, column: int) -> Position:
        """The place of ``line`` and ``column``, both from 1, the column in code points; at most the line's end."""
        row = min(line, len(self._starts)) - 1
        start = self._starts[row]
        at = min(start + column - 1 + (self._mark if row == 0 else 0), self._ends[row])
        return Position(row, self._units(self._text[start:at]))

    def at(self, offset: int) -> Position:
        """The place of the code point ``offset``."""
        offset += self._mark
        row = bisect_right(self._starts, offset) - 1
        start = self._starts[row]
        return Position(row, self._units(self._text[start:offset]))

    def range_of(self, finding: Finding) -> Range:
        """The words that ``finding`` points at."""
        return self.range(region(finding))

    def range(self, place: Region) -> Range:
        return Range(self.position(place.line, place.column), self.position(place.end_line, place.end_column))


def touches(one: Range, other: Range) -> bool:
    """True where the two have a character or an edge in common."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: Position) -> tuple[int, int]:
    return position.line, position.character
