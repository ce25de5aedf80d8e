"""Checks of the translation ruleset beyond the examples in its rule files."""

import os
import subprocess
import sys

import pytest

from listing_lint.checks.lexicon import FACTS
from listing_lint.engine import Linter
from listing_lint.facts.phrases import lexicon
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


@pytest.mark.parametrize(
    "text",
    ["A Voice-Broadcast for each reading", "A voice\u00a0broadcast for each reading", "Clear voice broadcasts"],
)
def test_a_phrase_is_found_in_its_written_forms(text):
    assert len(lint("phrase-literal", description=text)) == 1


@pytest.mark.parametrize("text", ["A voice broadcast system for schools", "The invoice broadcast"])
def test_a_phrase_is_fine_in_its_context_or_as_part_of_a_word(text):
    assert lint("phrase-literal", description=text) == []


def test_spacy_is_imported_only_for_a_phrase_with_contexts():
    code = (
        "import sys; from listing_lint.facts import Facts; from listing_lint.read.mapping import listing_from_mapping;"
        "read = lambda text: Facts(listing_from_mapping({'description': text, 'language': 'en'})).phrases;"
        "assert read('A warm coat, hit color.') and 'spacy' not in sys.modules;"
        "assert read('A voice broadcast.') and 'spacy' in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def test_the_lexicon_is_in_order():
    rows = [(entry.language, phrase) for entry in lexicon() for phrase in entry.phrases]
    assert len(rows) == len(set(rows))
    assert all(phrase == phrase.strip().lower() and "-" not in phrase for language, phrase in rows if language == "en")
    assert all(entry.fact in ("", *FACTS) and entry.write and entry.origin for entry in lexicon())
