"""The documentation tells the truth: rule pages are those of the rules, and what the README says runs."""

import re
from pathlib import Path

from listing_lint.pages import pages
from listing_lint.report import FORMATS
from listing_lint.rules import load_rules

ROOT = Path(__file__).parents[1]


def test_rule_pages_are_current():
    folder = ROOT / "docs" / "rules"
    expected = dict(pages())
    names = {path.name for path in folder.glob("*.md")} | {name for name in expected if "/" in name}
    stored = {name: (folder / name).read_text(encoding="utf-8") for name in names if (folder / name).exists()}
    changed = sorted(name for name in expected.keys() | stored.keys() if expected.get(name) != stored.get(name))
    assert changed == [], "run: python -m listing_lint.pages docs/rules"


def test_every_output_is_documented():
    text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in text] == []


def test_rules_named_in_the_documents_exist():
    names = {rule.name for rule in load_rules()}
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r'(?:ignore|select) = \["([a-z-]+)"\]|--(?:ignore|select) ([a-z]+-[a-z-]+)', text):
            assert set(name) - {""} <= names, path


def test_the_readme_shows_what_the_linter_prints(run, monkeypatch):
    monkeypatch.chdir(ROOT)
    printed = run("check", "examples/catalog.csv", "--isolated").out
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^      examples/catalog\.csv:.*$", text, re.MULTILINE)
    assert shown
    for line in shown:
        assert line.strip() in printed


def test_the_example_catalogs_hold_the_same_findings(run, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = {}
    for suffix in ("csv", "jsonl", "xlsx"):
        result = run("check", f"examples/catalog.{suffix}", "--isolated", "--output", "json")
        assert result.code == 1
        found[suffix] = sorted((f["listing"], f["rule"], f["text"]) for f in result.json["findings"])
    assert found["csv"] == found["jsonl"] == found["xlsx"]
    assert {rule for _, rule, _ in found["csv"]} >= {"voltage-missing", "dimension-unit-missing", "phrase-literal"}
