"""The examples in rule files, run as tests: marks are taken out, and the rule must point at what they enclosed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from listing_lint.engine import Linter
from listing_lint.errors import RuleError
from listing_lint.expressions import expression
from listing_lint.model import Listing
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.rules import Rule

_MARK = expression(r"\[\[(.*?)\]\]", re.DOTALL)


def example_listing(example: Any) -> tuple[Listing, list[tuple[str, str, int]]]:
    """The listing of an example, and the marked spans as (field name, words, start) in the order of the text.

    A text is a description; a mapping has the keys of `listing_from_mapping`. Language is English unless it is given.
    """
    data = {"description": example} if isinstance(example, str) else dict(example)
    data.setdefault("language", "en")
    data.setdefault("id", "example")
    marked = listing_from_mapping(data)
    spans = []
    for field in marked.fields:
        removed = 0
        for match in _MARK.finditer(field.text):
            spans.append((field.name, match.group(1), match.start() - removed))
            removed += 4
    return listing_from_mapping(_unmarked(data)), spans


def _unmarked(value: Any) -> Any:
    if isinstance(value, str):
        return _MARK.sub(r"\1", value)
    if isinstance(value, Mapping):
        return {key: _unmarked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    return value


def failures(rule: Rule) -> Iterator[str]:
    """What is wrong with the examples of ``rule``, a sentence each; nothing where all hold."""
    try:
        yield from _failures(rule)
    except RuleError as error:
        yield str(error)


def _failures(rule: Rule) -> Iterator[str]:
    linter = Linter([rule])
    for number, example in enumerate(rule.bad, 1):
        listing, wanted = example_listing(example)
        findings = linter.lint(listing)
        found = [(f.field, f.text or "", f.start or 0) for f in findings if f.field is not None]
        if not findings:
            yield f"bad example {number}: nothing is found in {example!r}"
        elif sorted(found) != sorted(wanted):
            yield f"bad example {number}: found {_told(found)}, marked {_told(wanted)}"
    for number, example in enumerate(rule.good, 1):
        listing, marks = example_listing(example)
        if marks:
            yield f"good example {number} has a [[mark]]"
        for finding in linter.lint(listing):
            yield f"good example {number}: found {finding.text!r} in {finding.field}: {finding.message}"


def _told(spans: Sequence[tuple[str, str, int]]) -> str:
    return ", ".join(f"{words!r} in {field} at {start}" for field, words, start in spans) or "nothing"
