"""``sarif``: SARIF 2.1.0 as code-scanning services take it.

Columns are code points, and the log says so. A service refuses files with more than 25,000 results, so only that many
are written, the gravest first, and a notification tells the true count.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from listing_lint import __version__
from listing_lint.model import SEVERITIES, Finding, Listing
from listing_lint.report import Options, Ordinals, Region, region
from listing_lint.report.json_report import dumps
from listing_lint.report.suggestions import Suggestion, Suggestions
from listing_lint.rules import Rule

if TYPE_CHECKING:
    from listing_lint.run import Summary

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "info": "recommendation"}
MOST = 25_000
_LONGEST = 1024


class Report:
    """Collects the results, and writes the log at the end."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._results: dict[str, list[dict[str, Any]]] = {severity: [] for severity in SEVERITIES}
        self._rules: dict[str, int] = {}
        self._ordinals = Ordinals()
        self._suggestions = Suggestions()

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            kept = self._results[finding.severity]
            if len(kept) < MOST:
                kept.append(self._result(finding))

    def _result(self, finding: Finding) -> dict[str, Any]:
        index = self._rules.setdefault(finding.rule, len(self._rules))
        place = region(finding)
        area = _area(place)
        if finding.text:
            area["snippet"] = {"text": finding.text}
        result = {
            "ruleId": finding.rule,
            "ruleIndex": index,
            "level": LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": _artifact(finding.location.path), "region": area},
                    "logicalLocations": [_logical(finding)],
                }
            ],
            "partialFingerprints": {
                "primaryLocationLineHash": self._ordinals.unique(finding.location.path, finding.fingerprint)
            },
            "properties": {"confidence": finding.confidence, "kind": finding.kind, "listing": finding.listing},
        }
        suggested = self._suggestions.of(finding)
        return {**result, "fixes": [_fix(finding, suggested)]} if suggested else result

    def end(self, summary: Summary) -> None:
        results = [result for severity in SEVERITIES for result in self._results[severity]][:MOST]
        notifications = [
            {
                "level": "error" if item.fatal else "warning",
                "message": {"text": item.reason},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(item.location.path)}}],
            }
            for item in summary.skipped
        ]
        if summary.findings > len(results):
            text = f"{summary.findings} findings; the {len(results)} gravest are in this log"
            notifications.append({"level": "warning", "message": {"text": text}})
        invocation: dict[str, Any] = {"executionSuccessful": not any(item.fatal for item in summary.skipped)}
        if notifications:
            invocation["toolExecutionNotifications"] = notifications
        run = {
            "tool": {
                "driver": {
                    "name": "listing-lint",
                    "semanticVersion": _semantic(__version__),
                    "rules": [_rule(summary.rules[name]) for name in self._rules],
                }
            },
            "automationDetails": {"id": "listing-lint/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the catalog's repository."}}},
            "invocations": [invocation],
            "results": results,
        }
        self._stream.write(dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n")


def _area(place: Region) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(finding: Finding, suggested: list[Suggestion]) -> dict[str, Any]:
    replacements = [{"deletedRegion": _area(item.region), "insertedContent": {"text": item.text}} for item in suggested]
    change = {"artifactLocation": _artifact(finding.location.path), "replacements": replacements}
    title = finding.fix.title if finding.fix else ""
    return {"description": {"text": title}, "artifactChanges": [change]}


def _artifact(path: str) -> dict[str, str]:
    name = PurePath(path)
    # The bytes of a name that is no UTF-8 stay what they are.
    uri = quote(name.as_posix(), errors="surrogateescape")
    return {"uri": f"file://{uri}"} if name.is_absolute() else {"uri": uri, "uriBaseId": "SRCROOT"}


def _logical(finding: Finding) -> dict[str, str]:
    here = finding.location
    names = [name for name in (here.sheet, here.cell, here.pointer) if name] or [f"row {here.record or 1}"]
    full = "/".join([*names, finding.listing, finding.field or ""]).rstrip("/")
    return {"name": finding.field or finding.listing or "listing", "fullyQualifiedName": full, "kind": "element"}


def _rule(rule: Rule) -> dict[str, Any]:
    summary, why = rule.text("summary"), rule.text("why")
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")) + "Rule",
        "shortDescription": {"text": summary[:_LONGEST]},
        "fullDescription": {"text": why[:_LONGEST]},
        "help": {"text": why, "markdown": f"**{summary}**\n\n{why}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["listing", rule.family, rule.kind, f"dispute-{rule.dispute}"],
            "precision": rule.confidence,
            "problem.severity": PROBLEM_SEVERITY[rule.severity],
        },
    }


def _semantic(version: str) -> str:
    match = re.match(r"\d+\.\d+\.\d+", version)
    return match.group() if match else "0.0.0"
