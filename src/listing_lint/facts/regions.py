"""The countries and markets a listing names, and the marks that belong to one country."""

from __future__ import annotations

from functools import cache
from typing import Any

from listing_lint import tables
from listing_lint.facts.electrical_words import alternatives, whole_words
from listing_lint.linear import sought_linear
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Sought
from listing_lint.tables import rows


@cache
def _table() -> Any:
    return tables.data("region_words.yaml")


@cache
def _marks() -> Sought:
    expression = rf"(?:^|[^\w-])(?P<mark>{alternatives('mark', 'national')})(?:[^\w-]|$)"
    return sought_linear(expression, 0)


@cache
def _places() -> Sought:
    """Names of territories and regions, and the codes that stand for them."""
    names = {row["name"] for row in rows("mains.csv")} - set(_table()["ambiguous"])
    names |= {word for row in rows("plugs.csv") if row["kind"] == "region" for word in row["words"].split("|")}
    return sought_linear("|".join([whole_words(names), *_table()["places"]]), 0)


@cache
def _origins() -> Sought:
    return sought_linear("|".join(_table()["origins"]), 0)


@cache
def _versions() -> Sought:
    return sought_linear("|".join(_table()["versions"]), 0)


def national_mark(listing: Listing) -> Span | None:
    """The first mark of conformity that belongs to one country or region (UL, PSE, UKCA ...), or None.

    CE is not one: sellers everywhere print it.
    """
    for field in listing.fields:
        match = _marks().search(field.text)
        if match and field.role not in ("internal", "brand"):
            return Span(field, *match.span(1))
    return None


def place_near(field: Field, start: int, end: int, reach: int = 40) -> bool:
    """True where a country or region is named within ``reach`` characters of ``start``:``end``, or in the label."""
    first = max(field.text.rfind("\n", 0, start) + 1, start - reach)
    newline = field.text.find("\n", end)
    last = min(newline if newline >= 0 else len(field.text), end + reach)
    return bool(_places().compiled.search(field.text, first, last) or _places().search(field.label))


def version_named(listing: Listing) -> bool:
    """True where a version for some market, or a carrier, is named anywhere."""
    return any(_versions().search(field.text) or _versions().search(field.label) for field in listing.fields)


def market_named(listing: Listing) -> bool:
    """True where the listing is for given markets, or names a country, a version for one, or a carrier.

    Where it was made and where it is sent from do not count.
    """
    if listing.markets or version_named(listing):
        return True
    return any(
        _places().search(field.text)
        for field in listing.fields
        if not _origins().search(field.label) or field.role in ("title", "description", "bullet")
    )
