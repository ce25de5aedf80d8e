r"""``pattern``: a regular expression in RE2's syntax matches in a text.

RE2 takes time in proportion to the text whatever the pattern, so patterns from users are safe to run. Its ``\d``,
``\w``, ``\s`` and ``\b`` are ASCII only: write the classes out (``[\s\x{a0}]``, ``\p{L}``) where other scripts
matter. A group named ``found`` narrows the words that are reported to that group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from listing_lint.checks import CheckError, Gated, Scope, words
from listing_lint.facts import Facts
from listing_lint.linear import compile_linear, sought_linear
from listing_lint.model import Hit, Span
from listing_lint.sought import Sought, clues, together

OPTIONS = {
    "any": "further expressions (RE2) to find",
    "unless": "further expressions (RE2) which, found in the same match, make it fine",
}


def compile_pattern(pattern: str) -> Sought:
    """``pattern`` as an RE2 expression that ignores letter case. Raises `CheckError`."""
    try:
        compile_linear(pattern)
    except ValueError as error:
        raise CheckError(str(error)) from None
    return sought_linear(pattern)


def validate(any: Any, unless: Any = ()) -> None:
    """Raises `CheckError` for an expression that RE2 does not take."""
    for pattern in (*words(any, "any"), *words(unless, "unless")):
        compile_pattern(pattern)


def build(any: Any, unless: Any = ()) -> Gated:
    """``any``: the expressions to find. ``unless``: expressions which, found in the same match, make it fine."""
    wanted = tuple(map(sought_linear, words(any, "any")))
    fine = list(map(sought_linear, words(unless, "unless")))
    some = together(wanted)

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        for field in facts.listing.of(*scope.roles):
            found = clues(field.text)
            for pattern in wanted if found & some else ():
                if not pattern.among(found):
                    continue
                for match in pattern.finditer(field.text):
                    group = pattern.compiled.groupindex.get("found", 0)
                    if match.start(group) == match.end(group):
                        continue
                    if not [1 for other in fine if other.compiled.search(match.group(0))]:
                        yield Hit(Span(field, match.start(group), match.end(group)), {})

    return Gated(run, (wanted,))
