r"""``pattern``: a regular expression in RE2's syntax matches in a text.

RE2 takes time in proportion to the text whatever the pattern, so patterns from users are safe to run. Its ``\d``,
``\w``, ``\s`` and ``\b`` are ASCII only: write the classes out (``[\s\x{a0}]``, ``\p{L}``) where other scripts
matter. A group named ``found`` narrows the words that are reported to that group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import re2

from listing_lint.checks import CheckError, Run, Scope, words
from listing_lint.facts import Facts
from listing_lint.model import Hit, Span


def compile_pattern(pattern: str) -> Any:
    """``pattern`` as an RE2 expression that ignores letter case. Raises `CheckError`."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        problem = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise CheckError(f"pattern {pattern!r}: {problem} (RE2 has no look-around)") from None


def build(any: Any, unless: Any = (), needs: Any = ()) -> Run:
    """``any``: the expressions to find. ``unless``: expressions which, found in the same match, make it fine.

    ``needs``: pieces, in small letters, of which one stands in every text that can match; others are passed over.
    """
    wanted = [compile_pattern(pattern) for pattern in words(any, "any")]
    fine = [compile_pattern(pattern) for pattern in words(unless, "unless")]
    pieces = words(needs, "needs")

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        for field in facts.listing.of(*scope.roles):
            if pieces and not _holds(field.text.lower(), pieces):
                continue
            for pattern in wanted:
                group = pattern.groupindex.get("found", 0)
                for match in pattern.finditer(field.text):
                    if match.start(group) == match.end(group):
                        continue
                    if not [1 for other in fine if other.search(match.group(0))]:
                        yield Hit(Span(field, match.start(group), match.end(group)), {})

    return run


def _holds(text: str, pieces: tuple[str, ...]) -> bool:
    return next((True for piece in pieces if piece in text), False)
