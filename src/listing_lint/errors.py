"""The errors a user can meet. Each message names the file and line or cell, and what to do."""


class ListingLintError(Exception):
    """Something the run could not do; the command line prints it and exits with 2."""


class ConfigError(ListingLintError):
    """The configuration cannot be used."""


class RuleError(ListingLintError):
    """A rule file cannot be used."""


class ReadError(ListingLintError):
    """A file, or a part of it, cannot be read as listings."""


class NoListings(ReadError):
    """A file was read, but holds nothing that looks like a product."""
