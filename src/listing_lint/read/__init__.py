"""Bytes to listings: the only place that knows file formats and positions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from listing_lint.model import Listing, Location, Role
from listing_lint.read.mapping import listing_from_mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece of a file that could not be read as it stands; the rest is read all the same."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """How one column (or key, or element) of a file was understood; ``role`` None: it is not used."""

    header: str
    role: Role | None
    name: str
    reason: str


@dataclass(slots=True)
class Reading:
    """A file being read. ``listings`` is consumed once; ``problems`` and ``columns`` are complete when it is."""

    path: str
    format: str
    listings: Iterator[Listing]
    platform: str = "generic"
    columns: list[Column] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user said of the input. ``columns`` maps headers to roles and overrides what is recognised."""

    platform: str = "auto"
    sheet: str | None = None
    encoding: str = "auto"
    columns: dict[str, str] = field(default_factory=dict)


def read_file(path: Path, options: ReadOptions | None = None) -> Reading:
    """The listings of ``path``. Raises `ReadError` where nothing of it can be read."""
    return Reading(path=str(path), format="jsonl", listings=_jsonl(path))


def _jsonl(path: Path) -> Iterator[Listing]:
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(file, 1):
            if row.strip():
                yield listing_from_mapping(json.loads(row), Location(str(path), record=number))
