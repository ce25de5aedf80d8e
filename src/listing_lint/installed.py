"""The program as it is installed: where its rules are, and a name for the very state it is in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def rulesets_folder() -> Path:
    """The folder of the rules that come with the package, installed or in a checkout."""
    installed = PACKAGE / "rulesets"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "rulesets"


@cache
def state() -> bytes:
    """A name for this very program: the Python that runs it, the sizes and times of its files and rules."""
    # In a working copy the rules stand outside of the package.
    return digest([sys.version, *_files(str(PACKAGE)), *_files(str(rulesets_folder()))])


def digest(parts: Iterable[object]) -> bytes:
    """A name of 32 bytes for ``parts``, by their ``repr``."""
    found = blake2b(digest_size=32)
    for part in parts:
        found.update(repr(part).encode("utf-8", "surrogatepass") + b"\0")
    return found.digest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda item: item.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
