"""How far a run is, on the terminal of a person who waits."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

_FIRST = 1.0
_EVERY = 0.25


class Progress:
    """One line that is written over again: listings done, their rate, the time that is left."""

    def __init__(self, stream: TextIO, sizes: Mapping[Path, int]) -> None:
        """``sizes`` of the files, in bytes."""
        self._stream = stream
        self._sizes = sizes
        self._read: dict[Path, int] = {}
        self._began = time.monotonic()
        self._next = self._began + _FIRST
        self._width = 0

    def read(self, path: Path, place: int) -> None:
        """A file is read up to this byte; those before it are done."""
        for other in self._read.keys() - {path}:
            self._read[other] = self._sizes.get(other, 0)
        self._read[path] = place

    def update(self, listings: int) -> None:
        """So many ``listings`` are linted."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        passed, done, total = now - self._began, sum(self._read.values()), sum(self._sizes.values())
        line = f"{listings:,} listings, {listings / passed:,.0f} a second"
        if 0 < done < total:
            line += f", {_time((total - done) * passed / done)} left"
        self._stream.write(f"\r{line:<{self._width}}")
        self._stream.flush()
        self._width = len(line)

    def end(self) -> None:
        """Wipes the line."""
        if self._width:
            self._stream.write(f"\r{'':<{self._width}}\r")
            self._stream.flush()


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
