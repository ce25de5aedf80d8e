"""The HTML report: true counts, words marked where they are, nothing from outside, and no text that becomes markup."""

import base64
import csv
import hashlib
import re
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from lxml import html

from listing_lint.report import html_report
from listing_lint.report.marked import Part, example_parts, marked

pytest.importorskip("cssselect", reason="the test extra is not installed")

HOSTILE = """<script>alert(1)</script> "><img src=x onerror=alert(1)> </style> {{ 7*7 }} \u202eAsian size"""


def written(run, *paths, options=("--isolated",)):
    result = run("check", *paths, *options, "--output", "html=out.html")
    assert result.code in (0, 1), result.err
    return html.fromstring(Path("out.html").read_text(encoding="utf-8"))


def texts(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


@pytest.fixture
def sheet(tmp_path):
    def make(rows, name="list.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["sku", "title", "description"], *rows])
        return tmp_path / name

    return make


def test_a_card_shows_the_words_marked_in_their_text(run, sheet):
    page = written(run, sheet([["D-1", "Dress, 100% cotton", "Soft. Asian size, choose well."]]))
    (card,) = page.cssselect(".card")
    assert texts(card.cssselect("h3")) == ["D-1 · Dress, 100% cotton"]
    assert texts(card.cssselect(".field h4")) == ["description"]
    assert texts(card.cssselect(".text")) == ["Soft. Asian size, choose well."]
    assert texts(card.cssselect("mark.error")) == ["Asian size"]
    link = card.cssselect(".message a")[0].get("href")
    assert texts(page.cssselect(f'section[id="{link[1:]}"] h3'))


def test_the_counts_are_those_of_the_run(run, sheet):
    path = sheet([["1", "Hair dryer 2000W", ""], ["2", "Dress", "Asian size"], ["3", "Cotton socks", ""]])
    findings = run("check", path, "--isolated", "--output", "json").json["findings"]
    page = written(run, path)
    bars = {(bar.get("data-key"), bar.get("data-value")): texts(bar.cssselect(".number"))[0] for bar in bars_of(page)}
    for key, name in (("severity", "severity"), ("dispute", "dispute"), ("rule", "rule"), ("field", "field")):
        counts = Counter(finding[name] or "whole listing" for finding in findings)
        assert {value: int(count) for (kind, value), count in bars.items() if kind == key} == counts
    assert len(page.cssselect(".findings > li")) == len(findings)


def bars_of(page):
    return page.cssselect("button.bar")


def test_texts_never_become_markup(run, sheet):
    path = sheet([[HOSTILE, HOSTILE, escape(HOSTILE)]], name="<b>&.csv")
    page = written(run, path)
    raw = path.with_name("out.html").read_text(encoding="utf-8")
    assert HOSTILE in page.cssselect(".text")[-1].text_content()
    assert len(page.cssselect("script")) == len(page.cssselect("style")) == 1
    assert not page.cssselect("img, b, iframe, object, link, base, form")
    assert "{{ 7*7 }}" in raw
    assert not [name for node in page.iter() for name in node.keys() if name.startswith("on") or name == "style"]  # noqa: SIM118


def test_nothing_comes_from_outside(run, sheet):
    page = written(run, sheet([["1", "Hair dryer 2000W", "see https://shop.example/x"]]))
    policy = page.cssselect("meta[http-equiv]")[0].get("content")
    for name in ("style", "script"):
        text = page.cssselect(name)[0].text_content()
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|@import|url\(", text)
    assert policy.startswith("default-src 'none';")
    addresses = [node.get(name) for name in ("src", "href", "action") for node in page.cssselect(f"[{name}]")]
    assert all(address.startswith("#") for address in addresses)


def test_the_gravest_listings_have_cards_and_the_rest_is_counted(run, sheet, monkeypatch):
    monkeypatch.setattr(html_report, "MOST_CARDS", 3)
    rows = [[str(number), "Cup", "Shirt for men，soft"] for number in range(5)] + [["x", "Dress", "Asian size"]]
    page = written(run, sheet(rows), options=("--isolated", "--select", "fullwidth-characters,size-note-regional"))
    assert texts(page.cssselect(".card h3"))[0] == "x · Dress"
    assert len(page.cssselect(".card")) == 3
    assert "shows 3 of 6 listings" in texts(page.cssselect(".note"))[0]


def test_a_clean_file_says_so(run, sheet):
    page = written(run, sheet([["1", "Cotton socks", "100% cotton, EU 39-42"]]))
    assert len(page.cssselect(".clean")) == 1
    assert not page.cssselect(".card")


def test_the_report_in_chinese(run, sheet):
    page = written(run, sheet([["1", "Dress", "Asian size"]]), options=("--isolated", "--lang", "zh"))
    assert page.get("lang") == "zh-CN"
    assert "错误" in texts(page.cssselect(".badge"))
    assert not [text for text in texts(page.cssselect("h1, h2, .chart h3, .message, .explained h3")) if text.isascii()]


def test_the_same_file_gives_the_same_bytes(run, sheet):
    path = sheet([["1", "Dress", "Asian size"]])
    written(run, path)
    first = path.with_name("out.html").read_bytes()
    written(run, path)
    assert path.with_name("out.html").read_bytes() == first


def test_overlapping_marks_show_the_gravest():
    parts = marked("abcdefgh", [(1, 5, "warning"), (3, 7, "error")])
    assert parts == (Part("a"), Part("bc", "warning"), Part("defg", "error"), Part("h"))


def test_a_long_text_is_shown_around_its_marks():
    text = "a" * 2000 + "MARK" + "b" * 2000 + "LAST"
    parts = marked(text, [(2000, 2004, "error"), (4004, 4008, "info")])
    assert [part.text for part in parts if part.severity] == ["MARK", "LAST"]
    assert sum(part.gap for part in parts) == 2
    assert sum(len(part.text) for part in parts) < 600


def test_a_long_mark_is_cut_in_the_middle():
    parts = marked("x" * 5000, [(0, 5000, "error")])
    assert [part.gap for part in parts] == [False, True, False]
    assert all(part.severity == "error" for part in parts if not part.gap)


def test_what_a_document_cannot_hold_is_replaced():
    assert marked("a\x00b\ud800c", [(1, 2, "error")])[1] == Part("\ufffd", "error")


def test_marks_of_examples():
    example = {"title": "A [[word]]", "attributes": {"Voltage": "110V"}, "language": "en"}
    assert example_parts(example, "info") == (Part("A "), Part("word", "info"), Part(" · Voltage: 110V"))
