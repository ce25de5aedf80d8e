"""The script that compares what two versions find."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "bench" / "acceptance.py"


def saved(run, path, rows):
    Path("listing.csv").write_text("sku,title,description\n" + rows, encoding="utf-8")
    run("check", "--isolated", "--ignore", "plug-missing", "listing.csv", "--output", f"{path.suffix[1:]}={path}")
    return path


def compared(*arguments):
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_added_and_removed_findings_are_told_by_rule(tmp_path, run):
    hat = "H-1,Wool hat,Warm.\n"
    before = saved(run, tmp_path / "before.json", hat + "D-1,Hair dryer 1800 W 220V,Strong.\n")
    after = saved(run, tmp_path / "after.jsonl", hat + "D-2,Hair dryer 1800 W 220V,Strong.\n")
    result = compared(before, after)
    assert result.returncode == 1
    assert "1 files, 2 listings, 1 findings, 0 places not linted" in result.stdout
    assert "voltage-one-region         1        1        1        1        0" in result.stdout
    assert "+ voltage-one-region: " in result.stdout
    assert "D-2, title: 220V" in result.stdout
    assert "- voltage-one-region: " in result.stdout


def test_a_finding_judged_in_another_way_is_told(tmp_path, run):
    before = saved(run, tmp_path / "before.json", "D-1,Hair dryer 1800 W 220V,Strong.\n")
    data = json.loads(before.read_text(encoding="utf-8"))
    data["findings"][0]["severity"] = "info"
    after = tmp_path / "after.json"
    after.write_text(json.dumps(data), encoding="utf-8")
    result = compared(before, after)
    assert result.returncode == 1
    assert "~ voltage-one-region: " in result.stdout
    assert compared(before, before).returncode == 0


def test_what_was_not_compared_is_no_agreement(run, tmp_path):
    empty = saved(run, tmp_path / "empty.json", "")
    for version, reason in ((tmp_path / "python", "cannot be run"), (sys.executable, "found no listing")):
        result = compared(version, empty, "listing.csv")
        assert result.returncode == 2
        assert reason in result.stderr
