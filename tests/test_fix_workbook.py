"""A fixed copy: of a workbook, in which nothing but the words changes, and of other files."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

WIDE = "Blue dress （XS-5XL) in cotton"
PLAIN = "Blue dress (XS-5XL) in cotton"
ONLY = ("--isolated", "--select", "fullwidth-characters")


@pytest.fixture
def book(tmp_path):
    """A workbook with what a seller's has: formats, formulas, notes, a picture's part, a hidden sheet."""
    path = tmp_path / "book.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Stück & Co"
    sheet.append(["sku", "title", "price", "description", "total"])
    sheet.append(["0012", WIDE, 5, WIDE, "=C2*2"])
    sheet.append(["D-2", CellRichText("Blue ", TextBlock(InlineFont(b=True), "dress （XS-5XL)")), 6, "Soft.", "=D2"])
    sheet.append(["D-3", "Red dress", 6.5, '="Wide （" & A2', None])
    sheet["B2"].font = openpyxl.styles.Font(bold=True, color="FF0000")
    sheet["B2"].comment = openpyxl.comments.Comment("mine", "me")
    made.create_sheet("lists").sheet_state = "hidden"
    made.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG not really")
    return path


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_a_copy_of_a_workbook_has_the_fixes_and_all_else(run, book):
    before = book.read_bytes()
    result = run("check", book, *ONLY, "--fixed-copy", "fixed.xlsx")
    assert "3 findings fixed in 1 files" in result.err
    assert result.code == 0
    assert book.read_bytes() == before
    copy = book.with_name("fixed.xlsx")
    sheet = openpyxl.load_workbook(copy)["Stück & Co"]
    old = openpyxl.load_workbook(book)["Stück & Co"]
    expected = {cell.coordinate: cell.value for row in old.iter_rows() for cell in row}
    expected |= {"B2": PLAIN, "D2": PLAIN, "B3": "Blue dress (XS-5XL)"}
    assert {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row} == expected
    assert sheet["B2"].font.color.rgb == "00FF0000"
    assert sheet["B2"].comment.text == "mine"
    changed = {name for name, content in parts(copy).items() if parts(book)[name] != content}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert list(parts(copy)) == list(parts(book))


def test_a_formula_is_left_as_it_is(run, tmp_path):
    import re

    made = openpyxl.Workbook()
    made.active.append(["sku", "title", "description"])
    made.active.append(["D-1", "x", "Soft."])
    stream = io.BytesIO()
    made.save(stream)
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                cell = f'<c r="B2" t="str"><f>"Blue dress"</f><v>{WIDE}</v></c>'
                content = re.sub(rb'<c r="B2".*?</c>', cell.encode(), content)
            new.writestr(entry, content)
    result = run("check", path, *ONLY, "--fixed-copy", "fixed.xlsx")
    assert result.code == 0
    assert "fullwidth-characters" in result.out
    assert (tmp_path / "fixed.xlsx").read_bytes() == path.read_bytes()


def test_a_copy_is_written_also_where_nothing_is_to_fix_and_of_other_formats(run, tmp_path):
    path = tmp_path / "feed.csv"
    path.write_bytes(f"sku,title\r\nD-1,{WIDE}\r\n".encode("gb18030"))
    assert run("check", path, *ONLY, "--fixed-copy", "fixed.csv").code == 0
    assert (tmp_path / "fixed.csv").read_bytes() == f"sku,title\r\nD-1,{PLAIN}\r\n".encode("gb18030")
    run("check", "fixed.csv", *ONLY, "--fixed-copy", "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "fixed.csv").read_bytes()


def test_what_cannot_be_copied_is_told(run, tmp_path, book):
    import xlwt

    old = xlwt.Workbook()
    sheet = old.add_sheet("a")
    for row, values in enumerate((["sku", "title", "price"], ["D-1", WIDE, 5])):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    old.save(str(tmp_path / "old.xls"))
    (tmp_path / "b.csv").write_text("sku,title\nD-1,Blue dress\n", encoding="utf-8")
    for arguments, reason in (
        (("old.xls", "--fixed-copy", "new.xls"), "only XLSX and XLSM workbooks"),
        (("book.xlsx", "--fixed-copy", "book.xlsx"), "write the copy to another file"),
        (("book.xlsx", "--fixed-copy", "book.csv"), "must end in .xlsx"),
        (("book.xlsx", "b.csv", "--fixed-copy", "new.xlsx"), "one file to lint, not 2"),
    ):
        result = run("check", *arguments, *ONLY)
        assert result.code == 2
        assert reason in result.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.csv", "book.xlsx", "old.xls"]


def test_a_part_that_needs_a_password_is_told(run, book):
    data = bytearray(book.read_bytes())
    entry = data.rindex(b"xl/media/image1.png") - 46
    data[entry + 8] |= 1
    book.write_bytes(data)
    result = run("check", book, *ONLY, "--fixed-copy", "fixed.xlsx")
    assert result.code == 2
    assert "not changed" in result.err
