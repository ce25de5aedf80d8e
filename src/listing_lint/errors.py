"""The errors a user can meet. Each message names the file and line or cell, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from listing_lint.model import Location


class ListingLintError(Exception):
    """Something the run could not do; the command line prints it and exits with 2."""


class ConfigError(ListingLintError):
    """The configuration cannot be used."""


class RuleError(ListingLintError):
    """A rule file cannot be used."""


class ReadError(ListingLintError):
    """A file, or a part of it, cannot be read as listings."""


class NoListings(ReadError):
    """A file was read, but holds nothing that looks like a product.

    ``location``: of what is broken in it, which may be why.
    """

    def __init__(self, message: str, location: Location | None = None) -> None:
        super().__init__(message)
        self.location = location

    @property
    def reason(self) -> str:
        """The message without the place."""
        return str(self.args[0])

    def __str__(self) -> str:
        here = self.location
        return f"{self.reason} (line {here.line}, column {here.column})" if here else self.reason
