"""Machine outputs as their readers see them: schemas, and the clients that people use.

SARIF is validated by Microsoft's multitool where that is installed: ``npm install @microsoft/sarif-multitool-linux`` in
this repository, or its path in ``SARIF_MULTITOOL``.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from lxml import etree

from listing_lint.cli import main
from listing_lint.report import sarif

ROOT = Path(__file__).parents[1]
SCHEMAS = Path(__file__).parent / "schemas"
ROWS = [
    ("S-1", "颜色 XL 码 dress", "Asian size, 100% cotton: wash, dry"),
    ("S-2", "=cmd dress", "Asian size\nand Chinese size"),
    ("S-3", "<b>&amp; dress 😀", "::error::forged Asian size | `x` <script>"),
    ("S-3", "<b>&amp; dress 😀", "::error::forged Asian size | `x` <script>"),
    ("S-4", "Clean dress", "Size EU 38, bust 88 cm"),
    ("S-5", "Hair dryer 2200W \x01", "颜色 XL 码 180cm"),
    ("S-6", "Blue dress （XS-5XL) in cotton", "Soft."),
]
FORMATS = ("json", "jsonl", "csv", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "concise")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a table, a workbook and a page, and each report of one run over them and a missing file."""
    from openpyxl import Workbook

    tmp_path = tmp_path_factory.mktemp("reports")
    with (tmp_path / "颜色 list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("sku", "title", "description"), *ROWS])
    book = Workbook()
    book.active.title = "商品 1"
    book.active.append(["sku", "title", "description"])
    book.active.append(["W-1", "颜色 XL 码 dress", "Chinese size"])
    book.save(tmp_path / "book.xlsx")
    page = "---\ntitle: 颜色 XL 码 skirt\nsku: P-1\nprice: 9.90\n---\n\n颜色 XL 码 Asian size.\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    outputs = [item for name in FORMATS for item in ("--output", f"{name}=out.{name}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        options = ["--isolated", "--min-confidence", "low", "--lang", "en"]
        result = CliRunner().invoke(main, ["check", *FILES, "gone.csv", *options, *outputs])
    assert result.exit_code == 2, result.output
    return tmp_path


@pytest.fixture
def reports(run, made, monkeypatch):
    """The text of each report; the working folder is the one of the files."""
    monkeypatch.chdir(made)
    return {name: (made / f"out.{name}").read_text(encoding="utf-8") for name in FORMATS}


FILES = ("颜色 list.csv", "book.xlsx", "page.md")


def errors(name, value):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def found(name, text):
    """(rule, line, column, message) of each finding in a report; the column in rdjson counts bytes and is left out."""
    if name == "json":
        return [_ours(finding) for finding in json.loads(text)["findings"]]
    if name == "jsonl":
        return [_ours(row) for row in map(json.loads, text.splitlines()) if row["type"] == "finding"]
    if name == "csv":
        rows = csv.DictReader(io.StringIO(text))
        return [(row["rule"], int(row["line"]), int(row["column"]), row["message"]) for row in rows]
    if name == "sarif":
        results = json.loads(text)["runs"][0]["results"]
        areas = [result["locations"][0]["physicalLocation"]["region"] for result in results]
        return [
            (result["ruleId"], area["startLine"], area["startColumn"], result["message"]["text"])
            for result, area in zip(results, areas, strict=True)
        ]
    if name == "gitlab":
        rows = [(row, row["location"]["positions"]["begin"]) for row in json.loads(text)]
        return [(row["check_name"], begin["line"], begin["column"], row["description"]) for row, begin in rows]
    if name == "rdjson":
        rows = [(row, row["location"]["range"]["start"]) for row in json.loads(text)["diagnostics"]]
        return [(row["code"]["value"], start["line"], None, row["message"]) for row, start in rows]
    if name == "concise":
        lines = re.findall(r"^(.*?): (?:error|warning|info): ([a-z-]+): (.*)$", text, re.M)
        return [(rule, None, None, message) for _, rule, message in lines]
    root = etree.fromstring(text.encode())
    if name == "checkstyle":
        rows = root.iter("error")
        return [
            (row.get("source").partition(".")[2], int(row.get("line")), int(row.get("column")), row.get("message"))
            for row in rows
        ]
    return [(row.get("type"), None, None, row.get("message")) for row in root.iter("failure")]


def _ours(finding):
    place = finding["location"]
    line, column = place["line"] or place["record"], place["column"] or _column(place["cell"])
    return finding["rule"], line, column, finding["message"]


def _column(cell):
    return ord(cell[0]) - ord("A") + 1 if cell else 1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_the_same_findings(reports, name):
    wanted, here = found("json", reports["json"]), found(name, reports[name])
    assert len(wanted) >= 8
    shown = [[None if theirs is None else ours for ours, theirs in zip(*pair, strict=True)] for pair in zip(
        sorted(wanted, key=_order), sorted(here, key=_order), strict=True
    )]  # fmt: skip
    if name in ("csv", "concise"):  # what people read has no control characters and is no formula
        shown, here = ([(row[0], row[1], row[2]) for row in rows] for rows in (shown, sorted(here, key=_order)))
    assert sorted(map(tuple, shown), key=_order) == sorted(here, key=_order)


def _order(row):
    return [str(item) for item in (row[0], row[-1])] + [str(item) for item in row[1:-1]]


@pytest.mark.parametrize("name", ["sarif", "gitlab", "rdjson"])
def test_json_formats_are_valid(reports, name):
    assert errors(name, json.loads(reports[name])) == []


def test_fixes_are_among_what_is_valid(reports):
    assert '"fixes"' in reports["sarif"]
    assert '"suggestions"' in reports["rdjson"]


def test_xml_formats_are_valid(reports):
    junit = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    junit.assertValid(etree.fromstring(reports["junit"].encode()))
    checkstyle = etree.RelaxNG(etree.parse(SCHEMAS / "checkstyle.rng"))
    checkstyle.assertValid(etree.fromstring(reports["checkstyle"].encode()))


@pytest.mark.parametrize("name", ["sarif", "gitlab", "rdjson", "junit", "checkstyle", "jsonl", "csv"])
def test_a_clean_run_is_valid_too(run, tmp_path, name):
    (tmp_path / "clean.csv").write_text("sku,title\n1,Oak shelf\n", encoding="utf-8")
    result = run("check", "clean.csv", "--isolated", "--output", name)
    assert result.code == 0
    if name in ("sarif", "gitlab", "rdjson"):
        assert errors(name, json.loads(result.out)) == []
    elif name == "junit":
        etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(etree.fromstring(result.out.encode()))
    elif name == "checkstyle":
        etree.RelaxNG(etree.parse(SCHEMAS / "checkstyle.rng")).assertValid(etree.fromstring(result.out.encode()))
    assert found(name, result.out) == []


# ------------------------------------------------------------------------------------------------------------ SARIF


def test_sarif_places_cells_by_sheet_and_name(reports):
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    (cell,) = [
        item for item in results if item["properties"]["listing"] == "W-1" and item["ruleId"] == "size-note-regional"
    ]
    (location,) = cell["locations"]
    area = location["physicalLocation"]["region"]
    assert (area["startLine"], area["startColumn"], area["endLine"], area["endColumn"]) == (2, 3, 2, 4)
    (logical,) = location["logicalLocations"]
    assert logical["fullyQualifiedName"] == "商品 1/C2/W-1/description"


def test_sarif_tells_of_a_file_that_could_not_be_read(reports):
    (invocation,) = json.loads(reports["sarif"])["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert any("gone.csv" in str(item["locations"]) for item in invocation["toolExecutionNotifications"])


def test_sarif_and_gitlab_fingerprints_are_unique(reports):
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    twins = [item for item in results if item["properties"]["listing"] == "S-3"]
    assert len(twins) >= 2
    for names in (
        [(_uri(item), item["partialFingerprints"]["primaryLocationLineHash"]) for item in results],
        [item["fingerprint"] for item in json.loads(reports["gitlab"])],
    ):
        assert len(set(names)) == len(names)


def _uri(result):
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_describes_rules_of_the_user_and_settings(run, tmp_path):
    run("new-rule", "soft-word")
    text = "rules = ['our-rules']\nselect = ['soft-word']\n[rule.soft-word]\nseverity = 'error'\n"
    (tmp_path / "listing-lint.toml").write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").write_text("title,description\nRug,A soft word\n", encoding="utf-8")
    log = json.loads(run("check", "a.csv", "--output", "sarif").out)
    assert errors("sarif", log) == []
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "soft word needs a plainer description."
    assert rule["defaultConfiguration"]["level"] == "error"


def test_sarif_holds_no_more_than_a_service_takes(run, tmp_path, monkeypatch):
    monkeypatch.setattr(sarif, "MOST", 3)
    lines = [f"W-{n},Rug {n},Fast . \n" for n in range(3)] + [f"E-{n},Dress {n},Asian size\n" for n in range(4)]
    (tmp_path / "a.csv").write_text("sku,title,description\n" + "".join(lines), encoding="utf-8")
    log = json.loads(run("check", "a.csv", "--isolated", "--min-confidence", "low", "--output", "sarif").out)
    (the_run,) = log["runs"]
    assert [result["level"] for result in the_run["results"]] == ["error"] * 3
    assert (
        "the 3 gravest are in this log"
        in the_run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    )
    assert errors("sarif", log) == []


def test_sarif_tools_reads_the_log_and_makes_the_same_code_climate_report(reports, made):
    pytest.importorskip("sarif", reason="sarif-tools is not installed")
    command = [sys.executable, "-m", "sarif", "codeclimate", "out.sarif", "--output", "theirs.json"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    theirs = json.loads((made / "theirs.json").read_text(encoding="utf-8"))
    ours = json.loads(reports["gitlab"])
    places = sorted((unquote(item["location"]["path"]), item["location"]["lines"]["begin"]) for item in theirs)
    assert places == sorted((item["location"]["path"], item["location"]["positions"]["begin"]["line"]) for item in ours)


def multitool():
    inside = ROOT / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    for path in (os.environ.get("SARIF_MULTITOOL"), inside):
        if path and Path(path).is_file():
            return Path(path)
    return None


@pytest.mark.skipif(multitool() is None, reason="npm install @microsoft/sarif-multitool-linux")
def test_the_multitool_finds_no_fault_in_the_log(reports, made):
    tool = multitool()
    schema = tool.parent / "sarif-2.1.0.json"
    if schema.is_file():
        validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8-sig")))
        assert [error.message[:200] for error in validator.iter_errors(json.loads(reports["sarif"]))] == []
    # Its exit status is 0 even where it finds errors.
    options = [
        "--rule-kind",
        "Sarif;Ghas",
        "--level",
        "Error;Warning",
        "--output",
        "v.sarif",
        "--log",
        "ForceOverwrite",
    ]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [tool, "validate", "out.sarif", *options],
        cwd=made,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made / "v.sarif").is_file(), done.stdout + done.stderr
    results = json.loads((made / "v.sarif").read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    # The driver names no address, because the project has no public one.
    assert [item["message"] for item in results if item["ruleId"] != "SARIF2005"] == []


# ------------------------------------------------------------------------------------------------------- the others


def test_junitparser_reads_the_report(reports, made):
    junitparser = pytest.importorskip("junitparser")
    report = junitparser.JUnitXml.fromfile(str(made / "out.junit"))
    suites = {suite.name: suite for suite in report}
    assert set(suites) == {*FILES, "gone.csv"}
    failures = sum(suite.failures for suite in suites.values())
    assert failures == len(found("json", reports["json"]))
    assert sum(suite.errors for suite in suites.values()) == 1
    results = [result for suite in suites.values() for case in suite for result in case.result]
    assert sum(isinstance(result, junitparser.Failure) for result in results) == failures


def test_rdjson_columns_are_bytes_of_the_line(reports, made):
    lines = {path: (made / path).read_bytes().split(b"\n") for path in (FILES[0], FILES[2])}
    spans = {
        (row["location"]["path"], row["code"]["value"]): row for row in json.loads(reports["rdjson"])["diagnostics"]
    }
    row = spans["page.md", "size-note-regional"]["location"]["range"]
    line = lines["page.md"][row["start"]["line"] - 1]
    assert line[row["start"]["column"] - 1 : row["end"]["column"] - 1] == b"Asian size"


COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::([^\r\n]*)")


def test_github_commands_can_be_parsed_and_come_in_the_order_of_severity(run, reports):
    out = run("check", *FILES, "--isolated", "--min-confidence", "low", "--output", "github").out
    lines = out.splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines]
    assert all(commands), [line for line, command in zip(lines, commands, strict=True) if not command]
    levels = [command[1] for command in commands if "title=listing-lint" not in command[2]]
    assert levels == sorted(levels, key=("error", "warning", "notice").index)
    unescaped = [command[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") for command in commands]
    messages = [row[3] for row in found("json", reports["json"])]
    shown = [text for text in unescaped if not re.match(r"\d+ more of severity", text)]
    assert [text for text in shown if not any(text.endswith(message) for message in messages)] == []


def test_the_step_summary_holds_all_findings_and_no_markup_of_theirs(run, reports, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    run("check", *FILES, "--isolated", "--min-confidence", "low", "--output", "github")
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| \S.* \| (error|warning|info) \|", line)]
    assert len(rows) == len(found("json", reports["json"]))
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 6 for row in rows)
    assert "<script>" not in text.replace("\\<script", "")


def test_the_step_summary_never_grows_too_large(run, tmp_path, monkeypatch):
    from listing_lint.report import github

    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setattr(github, "SUMMARY_SIZE", 2_000)
    rows = "".join(f"{n},Dress {n},Asian size\n" for n in range(50))
    (tmp_path / "many.csv").write_text("sku,title,description\n" + rows, encoding="utf-8")
    run("check", "many.csv", "--isolated", "--select", "size-note-regional", "--output", "github")
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000
    shown = text.count("| many.csv")
    assert 0 < shown < 50
    assert f"... and {50 - shown} more" in text


def test_grouped_and_statistics_count_the_same_findings(run, reports):
    summary = json.loads(reports["json"])["summary"]["by_rule"]
    options = ("--isolated", "--min-confidence", "low", "--output")
    statistics = run("check", *FILES, *options, "statistics").out
    counts = {rule: int(count) for count, rule in re.findall(r"^ *(\d+)  ([a-z-]+)$", statistics, re.M)}
    assert counts == summary
    grouped = run("check", *FILES, *options, "grouped").out
    assert {rule: int(count) for count, rule in re.findall(r"^ *(\d+) x ([a-z-]+) \(", grouped, re.M)} == summary


def test_the_clients_of_these_tests_come_with_the_test_extra():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    names = {re.split(r"[<>=\[]", item)[0] for item in extras["test"]}
    assert {"jsonschema", "junitparser", "sarif-tools"} <= names
