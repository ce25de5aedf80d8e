"""``csv``: one row a finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from listing_lint.expressions import expression
from listing_lint.model import Finding, Listing
from listing_lint.report import Options, region

if TYPE_CHECKING:
    from listing_lint.run import Summary

COLUMNS = (
    "path", "sheet", "cell", "record", "line", "column", "listing", "field", "severity", "confidence", "rule", "kind",
    "dispute", "text", "message", "fingerprint",
)  # fmt: skip
# The full-width signs are formulas too where a spreadsheet runs in Japanese or Chinese.
_FORMULA = expression(r"[ ]*[=+\-@＝＋－＠\t\r\n]")
_NUMBER = expression(r"-?\d+(?:[.,]\d+)?")


def cell(value: object) -> str:
    """``value`` as a cell that no spreadsheet takes for a formula: an apostrophe goes before what begins like one."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


class Report:
    """Writes a header, then rows as they come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._lang = options.lang
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            here = finding.location
            place = region(finding)
            row = (
                here.path, here.sheet, here.cell, here.record, place.line, place.column, finding.listing,
                finding.field, finding.severity, finding.confidence, finding.rule, finding.kind, finding.dispute,
                finding.text, finding.messages.get(self._lang, finding.message), finding.fingerprint,
            )  # fmt: skip
            self._writer.writerow([cell(value) for value in row])

    def end(self, summary: Summary) -> None:
        """Nothing follows the rows."""
