"""Phrases of many languages found in a text by looking words up, without a pattern for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from listing_lint.expressions import expression
from listing_lint.literals import of_word
from listing_lint.sought import Clue

Value = TypeVar("Value")

# Han, kana and hangul are written without spaces: each character is a word of its own.
_SOLID = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = expression(rf"[{_SOLID}]|[^\W\d_{_SOLID}]+|\d+")
_JOINT = frozenset(" -_'’./\u00a0")


class Match(NamedTuple, Generic[Value]):
    """A phrase at ``start``:``end`` of a text, and what it stands for."""

    start: int
    end: int
    value: Value


class Lexicon(Generic[Value]):
    """Phrases with a value each; letter case, and a hyphen or a space inside a phrase, make no difference."""

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        self._phrases = {tuple(_WORD.findall(phrase.lower())): value for phrase, value in phrases.items()}
        self._longest: dict[str, int] = {}
        for words in self._phrases:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    @cached_property
    def clue(self) -> Clue:
        """What tells whether a text may hold one of the phrases."""
        # Of "f码" the ideograph tells more.
        words = [max(phrase, key=lambda word: len(word.encode())) for phrase in self._phrases]
        return Clue(f"words {words}", lambda: {of_word(word, whole=False) for word in words})

    def find(self, text: str) -> Iterator[Match[Value]]:
        """The phrases in ``text``, the longest at each place, in order and without overlap."""
        lowered = _lower(text)
        if self._longest.keys().isdisjoint(_WORD.findall(lowered)):
            return
        words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(lowered)]
        index = 0
        while index < len(words):
            longest = self._longest.get(words[index][0], 0)
            found = self._at(words, index, longest, text) if longest else None
            if found is None:
                index += 1
                continue
            count, value = found
            yield Match(words[index][1], words[index + count - 1][2], value)
            index += count

    def _at(self, words: list[tuple[str, int, int]], index: int, longest: int, text: str) -> tuple[int, Value] | None:
        count = 1
        while count < longest and index + count < len(words):
            gap = text[words[index + count - 1][2] : words[index + count][1]]
            if len(gap) > 2 or not _JOINT.issuperset(gap):
                break
            count += 1
        for size in range(count, 0, -1):
            key = tuple(word for word, _, _ in words[index : index + size])
            if key in self._phrases:
                return size, self._phrases[key]
        return None

    def get(self, text: str) -> Value | None:
        """The value of ``text`` where the whole of it is a phrase."""
        return self._phrases.get(tuple(_WORD.findall(_lower(text))))


def _lower(text: str) -> str:
    """``text`` in small letters, of the same length (İ would become two characters)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
