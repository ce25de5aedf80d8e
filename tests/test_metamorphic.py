"""What is found does not depend on the order, the encoding or the format of a catalog."""

import pytest
from metamorphic import CLEAN, relations, rows_of

from listing_lint import lint

pytest.importorskip("openpyxl")
LISTINGS = [
    {"title": "Summer dress, Asian size", "description": "Please allow 1-3 cm error. Ice silk, very cool!"},
    {"title": "Hair dryer 1800 W 220V", "description": "EU plug, strong wind, quiet; <b>2 speeds</b> &amp; cold shot."},
    {
        "title": "Sweater",
        "description": "60% cotton 30% polyester.",
        "attributes": {"Material": "cotton", "Color": "Red"},
    },
    {"title": "Свитер женский", "description": "Состав: хлопок 95%, эластан 5%. Размер 44"},
    {"title": "夏季连衣裙 均码", "description": "冰丝面料，建议 100-120 斤"},
    {"title": 'Table "Oslo", 120 x 60', "description": "Height 75cm; weight 12 kg, 5'6\" wide; =1+1"},
    {"title": "Étui pour téléphone", "description": "Cuir de haute qualité, taille M = 38"},
    {"title": "Phone case \U0001f600", "description": "Compatible with all models, 100% brand new and high quality"},
]


def test_the_clean_listing_is_clean():
    assert not lint({key: CLEAN[key] for key in ("id", "title")}, min_confidence="low")


def test_changes_that_must_not_matter(tmp_path):
    names = []
    for name, wanted, told in relations(rows_of(LISTINGS), tmp_path):
        names.append(name)
        assert wanted, "nothing was found, so nothing was compared"
        assert told == wanted, name
    assert len(names) > 12
