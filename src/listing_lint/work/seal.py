"""What the outcomes of a block depend on beside its content."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b, file_digest
from pathlib import Path

import click

from listing_lint import __version__
from listing_lint.rules import rulesets_folder


@cache
def program() -> bytes:
    """A name for this very program: its version, the sizes and times of its files, when a package was installed."""
    packages = Path(click.__file__).parents[1].stat().st_mtime_ns
    # In a working copy the rules stand outside of the package.
    files = [*_files(Path(__file__).parents[1]), *_files(rulesets_folder())]
    return digest([__version__, sys.version, packages, *files])


def digest(parts: Iterable[object]) -> bytes:
    """A name of 32 bytes for ``parts``, by their ``repr``."""
    found = blake2b(digest_size=32)
    for part in parts:
        found.update(repr(part).encode("utf-8", "surrogatepass") + b"\0")
    return found.digest()


def content(folders: Iterable[Path]) -> bytes:
    """A name for the files in ``folders`` and what stands in them."""
    return digest((str(path), path.read_bytes()) for folder in folders for path in sorted(folder.rglob("*.y*ml")))


def of_file(path: Path) -> bytes:
    """A name for the bytes of a file. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").digest()


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda item: item.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(Path(entry.path))
            else:
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
