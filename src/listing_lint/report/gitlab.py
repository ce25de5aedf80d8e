"""``gitlab``: a Code Quality report: a bare JSON array, each finding with a fingerprint of its own."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, TextIO

from listing_lint.engine import fingerprint
from listing_lint.model import Finding, Listing
from listing_lint.report import Options, Ordinals, region
from listing_lint.report.json_report import dumps

if TYPE_CHECKING:
    from listing_lint.run import Summary

SEVERITY = {"error": "critical", "warning": "major", "info": "info"}


class Report:
    """Writes an object a finding, as they come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._first = True
        self._ordinals = Ordinals()
        stream.write("[")

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            place = region(finding)
            path = PurePath(finding.location.path).as_posix()
            row = {
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": fingerprint(path, self._ordinals.unique(path, finding.fingerprint)),
                "severity": SEVERITY[finding.severity],
                "location": {
                    "path": path,
                    "positions": {
                        "begin": {"line": place.line, "column": place.column},
                        "end": {"line": place.end_line, "column": place.end_column},
                    },
                },
            }
            self._stream.write(("\n " if self._first else ",\n ") + dumps(row))
            self._first = False

    def end(self, summary: Summary) -> None:
        self._stream.write("\n]\n")
