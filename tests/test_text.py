"""HTML to plain text: what a buyer reads, and where each character of it stands in the markup."""

import time
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from listing_lint.read.markup import holds_markup
from listing_lint.read.text import plain_text


def text_of(raw, html=True):
    return plain_text(raw, html)[0]


@pytest.mark.parametrize(
    "raw",
    [
        "Plain words, 220 V.",
        "a < b and c > d",
        "We <3 cotton",
        "R&D at AT&T & friends",
        "Bust <90 cm",
        "fits waist <b",
        "cut off <a href='x",
        "<Package list> 1 x lamp",
        "<100% cotton>",
        "two\nlines  and   spaces",
    ],
)
def test_text_without_markup_stays(raw):
    assert plain_text(raw) == (raw, None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Soft cotton.</p><p>Wash cold.</p>", "Soft cotton.\n\nWash cold."),
        ("Red<br>Blue<BR />Green", "Red\nBlue\nGreen"),
        ("<div>One</div>\n<div>Two</div>", "One\nTwo"),
        ("<ul>\n <li>10 cm</li>\n <li>20 <b>cm</b></li>\n</ul>", "10 cm\n20 cm"),
        ("<p>a\n  b\tc</p>", "a b c"),
        ("<p>First</p>text\n\nmore", "First\n\ntext\nmore"),
        ("<b>Size:</b> M\n<b>Color:</b> red", "Size: M\nColor: red"),
        ("<span>50</span><span>cm</span>", "50cm"),
        ("<p>&nbsp;</p><p>Text&nbsp;here</p>", "Text\xa0here"),
        ("<style>p{color:red}</style><p>Shown</p><script>if (a<b) {}</script>", "Shown"),
        ("Before<!-- <p>hidden</p> -->After", "BeforeAfter"),
        ("<!-->Shown", "Shown"),
        ("<iframe src='x'>fallback</iframe>Shown", "Shown"),
        ("<svg width='1'/>Shown", "Shown"),
        ('<img alt="a > b" src=x>Shown', "Shown"),
        ("<a title='open>Shown", "Shown"),
        ("<o:p>Word</o:p>", "Word"),
        ("<pre>a  b\nc</pre>", "a  b\nc"),
        ("<p>x</p><b", "x\n\n<b"),
        ("<!DOCTYPE html><p>x", "x"),
    ],
)
def test_markup_becomes_what_a_browser_shows(raw, text):
    assert text_of(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("&copy 2020", "© 2020"),
        ("&notit; &hellip;", "¬it; …"),
        ("&#8217;&#x2019;&#150;", "’’–"),
        ("&amp;nbsp;", "&nbsp;"),
        ("&#99999999999999999999;", "�"),
        ("&unknown; &;", "&unknown; &;"),
        ("m&sup2;", "m²"),
    ],
)
def test_entities(raw, text):
    assert text_of(raw) == text


def test_a_text_field_is_html_only_with_tags():
    assert plain_text("Salt &amp; pepper", html=False) == ("Salt &amp; pepper", None)
    assert plain_text("Sizes <M> and <L>", html=False) == ("Sizes <M> and <L>", None)
    assert text_of("<p>Salt &amp; pepper</p>", html=False) == "Salt & pepper"
    assert holds_markup("one<br>two")
    assert not holds_markup("if a <b and c")


def test_a_table_row_is_one_line():
    raw = """<table><thead><tr><th>Size</th><th>Bust (cm)</th></tr></thead>
      <tbody><tr><td><p>S</p></td><td> 84<br>88 </td></tr><tr><td>M</td><td>92</td></tr></tbody></table>
      <p>By hand.</p>"""
    assert text_of(raw) == "Size | Bust (cm)\nS | 84 88\nM | 92\n\nBy hand."


def test_spanning_cells_keep_their_columns():
    raw = (
        "<table><tr><th>Size</th><th colspan=2>Waist</th><th>Hip</th></tr>"
        "<tr><td rowspan='2'>S</td><td>60</td><td>70</td><td>90</td></tr>"
        "<tr><td>61</td><td></td><td>91</td></tr></table>"
    )
    assert text_of(raw).split("\n") == ["Size | Waist |  | Hip", "S | 60 | 70 | 90", " | 61 |  | 91"]


def test_a_table_that_lays_out_the_page_is_no_row_of_cells():
    raw = f"<table><tr><td>Photo</td><td><p>{'Long words. ' * 40}</p><p>End.</p></td></tr></table>"
    assert " | " not in text_of(raw)
    nested = "<table><tr><td>A</td><td><table><tr><td>S</td><td>1</td></tr></table></td></tr></table>"
    assert text_of(nested) == "A\n\nS | 1"


PIECES = st.sampled_from(
    [*"<>&;/='\"! \n-#ax1", "<p>", "</p>", "<br/>", "<td>", "<tr>", "<table>", "</table>", "&amp;", "&nbsp;", "&lt",
     "&#39;", "é", "尺码", "😀", "<!--", "-->", "<style>", "</style>", "<b class='x'>", "<pre>", "\xa0", "  ", "\n\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
@example("<table><td><td><", False)
def test_every_position_points_at_its_source(raw, html):
    text, offsets = plain_text(raw, html)
    if offsets is None:
        assert text == raw
        return
    assert offsets.size == len(text)
    last = 0
    for index, character in enumerate(text):
        start, end = offsets.start(index), offsets.end(index + 1)
        assert last <= start <= end <= len(raw)
        piece = raw[start:end]
        if character not in " |\n":
            assert character in (piece, *unescape(piece))
        last = start


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<a ='x>y' ", '<a ="', "<!--", "</", "<script>", "<svg>", "<td>", "&#", "<tr><td rowspan=9>"]
)
def test_time_grows_with_length_only(unit):
    raw = "<table>" + unit * (200_000 // len(unit))
    start = time.process_time()
    plain_text(raw)
    holds_markup(raw)
    assert time.process_time() - start < 3
