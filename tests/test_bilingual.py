"""A translation against its source: injected faults are found, correct pairs are left alone."""

import json
import random
import re
from pathlib import Path

import pytest

from listing_lint import lint_file
from listing_lint.engine import Linter
from listing_lint.facts.parity import compare_texts
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import load_rules

PAIRS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "facts" / "translation_pairs.tsv").read_text(encoding="utf-8").splitlines()
]
NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z]*-\d)")
UNITS = {
    "cm": "mm", "mm": "cm", "kg": "g", "g": "kg", "ml": "L", "L": "ml", "W": "kW", "V": "A", "mAh": "Ah",
    "hours": "minutes", "minutes": "hours", "inch": "cm", "km": "m", "°C": "°F", "m": "cm",
}  # fmt: skip
CLAIMS = {
    "Gold-plated": "Gold", "Faux leather": "Leather", "Synthetic leather": "Leather", "Imitation pearl": "Pearl",
    "artificial flowers": "flowers", "Imitation silk": "Silk", "Zircon ring": "Diamond ring",
    "Sherpa fleece": "Cashmere", "Wood grain": "Solid wood", " plated with platinum": " and platinum",
    "not waterproof": "waterproof", "do not machine wash": "machine wash",
    "Wire-free": "Underwired", "Batteries not included": "Batteries included",
    "charger not included": "charger included",
}  # fmt: skip
FIBRES = ["cotton", "polyester", "wool", "nylon", "elastane", "modal"]


def pick(found, rng):
    found = list(found)
    return rng.choice(found) if found else None


def put(text, match, new):
    return text[: match.start()] + new + text[match.end() :]


def change_digit(text, rng):
    match = pick(NUMBER.finditer(text), rng)
    if match:
        places = [i for i, c in enumerate(match.group()) if c.isdigit()]
        at = rng.choice(places)
        digits = [d for d in "123456789" if d != match.group()[at]]
        return put(text, match, match.group()[:at] + rng.choice(digits) + match.group()[at + 1 :])
    return None


def drop_number(text, rng):
    match = pick(NUMBER.finditer(text), rng)
    return put(text, match, "") if match else None


def shift_point(text, rng):
    match = pick(re.finditer(r"(?<![A-Za-z\d.])\d+\.\d+", text), rng)
    return put(text, match, match.group().replace(".", rng.choice(["", " "]))) if match else None


def append_zero(text, rng):
    match = pick(re.finditer(r"(?<![A-Za-z\d.])\d{2,}(?![\d.A-Za-z-])", text), rng)
    return put(text, match, match.group() + "0") if match else None


def swap_unit(text, rng):
    match = pick(re.finditer(rf"(?<=\d)( ?)({'|'.join(sorted(UNITS, key=len, reverse=True))})\b", text), rng)
    return put(text, match, match[1] + UNITS[match[2]]) if match else None


def lose_percent(text, rng):
    match = pick(re.finditer(r"(?<=\d)%", text), rng)
    return put(text, match, rng.choice(["", " g", "0%"])) if match else None


def change_size(text, rng):
    match = pick(re.finditer(r"\b(?:XXL|XL|[SML])(?=[-, ]|$)(?<!\d [SML])", text), rng)
    if match is None or not re.search(r"\bX+L\b|S, M|S-", text):
        return None
    return put(text, match, {"XXL": "XL", "XL": "3XL", "S": "XS", "M": "4XL", "L": "5XL"}[match.group()])


def break_range(text, rng):
    match = pick(re.finditer(r"(?<![\d.-])(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?![\d-])", text), rng)
    return (
        put(text, match, rng.choice([match[1] + match[2], match[1], match[2], f"{match[1]} {match[2]}"]))
        if match
        else None
    )


def make_solid(text, rng):
    for old, new in CLAIMS.items():
        if old in text:
            return text.replace(old, new)
    return None


def change_fibre(text, rng):
    match = pick(re.finditer(r"(?i)\b(?:cotton|polyester|wool|nylon|elastane|modal)\b", text), rng)
    if match is None:
        return None
    return put(text, match, rng.choice([f for f in (*FIBRES, "linen", "silk") if f not in text.lower()]))


@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (change_digit, 0.99),
        (drop_number, 0.97),
        (shift_point, 0.97),
        (append_zero, 0.97),
        (swap_unit, 0.95),
        (lose_percent, 0.95),
        (change_size, 0.95),
        (break_range, 0.95),
        (make_solid, 0.95),
        (change_fibre, 0.95),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_faults_are_found(fault, least):
    rng = random.Random(fault.__name__)
    tried = 0
    missed = []
    for _ in range(3):
        for source, text in PAIRS:
            changed = fault(text, rng)
            if changed is None or changed == text:
                continue
            tried += 1
            if not compare_texts(source, changed):
                missed.append((source, changed))
    assert tried >= 10
    assert len(missed) <= (1 - least) * tried, missed


def test_correct_pairs_are_left_alone():
    false = [(source, text, compare_texts(source, text)) for source, text in PAIRS if compare_texts(source, text)]
    assert len(PAIRS) >= 100
    assert len(false) * 200 <= len(PAIRS), false


def lint(**data):
    rules = [rule for rule in load_rules() if rule.kind == "source-conflict"]
    return Linter(rules).lint(listing_from_mapping({"language": "en", **data}))


def test_jin_are_half_a_kilogram():
    (finding,) = lint(title="Folding bed for 300 kg", source={"title": "折叠床 承重300斤"})
    assert finding.rule == "source-unit-changed"
    assert "150 kg" in finding.message
    assert [span.text for span in finding.related] == ["300斤"]
    assert lint(title="Folding bed for 150 kg", source={"title": "折叠床 承重300斤"}) == []
    assert lint(title="Folding bed for 330 lb", source={"title": "折叠床 承重300斤"}) == []


def test_what_is_lost_is_told_together_with_its_places():
    (finding,) = lint(
        title="Kettle", description="For tea", source={"title": "电热水壶", "description": "容量1.7升，功率1500瓦"}
    )
    assert finding.rule == "source-number-dropped"
    assert [span.text for span in finding.related] == ["1.7升", "1500瓦"]


def test_the_source_may_stand_in_columns_of_the_same_row():
    (finding,) = lint(title="Kettle 17 L", attributes={"title_zh": "电热水壶1.7升"})
    assert (finding.rule, finding.text) == ("source-number-changed", "17 L")


BED, BED_ZH = "Folding bed 300 kg", "折叠床 承重300斤"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", f"sku,title,title_zh\nA1,{BED},{BED_ZH}\n"),
        ("a.csv", f"sku,中文标题,英文标题\nA1,{BED_ZH},{BED}\n"),
        ("a.csv", f"SKU,商品名称,Product Name\nA1,{BED_ZH},{BED}\n"),
        ("a.csv", f"SKU,Title (EN),Title (CN)\nA1,{BED},{BED_ZH}\n"),
        ("a.csv", f"SKU,Title,Original title\nA1,{BED},{BED_ZH}\n"),
        ("a.json", json.dumps([{"sku": "A1", "title": {"en": BED, "zh": BED_ZH}}])),
        ("a.json", json.dumps([{"sku": "A1", "title_en": BED, "title_zh": BED_ZH}])),
        ("a.json", json.dumps([{"sku": "A1", "title": BED, "title_zh": BED_ZH}])),
        ("a.json", json.dumps([{"sku": "A1", "title": BED, "中文标题": BED_ZH}])),
    ],
)
def test_both_languages_may_stand_in_one_file(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (finding,) = [f for f in lint_file(path) if f.family == "translation"]
    assert (finding.rule, finding.text) == ("source-unit-changed", "300 kg")
    (related,) = finding.related
    assert related.text == "300斤"
    place = related.field.locate(related.start)
    assert place.column not in (None, 1, finding.location.column)


def test_a_source_that_is_a_title_says_nothing_of_the_description():
    data = {
        "title": "Kettle 1.7 L",
        "description": "Cotton cosy, 20 x 30 cm",
        "attributes": {"中文标题": "电热水壶1.7升"},
    }
    assert lint(**data) == []


def test_a_fact_elsewhere_in_the_listing_is_not_lost():
    data = {"title": "Kettle", "description": "1500 W", "attributes": {"Capacity": "1.7 L"}}
    assert lint(**data, source={"title": "电热水壶1.7升 1500瓦", "attributes": {"容量": "1.7升"}}) == []


def test_without_a_source_nothing_is_compared():
    assert lint(title="Kettle 1.7 L") == []
