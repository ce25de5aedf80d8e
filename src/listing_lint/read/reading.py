"""What a reader gets and gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct, field

from listing_lint.limits import DEFAULT, Limits
from listing_lint.model import Listing, Location, Role

if TYPE_CHECKING:
    from listing_lint.read.assemble import Draft
    from listing_lint.read.rows import Row


class Problem(Struct, frozen=True):
    """A piece of a file that could not be read as it stands; the rest is read all the same."""

    location: Location
    message: str


class Column(Struct, frozen=True):
    """How one column (or key, or element) of a file was understood.

    ``role`` None: it is not read. ``name`` is the field's name (``title``, ``attributes.Voltage``), ``reason`` says in
    words why it was understood so, ``part`` what it does in building a listing (see `platforms`).
    """

    header: str
    role: Role | None
    name: str
    reason: str
    part: str = ""


class Sheet(Struct, frozen=True):
    """A sheet of a table as it stands in the file, the rows that hold no products among them.

    The ``name`` is None for a file that is one sheet.
    """

    name: str | None
    rows: Iterable[Row]


class Reading(Struct):
    """A file being read. ``listings`` is consumed once; ``problems`` and ``columns`` are complete when it is.

    A table has its listings as ``drafts`` too, for those who make them elsewhere: one of both can be consumed. It also
    gives its ``sheets``, from the beginning each time they are called for, and the numbers of the first
    and the last row of each sheet's header. ``open`` gives the bytes of the file, ``encoding`` is that of a
    text that is read as it is asked for.
    """

    path: str
    format: str
    listings: Iterator[Listing]
    platform: str = "generic"
    columns: list[Column] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: dict[str | None, tuple[int, int]] = field(default_factory=dict)
    sheets: Callable[[], Iterable[Sheet]] | None = None
    open: Callable[[], BinaryIO] | None = None
    encoding: str = ""
    drafts: Iterator[Draft] | None = None

    def make(self, drafts: Iterator[Draft]) -> None:
        """Take ``listings`` from ``drafts``."""
        self.drafts = drafts
        self.listings = (listing for draft in drafts if (listing := draft.listing()))


class ReadOptions(Struct, frozen=True):
    """What the user said of the input. ``columns`` maps headers to roles and overrides what is recognised.

    ``watch`` is told how far a file is read, in bytes.
    """

    platform: str = "auto"
    sheet: str | None = None
    encoding: str = "auto"
    columns: dict[str, str] = field(default_factory=dict)
    limits: Limits = DEFAULT
    watch: Callable[[Path, int], None] | None = None


_BLOCK = 1 << 16


class Source(Struct, frozen=True):
    """A file to read, by the ``name`` that locations call it; ``open`` gives its bytes from the beginning."""

    name: str
    open: Callable[[], BinaryIO]

    def blocks(self) -> Iterator[bytes]:
        """The bytes of the file, in pieces."""
        with self.open() as file:
            while block := file.read(_BLOCK):
                yield block


class Watched(BufferedReader):
    """A file that tells where its reader is."""

    def __init__(self, path: Path, watch: Callable[[Path, int], None]) -> None:
        super().__init__(FileIO(path))
        self._path = path
        self._watch = watch

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._watch(self._path, self.tell())
        return data


class Reporter:
    """Takes up problems, no more than a few of each kind, so that a file of bad rows does not fill the memory."""

    MOST = 20

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._counts: Counter[str] = Counter()

    def report(self, kind: str, location: Location, message: str) -> None:
        """Adds a problem. ``kind`` says in a few words what it is, for the count of those left out."""
        self._counts[kind] += 1
        if self._counts[kind] <= self.MOST:
            self._problems.append(Problem(location, message))

    def finish(self, path: str) -> None:
        """Says how many problems of each kind were left out."""
        for kind, count in self._counts.items():
            if count > self.MOST:
                self._problems.append(Problem(Location(path), f"{count - self.MOST} more: {kind}"))
        self._counts.clear()
