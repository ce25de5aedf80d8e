"""Findings that a user asked not to see, in each place where that can be said; and what was asked in vain."""

import json

import pytest

ASIAN = "Please note: Asian size, choose carefully."
ONLY = ("--select", "size-note-regional")
RULE = "size-note-regional"


def entry(**keys):
    return "[[ignore-findings]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())


def found(result):
    return [(finding["listing"], finding["rule"]) for finding in result.json["findings"]]


def check(run, *arguments):
    return run("check", *arguments, *ONLY, "--output", "json")


@pytest.fixture
def config(tmp_path):
    return lambda text: (tmp_path / "listing-lint.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "keys",
    [
        {"rule": RULE},
        {"rule": "size"},
        {"rule": "all", "listing": "D-*"},
        {"rule": RULE, "field": "desc*", "file": "catalog.csv"},
    ],
)
def test_an_entry_in_the_configuration_holds_findings_back(run, catalog, config, keys):
    config(entry(reason="agreed with the supplier", **keys))
    result = check(run, catalog)
    assert (result.code, found(result), result.err) == (0, [], "")
    assert result.json["summary"]["suppressed"] == 1


OTHERS = ({"listing": "X-*"}, {"field": "title"}, {"file": "other.csv"})


@pytest.mark.parametrize(
    "keys",
    [{"rule": "voltage-missing"}, *({"rule": RULE, **keys} for keys in OTHERS)],
)
def test_an_entry_about_something_else_holds_nothing_back(run, catalog, config, keys):
    config(entry(reason="agreed", **keys))
    result = check(run, catalog)
    assert result.code == 1
    assert found(result) == [("D-1", RULE)]
    assert result.json["summary"]["suppressed"] == 0


def test_an_entry_in_vain_is_told_where_its_listing_was_linted(run, catalog, config):
    config(
        entry(rule=RULE, reason="old", listing="D-2")
        + entry(rule=RULE, reason="not here", listing="X-1")
        + entry(rule="voltage-missing", reason="does not run")
    )
    err = check(run, catalog).err
    assert "listing-lint.toml: ignore-findings 1: nothing is found that 'size-note-regional' would hold back" in err
    assert "ignore-findings 2" not in err
    assert "ignore-findings 3" not in err


def test_an_unknown_rule_in_an_entry_names_the_nearest(run, catalog, config):
    config(entry(rule="size-note-regionel", reason="agreed"))
    assert "did you mean 'size-note-regional'?" in check(run, catalog).err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (entry(rule=RULE), "ignore-findings: table 1: the key 'reason' is missing"),
        (entry(rule=RULE, reason="x") + entry(reason="x"), "table 2: the key 'rule' is missing"),
        (entry(rule=RULE, reason=""), "table 1: reason: a text is wanted"),
        (entry(rule=RULE, reason="x", lsting="D-1"), "table 1: unknown key 'lsting'; did you mean 'listing'?"),
        ('ignore-findings = ["size"]\n', "tables are wanted, each under [[ignore-findings]]"),
    ],
)
def test_a_wrong_entry_is_told(run, catalog, config, text, told):
    config(text)
    result = check(run, catalog)
    assert result.code == 2
    assert told in result.err


COMMENTED = {
    "catalog.csv": f"sku,title,description\n# listing-lint: ignore[{{}}]\nD-1,Summer dress,{ASIAN.replace(',', '')}\n",
    "catalog.tsv": "sku\ttitle\tdescription\n# listing-lint: ignore[{}]\t\t\n"
    f'D-1\tSummer dress\t"First.\n{ASIAN}"\n',
    "catalog.yaml": "- sku: D-1\n  title: Summer dress\n  price: 5\n"
    f"  description: |  # listing-lint: ignore[{{}}]\n    {ASIAN}\n",
    "above.yaml": "- sku: D-1\n  title: Summer dress\n  price: 5\n"
    f"  # listing-lint: ignore[{{}}]\n  description: '{ASIAN}'\n",
    "dress.md": f"---\ntitle: Summer dress\nsku: D-1\nprice: 5\n---\n\n<!-- listing-lint: ignore[{{}}] -->\n{ASIAN}\n",
    "front.md": "---\ntitle: Summer dress\nsku: D-1\nprice: 5\n"
    f"# listing-lint: ignore[{{}}]\nsummary: {ASIAN.split(': ')[1]}\n---\n\nSoft.\n",
    "dress.html": "<html><body><h1>Summer dress</h1><p>$ 5</p>\n"
    f"<p>{ASIAN}</p> <!-- listing-lint: ignore[{{}}] -->\n</body></html>\n",
    "feed.xml": "<products>\n <product><sku>D-1</sku><title>Summer dress</title><price>5</price>\n"
    f" <!-- listing-lint: ignore[{{}}] -->\n <description>{ASIAN}</description></product>\n</products>\n",
}  # fmt: skip


@pytest.mark.parametrize("name", COMMENTED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_comment_holds_back_what_it_names(run, tmp_path, name, encoding):
    if encoding == "utf-16" and name.endswith("html"):
        encoding = "utf-8-sig"
    path = tmp_path / name
    path.write_text(COMMENTED[name].format("voltage-missing"), encoding=encoding)
    assert [rule for _, rule in found(check(run, path, "--isolated"))] == [RULE]
    path.write_text(COMMENTED[name].format(f"voltage-missing {RULE}"), encoding=encoding)
    result = check(run, path, "--isolated")
    assert (found(result), result.json["summary"]["suppressed"], result.err) == ([], 1, "")


def test_a_comment_in_vain_is_told_with_its_line(run, tmp_path):
    path = tmp_path / "catalog.csv"
    path.write_text("sku,title,description\n# listing-lint: ignore[all size-nte]\nD-1,Dress,Soft.\n", encoding="utf-8")
    err = check(run, path, "--isolated").err
    assert "catalog.csv:2: nothing is found that 'all' would hold back; remove it" in err
    assert "catalog.csv:2: there is no rule or ruleset 'size-nte'" in err


def test_a_comment_reaches_no_further_than_the_next_row(run, tmp_path):
    path = tmp_path / "catalog.csv"
    rows = [f'D-{number},Summer dress,"{ASIAN}"' for number in (1, 2)]
    text = "\n".join(["sku,title,description", "# listing-lint: ignore[size]", *rows, ""])
    path.write_text(text, encoding="utf-8")
    assert found(check(run, path, "--isolated")) == [("D-2", RULE)]


def test_a_column_holds_back_what_it_names(run, tmp_path):
    path = tmp_path / "catalog.csv"
    lines = ["sku,title,description,listing-lint-ignore"]
    lines += [f'D-{number},Summer dress,"{ASIAN}",{names}' for number, names in enumerate(("all", "", RULE, "voltage"))]
    path.write_text("\n".join([*lines, "D-4,Winter dress,Soft.,all", ""]), encoding="utf-8")
    result = check(run, path, "--isolated")
    assert [listing for listing, _ in found(result)] == ["D-1", "D-3"]
    assert result.json["summary"]["suppressed"] == 2
    assert "catalog.csv:5:" in result.err
    assert "there is no rule or ruleset 'voltage'" in result.err
    assert "catalog.csv:6:24: column listing-lint-ignore: nothing is found" in result.err


def test_the_column_works_in_workbooks_and_trees(run, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["sku", "title", "description", "listing-lint-ignore"])
    book.active.append(["D-1", "Summer dress", ASIAN, "size"])
    book.save(tmp_path / "book.xlsx")
    product = {"sku": "D-1", "title": "Summer dress", "description": ASIAN, "price": 5, "listing-lint-ignore": "size"}
    (tmp_path / "feed.json").write_text(json.dumps([product]), encoding="utf-8")
    result = check(run, tmp_path / "book.xlsx", tmp_path / "feed.json", "--isolated")
    assert (found(result), result.json["summary"]["suppressed"]) == ([], 2)


def test_the_text_report_tells_how_many_are_held_back(run, catalog, config):
    config(entry(rule=RULE, reason="agreed"))
    assert "1 finding is suppressed by your ignore entries." in run("check", catalog, *ONLY).out
