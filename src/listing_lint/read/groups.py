"""Rows to products: which rows belong to one listing.

Where rows of one product need not stand together, the file is read twice: once to count its keys (a few bytes a
product), once for the rows; a product is handed on with its last row, so only unfinished ones are held.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.read.columns import fold
from listing_lint.read.platforms import Platform
from listing_lint.read.reading import Column
from listing_lint.read.rows import Row
from listing_lint.read.tally import Tally

Rows = Callable[[], Iterator[Row]]
"""Gives the rows of a table, from its first, each time it is called."""

_MOST_ROWS = 2**32 - 1
_CHILD = expression(r"(?:^|[|,])\s*sku=([^,|]+)", re.IGNORECASE)


class Group(Struct, frozen=True):
    """The rows of one product. ``led``: the first row is the product's own, the others are its variants."""

    key: str
    rows: list[Row]
    led: bool


def places(columns: Sequence[Column], part: str) -> list[int]:
    """Where the columns stand that play ``part``, whatever their number."""
    return [index for index, item in enumerate(columns) if item.part.split(":")[0] == part]


def grouped(platform: Platform, columns: Sequence[Column], first: Rows, rows: Rows) -> Iterator[Group]:
    """The products of a table. ``first`` reads it for the index, ``rows`` for the listings."""
    key = places(columns, "group")
    if platform.group == "adjacent" and key:
        return _adjacent(rows(), key[0])
    if platform.group == "following" and (kind := places(columns, "kind")):
        return _following(rows(), kind[0])
    if platform.group == "children" and (children := places(columns, "children")):
        return _without_children(first, rows, children, places(columns, "id"))
    if parents := places(columns, "parent"):
        return _by_parent(first, rows, parents[0], columns)
    if key:
        return _shared(first, rows, key[0])
    return (Group("", [row], False) for row in rows())


def _adjacent(rows: Iterator[Row], key: int) -> Iterator[Group]:
    held: list[Row] = []
    name = ""
    for row in rows:
        own = row.text(key).strip()
        if held and own and own != name:
            yield Group(name, held, False)
            held = []
        if not held or own:
            name = own
        held.append(row)
    if held:
        yield Group(name, held, False)


def _following(rows: Iterator[Row], kind: int) -> Iterator[Group]:
    held: list[Row] = []
    for row in rows:
        if held and not fold(row.text(kind)).startswith("variation"):
            yield Group("", held, len(held) > 1)
            held = []
        held.append(row)
    if held:
        yield Group("", held, len(held) > 1)


def _without_children(first: Rows, rows: Rows, lists: Sequence[int], ids: Sequence[int]) -> Iterator[Group]:
    """Each row but those that another one lists: they are its variants, and no buyer meets them alone."""
    listed = Tally(most=1)
    for row in first():
        for at in lists:
            for sku in _CHILD.findall(row.text(at)):
                listed.add(sku.strip())
    for row in rows():
        if not any(listed[row.text(at).strip()] for at in ids):
            yield Group("", [row], False)


def _shared(first: Rows, rows: Rows, key: int) -> Iterator[Group]:
    expected = Tally(_MOST_ROWS)
    for row in first():
        if name := row.text(key).strip():
            expected.add(name)
    waiting: dict[str, list[Row]] = {}
    for row in rows():
        name = row.text(key).strip()
        if expected[name] < 2:
            yield Group("", [row], False)
            continue
        held = waiting.setdefault(name, [])
        held.append(row)
        if len(held) == expected[name]:
            yield Group(name, waiting.pop(name), False)


def _by_parent(first: Rows, rows: Rows, parent: int, columns: Sequence[Column]) -> Iterator[Group]:
    """Rows that name the same parent, with the parent's own row where the file has it."""
    ids = places(columns, "id")

    def keys(row: Row) -> list[str]:
        own = [name for at in ids if (name := row.text(at).strip())]
        # WooCommerce names a parent by its SKU or by its number.
        return [*own, *(f"id:{name}" for name in own)]

    children, present = Tally(_MOST_ROWS), Tally(most=1)
    for row in first():
        name = row.text(parent).strip()
        if name:
            children.add(name)
        else:
            for own in keys(row):
                present.add(own)
    waiting: dict[str, list[Row]] = {}
    for row in rows():
        name = row.text(parent).strip()
        own = "" if name else next((key for key in keys(row) if children[key]), "")
        if not name and not own:
            yield Group("", [row], False)
            continue
        held = waiting.setdefault(name or own, [])
        held.insert(0 if own else len(held), row)
        if len(held) == children[name or own] + present[name or own]:
            yield Group(name or own, waiting.pop(name or own), present[name or own] > 0)
    for name, held in waiting.items():
        yield Group(name, held, False)
