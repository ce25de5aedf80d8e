"""Fixes in SARIF and the Reviewdog format: applying them to the file gives what ``--fix`` writes."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listing_lint.config import Config
from listing_lint.fix import Document, RunLooks, change_of, changed
from listing_lint.run import Overrides, Run, Target
from test_fix import FILES, ONLY, PLAIN, WIDE
from test_fix_properties import FORMS, encoded, rows
from test_report_clients import errors


def sarif_edits(report):
    """(start line, start column, end line, end column, text) of each replacement, columns in code points."""
    (log,) = report["runs"]
    assert log["columnKind"] == "unicodeCodePoints"
    for result in log["results"]:
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            assert fix["description"]["text"]
            assert change["artifactLocation"] == result["locations"][0]["physicalLocation"]["artifactLocation"]
            for item in change["replacements"]:
                area = item["deletedRegion"]
                yield (
                    (area["startLine"], area["startColumn"]),
                    (area["endLine"], area["endColumn"]),
                    item["insertedContent"]["text"],
                )


def rdjson_edits(report):
    """The same, columns in UTF-8 bytes."""
    for row in report["diagnostics"]:
        for item in row.get("suggestions", ()):
            start, end = item["range"]["start"], item["range"]["end"]
            yield (start["line"], start["column"]), (end["line"], end["column"]), item["text"]


def applied(lines, edits, text):
    """``lines`` after ``edits``; ``text`` makes of an inserted text what lines are made of."""
    lines = list(lines)
    for (line, column), (last, end), inserted in sorted(edits, reverse=True):
        joined = lines[line - 1][: column - 1] + text(inserted) + lines[last - 1][end - 1 :]
        lines[line - 1 : last] = [joined]
    return lines


def reports(run, path, *options):
    made = {}
    for name in ("sarif", "rdjson"):
        made[name] = json.loads(run("check", path.name, *options, "--output", name).out)
        assert not errors(name, made[name])
    return list(sarif_edits(made["sarif"])), list(rdjson_edits(made["rdjson"]))


@pytest.mark.parametrize("name", sorted(set(FILES) - {"dress.md"}))
def test_what_is_suggested_is_what_fix_writes(run, tmp_path, name):
    path = tmp_path / name
    before = FILES[name].format(f"颜色😀 {WIDE}").encode()
    path.write_bytes(before)
    sarif, rdjson = reports(run, path, *ONLY)
    run("check", path, *ONLY, "--fix")
    after = path.read_bytes()
    assert after == FILES[name].format(f"颜色😀 {PLAIN}").encode()
    characters = applied(before.decode().splitlines(keepends=True), sarif, str)
    assert "".join(characters).encode() == after
    assert b"".join(applied(before.splitlines(keepends=True), rdjson, str.encode)) == after


@pytest.mark.parametrize(
    ("name", "text", "fixed"),
    [
        ("quoted.csv", 'Blue dress（""wide""，soft）', 'Blue dress (""wide"", soft)'),
        ("feed.json", 'Blue \\"wide\\" dress（soft）', 'Blue \\"wide\\" dress (soft)'),
        ("feed.xml", "Blue &amp; red dress（soft）", "Blue &amp; red dress (soft)"),
        ("page.html", "Blue &amp; red dress（soft）", "Blue &amp; red dress (soft)"),
    ],
)
def test_what_is_escaped_in_the_file_stays_escaped(run, tmp_path, name, text, fixed):
    path = tmp_path / name
    before = FILES[name].format(text)
    path.write_bytes(before.encode())
    sarif, _ = reports(run, path, *ONLY)
    assert "".join(applied(before.splitlines(keepends=True), sarif, str)) == FILES[name].format(fixed)
    run("check", path, *ONLY, "--fix")
    assert path.read_bytes().decode() == FILES[name].format(fixed)


def test_several_edits_of_one_fix_on_several_lines(run, tmp_path):
    path = tmp_path / "quoted.csv"
    before = 'sku,title,description\r\nD-1,Blue dress,"颜色（soft\r\nand😀 ，）wide."\r\nD-2,Red dress（XL）,Soft.\r\n'
    path.write_bytes(before.encode())
    sarif, rdjson = reports(run, path, *ONLY)
    run("check", path, *ONLY, "--fix")
    after = path.read_bytes()
    assert after != before.encode()
    assert "".join(applied(before.splitlines(keepends=True), sarif, str)).encode() == after
    assert b"".join(applied(before.encode().splitlines(keepends=True), rdjson, str.encode)) == after


def test_nothing_is_suggested_that_may_be_read_as_something_else(run, tmp_path):
    for name, text in (
        ("plain.csv", "Blue dress；wide"),
        ("page.html", "Blue dress，＜wide＞"),
        ("quoted.csv", "Blue dress，＜wide＞"),
        ("dress.md", "Blue dress：wide"),
    ):
        path = tmp_path / name
        path.write_bytes(FILES[name].format(text).encode())
        assert reports(run, path, *ONLY) == ([], []), name


def test_only_safe_fixes_are_suggested(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('sku,title,description\nD-1,Blue dress,"Chic, ins style dress, 100% cotton."\n', encoding="utf-8")
    log = json.loads(run("check", path, "--isolated", "--min-confidence", "low", "--output", "sarif").out)
    assert log["runs"][0]["results"]
    assert not list(sarif_edits(log))


def test_standard_input_and_workbooks_have_no_suggestions(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["sku", "title", "description"])
    book.active.append(["W-1", WIDE, "Soft."])
    book.save(tmp_path / "book.xlsx")
    for name in ("sarif", "rdjson"):
        told = run("check", tmp_path / "book.xlsx", *ONLY, "--output", name)
        assert "fullwidth-characters" in told.out
        assert "suggestions" not in told.out
        assert '"fixes"' not in told.out


@settings(max_examples=60)
@given(rows(), st.sampled_from(sorted(FORMS)), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_what_is_sure_is_read_as_it_is_meant(products, name, encoding):
    data = encoded(FORMS[name](products), encoding)
    looks = RunLooks(Run(Config(), Overrides(encoding=encoding, min_confidence="low")), Target(Path(name), named=True))
    linted = looks.lint(data)
    document = Document(name, data, encoding)
    listings = [listing for listing, _ in linted]
    for _, findings in linted:
        for fix in (finding.fix for finding in findings if finding.fix and finding.fix.safety == "safe"):
            change = change_of(fix, document)
            if change and all(map(document.is_sure, fix.edits)):
                assert changed([change], document, listings, looks) is not None
