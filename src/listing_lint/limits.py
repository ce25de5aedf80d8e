"""Bounds on what is read and reported, so that no file can take all memory or time; each tells when it bites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from listing_lint.errors import ReadError
from listing_lint.model import Listing, Location


class Limits(Struct, frozen=True):
    """The bounds of a run. What honest catalogs hold lies far below each default.

    ``file_megabytes`` of a file that is not read row by row, and for workbooks ``unpacked_megabytes``,
    ``unpacked_ratio`` (unpacked size to size in the file) and ``members`` (files inside): beyond, the file is not read.
    ``columns`` of a table, characters of a cell and of a whole listing: the rest is not linted. ``nesting`` and
    ``yaml_values`` (aliases written out): the document is read up to there. ``rule_seconds``, ``listing_seconds``:
    processor time, after which a rule, or all of them, leave the listing. ``findings_per_rule``: how many are
    reported; all are counted.
    """

    file_megabytes: int = 1024
    unpacked_megabytes: int = 1024
    unpacked_ratio: int = 200
    members: int = 10_000
    columns: int = 1_000
    cell_characters: int = 100_000
    listing_characters: int = 1_000_000
    nesting: int = 200
    yaml_values: int = 1_000_000
    rule_seconds: int = 10
    listing_seconds: int = 30
    findings_per_rule: int = 100_000


DEFAULT = Limits()
MOST_NESTING = DEFAULT.nesting
"""The reader of a tree calls itself once a level, so this bound can be lowered only."""

MEGABYTE = 1_000_000


def megabytes(size: int) -> str:
    """``size`` in bytes, for people; never 0, so that a small file is not called empty."""
    return f"{max(size / MEGABYTE, 0.1):,.1f} MB".replace(".0 MB", " MB")


def exceeds(size: int, most: int) -> bool:
    """True where ``size`` bytes are more than ``most`` megabytes."""
    return size > most * MEGABYTE


def bound(name: str, size: int, limits: Limits) -> None:
    """Raises `ReadError` where a file of ``size`` bytes is too large to be held as a whole."""
    if exceeds(size, limits.file_megabytes):
        most = f"{limits.file_megabytes} MB are the limit ({setting('file_megabytes')})"
        raise ReadError(f"{name}: not read: it has {megabytes(size)}, and {most}")


def setting(name: str) -> str:
    """What the limit of this name is called in the configuration, for messages."""
    return f"[limits] {name.replace('_', '-')}"


def within(listing: Listing, limits: Limits) -> tuple[Listing, list[tuple[Location, str]]]:
    """As much of ``listing`` as is linted, and what is left out: where, and why."""
    if sum(len(item.text) for item in listing.fields) <= min(limits.cell_characters, limits.listing_characters):
        return listing, []
    most, left = limits.cell_characters, limits.listing_characters
    fields, told = [], []
    for item in listing.fields:
        if len(item.text) > most:
            reason = f"{item.name} has {len(item.text)} characters; the first {most} are linted"
            told.append((item.location, f"{reason} ({setting('cell_characters')})"))
            item = replace(item, text=item.text[:most])
        left -= len(item.text)
        if left < 0:
            reason = f"the listing has more than {limits.listing_characters} characters; from here on it is not linted"
            told.append((item.location, f"{reason} ({setting('listing_characters')})"))
            break
        fields.append(item)
    return replace(listing, fields=tuple(fields)), told


def parse_limits(value: Any) -> Limits:
    """The limits that the table ``[limits]`` of a configuration sets. Raises ValueError."""
    if not isinstance(value, Mapping):
        raise ValueError("a table of limits is wanted")
    known = {name.replace("_", "-"): name for name in Limits.__struct_fields__}
    for name, number in value.items():
        if name not in known:
            raise ValueError(f"unknown limit {name!r}; the limits are {', '.join(known)}")
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ValueError(f"{name}: a whole number from 1 is wanted, not {number!r}")
        if name == "nesting" and number > MOST_NESTING:
            raise ValueError(f"nesting: at most {MOST_NESTING} is possible, not {number}")
    return Limits(**{known[name]: number for name, number in value.items()})
