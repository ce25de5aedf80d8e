"""Checks of the translation ruleset beyond the examples in its rule files."""

import time
from pathlib import Path

import pytest

from listing_lint import strict_yaml
from listing_lint.checks.lexicon import FACTS
from listing_lint.engine import Linter
from listing_lint.facts import Facts, damage, lost
from listing_lint.facts.phrases import lexicon
from listing_lint.facts.sentences import constructions
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import load_rules

IT_S = ["It s", "doesn t", "men s", "children s"]
RULES = {rule.name: rule for rule in load_rules() if rule.family == "translation"}


def lint(*names, **listing):
    listing.setdefault("language", "en")
    return Linter([RULES[name] for name in names]).lint(listing_from_mapping(listing))


HONEST = strict_yaml.load((Path(__file__).parent / "facts" / "honest_sentences.yaml").read_text("utf-8"))
DEFAULT = [name for name, rule in RULES.items() if rule.default and rule.confidence == "high"]


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, text) for language, texts in HONEST.items() for text in texts]
)
def test_what_natives_write_is_left_alone(language, sentence):
    findings = lint(*DEFAULT, language=language, title="45 x 45 cm", description=sentence)
    findings += lint(*DEFAULT, language=language, title=sentence)
    assert [(finding.rule, finding.text) for finding in findings] == []


@pytest.mark.parametrize(
    ("text", "rule", "found"),
    [
        ("Send girlfriend a card.", "phrase-literal", []),
        ("Send girlfriend a card. No need any tools.", "phrase-literal", ["Send girlfriend"]),
        ("Send girlfriend a card. No need any tools.", "phrase-odd", []),
        ("Send girlfriend. Real shooting. Ice sense.", "phrase-literal", ["Send girlfriend", "Real shooting"]),
        ("The lamp adopts ABS material.", "sentence-broken", []),
        ("The lamp adopts ABS material. Explosion money.", "sentence-broken", ["The lamp adopts ABS material"]),
        ("Slight color difference. Explosion money.", "sentence-broken", []),
    ],
)
def test_a_doubtful_sign_is_no_accident_beside_others(text, rule, found):
    assert [finding.text for finding in lint(rule, description=text)] == found


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
    ["A Lamp-Bead for each desk", "A lamp\u00a0bead for each desk", "Bright lamp beads"],
)
def test_a_phrase_is_found_in_its_written_forms(text):
    assert len(lint("phrase-literal", description=text)) == 1


@pytest.mark.parametrize("text", ["A lamp bead bracelet for a friend", "The headlamp beads"])
def test_a_phrase_is_fine_in_its_context_or_as_part_of_a_word(text):
    assert lint("phrase-literal", description=text) == []


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("A hit color of the year, this year's hit color.", True),
        ("This hit color, so they say, sells.", False),
        ("Our hit color for years.", False),
    ],
)
def test_a_context_is_words_in_a_row(text, fine):
    assert bool(lint("phrase-literal", description=text) or lint("phrase-odd", description=text)) != fine


def test_the_lexicon_is_in_order():
    rows = [(entry.language, phrase, entry.confidence) for entry in lexicon() for phrase in entry.phrases]
    assert len(rows) == len(set(rows))
    assert all(
        phrase == phrase.strip().lower() and "-" not in phrase for language, phrase, _ in rows if language == "en"
    )
    assert all(entry.fact in ("", *FACTS) and entry.write and entry.origin for entry in lexicon())


@pytest.mark.parametrize(
    ("finder", "text", "pieces"),
    [
        (damage.broken_encoding, "cafÃ© and itâ€™s", ["cafÃ©", "itâ€™s"]),
        (damage.broken_encoding, "café, Ângela, 20 °C", []),
        (damage.doubled_words, "Frame frame for photos of Barovier Barovier & Toso", ["Frame frame"]),
        (lost.lost_separators, "0.5m 1m2m 3m", ["1m2m"]),
        (lost.lost_separators, "12V5A, 1920x1080, M3M4", []),
        (lost.lost_signs, "Phone 6 72 inches", ["6 72 inches"]),
        (lost.lost_signs, "Set of 3 12 inch pans, Series 6 44 mm, 100 pieces", []),
        (damage.glued_words, "Hot plug SupplyFor the server", ["SupplyFor"]),
        (damage.glued_words, "iPhone, PlayStation and YouTube", []),
        (damage.glued_words, "UPC: 0447INNER PACKAGING: 1 each", ["0447INNER PACKAGING:"]),
        (lost.lost_signs, "Laptop 15 6 inch, 13 3 Inci, set of 10 5 inch forks", ["15 6 inch", "13 3 Inci"]),
        (lost.lost_words, "the lamp adds a of light. Safe and . Nice", ["adds a of", "and ."]),
        (lost.lost_words, "vitamin a and c, made of a tough and light felt", []),
        (damage.glued_words, "2025New hat, #204Women's scarf, 300Watt, ID 9000For2", ["2025New", "#204Women"]),
        (lost.lost_signs, "It s warm and doesn t shrink; for men s and children s feet", IT_S),
        (lost.lost_signs, "Men S M L, women t shirt, model s class, plan t b", []),
        (damage.field_names, "Is_washable: yes", ["Is_washable"]),
        (damage.field_names, "input_voltage: 230 V, output_power: 10 W", ["input_voltage"]),
        (damage.field_names, "https://shop.example/a_b: c, @some_name: hi", []),
        (damage.markdown, "**Material:** cotton", ["**Material:**"]),
        (damage.markdown, "** NEW ** and *soft*", []),
        (damage.pasted_again, "Ice maker, air cooled, black, 115v maker black 115v", ["maker black 115v"]),
        (damage.pasted_again, "Case for Nova 14 Pro, Nova 13 Pro, Nova 12", []),
        (damage.markup, "salt &amp; pepper<br>", ["&amp;", "<br>"]),
        (lost.lost_values, "Light, weighing. Nice", ["weighing."]),
        (damage.joined_twins, "without connections and connections.", ["connections and connections"]),
        (damage.doubled_lines, "Soft\nMore details\nMore details\nSize", ["More details\nMore details"]),
    ],
)
def test_damage(finder, text, pieces):
    assert [text[piece.start : piece.end] for piece in finder(text)] == pieces


def test_the_encoding_is_repaired():
    (finding,) = lint("encoding-broken", description="It is cafÃ© brown")
    assert apply(finding.fix) == ["It is café brown"]


@pytest.mark.parametrize("construction", constructions(), ids=lambda row: row.example)
def test_each_construction_finds_its_example(construction):
    where = construction.where or "description"
    listing = listing_from_mapping({where: construction.example, "language": construction.language})
    assert [broken.construction.confidence for broken in Facts(listing).broken_sentences][:1] == [
        construction.confidence
    ]


@pytest.mark.parametrize("rule", ["words-glued", "sign-lost", "separator-lost", "word-doubled-text", "sentence-broken"])
def test_hostile_text_takes_no_time(rule):
    for piece in ("a" * 20, "aB", "1 ", "1m", "ab ", "no need ", "**", "x_"):
        start = time.process_time()
        lint(rule, description=piece * (40_000 // len(piece)))
        assert time.process_time() - start < 2
