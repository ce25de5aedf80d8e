"""Every output format: the same findings, in the form its readers expect."""

import csv
import io
import json

import pytest
from lxml import etree

from listing_lint.report import BINARY, FOR_PEOPLE, FORMATS
from listing_lint.report.csv_report import cell
from listing_lint.report.github import message, prop

ROWS = [
    ("S-1", "颜色 XL 码 dress", "Asian size, 100% cotton: wash, dry"),
    ("S-2", "=cmd dress", "Asian size\nand Asian size again; Chinese size"),
    ("S-3", "<b>&amp; dress", "::error::forged Asian size"),
    ("S-4", "Clean dress", "Size EU 38, bust 88 cm"),
]
ARGUMENTS = ("--isolated", "--select", "size-note-regional")


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "颜色 list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sku", "title", "description"])
        writer.writerows(ROWS)
    return path


def output(run, name, path="颜色 list.csv"):
    result = run("check", path, *ARGUMENTS, "--output", name)
    assert result.code == 1, result.err
    return result.out


def found(run, name):
    """The (rule, line, message) of each finding in a machine format."""
    out = output(run, name)
    if name == "json":
        return [(f["rule"], f["location"]["line"], f["message"]) for f in json.loads(out)["findings"]]
    if name == "jsonl":
        rows = [json.loads(line) for line in out.splitlines()]
        return [(f["rule"], f["location"]["line"], f["message"]) for f in rows if f["type"] == "finding"]
    if name == "csv":
        return [(row["rule"], int(row["line"]), row["message"]) for row in csv.DictReader(io.StringIO(out))]
    if name == "sarif":
        results = json.loads(out)["runs"][0]["results"]
        place = "physicalLocation"
        return [(r["ruleId"], r["locations"][0][place]["region"]["startLine"], r["message"]["text"]) for r in results]
    if name == "gitlab":
        rows = json.loads(out)
        return [(r["check_name"], r["location"]["positions"]["begin"]["line"], r["description"]) for r in rows]
    if name == "rdjson":
        rows = json.loads(out)["diagnostics"]
        return [(r["code"]["value"], r["location"]["range"]["start"]["line"], r["message"]) for r in rows]
    root = etree.fromstring(out.encode())
    if name == "checkstyle":
        rows = root.iter("error")
        return [(r.get("source").partition(".")[2], int(r.get("line")), r.get("message")) for r in rows]
    failures = root.iter("failure")
    return [(f.get("type"), int(f.getparent().get("name").rsplit(":", 2)[1]), f.get("message")) for f in failures]


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(FOR_PEOPLE) - set(BINARY) - {"json", "github", "html"}))
def test_every_format_holds_the_same_findings(run, sheet, name):
    assert sorted(found(run, name)) == sorted(found(run, "json"))


def test_there_is_something_to_hold(run, sheet):
    assert len(found(run, "json")) >= 3


def test_sarif_has_what_code_scanning_asks_for(run, sheet):
    log = json.loads(output(run, "sarif"))
    (the_run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert the_run["columnKind"] == "unicodeCodePoints"
    rules = the_run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["name"] != rule["id"]
        texts = (rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"])
        assert all(0 < len(text) <= 1024 for text in texts)
    for result in the_run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        area = location["physicalLocation"]["region"]
        assert min(area[key] for key in ("startLine", "startColumn", "endLine", "endColumn")) >= 1
        assert (area["endLine"], area["endColumn"]) > (area["startLine"], area["startColumn"])
        assert location["physicalLocation"]["artifactLocation"] == {
            "uri": "%E9%A2%9C%E8%89%B2%20list.csv", "uriBaseId": "SRCROOT",
        }  # fmt: skip
        assert result["partialFingerprints"]["primaryLocationLineHash"]


def test_regions_enclose_the_words(run, sheet):
    lines = sheet.read_text(encoding="utf-8").splitlines()
    for result in json.loads(output(run, "sarif"))["runs"][0]["results"]:
        area = result["locations"][0]["physicalLocation"]["region"]
        words = lines[area["startLine"] - 1][area["startColumn"] - 1 : area["endColumn"] - 1]
        assert words == area["snippet"]["text"]


def test_rdjson_columns_are_bytes(run, sheet):
    lines = sheet.read_bytes().splitlines()
    for row in json.loads(output(run, "rdjson"))["diagnostics"]:
        start, end = row["location"]["range"]["start"], row["location"]["range"]["end"]
        words = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1].decode()
        assert words.casefold() in ("asian size", "chinese size")


def test_gitlab_fingerprints_are_unique(run, sheet):
    rows = json.loads(output(run, "gitlab"))
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert {row["severity"] for row in rows} <= {"info", "minor", "major", "critical", "blocker"}


def test_github_commands_cannot_be_forged(run, sheet):
    out = output(run, "github")
    lines = [line for line in out.splitlines() if line]
    assert all(line.startswith(("::error file=", "::warning file=", "::notice ")) for line in lines)
    assert "::error::forged" not in out


def test_github_escapes():
    assert message("100% cotton\r\nnext") == "100%25 cotton%0D%0Anext"
    assert prop("a:b,c%") == "a%3Ab%2Cc%25"


def test_github_writes_a_step_summary(run, sheet, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    output(run, "github")
    assert "| size-note-regional |" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("  =x", "'  =x"), ("-5", "-5"), ("-x", "'-x"), ("@a", "'@a"), ("ok", "ok")],
)
def test_csv_cells_are_no_formulas(text, safe):
    assert cell(text) == safe


def test_junit_uses_only_the_common_schema(run, sheet):
    root = etree.fromstring(output(run, "junit").encode())
    allowed = {
        "testsuites": {"name"},
        "testsuite": {"name", "tests", "failures", "errors"},
        "testcase": {"name", "classname"},
        "failure": {"type", "message"},
    }
    for element in root.iter():
        assert set(element.attrib) <= allowed[element.tag]
    assert root[0].get("failures") == str(len(list(root.iter("failure"))))


def test_junit_has_a_passed_case_for_a_clean_file(run, tmp_path):
    (tmp_path / "clean.csv").write_text("sku,title\n1,Clean dress\n", encoding="utf-8")
    result = run("check", "clean.csv", *ARGUMENTS, "--output", "junit")
    (case,) = etree.fromstring(result.out.encode()).iter("testcase")
    assert len(case) == 0


def test_control_characters_leave_valid_xml(run, tmp_path):
    (tmp_path / "x.csv").write_text("sku,title\n1,Dress \x0bAsian size\x01\n", encoding="utf-8")
    for name in ("junit", "checkstyle"):
        etree.fromstring(run("check", "x.csv", *ARGUMENTS, "--output", name).out.encode())


def test_workbook_rows_and_columns_stand_for_lines(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["sku", "title", "description"])
    book.active.append(["1", "Dress", "Asian size"])
    book.save(tmp_path / "book.xlsx")
    (row,) = csv.DictReader(io.StringIO(output(run, "csv", "book.xlsx")))
    assert (row["sheet"], row["cell"], row["line"], row["column"]) == ("Sheet", "C2", "2", "3")


def test_grouped_tells_the_true_count(run, tmp_path):
    rows = "".join(f"{n},Dress {n},Asian size\n" for n in range(12))
    (tmp_path / "many.csv").write_text("sku,title,description\n" + rows, encoding="utf-8")
    out = output(run, "grouped", "many.csv")
    assert "12 x size-note-regional (error)" in out
    assert "... and 7 more" in out
    assert "prevents the dispute: size" in out


def test_statistics_counts_each_rule(run, sheet):
    count = len(found(run, "json"))
    assert output(run, "statistics").split()[:2] == [str(count), "size-note-regional"]
