"""``rdjson``: the Reviewdog Diagnostic Format. Its columns count UTF-8 bytes from 1."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TextIO

from listing_lint.model import Finding, Listing
from listing_lint.read.encoding import decode
from listing_lint.report import Options, Region, region
from listing_lint.report.json_report import dumps
from listing_lint.report.suggestions import Suggestions

if TYPE_CHECKING:
    from listing_lint.run import Summary

SEVERITY = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class _Lines:
    """The lines of the file that findings are in, to count the bytes before a column."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._lines: list[str] = []

    def range(self, finding: Finding, place: Region) -> dict[str, dict[str, int]]:
        """A region of the file that ``finding`` is in."""
        return {
            "start": {"line": place.line, "column": self._byte(finding, place.line, place.column)},
            "end": {"line": place.end_line, "column": self._byte(finding, place.end_line, place.end_column)},
        }

    def _byte(self, finding: Finding, line: int, column: int) -> int:
        """The column as UTF-8 bytes; as it is where there are no lines (a workbook) or no file (standard input)."""
        path = finding.location.path
        if finding.location.line is None or not Path(path).is_file():
            return column
        if path != self._path:
            self._path = path
            self._lines = decode(Path(path).read_bytes())[0].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return len(self._lines[line - 1][: column - 1].encode()) + 1 if line <= len(self._lines) else column


class Report:
    """Writes a diagnostic a finding, as they come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._lines = _Lines()
        self._suggestions = Suggestions()
        self._first = True
        stream.write('{"source": {"name": "listing-lint"}, "diagnostics": [')

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            row: dict[str, Any] = {
                "message": finding.message,
                "location": {
                    "path": PurePath(finding.location.path).as_posix(),
                    "range": self._lines.range(finding, region(finding)),
                },
                "severity": SEVERITY[finding.severity],
                "code": {"value": finding.rule},
            }
            suggested = self._suggestions.of(finding)
            if suggested:
                row["suggestions"] = [
                    {"range": self._lines.range(finding, item.region), "text": item.text} for item in suggested
                ]
            self._stream.write(("\n " if self._first else ",\n ") + dumps(row))
            self._first = False

    def end(self, summary: Summary) -> None:
        self._stream.write("\n]}\n")
