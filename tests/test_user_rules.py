"""Rules of one's own, settings of rules, accepted words and profiles."""

import os
import subprocess
import sys
import time

import pytest

from listing_lint.config import load_config, profile_config, profiles
from listing_lint.engine import Linter
from listing_lint.errors import RuleError
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import load_rules, parse_rule
from listing_lint.tuning import tuned

CHECK = ("--select", "size-note-regional", "--output", "concise")


def configure(tmp_path, text):
    (tmp_path / "listing-lint.toml").write_text(text, encoding="utf-8")


def by_name(config):
    return {rule.name: rule for rule in tuned(load_rules(), config)}


# ------------------------------------------------------------------ new-rule and test


def test_a_new_rule_passes_its_own_examples_and_is_used(run, tmp_path):
    result = run("new-rule", "soft-word", "--folder", "ours/words")
    assert result.code == 0
    assert 'rules = ["ours/words"]' in result.out
    assert run("test", "ours").out.endswith("1 rule: 1 passed\n")
    configure(tmp_path, "rules = ['ours']\n")
    (tmp_path / "a.csv").write_text("title,description\nRug,This has soft word\n", encoding="utf-8")
    assert "soft-word: “soft word” tells" in run("check", "a.csv", "--output", "concise").out


def test_what_an_example_lacks_is_told(run, tmp_path):
    run("new-rule", "soft-word")
    path = tmp_path / "our-rules" / "soft-word.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- This one has [[soft word]].", "- This one has soft [[word]]."), encoding="utf-8")
    result = run("test", "our-rules")
    assert result.code == 1
    assert "bad example 1: found 'soft word' in description at 13, marked 'word' in description at 18" in result.out
    path.write_text(text.replace("“{found}”", "“{fond}”"), encoding="utf-8")
    result = run("test", path)
    assert result.code == 1
    assert "nothing stands for {fond}; this check gives {found}" in result.out
    path.write_text(text.replace("severity:", "severty:"), encoding="utf-8")
    result = run("test", path)
    assert result.code == 2
    assert "unknown key 'severty'; did you mean 'severity'?" in result.out


def test_all_files_are_tested_whatever_fails(run, tmp_path):
    for name in ("one-word", "two-word", "three-word"):
        run("new-rule", name)
    folder = tmp_path / "our-rules"
    (folder / "one-word.yaml").write_text("summary: [", encoding="utf-8")
    (folder / "voltage-missing.yaml").write_bytes((folder / "two-word.yaml").read_bytes())
    result = run("test", folder, "--quiet")
    assert result.code == 2
    assert "4 rules: 2 passed, 2 not usable" in result.out
    assert "a rule 'voltage-missing' exists already" in result.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("test",), "no rules to test"),
        (("test", "no-such"), "no-such: no such file or folder"),
        (("new-rule", "Bad_Name"), "small letters, digits and hyphens"),
        (("new-rule", "voltage-missing"), "exists already"),
    ],
)
def test_mistakes_exit_with_two(run, arguments, told):
    result = run(*arguments)
    assert result.code == 2
    assert told in result.err


def test_an_unknown_placeholder_stops_a_check_with_its_reason(run, tmp_path):
    run("new-rule", "soft-word")
    path = tmp_path / "our-rules" / "soft-word.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{found}”", "{fond}”"), encoding="utf-8")
    configure(tmp_path, "rules = ['our-rules']\n")
    (tmp_path / "a.csv").write_text("title,description\nRug,This has soft word\n", encoding="utf-8")
    result = run("check", "a.csv")
    assert result.code == 2
    assert "{fond}" in result.err


RULE = """summary: A test.
kind: mt-phrase
why: A test.
severity: warning
confidence: high
dispute: understanding
message: "{{found}}"
check: {{pattern: {{any: ['{pattern}']}}}}
bad: ["[[aaa]]"]
good: [b]
"""


@pytest.mark.parametrize("pattern", ["(?=a)a", r"(a)\1", "a(?<!b)", "(?>a)", "a{2000}"])
def test_patterns_of_users_are_re2(pattern):
    with pytest.raises(RuleError, match="check: pattern"):
        parse_rule(RULE.format(pattern=pattern), name="x", family="ours")


def test_no_pattern_of_a_user_runs_away(run, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "slow-one.yaml").write_text(RULE.format(pattern="(?:a+)+$"), encoding="utf-8")
    configure(tmp_path, "rules = ['ours']\nselect = ['slow-one']\n")

    def took(length):
        (tmp_path / "a.csv").write_text(f"title,description\nRug,{'a' * length}b\n", encoding="utf-8")
        start = time.process_time()
        assert run("check", "a.csv").code == 0
        return time.process_time() - start

    took(10)
    # Backtracking would double the time with each letter.
    assert took(5_000) < 20 * took(10) + 1


TOKENS = RULE.replace("{{pattern: {{any: ['{pattern}']}}}}", "{{tokens: {{any: [{sequence}]}}}}")


@pytest.mark.parametrize(
    ("sequence", "text", "found"),
    [
        ("fit|fits ... women", "It FITS most of the women here", ["FITS most of the women"]),
        ("fit|fits ... women", "It fits most of\nthe women, fitswomen", []),
        (
            "[weighs, {LIKE_NUM: true}, {LOWER: {NOT_IN: [g, kg]}}]",
            "It weighs 300 here, it weighs 2 kg",
            ["weighs 300 here"],
        ),
        ("[{IS_UPPER: true, OP: '{2,3}'}, new]", "ALL OF IT new", ["ALL OF IT new"]),
        ("[no, {LOWER: return, OP: '!'}]", "No refund, no return", ["No refund"]),
        ("[{LENGTH: {'>=': 9}}]", "Some extravagant words", ["extravagant"]),
        ("x 5", "Box of 4 x 5", ["x 5"]),
    ],
)
def test_sequences_of_tokens_are_found(sequence, text, found):
    rule = parse_rule(TOKENS.format(sequence=sequence).replace("[[aaa]]", "[[x 5]]"), name="x", family="ours")
    listing = listing_from_mapping({"description": text, "language": "en"})
    assert [finding.text for finding in Linter([rule]).lint(listing)] == found


@pytest.mark.parametrize(
    "sequence",
    [
        "[]", "...", "[{POS: NOUN}]", "[{LOWER: {REGEX: a}}]", "[a, {OP: '+'}]", "[a, {IS_ALPHA: 3}]",
        "[a, ..., ..., ..., ..., b]", "[{LOWER: a, OP: '?'}]", "[{LOWER: [a]}]", "5",
    ],
)  # fmt: skip
def test_sequences_that_spacy_cannot_find_are_refused(sequence):
    with pytest.raises(RuleError, match="check: tokens"):
        parse_rule(TOKENS.format(sequence=sequence), name="x", family="ours")


def test_spacy_is_imported_only_for_a_text_with_a_word_of_a_sequence():
    code = (
        "import sys; from listing_lint.engine import Linter; from listing_lint.rules import parse_rule;"
        "from listing_lint.read.mapping import listing_from_mapping;"
        "rule = parse_rule(sys.argv[1], name='x', family='ours'); sys.modules.pop('spacy', None);"
        "lint = lambda text: Linter([rule]).lint(listing_from_mapping({'description': text}));"
        "assert not lint('A warm coat.') and 'spacy' not in sys.modules;"
        "assert lint('A coat fits women.')"
    )
    rule = TOKENS.format(sequence="fit|fits ... women").replace("aaa", "fits women")
    subprocess.run(
        [sys.executable, "-c", code, rule], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


# ------------------------------------------------------------------ settings of rules


def test_severity_confidence_and_default_are_set(run, catalog, tmp_path):
    configure(tmp_path, "[rule.size-note-regional]\nseverity = 'info'\n")
    result = run("check", catalog, *CHECK)
    assert result.code == 0
    assert ": info: size-note-regional:" in result.out
    configure(tmp_path, "[rule.size-note-regional]\nconfidence = 'low'\n")
    assert "size-note-regional" not in run("check", catalog, "--output", "concise").out
    configure(tmp_path, "[rule.size-note-regional]\ndefault = false\n")
    assert "size-note-regional" not in run("check", catalog, "--output", "concise").out


def test_lists_are_added_to_and_numbers_replaced(tmp_path):
    configure(
        tmp_path,
        "[rule.word-doubled]\nfine = ['dik dik']\n[rule.unedited-translation]\nthreshold = 9\nweights = {cjk = 3}\n",
    )
    shipped = {rule.name: rule for rule in load_rules()}
    rules = by_name(load_config(tmp_path / "listing-lint.toml"))
    doubled, unedited = rules["word-doubled"].check.arguments, rules["unedited-translation"].check.arguments
    assert doubled["fine"] == [*shipped["word-doubled"].check.arguments["fine"], "dik dik"]
    assert unedited["threshold"] == 9
    assert unedited["weights"] == {**shipped["unedited-translation"].check.arguments["weights"], "cjk": 3}


def test_an_option_changes_what_is_found(run, tmp_path):
    (tmp_path / "a.csv").write_text("title\nPlush dik dik toy\n", encoding="utf-8")
    assert "word-doubled" in run("check", "a.csv", "--output", "concise").out
    configure(tmp_path, "[rule.word-doubled]\nfine = ['dik dik']\n")
    assert run("check", "a.csv", "--output", "concise").out == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rule.word-doubled]\nfin = ['a']", "rule.word-doubled: unknown option 'fin'; did you mean 'fine'?"),
        ("[rule.word-doubled]\nfine = 'a'", "rule.word-doubled: fine: a list of texts is wanted"),
        ("[rule.unedited-translation]\nthreshold = 'x'", "is wanted, not 'x'"),
        ("[rule.unedited-translation]\nthreshold = true", "is wanted, not True"),
        ("[rule.text-too-long]\nlimits = {title = 0}", "limits: title: a number of characters is wanted, not 0"),
        ("[rule.attribute-missing]\nrequired = {wurn = ['size']}", "required: unknown trait 'wurn'"),
        ("[rule.word-doubled]\nseverity = 'fatal'", "severity: one of error, warning, info is wanted"),
        ("[rule]\nx = 1", "tables such as [rule.voltage-missing] are wanted"),
        ("[rules.word-doubled]\nseverity = 'info'", "settings of one rule stand under [rule.NAME]"),
        ("profile = 'amzon'", "unknown profile 'amzon'; did you mean 'amazon'?"),
        ("extends = 'no-such.toml'", "no-such.toml: cannot be read"),
        ("extends = 'listing-lint.toml'", "extends itself"),
        ("vocabularies = 'no-such.txt'", "no-such.txt: cannot be read"),
    ],
)
def test_mistakes_in_settings_exit_with_two(run, catalog, tmp_path, text, told):
    configure(tmp_path, text)
    result = run("check", catalog)
    assert result.code == 2
    assert told in result.err


def test_settings_of_an_unknown_rule_are_a_warning(run, catalog, tmp_path):
    configure(tmp_path, "[rule.no-such-rule]\nseverity = 'info'\n")
    assert "there is no rule or ruleset 'no-such-rule'" in run("check", catalog).err


# ------------------------------------------------------------------ accepted words


@pytest.mark.parametrize(
    "text",
    [
        "accept = ['ASIAN size']",
        "accept = ['the Asian-size line']",
        "vocabularies = ['brands.txt']",
        "[rule.size-note-regional]\naccept = ['Asian size']",
    ],
)
def test_accepted_words_are_not_flagged(run, tmp_path, text):
    (tmp_path / "a.csv").write_text("title\nDress of the Asian size line\n", encoding="utf-8")
    (tmp_path / "brands.txt").write_text("\ufeff# our brands\n\nAsian Size\n", encoding="utf-8")
    assert run("check", "a.csv", *CHECK).code == 1
    configure(tmp_path, text)
    result = run("check", "a.csv", "--select", "size-note-regional", "--output", "json")
    assert (result.code, result.err) == (0, "")
    assert result.json["summary"]["suppressed"] == 1


@pytest.mark.parametrize(
    "text", ["accept = ['Asia']", "accept = ['size']", "[rule.word-doubled]\naccept = ['Asian size']"]
)
def test_only_the_accepted_words_themselves_are_accepted(run, tmp_path, text):
    (tmp_path / "a.csv").write_text("title\nDress of the Asian size line\n", encoding="utf-8")
    configure(tmp_path, text)
    assert run("check", "a.csv", *CHECK).code == 1


def test_words_accepted_elsewhere_are_still_flagged(run, tmp_path):
    run("new-rule", "soft-word")
    (tmp_path / "a.csv").write_text("title,description\nSoft word line,A soft word.\n", encoding="utf-8")
    configure(tmp_path, "accept = ['Soft Word Line']\nrules = ['our-rules']\nselect = ['soft-word']\n")
    out = run("check", "a.csv", "--output", "concise").out
    assert out.count("soft-word") == 1
    assert "a.csv:2:18" in out


# ------------------------------------------------------------------ profiles and extends


def test_every_profile_loads_and_says_what_it_is_for():
    assert {"default", "strict", "amazon", "aliexpress", "ebay", "google-merchant", "shopify"} <= set(profiles())
    for name, values in profiles().items():
        assert values["summary"]
        assert values.get("sources") or name in ("default", "strict")
        by_name(profile_config([name]))


@pytest.mark.parametrize(
    ("name", "most"), [("amazon", 75), ("ebay", 80), ("google-merchant", 150), ("aliexpress", 218)]
)
def test_marketplaces_limit_titles(run, tmp_path, name, most):
    for extra, found in ((0, 0), (1, 1)):
        title = "Oak shelf " + "x" * (most - 10 + extra)
        (tmp_path / "a.csv").write_text(f"title,description\n{title},Nice\n", encoding="utf-8")
        result = run("check", "a.csv", "--profile", name, "--output", "json")
        assert result.json["summary"]["by_rule"].get("text-too-long", 0) == found
    assert "text-too-long" not in run("check", "a.csv").out


def test_a_marketplace_asks_for_attributes_of_the_goods_that_need_them(run, tmp_path):
    rows = "title,description,Farbe,尺码\nSummer dress,Nice,red,M\nOak shelf,Nice,,\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    result = run("check", "a.csv", "--profile", "google-merchant", "--output", "json", "--select", "attribute-missing")
    (finding,) = result.json["findings"]
    assert (finding["location"]["line"], finding["message"]) == (2, "required and not stated: gender, age group")


def test_the_own_file_is_stronger_than_what_it_builds_on(tmp_path):
    (tmp_path / "base.toml").write_text(
        "profile = 'amazon'\nfail-on = 'warning'\naccept = ['a']\nignore = ['size']\n"
        "[columns]\nA = 'title'\nB = 'tag'\n[rule.text-too-long]\nlimits = {bullet = 255}\n",
        encoding="utf-8",
    )
    (tmp_path / "shop").mkdir()
    path = tmp_path / "shop" / "listing-lint.toml"
    path.write_text(
        "extends = '../base.toml'\naccept = ['b']\nignore = ['measure']\n[columns]\nB = 'bullet'\n"
        "[rule.text-too-long]\nlimits = {title = 200}\n",
        encoding="utf-8",
    )
    config = load_config(path)
    assert (config.fail_on, config.accept, config.ignore) == ("warning", ("a", "b"), ("measure",))
    assert config.defaults.columns == {"A": "title", "B": "bullet"}
    assert config.rule["text-too-long"].options == {"limits": {"title": 200, "bullet": 255}}
    assert config.rule["text-too-long"].default is True
    replaced = load_config(path, ["strict"])
    assert "default" not in {key[-1] for key in replaced.origins if key[0] == "rule"}
    assert replaced.min_confidence == "medium"


def test_strict_is_a_profile_for_the_command_line(run, tmp_path):
    (tmp_path / "a.csv").write_text(
        'title,description\nLED bulb 100W E27 warm white,"Draws 12W, 100W equivalent."\n', encoding="utf-8"
    )

    def confidences(profile):
        found = run("check", "a.csv", "--isolated", "--profile", profile, "--output", "json").json["findings"]
        return {finding["confidence"] for finding in found}

    assert "medium" not in confidences("default")
    assert "medium" in confidences("strict")
    result = run("check", "a.csv", "--isolated", "--profile", "stric")
    assert result.code == 2
    assert "unknown profile 'stric'; did you mean 'strict'?" in result.err


# ------------------------------------------------------------------ show-config


def test_show_config_tells_where_each_setting_is_from(run, tmp_path):
    configure(
        tmp_path,
        "extends = 'base.toml'\nprofile = 'strict'\naccept = ['Ice Silk']\n[files.'us/*.csv']\nmarkets = ['US']\n"
        "[[ignore-findings]]\nrule = 'size'\nreason = 'a \"picture\"'\n[columns]\n'Name, 商品' = 'title'\n",
    )
    (tmp_path / "base.toml").write_text(
        "language = 'de'\naccept = ['x']\n[rule.word-doubled]\nfine = ['a a']\n", "utf-8"
    )
    result = run("show-config", "us/a.csv", "--min-severity", "warning", "--language", "fr")
    lines = {line.partition("  ")[0]: line.rpartition("# ")[2] for line in result.out.splitlines()}
    assert lines['min-severity = "warning"'] == "command line"
    assert lines['language = "fr"'] == "command line"
    assert lines['min-confidence = "medium"'] == "profile strict"
    assert lines['platform = "auto"'] == "default"
    assert lines['markets = ["US"]'] == '[files."us/*.csv"]'
    assert lines['accept = ["x", "Ice Silk"]'] == f"{tmp_path / 'base.toml'}, {tmp_path / 'listing-lint.toml'}"
    assert lines['fine = ["a a"]'] == str(tmp_path / "base.toml")


def test_what_show_config_prints_is_a_configuration(run, tmp_path):
    test_show_config_tells_where_each_setting_is_from(run, tmp_path)
    printed = run("show-config", "us/a.csv").out
    (tmp_path / "printed.toml").write_text(printed, encoding="utf-8")
    old, new = load_config(tmp_path / "listing-lint.toml"), load_config(tmp_path / "printed.toml")
    assert (new.accept, new.fail_on, new.ignore_findings) == (old.accept, old.fail_on, old.ignore_findings)
    assert (new.rule, new.defaults.columns) == (old.rule, old.defaults.columns)
    assert new.defaults.markets == ("US",)


def test_show_config_lists_the_profiles(run):
    out = run("show-config", "--profiles").out
    assert "strict: " in out
    assert "support.google.com/merchants" in out
