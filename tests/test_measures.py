"""The checks on measures: what the examples of the rules do not show."""

from __future__ import annotations

import pytest

from listing_lint.checks import Scope
from listing_lint.checks.special import ambiguous, measures
from listing_lint.facts import Facts
from listing_lint.model import VISIBLE
from listing_lint.read.mapping import listing_from_mapping

SCOPE = Scope(VISIBLE)


def run(check, data, **options):
    """The words a check points at, with the values for its message."""
    facts = Facts(listing_from_mapping({"language": "en", **data}))
    return [(hit.span.text, dict(hit.values)) for hit in check(facts, SCOPE, **options)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Height 10 cm (6 in)", "3.94 in"),
        ("Height 10 cm / 39 in", "3.94 in"),
        ("Weighs 2.0 kg (6.6 lb)", "4.41 lb"),
        ("Holds 500 ml (22 oz)", "16.9 fl oz"),
        ("From -20 to 50 °C (0 to 122 °F)", "-4 °F – 122 °F"),
        ("Speed 30 km/h = 25 mph", "18.6 mph"),
        ("Sheet 30 x 20 cm (11.8 x 9.9 in)", "11.8 in x 7.87 in"),
    ],
)
def test_conversion_that_is_off_names_the_right_figure(text, right):
    ((_, values),) = run(measures.conversion_off, {"description": text})
    assert values["right"] == right


@pytest.mark.parametrize(
    "text",
    [
        "Height 10 cm (3.94 in)",
        "Height 10 cm (4 in)",
        "TV of 55 inch / 140 cm",
        "5'6\" (168 cm)",
        "1/2 inch (12.7 mm)",
        '1/2" (13 mm)',
        "16 oz (473 ml)",
        "16 oz (455 ml)",
        "1 gallon (4.5 l)",
        "Sheet 30 x 20 cm (7.9 x 11.8 in)",
        "30 – 40 cm (11.8 – 15.7 in)",
        "Width 30 cm, 5 in deep",
        "10 mm / 2 m cable",
        'Lens 1/2.8" (4 mm)',
        "220 V (2000 W)",
        "0 °C / 32 °F",
        "30 cm\n(8 in)",
    ],
)
def test_conversion_that_holds_is_left_alone(text):
    assert run(measures.conversion_off, {"description": text}) == []


def test_bare_sides_are_reported_once_and_the_title_comes_first():
    data = {
        "title": "Cork board 60 x 40",
        "description": "Size: 60 x 40",
        "attributes": {"Width": "60", "Height": "40"},
    }
    assert [text for text, _ in run(measures.sides_bare, data)] == ["60 x 40"]


@pytest.mark.parametrize(
    "data",
    [
        {"title": "Cork board 60 x 40", "attributes": {"Width": "60 cm"}},
        {"title": "Cork board 60 x 40", "description": "Dimensions in cm: 60 x 40"},
        {"title": "Cork board 60 x 40", "description": "Dimensions: 23.6 x 15.7 in"},
        {"title": "O-ring 39.5 x 4"},
        {"title": "Jeans straight leg", "variants": [{"Size": "30 x 32"}]},
        {"title": "Action camera 240x320"},
        {"title": "Solar panel", "attributes": {"Maximum width (mm)": "300"}},
    ],
)
def test_sides_with_a_unit_somewhere_or_bare_by_custom(data):
    assert run(measures.sides_bare, data) == []


def test_amounts_with_a_figure_that_has_a_unit_are_settled():
    data = {"title": "Kettle 1500 W", "attributes": {"Power": "1500"}}
    assert run(measures.amount_bare, data, dimensions=["power"]) == []


def test_body_height_as_feet_and_inches():
    ((text, values),) = run(measures.body_height_bare, {"description": "Model height is 5.10 and wears M"})
    assert (text, values["right"]) == ("5.10", "5'10\" (178 cm)")


def test_statements_of_net_and_gross_weight_do_not_conflict():
    data = {
        "title": "Tea",
        "description": "Net weight: 100 g",
        "attributes": {"Gross weight": "180 g", "Weight": "0.2 kg"},
    }
    assert run(measures.statements_conflict, data) == []


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [("en", "10.000 mAh", "10,000 mAh"), ("de", "1,500 mm", "1.500 mm"), ("ru", "2,000 мл", "2.000 мл")],
)
def test_thousands_mark_of_another_language(language, text, meant):
    ((_, values),) = run(ambiguous.thousands_mark, {"description": text, "language": language})
    assert values["meant"] == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "10,000 mAh"),
        ("en", "1.500 kg"),
        ("en", "1.125 mm"),
        ("de", "1.500 mm"),
        ("de", "0,500 mm"),
        ("zh", "10.000mAh"),
    ],
)
def test_thousands_mark_that_reads_as_meant(language, text):
    assert run(ambiguous.thousands_mark, {"description": text, "language": language}) == []


def test_jin_becomes_kilograms_and_pounds():
    ((text, values),) = run(ambiguous.weight_in_jin, {"description": "Size M: 90-110 jin"})
    assert (text, values["right"]) == ("90-110 jin", "45-55 kg (99-121 lb)")


def test_square_of_a_room_and_of_a_wire():
    assert run(ambiguous.square_bare, {"description": "Covers a room of 20 square."})[0][1]["right"].startswith("20 m²")
    assert run(ambiguous.square_bare, {"description": "Cable of 2.5 square."})[0][1]["right"] == "2.5 mm²"
