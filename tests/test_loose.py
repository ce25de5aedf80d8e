"""A looser expression of RE2 finds something wherever the pattern of `re` does that it was made from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listing_lint.linear import Look
from listing_lint.loose import loosened


def _look(pattern: str, flags: int = 0) -> Look:
    return Look(loosened(pattern, flags))


@pytest.mark.parametrize(
    ("pattern", "flags", "fine", "left"),
    [
        (r"\bred (?:car|bike)s?\b", 0, "two red bikes", "a red boat"),
        (r"(?<!no )battery(?= included)", re.IGNORECASE, "BATTERY", "cell"),
        (r"(?<![^\W\d_])(\w+) and \1(?!\w)", 0, "tea and coffee", "tea or tea"),
        (r"^\d{3,40}+ ?(?>kg|g)$", re.MULTILINE, "x\n12g\n", "12 g each"),
        (r"a(?i:b)c", 0, "aBc", "ABC"),
        (r"[^a-z\s]x", re.IGNORECASE, "1X", "ax"),
        (r"колес[оа]", re.IGNORECASE, "КОЛЕСО", "кольцо"),
        (r"(a)?(?(1)b|c)", 0, "", ""),
        (r".", re.DOTALL, "\n", ""),
    ],
)
def test_what_a_look_sees(pattern: str, flags: int, fine: str, left: str) -> None:
    assert _look(pattern, flags).possible(fine)
    assert not left or not _look(pattern, flags).possible(left)


def test_case_makes_no_difference_where_it_makes_none_to_the_pattern() -> None:
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    letters = [letter for letter in every if letter.lower() != letter or letter.upper() != letter]
    together = "".join(letters)
    for letter in letters:
        for pattern in (re.escape(letter), f"[{letter}-{letter}]"):
            look = _look(pattern, re.IGNORECASE)
            missed = [other for other in re.findall(pattern, together, re.IGNORECASE) if not look.possible(other)]
            assert missed == [], pattern


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from((r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"[^\W\d_]", r"[^\w\s]", r"[kſ]", r"[^s]", "[!-~]")),
    st.sampled_from((0, re.IGNORECASE)),
    st.text(min_size=1, max_size=3),
)
def test_classes_hold_no_less(pattern: str, flags: int, text: str) -> None:
    if re.search(pattern, text, flags):
        assert _look(pattern, flags).possible(text)
