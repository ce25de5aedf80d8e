"""Quantities of texts: every row of tests/facts/quantities*.yaml, and the tables behind them against pint."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from listing_lint import quantities, strict_yaml
from listing_lint.facts.quantities.units import convert, units
from listing_lint.tables import rows

FACTS = Path(__file__).parent / "facts"
CASES = [
    (case["text"], case.get("language"), case.get("states", []))
    for path in sorted(FACTS.glob("quantities*.yaml"))
    for case in strict_yaml.load(path.read_text(encoding="utf-8"))
]


MARK = re.compile(r"\[\[(.*?)\]\](?!\])")


def amount(item):
    """What the YAML tables state of a quantity."""
    value = f"{item.value:.7g}" if item.low is None else f"{item.low:g}..{item.high:g}"
    return " ".join(part for part in (value, item.unit, f"[{item.axis}]" if item.axis else "") if part)


@pytest.mark.parametrize(("text", "language", "states"), CASES, ids=[case[0][:40] for case in CASES])
def test_quantities_of_a_text(text, language, states):
    marked, removed = [], 0
    for match in MARK.finditer(text):
        start = match.start() - removed
        marked.append((start, start + len(match[1])))
        removed += 4
    found = quantities(MARK.sub(r"\1", text), language)
    assert [(item.start, item.end) for item in found] == marked
    assert [amount(item) for item in found] == states


@cache
def registry():
    import pint

    registry = pint.UnitRegistry()
    definitions = files("listing_lint.tables").joinpath("units.pint").read_text(encoding="utf-8")
    registry.load_definitions(definitions.splitlines())
    return registry


@pytest.mark.parametrize("unit", units().values(), ids=lambda unit: unit.name)
def test_table_of_units_is_that_of_pint(unit):
    zero, one = (registry().Quantity(value, unit.name).to(unit.base).magnitude for value in (0, 1))
    if unit.name == "decibel":
        zero, one = 0.0, 1.0
    assert unit.offset == pytest.approx(zero, rel=1e-12)
    assert unit.factor == pytest.approx(one - zero, rel=1e-9)


def test_every_name_has_a_unit():
    assert {row["unit"] for row in rows("unit_names.csv")} <= set(units())


@pytest.mark.parametrize(
    ("value", "source", "to", "wanted"),
    [(1, "inch", "centimeter", 2.54), (100, "degree_Celsius", "degree_Fahrenheit", 212), (5, "jin", "kilogram", 2.5)],
)
def test_convert(value, source, to, wanted):
    assert convert(value, source, to) == pytest.approx(wanted)


def test_convert_refuses_another_dimension():
    with pytest.raises(ValueError, match="cannot be converted"):
        convert(1, "inch", "kilogram")
