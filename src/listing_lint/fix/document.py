"""The text of a file, the places in it that edits change, and its very bytes again."""

from __future__ import annotations

import html
import json
from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.model import Edit, Field
from listing_lint.read.declared import declared_encoding
from listing_lint.read.delimited import DELIMITERS
from listing_lint.read.dispatch import format_of
from listing_lint.read.encoding import decode

_BREAK = expression(r"\r\n|\r|\n")
_QUOTES = {"csv": ('"',), "json": ('"',), "jsonl": ('"',), "yaml": ('"', "'")}
"""In which quotes each format takes any text, once it is escaped."""
_MARKUP = frozenset("&<>\\")
"""Characters that may mean something in a value of any format: it may be a page's text."""
_MEANINGFUL = {
    "csv": frozenset((*DELIMITERS, *'"#\r\n')),
    "html": frozenset("\"'\r\n"),
    "xml": frozenset("\"'\r\n"),
    "markdown": frozenset("\"'\r\n:#*_`[]{}|!~"),
}
"""Further ones that may mean something where a value of the format stands in no quotes, or in a language inside it."""


class Document:
    """The text of a file that can be turned back into its very bytes."""

    def __init__(self, name: str, data: bytes, encoding: str) -> None:
        """``encoding``: ``auto`` or a name Python knows. Raises `ReadError` where bytes would be lost."""
        self.name = name
        self.format = format_of(name, data[:4096])
        if self.format == "excel":
            raise ReadError(f"{name}: a workbook is not changed in place; --fixed-copy writes a fixed copy")
        wanted = declared_encoding(data, encoding) if self.format in ("html", "xml") else encoding
        self.text, self._encoding, problems = decode(data, wanted, name)
        body = b"" if problems else self.text.encode(self._encoding)
        self._mark = data.removesuffix(body)
        if problems or self._mark + body != data or self._mark.decode(self._encoding, "replace") not in ("", "\ufeff"):
            raise ReadError(f"{name}: not changed, because it has bytes that are not {self._encoding}")
        self._starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def data(self, replacements: Iterable[Replacement]) -> bytes:
        """The bytes of the file after ``replacements``, which do not overlap. Raises UnicodeEncodeError."""
        pieces: list[str] = []
        done = 0
        for item in sorted(replacements):
            pieces += [self.text[done : item.start], item.text]
            done = item.end
        return self._mark + "".join([*pieces, self.text[done:]]).encode(self._encoding)

    def replacement(self, edit: Edit) -> Replacement | None:
        """Where in the text ``edit`` is made, and what is written there.

        None where that is not known, or ``edit`` is not one of this file.
        """
        base = self._base(edit.span.field)
        if base is None:
            return None
        start, end = edit.span.field.raw_span(edit.span.start, edit.span.end)
        return Replacement(base + start, base + end, self._escaped(edit.text, self._before(base)))

    def is_sure(self, edit: Edit) -> bool:
        """True where what `replacement` writes is known to be read as the text of ``edit`` without trying it.

        That is text without characters that may mean something: in quotes to markup, elsewhere to the format too.
        """
        base = self._base(edit.span.field)
        if base is None:
            return False
        try:
            edit.text.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        # YAML joins the lines of a value, so what stands beside a break may be read in another way.
        if _MARKUP.intersection(edit.text) or (self.format == "yaml" and _BREAK.search(edit.span.field.raw or "")):
            return False
        if self._before(base) in _QUOTES.get(self.format, ()):
            return True
        return self.format in _MEANINGFUL and not _MEANINGFUL[self.format].intersection(edit.text)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column, both from 1, of the character at ``offset`` of the text."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _base(self, field: Field) -> int | None:
        """Where the value of ``field`` begins in the text; None where that is not known, or not in this file."""
        line, column = field.location.line, field.location.column
        if line is None or column is None or field.raw is None or line > len(self._starts):
            return None
        base = self._starts[line - 1] + column - 1
        return base if field.location.path == self.name and self.text.startswith(field.raw, base) else None

    def _before(self, base: int) -> str:
        return self.text[max(base - 1, 0) : base]

    def _escaped(self, text: str, before: str) -> str:
        """``text`` as it is written in a value that begins after the character ``before``."""
        if self.format in ("json", "jsonl"):
            return json.dumps(text, ensure_ascii=False)[1:-1]
        if self.format in ("html", "xml"):
            return html.escape(text, quote=False)
        if self.format == "yaml" and before == '"':
            return text.replace("\\", "\\\\").replace('"', '\\"')
        quoted = (self.format == "csv" and before == '"') or (self.format == "yaml" and before == "'")
        return text.replace(before, before * 2) if quoted else text


class Replacement(Struct, frozen=True):
    """The characters ``start``:``end`` become ``text``: of a file's text, or of the cell ``part`` of a workbook."""

    start: int
    end: int
    text: str
    part: str = ""

    def __lt__(self, other: Replacement) -> bool:
        return (self.part, self.start, self.end, self.text) < (other.part, other.start, other.end, other.text)
