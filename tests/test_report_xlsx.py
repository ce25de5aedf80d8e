"""The annotated workbook: the seller's values untouched, marks at the right cells, lists that lead to them."""

import csv
import io
import sys
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

ONE_RULE = ("--isolated", "--select", "size-note-regional")
RED, HEAD = "00FFC7CE", "0033475B"
HEADER = ["sku", "title", "description", "barcode"]


def annotated(run, *paths, options=ONE_RULE):
    result = run("check", *paths, *options, "--output", "xlsx=out.xlsx")
    assert result.code == 1, result.err
    return load_workbook("out.xlsx", rich_text=True)


def colored(sheet):
    fills = {cell.coordinate: cell.fill.start_color.rgb for row in sheet for cell in row if cell.fill.fill_type}
    return {cell: fill for cell, fill in fills.items() if fill != HEAD}


def column(sheet, letter):
    return [cell.value for cell in sheet[letter]]


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "my list.csv"
    rows = [
        HEADER,
        ["S-1", "Clean dress", "Size EU 38, bust 88 cm", "0012345678905"],
        [],
        ["S-2", "=1+1 dress", 'He said "hi",\nthen Asian size', "+49 1"],
        ["S-3", "#N/A dress, Asian size", "@SUM(A1)", "-5"],
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def book(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "It's mine"
    page.append(HEADER)
    page.append(["D-1", "Dress", "Asian size", 6901234567890])
    page.append(["D-2", "Coat", "Size EU 38, bust 88 cm", 12.5])
    page.append(["D-3", "Skirt", "Asian size", "=D2*2"])
    page["C2"].font = Font(bold=True, name="Courier New")
    page["C2"].comment = Comment("ask the factory", "me")
    page["D3"].number_format = "0.000"
    page["E2"] = datetime(2026, 3, 1)
    page["E3"].value, page["E3"].data_type = "=not a formula", "s"
    page.column_dimensions["C"].width = 33
    page.freeze_panes = "B2"
    other = book.create_sheet("Prices")
    other["A1"] = "=SUM(1,2)"
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def test_cells_of_a_csv_stay_as_they_are(run, sheet):
    page = annotated(run, sheet)["my list"]
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for number, row in enumerate(rows, 1):
        for index, text in enumerate(row, 1):
            cell = page.cell(number, index)
            assert (cell.value, cell.data_type) == (text, "s")
            assert cell.number_format == "@"


def test_the_faulty_cells_of_a_csv_are_marked(run, sheet):
    page = annotated(run, sheet)["my list"]
    assert colored(page) == {"C4": RED, "B5": RED}
    assert "Asian size" in page["C4"].comment.text
    assert "size-note-regional" in page["B5"].comment.text
    assert page.freeze_panes == "A2"


def test_issues_lead_to_their_cells(run, sheet):
    book = annotated(run, sheet)
    issues = book["Issues"]
    assert column(issues, "A") == ["Place", "C4", "B5"]
    assert [issues[f"A{row}"].hyperlink.location for row in (2, 3)] == ["'my list'!C4", "'my list'!B5"]
    assert [issues[f"A{row}"].hyperlink.ref for row in (2, 3)] == ["A2", "A3"]
    assert column(issues, "E")[1:] == ["Asian size", "Asian size"]
    assert column(issues, "G")[1:] == ["size-note-regional"] * 2
    assert issues.auto_filter.ref == "A1:H3"
    assert issues.freeze_panes == "A2"


def test_rows_to_fix_are_those_with_findings(run, sheet):
    rows = annotated(run, sheet)["Rows to fix"]
    assert column(rows, "A") == ["Row", "4", "5"]
    assert column(rows, "B") == ["sku", "S-2", "S-3"]
    assert column(rows, "E") == ["barcode", "+49 1", "-5"]
    assert colored(rows) == {"D2": RED, "C3": RED}
    assert rows["A2"].hyperlink.location == "'my list'!A4"
    assert all(cell.data_type in "sn" for row in rows for cell in row)


def test_a_workbook_keeps_values_and_formats(run, book):
    before, result = load_workbook(book)["It's mine"], annotated(run, book)
    after = result["It's mine"]
    for row in before:
        for cell in row:
            same = after[cell.coordinate]
            assert (same.value, same.data_type) == (cell.value, cell.data_type)
            assert (same.number_format, same.font.name) == (cell.number_format, cell.font.name)
    assert after["C2"].font.bold
    assert after.column_dimensions["C"].width == 33
    assert after.freeze_panes == "B2"
    assert result["Prices"]["A1"].value == "=SUM(1,2)"
    assert result.sheetnames == ["It's mine", "Prices", "Issues", "Rows to fix", "Summary"]


def test_the_faulty_cells_of_a_workbook_are_marked(run, book):
    result = annotated(run, book)
    page = result["It's mine"]
    assert colored(page) == {"C2": RED, "C4": RED}
    assert page["C2"].comment.text.startswith("ask the factory\n\n")
    assert "size-note-regional" in page["C2"].comment.text
    assert result["Issues"]["A3"].hyperlink.location == "'It''s mine'!C4"
    rows = result["Rows to fix"]
    assert colored(rows) == {"D2": RED, "D3": RED}
    assert rows["E2"].value == 6901234567890
    assert rows["E3"].value == "='It''s mine'!D4"


def test_several_files_have_a_sheet_each(run, sheet, book):
    result = annotated(run, sheet, book)
    assert result.sheetnames == ["my list", "book It's mine", "Issues", "Rows to fix", "Summary"]
    assert colored(result["book It's mine"]) == {"C2": RED, "C4": RED}
    assert result["book It's mine"]["D2"].value == "6901234567890"
    assert result["Issues"]["A4"].value == "book It's mine!C2"


def test_findings_in_what_is_no_table_are_listed(run, tmp_path):
    (tmp_path / "feed.json").write_text('[{"title": "Dress", "description": "Asian size"}]', encoding="utf-8")
    result = annotated(run, "feed.json")
    assert result.sheetnames == ["Issues", "Summary"]
    assert result["Issues"]["A2"].value.startswith("feed.json:1:")
    assert any("feed.json" in str(value) for value in column(result["Summary"], "A"))


def test_the_same_file_gives_the_same_bytes(run, sheet, book, monkeypatch):
    for path in (sheet, book):
        made = []
        for moment in (datetime(2026, 3, 1), datetime(2031, 5, 6)):
            monkeypatch.setattr("time.time", moment.timestamp)
            monkeypatch.setattr("time.localtime", lambda *_, moment=moment: moment.timetuple())
            annotated(run, path)
            made.append(path.with_name("out.xlsx").read_bytes())
        assert made[0] == made[1]
        assert b"2026" not in zipfile.ZipFile(io.BytesIO(made[0])).read("docProps/app.xml")


def test_pictures_and_rules_of_a_sheet_are_kept(run, book):
    picture = pytest.importorskip("PIL.Image")
    dress = io.BytesIO()
    picture.new("RGB", (20, 10), (200, 30, 30)).save(dress, "PNG")
    workbook = load_workbook(book)
    page = workbook["It's mine"]
    page.add_image(Image(dress), "F2")
    page.conditional_formatting.add("D2:D4", CellIsRule(operator="greaterThan", formula=["5"], font=Font(bold=True)))
    choices = DataValidation(type="list", formula1='"S,M,L"')
    choices.add("G2:G4")
    page.add_data_validation(choices)
    workbook.save(book)
    page = annotated(run, book)["It's mine"]
    assert [image.anchor._from.row for image in page._images] == [1]
    assert [rule.formula for rules in page.conditional_formatting for rule in rules.rules] == [["5"]]
    assert [str(item.sqref) for item in page.data_validations.dataValidation] == ["G2:G4"]


def test_what_a_copy_leaves_out_is_said(run, book, tmp_path):
    macros = tmp_path / "book.xlsm"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(macros, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/vbaProject.bin", b"not run")
        target.writestr("xl/cellimages.xml", b"<a/>")
        target.writestr("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>")
    result = annotated(run, macros)
    told = [value for value in column(result["Summary"], "A") if value and "left out" in str(value)]
    assert [word for word in ("Macros", "Pictures", "Shapes") if any(word in line for line in told)] == [
        "Macros",
        "Pictures",
        "Shapes",
    ]
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(tmp_path / "out.xlsx").namelist()
    assert colored(result["It's mine"]) == {"C2": RED, "C4": RED}


def test_texts_in_chinese(run, sheet):
    result = annotated(run, sheet, options=(*ONE_RULE, "--lang", "zh"))
    assert result.sheetnames == ["my list", "问题清单", "待修改的行", "汇总"]
    assert result["问题清单"]["B2"].value == "错误"
    assert not result["问题清单"]["F2"].value.isascii()


def test_a_file_without_findings_is_copied(run, tmp_path):
    (tmp_path / "clean.tsv").write_text("sku\ttitle\n001\tClean dress\n", encoding="utf-8")
    assert run("check", "clean.tsv", *ONE_RULE, "--output", "xlsx=out.xlsx").code == 0
    result = load_workbook("out.xlsx")
    assert result.sheetnames == ["clean", "Issues", "Summary"]
    assert result["clean"]["A2"].value == "001"


def test_control_characters_and_long_cells_can_be_stored(run, tmp_path):
    long = "Asian size " + "x" * 40_000
    (tmp_path / "odd.csv").write_text(f"sku,title,description\n1,Dress\x0b\x01,{long}\n", encoding="utf-8")
    result = annotated(run, "odd.csv")
    assert result["odd"]["B2"].value == "Dress\ufffd\ufffd"
    assert len(result["odd"]["C2"].value) == 32_767
    assert any("1 cells hold more" in str(value) for value in column(result["Summary"], "A"))


def test_many_findings_in_a_cell_are_capped(run, tmp_path):
    words = "; ".join(f"{country} size" for country in ("Asian", "Chinese", "Korean", "Japanese") * 20)
    (tmp_path / "many.csv").write_text(f'sku,title,description\n1,Dress,"{words}"\n', encoding="utf-8")
    page = annotated(run, "many.csv")["many"]
    assert len(page["C2"].comment.text) < 2_000


def test_the_workbook_needs_a_file(run, sheet):
    result = run("check", sheet, "--output", "xlsx")
    assert result.code == 2
    assert "xlsx=FILE" in result.err


def test_a_missing_package_is_named(run, sheet, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("openpyxl", "listing_lint.report.xlsx"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("check", sheet, "--output", "xlsx=out.xlsx")
    assert result.code == 2
    assert "listing-lint[xlsx]" in result.err
    assert not (sheet.parent / "out.xlsx").exists()
