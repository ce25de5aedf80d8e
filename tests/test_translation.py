"""Checks of the translation ruleset beyond the examples in its rule files."""

import pytest

from listing_lint.engine import Linter
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import load_rules

RULES = {rule.name: rule for rule in load_rules() if rule.family == "translation"}


def lint(*names, **listing):
    listing.setdefault("language", "en")
    return Linter([RULES[name] for name in names]).lint(listing_from_mapping(listing))


def apply(fix):
    """The text of each changed field after the fix, by field."""
    texts = {}
    for edit in sorted(fix.edits, key=lambda e: -e.span.start):
        field = edit.span.field
        text = texts.get(id(field), field.text)
        texts[id(field)] = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return list(texts.values())


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Colour：red，blue", "Colour: red, blue"),
        ("Dress（XS-5XL）", "Dress (XS-5XL)"),
        ("1、Steel body", "1. Steel body"),
        ("Soft！", "Soft!"),
        ("２５６ＧＢ", "256GB"),
        ("red\u3000blue", "red blue"),
    ],
)
def test_fullwidth_fix(text, fixed):
    (finding,) = lint("fullwidth-characters", description=text)
    assert finding.fix.safety == "safe"
    assert apply(finding.fix) == [fixed]


def test_one_finding_fixes_all_values_of_an_option():
    (finding,) = lint("fullwidth-characters", variants=[{"cable": "1M（blue）"}, {"cable": "2M（blue）"}])
    assert len(finding.fix.edits) == 4
