"""From a header or an attribute's name to its role."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.model import Role
from listing_lint.prepared import prepared

_CAMEL = expression(r"(?<=[a-z\u0430-\u044f])(?=[A-Z\u0410-\u042f])|(?<=[A-Z])(?=[A-Z][a-z])")
_DIGITS = expression(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_SEPARATORS = expression(r"[\W_]+")
_ACCENTS = expression(r"[\u0300-\u036f]+")
_AMAZON_DETAIL = expression(r"\[\w+=[^\]]*\]|#\d+(?:\.value)?")
_METAFIELD = expression(r" (?:product|variant) metafields .*")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """``name`` as small words with single spaces: no accents, punctuation, camelCase; numbers are words.

    ``g:image_link``, ``Image Link`` and ``imageLink`` fold to ``image link``; a Chinese name stays as it is. What
    Amazon adds to its names (``color[marketplace_id=...]#1.value``) is left out.
    """
    name = name.strip("\ufeff \t\r\n\u00a0*").removeprefix("g:")
    if "#" in name or "=" in name:
        name = _AMAZON_DETAIL.sub("", name)
    name = _CAMEL.sub(" ", name)
    name = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    name = unicodedata.normalize("NFC", _DIGITS.sub(" ", name)).casefold()
    return _SEPARATORS.sub(" ", name).strip()


class _Rule(Struct, frozen=True):
    role: Role
    whole: frozenset[str]
    words: re.Pattern[str] | None
    ends: re.Pattern[str] | None

    def fits(self, name: str, label: str) -> bool:
        if name in self.whole or label in self.whole:
            return True
        return bool((self.words and self.words.search(name)) or (self.ends and self.ends.search(label)))


def _names(rule: dict[str, Any], key: str) -> list[str]:
    return [fold(str(name)) for row in rule.get(key, []) for name in row]


def _gathered() -> list[tuple[Role, frozenset[str], str, str]]:
    """The fields of each rule, the expressions in words."""
    rules = []
    for rule in tables.parsed(tables.FOLDER / "attribute_roles.yaml"):
        words, ends = (
            "|".join(sorted(map(re.escape, _names(rule, key)), key=len, reverse=True)) for key in ("words", "ends")
        )
        words, ends = words and rf"(?:^| )(?:{words})(?: |$)", ends and rf"(?:^| )(?:{ends})(?: \d+)?$"
        rules.append((rule["role"], frozenset(_names(rule, "whole")), words, ends))
    return rules


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(role, whole, expression(words) if words else None, expression(ends) if ends else None)
        for role, whole, words, ends in prepared("roles of attributes", _gathered)
    )


@lru_cache(maxsize=4096)
def attribute_role(name: str) -> Role:
    """The role of an attribute by its name; ``attribute`` for whatever a buyer reads as a property."""
    folded = fold(name)
    label = _METAFIELD.sub("", folded)
    return next((rule.role for rule in _rules() if rule.fits(folded, label)), "attribute")
