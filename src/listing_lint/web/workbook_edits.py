"""Texts of cells changed in the XML of a workbook, so that all else stays as it was: macros, pictures, formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from posixpath import join, normpath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.model import Edit

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRINGS = "xl/sharedStrings.xml"
_NOT_XML = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def with_texts(name: str, data: bytes, edits: Iterable[Edit]) -> bytes:
    """The workbook ``data`` with the ``edits`` in its cells. Raises `ReadError` where one cannot be made."""
    by_sheet: dict[str, dict[str, list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for edit in edits:
        here = edit.span.field.location
        by_sheet[here.sheet or ""][here.cell or ""].append(edit)
    try:
        with ZipFile(BytesIO(data)) as book:
            parts = _parts_of_sheets(book)
            strings = _strings(book)
            changed = {
                parts[sheet]: _sheet_with(name, book.read(parts[sheet]), strings, cells)
                for sheet, cells in by_sheet.items()
            }
            return _copy(book, changed)
    except (BadZipFile, KeyError, IndexError, etree.XMLSyntaxError, RuntimeError) as error:
        raise ReadError(f"{name}: the workbook cannot be changed ({error}); change the cells by hand") from None


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _parts_of_sheets(book: ZipFile) -> dict[str, str]:
    """The names of the parts that hold the sheets, by the names of the sheets."""
    relations = {node.get("Id"): node.get("Target") for node in _tree(book.read("xl/_rels/workbook.xml.rels"))}
    sheets = _tree(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {
        str(sheet.get("name")): normpath(join("/xl", str(relations[sheet.get(_RELATION)]))).lstrip("/")
        for sheet in sheets
    }


def _strings(book: ZipFile) -> list[str]:
    if _STRINGS not in book.namelist():
        return []
    return [_text_of(node) for node in _tree(book.read(_STRINGS)).iter(f"{_MAIN}si")]


def _text_of(node: etree._Element) -> str:
    """The text of a string, without the readings that stand above Japanese words."""
    pieces = node.iter(f"{_MAIN}t")
    return "".join(piece.text or "" for piece in pieces if next(piece.iterancestors(f"{_MAIN}rPh"), None) is None)


def _sheet_with(name: str, data: bytes, strings: Sequence[str], cells: Mapping[str, Sequence[Edit]]) -> bytes:
    root = _tree(data)
    found = {str(cell.get("r")): cell for cell in root.iter(f"{_MAIN}c") if cell.get("r") in cells}
    for place, edits in cells.items():
        _write(name, found[place], strings, edits)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _write(name: str, cell: etree._Element, strings: Sequence[str], edits: Sequence[Edit]) -> None:
    place = cell.get("r")
    if cell.find(f"{_MAIN}f") is not None:
        raise ReadError(f"{name}: {place} holds a formula; change it by hand")
    value = cell.find(f"{_MAIN}v")
    if cell.get("t") == "s" and value is not None:
        text = strings[int(value.text or "")]
    elif cell.get("t") == "inlineStr":
        text = _text_of(cell)
    else:
        # A number: the reader gave it the form in which it is shown.
        text = edits[0].span.field.raw or ""
    spans = []
    for edit in edits:
        raw = edit.span.field.raw or ""
        if text.count(raw) != 1:
            raise ReadError(f"{name}: {place} holds the text more than once; change it by hand")
        start, end = edit.span.field.raw_span(edit.span.start, edit.span.end)
        spans.append((text.index(raw) + start, text.index(raw) + end, edit.text))
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    written = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
    written.set(_SPACE, "preserve")
    written.text = _NOT_XML.sub("\ufffd", text)


def _copy(book: ZipFile, changed: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as copy:
        for part in book.infolist():
            copy.writestr(part, changed.get(part.filename) or book.read(part))
    return stream.getvalue()
