"""A text with words marked in it, in pieces: whole where it is short, else what stands around the marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.model import SEVERITIES

WHOLE = 600
"""A text of so many characters is shown in full."""
_AROUND = 120
_LONGEST_MARK = 400
_MARK = expression(r"\[\[(.*?)\]\]", re.DOTALL)
# What an HTML document cannot hold, or what would not be seen in it.
_CONTROLS = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Part(Struct, frozen=True):
    """A piece of a text: as it stands, marked with a ``severity``, or a ``gap`` where something is left out."""

    text: str = ""
    severity: str | None = None
    gap: bool = False


def showable(text: str) -> str:
    """``text`` without characters that a document cannot hold."""
    return _CONTROLS.sub("\ufffd", text)


def marked(text: str, marks: Iterable[tuple[int, int, str]]) -> tuple[Part, ...]:
    """The parts of ``text`` with ``marks``, each (start, end, severity); where some overlap the gravest is seen."""
    marks = sorted(mark for mark in marks if mark[0] < mark[1])
    edges = sorted({0, len(text), *(edge for start, end, _ in marks for edge in (start, end))})
    parts: list[Part] = []
    open_marks: list[tuple[int, int, str]] = []
    waiting = iter([*marks, (len(text) + 1, len(text) + 1, "")])
    coming = next(waiting)
    for start, end in pairwise(edges):
        while coming[0] <= start:
            open_marks.append(coming)
            coming = next(waiting)
        open_marks = [mark for mark in open_marks if mark[1] > start]
        severity = min((mark[2] for mark in open_marks), key=SEVERITIES.index, default=None)
        if parts and parts[-1].severity == severity:
            parts[-1] = Part(parts[-1].text + text[start:end], severity)
        else:
            parts.append(Part(text[start:end], severity))
    parts = [Part(showable(part.text), part.severity) for part in parts]
    return tuple(parts) if len(text) <= WHOLE else tuple(_shortened(parts))


def _shortened(parts: list[Part]) -> Iterator[Part]:
    for number, part in enumerate(parts):
        first, last = number == 0, number == len(parts) - 1
        limit = _LONGEST_MARK if part.severity else _AROUND * 2
        if len(part.text) <= limit:
            yield part
            continue
        half = limit // 2
        if not first or part.severity:
            yield Part(part.text[:half], part.severity)
        yield Part(gap=True)
        if not last or part.severity:
            yield Part(part.text[-half:], part.severity)


def example_parts(example: Any, severity: str) -> tuple[Part, ...]:
    """The parts of an example of a rule, its ``[[marks]]`` as marks."""
    text = " · ".join(_values(example))
    pieces = _MARK.split(text)
    return tuple(Part(piece, severity if number % 2 else None) for number, piece in enumerate(pieces) if piece)


def _values(example: Any, name: str = "") -> Iterator[str]:
    """The values in ``example``, those of attributes with their names."""
    if isinstance(example, dict):
        for key, value in example.items():
            if key not in ("language", "markets", "id"):
                yield from _values(value, "" if isinstance(value, dict | list) or key in _PLAIN else key)
    elif isinstance(example, list):
        for value in example:
            yield from _values(value)
    else:
        yield f"{name}: {example}" if name else str(example)


_PLAIN = ("title", "description", "category")
