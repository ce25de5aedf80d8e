"""HTML in a value to the text a buyer reads, with a map back to the markup."""

from __future__ import annotations

from listing_lint.expressions import expression
from listing_lint.model import Offsets
from listing_lint.read.markup import Token, attributes, decode_entity, holds_markup, tokens

# Elements that stand on lines of their own, and those of them with a margin: a blank line sets them off.
_PARAGRAPHS = frozenset(
    {"blockquote", "dir", "dl", "fieldset", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "menu", "ol", "p",
     "pre", "table", "ul"}
)  # fmt: skip
_LINES = frozenset(
    {"address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div", "dt",
     "figcaption", "footer", "form", "head", "header", "hgroup", "html", "legend", "li", "main", "nav", "option",
     "section", "summary", "tbody", "td", "tfoot", "th", "thead", "title", "tr"}
)  # fmt: skip
_BLOCKS = _PARAGRAPHS | _LINES | {"br"}

_PIECE = expression(r"[ \t\n\r\f]+|\xa0+|&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_CELL_JOINT = " | "
# A row whose cells are longer lays out a page; it is no row of figures.
_LONGEST_CELL = 300
_MOST_COLUMNS = 50


def plain_text(raw: str, html: bool = True) -> tuple[str, Offsets | None]:
    """The text that a buyer reads in ``raw``, and the map from it to ``raw`` (None: ``raw`` is that text).

    ``html`` says that the value is HTML; otherwise only one that plainly holds tags is taken for it, and entities
    in another stay as they are. Block elements become line breaks, a table row one line with its cells joined by
    `` | ``; white space is collapsed where blocks lay out the text.
    """
    if "<" not in raw and (not html or "&" not in raw):
        return raw, None
    if not html and not holds_markup(raw):
        return raw, None
    text, offsets = text_of_tokens(raw, list(tokens(raw)))
    return (raw, None) if text == raw else (text, offsets)


def text_of_tokens(raw: str, found: list[Token]) -> tuple[str, Offsets]:
    """The text of some tokens of ``raw``, in their order, and the map from it to ``raw``."""
    builder = _Builder(raw, laid_out=any(token.name in _BLOCKS for token in found))
    rows = _data_cells(found, raw) if any(token.name == "table" for token in found) else {}
    for index, token in enumerate(found):
        if token.kind == "text":
            builder.text(token.start, token.end)
        elif index in rows:
            builder.cell(rows[index])
        elif token.name in _BLOCKS:
            builder.block(token)
    return builder.result()


class _Builder:
    """Plain text as it grows: gaps (breaks, cell joints, collapsed space) are written when text follows them."""

    def __init__(self, raw: str, laid_out: bool) -> None:
        self.raw = raw
        self.laid_out = laid_out
        self.parts: list[str] = []
        self.segments: list[tuple[int, int, int]] = []
        self.size = 0
        self.end = 0  # the raw position after what was written last
        self.breaks = 0
        self.joints = 0
        self.space: tuple[int, int] | None = None
        self.preformatted = 0
        self.in_cell = False

    def result(self) -> tuple[str, Offsets]:
        return "".join(self.parts), Offsets(self.segments, self.size)

    def block(self, token: Token) -> None:
        """A tag of a block element, or ``br``."""
        if token.name == "pre":
            self.preformatted = max(self.preformatted + (1 if token.kind == "open" else -1), 0)
        if token.name in ("tr", "table"):
            self.in_cell = False
        if self.in_cell:
            self.space = self.space or (token.start, token.end)
        elif token.name == "br":
            self.breaks = min(self.breaks + 1, 2)
        else:
            self.breaks = max(self.breaks, 2 if token.name in _PARAGRAPHS else 1)

    def cell(self, joints: int) -> None:
        """A cell of a row of figures starts, ``joints`` columns after the one before it in the row."""
        self.in_cell = True
        self.joints += joints
        self.space = None

    def text(self, start: int, end: int) -> None:
        """The raw text ``start``:``end``, without tags."""
        raw, done = self.raw, start
        for match in _PIECE.finditer(raw, start, end):
            at, stop = match.span()
            first = raw[at]
            if first == "&":
                decoded, length = decode_entity(match[0])
                if not length:
                    continue
                self._copy(done, at)
                self._entity(decoded, at, at + length)
                done = at + length
            elif self.laid_out and not self.preformatted:
                self._copy(done, at)
                self._white(match[0], at, stop)
                done = stop
        self._copy(done, end)

    def _white(self, white: str, start: int, end: int) -> None:
        if white[0] == "\xa0":
            if not self._at_line_start():
                self._copy(start, end)
        elif white.count("\n") > 1 and not self.in_cell:
            self.breaks = max(self.breaks, 1)
        else:
            self.space = self.space or (start, end)

    def _at_line_start(self) -> bool:
        return not self.size or self.breaks > 0 or self.joints > 0

    def _entity(self, decoded: str, start: int, end: int) -> None:
        if decoded in ("\xa0", "\n", "\t", " ") and self.laid_out and self._at_line_start():
            return
        if decoded:
            self._flush(start)
            self._write(decoded, start, end - start)
            self.end = end

    def _copy(self, start: int, end: int) -> None:
        if start < end:
            self._flush(start)
            self._write(self.raw[start:end], start, end - start)
            self.end = end

    def _flush(self, at: int) -> None:
        """Write the gap that ends at the raw position ``at``."""
        if self.size and self.breaks:
            self._write("\n" * self.breaks, self.end, at - self.end)
        if self.joints:
            start = at if self.breaks else self.end
            self._write(_CELL_JOINT * self.joints, start, at - start)
        elif self.size and self.space and not self.breaks:
            start, end = self.space
            self._write(" ", start, end - start)
        self.breaks = self.joints = 0
        self.space = None

    def _write(self, text: str, start: int, length: int) -> None:
        if self.segments and length == len(text):
            plain, raw, size = self.segments[-1]
            if self.size - plain == size and raw + size == start:
                self.segments[-1] = (plain, raw, size + length)
                self.parts.append(text)
                self.size += length
                return
        self.segments.append((self.size, start, length))
        self.parts.append(text)
        self.size += len(text)


class _Row:
    """A table row being read: its cells as (index of the opening token, columns it spans, rows it spans)."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, int]] = []
        self.sizes: list[int] = []
        self.nested = False

    def is_data(self) -> bool:
        return len(self.cells) > 1 and not self.nested and max(self.sizes) <= _LONGEST_CELL


def _data_cells(found: list[Token], raw: str) -> dict[int, int]:
    """The cells of rows of figures: index of the opening token -> how many columns after the cell before it starts.

    A row that holds a table or long texts lays out the page, and its cells are blocks like others.
    """
    cells: dict[int, int] = {}
    tables: list[tuple[list[_Row], list[int]]] = []
    for index, token in enumerate(found):
        if token.name == "table":
            if token.kind == "open":
                if tables and tables[-1][0]:
                    tables[-1][0][-1].nested = True
                tables.append(([], []))
            elif tables:
                _place(tables.pop()[0], cells)
        elif not tables:
            continue
        elif token.kind == "open" and token.name == "tr":
            tables[-1][0].append(_Row())
        elif token.kind == "open" and token.name in ("td", "th"):
            rows = tables[-1][0]
            if not rows:
                rows.append(_Row())
            found_attributes = attributes(raw, token)
            rows[-1].cells.append(
                (index, _span(raw, found_attributes.get("colspan")), _span(raw, found_attributes.get("rowspan")))
            )
            rows[-1].sizes.append(0)
        elif token.kind == "text" and tables[-1][0] and tables[-1][0][-1].sizes:
            tables[-1][0][-1].sizes[-1] += token.end - token.start
    for rows, _ in tables:
        _place(rows, cells)
    return cells


def _span(raw: str, value: tuple[int, int] | None) -> int:
    text = raw[slice(*value)].strip() if value else ""
    return max(1, min(int(text), _MOST_COLUMNS)) if text.isdecimal() and len(text) < 4 else 1


def _place(rows: list[_Row], cells: dict[int, int]) -> None:
    """Give the cells of a table their columns; a cell that reaches down takes its column from the rows below."""
    reaching: list[int] = []
    for row in rows:
        column = last = 0
        taken, reaching = reaching, [max(count - 1, 0) for count in reaching]
        is_data = row.is_data()
        for index, columns, height in row.cells:
            while column < len(taken) and taken[column] > 0:
                column += 1
            if is_data:
                cells[index] = column - last
            last = column
            if height > 1 and column < _MOST_COLUMNS:
                reaching += [0] * (column + columns - len(reaching))
                for offset in range(columns):
                    reaching[column + offset] = height - 1
            column += columns
