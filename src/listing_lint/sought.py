"""Regular expressions that are tried only on texts that can hold them.

One pass over a text looks for the literals of all patterns that were made here (`literals.required_literals`); a
pattern of which none stands there is neither run nor even compiled.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, reduce
from typing import Any

from listing_lint.compiled import kept
from listing_lint.literals import IN_WORDS, Literal, folded, required_literals

_SHORT = 300
"""Texts up to this length are often met again: the values of attributes and options."""
_RARER = 16
"""How many times as many texts are looked at before the automaton is made anew once more."""
_NOTHING: tuple[Any, ...] = ()

Tell = Callable[[], Iterable[Literal] | None]


def clues(text: str) -> int:
    """What ``text`` may hold, as the sum of the masks of clues: all that do stand in it, and perhaps others."""
    return _of_short(text) if len(text) <= _SHORT else _of_long(text)


@lru_cache(maxsize=16384)
def _of_short(text: str) -> int:
    return _SCAN.clues(text)


@lru_cache(maxsize=32)
def _of_long(text: str) -> int:
    return _SCAN.clues(text)


def forget() -> None:
    """Let go of what was found out about texts."""
    _of_short.cache_clear()
    _of_long.cache_clear()


def together(clues: Iterable[Clue]) -> int:
    """The sum of the masks of ``clues``, for `clues` to be compared with."""
    return reduce(operator.or_, (clue.mask for clue in clues), 0)


@cache
def _literals_of(pattern: str, flags: int) -> Tell:
    def tell() -> Iterable[Literal] | None:
        found = kept(f"literals {flags}", pattern, lambda: required_literals(pattern, flags))
        return None if found is None else [Literal(*literal) for literal in found]

    return tell


class Clue:
    """Something that a text can hold only together with one of some literals."""

    __slots__ = ("mask",)

    def __init__(self, tell: Tell, *, beyond_ascii: bool = False) -> None:
        """``tell`` gives them when they are first needed; None where there are no such literals.

        ``beyond_ascii``: a text that is not all ASCII can hold it without them.
        """
        self.mask: int = _SCAN.bit(tell)
        if beyond_ascii:
            _SCAN.beyond_ascii |= self.mask
        """What `clues` tells of a text that may hold it."""

    def possible(self, text: str) -> bool:
        """False where ``text`` surely does not hold it."""
        return bool(clues(text) & self.mask)


class Sought(Clue):
    """A regular expression, compiled when a text first calls for it. Texts go in as a whole, never in pieces."""

    __slots__ = ("_compile", "_compiled", "flags", "pattern")

    def __init__(
        self,
        pattern: str,
        flags: int = 0,
        compile: Callable[[str, int], Any] = re.compile,
        readable: str | None = None,
    ) -> None:
        """``compile`` makes another library's expression of pattern and flags; ``readable`` says the same for `re`."""
        super().__init__(_literals_of(readable or pattern, int(flags)))
        self.pattern = pattern
        self.flags = int(flags)
        self._compile = compile
        self._compiled: Any = None

    @property
    def compiled(self) -> Any:
        """The expression itself, for pieces of a text."""
        if self._compiled is None:
            self._compiled = self._compile(self.pattern, self.flags)
        return self._compiled

    def fullmatch(self, text: str) -> Any:
        """The match of the whole ``text``, or None."""
        return self.compiled.fullmatch(text) if clues(text) & self.mask else None

    def search(self, text: str) -> Any:
        """The first match in ``text``, or None."""
        return self.compiled.search(text) if clues(text) & self.mask else None

    def finditer(self, text: str) -> Iterable[Any]:
        """All matches in ``text``."""
        return self.compiled.finditer(text) if clues(text) & self.mask else _NOTHING


class _Scan:
    """The literals of all clues, and one automaton that finds them.

    It is made anew when clues were added, but ever more rarely; until then, any text may hold them.
    """

    def __init__(self) -> None:
        self._bits: dict[Tell, int] = {}
        self._waiting: list[Tell] = []
        self._unknown = 0
        self._scans = 0
        self._next = 1
        self._literals: dict[str, dict[tuple[bool, bool], int]] = {}
        self._free: list[int] = []
        self._bound: list[tuple[tuple[bool, bool, int], ...]] = []
        self._automaton: Any = None
        self._always = 0
        self.beyond_ascii = 0

    def bit(self, tell: Tell) -> int:
        """A mask of one bit that stands for a clue; the same for the same pattern."""
        mask = self._bits.get(tell)
        if mask is None:
            mask = self._bits[tell] = 1 << len(self._bits)
            self._waiting.append(tell)
            self._unknown |= mask
            forget()
        return mask

    def clues(self, text: str) -> int:
        self._scans += 1
        if self._waiting and self._scans >= self._next:
            self._prepare()
        found = self._always | self._unknown
        if not text.isascii():
            found |= self.beyond_ascii
        low = folded(text)
        length = len(low)
        try:
            hits = self._automaton.find_matches_as_indexes(low, overlapping=True)
        except UnicodeEncodeError:  # half a character
            return -1
        free, bound = self._free, self._bound
        for number, start, end in hits:
            found |= free[number]
            for starts, ends, mask in bound[number]:
                if starts and start and low[start - 1] in IN_WORDS:
                    continue
                if ends and end < length and low[end] in IN_WORDS:
                    continue
                found |= mask
        return found

    def _prepare(self) -> None:
        import ahocorasick_rs

        for tell in self._waiting:
            literals, mask = tell(), self._bits[tell]
            if literals is None:
                self._always |= mask
            for text, starts, ends in literals or ():
                masks = self._literals.setdefault(text, {})
                masks[starts, ends] = masks.get((starts, ends), 0) | mask
        self._waiting.clear()
        self._unknown = 0
        self._next = self._scans * _RARER
        forget()
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._literals))
        self._free = [masks.get((False, False), 0) for masks in self._literals.values()]
        self._bound = [
            tuple((*edges, mask) for edges, mask in masks.items() if any(edges)) for masks in self._literals.values()
        ]


_SCAN = _Scan()

BEYOND_ASCII = Clue(tuple, beyond_ascii=True)
"""A character that is not ASCII."""

TRANSLATED = Clue(tuple)
"""The source that a listing was translated from: never in a text, told by the listing."""

ANYTHING = Clue(lambda: None)
"""What any text may hold."""
