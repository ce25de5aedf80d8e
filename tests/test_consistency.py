"""Listings that contradict themselves, and listings that look as if they did: 150 of each and more."""

from itertools import pairwise

import pytest

from listing_lint import lint


def attribute(name, value):
    return {"attributes": {name: value}}


def told(text):
    return {"description": text}


def options(name, *values):
    return {"variants": [{name: value} for value in values]}


def audience():
    women = ["Women's running shorts", "Ladies winter boots", "Damen Regenjacke", "Vestido de mujer", "Robe femme",
             "Платье женское летнее", "女士羊毛衫"]  # fmt: skip
    men = ["Men's running shorts", "Mens leather belt", "Herren Regenjacke", "Camisa de hombre", "Pull homme en laine",
           "Рубашка мужская", "男士衬衫"]  # fmt: skip
    labels = ["Gender", "Target gender", "Department", "Sex"]
    for number, (hers, his) in enumerate(zip(women, men, strict=True)):
        label = labels[number % 4]
        yield "sex-conflict", hers, attribute(label, "Men"), True
        yield "sex-conflict", his, attribute(label, "female"), True
        yield "sex-conflict", hers, attribute(label, "Women"), False
        yield "sex-conflict", his, attribute(label, "male"), False
        yield "sex-differs", hers, attribute(label, "Unisex"), True
    for title in (
        "Spider man mug",
        "Male to female adapter",
        "Lady bug night light",
        "Mango chutney",
        "Germany fan scarf",
    ):
        yield "sex-conflict", title, attribute("Gender", "Women"), False
    for title in ("Ski helmet for men and women", "Unisex cap", "Sneakers men/women", "男女通用帽子"):
        yield "sex-differs", title, attribute("Gender", "Unisex"), False
        yield "sex-differs", title, attribute("Gender", "Men"), True


def pieces():
    rows = [("{} pcs LED bulbs E14", "Number of Pieces"), ("Set of {} towels", "Package Quantity"),
            ("{}-pack socks", "Pack size"), ("Pack of {} sponges", "Unit Count"), ("{} pieces bits", "Pieces"),
            ("{}шт крючки", "PCS"), ("螺丝 {}件", "件数")]  # fmt: skip
    for title, label in rows:
        for right, wrong in ((10, 5), (4, 1), (12, 6)):
            yield "pieces-conflict", title.format(right), attribute(label, str(wrong)), True
        for right in (10, 24, 36, 48):
            yield "pieces-conflict", title.format(right), attribute(label, f"{right}"), False
    yield "pieces-conflict", "5pcs/10pcs/20pcs beads", attribute("Pieces", "20"), False
    yield "pieces-conflict", "Puzzle with 500 parts", attribute("Pieces", "500"), False


def colour():
    for line, name in (("Color: Navy", "Black"), ("Colour: red", "Green"), ("Farbe: blau", "Weiß"),
                       ("Couleur: rouge", "Noir"), ("Цвет: синий", "Белый"), ("颜色：红色", "黑色"),
                       ("Main color: beige", "Purple"), ("Colour: lime", "Red"), ("Color: Ivory", "Red")):  # fmt: skip
        yield (
            "colour-conflict",
            "Scarf with fringe",
            told(f"Soft and warm.\n{line}\nLength 180 cm") | options("Color", name),
            True,
        )
        yield "colour-conflict", "Tea towel", told(f"{line}\n") | attribute("Color", name), True
    for line, name in (("Color: Navy", "Blue"), ("Colour: silver", "Grey"), ("Farbe: blau", "Blau"),
                       ("Color: khaki", "Army green"), ("Color: multicolor", "Red"), ("Color: rose gold", "Gold"),
                       ("Color: Sahara", "Beige"), ("颜色：红色", "酒红色"), ("Color: black and white", "White"),
                       ("Цвет: белый", "белый"), ("Color: red, blue, green", "Green")):  # fmt: skip
        yield (
            "colour-conflict",
            "Scarf with fringe",
            told(f"Soft.\n{line}\nLength 180 cm") | options("Color", name),
            False,
        )
    yield "colour-conflict", "Scarf", told("Color: blue") | options("Color", "Black", "Blue", "Red"), False


def figures():
    for wrong, right in ((4, 3), (5, 2), (6, 4), (7, 5), (3, 2), (8, 7)):
        yield "functions-conflict", f"Hair styler {right} in 1", told(f"The {wrong}-in-1 styler for each day."), True
        yield "functions-conflict", f"Hair styler {right} in 1", told(f"The {right}-in-1 styler for each day."), False
        yield "functions-conflict", f"Hub {right} in 1", attribute("Function", f"{wrong} in one"), True
    for right, wrong in ((8, 4), (16, 8), (4, 2), (6, 12), (12, 8)):
        yield "memory-conflict", f"Tablet 10 inch {right}GB RAM", attribute("RAM", f"{wrong}GB"), True
        yield "memory-conflict", f"Laptop RAM {right} GB", told(f"Runs well with {wrong} GB RAM."), True
        yield "memory-conflict", f"Tablet {right}GB RAM 256GB", attribute("RAM memory", f"{right} GB"), False
        yield "memory-conflict", f"Tablet {right}GB+256GB", attribute("Storage", "256GB"), False
    names = ("Single", "Dual", "Quad", "Hexa", "Octa", "Deca")
    for first, second in pairwise(names):
        yield "processor-cores-conflict", f"{first}-core tablet", attribute("Number of Cores", f"{second} core"), True
        yield "processor-cores-conflict", f"Tablet, {second} core", told(f"Its {first}-core chip is fast."), True
        yield "processor-cores-conflict", f"{first}-core tablet", attribute("Cores", f"{first} Core"), False
    for first, second in ((3, 2), (2, 3), (4, 2), (3, 4)):
        yield "usb-generation-conflict", f"Cable USB {first}.0", attribute("Standard", f"USB {second}.0"), True
        yield "usb-generation-conflict", f"Hub USB{first}.2", attribute("Data rate", f"USB{second}"), True
        yield "usb-generation-conflict", f"Cable USB {first}.0", attribute("Standard", f"USB {first}.1"), False
        yield "usb-generation-conflict", f"Cable USB {first}.0", told(f"Also works in USB {second}.0 ports."), False


def stones_and_batteries():
    for stone in ("gem", "emerald", "sapphire", "ruby", "diamond", "moissanite", "topaz", "opal"):
        yield "stone-conflict", f"Silver ring with {stone}", attribute("Stone", "None"), True
        yield "stone-conflict", f"Pendant {stone} drop", told("Metal: brass\nMain stone: no"), True
        yield "stone-conflict", f"Silver ring with {stone}", attribute("Stone", stone), False
    for plain in ("Plain silver ring", "Signet ring", "Chain bracelet", "Ear cuff"):
        yield "stone-conflict", plain, attribute("Stone", "None"), False
    for toy in ("Toy car", "Wall clock", "LED candle", "Kitchen scale", "Remote control"):
        yield "battery-conflict", f"{toy}, battery included", told("Batteries not included."), True
        yield "battery-conflict", toy, attribute("Batteries included", "Yes") | told("Comes without batteries."), True
        yield "battery-conflict", f"{toy}, battery included", told("The battery is included."), False
        yield "battery-conflict", toy, attribute("Batteries included", "No") | told("Battery not included."), False


def option_names():
    for values in (
        ("1.2 m", "2 m"),
        ("40 inch", "50 inch"),
        ("S", "M", "XL"),
        ("10cm", "15cm"),
        ("500ml", "1L"),
        ("2XL", "3XL"),
    ):
        yield "option-misnamed", "Thing to choose", options("Color", *values), True
        yield "option-misnamed", "Thing to choose", options("Size", *values), False
    for values in (("Pink",), ("Red", "Blue"), ("Dark green", "Black"), ("红色", "黑色")):
        yield "option-misnamed", "Thing to choose", options("Size", *values), True
        yield "option-misnamed", "Thing to choose", options("Color", *values), False
    for values in (
        ("Black 1.2 m", "White 2 m"),
        ("Style 3",),
        ("Oak", "Walnut"),
        ("Mystery", "Dream"),
        ("1", "2"),
        ("A",),
        ("B-12",),
        ("Left", "Right"),
        ("With box",),
        ("Set 1",),
    ):
        yield "option-misnamed", "Thing to choose", options("Color", *values), False
    listed = {"variants": [{"name": "Color Family", "values": "['32 inch', '40 inch']"}]}
    yield "option-misnamed", "Television", listed, True
    for same, other in (("Red", "Blue"), ("Oak", "Pine"), ("S", "M"), ("Set A", "Set B")):
        twice = {"variants": [{"Choice": same, "SKU": "1"}, {"Choice": same, "SKU": "2"}]}
        yield "variants-alike", "Scarf", twice, True
        apart = {"variants": [{"Choice": same, "SKU": "1"}, {"Choice": other, "SKU": "2"}]}
        yield "variants-alike", "Scarf", apart, False
    for denied, kind in (("no clip in", "Clip-in extensions"), ("non stick on", "Stick on hooks"),
                         ("without pull up", "Pull-up pants"), ("not plug in", "Plug-in lamp")):  # fmt: skip
        yield "denied-in-title", f"Good thing, {denied}", attribute("Style", kind), True
        yield "denied-in-title", f"Good thing, {denied}", attribute("Style", f"No {kind}"), False


def search_words():
    junk = (
        "gaming chair official store. best laptop bag murah. office lamp",
        "samsung galaxy phone cover. wireless mouse silent",
        "hair dryer salon. nikon camera bag small. toy car red",
        "kids bicycle helmet. garden hose 20 m. philips air fryer large",
    )
    for words in junk:
        for goods in ("USB-C charging cable 2 m", "Braided USB-C cable", "Charging cable for phones"):
            yield "search-words-of-other-goods", goods, told(f"Braided nylon. {words}. Length: 2 m."), True
    honest = (
        "Braided nylon. Fits phones and tablets. Length: 2 m.",
        "soft to the touch. easy to clean. it dries quickly.",
        "side pockets. hidden zip. hand wash only. made in italy.",
        "Colour: red. Length: 2 m. Made of nylon.",
        "strong braid. slim plug. no tangles.",
        "braided sleeve. aluminium plug. black.",
    )
    for words in honest:
        yield "search-words-of-other-goods", "USB-C charging cable 2 m", told(words), False
        yield (
            "search-words-of-other-goods",
            "Linen dress with pockets",
            told(words),
            False,
        )


CASES = [
    pytest.param(rule, {"title": title, **rest}, expected, id=f"{rule}-{'bad' if expected else 'good'}-{number}")
    for source in (audience, pieces, colour, figures, stones_and_batteries, option_names, search_words)
    for number, (rule, title, rest, expected) in enumerate(source())
]


@pytest.mark.parametrize(("rule", "listing", "expected"), CASES)
def test_contradictions(rule, listing, expected):
    assert bool(lint(listing, select=[rule])) is expected


def test_there_are_150_of_each():
    outcomes = [case.values[2] for case in CASES]
    assert outcomes.count(True) >= 150
    assert outcomes.count(False) >= 150


def test_both_places_are_shown():
    (finding,) = lint({"title": "Women's shorts", "attributes": {"Gender": "Men"}}, select=["sex-conflict"])
    assert (finding.text, [span.text for span in finding.related]) == ("Men", ["Women"])
    assert finding.related[0].field.name == "title"
