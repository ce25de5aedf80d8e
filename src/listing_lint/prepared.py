"""What this program makes of its own rules and tables before it can look at a listing, kept between runs.

One file for each place where the program is installed. It holds for the very state of the program that wrote it; where
it is damaged or cannot be read all is made anew, and where nothing can be written nothing is kept.
"""

from __future__ import annotations

import atexit
import marshal
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from listing_lint.errors import ListingLintError
from listing_lint.installed import PACKAGE, digest, state
from listing_lint.work.folder import default_folder, keep_newest

_CHECK = _LENGTH = 4
_WITHOUT_SHARING = 2
"""The version of what `marshal` writes that tells equal values by their bytes."""
_MOST = 4000
"""Entries that are kept; rules and words of users bring some too."""


def prepared(name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` makes, out of values that `marshal` knows; from an earlier run where there was one.

    ``name`` tells what it is; what it is made of belongs to the program. Whoever calls keeps the value, and changes
    nothing in it: parts that are the same may be one object.
    """
    entry = _store().entries.get(name)
    if entry is None:
        entry = marshal.dumps(_shared(make(), {}))
        _store().put(name, entry)
    return marshal.loads(entry)


def known(name: str) -> Any:
    """What is kept under ``name``; None where there is nothing."""
    entry = _store().entries.get(name)
    return None if entry is None else marshal.loads(entry)


def put(name: str, value: Any) -> None:
    """Keep ``value`` under ``name``."""
    _store().put(name, marshal.dumps(_shared(value, {})))


def _shared(value: Any, seen: dict[bytes, Any]) -> Any:
    """``value`` with one object for all of its parts that are the same, which is then written and read once."""
    if isinstance(value, dict):
        value = {_shared(key, seen): _shared(item, seen) for key, item in value.items()}
    elif isinstance(value, list):
        return [_shared(item, seen) for item in value]
    elif isinstance(value, tuple):
        value = tuple(_shared(item, seen) for item in value)
    return seen.setdefault(marshal.dumps(value, _WITHOUT_SHARING), value)


@cache
def _store() -> _Store:
    return _Store(default_folder() / f"prepared-{digest([str(PACKAGE)])[:8].hex()}.bin", state())


class _Store:
    """The entries of a file: a checksum, the state of the program, names and lengths of the entries, the entries."""

    def __init__(self, path: Path, seal: bytes) -> None:
        self._path = path
        self._seal = seal
        self._changed = False
        self.entries: dict[str, bytes | memoryview] = {}
        atexit.register(self._save)
        with suppress(OSError):
            data = memoryview(path.read_bytes())
            body = data[_CHECK:]
            if zlib.crc32(body).to_bytes(_CHECK) == data[:_CHECK] and body[: len(seal)] == seal:
                self._read(body[len(seal) :])

    def _read(self, data: memoryview) -> None:
        start = _LENGTH + int.from_bytes(data[:_LENGTH])
        for name, length in marshal.loads(data[_LENGTH:start]):
            self.entries[name] = data[start : start + length]
            start += length

    def put(self, name: str, entry: bytes) -> None:
        if name in self.entries or len(self.entries) < _MOST:
            self.entries[name] = entry
            self._changed = True

    def _save(self) -> None:
        if not self._changed:
            return
        from listing_lint.streams import replaced_bytes

        names = marshal.dumps([(name, len(entry)) for name, entry in self.entries.items()])
        body = b"".join([self._seal, len(names).to_bytes(_LENGTH), names, *self.entries.values()])
        with suppress(OSError, ListingLintError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with replaced_bytes(self._path) as stream:
                stream.write(zlib.crc32(body).to_bytes(_CHECK) + body)
            keep_newest(self._path.parent, "prepared-*.bin")
