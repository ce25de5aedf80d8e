"""Findings as Arrow data, for clusters, query engines and data frames. Needs the extra ``arrow``.

`lint_batches` takes batches of listings and gives batches of findings, one for one, which is the form of a function
that Spark (``mapInArrow``), Ray Data, DuckDB and Polars call. docs/clusters.md shows each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from listing_lint.config import Config, load_config
from listing_lint.model import Confidence, Finding, Severity
from listing_lint.read.arrow_rows import rows_of, table_of
from listing_lint.read.assemble import Drafter
from listing_lint.read.groups import Group
from listing_lint.read.reading import ReadOptions
from listing_lint.run import Overrides, Run

SCHEMA = pa.schema(
    [
        pa.field("path", pa.string(), metadata={"is": "the file, or the name given to lint_batches"}),
        pa.field("row", pa.int64(), metadata={"is": "the row, from 1; of a spreadsheet as it shows them"}),
        pa.field("line", pa.int64(), metadata={"is": "physical line, from 1; null where there are none"}),
        pa.field("column", pa.int64(), metadata={"is": "column in code points, from 1; null where there are none"}),
        pa.field("sheet", pa.string(), metadata={"is": "sheet of a workbook"}),
        pa.field("cell", pa.string(), metadata={"is": "cell of a workbook (C12)"}),
        pa.field("listing", pa.string(), metadata={"is": "id of the listing"}),
        pa.field("field", pa.string(), metadata={"is": "field (title, attributes.Voltage); null: the whole listing"}),
        pa.field("rule", pa.string(), metadata={"is": "name of the rule"}),
        pa.field("kind", pa.string(), metadata={"is": "kind of defect"}),
        pa.field("dispute", pa.string(), metadata={"is": "the reason a buyer would give"}),
        pa.field("severity", pa.string(), metadata={"is": "error, warning or info"}),
        pa.field("confidence", pa.string(), metadata={"is": "high, medium or low"}),
        pa.field("message", pa.string(), metadata={"is": "the message, in the language asked for"}),
        pa.field("start", pa.int64(), metadata={"is": "where the words begin in the field's text, from 0"}),
        pa.field("end", pa.int64(), metadata={"is": "where they end, exclusive"}),
        pa.field("text", pa.string(), metadata={"is": "the words"}),
        pa.field("fingerprint", pa.string(), metadata={"is": "a name of the finding that stays when rows move"}),
    ]
)
"""The columns of findings; what each is stands in its metadata under ``is``."""

DDL = ", ".join(f"`{field.name}` {'BIGINT' if field.type == pa.int64() else 'STRING'}" for field in SCHEMA)
"""The same schema as Spark writes it."""


def lint_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    name: str = "batches",
    columns: Mapping[str, str] | None = None,
    platform: str = "auto",
    language: str | None = None,
    markets: Sequence[str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    min_severity: Severity | None = None,
    min_confidence: Confidence | None = None,
    lang: str = "en",
    config: str | Path | None = None,
) -> Iterator[pa.RecordBatch]:
    """For each batch of listings, a row each, a batch of its findings in `SCHEMA`; it may hold none.

    Columns are understood as those of a CSV are, by their names and by the first batch that holds rows; ``columns``
    maps names to roles and is stronger, so give it where partitions differ. Values that are no text are written as
    in a CSV. Each row is a listing of its own: join variants before. ``name`` is what findings call the source,
    ``lang`` the language of messages, ``config`` a configuration file; the other options are those of `lint_file`.

    Raises `ReadError` where no column holds products' texts, `ConfigError` for a configuration that cannot be used.
    """
    overrides = Overrides(
        select=tuple(select),
        ignore=tuple(ignore),
        min_severity=min_severity,
        min_confidence=min_confidence,
        markets=None if markets is None else tuple(markets),
        language=language,
    )
    run = Run(load_config(Path(config)) if config else Config(), overrides)
    options = ReadOptions(platform=platform, columns=dict(columns or {}))
    number = 1
    table = None
    for batch in batches:
        rows = list(rows_of(batch, name, number))
        number += len(rows)
        if rows and table is None:
            table = table_of(batch.schema.names, rows, options)
            drafter = Drafter(table.platform, table.columns)
        found: list[Finding] = []
        for row in rows:
            if table and table.body.holds(row) and (listing := drafter.draft(Group("", [row], False)).listing()):
                found += run.lint_listing(listing)[1]
        yield batch_of(found, lang)


def batch_of(findings: Iterable[Finding], lang: str) -> pa.RecordBatch:
    """The findings as rows of `SCHEMA`, with messages in ``lang``."""
    return pa.RecordBatch.from_pylist([_row(finding, lang) for finding in findings], schema=SCHEMA)


def _row(finding: Finding, lang: str) -> dict[str, Any]:
    place = finding.location
    return {
        "path": place.path,
        "row": place.record,
        "line": place.line,
        "column": place.column,
        "sheet": place.sheet,
        "cell": place.cell,
        "listing": finding.listing,
        "field": finding.field,
        "rule": finding.rule,
        "kind": finding.kind,
        "dispute": finding.dispute,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.messages.get(lang, finding.message),
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "fingerprint": finding.fingerprint,
    }
