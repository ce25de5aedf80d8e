"""What a marketplace takes: lengths of texts, and attributes that it requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from listing_lint import tables
from listing_lint.checks import CheckError, Scope, words
from listing_lint.facts import Facts
from listing_lint.facts.product_words import TRAITS
from listing_lint.model import ROLES, Field, Hit, Span
from listing_lint.read.columns import fold

ANY = "any"


@cache
def _names() -> dict[str, str]:
    """The attribute that a folded name stands for."""
    table = tables.data("attribute_names.yaml")
    return {fold(name): attribute for attribute, rows in table.items() for row in rows for name in row}


def _is(field: Field, wanted: str) -> bool:
    """True where ``field`` is of the role ``wanted``, or states the attribute of that name."""
    if wanted in ROLES:
        return field.role == wanted or fold(field.label) == wanted
    label, wanted = fold(field.label), fold(wanted)
    return _names().get(label, label) == _names().get(wanted, wanted)


def too_long(facts: Facts, scope: Scope, *, limits: Mapping[str, int]) -> Iterator[Hit]:
    """Texts of more than so many characters; the hit is what does not fit.

    ``limits``: code points by role (title, description, bullet, brand) or by the name of an attribute.
    """
    for field in facts.listing.of(*scope.roles):
        most = min((limit for name, limit in limits.items() if _is(field, name)), default=len(field.text))
        if len(field.text) > most:
            values = {"field": field.label, "length": str(len(field.text)), "most": str(most)}
            yield Hit(Span(field, most, len(field.text)), values)


def validate_too_long(limits: Mapping[str, int]) -> None:
    """Raises `CheckError`."""
    for name, limit in limits.items():
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise CheckError(f"limits: {name}: a number of characters is wanted, not {limit!r}")


def attributes_missing(facts: Facts, scope: Scope, *, required: Mapping[str, Sequence[str]]) -> Iterator[Hit]:
    """Attributes that are stated nowhere, in one hit on the whole listing.

    ``required``: their names by the trait of the products that need them; ``any`` for all products.
    """
    missing = [
        name
        for trait, names in required.items()
        if trait == ANY or facts.product.has(trait)
        for name in names
        if not any(_is(field, name) and field.text.strip() for field in facts.listing.fields)
    ]
    if missing:
        yield Hit(None, {"names": ", ".join(dict.fromkeys(missing))})


def validate_attributes_missing(required: Mapping[str, Sequence[str]]) -> None:
    """Raises `CheckError`."""
    for trait, names in required.items():
        if trait not in (ANY, *TRAITS):
            raise CheckError(f"required: unknown trait {trait!r}; one of {ANY}, {', '.join(TRAITS)}")
        words(names, f"required: {trait}")
