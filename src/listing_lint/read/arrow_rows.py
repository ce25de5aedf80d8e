"""Columns of Arrow data to rows of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from listing_lint.read.header import Header
from listing_lint.read.reading import ReadOptions
from listing_lint.read.rows import ListRow, Row
from listing_lint.read.table import Table, understand

SAMPLE = 60
"""How many rows are looked at to understand the columns."""


def rows_of(batch: Any, path: str, first: int) -> Iterator[ListRow]:
    """The rows of a `pyarrow.RecordBatch`, numbered from ``first``."""
    columns = [map(_text, _values(column)) for column in batch.columns]
    for number, values in enumerate(zip(*columns, strict=True), first):
        yield ListRow(path, number, values)


def _values(column: Any) -> list[Any]:
    from pyarrow import types

    # Value by value, that takes far longer.
    values: list[Any] = (column.dictionary_decode() if types.is_dictionary(column.type) else column).to_pylist()
    return values


def table_of(names: Sequence[str], rows: Sequence[Row], options: ReadOptions) -> Table:
    """What the columns of these names are, judged by some of their rows. Raises as `understand` does."""
    header = Header(tuple(names), tuple((name,) for name in names), 0, 0)
    return understand(header, list(islice(rows, SAMPLE)), options)


def _text(value: Any) -> str:
    """``value`` as a CSV of the same data would have it; lists are joined by commas."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and not any(isinstance(item, dict | list | tuple) for item in value):
        return ", ".join(map(_text, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
