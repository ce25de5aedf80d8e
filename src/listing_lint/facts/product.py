"""What a listing sells, told apart from what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field

from listing_lint.model import Listing, Span


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold.

    ``classes`` run from the most special to the most general. ``traits`` holds what is known: True or False; a trait
    that is not in it is uncertain. ``span`` is the words that name the product, in the title where possible.
    """

    name: str = ""
    classes: tuple[str, ...] = ()
    traits: dict[str, bool] = field(default_factory=dict)
    span: Span | None = None

    def has(self, trait: str) -> bool | None:
        """True, False, or None where the listing does not tell."""
        return self.traits.get(trait)


def find_product(listing: Listing) -> Product:
    """The product of ``listing``; an empty one where nothing tells."""
    title = listing.title
    return Product(span=Span(title, 0, len(title.text)) if title and title.text else None)
