"""The words of electrical statements, as patterns made from tables/electrical_words.yaml.

They are RE2's, which takes time in proportion to the text however many words there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import re2

from listing_lint import tables
from listing_lint.linear import compile_linear, sought_linear
from listing_lint.sought import Sought


@cache
def _table() -> Any:
    return tables.data("electrical_words.yaml")


def alternatives(section: str, group: str) -> str:
    """The expressions of one group of a section, joined. Raises `KeyError` where there is none of that name."""
    return "|".join(_table()[section][group])


def whole_words(words: Iterable[str]) -> str:
    """An expression that finds any of the words, the longest first, whole ones in Latin script."""
    return "|".join(
        (r"\b" if _is_latin(word[0]) else "") + re2.escape(word) + (r"\b" if _is_latin(word[-1]) else "")
        for word in sorted(words, key=lambda word: (-len(word), word))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _expression(section: str) -> str:
    return "|".join(f"(?P<{name}>{alternatives(section, name)})" for name in _table()[section])


@cache
def named_groups(section: str) -> Any:
    """One pattern for a whole section; the name of the group that matched is the match's ``lastgroup``."""
    return compile_linear(_expression(section))


@cache
def sought_groups(section: str) -> Sought:
    """The same for whole texts, of which few hold it."""
    return sought_linear(_expression(section))


@cache
def group(section: str, name: str) -> Any:
    """One pattern for one group of a section."""
    return compile_linear(alternatives(section, name))


@cache
def sought_group(section: str, name: str) -> Sought:
    """The same for whole texts, of which few hold it."""
    return sought_linear(alternatives(section, name))
