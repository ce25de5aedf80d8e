"""Every example of every rule, and what each rule file must have."""

import pytest

from listing_lint.examples import failures
from listing_lint.rules import load_rules

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_examples_hold(rule):
    assert list(failures(rule)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_texts_stand_in_english_and_chinese(rule):
    assert set(rule.texts) == {"en", "zh"}
    assert all(text.strip() for block in rule.texts.values() for text in block.values())
