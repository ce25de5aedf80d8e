"""Materials in texts: what is named, of which part, with what share; the words that only sound like one."""

import re
from pathlib import Path

import pytest

from listing_lint import strict_yaml
from listing_lint.facts import Facts
from listing_lint.facts.material_words import COMPLETE, Material, find_words, folded, materials, rows
from listing_lint.facts.materials import find_materials
from listing_lint.facts.shares import read_shares
from listing_lint.read.mapping import listing_from_mapping

TEXTS = strict_yaml.load((Path(__file__).parent / "facts" / "materials.yaml").read_text(encoding="utf-8"))
CASES = [(language, text, wanted) for language, pairs in TEXTS.items() for text, wanted in pairs]


def listing(text, language="en"):
    label, bar, value = text.partition(" | ")
    data = {"attributes": {label: value}} if bar else {"description": text}
    return listing_from_mapping({**data, "language": language, "id": "x"})


def shown(mention):
    share = "" if mention.share is None else f"{mention.share:g}%"
    words = [mention.material.name, mention.part or "", share, *sorted(f"+{word}" for word in mention.qualifiers)]
    return " ".join(filter(None, words))


@pytest.mark.parametrize(("language", "text", "wanted"), CASES, ids=[text for _, text, _ in CASES])
def test_a_text_states_its_materials(language, text, wanted):
    found = find_materials(listing(text, language), language)
    assert [shown(mention) for mention in found if mention.stated] == wanted


def test_half_of_the_texts_at_least_are_traps():
    assert len(CASES) >= 300
    assert sum(not wanted for _, _, wanted in CASES) >= 0.5 * len(CASES)


@pytest.mark.parametrize("language", COMPLETE)
def test_each_language_has_its_traps(language):
    assert sum(not wanted for other, _, wanted in CASES if other == language) >= 20


def facts(**data):
    return Facts(listing_from_mapping({"language": "en", "id": "x", **data}))


@pytest.mark.parametrize(
    ("low", "wanted"),
    [
        ("cotton 95%, elastane 5%", [(95, "cotton"), (5, "elastane")]),
        ("95% cotton 5% elastane", [(95, "cotton"), (5, "elastane")]),
        ("95%cotton,5%elastane", [(95, "cotton"), (5, "elastane")]),
        ("30% off cotton", []),
        ("cotton 95 elastane 6", []),
        ("cotton, 100% brand new elastane", []),
        ("80% cotton 20% zzz", [(80, "cotton"), (20, "zzz")]),
        ("100% safe cotton", []),
    ],
)
def test_a_figure_finds_its_material(low, wanted):
    places = sorted((start, start + len(word)) for word in ("cotton", "elastane") if (start := low.find(word)) >= 0)
    assert [(share.value, low[share.start : share.end]) for share in read_shares(low, places)] == wanted


def test_a_composition_ends_where_it_is_full():
    runs = {share.run for share in read_shares("95% cotton 5% silk; 100% wool", [(4, 10), (14, 18), (25, 29)])}
    assert len(runs) == 2


def test_a_hostile_text_is_read_in_linear_time():
    text = "100% " * 4000 + "cotton " * 4000
    assert find_materials(listing(text), "en")


def test_the_same_option_of_many_variants_is_read_once():
    many = facts(title="Ring", variants=[{"Metal": "925 silver", "Size": str(size)} for size in range(50)])
    assert len(many.materials) == 1


def test_keywords_of_a_shop_do_not_state_a_metal():
    ring = facts(title="Heart ring", attributes={"Tags": "gold jewelry, silver jewelry, rings"})
    assert ring.materials
    assert ring.made_of == ()


def test_gold_on_a_dress_is_a_colour():
    assert facts(title="Gold evening dress").made_of == ()
    assert [mention.material.name for mention in facts(title="Gold earrings").made_of] == ["gold"]


def test_compositions_stand_together():
    groups = facts(title="Coat", description="Shell: 60% wool, 40% nylon. Lining: 100% viscose.").compositions
    assert [[mention.material.name for mention in group] for group in groups] == [["wool", "polyamide"], ["viscose"]]


def test_positions_hold_in_text_that_changes_length_in_lower_case():
    text = "İİİ ＣＯＴＴＯＮ shirt"
    assert [mention.span.text for mention in find_materials(listing(text), "en")] == ["ＣＯＴＴＯＮ"]


@pytest.mark.parametrize("table", ["fibres", "materials", "trade_names", "material_contexts", "material_traps"])
def test_a_table_has_full_rows(table):
    found = list(rows(f"{table}.csv"))
    assert found
    for row in found:
        assert None not in row
        assert None not in row.values()
        assert row.get("source", "given") or table == "material_contexts"


def test_a_word_of_another_language_counts_only_there():
    assert find_words("pin or clip", folded("pin or clip"), "en") == []
    assert [word.material.name for _, _, word in find_words("bague or", "bague or", "fr")] == ["gold"]


def test_every_fibre_has_its_names_in_law():
    fibres = [material for material in materials().values() if material.sort == "fibre"]
    assert {"cotton", "elastane", "viscose"} <= {fibre.name for fibre in fibres}
    assert all(isinstance(fibre, Material) and fibre.eu and fibre.us for fibre in fibres)


def test_every_fibre_of_the_eu_list_is_there():
    told = " ".join(row["source"] for row in rows("fibres.csv"))
    assert {int(number) for number in re.findall(r"Annex I (\d+)", told)} == set(range(1, 51))


@pytest.mark.parametrize("table", ["fibres", "materials"])
def test_every_material_has_a_name_in_each_language(table):
    assert [(row["name"], language) for row in rows(f"{table}.csv") for language in COMPLETE if not row[language]] == []
