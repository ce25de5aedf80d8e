"""``grouped``: by rule, with the count, the reason and a few rows of each: how one mends a large sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from listing_lint.engine import shorten
from listing_lint.model import SEVERITIES, Finding, Listing
from listing_lint.report import Options, place
from listing_lint.report.terminal import safe
from listing_lint.texts import texts
from listing_lint.texts.messages import translated

if TYPE_CHECKING:
    from listing_lint.run import Summary

SAMPLES = 5


class Report:
    """Keeps a few findings of each rule, and writes them under the dispute that the rule prevents."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._lang = options.lang
        self._samples: dict[str, list[Finding]] = {}

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            samples = self._samples.setdefault(finding.rule, [])
            if len(samples) < SAMPLES:
                samples.append(finding)

    def end(self, summary: Summary) -> None:
        words = texts(self._lang, "grouped")

        def rank(rule: str) -> tuple[str, int, int, str]:
            first = self._samples[rule][0]
            return first.dispute, SEVERITIES.index(first.severity), -summary.by_rule[rule], rule

        dispute = None
        for rule in sorted(self._samples, key=rank):
            samples = self._samples[rule]
            if samples[0].dispute != dispute:
                dispute = samples[0].dispute
                self._stream.write(words["dispute"].format(dispute=words[dispute]) + "\n\n")
            count = summary.by_rule[rule]
            self._stream.write(f"  {count} x {rule} ({words[samples[0].severity]})\n")
            for finding in samples:
                found = f"“{shorten(finding.text)}”  " if finding.text else ""
                line = f"    {place(finding.location)}  {finding.listing}  {found}"
                self._stream.write(safe(line).rstrip() + "\n")
            self._stream.write(f"    {safe(samples[0].messages.get(self._lang, samples[0].message))}\n")
            if count > len(samples):
                self._stream.write("    " + words["more"].format(count=count - len(samples)) + "\n")
            self._stream.write("\n")
        for item in summary.skipped:
            self._stream.write(safe(f"{place(item.location)}  {translated(item.reason, self._lang)}") + "\n")
