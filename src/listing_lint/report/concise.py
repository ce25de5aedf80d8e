"""``concise``: one line a finding: place, severity, rule, message."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from listing_lint.model import Finding, Listing
from listing_lint.report import Options, place
from listing_lint.report.terminal import safe
from listing_lint.texts import texts
from listing_lint.texts.messages import translated

if TYPE_CHECKING:
    from listing_lint.run import Summary


class Report:
    """Writes a line a finding, and a line for each thing that was not linted."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._lang = options.lang

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            message = finding.messages.get(self._lang, finding.message)
            line = f"{place(finding.location)}: {finding.severity}: {finding.rule}: {message}"
            self._stream.write(safe(line) + "\n")

    def end(self, summary: Summary) -> None:
        words = texts(self._lang, "text")
        for item in summary.skipped:
            reason = translated(item.reason, self._lang)
            self._stream.write(safe(f"{place(item.location)}: {words['not_linted']}: {reason}") + "\n")
