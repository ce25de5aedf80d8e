"""The outcomes of a whole file as one entry of the cache, so that an unchanged file is not even read."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from listing_lint.model import Location
from listing_lint.read.reading import Problem
from listing_lint.work.blocks import KEY_SIZE
from listing_lint.work.cache import Cache
from listing_lint.work.outcome import Base, Outcome, decode
from listing_lint.work.seal import of_file

_MOST_BYTES = 8 << 20
"""A file with more outcomes has no entry: they would fill the memory at once."""


class Known(Struct, frozen=True):
    """What is known of an unchanged file: its problems, and of each block the number of listings and the outcomes.

    Blocks without outcomes are one, the last. ``comments``: some comments in it ask for silence.
    """

    problems: list[Problem]
    blocks: list[tuple[int, list[Outcome]]]
    encoding: str
    comments: bool


class Whole:
    """Takes up what is found in the file at ``path``; ``known`` is not None where it was linted before."""

    def __init__(self, cache: Cache, path: Path, seal: bytes) -> None:
        """``seal``: what the outcomes depend on beside the content. Raises OSError."""
        self._cache = cache
        self._path = path
        self._state = _state(path)
        self._key = blake2b(of_file(path), digest_size=KEY_SIZE, key=seal).digest()
        self._silent = 0
        self._blocks: list[tuple[int, int, str]] = []
        self._size = 0
        self.known = self._read(cache.get(self._key))

    def _read(self, data: bytes | None) -> Known | None:
        if data is None:
            return None
        try:
            silent, problems, blocks, encoding, comments = json.loads(data)
            found = [decode(form.encode(), Base(str(self._path), row, line)) for row, line, form in blocks]
            told = [Problem(Location(*place), str(message)) for place, message in problems]
            "".encode(encoding or "utf-8")
            return Known(told, [*found, (int(silent), [])], encoding, bool(comments))
        except (ValueError, TypeError, AttributeError, LookupError):
            return None

    def add(self, listings: int, outcomes: list[Outcome], base: Base, form: bytes) -> None:
        """Takes up a block in its form."""
        if not outcomes:
            self._silent += listings
        elif self._size <= _MOST_BYTES:
            self._size += len(form)
            self._blocks.append((base.row, base.line, form.decode()))

    def save(self, problems: list[Problem], encoding: str, comments: bool) -> None:
        """Puts all that was taken up into the cache, unless it is too much or the file changed meanwhile."""
        if self._size > _MOST_BYTES or _state(self._path) != self._state:
            return
        told: list[Any] = [[astuple(problem.location), problem.message] for problem in problems]
        self._cache.put(self._key, json.dumps([self._silent, told, self._blocks, encoding, comments]).encode())


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns
