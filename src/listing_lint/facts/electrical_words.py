"""The words of electrical statements, as patterns made from tables/electrical_words.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from listing_lint import strict_yaml

_PATH = Path(__file__).resolve().parent.parent / "tables" / "electrical_words.yaml"


@cache
def _table() -> Any:
    return strict_yaml.load(_PATH.read_text(encoding="utf-8"))


def alternatives(section: str, group: str) -> str:
    """The expressions of one group of a section, joined. Raises `KeyError` where there is none of that name."""
    return "|".join(_table()[section][group])


@cache
def named_groups(section: str) -> re.Pattern[str]:
    """One pattern for a whole section; the name of the group that matched is the match's ``lastgroup``."""
    return re.compile(
        "|".join(f"(?P<{name}>{alternatives(section, name)})" for name in _table()[section]), re.IGNORECASE
    )


@cache
def group(section: str, name: str) -> re.Pattern[str]:
    """One pattern for one group of a section."""
    return re.compile(alternatives(section, name), re.IGNORECASE)
