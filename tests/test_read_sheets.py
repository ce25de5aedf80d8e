"""Tables of every kind become listings whose every character knows its place."""

import io
import re

import openpyxl
import pytest
import xlwt

from listing_lint.errors import NoListings, ReadError
from listing_lint.model import Location
from listing_lint.read import ReadOptions, read_bytes

ROWS = [
    ["sku", "title", "description", "Colour"],
    ["A-1", "Hose, 3 m", 'Garden hose,\r\n25 mm (1") wide; for "cold" water', "green"],
    ["A-2", "Seau|métal", "<p>Bucket &amp; lid</p>\n<p>holds 10 l</p>", ""],
    ["", "Rake; steel", "Long\thandle", "red"],
]


def table(rows, delimiter=",", end="\r\n", quote=True):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if quote and re.search(r'[",;|\t\r\n]', text) else text

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


def read(data, name="goods.csv", **options):
    if isinstance(data, str):
        data = data.encode()
    reading = read_bytes(name, data, ReadOptions(**options))
    return list(reading.listings), reading


def value(listing, name, variant=None):
    return next((f.text for f in listing.fields if f.name == name and f.variant == variant), None)


def variants(listing):
    return [(f.variant, f.label, f.text) for f in listing.fields if f.role == "variant"]


def roles(reading):
    return {column.header: column.role for column in reading.columns}


def check_places(text, listings):
    """Every field's raw text stands at its location, and every character of a field is found where `locate` says."""
    rows = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    for listing in listings:
        for field in listing.fields:
            assert field.location.line is not None
            tail = rows[field.location.line - 1][field.location.column - 1 :] + "".join(rows[field.location.line :])
            assert tail.startswith(field.raw)
            for at, char in enumerate(field.text):
                place = field.locate(at)
                assert char.isspace() or rows[place.line - 1][place.column - 1] == char


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_dialects_and_encodings(encoding, delimiter, end):
    text = table(ROWS, delimiter, end)
    listings, reading = read(text.encode(encoding))
    assert [listing.id for listing in listings] == ["A-1", "A-2", "row 4"]
    assert [listing.title.text for listing in listings] == ["Hose, 3 m", "Seau|métal", "Rake; steel"]
    assert value(listings[0], "description") == ROWS[1][2]
    assert value(listings[1], "description") == "Bucket & lid\n\nholds 10 l"
    assert [listing.location.record for listing in listings] == [2, 3, 4]
    assert reading.problems == []
    check_places(text, listings)


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("gb18030", [["编号", "标题", "材质"], ["A1", "女士连衣裙，夏季", "纯棉"], ["A2", "儿童“卡通”水杯", "塑料"]]),
        ("cp1251", [["Артикул", "Наименование", "Цвет"], ["A1", "Платье женское", "синий"], ["A2", "Шарф", "серый"]]),
    ],
)
def test_headers_in_other_languages_and_encodings(encoding, rows):
    text = table(rows, ";")
    listings, _ = read(text.encode(encoding))
    assert [listing.title.text for listing in listings] == [rows[1][1], rows[2][1]]
    assert [listing.id for listing in listings] == ["A1", "A2"]
    assert value(listings[1], f"attributes.{rows[0][2]}") == rows[2][2]
    check_places(text, listings)


def test_a_place_inside_a_quoted_cell_counts_lines_and_doubled_quotes():
    (listing,), _ = read('sku,title,description\nA,Lamp,"say ""hello""\nand ""good bye"" now"\n')
    field = listing.of("description")[0]
    at = field.text.index("bye")
    assert (field.locate(at).line, field.locate(at).column) == (3, 12)
    start, end = field.raw_span(at, at + 3)
    assert field.raw[start:end] == "bye"


def test_a_blank_line_and_a_misplaced_byte_order_mark_come_before_the_header():
    text = "\n\t\ufeffID,Type,Name,Description\n40,simple,Dress,Long\n"
    (listing,), _ = read(text)
    assert (listing.id, listing.title.text, listing.location.line) == ("40", "Dress", 3)


def test_a_header_below_other_rows():
    text = "Version : 13,,\nBusiness data,,Looks\nsku,title,colour\nA,Long dress,red\n"
    (listing,), reading = read(text)
    assert listing.title.text == "Long dress"
    assert [column.header for column in reading.columns] == ["sku", "title", "colour"]


def test_comment_rows_notes_and_a_repeated_header_are_no_products():
    text = (
        "# Required | the id,# Required | a title,# Optional | a price\n"
        "id,title,price\n"
        "Required,Required,Optional\n"
        "1,Lamp,3\n"
        "id,title,price\n"
        "2,Rug,4\n"
    )
    listings, reading = read(text)
    assert [listing.title.text for listing in listings] == ["Lamp", "Rug"]
    assert reading.problems == []


def test_advice_under_the_header_is_no_product():
    text = (
        "SKU,Category,Product Name,Price,Stock,Cover image\n"
        "Optional,Mandatory,Mandatory,Mandatory,Mandatory,Optional\n"
        "Your own number of the article,Pick one,20 to 255 characters,The price in your own currency,"
        "How many pieces you have left,\n"
        "C-1,Cups,Cup of clay,4,10,https://shop.example/1.jpg\n"
    )
    (cup,), _ = read(text)
    assert (cup.id, cup.title.text) == ("C-1", "Cup of clay")


def test_a_hint_for_spreadsheets_names_the_delimiter():
    (lamp,), _ = read("sep=;\nsku;title\nA;Lamp, small\n")
    assert (lamp.title.text, lamp.location.record) == ("Lamp, small", 3)


def test_two_header_rows_are_one():
    text = (
        "TemplateType=fptcustom\tVersion=2021.1\t\t\t\t\n"
        "Seller SKU\tProduct Name\tProduct Description\tKey Product Features\tMaterial Type\tColour\n"
        "item_sku\titem_name\tproduct_description\tbullet_point1\tmaterial_type\tcolor_name\n"
        "T-1\tTea towel\tA towel for dishes\tDries fast\tLinen\tWhite\n"
    )
    (listing,), reading = read(text, "flat.txt")
    assert reading.platform == "amazon"
    assert (listing.id, listing.title.text) == ("T-1", "Tea towel")
    assert value(listing, "attributes.Material Type") == "Linen"
    assert [field.text for field in listing.of("bullet")] == ["Dries fast"]


def test_class_names_as_headers_are_understood_by_word_and_content():
    rows = [["card-item-title", "card-item-title 2", "card-item-link href", "card-price-main", "card-seller-name"]]
    rows += [
        [f"Folding chair of oak, number {n}", "chair", f"https://shop.example/{n}", "$3", "Oak & Co"] for n in "123"
    ]
    listings, reading = read(table(rows))
    assert [listing.title.text for listing in listings] == [row[0] for row in rows[1:]]
    assert roles(reading) == {
        "card-item-title": "title",
        "card-item-title 2": "internal",
        "card-item-link href": "internal",
        "card-price-main": "internal",
        "card-seller-name": "internal",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "A-1,3.99,red\nA-2,4.99,blue\n",
        "path,bytes\na/b,3\nc/d,4\n",
        "just a sentence in a file\nand another\n",
    ],
)
def test_a_table_without_product_columns_is_refused(text):
    with pytest.raises(NoListings, match=r"goods.csv: no (row of column names|column holds)"):
        read(text)


def test_columns_named_by_the_user_win():
    text = "nr,was,wie\n1,Lampe,hell\n2,Tisch,rund\n"
    listings, reading = read(text, columns={"nr": "id", "was": "title", "wie": "attribute"})
    assert [(listing.id, listing.title.text) for listing in listings] == [("1", "Lampe"), ("2", "Tisch")]
    assert "configuration" in reading.columns[1].reason


def test_a_configuration_made_from_the_file_changes_nothing():
    text = "Handle,Title,Option1 Name,Option1 Value,Variant SKU\nmug,Mug,Size,S,1\nmug,,,L,2\n"
    before, reading = read(text)
    columns = {column.header: column.role for column in reading.columns if column.role}
    after, _ = read(text, columns=columns)
    assert [listing.fields for listing in after] == [listing.fields for listing in before]


def test_a_platform_that_is_not_known_is_refused():
    with pytest.raises(ReadError, match="did you mean 'shopify'"):
        read("sku,title\nA,Lamp\n", platform="shopfy")


# Damage


def test_an_unclosed_quote_ends_with_its_line():
    rows = [f"A-{n},Lamp {n},Bright light,{n}.00,white\n" for n in range(1, 60)]
    rows[2] = 'A-3,Lamp 3,"Bright light, very,3.00,white\n'
    text = "sku,title,description,price,colour\n" + "".join(rows)
    listings, reading = read(text)
    assert [listing.id for listing in listings] == [f"A-{n}" for n in range(1, 60)]
    assert value(listings[2], "description") == "Bright light, very"
    assert value(listings[2], "attributes.colour") == "white"
    (problem,) = reading.problems
    assert problem.location == Location("goods.csv", record=4, line=4, column=12)
    assert "not closed" in problem.message
    check_places(text, listings)


def test_an_unclosed_quote_before_other_quoted_cells():
    text = 'sku,title,description\nA,"Lamp,"Bright"\nB,"Rug","Soft"\nC,Cup,"of\nclay"\n'
    listings, reading = read(text)
    assert [listing.title.text for listing in listings] == ["Lamp", "Rug", "Cup"]
    assert value(listings[2], "description") == "of\nclay"
    assert len(reading.problems) == 1
    check_places(text, listings)


def test_a_quoted_word_that_begins_a_cell_is_text():
    listings, _ = read('sku\ttitle\tcolour\nA\t"Best" lamp\tred\nB\tRug\tblue\n', "goods.tsv")
    assert [listing.title.text for listing in listings] == ['"Best" lamp', "Rug"]


def test_quotes_in_the_middle_of_cells_are_text():
    text = 'sku,title,description\nA,5" tablet,"a "nice" thing"\n'
    (listing,), reading = read(text)
    assert listing.title.text == '5" tablet'
    assert value(listing, "description") == 'a "nice" thing'
    assert reading.problems == []


def test_long_cells_of_many_lines_are_no_damage():
    body = "\n".join(f"line {n}, with, commas" for n in range(300))
    (listing, other), reading = read(f'sku,title,description\nA,Lamp,"{body}"\nB,Rug,Soft\n')
    assert value(listing, "description") == body
    assert (other.location.line, other.location.record) == (302, 3)
    assert reading.problems == []


def test_rows_with_another_number_of_cells_are_reported_and_read():
    listings, reading = read("sku,title,price\nA,Lamp\nB,Rug,3,4\nC,Cup,5,,\nD,Mat,6\n")
    assert [listing.id for listing in listings] == ["A", "B", "C", "D"]
    assert [(p.location.record, p.message) for p in reading.problems] == [
        (2, "the row has 2 cells where the header has 3"),
        (3, "the row has 4 cells where the header has 3"),
    ]


def test_many_bad_rows_are_counted():
    _, reading = read("sku,title,price\n" + "A,Lamp\n" * 1000)
    assert len(reading.problems) == 21
    assert reading.problems[-1].message.startswith("980 more: rows with another number of cells")


def test_broken_bytes_are_reported_and_the_rest_is_read():
    data = "sku,title\nA,Größe\nB,Mädchen\n".encode() + b"C,\xff\xfe cup\n" + "D,Häkeln\n".encode()
    listings, reading = read(data)
    assert [listing.title.text for listing in listings] == ["Größe", "Mädchen", "\ufffd\ufffd cup", "Häkeln"]
    assert [problem.location.line for problem in reading.problems] == [4, 4]


def test_huge_cells_and_zeros_are_read():
    big = "x " * 1_000_000
    (first, second), _ = read(f"sku,title,description\nA,La\0mp,{big}\nB,Rug,\n")
    assert len(value(first, "description")) == len(big)
    assert (first.title.text, second.id) == ("La\0mp", "B")


def test_no_line_is_scanned_over_and_over():
    text = "sku,title,description\n" + 'A,"Lamp,\n' * 3000
    listings, _ = read(text)
    assert len(listings) == 3000


# Workbooks


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_xlsx_cells_know_sheet_and_name():
    rows = [["Shop template"], [], ["SKU", "Product name", "Voltage", "Barcode"], ["A", "Lamp", 230.0, 4006381333931]]
    listings, reading = read(saved(workbook({"Lamps": rows})), "goods.xlsx")
    (listing,) = listings
    assert listing.title.location == Location("goods.xlsx", record=4, sheet="Lamps", cell="B4")
    assert listing.title.locate(2) == listing.title.location
    assert (value(listing, "attributes.Voltage"), value(listing, "attributes.Barcode")) == ("230", "4006381333931")
    assert reading.format == "excel"


def test_all_sheets_with_products_are_read_and_others_are_named():
    book = workbook(
        {
            "Read me": [["Instructions"], ["1. Fill in the sheet"]],
            "Lamps": [["sku", "title"], ["A", "Lamp"]],
            "Rugs": [["sku", "title"], ["B", "Rug"]],
            "Lists": [["sku", "title"], ["C", "Cup"]],
        }
    )
    book["Lists"].sheet_state = "hidden"
    listings, reading = read(saved(book), "goods.xlsx")
    assert [listing.id for listing in listings] == ["A", "B"]
    assert [(problem.location.sheet, problem.message) for problem in reading.problems] == [
        ("Read me", "the sheet 'Read me' is not read: no row of it names columns"),
        ("Lists", "the sheet 'Lists' is not read: it is hidden"),
    ]
    listings, _ = read(saved(book), "goods.xlsx", sheet="Lists")
    assert [listing.id for listing in listings] == ["C"]
    with pytest.raises(ReadError, match="has no sheet 'Cups'; its sheets are Read me"):
        read(saved(book), "goods.xlsx", sheet="Cups")


def test_a_sheet_may_begin_anywhere():
    book = openpyxl.Workbook()
    sheet = book.active
    for column, texts in enumerate((["sku", "A"], ["title", "Lamp"]), 27):
        for row, text in enumerate(texts, 5):
            sheet.cell(row, column, text)
    (listing,), _ = read(saved(book), "goods.xlsx")
    assert (listing.title.location.cell, listing.title.location.record) == ("AB6", 6)


def test_xls_is_read():
    book = xlwt.Workbook()
    sheet = book.add_sheet("商品")
    for row, texts in enumerate([["货号", "商品标题", "电压"], ["A1", "吹风机", 220.0]]):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    (listing,), _ = read(saved(book), "goods.xls")
    assert (listing.id, listing.title.text, value(listing, "attributes.电压")) == ("A1", "吹风机", "220")
    assert listing.title.location == Location("goods.xls", record=2, sheet="商品", cell="B2")


def test_a_broken_workbook_is_refused():
    for data in (b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no table"):
        with pytest.raises(ReadError, match=r"goods\.xlsx?: the workbook cannot be read"):
            read(data, "goods.xlsx")


def test_a_workbook_that_breaks_the_parser_does_not_end_the_run():
    book = xlwt.Workbook()
    book.add_sheet("lamps").write(0, 0, "title")
    data = bytearray(saved(book))
    sheet_offset = data.index(b"lamps") - 8
    data[sheet_offset : sheet_offset + 4] = b"\xff\xff\x7f\x00"
    with pytest.raises(ReadError, match="it is damaged"):
        read(bytes(data), "goods.xls")


def test_a_text_that_calls_itself_a_workbook_is_read_as_what_it_is():
    (listing,), reading = read("sku\ttitle\nA\tLamp\n", "goods.xls")
    assert (listing.title.text, reading.format) == ("Lamp", "csv")


# Variants


def test_shopify_rows_with_one_handle_are_one_listing():
    text = table(
        [
            [
                "Handle",
                "Title",
                "Body (HTML)",
                "Option1 Name",
                "Option1 Value",
                "Option2 Name",
                "Option2 Value",
                "Variant SKU",
                "Image Src",
            ],
            ["tee", "Cotton tee", "<p>Soft</p>", "Size", "S", "Color", "Red", "T1", "1.jpg"],
            ["tee", "", "", "", "M", "", "Blue", "T2", ""],
            ["tee", "", "", "", "", "", "", "", "2.jpg"],
            ["mug", "Mug", "Clay", "Title", "Default Title", "", "", "M1", ""],
        ]
    )
    (tee, mug), reading = read(text)
    assert (reading.platform, tee.id, mug.id) == ("shopify", "tee", "mug")
    assert variants(tee) == [(0, "Size", "S"), (0, "Color", "Red"), (1, "Size", "M"), (1, "Color", "Blue")]
    assert value(tee, "variants.Variant SKU", 1) == "T2"
    assert variants(mug) == []
    check_places(text, [tee, mug])


def test_woocommerce_variations_join_their_product_wherever_they_stand():
    text = table(
        [
            [
                "ID",
                "Type",
                "SKU",
                "Name",
                "Description",
                "Regular price",
                "Parent",
                "Visibility in catalog",
                "Attribute 1 name",
                "Attribute 1 value(s)",
            ],
            ["10", "variation", "H-R", "Hoodie - Red", "", "4", "id:9", "visible", "Color", "Red"],
            ["8", "simple", "CUP", "Cup", "Clay", "4", "", "visible", "Material", "Clay"],
            ["9", "variable", "H", "Hoodie", "Warm", "", "", "visible", "Color", "Red, Blue"],
            ["11", "variation", "H-B", "Hoodie - Blue", "", "4", "id:9", "visible", "Color", "Blue"],
        ]
    )
    (cup, hoodie), reading = read(text)
    assert (reading.platform, cup.id, hoodie.id) == ("woocommerce", "CUP", "H")
    assert hoodie.title.text == "Hoodie"
    assert value(cup, "attributes.Material") == "Clay"
    assert value(hoodie, "attributes.Color") == "Red, Blue"
    assert variants(hoodie) == [
        (0, "title", "Hoodie - Red"),
        (0, "Color", "Red"),
        (1, "title", "Hoodie - Blue"),
        (1, "Color", "Blue"),
    ]
    check_places(text, [cup, hoodie])


def test_magento_products_take_in_their_simple_ones():
    pairs = 'material=Wool &amp; silk,care="Wash, dry flat",has_options=1'
    children = "sku=K-S,size=S,color=Red|sku=K-M,size=M,color=Red"
    text = table(
        [
            [
                "sku",
                "attribute_set_code",
                "product_type",
                "name",
                "description",
                "product_websites",
                "additional_attributes",
                "configurable_variations",
            ],
            ["K-S", "Top", "simple", "Knit-S-Red", "Soft", "base", "size=S,color=Red", ""],
            ["K-M", "Top", "simple", "Knit-M-Red", "Soft", "base", "size=M,color=Red", ""],
            ["K", "Top", "configurable", "Knit", "Soft", "base", pairs, children],
            ["B", "Bag", "simple", "Bag", "Roomy", "base", "material=Jute", ""],
        ]
    )
    (knit, bag), reading = read(text)
    assert (reading.platform, knit.id, bag.id) == ("magento", "K", "B")
    assert value(knit, "attributes.material") == "Wool & silk"
    assert value(knit, "attributes.care") == "Wash, dry flat"
    assert next(field.role for field in knit.fields if field.name == "attributes.has_options") == "internal"
    assert variants(knit) == [(0, "size", "S"), (0, "color", "Red"), (1, "size", "M"), (1, "color", "Red")]
    check_places(text, [knit, bag])


def test_amazon_children_join_the_parent_they_name():
    rows = [
        ["item_sku", "item_name", "parent_child", "parent_sku", "color_name", "size_name", "material_type"],
        ["P", "Towel", "parent", "", "", "", "Linen"],
        ["P-1", "Towel, white", "child", "P", "White", "50 x 70", "Linen"],
        ["Q-1", "Sheet, red", "child", "Q", "Red", "90 x 200", "Linen"],
        ["P-2", "Towel, red", "child", "P", "Red", "50 x 70", "Linen"],
    ]
    listings, reading = read(table(rows, "\t"), "flat.tsv")
    assert (reading.platform, [listing.id for listing in listings]) == ("amazon", ["Q-1", "P"])
    assert variants(listings[1])[:2] == [(0, "title", "Towel, white"), (0, "color_name", "White")]
    assert value(listings[1], "attributes.size_name", 0) == "50 x 70"
    assert [field.text for field in listings[1].fields if field.label == "material_type"] == ["Linen"]


@pytest.mark.parametrize("extra", ["google_product_category", "fb_product_category", "free_shipping_label"])
def test_feed_items_of_one_group_are_one_listing(extra):
    rows = [
        ["id", "title", "description", "image_link", "availability", "item_group_id", "color", "material", extra],
        ["1", "Sock", "Warm", "1.jpg", "in stock", "G", "red", "wool", ""],
        ["2", "Cup", "Clay", "2.jpg", "in stock", "", "grey", "clay", ""],
        ["3", "Sock", "Warm", "3.jpg", "in stock", "G", "blue", "wool", ""],
    ]
    (cup, sock), _ = read(table(rows))
    assert (cup.id, sock.id) == ("2", "G")
    assert variants(sock) == [(0, "color", "red"), (1, "color", "blue")]
    assert value(sock, "attributes.material") == "wool"
    assert value(cup, "attributes.color") == "grey"


def test_ebay_variations_follow_their_listing():
    rows = [
        [
            "*Action(SiteID=US)",
            "CustomLabel",
            "*Category",
            "*Title",
            "*Format",
            "Relationship",
            "RelationshipDetails",
            "C:Material",
        ],
        ["Add", "R", "1", "Ring", "FixedPrice", "", "Size=6;7", "Silver"],
        ["", "R-6", "", "", "", "Variation", "Size=6", ""],
        ["", "R-7", "", "", "", "Variation", "Size=7", ""],
        ["Add", "S", "1", "Scarf", "FixedPrice", "", "", "Silk"],
    ]
    (ring, scarf), reading = read(table(rows))
    assert (reading.platform, ring.id, scarf.id) == ("ebay", "R", "S")
    assert variants(ring) == [(0, "Size", "6"), (1, "Size", "7")]
    assert value(ring, "attributes.Size") == "6;7"
    assert value(scarf, "attributes.C:Material") == "Silk"


def test_wix_variants_follow_their_product():
    rows = [
        [
            "handleId",
            "fieldType",
            "name",
            "description",
            "productImageUrl",
            "productOptionName1",
            "productOptionDescription1",
            "sku",
        ],
        ["p1", "Product", "Belt", "Leather", "1.jpg", "Length", "90;100", "B"],
        ["p1", "Variant", "", "", "", "", "90", "B-90"],
        ["p1", "Variant", "", "", "", "", "100", "B-100"],
    ]
    (belt,), reading = read(table(rows))
    assert (reading.platform, belt.id) == ("wix", "p1")
    assert value(belt, "attributes.Length") == "90;100"
    assert [text for _, _, text in variants(belt)] == ["90", "100"]


def test_ids_are_unique():
    listings, _ = read("sku,title\nA,Lamp\nA,Rug\n,Cup\n")
    assert [listing.id for listing in listings] == ["A", "A (row 3)", "row 4"]


def test_language_and_market_come_from_their_columns():
    rows = [
        ["id", "title", "content_language", "target_country"],
        ["1", "Tasse", "de-AT", "at"],
        ["2", "Cup", "English", ""],
    ]
    listings, _ = read(table(rows))
    assert [(listing.language, listing.markets) for listing in listings] == [("de", ("AT",)), ("en", ())]
