"""XLSX files written by hand, so that they can be what no program would write."""

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cell(place, text):
    """A cell that holds a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def relations(*targets):
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships {_PACKAGE}>{inner}</Relationships>"


def book(rows, strings=(), prolog="", more=None):
    """A workbook of one sheet of ``rows``, each the XML of its cells; ``strings`` are shared ones."""
    sheet = "".join(f"<row>{row}</row>" for row in rows)
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/workbook.xml": (
            f'<workbook {_MAIN} xmlns:r="{_OFFICE}">'
            '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": f"{prolog}<worksheet {_MAIN}><sheetData>{sheet}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{''.join(f'<si><t>{text}</t></si>' for text in strings)}</sst>",
        **(more or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return file.getvalue()
