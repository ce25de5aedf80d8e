"""Languages and countries as sellers write them in a cell."""

from __future__ import annotations

import re
from functools import cache

from listing_lint.expressions import expression
from listing_lint.read.columns import fold
from listing_lint.read.platforms import language_names

_LANGUAGE = expression(r"([a-z]{2})(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_COUNTRY = expression(r"[a-z]{2}", re.IGNORECASE)


@cache
def language_code(text: str) -> str | None:
    """The ISO 639-1 code in ``text`` (``en``, ``en-US``, ``English``, ``中文``); None where it is none."""
    match = _LANGUAGE.fullmatch(text)
    return match.group(1).lower() if match else language_names().get(fold(text))


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code in ``text``; None where it is none."""
    if not _COUNTRY.fullmatch(text):
        return None
    code = text.upper()
    return "GB" if code == "UK" else code
