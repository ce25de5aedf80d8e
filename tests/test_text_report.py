"""Text for a terminal: carets under wide, combining and clipped text."""

import pytest

from listing_lint.report.terminal import safe, snippet, width


def marked(text, words, limit=80):
    start = text.index(words)
    line, carets = snippet(text, start, start + len(words), limit)
    return line, carets


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain text here", "text"),
        ("颜色 XL 码", "XL"),
        ("颜色 XL 码", "码"),
        ("cafe\u0301 au lait", "au"),
        ("tab\tand words", "words"),
        ("first line\nsecond 220V line", "220V"),
        ("x" * 300 + " 220V " + "y" * 300, "220V"),
        ("颜" * 300 + "220V" + "码" * 300, "220V"),
    ],
)
def test_carets_stand_under_the_words(text, words):
    line, carets = marked(text, words)
    before = line[: line.index(words)]
    assert width(before) == len(carets) - len(carets.lstrip())
    assert carets.count("^") == width(words)
    assert width(line) <= 80


def test_only_the_line_of_the_words_is_shown():
    line, _ = marked("first\nsecond 220V\nthird", "220V")
    assert line == "second 220V"


def test_long_words_are_clipped_and_carets_with_them():
    text = "a" * 500
    line, carets = snippet(text, 0, 500, 60)
    assert line.endswith("…")
    assert len(carets) <= 60


def test_controls_and_direction_marks_are_made_visible():
    assert safe("a\x1b[31m\u202eb\nc\x00") == "a\\u001b[31m\\u202eb c\\u0000"
