"""Finds what a buyer in another country will misread in a product listing."""

from importlib.metadata import PackageNotFoundError, version

from listing_lint.model import Field, Finding, Listing, Location, Span

try:
    __version__ = version("listing-lint")
except PackageNotFoundError:
    __version__ = "0+unknown"

__all__ = ["Field", "Finding", "Listing", "Location", "Span"]
