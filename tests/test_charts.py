"""Size charts read from texts, and what the rules on them must not say."""

import re
import time
from pathlib import Path

import pytest

from listing_lint import strict_yaml
from listing_lint.facts import Facts
from listing_lint.facts.charts import charts_in
from listing_lint.facts.quantities import convert
from listing_lint.read.mapping import listing_from_mapping

CASES = strict_yaml.load((Path(__file__).parent / "facts" / "charts.yaml").read_text(encoding="utf-8"))["cases"]
MARK = re.compile(r"\[\[(.*?)\]\]")
SHORT = {"centimeter": " cm", "inch": " in", "kilogram": " kg", "pound": " lb", "jin": " jin", None: ""}


def charts(text):
    (field,) = listing_from_mapping({"description": text}).fields
    return list(charts_in(field))


def described(cell):
    figure = f"{cell.low:g}" if cell.low == cell.high else f"{cell.low:g}-{cell.high:g}"
    return f"{cell.measure} {figure}{SHORT[cell.unit]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40].replace("\n", " "))
def test_chart(case):
    found = charts(MARK.sub(r"\1", case["text"]))
    sizes = {}
    for chart in found:
        for cell in chart.cells:
            sizes.setdefault(cell.label, []).append(described(cell))
    assert sizes == case["is"]
    marked = MARK.findall(case["text"])
    if marked:
        assert marked[0] in [cell.span.text for cell in found[0].cells]
    for chart in found:
        assert chart.span.start == min(cell.span.start for cell in chart.cells)
        assert chart.span.end == max(cell.span.end for cell in chart.cells)


def test_top_and_skirt_are_two_charts():
    text = "Top\nS: bust 88 cm\nM: bust 92 cm\nSkirt\nS: waist 66 cm, length 50 cm\nM: waist 70 cm, length 52 cm"
    assert [{cell.measure for cell in chart.cells} for chart in charts(text)] == [{"bust"}, {"waist", "length"}]


def test_columns_are_by_measure_and_unit():
    (chart,) = charts("Size | Waist (cm) | Waist (inch)\nS | 70 | 27.6\nM | 74 | 29.1")
    assert {key: [cell.low for cell in cells] for key, cells in chart.columns().items()} == {
        ("waist", "centimeter"): [70.0, 74.0],
        ("waist", "inch"): [27.6, 29.1],
    }


def test_units_are_known_to_the_table_of_units():
    for case in CASES:
        for chart in charts(MARK.sub(r"\1", case["text"])):
            for cell in chart.cells:
                if cell.unit and cell.measure != "weight":
                    assert convert(cell.low, cell.unit, "centimeter") > 0


def test_attributes_hold_charts_too():
    listing = listing_from_mapping({"attributes": {"Size guide": "S: bust 88 cm\nM: bust 92 cm"}})
    assert [chart.labels for chart in Facts(listing).charts] == [("S", "M")]


@pytest.mark.parametrize("text", ["S: bust " * 3000, "bust | 1 " * 3000, "S\n88\n" * 3000, "Bust 1-2/3-4(" * 2000])
def test_hostile_texts_take_no_time(text):
    started = time.process_time()
    charts(text)
    assert time.process_time() - started < 2
