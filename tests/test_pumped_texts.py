"""Neither readers nor rules take time that grows faster than a file or a text, whatever is repeated in it."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from listing_lint.engine import Linter
from listing_lint.errors import ReadError
from listing_lint.read import ReadOptions, read_bytes
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import load_rules

SMALL, LARGE = 4_000, 32_000
MOST = 24
"""How many times as long a file may take that is eight times as large: a line 8, a square 64."""

# A beginning that holds a listing, and what is repeated after it.
FILES = {
    "a.csv": (
        "sku,title,description\n",
        ['"a\n', 'a,"b\n', '"', '""', '"a""', 'a,"b"c\n', '"a\r', ",", ";", "\r", 'a"\n', '"a,b\n', '"a,b\n"', '\t"'],
    ),
    "a.json": (
        '[{"title":"Hat","price":5},',
        ["[", '{"a":', '"\\', '"a",', "[1],", '{"a":1}\n', "{", '"', "1 ", "\\u", '{"title":"a","price":1},', '["a":'],
    ),
    "a.jsonl": ('{"title":"Hat","price":5}\n', ['{"title":"a","price":1}\n', "[\n", '"\n', "{\n", "x\n", '{"a":"\n']),
    "a.html": (
        "<h1>Hat</h1><p>$5</p>",
        [
            "<", "<a ", "<!--", "<![CDATA[", "&", "&#", "<table><tr><td>", '<a href="', "<script>", "</", "<p>", "<tr>",
            "<td colspan=50 rowspan=50>", "<div itemscope itemprop=x>", '<script type="application/ld+json">{', "<h1>",
            "<dt>", "<meta ", "<b>a</b>", "<svg>", "<!-", "<?", "<table>", "<td rowspan=999>x</td>", "<dd>a</dd>",
        ],
    ),
    "a.xml": (
        "<items><item><title>Hat</title><price>5</price></item>",
        [
            "<a>", "<a/>", '<a b="', "<!--", "<![CDATA[", "&", "<?", "<!DOCTYPE", "<!DOCTYPE a [", "</a>", '<a b="c"',
            "<item><title>x</title><price>1</price></item>", "&#1;", '<!DOCTYPE a [<!ENTITY b "c">]>', "<", "x",
        ],
    ),
    "a.md": (
        "# Hat\n\nPrice: 5\nMaterial: wool\n",
        [
            "[", "*", "`", "![", "|", "- ", "> ", "# a\n", "a: b\n", "[a](", "**a", "~~", "\\", "|a|b|\n", "```\n",
            "_a", "[a](b(", "1. ", "---\n", " ", "\n", "a:b", "a | b\n", "***", "a",
        ],
    ),
    "a.yaml": (
        "- {title: Hat, price: 5}\n",
        [
            "- ", "a: ", "? ", "&a ", "{", "[", '"', "- a\n", "a: b\n", "*a ", "!!a ", "|\n", "- |\n a\n", '- "a\n',
            "\t", "{a: ", "[a,", "'", "%", "---\n", "# a\n", "- &a x\n- *a\n", "<<: *a\n", "- {title: a, price: 1}\n",
            " a\n",
        ],
    ),
}  # fmt: skip


TEXTS = {
    "en": [
        "Asian size ", "100% cotton ", "50% cotton 50% wool. ", "220V ", "5 cm x ", "M ", "and ", "a, ", "S/M/L ",
        "L: 5 cm\n", "S: bust 88 cm, length 60 cm\n", "<b>", "\\n", "! ", "1 ", "1.", "Size M: 5\n", "polyester, ",
        "US 8/", "plug ", "12V/", "5'6\" ", "&amp; ", "1,000 ", "the the ", "A1-", "lining: cotton ", "| a | b |\n",
        "bust 88 ", "wire-free ", "90-100 ", "±1 cm ", "ship within 5 days ", "you will ", "XS-XL, ", "1800W ", "- ",
        "x", "\n",
    ],
    "zh": ["棉95%氨纶5%", "尺码", "你好", "亚洲码,", "60斤"],
}  # fmt: skip


def taken(name: str, head: str, unit: str, size: int) -> float:
    """The processor time for a file of about this size."""
    data = (head + unit * (size // len(unit))).encode()
    began = time.process_time()
    with suppress(ReadError):
        for _ in read_bytes(name, data, ReadOptions()).listings:
            pass
    return time.process_time() - began


@pytest.mark.parametrize("name", FILES)
def test_time_grows_with_the_file(name: str) -> None:
    head, units = FILES[name]
    taken(name, head, units[0], SMALL)
    slow = [
        unit
        for unit in units
        if all(taken(name, head, unit, LARGE) > MOST * taken(name, head, unit, SMALL) for _ in range(4))
    ]
    assert not slow


def linted(linter: Linter, language: str, unit: str, size: int) -> float:
    """The processor time of all rules on a text of about this size."""
    text = unit * (size // len(unit))
    listing = listing_from_mapping({"title": "Dress", "description": text, "language": language})
    began = time.process_time()
    linter.lint(listing)
    return time.process_time() - began


@pytest.mark.parametrize("language", TEXTS)
def test_time_grows_with_the_text(language: str) -> None:
    linter = Linter(load_rules())
    for unit in TEXTS[language]:
        linted(linter, language, unit, SMALL // 2)
    slow = [
        unit
        for unit in TEXTS[language]
        if all(
            linted(linter, language, unit, LARGE // 2) > MOST * linted(linter, language, unit, SMALL // 2)
            for _ in range(4)
        )
    ]
    assert not slow
