"""Markdown to the text a buyer reads, with a map back to the source."""

from __future__ import annotations

import re

from listing_lint.expressions import expression
from listing_lint.model import Offsets

_LINE = expression(r"[^\r\n]*+(?:\r\n|\r|\n|$)")
# What begins a line: quotes, headings, list marks. A numbered list keeps its numbers, as a page does.
_PREFIX = expression(r"[ \t]*+(?:>[ \t]?)*+(?:(?P<heading>#{1,6})[ \t]+|(?P<mark>[-*+])[ \t]+(?:\[[ xX]\][ \t]+)?)?")
_NUMBERED = expression(r"[ \t]*+\d{1,3}[.)][ \t]")
_RULE = expression(r"[ \t]*+(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,}|(?:=[ \t]*+){3,})\s*+")
_TABLE_RULE = expression(r"[ \t]*+\|?(?=[^\n]*\|)[ \t:|-]*-[ \t:|-]*\s*")
_FENCE = expression(r"[ \t]*+(?:```|~~~)")
_INLINE = expression(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | !\[(?P<alt>[^\[\]\n]*+)\]\([^()\s]*+(?:[ ]"[^"\n]*")?\)
    | \[(?P<link>[^\[\]\n]++)\]\((?:[^()\s]|\([^()\s]*\))*+(?:[ ]"[^"\n]*")?\)
    | (?P<strong>\*\*\*?|___?|~~)(?=\S)|(?<=\S)(?:\*\*\*?|___?|~~)
    | (?<![\w*])(?P<emphasis>[*_])(?=[^\s*_][^*_\n]*[*_])|(?<=[^\s*_])[*_](?![\w*])
    | `+
    | (?:(?<![ \t])[ \t]++)?(?P<bar>\|)[ \t]*+
    """,
    re.VERBOSE,
)


def line_text(raw: str) -> tuple[str, Offsets]:
    """The text of one line without its prefix, and its map."""
    writer = _Writer(raw)
    writer.line(0, len(raw), alone=True)
    return writer.result()


def markdown_text(raw: str) -> tuple[str, Offsets, tuple[int, int] | None]:
    """The text of ``raw``, its map, and the range of the first main heading, which is left out of the text.

    Emphasis, links and other marks are dropped; the cells of a table are joined by `` | ``; lines of one paragraph are
    joined by a space.
    """
    writer = _Writer(raw)
    title: tuple[int, int] | None = None
    fenced = False
    for match in _LINE.finditer(raw):
        line = match[0].rstrip("\r\n")
        start, end = match.start(), match.start() + len(line)
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            writer.new_line()
            writer.copy(start, end)
        elif not line.strip() or _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line):
            writer.gap = max(writer.gap, 1 if "|" in line else 2)
        else:
            prefix = _PREFIX.match(line)
            heading = prefix["heading"] if prefix else None
            first = start + (prefix.end() if prefix else 0)
            if heading == "#" and title is None:
                title = (first, end)
                continue
            alone = bool(heading or (prefix and prefix["mark"]) or _NUMBERED.match(line) or "|" in line)
            writer.line(first, end, alone)
    return *writer.result(), title


class _Writer:
    """Text as it grows; ``gap`` counts the line breaks that come before what follows."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.parts: list[str] = []
        self.segments: list[tuple[int, int, int]] = []
        self.size = 0
        self.end = 0
        self.gap = 0
        self.joined = False  # the next line may go on with the paragraph

    def result(self) -> tuple[str, Offsets]:
        return "".join(self.parts), Offsets(self.segments, self.size)

    def new_line(self) -> None:
        self.gap = max(self.gap, 1)

    def line(self, start: int, end: int, alone: bool) -> None:
        """A line of text; ``alone``: it does not run on into the lines around it."""
        if alone or not self.joined:
            self.new_line()
        hard_break = self.raw[start:end].endswith("  ")
        stripped = self.raw[start:end].rstrip()
        end = start + len(stripped)
        if alone and stripped.endswith("|") and not stripped.endswith("\\|"):
            end = start + len(stripped[:-1].rstrip())
        done = start
        for match in _INLINE.finditer(self.raw, start, end):
            self.copy(done, match.start())
            self._mark(match, start)
            done = match.end()
        self.copy(done, end)
        self.joined = not alone and not hard_break

    def _mark(self, match: re.Match[str], line: int) -> None:
        if match["escaped"]:
            self._write(match["escaped"], match.start(), 2)
        elif match["link"]:
            self.copy(*match.span("link"))
        elif match["bar"] and self.raw[line : match.start()].strip():
            start, end = match.span("bar")
            self._write(" ", match.start(), start - match.start())
            self._write("|", start, 1)
            self._write(" ", end, match.end() - end)

    def copy(self, start: int, end: int) -> None:
        if start < end:
            self._write(self.raw[start:end], start, end - start)

    def _write(self, text: str, start: int, length: int) -> None:
        if self.size:
            before = "\n" * self.gap or (" " if self.joined and self.raw[self.end : start].strip(" \t") else "")
            if before:
                self._segment(before, self.end, start - self.end)
        self.gap = 0
        self.joined = False
        self._segment(text, start, length)
        self.end = start + length

    def _segment(self, text: str, start: int, length: int) -> None:
        self.segments.append((self.size, start, length))
        self.parts.append(text)
        self.size += len(text)
