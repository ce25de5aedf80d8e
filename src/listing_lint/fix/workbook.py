"""Edits in the cells of an XLSX or XLSM workbook: parts of the archive that hold them change, all others stay."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable
from typing import Any

from lxml import etree

from listing_lint.errors import ReadError
from listing_lint.fix.document import Replacement
from listing_lint.model import Edit

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BOOK = "xl/workbook.xml"


class WorkbookDocument:
    """A workbook whose cells of text can be changed. A changed cell keeps its format as a whole, not that of its words.

    Formulas are calculated anew when the workbook is opened.
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Raises `ReadError` for what is no XLSX or XLSM workbook."""
        self.name = name
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
            self._parts = {entry.filename: content for entry, content in self._entries}
            self._sheets = self._sheet_parts()
            self._shared = self._shared_strings()
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError):
            raise ReadError(f"{name}: not changed; only XLSX and XLSM workbooks can be copied with fixes") from None
        self._texts = {sheet: self._cell_texts(part) for sheet, part in self._sheets.items()}

    def replacement(self, edit: Edit) -> Replacement | None:
        """Where ``edit`` is made; None for a cell that is not known, or holds no plain text (a formula, a number)."""
        field, place = edit.span.field, edit.span.field.location
        if place.path != self.name or not place.sheet or not place.cell or field.raw is None:
            return None
        if self._texts.get(place.sheet, {}).get(place.cell) != field.raw:
            return None
        start, end = field.raw_span(edit.span.start, edit.span.end)
        return Replacement(start, end, edit.text, f"{place.sheet}!{place.cell}")

    def data(self, replacements: Iterable[Replacement]) -> bytes:
        """The bytes of the workbook after ``replacements``, which do not overlap."""
        changed: dict[str, dict[str, str]] = {}
        for item in sorted(replacements, reverse=True):
            sheet, cell = item.part.rsplit("!", 1)
            cells = changed.setdefault(self._sheets[sheet], {})
            text = cells.get(cell, self._texts[sheet][cell])
            cells[cell] = text[: item.start] + item.text + text[item.end :]
        written = {part: self._with_texts(part, cells) for part, cells in changed.items()}
        written[_BOOK] = self._calculated_anew()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for entry, content in self._entries:
                archive.writestr(entry, written.get(entry.filename, content))
        return buffer.getvalue()

    def _sheet_parts(self) -> dict[str, str]:
        targets = {}
        for relation in _parse(self._parts["xl/_rels/workbook.xml.rels"]):
            targets[relation.get("Id")] = posixpath.normpath(posixpath.join("/xl", relation.get("Target") or ""))[1:]
        found = {}
        for sheet in _parse(self._parts[_BOOK]).iter("{*}sheet"):
            part = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION))
            if part in self._parts:
                found[str(sheet.get("name"))] = part
        return found

    def _shared_strings(self) -> list[str]:
        content = self._parts.get("xl/sharedStrings.xml")
        return [_text(item) for item in _parse(content).iterchildren("{*}si")] if content else []

    def _cell_texts(self, part: str) -> dict[str, str]:
        found = {}
        for cell in _parse(self._parts[part]).iter("{*}c"):
            value, inline = cell.find("{*}v"), cell.find("{*}is")
            if cell.get("r") is None or cell.find("{*}f") is not None:
                continue
            if cell.get("t") == "s" and value is not None and (value.text or "").isdigit():
                number = int(value.text)
                found[cell.get("r")] = self._shared[number] if number < len(self._shared) else ""
            elif cell.get("t") == "inlineStr" and inline is not None:
                found[cell.get("r")] = _text(inline)
        return found

    def _with_texts(self, part: str, texts: dict[str, str]) -> bytes:
        root = _parse(self._parts[part])
        for cell in root.iter("{*}c"):
            if cell.get("r") in texts:
                del cell[:]
                cell.set("t", "inlineStr")
                space = etree.QName(root).namespace
                holder = etree.SubElement(cell, f"{{{space}}}is")
                text = etree.SubElement(holder, f"{{{space}}}t")
                text.set(_SPACE, "preserve")
                text.text = texts[cell.get("r")]
        return _bytes(root)

    def _calculated_anew(self) -> bytes:
        root = _parse(self._parts[_BOOK])
        settings = root.find("{*}calcPr")
        if settings is None:
            return self._parts[_BOOK]
        settings.set("fullCalcOnLoad", "1")
        return _bytes(root)


def _parse(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _bytes(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _text(item: Any) -> str:
    """The text of a string, its differently formatted runs together, without the reading aids of East Asian ones."""
    direct = item.findall("{*}t") + [text for run in item.iterchildren("{*}r") for text in run.findall("{*}t")]
    return "".join(text.text or "" for text in direct)
