"""``parquet``: a row a finding, in the columns of `listing_lint.arrow.SCHEMA`."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from listing_lint.errors import ListingLintError
from listing_lint.model import Finding, Listing
from listing_lint.report import Options

try:
    from pyarrow.parquet import ParquetWriter

    from listing_lint.arrow import SCHEMA, batch_of
except ModuleNotFoundError as error:
    raise ListingLintError(
        f"the format parquet needs the package {error.name}: pip install 'listing-lint[arrow]'"
    ) from None

if TYPE_CHECKING:
    from listing_lint.run import Summary

_GROUP = 10_000


class Report:
    """Writes a group of rows whenever enough findings have come."""

    def __init__(self, stream: BinaryIO, options: Options) -> None:
        self._writer = ParquetWriter(stream, SCHEMA)
        self._lang = options.lang
        self._held: list[Finding] = []

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        self._held += findings
        if len(self._held) >= _GROUP:
            self._write()

    def end(self, summary: Summary) -> None:
        self._write()
        self._writer.close()

    def _write(self) -> None:
        self._writer.write_batch(batch_of(self._held, self._lang))
        self._held = []
