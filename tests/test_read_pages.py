"""HTML pages and Markdown files: the product on them, and the place of every character."""

import contextlib
import re
import time

import pytest

from listing_lint.errors import NoListings
from listing_lint.read import ReadOptions, read_bytes

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def listings_of(name, text, encoding="utf-8"):
    reading = read_bytes(name, text.encode(encoding), ReadOptions())
    return list(reading.listings), reading


def fields_of(listing):
    return {(field.name, field.text) for field in listing.fields}


def assert_placed(listing, text):
    lines = re.split(r"\r\n|\r|\n", text)
    for field in listing.fields:
        for index, character in enumerate(field.text):
            place = field.locate(index)
            start, end = field.raw_span(index, index + 1)
            raw = field.raw[start:end]
            rest = lines[place.line - 1][place.column - 1 :]
            assert rest.startswith(re.split(r"\r\n|\r|\n", raw)[0]), (field.name, index, raw, rest[:20])
            if character.isalnum():
                assert raw == character or raw[0] in "&\\"


LINKED = """<!DOCTYPE html>
<html lang="de-AT"><head><meta charset="utf-8"><title>Haartrockner | Laden</title>
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
  {"@type": "BreadcrumbList", "name": "Pfad"},
  {"@type": "Product", "@id": "https://example.com/#p", "sku": "H-1", "name": "Haartrockner \\u201eStill\\u201c 尺",
   "description": "Leise &amp; stark.\\n2000 W", "brand": {"@type": "Brand", "name": "Nord"},
   "additionalProperty": [{"@type": "PropertyValue", "name": "Spannung", "value": "220", "unitText": "V"}],
   "offers": {"@type": "Offer", "price": "20", "priceCurrency": "EUR", "name": "Angebot"}}
]}
</script></head><body><h1>Haartrockner</h1></body></html>
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_linked_data(encoding):
    (listing,), reading = listings_of("p.html", LINKED, encoding)
    assert reading.problems == []
    assert (listing.id, listing.language) == ("H-1", "de")
    assert {
        ("title", "Haartrockner „Still“ 尺"),
        ("description", "Leise & stark.\n2000 W"),
        ("attributes.brand", "Nord"),
        ("attributes.Spannung, V", "220"),
    } <= fields_of(listing)
    assert not any("Angebot" in field.text or "Pfad" in field.text for field in listing.fields)
    assert_placed(listing, LINKED)


def test_linked_data_with_variants():
    page = """<script type='application/ld+json'>{"@type": ["ProductGroup"], "name": "Shirt", "productGroupID": "S",
      "hasVariant": [{"@type": "Product", "size": "M", "sku": "S-M"}, {"@type": "Product", "size": "L"}]}</script>"""
    (listing,), _ = listings_of("p.html", page)
    assert [(field.name, field.text, field.variant) for field in listing.of("variant")] == [
        ("variants.size", "M", 0),
        ("variants.size", "L", 1),
    ]


def test_broken_linked_data_is_reported():
    page = """<html><script type="application/ld+json">{"@type": "Product", "name": }</script>
    <body><h1>Cup</h1><p>$5.00</p></body></html>"""
    (listing,), reading = listings_of("p.html", page)
    assert listing.title.text == "Cup"
    assert [(p.location.line, p.location.column) for p in reading.problems] == [(1, 71)]


MICRODATA = """<html lang=fr><body>
<div itemscope itemtype="https://schema.org/Product">
 <h1 itemprop="name">Sèche-cheveux <b>2000&nbsp;W</b></h1>
 <meta itemprop="sku" content="F-1"><img itemprop="image" src="x.jpg">
 <div itemprop="description"><p>Léger</p>
  <table><tr><td>Taille</td><td>Poids</td></tr><tr><td>S</td><td>1 kg</td></tr></table>
 </div>
 <span itemprop="brand" itemscope itemtype="https://schema.org/Brand"><span itemprop="name">Nord</span></span>
 <span itemprop="color">rouge</span>
 <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price">20</span></div>
</div></body></html>
"""


@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1252"])
def test_microdata(encoding):
    text = (
        MICRODATA.replace("<body>", '<head><meta charset="windows-1252"></head><body>')
        if encoding == "cp1252"
        else MICRODATA
    )
    (listing,), _ = listings_of("p.htm", text, encoding)
    assert (listing.id, listing.language) == ("F-1", "fr")
    assert {
        ("title", "Sèche-cheveux 2000\xa0W"),
        ("description", "Léger\n\nTaille | Poids\nS | 1 kg"),
        ("attributes.brand", "Nord"),
        ("attributes.color", "rouge"),
    } <= fields_of(listing)
    assert_placed(listing, text)


SHOWN = """<!DOCTYPE html><html><head><title>Towel - Shop</title></head><body>
<header><nav><a href="/">Home</a></nav></header>
<main><h1>Bath towel</h1>
<p>Soft &amp; thick.</p><p>Price: $12.50</p><button>Add to cart</button>
<table><tr><th>Material</th><td>100% cotton</td></tr><tr><th>Size:</th><td>70 x 140 cm</td></tr></table>
<table><tr><th>Size</th><th>Weight</th></tr><tr><td>S</td><td>300 g</td></tr></table>
</main><footer>About us</footer></body></html>
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_page_without_structured_data(encoding):
    (listing,), _ = listings_of("p.html", SHOWN, encoding)
    assert fields_of(listing) == {
        ("title", "Bath towel"),
        ("description", "Soft & thick.\n\nPrice: $12.50\n\nSize | Weight\nS | 300 g"),
        ("attributes.Material", "100% cotton"),
        ("attributes.Size", "70 x 140 cm"),
    }
    assert_placed(listing, SHOWN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body><h1>About us</h1><p>We have sold cups since 1990.</p></body></html>",
        "<html><head><title>Docs</title></head><body><p>Use $5 bills.</p></body></html>",
        "<h1>",
        '<script type="application/ld+json">{"@type": "Organization", "name": "Shop"}</script>',
    ],
)
def test_other_pages_hold_no_product(text):
    with pytest.raises(NoListings):
        listings_of("p.html", text)


@pytest.mark.parametrize(
    "unit",
    ["<div itemscope itemprop=a>", "<table><tr><td>a", "<dl><dt>x<dd>y", "<h1>", "</b><a>", "<nav>",
     "<script type='application/ld+json'>[</script>"],
)  # fmt: skip
def test_time_grows_with_length_only(unit):
    start = time.process_time()
    with contextlib.suppress(NoListings):
        listings_of("p.html", "<h1>x</h1>$5<table>" + unit * (100_000 // len(unit)) + "</table></dl>")
    assert time.process_time() - start < 5


MARKDOWN = """---
title: "Bath towel \\u201esoft\\u201c"
sku: T-1
price: 12.5
attributes:
  Material: 100% cotton 棉
---

Thick **and** [soft](https://example.com/a_(b)),
washable &amp; light.

| Size | Bust (cm) |
| ---- | --------- |
| S    | 88        |

- Made in *Spain*
- 2 \\* 3 pieces
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_markdown_with_front_matter(encoding, newline):
    text = MARKDOWN.replace("\n", newline)
    (listing,), reading = listings_of("towel.md", text, encoding)
    assert reading.problems == []
    assert listing.id == "T-1"
    assert {
        ("title", "Bath towel „soft“"),
        ("attributes.Material", "100% cotton 棉"),
        (
            "description",
            "Thick and soft, washable & light.\n\nSize | Bust (cm)\nS | 88\n\nMade in Spain\n2 * 3 pieces",
        ),
    } <= fields_of(listing)
    assert_placed(listing, text)


def test_markdown_without_front_matter():
    text = "# Bath *towel*\n\n**Price:** $5\n\n- Material: cotton\n- Size: 70 cm\n"
    (listing,), _ = listings_of("towel.md", text)
    assert listing.id == "item 1"
    assert fields_of(listing) == {
        ("title", "Bath towel"),
        ("description", "Price: $5\n\nMaterial: cotton\nSize: 70 cm"),
    }
    assert_placed(listing, text)


def test_faults_in_front_matter():
    (listing,), reading = listings_of(
        "x.md", "---\ntitle: Cup\nprice: 3\nnote: [a\n---\n# Cup\n\nColour: red\nSize: S\n"
    )
    assert listing.title.text == "Cup"
    assert [problem.location.line for problem in reading.problems] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Project\n\nInstall it.\n\n## Usage\n\nNote: run it.\n",
        "---\ntitle: Post\ndate: 2020-01-01\ntags: [a]\n---\nWords.\n",
        "Price: 5\nSize: S\n",
    ],
)
def test_other_markdown_holds_no_product(text):
    with pytest.raises(NoListings):
        listings_of("x.md", text)
