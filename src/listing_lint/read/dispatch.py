"""Which reader reads a file: by the end of its name, else by its first characters."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.limits import bound
from listing_lint.read.reading import Reading, ReadOptions, Source, Watched

Reader = Callable[[str, bytes, ReadOptions], Reading]
"""``reader(name, data, options)``: the listings in ``data``; ``name`` is what locations call the file."""
TableReader = Callable[[Source, ReadOptions], Reading]
"""``reader(source, options)``: the listings of rows, which may be more than the memory holds."""

_TABLES: dict[str, str] = {
    "csv": "listing_lint.read.delimited_file:read_delimited",
    "excel": "listing_lint.read.excel:read_excel",
    "jsonl": "listing_lint.read.json_file:read_jsonl",
    "parquet": "listing_lint.read.parquet_file:read_parquet",
}
_READERS: dict[str, str] = {
    "html": "listing_lint.read.html_file:read_html",
    "json": "listing_lint.read.json_file:read_json",
    "markdown": "listing_lint.read.markdown_file:read_markdown",
    "xml": "listing_lint.read.xml_file:read_xml",
    "yaml": "listing_lint.read.yaml_file:read_yaml",
}
"""The reader of each format, imported when a file of that format is met."""

FORMATS: dict[str, str] = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "csv", ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel",
    ".parquet": "parquet", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".yaml": "yaml", ".yml": "yaml",
    ".xml": "xml", ".rss": "xml", ".atom": "xml", ".html": "html", ".htm": "html", ".md": "markdown",
    ".markdown": "markdown",
}  # fmt: skip
"""The format that the end of a file's name stands for."""

STREAMED = ("csv", "jsonl", "parquet")
"""Formats that are read row by row, so that a file may be larger than the memory."""

_CONTENTS = (
    ("parquet", expression(rb"PAR1")),
    ("excel", expression(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("html", expression(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)),
    ("xml", expression(rb"\s*<(?:\?xml|rss|feed|yml_catalog)\b", re.IGNORECASE)),
    ("jsonl", expression(rb"\s*\{[^\n]*\}\s*\n\s*\{")),
    ("json", expression(rb"\s*[\[{]")),
    ("markdown", expression(rb"---\r?\n")),
)


def format_of(name: str, head: bytes) -> str:
    """The format of a file called ``name`` that begins with ``head``; a table of text where nothing else fits.

    Shops export tables of text or HTML under the name of a workbook, so a workbook is known by its first bytes.
    """
    by_name = FORMATS.get(PurePath(name).suffix.lower())
    start = head.removeprefix(b"\xef\xbb\xbf")
    by_content = next((format for format, pattern in _CONTENTS if pattern.match(start)), "csv")
    return by_content if by_name in (None, "excel") or by_content == "excel" else by_name


def is_table(format: str) -> bool:
    """True where files of this format have rows, which are read as they are asked for."""
    return format in _TABLES


def read_file(path: Path, options: ReadOptions | None = None) -> Reading:
    """The listings of the file at ``path``. Raises `ReadError` where nothing of it can be read."""
    options = options or ReadOptions()
    watch = options.watch
    try:
        with path.open("rb") as file:
            format = format_of(path.name, file.read(4096))
        if format not in STREAMED:
            bound(str(path), path.stat().st_size, options.limits)
        source = Source(str(path), lambda: Watched(path, watch) if watch else path.open("rb"))
        return _read(format, source, options)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from None


def read_bytes(name: str, data: bytes, options: ReadOptions | None = None) -> Reading:
    """The listings in ``data``; ``name`` stands for a file's name (standard input). Raises `ReadError`."""
    options = options or ReadOptions()
    bound(name, len(data), options.limits)
    return _read(format_of(name, data[:4096]), Source(name, lambda: io.BytesIO(data)), options)


def _read(format: str, source: Source, options: ReadOptions) -> Reading:
    if format in _TABLES:
        table: TableReader = _function(_TABLES[format])
        reading = table(source, options)
        reading.open = source.open
        return reading
    if format not in _READERS:
        raise ReadError(f"{source.name}: files of this kind ({format}) are not read")
    reader: Reader = _function(_READERS[format])
    with source.open() as file:
        return reader(source.name, file.read(), options)


def _function(name: str) -> Any:
    module, function = name.split(":")
    return getattr(import_module(module), function)
