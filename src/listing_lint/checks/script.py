"""``script``: characters of a writing system that the listing's language does not use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from listing_lint.checks import CheckError, Run, Scope, words
from listing_lint.facts import Facts
from listing_lint.model import Hit, Span

RANGES = {
    "han": "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "kana": "\u3041-\u30ff\uff66-\uff9f",
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "fullwidth": "\uff01-\uff5e\u3000-\u3002\uffe5",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "hebrew": "\u0590-\u05ff",
    "thai": "\u0e00-\u0e7f",
}
"""Unicode blocks of the scripts that a rule can name."""


def build(any: Any, but: Any = (), native: Any = ()) -> Run:
    """``any``: names of `RANGES`; a run of such characters is one hit. ``but``: single characters that are fine.

    ``native``: the languages that are written so; their listings are passed over.
    """
    names = words(any, "any")
    for name in names:
        if name not in RANGES:
            raise CheckError(f"script: unknown script {name!r}; one of {', '.join(RANGES)}")
    wanted = re.compile(f"[{''.join(RANGES[name] for name in names)}]+")
    fine = "".join(words(but, "but"))
    exempt = words(native, "native")

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        if exempt and facts.language in exempt:
            return
        for field in facts.listing.of(*scope.roles):
            if field.text.isascii():
                continue
            for match in wanted.finditer(field.text):
                if match.group().strip(fine):
                    yield Hit(Span(field, *match.span()), {})

    return run
