"""What is sold: self-written titles with the class and the traits they must get."""

from pathlib import Path

import pytest

from listing_lint import strict_yaml
from listing_lint.facts.product import find_product
from listing_lint.facts.product_words import TRAITS, folded, lexicon
from listing_lint.read.mapping import listing_from_mapping

FOLDER = Path(__file__).parent / "facts"
NAMES = Path(strict_yaml.__file__).parent / "tables" / "product_names"
CASES = [case for path in sorted(FOLDER.glob("product*.yaml")) for case in strict_yaml.load(path.read_text("utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_product(case):
    product = find_product(listing_from_mapping({"language": "en"} | dict(case)))
    if "class" in case:
        assert case["class"] in (product.classes or ("unknown",))
    wanted = {trait: value for trait in TRAITS for value in (True, False) if trait in case.get(str(value), "").split()}
    wanted |= {trait: None for trait in case.get("open", "").split()}
    assert {trait: product.has(trait) for trait in wanted} == wanted
    if "span" in case:
        assert product.span.text == case["span"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_case_names_known_traits_and_classes(case):
    assert set(" ".join(case.get(key, "") for key in ("True", "False", "open")).split()) <= set(TRAITS)
    assert case.get("class", "unknown") in {*lexicon().kinds, "unknown"}


@pytest.mark.parametrize("path", sorted(NAMES.iterdir()), ids=lambda path: path.stem)
def test_a_name_stands_in_one_class(path):
    classes = {}
    for kind, names in strict_yaml.load(path.read_text("utf-8")).items():
        for name in names.split(","):
            classes.setdefault(folded(name.strip()), []).append(kind)
    assert {name: kinds for name, kinds in classes.items() if len(kinds) > 1} == {}


def test_span_falls_back_to_the_title():
    product = find_product(listing_from_mapping({"title": "Model XJ-9"}))
    assert (product.name, product.classes, product.span.text) == ("", (), "Model XJ-9")


def test_listing_without_title():
    product = find_product(listing_from_mapping({"attributes": {"Type": "Rings"}}))
    assert product.has("ring") is True
    assert product.span is None
