"""Parquet to listings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from listing_lint.errors import NoListings, ReadError
from listing_lint.limits import Limits, exceeds, megabytes, setting
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
    names, sample = _begin(source, options.limits)
    try:
        table = table_of(names, sample, options)
    except NoListings as error:
        raise NoListings(f"{source.name}: {error}") from None
    reading = Reading(source.name, "parquet", iter(()), table.platform.name, table.columns)
    rows = partial(_products, source, table, options.limits)
    reading.make(drafts(table.platform, table.columns, grouped(table.platform, table.columns, rows, rows)))
    return reading


def _begin(source: Source, limits: Limits) -> tuple[list[str], list[Row]]:
    """The names of the columns, and the first rows."""
    with source.open() as file:
        names = [str(name) for name in _opened(file, source.name).schema_arrow.names]
    return names, list(islice(_rows(source, limits), SAMPLE))


def _products(source: Source, table: Table, limits: Limits) -> Iterator[Row]:
    return (row for row in _rows(source, limits) if table.body.holds(row))


def _rows(source: Source, limits: Limits) -> Iterator[ListRow]:
    number = 1
    with source.open() as file:
        parquet = _opened(file, source.name)
        try:
            for batch in parquet.iter_batches(batch_size=_BATCH):
                _judge(sum(map(_written_out, batch.columns)), limits)
                yield from rows_of(batch, source.name, number)
                number += batch.num_rows
        except (_TooLarge, OSError) as error:
            raise ReadError(f"{source.name}: row {number} and those after it cannot be read: {error}") from None


class _TooLarge(Exception):
    pass


def _judge(size: int, limits: Limits) -> None:
    if exceeds(size, limits.unpacked_megabytes):
        most = f"{limits.unpacked_megabytes} MB are the limit ({setting('unpacked_megabytes')})"
        raise _TooLarge(f"they unpack to {megabytes(size)}, and {most}")


def _written_out(column: Any) -> int:
    """The bytes of the values of a column when each is written out."""
    import pyarrow.compute as pc
    from pyarrow import types

    kind = column.type.value_type if types.is_dictionary(column.type) else None
    if kind is None or not (types.is_string(kind) or types.is_binary(kind) or types.is_large_string(kind)):
        return int(column.nbytes)
    return pc.sum(pc.binary_length(column.dictionary).take(column.indices)).as_py() or 0


def _opened(file: Any, name: str) -> Any:
    """The file with its texts as numbers that stand for them, so that one in many rows takes no memory yet."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise ReadError(f"{name}: Parquet needs the package pyarrow: pip install 'listing-lint[arrow]'") from None
    try:
        schema = ParquetFile(file).schema
        columns = [schema.column(number) for number in range(len(schema))]
        return ParquetFile(file, read_dictionary=[column.path for column in columns if _is_text(column)])
    except (ArrowException, OSError) as error:
        raise ReadError(f"{name}: not a Parquet file, or a damaged one: {error}") from None


def _is_text(column: Any) -> bool:
    """True for a column of texts that stand in no lists or structures."""
    return bool(
        column.physical_type == "BYTE_ARRAY"
        and column.path == column.name
        and column.logical_type.type in ("STRING", "JSON", "ENUM", "NONE")
    )
