"""Where reports are written: standard output in the console's encoding, or a file replaced as a whole."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from listing_lint.errors import ListingLintError
from listing_lint.report.terminal import GLYPHS


@contextmanager
def standard_output(machine: bool) -> Iterator[TextIO]:
    """Standard output: UTF-8 for machines; for people in the console's encoding, with stand-ins for what it lacks."""
    encoding = "utf-8" if machine else sys.stdout.encoding or "utf-8"
    sys.stdout.flush()
    if not hasattr(sys.stdout, "buffer"):
        yield sys.stdout
        return
    given: Any = sys.stdout.buffer
    # Without a buffer (PYTHONUNBUFFERED), the rest of what the system takes in part only would be lost.
    whole = io.BufferedWriter(given) if isinstance(given, io.RawIOBase) else given
    stream = io.TextIOWrapper(whole, encoding=encoding, errors="backslashreplace", newline="\n")
    try:
        yield stream if _can_write("“…”", encoding) else _Plain(stream)  # type: ignore[misc]
        stream.flush()
    finally:
        stream.detach()
        if whole is not given:
            whole.detach()


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class _Plain:
    """A stream that writes typographic characters as their ASCII stand-ins."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.translate(GLYPHS))


def write_back(path: Path, old: bytes, new: bytes) -> None:
    """Put ``new`` in place of a file's content, all at once; its mode and owner stay, a link is followed.

    Raises `ListingLintError` where the file no longer holds ``old``, has other names that would keep ``old`` (hard
    links), or cannot be written.
    """
    target = path.resolve()
    with _told(path), _beside(target) as stream:
        stream.write(new)
        status = target.stat()
        if status.st_nlink > 1:
            names = f"the file has {status.st_nlink} names (hard links)"
            raise ListingLintError(f"{path}: not written: {names}; copy it, and fix the copy")
        if target.read_bytes() != old:
            raise ListingLintError(f"{path}: changed while it was read; nothing is written, run the command again")


@contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """A stream of text in UTF-8 whose content takes the place of ``path`` when all of it is written."""
    with replaced_bytes(path) as binary:
        stream = io.TextIOWrapper(binary, encoding="utf-8", errors="backslashreplace", newline="\n")
        try:
            yield stream
            stream.flush()
        finally:
            stream.detach()


@contextmanager
def replaced_bytes(path: Path) -> Iterator[BinaryIO]:
    """A stream of bytes whose content takes the place of ``path`` when all of it is written; a link is followed.

    What is no file (a pipe, a device) is written to when all is there, and stays what it is. Raises `ListingLintError`
    where it cannot be written.
    """
    with _told(path):
        target = path.resolve()
        if target.exists() and not target.is_file():
            import shutil
            import tempfile

            with tempfile.TemporaryFile() as whole:
                yield whole
                whole.seek(0)
                with target.open("wb") as stream:
                    shutil.copyfileobj(whole, stream)
        else:
            with _beside(target) as file:
                yield file


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ListingLintError(f"{path}: cannot be written: {error.strerror or error}") from None


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """A file beside ``target`` that takes its place in the end, with its mode and owner; any exception removes it."""
    temporary = target.with_name(f".{target.name}.{os.urandom(6).hex()}")
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(handle, "w+b") as stream:  # noqa: PTH123
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            status = target.stat()
            with suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
            temporary.chmod(stat.S_IMODE(status.st_mode))
        else:
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
