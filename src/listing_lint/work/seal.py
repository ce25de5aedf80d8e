"""What the outcomes of a block depend on beside its content."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import file_digest
from pathlib import Path

import click

from listing_lint.installed import digest, state


@cache
def program() -> bytes:
    """A name for this very program: its state, and when a package was installed."""
    return digest([state(), Path(click.__file__).parents[1].stat().st_mtime_ns])


def content(folders: Iterable[Path]) -> bytes:
    """A name for the files in ``folders`` and what stands in them."""
    files = (path for folder in folders for path in sorted(folder.rglob("*.y*ml")) if path.is_file())
    return digest((str(path), path.read_bytes()) for path in files)


def of_file(path: Path) -> bytes:
    """A name for the bytes of a file. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").digest()
