"""What a reader gets and gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from listing_lint.model import Listing, Location, Role


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece of a file that could not be read as it stands; the rest is read all the same."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """How one column (or key, or element) of a file was understood.

    ``role`` None: it is not read. ``name`` is the field's name (``title``, ``attributes.Voltage``), ``reason`` says in
    words why it was understood so, ``part`` what it does in building a listing (see `platforms`).
    """

    header: str
    role: Role | None
    name: str
    reason: str
    part: str = ""


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
