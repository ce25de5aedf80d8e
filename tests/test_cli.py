"""The command line: exit codes, outputs, options, and what it tells a user who errs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ONE_RULE = ("--isolated", "--select", "size-note-regional")


def test_findings_exit_with_one_and_are_counted(run, catalog):
    result = run("check", catalog, *ONE_RULE)
    assert result.code == 1
    assert "catalog.csv:2:32" in result.out
    assert "size-note-regional" in result.out
    assert "1 finding in 2 listings of 1 file: 1 error, 0 warnings, 0 infos." in result.out


def test_the_caret_stands_right_under_the_words(run, catalog):
    lines = run("check", catalog, *ONE_RULE).out.splitlines()
    carets = next(line for line in lines if set(line.strip()) == {"^"})
    above = lines[lines.index(carets) - 1]
    assert above[carets.index("^") : len(carets)] == "Asian size"


def test_nothing_found_exits_with_zero(run, catalog):
    catalog.write_text("title,description\nDress,Size EU 38: bust 88 cm.\n", encoding="utf-8")
    result = run("check", catalog, *ONE_RULE)
    assert (result.code, result.out) == (0, "1 listing in 1 file: nothing found.\n")


def test_a_missing_path_exits_with_two_and_the_rest_is_linted(run, catalog):
    result = run("check", "no-such.csv", catalog, *ONE_RULE)
    assert result.code == 2
    assert "no-such.csv: no such file or folder" in result.err
    assert "size-note-regional" in result.out


def test_a_file_without_listings_exits_with_two(run, tmp_path):
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    result = run("check", "empty.csv", "--isolated")
    assert result.code == 2
    assert "empty.csv" in result.err


def test_a_folder_without_listings_exits_with_two(run):
    result = run("check", ".", "--isolated")
    assert result.code == 2
    assert "nothing was checked" in result.err


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("never", 0)])
def test_fail_on_sets_what_exits_with_one(run, catalog, level, code):
    assert run("check", catalog, *ONE_RULE, "--fail-on", level).code == code


def test_ignored_and_filtered_rules_do_not_run(run, catalog):
    assert run("check", catalog, "--isolated", "--select", "size", "--ignore", "size").code == 0
    result = run("check", catalog, "--isolated", "--ignore", "size-note-regional", "--output", "json")
    assert "size-note-regional" not in result.json["summary"]["by_rule"]


def test_an_unknown_rule_name_is_a_warning(run, catalog):
    result = run("check", catalog, *ONE_RULE, "--ignore", "no-such-rule")
    assert result.code == 1
    assert "no rule or ruleset 'no-such-rule'" in result.err


def test_an_unknown_format_names_the_nearest(run, catalog):
    result = run("check", catalog, "--output", "jsonn")
    assert result.code == 2
    assert "did you mean 'json'" in result.err


def test_several_outputs_in_one_run_hold_the_same_findings(run, catalog, tmp_path):
    outputs = ("--output", "concise", "--output", "json=f.json", "--output", "jsonl=f.jsonl")
    result = run("check", catalog, *ONE_RULE, *outputs)
    whole = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line.pop("type") for line in lines] == ["finding", "summary"]
    assert lines[:-1] == whole["findings"]
    assert len(result.out.splitlines()) == 1
    assert result.out.startswith(f"{catalog}:2:32: error: size-note-regional: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalog.csv", "f.json", "f.jsonl"]


def test_json_has_the_whole_contract(run, catalog):
    result = run("check", catalog, *ONE_RULE, "--output", "json").json
    assert result["version"] == 1
    assert result["tool"]["name"] == "listing-lint"
    (finding,) = result["findings"]
    assert (finding["rule"], finding["kind"]) == ("size-note-regional", "size-regional")
    assert (finding["severity"], finding["confidence"]) == ("error", "high")
    assert (finding["listing"], finding["field"], finding["text"]) == ("D-1", "description", "Asian size")
    assert (finding["start"], finding["end"]) == (13, 23)
    assert finding["location"] == {
        "path": str(catalog), "record": 2, "line": 2, "column": 32, "sheet": None, "cell": None, "pointer": None,
    }  # fmt: skip
    assert len(finding["fingerprint"]) == 24
    assert result["summary"] == {
        "files": 1, "listings": 2, "findings": 1, "errors": 1, "warnings": 0, "infos": 0,
        "suppressed": 0, "baselined": 0, "unchanged_files": 0, "unchanged_listings": 0,
        "by_rule": {"size-note-regional": 1}, "skipped": [],
    }  # fmt: skip


def test_a_fingerprint_stays_when_rows_move_and_files_are_renamed(run, catalog, tmp_path):
    first = run("check", catalog, *ONE_RULE, "--output", "json").json["findings"]
    header, bad, good = catalog.read_text(encoding="utf-8").splitlines()
    (tmp_path / "renamed.csv").write_bytes("\r\n".join([header, good, bad, ""]).encode())
    second = run("check", "renamed.csv", *ONE_RULE, "--output", "json").json["findings"]
    assert [item["fingerprint"] for item in first] == [item["fingerprint"] for item in second]


def test_standard_input_is_read_by_the_name_given(run):
    row = json.dumps({"id": "7", "title": "Dress", "description": "Asian size."})
    result = run("check", "-", *ONE_RULE, "--stdin-filename", "offer.jsonl", "--output", "concise", stdin=row)
    assert result.code == 1
    assert result.out.startswith("offer.jsonl:1:")


def test_show_columns_prints_how_each_was_understood(run, catalog):
    result = run("check", catalog, "--isolated", "--show-columns")
    assert result.code == 0
    assert "title  ->  title" in result.out
    assert "description  ->  description" in result.out


def test_messages_come_in_chinese(run, catalog):
    assert "请给出" in run("check", catalog, *ONE_RULE, "--lang", "zh").out


def test_rules_are_listed_as_text_and_json(run):
    assert "size-note-regional" in run("rules").out
    listed = {rule["name"]: rule for rule in run("rules", "--output", "json").json}
    assert listed["size-note-regional"]["kind"] == "size-regional"


def test_explain_shows_why_and_examples(run):
    result = run("explain", "size-note-regional")
    assert result.code == 0
    assert "[[Asian size]]" in result.out
    assert "--ignore size-note-regional" in result.out


def test_explain_names_the_nearest_rule(run):
    result = run("explain", "size-note-regionl")
    assert result.code == 2
    assert "did you mean 'size-note-regional'" in result.err


def test_init_writes_a_configuration_that_loads(run, catalog, tmp_path):
    assert run("init", catalog).code == 0
    text = (tmp_path / "listing-lint.toml").read_text(encoding="utf-8")
    assert '"title" = "title"' in text
    assert run("check", catalog, "--select", "size-note-regional").code == 1
    again = run("init", catalog)
    assert again.code == 2
    assert "exists already" in again.err


def test_cells_cannot_send_escapes_to_the_terminal(run, tmp_path):
    (tmp_path / "x.csv").write_text("sku,title\n1,\x1b[31mDress Asian size\u202e\n", encoding="utf-8")
    for name in ("text", "concise"):
        out = run("check", "x.csv", *ONE_RULE, "--output", name).out
        assert "Asian size" in out
        assert "\x1b" not in out
        assert "\u202e" not in out


def listing_lint(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "listing_lint", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src"), **environment},
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_legacy_console_gets_text_it_can_show(catalog, encoding):
    catalog.write_text("sku,title\n1,连衣裙 Asian size — “new”\n", encoding="utf-8")
    result = listing_lint("check", catalog, *ONE_RULE, PYTHONIOENCODING=encoding, LANG="C")
    assert result.returncode == 1, result.stderr.decode(encoding)
    assert "Asian size" in result.stdout.decode(encoding)


HEAVY = """
import sys
from click.testing import CliRunner
from listing_lint.cli import main
result = CliRunner().invoke(main, sys.argv[1:])
assert result.exit_code in (0, 1), (result.output, result.exception)
print(sorted({"spacy", "pint", "langdetect", "openpyxl"} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["rules"], ["explain", "size-note-regional"], ["check", "catalog.csv"]],
    ids=lambda a: a[0],
)
def test_heavy_libraries_are_not_imported_before_they_have_work(tmp_path, arguments):
    rows = [f"S-{n},Steel spoon no. {n},Stainless steel 304. Length 18 cm.\n" for n in range(20)]
    (tmp_path / "catalog.csv").write_text("sku,title,description\n" + "".join(rows), encoding="utf-8")
    source = str(Path(__file__).parents[1] / "src")
    result = subprocess.run(
        [sys.executable, "-c", HEAVY, *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": source},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == "[]\n"


UNUSED = """
bz2 dataclasses difflib email ftfy importlib.metadata importlib.resources jinja2 langdetect lxml lzma openpyxl pathspec
pint python_calamine random shutil socket spacy sqlite3 statistics tempfile tomllib wcwidth yaml zipfile
listing_lint.baseline listing_lint.cli.fixing listing_lint.cli.watch listing_lint.fix listing_lint.read.notices
listing_lint.sources listing_lint.walk listing_lint.work.cache listing_lint.work.workers
"""
LOADED = f"""
import sys
from listing_lint.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code in (0, 1)
print(sorted(set({UNUSED!r}.split()) & set(sys.modules)), file=sys.stderr)
"""


def test_a_plain_check_imports_nothing_that_it_has_no_use_for(tmp_path):
    (tmp_path / "catalog.csv").write_text(
        "sku,title,description\nS-1,Hair dryer,2200 W. Cable 2 m.\n", encoding="utf-8"
    )
    command = [sys.executable, "-c", LOADED, "check", "--isolated", "--output", "json=out.json", "catalog.csv"]
    source = str(Path(__file__).parents[1] / "src")
    environment = {**os.environ, "PYTHONPATH": source, "LISTING_LINT_CACHE_DIR": str(tmp_path / "cache")}
    for _ in ("cold", "warm"):
        result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    assert result.stderr.splitlines()[-1] == "[]"


def test_a_translation_is_compared_with_its_source(run, tmp_path):
    (tmp_path / "en.csv").write_text(
        "sku,title,description\nA-1,Electronic scale,Weighs up to 300 kg.\nA-2,Tape,Length 3 m.\n", encoding="utf-8"
    )
    (tmp_path / "zh.csv").write_text("sku,title,description\na-1,电子秤,最大称重300斤。\n", encoding="utf-8")
    result = run("check", "en.csv", "--isolated", "--source", "zh.csv", "--output", "json")
    (finding,) = [item for item in result.json["findings"] if item["kind"] == "source-conflict"]
    assert (finding["listing"], finding["text"]) == ("A-1", "300 kg")
    assert finding["related"][0]["text"] == "300斤"
    assert finding["related"][0]["location"]["path"] == "zh.csv"
    assert "1 of 2 listings have no source listing" in result.err


def test_a_missing_source_exits_with_two(run, catalog):
    result = run("check", catalog, "--isolated", "--source", "none.csv")
    assert result.code == 2
    assert "none.csv" in result.err


def test_a_fault_in_a_rule_is_told_and_the_rest_is_linted(run, catalog, monkeypatch):
    from listing_lint.facts import Facts

    def broken(facts):
        raise ZeroDivisionError

    monkeypatch.setattr(Facts, "quantities", property(broken))
    result = run("check", catalog, "--isolated")
    assert result.code == 2
    assert "listing-lint failed here (" in result.out
    assert "ZeroDivisionError" in result.out
    assert "not linted in full" in result.err
    assert "size-note-regional" in result.out


def test_a_huge_cell_is_linted_in_part_and_said(run, tmp_path):
    huge = "Asian size. " + "soft and warm " * 100_000
    (tmp_path / "x.csv").write_text(f'sku,title,description\n1,Dress,"{huge}"\n', encoding="utf-8")
    result = run("check", "x.csv", *ONE_RULE)
    assert result.code == 1
    assert f"description has {len(huge)} characters; the first 100000 are linted" in " ".join(result.out.split())


def test_a_report_never_takes_the_place_of_a_file_to_lint(run, catalog):
    before = catalog.read_bytes()
    result = run("check", catalog, *ONE_RULE, "--output", f"csv={catalog}")
    assert result.code == 2
    assert "is one of the files to lint" in result.err
    assert catalog.read_bytes() == before
