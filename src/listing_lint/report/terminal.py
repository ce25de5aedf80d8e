"""Text for a terminal: safe to print, and measured in the cells it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from listing_lint.expressions import expression

_UNSAFE = expression(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# GitHub takes ``::`` at the start of a line, after white space too, for a command, and ``##[`` anywhere, as others do
# ``##vso[``.
_COMMAND = expression(r"::|##(?=\w*+\[)")
TAB = 4
GLYPHS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "→": "->", "–": "-", "—": "-", "×": "x"})
"""What stands for typographic characters on a console that lacks them."""


def safe(text: str) -> str:
    """``text`` as it can be printed: `visible`, and no command for a CI service."""
    return inert(visible(text))


def visible(text: str) -> str:
    """``text`` with control characters, terminal escapes and direction marks made visible, line breaks as spaces."""
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return _UNSAFE.sub(_escaped, text)


def inert(line: str) -> str:
    """``line`` with the signs made visible that a CI service would take for the start of a command of its own."""

    def replaced(match: re.Match[str]) -> str:
        if match.group() == "::" and line[: match.start()].strip():
            return "::"
        return _escaped(match) + match.group()[1:]

    return _COMMAND.sub(replaced, line) if "::" in line or "##" in line else line


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()[0]):04x}"


def width(text: str, start: int = 0) -> int:
    """The number of terminal cells that ``text`` takes from column ``start`` on (tabs depend on it)."""
    column = start
    for character in text:
        if character == "\t":
            column += TAB - column % TAB
        else:
            column += 1 if " " <= character <= "~" else max(_wcwidth()(character), 0)
    return column - start


@cache
def _wcwidth() -> Callable[[str], int]:
    from wcwidth import wcwidth

    return wcwidth


def snippet(text: str, start: int, end: int, limit: int) -> tuple[str, str]:
    """The line of ``text`` around ``start``:``end`` in at most ``limit`` cells, and the line of carets below it."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    breaks = [at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0]
    last = min(breaks, default=len(text))
    words = text[start : min(end, last)]
    room = max(limit - min(width(words), limit // 2) - 2, 10)
    before = _tail(text[first:start], room // 2)
    if width(words) > limit // 2:
        words = _head(words, limit // 2)
    after = _head(text[start + len(words) : last], room - width(before))
    left = "…" if first + len(before) < start else ""
    right = "…" if start + len(words) + len(after) < last else ""
    before, words, after = safe(before).expandtabs(TAB), safe(words).expandtabs(TAB), safe(after).expandtabs(TAB)
    line = f"{left}{before}{words}{after}{right}"
    line = inert(line)
    return line, " " * (width(left) + width(before)) + "^" * max(width(words), 1)


def _head(text: str, cells: int) -> str:
    taken = 0
    for index, character in enumerate(text):
        taken += width(character)
        if taken > cells:
            return text[: _boundary(text, index)]
    return text


def _tail(text: str, cells: int) -> str:
    taken = 0
    for index in range(len(text) - 1, -1, -1):
        taken += width(text[index])
        if taken > cells:
            return text[_boundary(text, index + 1) :]
    return text


def _boundary(text: str, index: int) -> int:
    """``index``, moved past combining marks, which belong to the character before them."""
    while index < len(text) and unicodedata.combining(text[index]):
        index += 1
    return index
