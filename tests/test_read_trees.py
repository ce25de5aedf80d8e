"""JSON, JSON lines, YAML and XML: the listings in them, and the place of every character."""

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from listing_lint.errors import NoListings, ReadError
from listing_lint.limits import Limits
from listing_lint.read import ReadOptions, read_bytes
from listing_lint.read.json_tree import parse_json
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.read.tree import Leaf
from listing_lint.read.yaml_tree import parse_yaml

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def listings_of(name, text, encoding="utf-8", **options):
    reading = read_bytes(name, text.encode(encoding), ReadOptions(**options))
    return list(reading.listings), reading


def fields_of(listing):
    return {(field.name, field.text) for field in listing.fields}


def assert_placed(listing, text):
    """Every character of every field stands in ``text`` where the field says."""
    lines = re.split(r"\r\n|\r|\n", text)
    assert listing.fields
    for field in listing.fields:
        copied = 0
        for index, character in enumerate(field.text):
            place = field.locate(index)
            start, end = field.raw_span(index, index + 1)
            raw = field.raw[start:end]
            rest = lines[place.line - 1][place.column - 1 :]
            first = re.split(r"\r\n|\r|\n", raw)[0]
            assert rest.startswith(first), (field.name, index, raw, rest[:20])
            if len(raw) == 1 and raw == character:
                copied += 1
        assert copied or len(field.text) < 3


PRODUCTS = {
    "products": [
        {
            "id": 1001,
            "title": "Wool coat 羊毛",
            "body_html": '<p>80% wool &amp; 20% "silk"</p>\n<table><tr><th>Size</th><th>Bust</th></tr>'
            "<tr><td>S</td><td>88 cm</td></tr></table>",
            "vendor": "Nord",
            "product_type": "Coats",
            "tags": ["winter", "wool"],
            "variants": [
                {"id": 1, "title": "S / Red", "option1": "S", "option2": "Red", "sku": "W-S", "price": "99.00"},
                {"id": 2, "title": "M / Red", "option1": "M", "option2": "Red", "sku": "W-M", "price": "99.00"},
            ],
            "options": [{"name": "Size", "values": ["S", "M"]}, {"name": "Color", "values": ["Red"]}],
            "images": [{"src": "https://example.com/a.jpg", "alt": "coat"}],
        },
        {"id": 1002, "title": "Scarf", "body_html": "", "vendor": "Nord", "variants": [], "options": []},
    ]
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_shop_dump(encoding, indent, ascii_only):
    text = json.dumps(PRODUCTS, indent=indent, ensure_ascii=ascii_only)
    found, reading = listings_of("products.json", text, encoding)
    assert [listing.id for listing in found] == ["1001", "1002"]
    assert reading.problems == []
    coat = found[0]
    assert coat.title.text == "Wool coat 羊毛"
    assert coat.title.location.pointer == "/products/0/title"
    assert coat.location.record == 1
    assert coat.of("description")[0].text == '80% wool & 20% "silk"\n\nSize | Bust\nS | 88 cm'
    assert {("variants.Size", "S"), ("variants.Color", "Red"), ("variants.Size", "M")} <= fields_of(coat)
    assert [(field.text, field.variant) for field in coat.of("variant") if field.name == "variants.Size"] == [
        ("S", 0),
        ("M", 1),
    ]
    assert [field.text for field in coat.of("tag")] == ["winter", "wool"]
    for listing in found:
        assert_placed(listing, text)


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ([{"sku": "A", "name": "Cup", "price": 1}, {"sku": "B", "name": "Pot", "price": 2}], ["A", "B"]),
        ({"data": {"items": [{"sku": "A", "name": "Cup", "price": 1}]}, "total": 1}, ["A"]),
        ({"sku": "A", "name": "Cup", "price": 1}, ["A"]),
        ([{"id": "A", "title": "Cup", "description": "Holds 300 ml"}], ["A"]),
        ({"product": {"sku": "A", "name": "Cup", "price": 1}}, ["A"]),
        ({"a-1": {"name": "Cup", "price": 1}, "a-2": {"name": "Pot", "price": 2}}, ["a-1", "a-2"]),
        ({"categories": [{"name": "Cups", "products": [{"sku": "A", "name": "Cup", "price": 1}]}]}, ["A"]),
        ({"products": [{"name": "Cup", "price": 1}], "categories": [{"name": "Cups", "slug": "cups"}]}, ["item 1"]),
        ({"meta": {"name": "export"}, "result": [{"title": "Cup", "price": "1"}, {"title": "", "price": "2"}]},
         ["item 1"]),
    ],
)  # fmt: skip
def test_products_are_found_however_wrapped(data, ids):
    assert [listing.id for listing in listings_of("x.json", json.dumps(data))[0]] == ids


@pytest.mark.parametrize(
    "data",
    [
        {"name": "my-package", "version": "1.0.0", "description": "A library", "keywords": ["a"], "license": "MIT"},
        {"title": "Blog", "items": [{"title": "Post", "content": "Words"}, {"title": "Other", "content": "Words"}]},
        {"compilerOptions": {"strict": True}},
        [1, 2, 3],
        [],
        {},
        "text",
    ],
)
def test_other_json_holds_no_products(data):
    with pytest.raises(NoListings):
        listings_of("x.json", json.dumps(data))


def test_properties_in_their_shapes():
    data = {
        "info": {"name": "Hand drill", "productId": 5},
        "specifications": [{"name": "Voltage", "value": "220V"}, {"label": "Plug", "value": ["EU", "US"]}],
        "attributes": {"Material": "steel", "Weight": {"value": "2", "unit": "kg"}},
        "brand": {"@type": "Brand", "name": "Nord"},
        "dimensions": {"length": "10", "width": "5"},
        "faqs": [{"question": "Is it loud?", "answer": None}],
    }
    (listing,), _ = listings_of("x.json", json.dumps(data, indent=1))
    assert listing.id == "5"
    assert {
        ("title", "Hand drill"),
        ("attributes.Voltage", "220V"),
        ("attributes.Plug", "EU"),
        ("attributes.Plug", "US"),
        ("attributes.Material", "steel"),
        ("attributes.brand", "Nord"),
        ("attributes.dimensions.length", "10"),
    } <= fields_of(listing)
    assert next(field for field in listing.fields if field.text == "220V").location.pointer == "/specifications/0/value"
    assert not any("loud" in field.text for field in listing.fields)


def test_variants_in_their_shapes():
    data = [
        {
            "sku": "A",
            "name": "Shirt",
            "variations": [
                {"sku": "A-1", "attributes": "Size: M; Color: red"},
                {"sku": "A-2", "attributes": [{"name": "Size", "option": "L"}]},
                {"sku": "A-3", "attributes": {"Size": "XL"}},
            ],
        },
        {"sku": "B", "name": "Lamp", "variants": {"small": {"name": "Small", "price": 1}, "big": {"name": "Big"}}},
        {"sku": "C", "name": "Hat", "variants": ["S", "M"]},
    ]
    text = json.dumps(data)
    found, _ = listings_of("x.json", text)
    shown = [[(field.name, field.text, field.variant) for field in listing.of("variant")] for listing in found]
    assert shown[0] == [("variants.Size", "M", 0), ("variants.Color", "red", 0), ("variants.Size", "L", 1),
                        ("variants.Size", "XL", 2)]  # fmt: skip
    assert shown[1] == [("variants.name", "Small", 0), ("variants.name", "Big", 1)]
    assert shown[2] == [("variants.variants", "S", 0), ("variants.variants", "M", 1)]
    for listing in found:
        assert_placed(listing, text)


def test_a_product_in_two_languages_is_two_listings():
    data = [{"slug": "vm", "name_en": "Mill", "name_zh": "铣床", "desc_en": "Steel", "desc_zh": "钢", "price": 3}]
    found, _ = listings_of("x.json", json.dumps(data))
    assert [(item.id, item.language, item.title.text) for item in found] == [
        ("vm (en)", "en", "Mill"),
        ("vm (zh)", "zh", "铣床"),
    ]
    assert [field.text for field in found[1].of("description")] == ["钢"]
    nested, _ = listings_of("x.json", json.dumps([{"sku": "A", "title": {"de": "Tasse", "fr": "Tasse bleue"}}]))
    assert [(item.language, item.title.text) for item in nested] == [("de", "Tasse"), ("fr", "Tasse bleue")]


@pytest.mark.parametrize(
    ("text", "ids", "line", "column"),
    [
        ('[{"sku":"A","name":"Cup","price":1},\n {"sku":"B","name":"Pot"', ["A"], 2, 25),
        ('[{"sku":"A","name":"Cup","price":1},\n {"sku":"B" "name":"Pot"}]', ["A"], 2, 13),
        ('[{"sku":"A","name":"Cup\nup","price":1}]', ["A"], 1, 20),
        ('{"products":[{"sku":"A","name":"Cup","price":1}]', ["A"], 1, 49),
    ],
)
def test_a_fault_is_reported_and_what_is_whole_is_read(text, ids, line, column):
    found, reading = listings_of("x.json", text)
    assert [listing.id for listing in found] == ids
    (problem,) = reading.problems
    assert (problem.location.line, problem.location.column) == (line, column)


def test_nothing_but_a_fault():
    with pytest.raises(NoListings, match=r"nested.*line 1, column 201"):
        listings_of("x.json", "[" * 100_000)
    with pytest.raises(NoListings, match="line 2, column 10"):
        listings_of("x.json", '{"name": "Cup",\n"price": ?}')


def test_unknown_platform():
    with pytest.raises(ReadError, match="shopify"):
        listings_of("x.json", '[{"name": "Cup", "price": 1}]', platform="shopfy")


def test_configured_keys_win():
    found, _ = listings_of("x.json", '[{"naam_x": "Cup", "price": 1, "name": "x"}]', columns={"naam_x": "title"})
    assert found[0].title.text == "Cup"


def test_json_lines():
    rows = [
        {"sku": "A", "title": "Cup", "price": "1"},
        {"sku": "B", "title": 'A "big" pot', "price": "2"},
    ]
    text = json.dumps(rows[0]) + '\r\n\r\n{"sku": "broken\n' + json.dumps(rows[1]) + "\n"
    found, reading = listings_of("x.jsonl", text)
    assert [(item.id, item.location.record, item.location.line) for item in found] == [("A", 1, 1), ("B", 2, 4)]
    assert [(problem.location.line, problem.location.column) for problem in reading.problems] == [(3, 9)]
    for listing in found:
        assert_placed(listing, text)


def test_lines_that_are_one_document():
    text = json.dumps([{"sku": "A", "title": "Cup", "price": "1"}], indent=1)
    assert [listing.id for listing in listings_of("x.jsonl", text)[0]] == ["A"]


def test_of_many_bad_lines_some_are_shown():
    text = '{"sku": "A", "title": "Cup", "price": "1"}\n' + "{bad\n" * 100
    found, reading = listings_of("x.jsonl", text)
    assert len(found) == 1
    assert "80 more" in reading.problems[-1].message


def test_lines_without_products():
    with pytest.raises(NoListings):
        listings_of("log.jsonl", '{"level": "info"}\n{"level": "error"}\n')


LABELLED = {
    "id": "x:1",
    "source": "self",
    "title": "Hair dryer 2000 W",
    "description": "Fast <3 & quiet &nbsp; \n220V",
    "attributes": {"Voltage": "220V", "Colors": ["red", "blue"], "shipping": {"country": "CZ"}, "price": 5},
    "variants": [{"Size": "M", "price": "9"}],
    "language": "en-US",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_labelled_shape(encoding):
    text = json.dumps(LABELLED, ensure_ascii=False) + "\n" + json.dumps({**LABELLED, "id": "x:2", "title": ""}) + "\n"
    found, _ = listings_of("x.jsonl", text, encoding)
    assert [(listing.id, listing.language) for listing in found] == [("x:1", "en"), ("x:2", "en")]
    assert fields_of(found[0]) == {
        ("title", "Hair dryer 2000 W"),
        ("description", "Fast <3 & quiet &nbsp; \n220V"),
        ("attributes.Voltage", "220V"),
        ("attributes.Colors", "red"),
        ("attributes.Colors", "blue"),
        ("attributes.shipping.country", "CZ"),
        ("attributes.price", "5"),
        ("variants.Size", "M"),
        ("variants.price", "9"),
    }
    assert found[0].of("description")[0].locate(24).column == text.index("220V") + 1
    for listing in found:
        assert_placed(listing, text)


def test_a_mapping_reads_like_a_line():
    row = {**LABELLED, "description": "<p>Soft</p><p>Warm</p>", "attributes": {"Voltage": "220V"}}
    (line,), _ = listings_of("x.jsonl", json.dumps(row))
    mapping = listing_from_mapping(row)
    assert [(f.role, f.name, f.text) for f in mapping.fields] == [(f.role, f.name, f.text) for f in line.fields]


@given(
    st.recursive(
        st.text(max_size=9) | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    )
)
def test_json_values_and_their_places(data):
    text = json.dumps(data, ensure_ascii=False)
    (root,), faults = parse_json(text, Limits())
    assert faults == []
    leaves = [root]
    while leaves:
        node = leaves.pop()
        if not isinstance(node, Leaf):
            leaves += [value for _, value in node.entries] if hasattr(node, "entries") else node.items
            continue
        raw = text[node.start : node.end]
        for index, character in enumerate(node.text):
            start, end = (
                (index, index + 1) if node.offsets is None else (node.offsets.start(index), node.offsets.end(index + 1))
            )
            assert raw[start:end] == character or json.loads(f'"{raw[start:end]}"') == character


@given(st.text(alphabet='[]{},:"\\nu0a1 -tr'))
def test_any_text_is_parsed_to_something(text):
    roots, faults = parse_json(text, Limits())
    assert isinstance(roots, list)
    assert all(0 <= fault.at <= len(text) for fault in faults)


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:{prefix}="http://base.google.com/ns/1.0">
<channel><title>Shop</title><{prefix}:language>de-DE</{prefix}:language><{prefix}:target_country>AT</{prefix}:target_country>
 <item>
  <{prefix}:id>A-1</{prefix}:id>
  <{prefix}:item_group_id>A</{prefix}:item_group_id>
  <title>Kleid &amp; Gürtel 尺码</title>
  <description><![CDATA[<p>100&nbsp;% Wolle</p><ul><li>Größe S &lt; M</li></ul>]]></description>
  <{prefix}:color>rot</{prefix}:color><{prefix}:size>S</{prefix}:size><{prefix}:price>10 EUR</{prefix}:price>
  <{prefix}:product_detail><{prefix}:attribute_name>Futter</{prefix}:attribute_name><{prefix}:attribute_value>Seide</{prefix}:attribute_value></{prefix}:product_detail>
  <{prefix}:shipping><{prefix}:country>AT</{prefix}:country><{prefix}:price>1 EUR</{prefix}:price></{prefix}:shipping>
 </item>
 <item>
  <{prefix}:id>A-2</{prefix}:id><{prefix}:item_group_id>A</{prefix}:item_group_id>
  <title>Kleid &amp; Gürtel 尺码</title>
  <description>&lt;p&gt;Double &amp;amp;nbsp; escape&lt;/p&gt;</description>
  <{prefix}:color>rot</{prefix}:color><{prefix}:size>M</{prefix}:size><{prefix}:price>10 EUR</{prefix}:price>
 </item>
 <item><{prefix}:id>B</{prefix}:id><title>Hut</title><{prefix}:price>5 EUR</{prefix}:price></item>
</channel></rss>
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("prefix", ["g", "goo"])
def test_a_google_feed(encoding, prefix):
    text = RSS.replace("{prefix}", prefix)
    if encoding == "gb18030":
        text = text.replace("UTF-8", "GB18030")
    found, reading = listings_of("feed.xml", text, encoding)
    assert reading.platform == "google-merchant"
    assert reading.problems == []
    assert [(item.id, item.language, item.markets) for item in found] == [("A-1", "de", ("AT",)), ("B", "de", ("AT",))]
    dress = found[0]
    assert dress.title.text == "Kleid & Gürtel 尺码"
    assert [field.text for field in dress.of("description")] == [
        "100\xa0% Wolle\n\nGröße S < M",
        "Double &nbsp; escape",
    ]
    assert {("attributes.color", "rot"), ("attributes.Futter", "Seide")} <= fields_of(dress)
    assert [(f.name, f.text, f.variant) for f in dress.of("variant")] == [
        ("variants.size", "S", 0),
        ("variants.size", "M", 1),
    ]
    assert dress.title.location.pointer == "/rss/channel/item[1]/title"
    for listing in found:
        assert_placed(listing, text)


def test_a_feed_without_prefixes_and_an_atom_feed():
    rss = "<channel><item><id>1</id><title>Cup</title><price>1 USD</price><size>S</size></item></channel>"
    (listing,), _ = listings_of("a.xml", rss)
    assert (listing.id, listing.title.text) == ("1", "Cup")
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>
      <entry><title type="text">Cup</title><g:id>7</g:id><g:price>1</g:price>
      <content type="xhtml"><div>Holds <b>300</b> ml</div></content><summary>A cup</summary></entry></feed>"""
    (listing,), _ = listings_of("a.atom", atom)
    assert (listing.id, listing.title.text) == ("7", "Cup")
    assert [field.text for field in listing.of("description")] == ["Holds 300 ml", "A cup"]
    assert_placed(listing, atom)


YML = """<?xml version="1.0" encoding="windows-1251"?>
<!DOCTYPE yml_catalog SYSTEM "shops.dtd">
<yml_catalog date="2020-01-01"><shop><name>Магазин</name><currencies><currency id="RUR" rate="1"/></currencies>
<categories><category id="8">Швейные машины</category></categories>
<offers><offer id="12" type="vendor.model" available="true"><price>100</price><currencyId>RUR</currencyId>
<categoryId>8</categoryId><vendor>Север</vendor><model>Машина С-1</model>
<description>Питание 220 В, &quot;тихая&quot;</description>
<param name="Вес" unit="кг">7</param><param name="Цвет">белый</param></offer></offers></shop></yml_catalog>
"""


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16"])
def test_a_yandex_catalog(encoding):
    text = YML if encoding == "cp1251" else YML.replace("windows-1251", encoding)
    (listing,), reading = listings_of("yml.xml", text, encoding)
    assert reading.platform == "yandex"
    assert (listing.id, listing.title.text) == ("12", "Машина С-1")
    assert listing.of("description")[0].text == 'Питание 220 В, "тихая"'
    assert {("attributes.Вес, кг", "7"), ("attributes.Цвет", "белый")} <= fields_of(listing)
    assert [field.text for field in listing.of("category")] == ["Швейные машины"]
    assert_placed(listing, text)


def test_products_in_elements_of_other_names():
    text = """<catalogue><product name="Cup" sku="A" colour="red"/><product name="Pot" sku="B"><colour>blue</colour>
      <sizes><size>S</size><size>M</size></sizes></product></catalogue>"""
    found, _ = listings_of("x.xml", text)
    assert [item.id for item in found] == ["A", "B"]
    assert {("title", "Cup"), ("attributes.colour", "red")} <= fields_of(found[0])
    named = '<attribute><name>Size</name><value>S</value></attribute><attribute name="Colour">red</attribute>'
    single = f"<product><title>Cup</title><price>3</price><attributes>{named}</attributes></product>"
    (listing,), _ = listings_of("x.xml", single)
    assert {("attributes.Size", "S"), ("attributes.Colour", "red")} <= fields_of(listing)


ITEM = "<item><id>{}</id><title>{}</title><price>1</price></item>\n"


@pytest.mark.parametrize(
    ("text", "titles", "problems"),
    [
        ("<rss><channel>" + ITEM.format(1, "Salt & pepper") + ITEM.format(2, "B") + "</channel></rss>",
         ["Salt & pepper", "B"], [(1, 43, "bare &")]),
        ("<rss><channel>" + ITEM.format(1, "Size < M") + "</channel></rss>", ["Size < M"], [(1, 43, "starts no tag")]),
        ("<rss><channel>" + ITEM.format(1, "10&nbsp;cm") + "</channel></rss>", ["10\xa0cm"], [(1, 40, "&nbsp;")]),
        ("<rss><channel>" + ITEM.format(1, "A") + ITEM.format(2, "B")[:16], ["A"], [(2, 16, "ends inside")]),
        ("<rss><channel>" + ITEM.format(1, "A<b>") + "</channel></rss>", ["A"], [(1, 42, "<b> is not closed")]),
        ("<rss><channel>" + ITEM.format(1, "A") + "<!-- " + ITEM.format(2, "B"), ["A"], [(2, 1, "never closed")]),
    ],
)  # fmt: skip
def test_feeds_that_are_not_well_formed(text, titles, problems):
    found, reading = listings_of("x.xml", text)
    assert [listing.title.text for listing in found] == titles
    assert [(p.location.line, p.location.column) for p in reading.problems] == [(line, at) for line, at, _ in problems]
    assert all(words in p.message for p, (_, _, words) in zip(reading.problems, problems, strict=True))


def test_declared_entities_are_not_replaced():
    bomb = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>\n<rss><channel>' + ITEM.format(1, "Cup &y;")
    (listing,), reading = listings_of("x.xml", bomb + "</channel></rss>")
    assert listing.title.text == "Cup &y;"
    assert len(reading.problems) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a",
        "<a>" * 5000,
        "<rss><channel><title>Blog</title><item><title>Post</title><link>x</link></item></channel></rss>",
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><title>Icon</title><path d="M0"/></svg>',
        '<project name="build" default="all"><target name="all"/><target name="clean"/></project>',
    ],
)
def test_other_xml_holds_no_products(text):
    with pytest.raises(NoListings):
        listings_of("x.xml", text)


YAML = """# Spring catalog
defaults: &defaults
  brand: Nord
  material: cotton
products:
  - <<: *defaults
    sku: A-1
    title: "Bath towel \\"soft\\" \\u5c3a
      large"
    description: |
      100% cotton 尺码
        with a border

      Wash at 60 degrees
    note: >-
      folded words
      on two lines

      and more
    size: 'it''s 70 x 140'
    care: plain words
      that go on
    variants:
      - {color: red, price: 9.50}
      - {color: no, price: null}
  - sku: 010
    title: Cup
    price: 3
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_yaml_catalog(encoding, newline):
    text = YAML.replace("\n", newline)
    found, reading = listings_of("catalog.yaml", text, encoding)
    assert reading.problems == []
    assert [listing.id for listing in found] == ["A-1", "010"]
    assert {
        ("title", 'Bath towel "soft" 尺 large'),
        ("description", "100% cotton 尺码\n  with a border\n\nWash at 60 degrees"),
        ("attributes.note", "folded words on two lines\nand more"),
        ("attributes.size", "it's 70 x 140"),
        ("attributes.care", "plain words that go on"),
        ("attributes.brand", "Nord"),
        ("attributes.material", "cotton"),
        ("variants.color", "red"),
        ("variants.color", "no"),
    } <= fields_of(found[0])
    assert found[0].title.location.pointer == "/products/0/title"
    assert next(field for field in found[0].fields if field.text == "cotton").location.line == 4
    for listing in found:
        assert_placed(listing, text)


@given(st.text(alphabet="ab 尺😀'\"\\:#-\n\t", max_size=30), st.sampled_from([None, "'", '"', "|", ">"]), st.booleans())
def test_yaml_scalars_and_their_places(value, style, ascii_only):
    text = yaml.safe_dump({"key": [value]}, default_style=style, width=12, allow_unicode=not ascii_only)
    (root,), faults = parse_yaml(text, Limits())
    assert faults == []
    (leaf,) = root.entries[0][1].items
    (wanted,) = yaml.load(text, Loader=yaml.BaseLoader)["key"]
    assert leaf.text in (wanted, wanted.rstrip("\n"), "")
    raw = text[leaf.start : leaf.end]
    for index, character in enumerate(leaf.text):
        if character in "ab:#-":
            offsets = leaf.offsets
            assert raw[offsets.start(index) if offsets else index] == character


@pytest.mark.parametrize(
    ("text", "ids", "words"),
    [
        ("- {sku: A, title: Cup, price: 1}\n- {sku: B, title: [Pot}\n", ["A"], "not YAML"),
        ("- {sku: A, title: Cup, price: 1}\n- *nothing\n", ["A"], "nothing"),
        ("- {sku: A, title: Cup, price: 1}\n- x: &x [*x]\n", ["A"], "stands complete"),
        ("- {sku: A, title: Cup, price: 1}\n- " + "[" * 300 + "]" * 300, ["A"], "nested"),
        ("- {sku: A, title: Cu\x07p, price: 1}\n", ["A"], "control character"),
    ],
)
def test_faults_in_yaml(text, ids, words):
    found, reading = listings_of("x.yml", text)
    assert [listing.id for listing in found] == ids
    (problem,) = reading.problems
    assert words in problem.message


def test_a_yaml_text_of_joined_lines_alone_is_empty():
    found, reading = listings_of("x.yml", '- {sku: A, title: Cup, price: 1, note: "\\\n  \\\n"}\n')
    assert reading.problems == []
    assert {field.text for field in found[0].fields} >= {"Cup"}


@pytest.mark.parametrize("style", ["{}", "'{}'", '"{}"', "|\n    {}", ">\n    {}"])
def test_control_characters_in_yaml_stay_where_they_are(style):
    words = "\x00Red\x07 \U00100000wine\x1f\ufffe glass \ud800"
    text = f"- sku: A\n  title: Cup\n  description: {style.format(words)}\n"
    roots, _ = parse_yaml(text, Limits())
    leaf = roots[0].items[0].get("description")
    assert leaf.text == words
    assert text[leaf.start : leaf.end] == words


def test_aliases_do_not_multiply_a_document():
    rows = [f"a: &a [{'x,' * 60}]"]
    rows += [f"{name}: &{name} [{','.join([f'*{before}'] * 60)}]" for before, name in ("ab", "bc", "cd", "de", "ef")]
    with pytest.raises(NoListings, match="aliases"):
        listings_of("x.yml", "\n".join(rows))


def test_yaml_documents_after_each_other():
    found, _ = listings_of("x.yml", "---\nsku: A\ntitle: Cup\nprice: 1\n---\nsku: B\ntitle: Pot\nprice: 2\n")
    assert [listing.id for listing in found] == ["A", "B"]


@pytest.mark.parametrize("text", ["", "a: 1", "- category: x\n  code: y\n", "---\ntitle: Page\n---\n<p>: {% x %}"])
def test_other_yaml_holds_no_products(text):
    with pytest.raises(NoListings):
        listings_of("x.yml", text)
