"""The published JSON Schemas: as the code makes them, and true of what they describe."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from listing_lint import strict_yaml
from listing_lint.config import load_config
from listing_lint.examples import failures
from listing_lint.installed import rulesets_folder
from listing_lint.rules import load_rules, parse_rule
from listing_lint.scaffold import skeleton
from listing_lint.schemas import FOLDER, SCHEMAS, text

ROOT = Path(__file__).parents[1]
# editors.md shows configurations of editors.
DOCUMENTS = [ROOT / "README.md", *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name != "editors.md")]


def validator(name):
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def errors(name, value):
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(name).iter_errors(value)
    ]


def blocks(language):
    """The code blocks of a language in the documents."""
    for path in DOCUMENTS:
        for block in re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S):
            yield pytest.param(block, id=f"{path.name}: {block.splitlines()[0][:40]}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_those_that_the_code_makes(name):
    stored = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert stored == text(name), "run: python -m listing_lint.schemas"


def test_every_shipped_rule_is_valid():
    check = validator("rule")
    for path in sorted(rulesets_folder().rglob("*.yaml")):
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
        assert [error.message[:200] for error in check.iter_errors(data)] == [], path


def test_a_new_rule_is_valid():
    assert errors("rule", strict_yaml.load(skeleton("soft-word", "soft-word.yaml"))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: warning", "severity: fatal"),
        ("severity:", "severty:"),
        ("kind: mt-phrase", "kind: no-kind"),
        ("  phrase:", "  phrases:"),
        ("    any:", "    all:"),
        ("bad:", "bad: []\nbod:"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(old, new):
    rule = skeleton("soft-word", "soft-word.yaml")
    assert old in rule
    assert errors("rule", strict_yaml.load(rule.replace(old, new, 1))) != []


@pytest.mark.parametrize("block", list(blocks("toml")))
def test_configurations_in_the_documents_are_valid(block, tmp_path):
    data = tomllib.loads(block)
    assert errors("config", data) == []
    (tmp_path / "listing-lint.toml").write_text(block, encoding="utf-8")
    (tmp_path.parent / "company.toml").write_text("", encoding="utf-8")
    load_config(tmp_path / "listing-lint.toml")


@pytest.mark.parametrize("block", [item for item in blocks("yaml") if "\nbad:" in item.values[0]])
def test_rules_in_the_documents_are_valid_and_their_examples_hold(block):
    assert errors("rule", strict_yaml.load(block)) == []
    assert list(failures(parse_rule(block, name="an-example", family="ours"))) == []


def test_there_are_examples_in_the_documents():
    assert len(list(blocks("toml"))) >= 5
    assert sum("\nbad:" in item.values[0] for item in blocks("yaml")) >= 2


@pytest.mark.parametrize(
    "config",
    [
        {"min-confidnce": "low"},
        {"min-confidence": "sure"},
        {"columns": {"A": "titel"}},
        {"files": {"*.csv": {"market": ["US"]}}},
        {"rule": {"size-system-missing": {"severity": "fatal"}}},
        {"ignore-findings": [{"rule": "size"}]},
    ],
)
def test_what_the_configuration_refuses_the_schema_refuses(config):
    assert errors("config", config) != []


def test_every_profile_is_a_valid_configuration():
    for path in sorted((ROOT / "src" / "listing_lint" / "profiles").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert errors("config", {key: data[key] for key in data if key not in ("summary", "sources")}) == [], path


def test_every_key_of_the_configuration_is_documented():
    document = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    keys = SCHEMAS["config"]()["properties"]
    named = {key: (f"`{key}`", f"`[{key}]`", f"`[[{key}]]`", f"`[{key}.", f'`[{key}."') for key in keys}
    assert [key for key, forms in named.items() if not any(form in document for form in forms)] == []


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "feed.csv"
    rows = ['A-1,颜色 XL 码 dress 😀,"Asian size, 100% cotton"', ',"Hair dryer 2200W","\x0bStrong, 180 cm"']
    path.write_text("\n".join(["sku,title,description", *rows, ""]), encoding="utf-8")
    return path


def test_json_output_is_valid(run, sheet):
    for arguments in (("feed.csv",), ("feed.csv", "no-such.csv"), ("feed.csv", "--ignore", "size,material")):
        result = run("check", *arguments, "--isolated", "--min-confidence", "low", "--output", "json").json
        assert errors("json", result) == []
        properties = SCHEMAS["json"]()["properties"]
        assert set(result) == set(properties)
        assert set(result["summary"]) == set(properties["summary"]["properties"])
        for finding in result["findings"]:
            assert set(finding) == set(properties["findings"]["items"]["properties"])
    assert result["findings"]


def test_jsonl_output_is_valid(run, sheet):
    out = run("check", "feed.csv", "--isolated", "--min-confidence", "low", "--output", "jsonl").out
    lines = [json.loads(line) for line in out.splitlines()]
    assert [error for line in lines for error in errors("jsonl", line)] == []
    assert [line["type"] for line in lines] == ["finding"] * (len(lines) - 1) + ["summary"]
    assert len(lines) > 2


def test_workbooks_and_trees_give_valid_output_too(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["sku", "title", "description"])
    book.active.append(["1", "颜色 XL 码 dress", "Asian size"])
    book.save(tmp_path / "book.xlsx")
    (tmp_path / "feed.yaml").write_text(
        yaml.safe_dump([{"sku": "1", "title": "Dress", "description": "Asian size"}]), encoding="utf-8"
    )
    result = run("check", "book.xlsx", "feed.yaml", "--isolated", "--output", "json").json
    assert errors("json", result) == []
    assert {finding["location"]["cell"] for finding in result["findings"]} >= {"C2", None}


def test_rules_as_json_have_what_the_rules_have(run):
    assert len(run("rules", "--output", "json").json) == len(load_rules())
