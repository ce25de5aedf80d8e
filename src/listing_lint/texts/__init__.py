"""The words that reports, the page and the terminal put around findings: one catalog a language, all of it data.

A catalog is ``<ISO 639-1 code>.yaml`` in this folder: sections of keys and texts. A text that counts something is a
mapping of the CLDR plural categories ``one`` and ``other``. A key that a catalog lacks is taken from the English one.
Another language needs its catalog here and, in the rules, a block of its code beside ``zh:``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from listing_lint.prepared import prepared

Text = str | dict[str, str]
_FOLDER = Path(__file__).parent


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalog, English first."""
    found = {path.stem for path in _FOLDER.glob("*.yaml")}
    return ("en", *sorted(found - {"en"}))


def known_language(name: str) -> str | None:
    """The language with a catalog that ``zh``, ``zh-CN`` or ``zh_CN.UTF-8`` asks for; None where there is none."""
    match = re.match(r"[a-z]{2}(?![a-z])", name.strip().lower())
    return match[0] if match and match[0] in languages() else None


def language_of_environment() -> str:
    """The language of messages that the environment asks for (``LC_ALL``, ``LC_MESSAGES``, ``LANG``)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return known_language(os.environ[name]) or "en"
    return "en"


class Texts(Mapping[str, str]):
    """The texts of one section and those of ``common``; English where the language has none."""

    def __init__(self, lang: str, section: str) -> None:
        self.lang = lang
        self._texts: dict[str, Text] = {}
        for code in dict.fromkeys(("en", lang)):
            catalog = _catalog(code)
            self._texts |= {**catalog.get("common", {}), **catalog.get(section, {})}

    def __getitem__(self, key: str) -> str:
        text = self._texts[key]
        return text if isinstance(text, str) else text["other"]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text of ``key`` for ``number`` things: 1 file, 2 files. ``{count}`` stands for the number."""
        text = self._texts[key]
        if isinstance(text, dict):
            text = text["one"] if number == 1 and "one" in text else text["other"]
        return text.format(count=f"{number:,}", **values)

    def data(self) -> dict[str, Text]:
        """All texts, plural forms among them, for a program in another language."""
        return dict(self._texts)


@cache
def texts(lang: str, section: str) -> Texts:
    """The texts of ``section`` in ``lang``."""
    return Texts(lang if lang in languages() else "en", section)


@cache
def _catalog(lang: str) -> dict[str, dict[str, Text]]:
    loaded: dict[str, dict[str, Text]] = prepared(f"texts {lang}", partial(parsed, _FOLDER / f"{lang}.yaml"))
    return loaded


def parsed(path: Path) -> Any:
    """What stands in a catalog."""
    import yaml

    return yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
