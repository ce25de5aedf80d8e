"""From the paths a user names to the files to read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pathspec import GitIgnoreSpec

SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"})


def walk(folder: Path, include: Sequence[str]) -> Iterator[Path]:
    """The files below ``folder`` whose names fit ``include``, sorted, each once.

    What a ``.gitignore`` on the way (in the folder, or above it in the same repository) names is left out, and so are
    devices and pipes. Links are followed, a folder that was seen is not entered again.
    """
    yield from _walk(folder, include, _specs_above(folder), set())


def _walk(
    folder: Path, include: Sequence[str], specs: list[tuple[Path, GitIgnoreSpec]], seen: set[tuple[int, int]]
) -> Iterator[Path]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    specs = [*specs, *_spec(folder)]
    for entry in entries:
        path = folder / entry.name
        is_folder = _is(entry, "is_dir")
        if (is_folder and entry.name in SKIPPED_FOLDERS) or _ignored(path, is_folder, specs):
            continue
        if is_folder:
            yield from _walk(path, include, specs, seen)
        elif _is(entry, "is_file") and any(fnmatchcase(entry.name.lower(), pattern.lower()) for pattern in include):
            yield path


def _is(entry: os.DirEntry[str], what: str) -> bool:
    try:
        return bool(getattr(entry, what)())
    except OSError:
        return False


def _spec(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    file = folder / ".gitignore"
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [(folder.resolve(), GitIgnoreSpec.from_lines(lines))]


def _specs_above(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    parents: list[Path] = []
    here = folder.resolve()
    while not (here / ".git").exists():
        if here.parent == here:
            return []
        here = here.parent
        parents.append(here)
    return [spec for parent in reversed(parents) for spec in _spec(parent)]


def _ignored(path: Path, is_folder: bool, specs: list[tuple[Path, GitIgnoreSpec]]) -> bool:
    if not specs:
        return False
    absolute = path.parent.resolve() / path.name
    result = False
    for base, spec in specs:
        if absolute.is_relative_to(base):
            name = absolute.relative_to(base).as_posix() + ("/" if is_folder else "")
            verdict = spec.check_file(name).include
            result = result if verdict is None else verdict
    return result
