"""Outcomes of blocks that were linted before, kept on disk by their content.

One SQLite file in the user's cache folder; whatever is wrong with it, the run goes on without, and it is made anew.
Values are checked by a digest and are JSON, so that nothing in the file is ever run.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

MOST_BYTES = 256 << 20
"""How large the file may grow; then the oldest entries leave."""
_NAME = "results-1.sqlite3"
_CHECK = 8
_PAGE = 4096
_AT_ONCE = 256
"""How many entries are written together, so that other processes wait for the file only a moment."""


class Cache:
    """Values by keys. Changes are kept when `commit` is called. No method raises: what fails is as if never kept."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._base: sqlite3.Connection | None = None
        self._put: list[tuple[bytes, bytes]] = []
        for fresh in (False, True):
            try:
                self._base = _opened(folder, fresh)
                return
            except (sqlite3.Error, OSError):
                continue

    def get(self, key: bytes) -> bytes | None:
        """The value kept under ``key``; None where there is none, or one that was damaged."""
        row = self._do("SELECT value FROM entry WHERE key = ?", key)
        value = row[0] if row else None
        if not isinstance(value, bytes) or _check(value[_CHECK:]) != value[:_CHECK]:
            return None
        return value[_CHECK:]

    def put(self, key: bytes, value: bytes) -> None:
        self._put.append((key, _check(value) + value))
        if len(self._put) >= _AT_ONCE:
            self.commit()

    def commit(self) -> None:
        """Keeps what was put since the last time; the oldest entries leave where the file grows too large."""
        put, self._put = self._put, []
        if not self._base:
            return
        try:
            self._base.executemany("INSERT OR REPLACE INTO entry (key, value) VALUES (?, ?)", put)
            self._base.commit()
            while self._size() > self._most:
                (count,) = self._base.execute("SELECT count(*) FROM entry").fetchone()
                self._base.execute(
                    "DELETE FROM entry WHERE number IN (SELECT number FROM entry ORDER BY number LIMIT ?)",
                    (count // 4 + 1,),
                )
                self._base.commit()
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        if self._base:
            with suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def _size(self) -> int:
        assert self._base
        pages: int = self._base.execute("PRAGMA page_count").fetchone()[0]
        return pages * _PAGE

    def _do(self, statement: str, *values: bytes) -> tuple[object, ...] | None:
        if not self._base:
            return None
        try:
            row: tuple[object, ...] | None = self._base.execute(statement, values).fetchone()
            return row
        except sqlite3.Error:
            self.close()
            return None


def _opened(folder: Path, fresh: bool) -> sqlite3.Connection:
    """The file in ``folder``; ``fresh``: an empty one takes its place. Raises OSError and `sqlite3.Error`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / _NAME
    if fresh:
        path.unlink(missing_ok=True)
    base = sqlite3.connect(path, timeout=2, isolation_level="DEFERRED")
    try:
        # What a program that is not ours put into the schema is not run.
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute(f"PRAGMA page_size = {_PAGE}")
        base.execute("PRAGMA auto_vacuum = FULL")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)")
        base.execute("SELECT key, value FROM entry LIMIT 1").fetchone()
    except BaseException:
        base.close()
        raise
    return base


def _check(value: bytes) -> bytes:
    return blake2b(value, digest_size=_CHECK).digest()
