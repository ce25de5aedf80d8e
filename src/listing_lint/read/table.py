"""What each column of a table is: by its names, by the platform, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import mean

from listing_lint.errors import NoListings
from listing_lint.read.columns import fold
from listing_lint.read.header import Header, is_class_name, part_by_ending
from listing_lint.read.platforms import Platform, column, generic, platform, recognise
from listing_lint.read.reading import Column, ReadOptions
from listing_lint.read.rows import Row

_PRODUCT_PARTS = frozenset({"title", "description", "bullet"})
_LAST_NUMBER = re.compile(r" \d+$")
_SAMPLED = 60

_ADDRESS = r"(?:https?:)?//\S*+|www\.\S*+"
_NUMBER = r"[-+]?[$€£¥]?\s?\d[\d.,\s]*+(?:%|[A-Z]{3}|[eE][+-]?\d+)?"
_IDENTIFIER = r"[0-9a-fA-F]{8,}|[0-9a-fA-F-]{32,}|[A-Z0-9]{3,}-[A-Z0-9-]{4,}|[^\s_]++(?:_[^\s_]++){2,}"
_PLUMBING: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("ignore", "web addresses", re.compile(rf"(?:{_ADDRESS})(?:\s++\|?\s*+(?:{_ADDRESS}))*+|/[\w./-]+\.\w{{3,4}}")),
    ("internal", "data for programs", re.compile(r"[\[{].*[\]}]", re.DOTALL)),
    ("internal", "flags", re.compile(r"[01]|true|false|yes|no|y|n|on|off", re.IGNORECASE)),
    ("internal", "dates", re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?: \d.*)?")),
    ("internal", "numbers", re.compile(_NUMBER)),
    ("internal", "identifiers", re.compile(rf"(?=\S*\d)(?:{_IDENTIFIER})")),
)


def understand(header: Header, rows: Sequence[Row], options: ReadOptions) -> tuple[Platform, list[Column]]:
    """The platform of a table, and what each of its columns is, judged by its ``header`` and some of its ``rows``.

    Raises `NoListings` where no column can hold a product's text, `ReadError` for a platform that is not known.
    """
    every = [name for names in header.names for name in names]
    owner = recognise(every) if options.platform == "auto" else platform(options.platform)
    own = {fold(name): part for name, part in options.columns.items()}
    columns = [
        _column(label, names, index, rows, owner, own)
        for index, (label, names) in enumerate(zip(header.labels, header.names, strict=True))
    ]
    _by_class_names(columns, rows)
    parts = {item.part.split(":")[0] for item in columns}
    known = sum(bool(item.part) for item in columns)
    if not parts & _PRODUCT_PARTS and (owner is generic() or known < 3):
        raise NoListings(
            "no column holds a product's title or description; name the columns in the configuration, [columns]"
        )
    return owner, columns


def _column(
    label: str, names: Sequence[str], index: int, rows: Sequence[Row], owner: Platform, own: Mapping[str, str]
) -> Column:
    if not names:
        return Column("", None, "", "it has no name")
    found = next((item for item in map(owner.column, names) if item.part), owner.column(label))
    if found.header != label:
        found = column(label, found.part, found.reason)
    named = next((own[fold(name)] for name in names if fold(name) in own), None)
    # A configuration made from this very file says what is known, less exactly.
    if named and named != found.role:
        return column(label, named, "named in the configuration")
    if named or found.part or found.role != "attribute":
        return found
    return _by_content(found, _values(rows, index))


def _values(rows: Sequence[Row], index: int) -> list[str]:
    return [text for text in (row.text(index).strip() for row in rows) if text][:_SAMPLED]


def _by_content(found: Column, values: Sequence[str]) -> Column:
    """``found``, unless what stands in the column is nothing that a buyer reads."""
    if not values:
        return found
    words = fold(found.header).split()
    is_property = any(
        generic().names.get(" ".join(words[start:end])) == "attribute"
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
    for part, what, pattern in _PLUMBING:
        if is_property and what in ("numbers", "flags"):
            continue
        if all(pattern.fullmatch(value) for value in values):
            return column(found.header, part, f"its values are {what}")
    return found


def _by_class_names(columns: list[Column], rows: Sequence[Row]) -> None:
    """Understands headers that a scraper made of the page's class names (``card-item-title``) by their last word."""
    unknown = [at for at, item in enumerate(columns) if is_class_name(item.header)]
    if len(unknown) * 2 < sum(bool(item.header) for item in columns):
        return
    stems = Counter(_stem(columns[at].header) for at in unknown)
    for part, least in (("title", 8), ("description", 80)):
        if any(item.part == part for item in columns):
            continue
        named = [at for at in unknown if part_by_ending(columns[at].header) == part]
        sizes = {at: _size(rows, at) for at in named}
        best = max(named, key=lambda at: sizes[at], default=None)
        if best is None or sizes[best] < least:
            continue
        columns[best] = column(columns[best].header, part, "by the last word of its name and by its content")
        for at in named:
            if at != best and stems[_stem(columns[at].header)] > 1:
                columns[at] = column(columns[at].header, "internal", f"a piece of {columns[best].header!r}")
    for at in unknown:
        item = columns[at]
        part = part_by_ending(item.header)
        if not item.part and item.role == "attribute" and part in ("internal", "ignore", "id", "brand", "category"):
            columns[at] = column(item.header, part, "by the last word of its name")


def _stem(header: str) -> str:
    return _LAST_NUMBER.sub("", fold(header))


def _size(rows: Sequence[Row], index: int) -> float:
    """The mean length of a column's values, blank ones counted."""
    return mean(len(row.text(index).strip()) for row in rows) if rows else 0.0
