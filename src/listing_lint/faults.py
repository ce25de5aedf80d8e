"""What the linter says of itself: a rule failed on a listing or took too long, a file broke its reader.

Each is a finding like any other, so every report shows it with its place, but no setting hides it, and the run ends
with status 2: the listing was not linted in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from listing_lint.checks import Check, Scope
from listing_lint.facts import Facts
from listing_lint.model import Hit
from listing_lint.rules import Rule
from listing_lint.texts import languages, texts

FAMILY = "internal"
INTERNAL_ERROR, TOO_SLOW = "internal-error", "too-slow"
NAMES = (INTERNAL_ERROR, TOO_SLOW)


@cache
def rule_of(name: str) -> Rule:
    """What stands for a rule where a finding of this name, one of `NAMES`, is reported or explained."""
    return Rule(
        name=name,
        family=FAMILY,
        kind=name,
        severity="error",
        confidence="high",
        dispute="unknown",
        texts={
            lang: {part: words[f"{name}-{part}"] for part in ("summary", "why", "message")}
            for lang in languages()
            for words in [texts(lang, "faults")]
        },
        check=Check(FAMILY, {}, _nothing),
        bad=(),
        good=(),
    )


def _nothing(facts: Facts, scope: Scope) -> Iterator[Hit]:
    return iter(())


def failed(task: str, error: Exception) -> tuple[Rule, Hit]:
    """``error`` came out of ``task``: the name of a rule, or ``read``."""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return rule_of(INTERNAL_ERROR), Hit(None, {"task": task, "error": " ".join(text.split())[:200]})


def slow(task: str, seconds: int) -> tuple[Rule, Hit]:
    """``task``, the name of a rule or ``all rules``, took more than this time on a listing."""
    return rule_of(TOO_SLOW), Hit(None, {"task": task, "seconds": str(seconds)})
