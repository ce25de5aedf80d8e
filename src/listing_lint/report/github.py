"""``github``: workflow commands that mark lines of a pull request; a table in the step summary.

GitHub shows ten annotations of a level and step, so the gravest come first and the rest is counted. The commands'
escapes: ``%``, CR and LF everywhere, ``:`` and ``,`` in properties too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from listing_lint.model import SEVERITIES, Finding, Listing
from listing_lint.report import Options, region
from listing_lint.report.terminal import safe, visible

if TYPE_CHECKING:
    from listing_lint.run import Summary

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10


def message(text: str) -> str:
    """``text`` as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def prop(text: str) -> str:
    """``text`` as the value of a command's property."""
    return message(text).replace(":", "%3A").replace(",", "%2C")


class Report:
    """Keeps the first findings of each severity and writes them at the end, the gravest first."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._kept: dict[str, list[Finding]] = {severity: [] for severity in SEVERITIES}

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            kept = self._kept[finding.severity]
            if len(kept) < SHOWN:
                kept.append(finding)

    def end(self, summary: Summary) -> None:
        for severity in SEVERITIES:
            for finding in self._kept[severity]:
                self._stream.write(self._command(finding) + "\n")
            rest = summary.by_severity[severity] - len(self._kept[severity])
            if rest:
                self._stream.write(f"::notice title=listing-lint::{rest} more of severity {severity}\n")
        for item in summary.skipped:
            path = prop(visible(item.location.path))
            self._stream.write(f"::error file={path},title=listing-lint::{message(safe(item.reason))}\n")
        self._step_summary(summary)

    def _command(self, finding: Finding) -> str:
        place = region(finding)
        properties = [f"file={prop(visible(finding.location.path))}", f"line={place.line}", f"endLine={place.end_line}"]
        if place.line == place.end_line:
            properties += [f"col={place.column}", f"endColumn={place.end_column}"]
        properties.append(f"title={prop(finding.rule)}")
        where = f"{finding.location.sheet or ''}!{finding.location.cell}: " if finding.location.cell else ""
        return f"::{COMMANDS[finding.severity]} {','.join(properties)}::{message(safe(where + finding.message))}"

    def _step_summary(self, summary: Summary) -> None:
        path = os.environ.get("GITHUB_STEP_SUMMARY")
        if not path:
            return
        rows = sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0]))
        lines = ["### listing-lint", "", "| rule | findings |", "| --- | ---: |"]
        lines += [f"| {rule} | {count} |" for rule, count in rows]
        lines += ["", f"{summary.findings} findings in {summary.listings} listings of {summary.files} files.", ""]
        with Path(path).open("a", encoding="utf-8") as file:
            file.write("\n".join(lines))
