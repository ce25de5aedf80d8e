"""One module an output format.

Each module has a class ``Report(stream, options)`` with ``listing(listing, findings)``, called for every listing as it
is linted, and ``end(summary)``, called once. Nothing is held that grows with the number of listings, unless a format
demands it.
"""

from __future__ import annotations

import importlib
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, Protocol, TextIO

from msgspec import Struct

from listing_lint.engine import fingerprint
from listing_lint.model import Finding, Listing, Location

if TYPE_CHECKING:
    from listing_lint.run import Summary

FORMATS = {
    "text": "text",
    "concise": "concise",
    "grouped": "grouped",
    "statistics": "statistics",
    "json": "json_report",
    "jsonl": "jsonl_report",
    "csv": "csv_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "checkstyle": "checkstyle",
    "rdjson": "rdjson",
    "html": "html_report",
    "parquet": "parquet",
    "xlsx": "xlsx",
}
FOR_PEOPLE = ("text", "concise", "grouped", "statistics")
"""The formats that follow the terminal's encoding and the language of messages."""

BINARY = ("parquet", "xlsx")
"""The formats that are bytes, and so are written to a file only."""


class Options(Struct, frozen=True):
    """The language of messages, whether colour escapes may be written, and the terminal's width in cells."""

    lang: str = "en"
    color: bool = False
    width: int = 100


class Report(Protocol):
    """Takes findings as they come and writes them."""

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        """Called for every listing, with or without findings."""

    def end(self, summary: Summary) -> None:
        """Called once, after the last listing."""


def open_report(name: str, stream: TextIO | BinaryIO, options: Options) -> Report:
    """The report in format ``name``, one of `FORMATS`, onto ``stream``: of bytes for those in `BINARY`, else of text.

    Raises `ListingLintError` where a package that the format needs is not installed.
    """
    module = importlib.import_module(f"listing_lint.report.{FORMATS[name]}")
    report: Report = module.Report(stream, options)
    return report


class Region(Struct, frozen=True):
    """Where a finding begins and ends: lines and columns from 1, columns in code points, the end exclusive.

    A workbook has no lines: there the row stands for the line, and the column's number for the column.
    """

    line: int
    column: int
    end_line: int
    end_column: int


def region(finding: Finding) -> Region:
    """The region of a finding; the first character of its listing where it is about the whole of it."""
    place = finding.location
    if place.cell:
        column = _column_number(place.cell)
        row = place.record or 1
        return Region(row, column, row, column + 1)
    line, column = place.line or place.record or 1, place.column or 1
    end_line, end_column = None, None
    if finding.span:
        end_line, end_column = finding.span.field.end(finding.span.start, finding.span.end)
    if end_line is None or end_column is None or (end_line, end_column) <= (line, column):
        return Region(line, column, line, column + 1)
    return Region(line, column, end_line, end_column)


def _column_number(cell: str) -> int:
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number


class Ordinals:
    """Tells equal fingerprints of one file apart, for services that show only one finding of each."""

    def __init__(self) -> None:
        self._path = ""
        self._seen: Counter[str] = Counter()

    def unique(self, path: str, name: str) -> str:
        """``name`` the first time it comes for ``path``, then names made from it and its ordinal."""
        if path != self._path:
            self._path, self._seen = path, Counter()
        self._seen[name] += 1
        ordinal = self._seen[name]
        return name if ordinal == 1 else fingerprint(name, ordinal)


def place(location: Location) -> str:
    """Where a finding is, as a reader looks for it: ``feed.csv:17:5`` or ``book.xlsx Sheet1!C12``."""
    if location.cell:
        sheet = f"{location.sheet}!" if location.sheet else ""
        return f"{location.path} {sheet}{location.cell}"
    if location.line is not None:
        return f"{location.path}:{location.line}:{location.column or 1}"
    if location.record is not None:
        return f"{location.path} row {location.record}"
    return location.path


def location_object(location: Location) -> dict[str, object]:
    """A location as the JSON contract has it."""
    return {
        "path": location.path,
        "record": location.record,
        "line": location.line,
        "column": location.column,
        "sheet": location.sheet,
        "cell": location.cell,
        "pointer": location.pointer,
    }


def finding_object(finding: Finding) -> dict[str, object]:
    """A finding as the JSON contract has it."""
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "dispute": finding.dispute,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "listing": finding.listing,
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "location": location_object(finding.location),
        "related": [
            {
                "field": span.field.name,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "location": location_object(span.field.locate(span.start)),
            }
            for span in finding.related
        ],
        "fingerprint": finding.fingerprint,
    }


def summary_object(summary: Summary) -> dict[str, object]:
    """The counts of a run as the JSON contract has them."""
    return {
        "files": summary.files,
        "listings": summary.listings,
        "findings": summary.findings,
        "errors": summary.by_severity["error"],
        "warnings": summary.by_severity["warning"],
        "infos": summary.by_severity["info"],
        "suppressed": summary.suppressed,
        "baselined": summary.baselined,
        "unchanged_files": summary.unchanged_files,
        "unchanged_listings": summary.unchanged_listings,
        "by_rule": dict(sorted(summary.by_rule.items())),
        "skipped": [
            {"location": location_object(item.location), "reason": item.reason, "fatal": item.fatal}
            for item in summary.skipped
        ],
    }
