"""``jsonl``: one finding a line, the summary last; each line has a ``type``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from listing_lint.model import Finding, Listing
from listing_lint.report import Options, finding_object, summary_object
from listing_lint.report.json_report import dumps, head

if TYPE_CHECKING:
    from listing_lint.run import Summary


class Report:
    """Writes a line a finding."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            self._stream.write(dumps({"type": "finding", **finding_object(finding)}) + "\n")

    def end(self, summary: Summary) -> None:
        self._stream.write(dumps({"type": "summary", **head(), **summary_object(summary)}) + "\n")
