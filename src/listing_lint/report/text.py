"""``text``: for people. Findings under their listing, the words marked, what to do at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from listing_lint.engine import shorten
from listing_lint.model import SEVERITIES, Finding, Listing
from listing_lint.report import Options, place
from listing_lint.report.terminal import safe, snippet

if TYPE_CHECKING:
    from listing_lint.run import Summary

COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
WORDS = {
    "en": {
        "error": "error",
        "warning": "warning",
        "info": "info",
        "row": "row",
        "whole": "whole listing",
        "skipped": "not linted",
        "none": "Nothing was checked.",
        "clean": "{listings} in {files}: nothing found.",
        "total": "{findings} in {listings} of {files}: {errors}, {warnings}, {infos}.",
        "suppressed": "{suppressed} findings are suppressed by your ignore entries.",
        "baselined": "{baselined} findings are in the baseline and not shown.",
        "next": "What a rule means and what to write instead: listing-lint explain {rule}",
    },
    "zh": {
        "error": "错误",
        "warning": "警告",
        "info": "提示",
        "row": "第",
        "whole": "整条商品信息",
        "skipped": "未检查",
        "none": "没有检查任何内容。",
        "clean": "共检查{files}、{listings}，未发现问题。",
        "total": "共检查{files}、{listings}，发现{findings}：{errors}，{warnings}，{infos}。",
        "suppressed": "另有 {suppressed} 处问题已按您的忽略设置隐藏。",
        "baselined": "另有 {baselined} 处问题已在基线中，不再显示。",
        "next": "查看规则说明及改写建议：listing-lint explain {rule}",
    },
}


class Report:
    """Writes each listing that has findings, then the counts per rule."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._words = WORDS.get(options.lang, WORDS["en"])

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        if not findings:
            return
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
        for item in summary.skipped:
            note = self._style(self._words["skipped"], fg="magenta", bold=True)
            self._line(f"{safe(place(item.location))}  {note}: {safe(item.reason)}")
        if not summary.listings:
            self._line(self._words["none"])
            return
        lang = self._options.lang if self._options.lang in WORDS else "en"
        counts = {name: _count(number, name, lang) for name, number in _numbers(summary).items()}
        if not summary.findings:
            self._line(self._words["clean"].format(**counts))
            self._hidden(summary)
            return
        ranked = sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0]))
        for rule, count in ranked:
            self._line(f"{count:7}  {rule}")
        self._line(self._words["total"].format(**counts))
        self._hidden(summary)
        self._line(self._words["next"].format(rule=ranked[0][0]))

    def _hidden(self, summary: Summary) -> None:
        """How many findings the user's own settings and baseline keep out of sight."""
        for name, count in (("suppressed", summary.suppressed), ("baselined", summary.baselined)):
            if count:
                self._line(self._words[name].format(**{name: count}))

    def _style(self, text: str, *, fg: str | None = None, bold: bool = False) -> str:
        return click.style(text, fg=fg, bold=bold) if self._options.color else text

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")


def _numbers(summary: Summary) -> dict[str, int]:
    severities = {f"{severity}s": summary.by_severity[severity] for severity in SEVERITIES}
    return {"files": summary.files, "listings": summary.listings, "findings": summary.findings, **severities}


CHINESE = {
    "files": " {} 个文件", "listings": " {} 条商品信息", "findings": " {} 处问题",
    "errors": "错误 {}", "warnings": "警告 {}", "infos": "提示 {}",
}  # fmt: skip


def _count(number: int, name: str, lang: str) -> str:
    """``number`` with what it counts: 1 file, 2 files."""
    if lang == "zh":
        return CHINESE[name].format(number)
    return f"{number} {name if number != 1 else name.removesuffix('s')}"
