"""Which rows of a table name its columns."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.read.columns import attribute_role, fold
from listing_lint.read.platforms import generic, is_named, notes
from listing_lint.read.rows import Row

HEADER_ROWS = 40
"""How far down a header is looked for."""

_LONGEST_NAME = 90
_NOT_A_NAME = expression(r"\s*(?:[-+$€£¥₽]?\s?[\d.,]+\s?%?|https?://.*|www\..*|<.*|\{.*|\[.*)\s*", re.DOTALL)


_CLASS_NAME = expression(r"[a-z0-9]+(?:-|__)[a-z0-9_]+(?:-[a-z0-9_]+)*(?: (?:href|src|alt|text|\d+))*")


class Header(Struct, frozen=True):
    """``labels`` are the names to show, ``names`` all that each column is called, one after another.

    ``first`` and ``last`` are the numbers of the rows that the header takes up.
    """

    labels: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    first: int
    last: int

    def is_repeated_in(self, row: Row) -> bool:
        """True where ``row`` is the header again, as in files put together from several."""
        return len(row) >= len(self.labels) and all(row.text(at) == label for at, label in enumerate(self.labels))


@lru_cache(maxsize=8192)
def _weight(name: str) -> float:
    """How surely ``name`` is a column's: 1 for a known one, less where it only sounds like one."""
    if not name.strip() or len(name) > _LONGEST_NAME or _NOT_A_NAME.fullmatch(name):
        return 0.0
    if is_named(name):
        return 1.0
    if is_class_name(name) and part_by_ending(name):
        return 0.5
    return 0.3 if attribute_role(name) != "attribute" else 0.0


def is_class_name(name: str) -> bool:
    """True for headers that a scraper made of the page's class names (``card-item-title 2``)."""
    return bool(_CLASS_NAME.fullmatch(name))


def part_by_ending(name: str) -> str:
    """The part that the last words of a header stand for, a number after them left out; empty for none."""
    words = fold(name).split()
    while words and words[-1].isdigit():
        words.pop()
    names = generic().names
    return next((part for at in (-3, -2, -1) if (part := names.get(" ".join(words[at:])))), "")


def names_in(row: Row, own: Container[str] = ()) -> float:
    """How much of ``row`` is names of columns; ``own`` holds the folded names that the user gave."""
    total = 0.0
    for index in range(len(row)):
        text = row.text(index)
        if len(text) <= _LONGEST_NAME:
            total += 3.0 if own and fold(text) in own else _weight(text)
            part = part_by_ending(text) if is_class_name(text) else generic().names.get(fold(text))
            total += 2.0 if part == "title" else 1.0 if part == "description" else 0.0
    return total


def is_comment(row: Row) -> bool:
    """True for a row whose cells begin with ``#``."""
    cells = [text for text in map(row.text, range(len(row))) if text.strip()] if _has_mark(row) else []
    marked = sum(text.lstrip("\ufeff \t").startswith("#") for text in cells)
    return bool(cells) and marked * 2 > len(cells)


def _has_mark(row: Row) -> bool:
    first = next((text for text in map(row.text, range(len(row))) if text.strip()), "")
    return first.lstrip("\ufeff \t").startswith("#")


def is_note(row: Row) -> bool:
    """True for a row that says how to fill the columns in (required, optional ...)."""
    cells = [fold(text) for text in map(row.text, range(len(row))) if text.strip() and len(text) < _LONGEST_NAME]
    return len(cells) > 1 and sum(text in notes() for text in cells) * 2 > len(cells)


def find_header(rows: Sequence[Row], own: Container[str] = ()) -> Header | None:
    """The header among the first ``rows`` of a table; None where no row holds names of columns."""
    best, most = None, 0.0
    for row in rows[:HEADER_ROWS]:
        if is_comment(row) or is_note(row):
            continue
        found = names_in(row, own)
        if found > most:
            best, most = row, found
            if found >= 0.6 * _filled(row) and found > 4:
                break
    if best is None or most < (2.0 if _filled(best) > 2 else 1.0):
        return None
    place = rows.index(best)
    group = [best]
    for step in (-1, 1):
        at = place + step
        if 0 <= at < len(rows) and _is_second(rows[at], best):
            group.insert(0 if step < 0 else 1, rows[at])
            if step < 0:
                break
    return _header(group)


def _filled(row: Row) -> int:
    return sum(bool(row.text(index).strip()) for index in range(len(row)))


def _is_second(row: Row, best: Row) -> bool:
    """True where ``row`` names the same columns as ``best`` does, for people or for machines."""
    if is_comment(row) or is_note(row):
        return False
    cells = [text for text in map(row.text, range(len(row))) if text.strip()]
    if len(cells) < 3 or len(cells) * 2 < _filled(best):
        return False
    if any(len(text) > _LONGEST_NAME or _NOT_A_NAME.fullmatch(text) for text in cells):
        return False
    return names_in(row) >= max(3.0, 0.4 * len(cells))


def _header(group: Sequence[Row]) -> Header:
    width = max(len(row) for row in group)

    def machine(row: Row) -> int:
        return sum("_" in row.text(index) or row.text(index).islower() for index in range(len(row)))

    shown = min(group, key=machine)
    labels, names = [], []
    for index in range(width):
        own = [row.text(index).strip("\ufeff \t\r\n") for row in (shown, *(row for row in group if row is not shown))]
        own = [name for name in own if name]
        labels.append(own[0] if own else "")
        names.append(tuple(dict.fromkeys(own)))
    return Header(tuple(labels), tuple(names), group[0].number, group[-1].number)
