"""``github``: workflow commands that mark lines of a pull request; tables in the step summary.

GitHub shows ten annotations of a level and step, so the gravest come first and the rest is counted. The commands'
escapes: ``%``, CR and LF everywhere, ``:`` and ``,`` in properties too. A step summary holds 1 MiB; the findings that
do not fit are counted.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from listing_lint.expressions import expression
from listing_lint.model import SEVERITIES, Finding, Listing
from listing_lint.report import Options, place, region
from listing_lint.report.terminal import safe, visible

if TYPE_CHECKING:
    from listing_lint.run import Summary

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10
SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
SUMMARY_SIZE = 900_000
"""How many bytes of findings are written into the summary; the tables of counts are beside them."""
_MARKUP = expression(r"([\\`*_\[\]<>|#~&$@])")


def message(text: str) -> str:
    """``text`` as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def prop(text: str) -> str:
    """``text`` as the value of a command's property."""
    return message(text).replace(":", "%3A").replace(",", "%2C")


def cell(text: str) -> str:
    """``text`` in a table of Markdown, where nothing of it is markup."""
    return _MARKUP.sub(r"\\\1", " ".join(safe(text).split()))


class Report:
    """Keeps the first findings of each severity and writes them at the end, the gravest first."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._kept: dict[str, list[Finding]] = {severity: [] for severity in SEVERITIES}
        self._rows: dict[str, list[str]] = {severity: [] for severity in SEVERITIES}
        self._left = dict.fromkeys(SEVERITIES, SUMMARY_SIZE if os.environ.get(SUMMARY_VARIABLE) else 0)

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            kept = self._kept[finding.severity]
            if len(kept) < SHOWN:
                kept.append(finding)
            if self._left[finding.severity] > 0:
                parts = (place(finding.location), finding.listing, finding.severity, finding.rule, finding.message)
                row = f"| {' | '.join(map(cell, parts))} |\n"
                self._left[finding.severity] -= len(row.encode())
                self._rows[finding.severity].append(row)

    def end(self, summary: Summary) -> None:
        for severity in SEVERITIES:
            for finding in self._kept[severity]:
                self._stream.write(self._command(finding) + "\n")
            rest = summary.by_severity[severity] - len(self._kept[severity])
            if rest:
                self._stream.write(f"::notice title=listing-lint::{rest} more of severity {severity}\n")
        for item in summary.skipped:
            path = prop(visible(item.location.path))
            level = "error" if item.fatal else "warning"
            self._stream.write(f"::{level} file={path},title=listing-lint::{message(safe(item.reason))}\n")
        self._step_summary(summary)

    def _command(self, finding: Finding) -> str:
        area = region(finding)
        properties = [f"file={prop(visible(finding.location.path))}", f"line={area.line}", f"endLine={area.end_line}"]
        if area.line == area.end_line:
            properties += [f"col={area.column}", f"endColumn={area.end_column}"]
        properties.append(f"title={prop(finding.rule)}")
        where = f"{finding.location.sheet or ''}!{finding.location.cell}: " if finding.location.cell else ""
        return f"::{COMMANDS[finding.severity]} {','.join(properties)}::{message(safe(where + finding.message))}"

    def _step_summary(self, summary: Summary) -> None:
        path = os.environ.get(SUMMARY_VARIABLE)
        if not path:
            return
        with Path(path).open("a", encoding="utf-8") as file:
            file.write("### listing-lint\n\n")
            file.write(f"{summary.findings} findings in {summary.listings} listings of {summary.files} files.\n")
            if not summary.findings:
                return
            file.write("\n| rule | findings |\n| --- | ---: |\n")
            for rule, count in sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0])):
                file.write(f"| {rule} | {count} |\n")
            file.write("\n| place | listing | severity | rule | message |\n| --- | --- | --- | --- | --- |\n")
            left, written = SUMMARY_SIZE, 0
            for row in itertools.chain.from_iterable(self._rows[severity] for severity in SEVERITIES):
                left -= len(row.encode())
                if left < 0:
                    break
                file.write(row)
                written += 1
            if written < summary.findings:
                file.write(f"\n... and {summary.findings - written} more\n")
