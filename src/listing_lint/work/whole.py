"""The outcomes of a whole file as one entry of the cache, so that an unchanged file is not even read."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

from listing_lint.model import Location
from listing_lint.read.reading import Problem
from listing_lint.work.blocks import KEY_SIZE
from listing_lint.work.cache import Cache
from listing_lint.work.outcome import Base, Outcome, decode
from listing_lint.work.seal import of_file

_MOST_BYTES = 8 << 20
"""A file with more outcomes has no entry: they would fill the memory at once."""

Blocks = list[tuple[int, list[Outcome]]]
"""Of each block the number of listings and the outcomes."""


class Whole:
    """Takes up what is found in the file at ``path``, and knows it where the file was linted before."""

    def __init__(self, cache: Cache, path: Path, seal: bytes) -> None:
        """``seal``: what the outcomes depend on beside the content. Raises OSError."""
        self._cache = cache
        self._path = path
        self._state = _state(path)
        self._key = blake2b(of_file(path), digest_size=KEY_SIZE, key=seal).digest()
        self._silent = 0
        self._blocks: list[tuple[int, int, str]] = []
        self._size = 0

    def known(self) -> tuple[list[Problem], Blocks] | None:
        """The problems of the file and its blocks; those without outcomes are one, the last."""
        data = self._cache.get(self._key)
        if data is None:
            return None
        try:
            silent, problems, blocks = json.loads(data)
            found = [decode(form.encode(), Base(str(self._path), row, line)) for row, line, form in blocks]
            return [Problem(Location(*place), message) for place, message in problems], [*found, (int(silent), [])]
        except (ValueError, TypeError, AttributeError):
            return None

    def add(self, listings: int, outcomes: list[Outcome], base: Base, form: bytes) -> None:
        """Takes up a block in its form."""
        if not outcomes:
            self._silent += listings
        elif self._size <= _MOST_BYTES:
            self._size += len(form)
            self._blocks.append((base.row, base.line, form.decode()))

    def save(self, problems: list[Problem]) -> None:
        """Puts all that was taken up into the cache, unless it is too much or the file changed meanwhile."""
        if self._size > _MOST_BYTES or _state(self._path) != self._state:
            return
        told: list[Any] = [[problem.location, problem.message] for problem in problems]
        self._cache.put(self._key, json.dumps([self._silent, told, self._blocks]).encode())


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns
