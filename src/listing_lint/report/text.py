"""``text``: for people. Findings under their listing, the words marked, what to do at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from listing_lint.engine import shorten
from listing_lint.expressions import expression
from listing_lint.model import SEVERITIES, Finding, Listing
from listing_lint.report import Options, place
from listing_lint.report.terminal import safe, snippet
from listing_lint.texts import texts
from listing_lint.texts.messages import translated

if TYPE_CHECKING:
    from listing_lint.run import Summary

COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
_TYPED = expression(r"[\w./\\:][\w ./\\:+,-]*")


class Report:
    """Writes each listing that has findings, then the counts per rule."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._words = texts(options.lang, "text")
        self._paths: set[str] = set()
        self._fixable = 0

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        if not findings:
            return
        self._paths.add(listing.location.path)
        self._fixable += sum(1 for finding in findings if finding.fix and finding.fix.safety == "safe")
        title = listing.title
        name = f" {shorten(title.text, 70)}" if title else ""
        self._line(self._style(safe(f"{listing.location.path}  {listing.id}{name}"), bold=True))
        for finding in findings:
            self._finding(finding)
        self._line("")

    def _finding(self, finding: Finding) -> None:
        color = COLORS[finding.severity]
        where = safe(place(finding.location))
        field = safe(finding.field) if finding.field else self._words["whole"]
        severity = self._style(self._words[finding.severity], fg=color, bold=True)
        self._line(f"  {where}  {severity}  {finding.rule}  [{field}]")
        self._line(f"    {safe(finding.messages.get(self._options.lang, finding.message))}")
        span = finding.span
        if span and span.end > span.start:
            line, carets = snippet(span.field.text, span.start, span.end, self._options.width - 6)
            self._line(f"      {line}")
            self._line(f"      {self._style(carets, fg=color)}")
        for other in finding.related:
            line, carets = snippet(other.field.text, other.start, other.end, self._options.width - 6)
            self._line(f"      {safe(place(other.field.locate(other.start)))} [{safe(other.field.name)}]")
            self._line(f"      {line}")
            self._line(f"      {self._style(carets, fg='blue')}")

    def end(self, summary: Summary) -> None:
        words = self._words
        for item in summary.skipped:
            note = self._style(words["not_linted"], fg="magenta", bold=True)
            self._line(f"{safe(place(item.location))}  {note}: {safe(translated(item.reason, self._options.lang))}")
        if not summary.listings:
            self._line(words["same" if summary.read or summary.unchanged_files else "none"])
            return
        counts = {name: words.count(name, number) for name, number in _numbers(summary).items()}
        if not summary.findings:
            self._line(words["clean"].format(**counts))
            self._hidden(summary)
            return
        ranked = sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0]))
        for rule, count in ranked:
            self._line(f"{count:7}  {rule}")
        self._line(words["total"].format(**counts))
        self._hidden(summary)
        self._next(summary, ranked[0][0])

    def _next(self, summary: Summary, rule: str) -> None:
        """What to do now, with the commands to type."""
        words, check = self._words, f"listing-lint check {self._file()}"
        steps = [words["next_errors" if summary.by_severity["error"] else "next_warnings"]]
        if summary.rules[rule].on == "listing":
            if self._fixable:
                steps.append(words.count("next_fix", self._fixable, command=f"{check} --fix"))
            if any(reading.sheets for reading in summary.readings):
                steps.append(words["next_sheet"].format(command=f"{check} --output xlsx=marked.xlsx"))
        steps.append(words["next_explain"].format(command=f"listing-lint explain {rule}"))
        self._line("")
        self._line(self._style(words["next"], bold=True))
        for step in steps:
            self._line(f"  - {step}")

    def _file(self) -> str:
        """The file that was linted as one types it in a command; ``FILE`` where it is not one, or hard to type."""
        path = next(iter(self._paths)) if len(self._paths) == 1 else ""
        if not _TYPED.fullmatch(path):
            return "FILE"
        return f'"{path}"' if " " in path else path

    def _hidden(self, summary: Summary) -> None:
        """How much the user's own settings, the baseline and an older state keep out of sight."""
        counts = {
            "suppressed": summary.suppressed,
            "baselined": summary.baselined,
            "unchanged": summary.unchanged_listings,
        }
        for name, count in counts.items():
            if count:
                self._line(self._words.count(name, count))

    def _style(self, text: str, *, fg: str | None = None, bold: bool = False) -> str:
        return click.style(text, fg=fg, bold=bold) if self._options.color else text

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")


def _numbers(summary: Summary) -> dict[str, int]:
    severities = {f"{severity}s": summary.by_severity[severity] for severity in SEVERITIES}
    return {"files": summary.files, "listings": summary.listings, "findings": summary.findings, **severities}
