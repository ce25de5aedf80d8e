"""No file takes more memory or time than the limits allow, and each limit tells where it bit."""

import io
import os
import struct
import zipfile

import pytest

from listing_lint.config import load_config
from listing_lint.errors import ConfigError
from workbooks import book, cell

HEAD = cell("A1", "title") + cell("B1", "description")
ROW = cell("A2", "Dress") + cell("B2", "Asian size")
SIZE = ("--select", "size-note-regional")


@pytest.fixture
def limited(tmp_path):
    def write(**limits):
        lines = [f"{name.replace('_', '-')} = {number}\n" for name, number in limits.items()]
        (tmp_path / "listing-lint.toml").write_text("[limits]\n" + "".join(lines), encoding="utf-8")

    return write


def skipped(result):
    return [item["reason"] for item in result.json["summary"]["skipped"]]


def refused(run, path, reason):
    result = run("check", path, "--output", "json")
    assert result.code == 2
    assert any(reason in told for told in skipped(result)), skipped(result)


def test_a_file_beyond_the_limit_is_refused_and_the_next_is_linted(run, limited, catalog, tmp_path):
    limited(file_megabytes=1)
    (tmp_path / "large.json").write_text("[\n" + '{"title": "Hat"},\n' * 100_000 + "{}]", encoding="utf-8")
    (tmp_path / "large.jsonl").write_text((tmp_path / "large.json").read_text(encoding="utf-8"), encoding="utf-8")
    result = run("check", "large.json", "large.jsonl", catalog, *SIZE, "--output", "json")
    assert result.code == 2
    assert skipped(result)[0] == "not read: it has 1.8 MB, and 1 MB are the limit ([limits] file-megabytes)"
    assert "1 MB are the limit" in skipped(result)[1]
    assert [finding["listing"] for finding in result.json["findings"]] == ["D-1"]


def test_a_table_that_is_read_row_by_row_may_be_larger(run, limited, tmp_path):
    limited(file_megabytes=1)
    (tmp_path / "large.csv").write_text("title,description\n" + f"Hat,{'Wool ' * 1000}\n" * 220, encoding="utf-8")
    assert run("check", "large.csv", *SIZE, "--no-cache", "--jobs", "1", "--output", "json").code == 0


def test_standard_input_has_the_same_limit(run, limited):
    limited(file_megabytes=1)
    result = run("check", "-", "--output", "json", stdin="title,description\n" + "Hat,Wool\n" * 200_000)
    assert result.code == 2
    assert "1 MB are the limit" in result.out


def test_a_container_that_unpacks_to_too_much(run, limited, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(book([HEAD, ROW, cell("A3", "a" * 30_000_000)]))
    refused(run, path, "200 times is the limit ([limits] unpacked-ratio)")
    limited(unpacked_megabytes=20)
    refused(run, path, "20 MB are the limit ([limits] unpacked-megabytes)")


def test_a_container_of_many_files(run, limited, tmp_path):
    limited(members=10)
    path = tmp_path / "book.xlsx"
    path.write_bytes(book([HEAD, ROW], more={f"xl/media/{number}.png": b"x" for number in range(20)}))
    refused(run, path, "10 are the limit ([limits] members)")


def test_a_container_that_lies_about_its_size(run, tmp_path):
    """The true size is measured: both headers of the sheet claim 100 bytes."""
    data = bytearray(book([HEAD, ROW, cell("A3", "a" * 30_000_000)]))
    size = next(entry for entry in zipfile.ZipFile(io.BytesIO(data)).infolist() if "sheet1.xml" in entry.filename)
    found = data.replace(struct.pack("<I", size.file_size), struct.pack("<I", 100))
    assert found != data
    path = tmp_path / "book.xlsx"
    path.write_bytes(found)
    refused(run, path, "times is the limit")


@pytest.mark.parametrize("far", ["XFD1048576", "ZZ500000", "AVVVVVV1", "A9000000000", "AAAAAAAAAAAAA2"])
def test_a_cell_far_outside_does_not_fill_the_memory(run, tmp_path, far):
    path = tmp_path / "book.xlsx"
    path.write_bytes(book([HEAD, ROW, cell(far, "x")]))
    refused(run, path, "its cells would take")


MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="S">
<table:table-row><table:table-cell office:value-type="string"><text:p>title</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>description</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string"><text:p>Dress</text:p>
</table:table-cell><table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">
<text:p>Asian size</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def sheets_of_ods(path, rows, columns):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.replace("\n", "").format(rows=rows, columns=columns))


@pytest.mark.skipif(os.name != "posix", reason="the memory of a process is bounded there alone")
def test_repeated_cells_of_other_formats_do_not_fill_the_memory(run, limited, tmp_path):
    limited(unpacked_megabytes=200)
    sheets_of_ods(tmp_path / "small.ods", 2, 1)
    result = run("check", "small.ods", *SIZE, "--output", "json")
    assert [finding["location"]["cell"] for finding in result.json["findings"]] == ["B2", "B3"]
    for name in ("large.ods", "large.xlsx"):
        sheets_of_ods(tmp_path / name, 1_000_000, 80)
        refused(run, name, "it is damaged, or needs too much memory")


def test_one_text_in_many_cells_does_not_fill_the_memory(run, tmp_path):
    path = tmp_path / "book.xlsx"
    rows = [HEAD, *(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(2, 400))]
    path.write_bytes(book(rows, strings=["a" * 9_000_000]))
    refused(run, path, "its cells would take")


def test_entities_of_a_workbook_are_not_replaced(run, tmp_path):
    path = tmp_path / "book.xlsx"
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(8)
    )
    path.write_bytes(book([HEAD, ROW, cell("A3", "&i;")], prolog=bomb + "]>"))
    result = run("check", path, "--output", "json")
    assert len(result.out) < 20_000


def test_the_rest_of_a_long_cell_and_of_a_long_listing_is_told(run, limited, tmp_path):
    limited(cell_characters=100, listing_characters=150)
    path = tmp_path / "list.csv"
    path.write_text(
        f"title,description,Note\nDress,{'a ' * 60}Asian size,{'b' * 90}\nHat,Asian size,\n", encoding="utf-8"
    )
    result = run("check", path, *SIZE, "--output", "json")
    assert skipped(result) == [
        "description has 130 characters; the first 100 are linted ([limits] cell-characters)",
        "the listing has more than 150 characters; from here on it is not linted ([limits] listing-characters)",
    ]
    assert [finding["listing"] for finding in result.json["findings"]] == ["row 3"]


def test_the_columns_beyond_the_limit_are_told(run, limited, tmp_path):
    limited(columns=3)
    rows = [["sku", "title", "description", "Note"], ["A-1", "Dress", "Asian size", "Asian size"]]
    (tmp_path / "list.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    letters = "ABCD"
    cells = [
        "".join(cell(f"{letters[at]}{number}", text) for at, text in enumerate(row))
        for number, row in enumerate(rows, 1)
    ]
    (tmp_path / "book.xlsx").write_bytes(book(cells))
    for name in ("list.csv", "book.xlsx"):
        result = run("check", name, *SIZE, "--output", "json")
        assert skipped(result) == ["the table has 4 columns; the first 3 are read ([limits] columns)"]
        assert [finding["field"] for finding in result.json["findings"]] == ["description"]


NESTED = {
    "a.json": '[{"title": "Hat", "price": 5}, ' + '{"a": [' * 30 + "]}" * 30 + "]",
    "a.jsonl": '{"title": "Hat", "price": 5}\n' + '{"a": [' * 30 + "]}" * 30 + "\n",
    "a.yaml": "- {title: Hat, price: 5}\n- " + "[" * 30 + "]" * 30 + "\n",
    "a.xml": "<items><item><title>Hat</title><price>5</price></item>" + "<a>" * 30 + "</a>" * 30 + "</items>",
}


@pytest.mark.parametrize("name", NESTED)
def test_values_that_are_nested_too_deep(run, limited, tmp_path, name):
    limited(nesting=10)
    (tmp_path / name).write_text(NESTED[name], encoding="utf-8")
    result = run("check", name, "--output", "json")
    assert result.json["summary"]["listings"] == 1
    assert any("nested more than 10 deep ([limits] nesting)" in reason for reason in skipped(result))


@pytest.mark.parametrize("name", NESTED)
def test_no_nesting_breaks_a_reader(run, tmp_path, name):
    text = NESTED[name]
    for piece in ('{"a": [', "]}", "[" * 30, "]" * 30, "<a>", "</a>"):
        text = text.replace(piece, piece * 500)
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("check", name, "--isolated", "--output", "json")
    assert any("nested more than 200 deep" in reason or "nesting depth" in reason for reason in skipped(result))


def test_aliases_are_followed_up_to_a_limit(run, tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 10)]
    (tmp_path / "a.yaml").write_text("- {title: Hat, price: 5}\n- " + "\n  ".join(lines) + "\n", encoding="utf-8")
    result = run("check", "a.yaml", "--isolated", "--output", "json")
    assert result.json["summary"]["listings"] == 1
    assert "not read: more than 1000000 values, aliases written out ([limits] yaml-values)" in skipped(result)


def test_findings_beyond_the_limit_are_counted_and_told(run, limited, tmp_path):
    limited(findings_per_rule=3)
    path = tmp_path / "list.csv"
    path.write_text("title,description\n" + "Dress,Asian size\n" * 8, encoding="utf-8")
    result = run("check", path, *SIZE, "--output", "json")
    assert len(result.json["findings"]) == 3
    assert result.json["summary"]["by_rule"] == {"size-note-regional": 8}
    reason = "size-note-regional found 8; the first 3 are reported ([limits] findings-per-rule)"
    assert skipped(result) == [reason]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("limits = 3", "a table of limits is wanted"),
        ("[limits]\nfile-size = 3", "unknown limit 'file-size'"),
        ("[limits]\ncolumns = 0", "columns: a whole number from 1 is wanted"),
        ("[limits]\ncolumns = true", "columns: a whole number from 1 is wanted"),
        ("[limits]\nnesting = 5000", "nesting: at most 200 is possible"),
    ],
)
def test_limits_that_cannot_be_used(tmp_path, text, problem):
    path = tmp_path / "listing-lint.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=problem):
        load_config(path)
