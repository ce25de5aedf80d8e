"""Rule files: what is refused, and that the place of the mistake is named."""

import pytest

from listing_lint.errors import RuleError
from listing_lint.examples import failures
from listing_lint.rules import load_rules, parse_rule, select_rules

RULE = """summary: Sizes are called Asian.
kind: size-regional
why: An Asian M is smaller.
severity: error
confidence: high
dispute: size
message: "“{found}” is unclear"
check: {phrase: {any: [asian size]}}
bad: ["[[Asian size]]"]
good: ["Size EU 38"]
"""


def parse(text, name="size-note"):
    return parse_rule(text, name=name, family="size", path="size-note.yaml")


def test_a_rule_is_read():
    rule = parse(RULE)
    assert (rule.name, rule.family, rule.kind, rule.severity) == ("size-note", "size", "size-regional", "error")
    assert list(failures(rule)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: size-regional", "kind: size-regionl", "2: kind: 'size-regionl' is not known; did you mean"),
        ("severity:", "severty:", "4: unknown key 'severty'; did you mean 'severity'?"),
        ("error", "fatal", "4: severity: 'fatal' is not known; one of error, info, warning"),
        ("good: [", "good: []\n#", "1: the key 'good' is missing or empty"),
        ("phrase: {any", "phrase: {all", "8: check: phrase: unknown argument 'all'"),
        ("{phrase: {any: [asian size]}}", "{phrase: {}}", "8: check: phrase: the argument 'any' is missing"),
        ("phrase:", "phrases:", "8: check: unknown kind of check 'phrases'; did you mean 'phrase'?"),
        (
            "{phrase: {any: [asian size]}}",
            "{special: {name: no.such}}",
            "8: check: special: there is no check 'no.such'",
        ),
        ("{phrase: {any: [asian size]}}", "{pattern: {any: ['(?<=a)b']}}", "8: check: pattern '(?<=a)b'"),
        ("why: An", "why: An\nwhy: An", "4: the key 'why' stands here twice"),
        ("dispute: size", "dispute: *size", "aliases"),
        ("why: An Asian M is smaller.", "why: [a", "did not find expected"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, told):
    with pytest.raises(RuleError) as caught:
        parse(RULE.replace(old, new, 1))
    assert str(caught.value).startswith("size-note.yaml:")
    assert told in str(caught.value)


def test_the_file_name_must_be_a_rule_name():
    with pytest.raises(RuleError, match="small letters"):
        parse(RULE, name="Size_Note")


def test_placeholders_agree_between_the_languages():
    zh = 'zh: {summary: 一, why: 二, message: "“{other}”"}\n'
    with pytest.raises(RuleError, match="placeholders differ"):
        parse(RULE + zh)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('bad: ["[[Asian size]]"]', 'bad: ["Asian [[size]]"]', "bad example 1: found"),
        ('bad: ["[[Asian size]]"]', 'bad: ["Size M"]', "bad example 1: nothing is found"),
        ('good: ["Size EU 38"]', 'good: ["Asian size"]', "good example 1: found 'Asian size'"),
    ],
)
def test_examples_that_do_not_hold_are_told(old, new, told):
    (failure,) = failures(parse(RULE.replace(old, new)))
    assert told in failure


def test_a_name_can_be_taken_only_once(tmp_path):
    (tmp_path / "size-note-regional.yaml").write_text(RULE, encoding="utf-8")
    with pytest.raises(RuleError, match="exists already"):
        load_rules([tmp_path])


def test_selection():
    sure, unsure = parse(RULE), parse(RULE.replace("confidence: high", "confidence: low"), name="size-doubt")
    off = parse(RULE + "default: false\n", name="size-off")

    def chosen(**settings):
        rules, unknown = select_rules([sure, unsure, off], **settings)
        return [rule.name for rule in rules], unknown

    assert chosen() == (["size-note"], ())
    assert chosen(min_confidence="low") == (["size-note", "size-doubt"], ())
    assert chosen(select=["size-off"]) == (["size-off"], ())
    assert chosen(select=["size"], ignore=["size-note"], min_confidence="medium") == ([], ())
    assert chosen(select=["sizes"]) == ([], ("sizes",))


@pytest.mark.parametrize("text", ["x: " + "[" * 700 + "]" * 700, "x: " + "{a: " * 900 + "}" * 900])
def test_no_nesting_breaks_the_loader(text):
    with pytest.raises(RuleError, match="nested too deep"):
        parse_rule(text, name="rule", family="user")
