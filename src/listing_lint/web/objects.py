"""Listings and findings as the page shows them. Positions are in UTF-16 units, as JavaScript counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from listing_lint.model import Finding, Listing, Span
from listing_lint.report import place
from listing_lint.report.marked import Part, example_parts
from listing_lint.rules import Rule
from listing_lint.texts import languages

_EXAMPLES = 3


def listing_object(listing: Listing, findings: Sequence[Finding]) -> dict[str, Any]:
    """``listing`` with its findings.

    A field is ``shown`` where a buyer reads it or something is found in it; the others are facts for the rules.
    """
    found = [finding_object(finding, listing) for finding in findings]
    wanted = {item["field"] for item in found} | {other["field"] for item in found for other in item["related"]}
    fields = [
        {
            "index": index,
            "role": field.role,
            "name": field.name,
            "label": field.label,
            "text": field.text,
            "variant": field.variant,
            "shown": field.visible or index in wanted,
            "editable": field.whole,
        }
        for index, field in enumerate(listing.fields)
        if field.text
    ]
    return {
        "key": key_of(listing),
        "id": listing.id,
        "place": place(listing.location),
        "sheet": listing.location.sheet,
        "row": listing.location.record,
        "language": listing.language,
        "markets": list(listing.markets),
        "platform": listing.platform,
        "fields": fields,
        "findings": found,
    }


def key_of(listing: Listing) -> str:
    """What tells ``listing`` from the others of its file: where it stands."""
    here = listing.location
    return json.dumps([here.sheet, here.record, here.line, here.pointer, listing.id])


def finding_object(finding: Finding, listing: Listing) -> dict[str, Any]:
    """``finding``; its ``field`` and those of other places are numbers of fields, -1 for the whole listing."""
    numbers = {id(field): number for number, field in enumerate(listing.fields)}

    def at(span: Span | None) -> dict[str, int]:
        number = numbers.get(id(span.field), -1) if span else -1
        if span is None or number < 0:
            return {"field": -1, "start": 0, "end": 0}
        units = _units(span.field.text)
        return {"field": number, "start": units(span.start), "end": units(span.end)}

    fix = finding.fix
    return {
        **at(finding.span),
        "rule": finding.rule,
        "severity": finding.severity,
        "dispute": finding.dispute,
        "messages": dict(finding.messages),
        "related": [at(span) for span in finding.related],
        "edits": [{**at(edit.span), "text": edit.text} for edit in fix.edits] if fix else [],
        "safe": bool(fix and fix.safety == "safe"),
    }


def _units(text: str) -> Callable[[int], int]:
    """A function from positions in ``text`` in code points to those in UTF-16 units."""
    if not text or max(text) <= "\uffff":
        return lambda position: position
    return lambda position: position + sum(1 for char in text[:position] if char > "\uffff")


def rule_object(rule: Rule) -> dict[str, Any]:
    """What the page tells of a rule, in all languages."""
    return {
        "severity": rule.severity,
        "dispute": rule.dispute,
        "summary": {lang: rule.text("summary", lang) for lang in languages()},
        "why": {lang: rule.text("why", lang) for lang in languages()},
        "bad": [_pieces(example_parts(example, rule.severity)) for example in rule.bad[:_EXAMPLES]],
        "good": [_pieces(example_parts(example, rule.severity)) for example in rule.good[:_EXAMPLES]],
    }


def _pieces(parts: Sequence[Part]) -> list[tuple[str, str]]:
    return [(part.text, part.severity or "") for part in parts]
