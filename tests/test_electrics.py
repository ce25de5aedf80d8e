"""Ratings found in texts, plugs, supplies, and the markets where a device does not work."""

import re
import time
from pathlib import Path

import pytest

from listing_lint import strict_yaml, tables
from listing_lint.engine import Linter
from listing_lint.facts import Facts
from listing_lint.facts.electrics import UNITS, find_ratings, parse_number, ratings_in
from listing_lint.facts.plugs import find_plugs
from listing_lint.facts.regions import market_named, national_mark
from listing_lint.facts.supplies import find_supplies
from listing_lint.model import Field, Location
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import load_rules

FOLDER = Path(__file__).parent / "facts"
TEXTS = strict_yaml.load((FOLDER / "electrics.yaml").read_text(encoding="utf-8"))
DEVICES = strict_yaml.load((FOLDER / "electrics_markets.yaml").read_text(encoding="utf-8"))
BASE = {"voltage": "V", "current": "A", "power": "W", "frequency": "Hz", "charge": "mAh", "energy": "Wh"}
VOLTAGE_RULES = [rule for rule in load_rules() if rule.name in ("voltage-one-region", "voltage-unfit-market")]


def ratings_of(text, role="description", name="description"):
    return ratings_in(Field(role, name, text, Location("text")))


def written(rating):
    ranges = "/".join(f"{a:g}" if a == b else f"{a:g}-{b:g}" for a, b in rating.ranges)
    words = [f"[{rating.span.text}]", ranges, BASE[rating.quantity], rating.role, rating.current, rating.qualifier]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"])
def test_ratings_of_a_text(case):
    assert [written(rating) for rating in ratings_of(case["text"])] == case["ratings"]


def test_there_are_texts_enough():
    assert len({case["text"] for case in TEXTS}) >= 250
    assert len(DEVICES) >= 40
    assert all(len(device["markets"]) == 5 for device in DEVICES)


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: f"{device['title']} {'-'.join(device['markets'])}")
def test_exactly_the_markets_where_a_device_fails_are_named(device):
    data = {key: value for key, value in device.items() if key not in ("no", "partly")}
    findings = Linter(VOLTAGE_RULES).lint(listing_from_mapping({"language": "en", "id": "1", **data}))
    messages = [finding.message for finding in findings]
    assert len(messages) <= 1
    message = messages[0] if messages else ""
    no = re.search(r"not usable in ([A-Z, ]+?)(?: and not| of your)", message)
    partly = re.search(r"not everywhere in ([A-Z, ]+),", message)
    assert (no.group(1).split(", ") if no else []) == device["no"]
    assert (partly.group(1).split(", ") if partly else []) == device.get("partly", [])


def test_attribute_labels_tell_the_role():
    assert ratings_of("12V", "attribute", "attributes.Output voltage")[0].role == "output"
    assert ratings_of("12V", "attribute", "attributes.Input voltage")[0].role == "input"
    assert ratings_of("220V", "attribute", "attributes.Voltage")[0].role == "mains"
    assert ratings_of("5000 mAh", "attribute", "attributes.Battery")[0].role == "battery"


def test_chains_join_the_ratings_of_one_supply():
    ratings = ratings_of("5V 3A, 9V 2A")
    assert [rating.chain for rating in ratings] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("number", "large", "value"),
    [
        ("1,200", True, 1200),
        ("1,5", False, 1.5),
        ("3.25", False, 3.25),
        ("1.234.567", False, 1234567),
        ("7,1", True, 7.1),
    ],
)
def test_numbers(number, large, value):
    assert parse_number(number, large=large) == value


def test_every_unit_has_a_positive_factor():
    assert all(factor > 0 for _, factor in UNITS.values())


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({"title": "Kettle with EU plug"}, ["EU"]),
        ({"title": "Kettle EU/US/UK/AU plug"}, ["EU", "US", "UK", "AU"]),
        ({"title": "Kettle, Plug: UK"}, ["UK"]),
        ({"title": "Kettle Us Plug"}, ["US"]),
        ({"title": "Kettle with Schuko plug"}, ["Schuko"]),
        ({"title": "Kettle with BS 1363 plug"}, ["BS 1363"]),
        ({"title": "Kettle, NEMA 5-15P"}, ["NEMA"]),
        ({"title": "Kettle, type G plug"}, ["Type G"]),
        ({"attributes": {"Plug Type": "US"}}, ["US"]),
        ({"attributes": {"Plug": "AU Plug"}}, ["AU"]),
        ({"variants": [{"Color": "EU"}, {"Color": "UK Plug"}]}, ["EU", "UK"]),
        ({"title": "热水壶 美规插头 英规"}, ["US", "UK"]),
        ({"title": "Чайник, вилка: евро"}, ["EU"]),
        ({"title": "Hervidor con enchufe europeo"}, ["EU"]),
        ({"title": "Kettle with universal plug"}, ["universal plug"]),
        ({"title": "USB Type C adapter cable"}, []),
        ({"title": "Bulb for E12 USA socket"}, []),
        ({"title": "Shoes EU 42, US 8"}, []),
        ({"title": "Contact us adapter"}, []),
        ({"title": "8GB + 256GB standard"}, []),
        ({"variants": [{"Country of origin": "China"}]}, []),
    ],
)
def test_plugs(data, names):
    assert list(dict.fromkeys(plug.name for plug in find_plugs(listing_from_mapping(data)))) == names


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({"description": "Plug: Type C (Europe)"}, ["Type C"]),
        ({"description": "Plug type C"}, ["Type C"]),
        ({"description": "C/F plug, 220-240 V"}, ["Type C", "Type F"]),
        ({"description": "Type-F plug"}, ["Type F"]),
        ({"description": "F-type plug"}, ["Type F"]),
        ({"description": "Plug: F"}, ["Type F"]),
        ({"description": "Plug type: E/F"}, ["Type E", "Type F"]),
        ({"description": "Plug G (UK)"}, ["Type G"]),
        ({"description": "Type G power cord"}, ["Type G"]),
        ({"description": "Plug (type F, Europe)"}, ["Type F"]),
        ({"description": "Type I (Australian) plug"}, ["Type I"]),
        ({"description": "Plugs: type C and type G"}, ["Type C", "Type G"]),
        ({"description": "IEC type G, three pins"}, ["Type G"]),
        ({"description": "plug for Europe"}, ["EU"]),
        ({"description": "Stecker Typ F"}, ["Type F"]),
        ({"description": "Steckertyp: F"}, ["Type F"]),
        ({"description": "Prise type E"}, ["Type E"]),
        ({"description": "Enchufe tipo C"}, ["Type C"]),
        ({"description": "Tomada tipo N"}, ["Type N"]),
        ({"description": "Spina tipo L"}, ["Type L"]),
        ({"description": "Вилка тип C"}, ["Type C"]),
        ({"description": "插头类型：I型"}, ["Type I"]),
        ({"description": "C型插头"}, ["Type C"]),
        ({"attributes": {"Plug Type": "C, E, F"}}, ["Type C", "Type E", "Type F"]),
        ({"attributes": {"Plug": "A"}}, ["Type A"]),
        ({"attributes": {"Plug": "Yes"}}, []),
        ({"attributes": {"Type": "B"}}, []),
        ({"title": "65W laptop charger", "description": "Output plug: Type C"}, []),
        ({"title": "65W laptop charger", "description": "Type C wall plug (EU)"}, ["EU", "Type C"]),
        ({"title": "USB hub", "attributes": {"Plug Type": "Type-C"}}, []),
        ({"description": "A plug is in the box. The plug I like."}, []),
    ],
)
def test_plug_letters(data, names):
    plugs = find_plugs(listing_from_mapping({"title": "Hair dryer", **data}))
    assert sorted({plug.name for plug in plugs}) == names


def test_a_letter_stands_where_it_is_written():
    (plug,) = find_plugs(listing_from_mapping({"description": "With a type G plug."}))
    assert (plug.span.text, plug.letters, plug.band) == ("G", frozenset("G"), "high")


def test_a_version_for_a_country_is_told_from_a_plug():
    (plug,) = find_plugs(listing_from_mapping({"title": "Phone, US version"}))
    assert plug.version
    (plug,) = find_plugs(listing_from_mapping({"title": "Lamp, US plug"}))
    assert not plug.version


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rechargeable, with USB cable", ["battery", "usb"]),
        ("Built for 12V/24V trucks", ["vehicle", "vehicle"]),
        ("No battery needed", []),
        ("Hard-wired, for a junction box", ["wired", "wired"]),
        ("Solar garden lamp", ["solar"]),
        ("With power adapter", ["adapter"]),
    ],
)
def test_supplies(text, kinds):
    assert [supply.kind for supply in find_supplies(listing_from_mapping({"description": text}))] == kinds


def test_a_denied_battery_attribute_is_no_battery():
    listing = listing_from_mapping({"attributes": {"Batteries Included": "No"}})
    assert find_supplies(listing) == ()


def test_marks_and_markets():
    assert national_mark(listing_from_mapping({"description": "120 V, ETL listed"})).text == "ETL"
    assert national_mark(listing_from_mapping({"description": "CE certified"})) is None
    assert market_named(listing_from_mapping({"title": "Phone, global version"}))
    assert market_named(listing_from_mapping({"title": "Phone for Germany"}))
    assert market_named(listing_from_mapping({"title": "Phone", "markets": ["US"]}))
    assert not market_named(
        listing_from_mapping({"title": "Phone 256 GB", "attributes": {"Country of origin": "China"}})
    )
    assert not market_named(listing_from_mapping({"description": "CPU 64bit A53, GPU Mali 470"}))


def test_facts_state_what_rules_ask_for():
    facts = Facts(listing_from_mapping({"title": "Kettle 220V 50Hz EU plug"}))
    assert facts.stated("mains_voltage")
    assert facts.stated("plug")
    assert facts.stated("frequency")
    assert not Facts(listing_from_mapping({"title": "Lamp DC 12V"})).stated("mains_voltage")


@pytest.mark.parametrize("name", ["cells", "sockets", "markets", "language_markets", "plugs"])
def test_every_row_names_its_source_and_date(name):
    rows = tables.rows(f"{name}.csv")
    assert rows
    for row in rows:
        assert row["source"].strip()
        assert re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", row["as_of"])


def test_figures_of_cells_and_sockets_are_in_range():
    assert all(500 <= float(row["max_mah"]) <= 10000 for row in tables.rows("cells.csv"))
    assert all(
        6 <= float(row["amperes"]) <= 20 and 100 <= float(row["volts"]) <= 240 for row in tables.rows("sockets.csv")
    )


@pytest.mark.parametrize(
    "text", ["1" * 30000, "5V" * 5000, "5V/" * 5000, "1-" * 15000 + "V", "AC " * 10000, "1," * 15000]
)
def test_hostile_texts_take_little_time(text):
    listing = listing_from_mapping({"description": text})
    start = time.perf_counter()
    find_ratings(listing)
    find_plugs(listing)
    find_supplies(listing)
    assert time.perf_counter() - start < 4
