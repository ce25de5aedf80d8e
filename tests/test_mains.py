"""The tables of mains and plugs hold what they should, and say rightly where a voltage works."""

import re

import pytest

from listing_lint import tables
from listing_lint.facts.mains import (
    bands_of,
    large_markets,
    territories,
    territory,
    unfit,
    unfit_hertz,
    unfit_plugs,
)

ROWS = tables.rows("mains.csv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_row_has_the_right_shape_and_range(row):
    assert re.fullmatch(r"[A-Z]{2}", row["code"])
    assert row["name"].strip() == row["name"] != ""
    assert row["sources"]
    assert re.fullmatch(r"20\d\d-\d\d", row["as_of"])
    volts = [float(value) for value in row["volts"].split()]
    assert volts
    assert all(100 <= value <= 127 or 220 <= value <= 240 for value in volts)
    bands = frozenset().union(*(bands_of(value, value) for value in volts))
    assert frozenset(row["bands"].split()) == bands
    assert set(row["hertz"].split()) <= {"50", "60"}
    assert row["hertz"]
    assert re.fullmatch(r"[A-O](?: [A-O])*", row["plugs"])


def test_codes_stand_once_and_in_order():
    codes = [row["code"] for row in ROWS]
    assert codes == sorted(set(codes))
    assert len(codes) == 240


def test_plug_table_names_letters_bands_and_sources():
    for row in tables.rows("plugs.csv"):
        assert set(row["letters"].split()) <= set("ABCDEFGHIJKLMNO")
        assert row["letters"]
        assert row["band"] in ("low", "high", "")
        assert row["kind"] in ("region", "standard", "letter")
        assert row["words"]
        assert row["source"]
        assert re.fullmatch(r"\d{4}(?:-\d\d)?", row["as_of"])


def test_plug_regions_agree_with_the_mains_of_their_country():
    for row in tables.rows("plugs.csv"):
        code = {"UK": "GB"}.get(row["name"], row["name"])
        if row["kind"] == "region" and code in territories():
            assert set(row["letters"].split()) & territories()[code].plugs
            assert not row["band"] or row["band"] in territories()[code].bands


def test_large_markets_are_territories():
    assert set(large_markets()) <= set(territories())
    assert len(set(large_markets())) == len(large_markets())


def test_a_territory_is_looked_up_by_code():
    assert territory("JP").volts == (100.0,)
    assert territory("JP").hertz == (50, 60)
    assert territory("ZZ") is None


@pytest.mark.parametrize(
    ("first", "last", "bands"),
    [
        (100, 240, "low high"),
        (110, 110, "low"),
        (120, 127, "low"),
        (220, 240, "high"),
        (208, 230, "high"),
        (85, 265, "low high"),
        (110, 220, "low high"),
        (12, 24, ""),
        (0, 600, ""),
        (1000, 1000, ""),
    ],
)
def test_bands_of_voltages(first, last, bands):
    assert bands_of(first, last) == frozenset(bands.split())


def test_worldwide_names_large_markets_and_counts_all():
    where = unfit({"high"})
    assert where.worldwide
    assert where.codes == ("US", "CA", "MX", "JP", "TW", "CO")
    assert where.total == 35


def test_markets_with_both_bands_are_named_apart():
    where = unfit({"high"}, ["US", "BR", "DE"])
    assert (where.codes, where.partly) == (("US",), ("BR",))
    assert not unfit({"high"}, ["DE", "GB"])
    assert not unfit({"low", "high"}, ["US", "BR", "DE"])


def test_frequency_and_plugs_by_market():
    assert unfit_hertz({50}, ["DE", "KR", "US"]).codes == ("KR", "US")
    assert not unfit_hertz({50}, ["JP"])
    assert unfit_plugs({"C", "E", "F"}, ["DE", "GB", "IT", "US", "BR"]) == ("GB", "US")
    assert unfit_plugs({"A"}, ["US", "JP", "AU"]) == ("AU",)
