"""The baseline: what is known stays silent wherever it moves, what is new is told, what is gone can be removed."""

import json

import pytest

ASIAN = "Please note: Asian size, choose carefully."
OPTIONS = ("--isolated", "--select", "size-note-regional")
FILE = "known.json"


@pytest.fixture
def known(run, catalog):
    """The catalog's one finding, taken into a baseline."""
    assert run("baseline", "create", catalog, "--baseline", FILE, *OPTIONS).code == 0
    return catalog


def entries(tmp_path):
    return json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["findings"]


def check(run, path):
    return run("check", path, "--baseline", FILE, *OPTIONS, "--output", "json")


def add(path, name):
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f'{name},Spring dress,"{ASIAN}"\n')


def test_a_known_finding_is_silent_and_counted(run, known):
    result = check(run, known)
    summary = result.json["summary"]
    assert (result.code, result.json["findings"]) == (0, [])
    assert (summary["findings"], summary["errors"], summary["baselined"]) == (0, 0, 1)
    text = run("check", known, "--baseline", FILE, *OPTIONS).out
    assert "1 finding is in the baseline and not shown." in text


def test_a_new_finding_is_told(run, known):
    add(known, "D-3")
    result = check(run, known)
    assert result.code == 1
    assert [finding["listing"] for finding in result.json["findings"]] == ["D-3"]


def test_a_finding_stays_known_when_rows_move_files_are_renamed_and_line_ends_change(run, known, tmp_path):
    header, bad, good = known.read_text(encoding="utf-8").splitlines()
    moved = tmp_path / "renamed.csv"
    moved.write_bytes("\r\n".join([header, good, bad, ""]).encode("utf-8-sig"))
    assert check(run, moved).code == 0


def test_a_listing_without_an_id_stays_known_when_rows_move(run, tmp_path):
    path = tmp_path / "plain.csv"
    rows = [f'Dress {name},"{ASIAN}"' for name in ("Anna", "Berta", "Dora")]
    new = rows.pop()
    path.write_text("\n".join(["title,description", *rows, ""]), encoding="utf-8")
    run("baseline", "create", path, "--baseline", FILE, *OPTIONS)
    path.write_text("\n".join(["title,description", "Dress Clara,Soft.", *reversed(rows), ""]), encoding="utf-8")
    assert check(run, path).json["summary"]["baselined"] == 2
    path.write_text("\n".join(["title,description", new, *rows, ""]), encoding="utf-8")
    assert [finding["listing"] for finding in check(run, path).json["findings"]] == ["row 2"]


def test_the_file_is_sorted_and_readable(run, known, tmp_path):
    add(known, "A-1")
    run("baseline", "create", known, "--baseline", FILE, *OPTIONS)
    found = entries(tmp_path)
    assert [(entry["file"], entry["listing"], entry["rule"]) for entry in found] == [
        ("catalog.csv", "A-1", "size-note-regional"),
        ("catalog.csv", "D-1", "size-note-regional"),
    ]
    assert (tmp_path / FILE).read_text(encoding="utf-8").count("\n") == 5


def test_creating_keeps_what_this_run_did_not_look_at(run, known, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(f'sku,title,description\nE-1,Skirt,"{ASIAN}"\n', encoding="utf-8")
    run("baseline", "create", other, "--baseline", FILE, *OPTIONS)
    assert [entry["listing"] for entry in entries(tmp_path)] == ["D-1", "E-1"]
    other.write_text("sku,title,description\nE-1,Skirt,Soft.\n", encoding="utf-8")
    run("baseline", "create", other, "--baseline", FILE, "--isolated", "--select", "voltage-missing")
    assert [entry["listing"] for entry in entries(tmp_path)] == ["D-1", "E-1"]
    run("baseline", "create", other, "--baseline", FILE, *OPTIONS)
    assert [entry["listing"] for entry in entries(tmp_path)] == ["D-1"]


def test_pruning_removes_what_is_gone_and_adds_nothing(run, known, tmp_path):
    add(known, "D-3")
    result = run("baseline", "prune", known, "--baseline", FILE, *OPTIONS)
    assert (result.code, result.out) == (0, "known.json: 1 known findings, 1 before\n")
    assert [entry["listing"] for entry in entries(tmp_path)] == ["D-1"]
    header, _, good, bad = known.read_text(encoding="utf-8").splitlines()
    known.write_text("\n".join([header, good, bad, ""]), encoding="utf-8")
    assert run("baseline", "prune", known, "--baseline", FILE, *OPTIONS).out.endswith("0 known findings, 1 before\n")


def test_pruning_keeps_what_moved_and_removes_what_was_in_a_removed_file(run, known, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(f'sku,title,description\nE-1,Skirt,"{ASIAN}"\n', encoding="utf-8")
    run("baseline", "create", other, "--baseline", FILE, *OPTIONS)
    other.unlink()
    moved = known.rename(tmp_path / "moved.csv")
    run("baseline", "prune", moved, "--baseline", FILE, *OPTIONS)
    assert [entry["listing"] for entry in entries(tmp_path)] == ["D-1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "make one with `listing-lint baseline create`"),
        ("<<<<<<< ours\n", "not a baseline"),
        ('{"version": 1, "findings": [{"rule": "x"}]}', "not a baseline"),
        ('{"version": 9, "findings": []}', "version 9"),
    ],
)
def test_what_is_no_baseline_is_told(run, catalog, tmp_path, text, told):
    if text is not None:
        (tmp_path / FILE).write_text(text, encoding="utf-8")
    result = run("check", catalog, "--baseline", FILE)
    assert result.code == 2
    assert told in result.err
