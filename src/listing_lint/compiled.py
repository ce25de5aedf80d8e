"""What texts of rules and tables were compiled to, kept between runs.

Each entry is keyed by the text it was made from, the file by the version and the code that makes the entries; whatever
cannot be read is made anew, and where nothing can be written nothing is kept.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from listing_lint.errors import ListingLintError
from listing_lint.work.folder import default_folder, keep_newest

_MAKERS = ("compiled.py", "literals.py", "strict_yaml.py", "yaml_loader.py")
"""The modules whose code decides what the entries hold."""
_MOST = 4000
"""Entries that are kept; with more, only those that this run has used."""


def kept(kind: str, text: str, make: Callable[[], Any]) -> Any:
    """What ``make`` makes of ``text``, out of values that JSON knows; from an earlier run where there was one.

    ``kind`` tells apart what is made of the same text.
    """
    return _store().get(kind, text, make)


@cache
def _store() -> _Store:
    return _Store(default_folder() / f"compiled-{_code()}.json")


def _code() -> str:
    digest = hashlib.blake2b(sys.version.encode(), digest_size=8)
    for name in _MAKERS:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


class _Store:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: dict[str, Any] = {}
        self._known: dict[str, Any] = {}
        with suppress(OSError, ValueError, RecursionError):
            known = json.loads(path.read_bytes())
            self._known = known if isinstance(known, dict) else {}
        self._size = len(self._known)

    def get(self, kind: str, text: str, make: Callable[[], Any]) -> Any:
        key = f"{kind} {hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"
        if key not in self._known:
            if len(self._known) == self._size:
                atexit.register(self._save)
            self._known[key] = make()
        self._used[key] = self._known[key]
        return self._known[key]

    def _save(self) -> None:
        from listing_lint.streams import replaced

        entries = self._known if len(self._known) <= _MOST else self._used
        with suppress(OSError, ListingLintError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with replaced(self._path) as stream:
                json.dump(entries, stream)
            keep_newest(self._path.parent, "compiled-*.json")
