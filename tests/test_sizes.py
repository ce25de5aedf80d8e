"""Sizes offered, systems, notes and measurements in texts; what the rules make of whole listings."""

import re
from pathlib import Path

import pytest

from listing_lint import strict_yaml
from listing_lint.facts import Facts
from listing_lint.facts.size_equivalents import meanings
from listing_lint.facts.sizes import text_sizes, title_sizes, values_in
from listing_lint.read.mapping import listing_from_mapping

CASES = strict_yaml.load((Path(__file__).parent / "facts" / "sizes.yaml").read_text(encoding="utf-8"))
MARK = re.compile(r"\[\[(.*?)\]\]")


def described(value):
    label = value.label if value.upto == value.label else f"{value.label}..{value.upto}"
    return " ".join([value.sort, label, *filter(None, [value.system]), *(["more"] if value.detail else [])])


def check(case, read):
    text = MARK.sub(r"\1", case["text"])
    found = list(read(text))
    assert [described(value) for value in found] == case["is"]
    assert [text[value.start : value.end] for value in found] == MARK.findall(case["text"])


def ids(case):
    return case["text"][:40]


@pytest.mark.parametrize("case", CASES["options"], ids=ids)
def test_value_of_an_option(case):
    check(case, values_in)


@pytest.mark.parametrize("case", CASES["titles"], ids=ids)
def test_title(case):
    check(case, title_sizes)


@pytest.mark.parametrize("case", CASES["texts"], ids=ids)
def test_text(case):
    check(case, text_sizes)


def facts(text):
    return Facts(listing_from_mapping({"description": text, "language": "en"}))


@pytest.mark.parametrize("case", CASES["systems"], ids=ids)
def test_systems(case):
    assert [system.code for system in facts(case["text"]).size_systems] == case["is"]


@pytest.mark.parametrize("case", CASES["notes"], ids=ids)
def test_notes(case):
    assert sorted({note.sort for note in facts(case["text"]).size_notes}) == case["is"]


@pytest.mark.parametrize("case", CASES["measurements"], ids=ids)
def test_measurements(case):
    found = facts(case["text"]).measurements
    assert ["model" if item.model else "fit" for item in found] == case["is"]


def offered(**listing):
    found = Facts(listing_from_mapping(listing)).sizes
    return [(size.place, size.label, size.span.field.name) for size in found]


def test_options_of_any_name_offer_letters_behind_a_colour():
    assert offered(variants=[{"Style": "Black / XL"}]) == [("variant", "XL", "variants.Style")]
    assert offered(variants=[{"Style": "Black"}]) == []


def test_option_named_in_a_sibling_field():
    listing = {"variants": [{"name": "Colour", "variations": ["M3"]}, {"name": "Talla", "variations": ["M", "L"]}]}
    assert [label for _, label, _ in offered(**listing)] == ["M", "L"]


def test_size_in_a_list_of_keys_and_values():
    listing = {"attributes": {"options": "sku=A1,size=XS,color=Red|sku=A2,size=S,color=Red"}}
    assert [label for _, label, _ in offered(**listing)] == ["XS", "S"]


@pytest.mark.parametrize("name", ["Bag size", "Screen size", "Pack size", "Case size", "Page size", "Colour"])
def test_options_that_are_no_sizes_of_what_is_worn(name):
    assert offered(variants=[{name: "M"}]) == []


def test_option_names_the_system():
    (size,) = Facts(listing_from_mapping({"variants": [{"Euro Size": "40"}]})).sizes
    assert (size.system, size.bare) == ("EU", False)


def test_size_system_attribute_settles():
    systems = Facts(listing_from_mapping({"attributes": {"size_system": "EU"}})).size_systems
    assert [system.code for system in systems] == ["EU"]


def test_sizes_far_into_hostile_text_take_no_time():
    text = "Size: " + "S, M, " * 5000 + "X" * 20000 + " 1-2-" * 5000
    assert facts(text).size_notes == ()
    assert len(list(title_sizes(text))) <= 1
    assert list(values_in(text)) == []


@pytest.mark.parametrize(
    ("title", "label", "wearer", "words"),
    [
        ("Silver ring", "7", None, "17.3 mm"),
        ("Leather ankle boots", "40", None, "UK 6.5"),
        ("Linen dress", "40", "women", "UK 12 as a French"),
        ("Men's blazer", "48", "men", "122 cm"),
        ("Linen dress", "M", "women", "92 cm in Europe and 84 cm in China"),
    ],
)
def test_meanings(title, label, wearer, words):
    product = Facts(listing_from_mapping({"title": title, "language": "en"})).product
    assert words in meanings(label, product, wearer)["en"]


@pytest.mark.parametrize(("title", "label"), [("Desk lamp", "M"), ("Silver ring", "M"), ("Linen dress", "99")])
def test_no_meaning_is_made_up(title, label):
    product = Facts(listing_from_mapping({"title": title, "language": "en"})).product
    assert meanings(label, product, "women") is None
