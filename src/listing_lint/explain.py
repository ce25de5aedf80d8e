"""What a rule is, told from its own file."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from listing_lint.rules import Rule
from listing_lint.texts import texts


def rule_object(rule: Rule, lang: str) -> dict[str, Any]:
    """A rule for machines; texts in ``lang``."""
    return {
        "name": rule.name,
        "ruleset": rule.family,
        "kind": rule.kind,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "default": rule.default and rule.confidence == "high",
        "dispute": rule.dispute,
        "summary": rule.text("summary", lang),
        "why": rule.text("why", lang),
        "message": rule.text("message", lang),
        "bad": list(rule.bad),
        "good": list(rule.good),
        "links": list(rule.links),
    }


def explanation(rule: Rule, lang: str) -> Iterator[str]:
    """The lines that ``listing-lint explain`` prints."""
    words = texts(lang, "explain")
    yield f"{rule.name}: {rule.text('summary', lang)}"
    yield (
        f"{words['severity']}: {words[rule.severity]}; {words['confidence']}: {words[rule.confidence]}; "
        f"{words['kind']}: {rule.kind}; {words['dispute']}: {words[rule.dispute]}"
    )
    yield f"\n{words['why']}\n{_wrapped(rule.text('why', lang))}"
    for heading, examples in (("bad", rule.bad), ("good", rule.good)):
        if not examples:
            continue
        yield f"\n{words[heading]}"
        for example in examples:
            yield from _example(example)
    if rule.links:
        yield f"\n{words['sources']}"
        yield from (f"  {link}" for link in rule.links)
    yield f"\n{words['leave_out']}\n  listing-lint check --ignore {rule.name} ..."


def _wrapped(text: str) -> str:
    if not text.isascii():
        return f"  {text}"
    return textwrap.fill(text, width=90, initial_indent="  ", subsequent_indent="  ")


def _example(example: Any) -> Iterator[str]:
    if isinstance(example, str):
        yield f"  - {example}"
        return
    for number, (key, value) in enumerate(example.items()):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield f"  {'-' if not number else ' '} {key}: {text}"
