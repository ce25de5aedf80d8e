"""What a listing says, found once and shared by all rules.

Each module of this package finds one sort of fact; `Facts` holds them for one listing and computes each on first use.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from listing_lint.facts.language import find_language
from listing_lint.facts.phrases import Phrase, find_phrases
from listing_lint.facts.product import Product, find_product
from listing_lint.facts.quantities import Quantity, find_quantities
from listing_lint.model import Listing


class Facts:
    """The facts of one listing, each computed when first asked for."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    @cached_property
    def product(self) -> Product:
        """What is sold, with its classes and traits."""
        return find_product(self.listing)

    @cached_property
    def language(self) -> str | None:
        """The language of the listing, declared or detected (ISO 639-1), or None where it is unsure."""
        return find_language(self.listing)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of every field that a buyer reads."""
        return find_quantities(self.listing)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Phrases put word for word from another language."""
        return find_phrases(self)

    def stated(self, name: str) -> bool:
        """True where the listing states the fact of this name; the names are those of `STATED`."""
        return bool(STATED[name](self))


STATED: dict[str, Callable[[Facts], Any]] = {}
"""Facts that a ``requires`` rule can ask for by name."""
