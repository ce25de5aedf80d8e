"""Parquet to listings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from listing_lint.errors import NoListings, ReadError
from listing_lint.read.arrow_rows import SAMPLE, rows_of, table_of
from listing_lint.read.assemble import drafts
from listing_lint.read.groups import grouped
from listing_lint.read.reading import Reading, ReadOptions, Source
from listing_lint.read.rows import ListRow, Row
from listing_lint.read.table import Table

_BATCH = 1024


def read_parquet(source: Source, options: ReadOptions) -> Reading:
    """The listings of a Parquet file; a row is told by its number, from 1.

    Raises `ReadError` where it cannot be read or pyarrow is not installed, `NoListings` where no column holds
    products' texts.
    """
    names, sample = _begin(source)
    try:
        table = table_of(names, sample, options)
    except NoListings as error:
        raise NoListings(f"{source.name}: {error}") from None
    reading = Reading(source.name, "parquet", iter(()), table.platform.name, table.columns)
    rows = partial(_products, source, table)
    reading.make(drafts(table.platform, table.columns, grouped(table.platform, table.columns, rows, rows)))
    return reading


def _begin(source: Source) -> tuple[list[str], list[Row]]:
    """The names of the columns, and the first rows."""
    with source.open() as file:
        names = [str(name) for name in _opened(file, source.name).schema_arrow.names]
    return names, list(islice(_rows(source), SAMPLE))


def _products(source: Source, table: Table) -> Iterator[Row]:
    return (row for row in _rows(source) if table.body.holds(row))


def _rows(source: Source) -> Iterator[ListRow]:
    number = 1
    with source.open() as file:
        parquet = _opened(file, source.name)
        try:
            for batch in parquet.iter_batches(batch_size=_BATCH):
                yield from rows_of(batch, source.name, number)
                number += batch.num_rows
        except OSError as error:
            raise ReadError(f"{source.name}: row {number} and those after it cannot be read: {error}") from None


def _opened(file: Any, name: str) -> Any:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise ReadError(f"{name}: Parquet needs the package pyarrow: pip install 'listing-lint[arrow]'") from None
    try:
        return ParquetFile(file)
    except (ArrowException, OSError) as error:
        raise ReadError(f"{name}: not a Parquet file, or a damaged one: {error}") from None
