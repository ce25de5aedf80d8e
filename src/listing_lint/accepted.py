"""Words that the user accepts, such as brand names: what a rule finds inside of them is held back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

from listing_lint.checks.phrase import phrase_pattern
from listing_lint.config import Config
from listing_lint.config.keys import text_of
from listing_lint.errors import ConfigError
from listing_lint.model import Finding
from listing_lint.sought import Sought
from listing_lint.suppress import EVERY, Request


def accepted(config: Config) -> tuple[Request, ...]:
    """What ``config`` accepts for all rules and for single ones. Raises `ConfigError` for a vocabulary."""
    general = (*config.accept, *(word for path in config.vocabularies for word in vocabulary(path)))
    requests = [(EVERY, general), *((name, settings.accept) for name, settings in config.rule.items())]
    return tuple(
        Request((name,), f"{config.path}: accept", partial(_covers, _folded(words)), judged=False)
        for name, words in requests
        if words
    )


def vocabulary(path: Path) -> tuple[str, ...]:
    """The words in a text file, one a line; a line that begins with ``#`` is a comment. Raises `ConfigError`."""
    try:
        lines = text_of(path).splitlines()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8; save the vocabulary as UTF-8 text") from None
    return tuple(word for line in lines if (word := line.strip()) and not word.startswith("#"))


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded for word in words if (folded := _fold(word))))


def _fold(text: str) -> str:
    return " ".join(re.split(r"[\s-]+", text)).strip().casefold()


def _covers(words: tuple[str, ...], finding: Finding) -> bool:
    """True where the words of ``finding`` stand inside of accepted ones, or are those."""
    span = finding.span
    found = _fold(span.text) if span else ""
    if span is None or not found:
        return False
    return any(
        match.start() <= span.start and span.end <= match.end()
        for word in words
        if found in word
        for match in _pattern(word).finditer(span.field.text)
    )


@cache
def _pattern(word: str) -> Sought:
    return phrase_pattern((word,))
