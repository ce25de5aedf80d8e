"""``statistics``: how often each rule fired, the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from listing_lint.model import Finding, Listing
from listing_lint.report import Options

if TYPE_CHECKING:
    from listing_lint.run import Summary


class Report:
    """Writes a line a rule, and the totals."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        """Nothing: the summary has the counts."""

    def end(self, summary: Summary) -> None:
        for rule, count in sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0])):
            self._stream.write(f"{count:7}  {rule}\n")
        self._stream.write(f"{summary.findings:7}  findings in {summary.listings} listings of {summary.files} files\n")
