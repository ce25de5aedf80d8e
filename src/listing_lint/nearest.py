"""The right word for one that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, if one is close."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1)), None)
