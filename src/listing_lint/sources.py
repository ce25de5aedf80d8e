"""The listings that a catalog was translated from, joined to it by id or SKU."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from listing_lint.model import Listing


class Sources:
    """The source listings by id; those that a translation asked for are remembered."""

    def __init__(self, listings: Iterable[Listing], language: str = "zh") -> None:
        """``language`` is that of listings which do not say."""
        self._by_id = {
            listing.id.strip().casefold(): replace(listing, language=listing.language or language)
            for listing in listings
            if listing.id
        }
        self._without = 0

    def join(self, listing: Listing) -> Listing:
        """``listing`` with its source, where there is one."""
        source = self._by_id.get(listing.id.strip().casefold())
        if source is None:
            self._without += 1
            return listing
        return replace(listing, source=source)

    def warning(self, total: int) -> str | None:
        """What to tell the user where listings had no source; ``total`` is the number of listings linted."""
        if not self._without:
            return None
        return f"{self._without} of {total} listings have no source listing of the same id; they were not compared"
