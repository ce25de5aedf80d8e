"""Sizes offered, systems, notes and measurements in texts and listings."""

import pytest

from listing_lint.facts.sizes import values_in


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("xxs; s; m; 2XL", ["2XS", "S", "M", "2XL"]),
        ("36,37,38", ["36", "37", "38"]),
        ("38,5", ["38,5"]),
        ("Int:XXL", ["2XL"]),
        ("size-7", ["7"]),
        ("64GB", []),
        ("5 x 7", []),
    ],
)
def test_values_of_an_option(text, labels):
    assert [value.label for value in values_in(text)] == labels
