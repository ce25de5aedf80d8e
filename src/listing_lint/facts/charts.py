"""Size charts: which size measures what, read from tables, aligned text, lists and lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.facts.lexicon import Lexicon
from listing_lint.facts.size_words import OPTION_NAMES, letter_of, words_of
from listing_lint.facts.sizes import parse_value
from listing_lint.model import Field, Listing, Span


class Cell(Struct, frozen=True):
    """What one size measures: ``low`` to ``high`` (equal but for a range) in ``unit``, a name of pint's or None.

    ``measure`` is a name of tables/charts.yaml (``bust``, ``foot``), ``label`` the size in standard form.
    """

    label: str
    measure: str
    low: float
    high: float
    unit: str | None
    span: Span


class Chart(Struct, frozen=True):
    """A size chart: its sizes in the order they stand, and its figures."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    span: Span

    def columns(self) -> dict[tuple[str, str | None], list[Cell]]:
        """The cells of each measurement and unit, in the order of the sizes."""
        found: dict[tuple[str, str | None], list[Cell]] = {}
        for cell in self.cells:
            found.setdefault((cell.measure, cell.unit), []).append(cell)
        return found


class _Piece(Struct, frozen=True):
    """A part of a text with the place where it begins."""

    text: str
    start: int


class _Head(Struct, frozen=True):
    """A measurement named in a heading, and its unit where the heading gives one."""

    measure: str
    unit: str | None


@cache
def _words() -> tuple[Lexicon[str], Lexicon[str]]:
    """The lexicons of measurements and of units."""
    data = tables.data("charts.yaml")
    measures, units = (
        Lexicon({word: name for name, row in data[part].items() for word in words_of(row)})
        for part in ("measures", "units")
    )
    return measures, units


_Item = TypeVar("_Item")
_UNITS = (
    r"cms?|mm|inch(?:es)?|in|kgs?|lbs?|jin|pulgadas?|polegadas?|pouces?|zoll|pollici|дюйм\w*|см|мм|кг|厘米|公分|毫米|英寸"
    r"|公斤|斤|[\"”″]|''"
)
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?(?:\s?[¼½¾]|\s[13]/[248](?!\d))?"
_TO = r"(?:[-–—~～至到]|\bto\b|\ba\b|\bbis\b)"
_RANGE = rf"({_NUMBER})\s?({_UNITS})?(?:\s*{_TO}\s*({_NUMBER}))?(?:\s?[(（]?({_UNITS})(?!\w)[)）]?)?"
_FIGURE = rf"{_RANGE}(?![\w%])(?:\s*[/(（]\s*{_RANGE}(?![\w%])\s*[)）]?)?"
VALUE = expression(rf"(?<![\w.,]){_FIGURE}", re.IGNORECASE)
_GLUED_VALUE = expression(_FIGURE, re.IGNORECASE)
_NUMBERS = expression(r"\d\D{1,80}\d")
_CELLS = expression(r"\s*\|\s*|\t+|\s{2,}|　+")


def find_charts(listing: Listing) -> tuple[Chart, ...]:
    """The size charts in the descriptions, bullets and attributes of ``listing``."""
    return tuple(
        chart
        for field in listing.fields
        if field.role in ("description", "bullet", "attribute") and _may_hold_chart(field.text)
        for chart in charts_in(field)
    )


def _may_hold_chart(text: str) -> bool:
    return _words()[0].clue.possible(text) and _NUMBERS.search(text) is not None


def charts_in(field: Field) -> Iterator[Chart]:
    """The size charts in one field."""
    text = field.text
    if not any(_words()[0].find(text)):
        return
    rows = [_cells(piece) for piece in _lines(text)]
    found = [*_tables(rows), *_spaced(rows), *_stacks(rows), *_labelled_lines(rows), *_listed_sizes(text)]
    for figures in found:
        for part in _split(figures):
            chart = _chart(part, field)
            if chart:
                yield chart


def _lines(text: str) -> Iterator[_Piece]:
    start = 0
    for line in text.split("\n"):
        yield _Piece(line, start)
        start += len(line) + 1


def _cells(line: _Piece) -> list[_Piece]:
    """The cells of a line: at pipes, tabs or several spaces; one cell where there are none."""
    pieces = []
    at = 0
    for match in _CELLS.finditer(line.text):
        pieces.append(_Piece(line.text[at : match.start()], line.start + at))
        at = match.end()
    pieces.append(_Piece(line.text[at:], line.start + at))
    return [piece for piece in pieces if piece.text.strip()]


class _Figure(Struct, frozen=True):
    """A figure of a chart before it is known in which field and unit."""

    label: str
    head: _Head
    value: _Piece


def _label(piece: _Piece) -> str | None:
    """The size that a cell names; None where it names none, or also measures something."""
    text = piece.text.strip().strip(":：=-–.")
    if not text or len(text) > 24:
        return None
    value = parse_value(text, 0)
    return value.label if value and value.sort not in ("measured", "one") else None


def _head(piece: _Piece) -> _Head | None:
    """The measurement that a heading names; None where it names none or is a sentence."""
    text = piece.text.strip()
    if len(text) > 48:
        return None
    measures, units = _words()
    match = next(measures.find(text), None)
    if match is None or match.start > 12 or VALUE.search(text):
        return None
    # In "(in cm)" the first word is no unit.
    named = [unit.value for unit in units.find(text[match.end :])]
    return _Head(match.value, named[-1] if named else "inch" if '"' in text[match.end :] else None)


def _is_value(piece: _Piece) -> bool:
    text = piece.text.strip()
    match = VALUE.match(text)
    return bool(match and match.end() >= len(text) - 3) or text in ("-", "/", "–", "—")


# ------------------------------------------------------------------------------------------------------- the shapes
def _tables(rows: list[list[_Piece]]) -> Iterator[list[_Figure]]:
    """Rows of cells: sizes down and measurements across, or the other way round."""
    index = 0
    while index < len(rows):
        row = rows[index]
        heads = [_head(cell) for cell in row]
        labels = [_label(cell) for cell in row]
        figures: list[_Figure] = []
        used = index
        if len(row) >= 2 and any(heads) and heads[0] is None:
            used, figures = _down(rows, index, heads)
        elif len(row) >= 2 and not any(heads) and sum(map(bool, labels[1:])) == len(row) - 1:
            # The corner above the measurements may be empty.
            used, figures = _across(rows, index, labels if labels[0] is None else [None, *labels])
        if figures:
            yield figures
        index = max(used, index) + 1


def _down(rows: list[list[_Piece]], index: int, heads: list[_Head | None]) -> tuple[int, list[_Figure]]:
    figures = []
    used = index
    for number in range(index + 1, len(rows)):
        row = rows[number]
        if not row:
            continue
        label = _label(row[0])
        if label is None or len(row) < 2 or len(row) > len(heads) or not any(_is_value(cell) for cell in row[1:]):
            break
        used = number
        figures += [_Figure(label, head, cell) for head, cell in zip(heads, row, strict=False) if head]
    return used, figures


def _across(rows: list[list[_Piece]], index: int, labels: list[str | None]) -> tuple[int, list[_Figure]]:
    figures = []
    used = index
    for number in range(index + 1, len(rows)):
        row = rows[number]
        if not row:
            continue
        head = _head(row[0])
        if head is None or len(row) != len(labels) or not all(_is_value(cell) for cell in row[1:]):
            break
        used = number
        figures += [
            _Figure(label, head, cell) for label, cell in zip(labels[1:], row[1:], strict=True) if label is not None
        ]
    return used, figures


def _spaced(rows: list[list[_Piece]]) -> Iterator[list[_Figure]]:
    """A heading of words with single spaces, and below it lines of a size and as many figures."""
    for index, row in enumerate(rows):
        if len(row) != 1 or len(row[0].text) > 120 or VALUE.search(row[0].text):
            continue
        heads = _heads_of_line(row[0].text)
        if len(heads) < 2:
            continue
        figures: list[_Figure] = []
        for below in rows[index + 1 :]:
            if not below:
                continue
            read = _spaced_row(below[0], len(heads)) if len(below) == 1 else None
            if read is None:
                break
            figures += [_Figure(read[0], head, cell) for head, cell in zip(heads, read[1], strict=True)]
        yield figures


def _heads_of_line(text: str) -> list[_Head]:
    """The measurements of a heading; none where other words stand between them."""
    measures, units = _words()
    heads = []
    left = text
    for match in measures.find(text):
        unit = re.match(r"\s*[(（]\s*([^)）]{1,10})[)）]", text[match.end :])
        name = units.get(unit.group(1)) if unit else None
        heads.append(_Head(match.value, name))
        left = left.replace(text[match.start : match.end], " ", 1)
    for other in (*OPTION_NAMES.find(left), *units.find(left)):
        left = left.replace(left[other.start : other.end], "·" * (other.end - other.start), 1)
    return heads if not re.search(r"[^\W\d_]{3,}", left) else []


def _spaced_row(line: _Piece, count: int) -> tuple[str, list[_Piece]] | None:
    first = re.match(r"\s*(\S{1,40}?)[\s:：]++(?=\d)", line.text)
    label = _label(_Piece(first.group(1), 0)) if first else None
    if first is None or label is None:
        return None
    cells = [_Piece(m.group(), line.start + m.start()) for m in VALUE.finditer(line.text, first.end())]
    return (label, cells) if len(cells) == count else None


def _stacks(rows: list[list[_Piece]]) -> Iterator[list[_Figure]]:
    """A table whose cells stand below each other, one a line."""
    stack: list[_Piece] = []
    for row in [*rows, [_Piece("x" * 60, 0)]]:
        if not row:
            continue
        if (
            len(row) == 1
            and len(row[0].text) <= 30
            and any(read(row[0]) for read in (_label, _head, _is_value, _is_size))
        ):
            stack.append(row[0])
            continue
        if len(stack) >= 6:
            yield from _unstack(stack)
        stack = []


def _is_size(piece: _Piece) -> bool:
    return OPTION_NAMES.get(piece.text.strip()) is not None


def _unstack(stack: list[_Piece]) -> Iterator[list[_Figure]]:
    """The rows of a stack, found by its first run: of sizes, or of measurements."""
    begin = 1 if _is_size(stack[0]) else 0
    heads = _run(stack[begin:], _head)
    if len(heads) >= 2:
        width = len(heads) + 1
        body = stack[begin + len(heads) :]
        rows = [body[at : at + width] for at in range(0, len(body) - width + 1, width)]
        yield _down([[], *rows], 0, [None, *heads])[1]
        return
    labels = _run(stack[begin:], _label)
    if len(labels) >= 2:
        # A bare figure can be a size as well: the first measurement ends the run.
        first = next((at for at, piece in enumerate(stack) if _head(piece)), len(stack))
        names = [_label(piece) for piece in stack[begin:first]]
        width = len(names) + 1
        body = stack[first:]
        rows = [body[at : at + width] for at in range(0, len(body) - width + 1, width)]
        yield _across([[], *rows], 0, [None, *names])[1]


def _run(stack: list[_Piece], read: Callable[[_Piece], _Item | None]) -> list[_Item]:
    """What the first pieces of ``stack`` are read as, up to one that is something else."""
    found = []
    for piece in stack:
        item = read(piece)
        if item is None:
            break
        found.append(item)
    return found


_LABEL_START = expression(
    r"(?:^|(?<=[;；\n。]))[\s•*·✅☞>-]{0,40}+(?:size\s*+[:：]?\s*+|talla\s*+|tamaño\s*+|尺码\s*+|размер\s*+)?"
    r"((?:\d{0,2}X{0,5}[SLM]|X{1,5}-?L|(?:EU|US|UK|CN|FR)?\s?\d{1,3}(?:[.,]5)?(?!\s?[-–]\s?\d)))"
    r"(?:\s*+[:：=–(（,，-]++\s*+|\s++(?=[^\W\d]))",
    re.IGNORECASE,
)


def _labelled_lines(rows: list[list[_Piece]]) -> Iterator[list[_Figure]]:
    """Lines of a size and its measurements: ``S: bust 88 cm, length 60 cm``."""
    figures: list[_Figure] = []
    for row in rows:
        if not row:
            continue
        read = [figure for cell in row for figure in _labelled(cell)]
        if not read and figures:
            yield figures
            figures = []
        figures += read
    yield figures


def _labelled(line: _Piece) -> Iterator[_Figure]:
    starts = list(_LABEL_START.finditer(line.text))
    for index, match in enumerate(starts):
        label = _label(_Piece(match.group(1), 0))
        stop = starts[index + 1].start() if index + 1 < len(starts) else len(line.text)
        if label:
            part = _Piece(line.text[match.end() : stop], line.start + match.end())
            yield from (_Figure(label, head, value) for head, value in _pairs(part))


_GAP = expression(r"[\s:：=/(（.]*(?:size|is|length|ca\.?|approx\.?|about|[:：=-])*[\s:：=(（.-]*", re.IGNORECASE)


def _pairs(part: _Piece) -> Iterator[tuple[_Head, _Piece]]:
    """Measurements with the figure behind each: ``bust 88 cm``, ``waist(cm): 70``."""
    measures, units = _words()
    for match in measures.find(part.text):
        at = match.end
        unit = re.match(r"\s*[(（]\s*([^)）\d]{1,10})[)）]", part.text[at:])
        name = units.get(unit.group(1)) if unit else None
        at += unit.end() if unit and name else 0
        gap = _GAP.match(part.text, at)
        value = _GLUED_VALUE.match(part.text, gap.end() if gap else at) or _GLUED_VALUE.match(part.text, at)
        if value:
            yield _Head(match.value, name), _Piece(value.group(), part.start + value.start())


# A size and its figure: "S 92", "M: 98"; and sizes with their figures apart: "S/M/L: 88/92/96".
_LETTER_LABEL = r"(?:\d{0,2}X{1,4}-?[SL]|[2-9]X[SL]|[SML])"
_PAIR = expression(rf"\s*+[,，;；/、|]?\s*+(?<!\w)({_LETTER_LABEL})\s*+[:：=(（–-]?\s*+({_RANGE})(?!\w)[)）]?")
_SERIES = expression(
    rf"\s*+({_LETTER_LABEL}(?:\s?[/,，、-]\s?{_LETTER_LABEL})+)\s*+[:：=]\s*+({_NUMBER}(?:\s?[/,，、-]\s?{_NUMBER})+)(?!\w)"
)
_HEAD_UNIT = expression(rf"\s*+(?:\b(?:in|en|em)\s++)?[(（\[]?\s*+({_UNITS})(?!\w)\s*+[)）\]]?", re.IGNORECASE)
_HEAD_END = expression(r"\s*+[:：=-]?\s*+")


def _listed_sizes(text: str) -> Iterator[list[_Figure]]:
    """One measurement of all sizes in a line: ``Chest in cm: S 92, M 98``, ``Bust (cm) S/M/L: 88/92/96``."""
    measures, _ = _words()
    for match in measures.find(text):
        unit = _HEAD_UNIT.match(text, match.end)
        end = _HEAD_END.match(text, unit.end() if unit else match.end)
        head = _Head(match.value, _unit_name(unit.group(1)) if unit else None)
        at = end.end() if end else match.end
        series = _SERIES.match(text, at)
        yield [_Figure(label, head, value) for label, value in (_series(series) if series else _size_pairs(text, at))]


def _series(match: re.Match[str]) -> Iterator[tuple[str, _Piece]]:
    labels = [letter_of(label.group()) for label in re.finditer(_LETTER_LABEL, match[1])]
    values = [_Piece(value.group(), match.start(2) + value.start()) for value in re.finditer(_NUMBER, match[2])]
    if len(labels) == len(values):
        yield from zip(labels, values, strict=True)


def _size_pairs(text: str, at: int) -> Iterator[tuple[str, _Piece]]:
    while pair := _PAIR.match(text, at):
        yield letter_of(pair[1]), _Piece(pair[2], pair.start(2))
        at = pair.end()


# ------------------------------------------------------------------------------------------------------ the figures
def _split(figures: list[_Figure]) -> Iterator[list[_Figure]]:
    """One run of figures for each chart: a measurement given again for a size begins the next one (top and skirt).

    Given twice for one size in a row (front and back length), the first counts.
    """
    part: list[_Figure] = []
    seen: set[tuple[str, _Head]] = set()
    for figure in figures:
        if (figure.label, figure.head) in seen:
            if figure.label == part[-1].label:
                continue
            yield part
            part, seen = [], set()
        part.append(figure)
        seen.add((figure.label, figure.head))
    yield part


def _chart(figures: list[_Figure], field: Field) -> Chart | None:
    """The chart that ``figures`` make up, with units from the text around it; None where they are too few."""
    labels = tuple(dict.fromkeys(figure.label for figure in figures))
    if len(labels) < 2:
        return None
    cells = [cell for figure in figures for cell in _figure_cells(figure, field)]
    if len(cells) < 2:
        return None
    start = min(cell.span.start for cell in cells)
    end = max(cell.span.end for cell in cells)
    default = _unit_around(field.text, start, end)
    known = [cell if cell.unit else replace(cell, unit=_fitting(cell.measure, default)) for cell in cells]
    return Chart(labels, tuple(known), Span(field, start, end))


def _figure_cells(figure: _Figure, field: Field) -> Iterator[Cell]:
    match = VALUE.match(figure.value.text.lstrip())
    if match is None or figure.head.measure == "age":
        return
    start = figure.value.start + len(figure.value.text) - len(figure.value.text.lstrip())
    span = Span(field, start, start + len(match.group().rstrip()))
    low, unit, high, unit2, other, other_unit, other_high, other_unit2 = match.groups()
    first = _unit_name(unit2 or unit)
    yield Cell(figure.label, figure.head.measure, _number(low), _number(high or low), first or figure.head.unit, span)
    second = _unit_name(other_unit2 or other_unit)
    if other and second and second != first:
        yield Cell(figure.label, figure.head.measure, _number(other), _number(other_high or other), second, span)


def _unit_name(text: str | None) -> str | None:
    if not text:
        return None
    return "inch" if text in ('"', "”", "″", "''") else _words()[1].get(text)


_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75}


def _number(text: str) -> float:
    whole, _, part = text.strip().replace(",", ".").partition(" ")
    if whole[-1] in _FRACTIONS:
        return float(whole[:-1] or 0) + _FRACTIONS[whole[-1]]
    if part in _FRACTIONS:
        return float(whole) + _FRACTIONS[part]
    top, _, bottom = part.partition("/")
    return float(whole) + (float(top) / float(bottom) if bottom else 0.0)


_AROUND = 200
_UNIT_WORD = expression(
    r"(?<![^\W\d_])(?:cms?|mm|inch(?:es)?|pulgadas|polegadas|pouces|zoll|pollici|см)(?!\w)|厘米|公分|英寸", re.I
)


def _unit_around(text: str, start: int, end: int) -> str | None:
    """The one unit of length named in a chart's headings or just before or after it."""
    near = text[max(0, start - _AROUND) : min(len(text), end + _AROUND)]
    names = {_unit_name(match.group()) for match in _UNIT_WORD.finditer(near)}
    return names.pop() if len(names) == 1 else None


def _fitting(measure: str, unit: str | None) -> str | None:
    """``unit``, a length, for what is a length."""
    return None if measure == "weight" else unit
