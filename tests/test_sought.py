"""What is sought by its literals first is found exactly as if every pattern were tried on every text."""

from __future__ import annotations

import gc
import re
from functools import cache, lru_cache
from re import _casefix  # type: ignore[attr-defined]

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listing_lint import sought
from listing_lint.engine import Linter
from listing_lint.examples import example_listing
from listing_lint.facts.quantities import likely
from listing_lint.linear import Look
from listing_lint.literals import Literal, folded, required_literals
from listing_lint.loose import loosened
from listing_lint.rules import load_rules
from listing_lint.sought import Sought


@pytest.mark.parametrize(
    ("pattern", "lists"),
    [
        ("colou?r", [{"color", "colour"}]),
        (r"\d{1,4}\s?(?:pcs|pieces?)", [{"pcs", "piece"}]),
        ("(?:re)?charg(?:e|ing)+ now", [{"charg"}]),
        ("(?:re)?charg(?:e|ing)+ outdoors", [{" outdoors"}, {"charg"}]),
        ("[hH]eel.{0,9}(?:in|with) the box", [{"in the box", "with the box"}, {"heel"}]),
        ("(?:yellow|purple) [a-z]+ car|green .* bicycle", [{" bicycle", "purple ", "yellow "}]),
        ("(?:red|blue) [a-z]+ car|bicycle", [{" car", "bicycle"}]),
        (r"(\w+) und \1", [{" und "}]),
        ("a|bottle", []),
        (r"\d+", []),
        ("bottle|", []),
        ("(bottle", []),
    ],
)
def test_the_literals_of_a_pattern(pattern: str, lists: list[set[str]]) -> None:
    found = required_literals(pattern, re.IGNORECASE)
    assert [{literal.text for literal in literals} for literals in found] == lists


def test_the_bounds_of_words_are_kept_where_a_literal_begins_or_ends_with_a_letter() -> None:
    assert required_literals(r"\bgems?\b") == ((Literal("gem", True, True), Literal("gems", True, True)),)
    assert required_literals(r"(?<!\w)unisex(?!\w)") == ((Literal("unisex", True, True),),)
    assert required_literals(r"\b#size") == ((Literal("#size", False, False),),)
    assert required_literals(r"(?<!s)unisex") == ((Literal("unisex", False, False),),)


def test_texts_that_a_pattern_takes_for_the_same_are_folded_to_one() -> None:
    extra = set(_casefix._EXTRA_CASES).union(*_casefix._EXTRA_CASES.values())
    letters = [
        chr(code)
        for code in range(0x110000)
        if not 0xD800 <= code < 0xE000
        and (code in extra or chr(code).lower() != chr(code) or chr(code).upper() != chr(code))
    ]
    together = "".join(letters)
    different = [
        (letter, other)
        for letter in letters
        for other in re.findall(re.escape(letter), together, re.IGNORECASE)
        if folded(letter) != folded(other)
    ]
    assert len(letters) > 2000
    assert different == []


def _pieces() -> list[str]:
    """Runs of a few words of the rules' examples, so that generated texts come near to what rules look for."""
    found: set[str] = set()
    for rule in load_rules():
        for example in (*rule.bad, *rule.good):
            for field in example_listing(example)[0].fields:
                words = field.text.split(" ")
                found.update(" ".join(words[at : at + 4]) for at in range(0, len(words), 2))
    return sorted(piece for piece in found if piece)


PIECES = _pieces()
ODD = str.maketrans({"i": "İ", "k": "\u212a", "s": "ſ", " ": "\u00a0", **{str(d): chr(0xFF10 + d) for d in range(10)}})
CHANGES = (str, str, str, str.upper, str.lower, str.swapcase, str.title, lambda text: text.translate(ODD))
texts = st.lists(
    st.one_of(
        st.builds(lambda piece, change: change(piece), st.sampled_from(PIECES), st.sampled_from(CHANGES)),
        st.text("aeiıİßẞſK\u212aµ 0１٣.,:-\u00a0\u3000для水重量kgсм\n", max_size=8),
    ),
    max_size=12,
).flatmap(lambda pieces: st.sampled_from((" ", "", "\n", ". ", "，")).map(lambda mark: mark.join(pieces)))
listings = st.fixed_dictionaries(
    {"title": texts, "description": texts},
    optional={"attributes": st.dictionaries(texts.map(lambda text: text[:30]), texts, max_size=3)},
)
quick = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(texts)
def test_no_pattern_matches_a_text_that_it_is_not_tried_on(text: str) -> None:
    for pattern, look in _patterns():
        if pattern.compiled.search(text):
            assert pattern.possible(text), pattern.pattern
            assert look is None or look.possible(text), pattern.pattern


@quick
@given(listings)
def test_findings_are_those_of_all_patterns_on_all_texts(data: dict[str, object]) -> None:
    listing = example_listing(data)[0]
    quickly = LINTER.lint(listing, isolate=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_of_short", "_of_long"):
            patch.setattr(sought, name, lru_cache(maxsize=0)(lambda text: -1))
        patch.setattr(Look, "possible", lambda look, text: True)
        assert LINTER.lint(listing, isolate=True) == quickly


LINTER = Linter(load_rules())


@cache
def _patterns() -> list[tuple[Sought, Look | None]]:
    """All patterns there are once every rule has looked at its examples, those of `re` with a look for them."""
    for rule in LINTER.rules:
        for example in (*rule.bad, *rule.good):
            LINTER.lint(example_listing(example)[0])
    patterns = [item for item in gc.get_objects() if isinstance(item, Sought)]
    return [
        (item, Look(loosened(item.pattern, item.flags)) if isinstance(item.compiled, re.Pattern) else None)
        for item in patterns
    ]


FIGURE_PIECES = (
    "24 x 18", "24x18 in", "10 cm (4 in)", "10 cm or 4 inches", "60厘米or 24 in", "5 by 7", "24cm*18", "4½", "six",
    "two", "twenty", "3000", "1.500", "10.000 mAh", "1,500 g", "Weight: 80 g", "Weight", "80 g", "Net weight 80 g",
    "W 20 cm", "L: 30", "Length", "Length 25", "Height: 12", "宽: 20", "长10宽20高30", "尺寸", "Size",
    "Dimensions (inches):", "2.4 GHz", "CPU", "Power: 40", "Lamp life: 3000", "40 W", "and up", "or more", "max",
    "+", "(", ")", "/", "=", "≈", "about", "ca.", "x", "×", "－5", "５０", "²", "cm", "in", "mm", '"', "'", "up to",
    "between 5 and 7", "±2",
)  # fmt: skip
measured = st.lists(
    st.one_of(
        st.sampled_from(FIGURE_PIECES),
        st.text("0123½.,:-x×/(= \n厘cmgW", max_size=5),
    ),
    max_size=8,
).flatmap(lambda pieces: st.sampled_from((" ", "", "\n", ": ", ", ")).map(lambda mark: mark.join(pieces)))
FIGURES = [
    rule.name for rule in load_rules() if str(rule.check.arguments.get("name", "")).startswith(("meas", "ambig"))
]


@quick
@given(
    st.fixed_dictionaries(
        {"title": measured, "description": measured, "language": st.sampled_from(("en", "de", "zh"))},
        optional={
            "attributes": st.dictionaries(
                st.sampled_from(("Weight", "Item_Height", "Width (cm)", "Power", "Size", "CPU speed", "尺寸")),
                measured,
                max_size=3,
            )
        },
    )
)
def test_figures_are_not_missed_in_fields_that_are_passed_over(data: dict[str, object]) -> None:
    listing = example_listing(data)[0]
    linter = Linter([rule for rule in load_rules() if rule.name in FIGURES])
    found = linter.lint(listing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Look, "possible", lambda look, text: True)
        patch.setattr(likely, "bare_sides", lambda fields, may_hold: fields)
        for name in ("bare_amounts", "labelled_figures"):
            patch.setattr(likely, name, lambda text: True)
        assert linter.lint(listing) == found


def test_a_check_needs_one_of_each_sort_of_words() -> None:
    rule = next(rule for rule in LINTER.rules if rule.name == "leather-imitation-unsaid")
    sought.settle()

    def kept(text: str) -> list[bool]:
        return [bool(sought.clues(text) & gate) for gate in rule.check.gates]

    assert kept("a leather bag of PU") == [True, True]
    assert sorted(kept("a leather bag")) == sorted(kept("a bag of PU")) == [False, True]
    assert kept("a leather bag") != kept("a bag of PU")
