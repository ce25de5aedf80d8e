"""The outcomes of a whole file in one form, so that an unchanged file is not even read."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from listing_lint.model import Location
from listing_lint.read.reading import Problem, Reading
from listing_lint.work.blocks import KEY_SIZE
from listing_lint.work.cache import Cache
from listing_lint.work.outcome import Base, Outcome, decode_value
from listing_lint.work.seal import of_file

_MOST_BYTES = 8 << 20
"""A file with more outcomes has no entry: they would fill the memory at once."""


class Known(Struct, frozen=True):
    """What is known of a file: how it was read, and of each block the number of listings and the outcomes.

    Blocks without outcomes are one, the last. ``comments``: some comments in it ask for silence. ``format`` is empty
    where the file has to be opened all the same; then ``problems`` are those that come after.
    """

    blocks: list[tuple[int, list[Outcome]]]
    problems: list[Problem]
    headers: dict[str | None, tuple[int, int]]
    format: str
    encoding: str
    comments: bool

    @property
    def listings(self) -> int:
        return sum(count for count, _ in self.blocks)


class Taken:
    """Takes up what is found in a file, block by block."""

    def __init__(self) -> None:
        self._silent = 0
        self._blocks: list[tuple[int, int, str]] = []
        self._size = 0

    def add(self, listings: int, outcomes: list[Outcome], base: Base, form: bytes) -> None:
        """Takes up a block in its form."""
        if not outcomes:
            self._silent += listings
        elif self._size <= _MOST_BYTES:
            self._size += len(form)
            self._blocks.append((base.row, base.line, form.decode()))

    def form(self, reading: Reading, problems: list[Problem], format: str, comments: bool) -> bytes | None:
        """All that was taken up of ``reading``, in the form that `known` reads; None where it is too much."""
        if self._size > _MOST_BYTES:
            return None
        told: list[Any] = [[astuple(problem.location), problem.message] for problem in problems]
        blocks = ",".join(f"[{row},{line},{form}]" for row, line, form in self._blocks)
        rest = json.dumps([told, list(reading.headers.items()), format, reading.encoding, comments])
        return f"[{self._silent},[{blocks}],{rest}]".encode()


def known(data: bytes | None, path: str) -> Known | None:
    """What ``data``, a form of `Taken`, tells of the file at ``path``; None where it is none."""
    if data is None:
        return None
    try:
        silent, blocks, (problems, headers, format, encoding, comments) = json.loads(data)
        found = [decode_value(form, Base(path, row, line)) for row, line, form in blocks]
        told = [Problem(Location(*place), str(message)) for place, message in problems]
        "".encode(encoding or "utf-8")
        rows = {sheet: (int(first), int(last)) for sheet, (first, last) in headers}
        return Known([*found, (int(silent), [])], told, rows, str(format), encoding, bool(comments))
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


class Whole:
    """A file and what is ``known`` of it; None where nothing is."""

    def __init__(self, path: Path, cache: Cache | None = None, seal: bytes = b"") -> None:
        """``seal``: what the outcomes depend on beside the content. Raises OSError."""
        self.known: Known | None = None
        self._path = path
        self._cache = cache
        if cache:
            self._state = _state(path)
            self._key = blake2b(of_file(path), digest_size=KEY_SIZE, key=seal).digest()
            self.known = known(cache.get(self._key), str(path))

    def learn(self, form: bytes) -> None:
        """Know what ``form``, made by `Taken`, tells."""
        self.known = known(form, str(self._path))

    def keep(self, form: bytes | None) -> None:
        """Puts ``form`` into the cache, unless the file changed meanwhile."""
        if self._cache and form is not None and _state(self._path) == self._state:
            self._cache.put(self._key, form)


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns
