"""Which listings are new or changed since an older state: a revision in git, or another file.

A listing counts as unchanged when the older state holds one of the same content anywhere, so rows may be sorted anew
and files renamed, split or joined.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Protocol

from listing_lint.engine import unnumbered
from listing_lint.errors import ListingLintError, NoListings, ReadError
from listing_lint.model import Listing

OldListings = Callable[[Path, bytes], Iterable[Listing]]
"""Reads what stood in a file; the path is that of the file now, or of where it was. Raises `ReadError`."""


class Older(Protocol):
    """An older state of a catalog."""

    name: str
    """What people call it."""

    def same(self, path: Path) -> bool:
        """True where the file at ``path`` is as it was, so that it need not be read."""

    def holds(self, listing: Listing) -> bool:
        """True where a listing of the same content was there."""


def content(listing: Listing) -> bytes:
    """A digest of what a listing says, wherever it stands."""
    parts = [unnumbered(listing.id), listing.language or "", *listing.markets]
    for field in listing.fields:
        text = field.text.replace("\r\n", "\n").replace("\r", "\n")
        parts += [field.role, field.name, str(field.variant), text]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]


class OldFile:
    """The state that an older file holds."""

    def __init__(self, path: Path, read: OldListings) -> None:
        """Raises `ReadError` or OSError."""
        self.name = str(path)
        self._contents = {content(listing) for listing in read(path, path.read_bytes())}

    def same(self, path: Path) -> bool:
        return False

    def holds(self, listing: Listing) -> bool:
        return content(listing) in self._contents


class Revision:
    """The state of a git repository at a revision. Files that git does not know are new as a whole."""

    def __init__(self, revision: str, folder: Path, include: Iterable[str], read: OldListings) -> None:
        """``folder`` is in the repository; ``include``: shell patterns of the files that hold listings.

        Raises `ListingLintError` where there is no repository or no such revision.
        """
        self.name = revision
        self._read = read
        self._include = tuple(include)
        if not folder.is_dir():
            folder = folder.parent
        self._top = folder
        self._top = Path(self._git("rev-parse", "--show-toplevel").decode().removesuffix("\n")).resolve()
        try:
            found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except ListingLintError:
            raise ListingLintError(
                f"there is no revision {revision!r} in {self._top}; in CI, fetch the history of the repository first"
            ) from None
        self._commit = found.decode().strip()

    def same(self, path: Path) -> bool:
        place = path.resolve()
        if not place.is_relative_to(self._top):
            raise ListingLintError(f"{path}: is not in the repository {self._top}")
        return place in self._old_files and place not in self._changed

    def holds(self, listing: Listing) -> bool:
        return content(listing) in self._contents

    @cached_property
    def _old_files(self) -> frozenset[Path]:
        return frozenset(self._paths("ls-tree", "-r", "-z", "--name-only", "--full-tree", self._commit))

    @cached_property
    def _changed(self) -> frozenset[Path]:
        """The files of the revision that are not what they were, or are gone."""
        options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=a", "--ignore-submodules")
        return frozenset(self._paths("diff", *options, self._commit, "--"))

    @cached_property
    def _contents(self) -> frozenset[bytes]:
        contents = set()
        for path in sorted(self._changed & self._old_files):
            if not any(fnmatchcase(path.name.lower(), pattern.lower()) for pattern in self._include):
                continue
            name = path.relative_to(self._top).as_posix()
            data = self._git("cat-file", "--filters", f"{self._commit}:{name}")
            try:
                contents |= {content(listing) for listing in self._read(path, data)}
            except (NoListings, ReadError):
                # What could not be read then holds no listing that is known: all of the new file is linted.
                continue
        return frozenset(contents)

    def _paths(self, *arguments: str) -> Iterator[Path]:
        for name in self._git(*arguments).split(b"\0"):
            if name:
                yield self._top / name.decode("utf-8", "surrogateescape")

    def _git(self, *arguments: str) -> bytes:
        try:
            done = subprocess.run(["git", "-C", str(self._top), *arguments], capture_output=True, check=False)
        except FileNotFoundError:
            raise ListingLintError("git is not installed; --against FILE compares with an older file") from None
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
            raise ListingLintError(f"git {arguments[0]} failed in {self._top}: {told}")
        return done.stdout
