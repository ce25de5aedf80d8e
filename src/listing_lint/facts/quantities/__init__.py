"""Quantities: what a listing says of lengths, weights, volumes, power and the like.

Numbers with units in English, Chinese, Spanish, Portuguese, French, German, Italian and Russian; ranges, tolerances,
compounds (``5'6"``) and ``W x H x D`` groups; and bare numbers where a label says that they measure something.
Model numbers, dates, resolutions, scales, clothing sizes, prices and versions are no quantities.
"""

from __future__ import annotations

from listing_lint.facts.quantities.model import Quantity
from listing_lint.facts.quantities.scan import scan
from listing_lint.facts.quantities.units import convert
from listing_lint.facts.quantities.words import NUMBERS
from listing_lint.model import Field

__all__ = ["Quantity", "convert", "find_quantities", "quantities"]


def quantities(text: str, language: str | None = None) -> tuple[Quantity, ...]:
    """The quantities that ``text`` states, in the order they stand.

    ``language`` is an ISO 639-1 code; it settles what ``1.500`` means and which words are units. Without one, numbers
    are read as in English and the unit words of all languages are known.
    """
    return scan(text, language)


def find_quantities(field: Field, language: str | None) -> tuple[Quantity, ...]:
    """The quantities of a field that a buyer reads; an attribute's name is the label of its value."""
    if field.role in ("internal", "category", "tag", "brand") or not NUMBERS.possible(field.text):
        return ()
    return scan(field.text, language, field)
