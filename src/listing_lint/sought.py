"""Regular expressions that are tried only on texts that can hold them.

One pass over a text looks for the literals of all patterns that were made here (`literals.required_literals`); a
pattern of which none stands there is neither run nor even compiled.
"""

from __future__ import annotations

import atexit
import math
import operator
from collections.abc import Callable, Iterable
from functools import lru_cache, partial, reduce
from typing import TYPE_CHECKING, Any

from listing_lint.compiled import kept
from listing_lint.expressions import compiled
from listing_lint.literals import IN_WORDS, Literal, fewest, folded, required_literals
from listing_lint.prepared import known, put

if TYPE_CHECKING:
    from listing_lint.linear import Look

_SHORT = 300
"""Texts up to this length are often met again: the values of attributes and options."""
_MUCH = 20_000
"""The length of a text times that of a pattern from which RE2 looks at the text before `re` tries the pattern."""
_OFTEN = 8
"""How often a pattern is tried on them before that is prepared, which takes as long as some tries."""
_RARER = 16
"""How many times as many texts are looked at before the automaton is made anew once more."""
_TELLING = 10
"""Characters of a literal that are looked for."""
_MOST = 2000
"""Clues that are kept for later runs; users may bring any number."""
_ENTRY = "clues"
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


def settle() -> None:
    """Learn what is to be looked for of all clues that there are, for later runs too."""
    _SCAN.settle()


def together(clues: Iterable[Clue]) -> int:
    """The sum of the masks of ``clues``, for `clues` to be compared with."""
    return reduce(operator.or_, (clue.mask for clue in clues), 0)


def _literals_of(pattern: str, flags: int, number: int) -> Iterable[Literal] | None:
    found = kept(f"literals {flags}", pattern, lambda: required_literals(pattern, flags))
    return [Literal(*literal) for literal in found[number]] if number < len(found) else None


class Clue:
    """Something that a text can hold only together with one of some literals."""

    __slots__ = ("mask",)

    def __init__(self, name: str, tell: Tell, *, beyond_ascii: bool = False) -> None:
        """``tell`` gives them when they are first needed; None where there are no such literals.

        Clues of one ``name`` are the same. ``beyond_ascii``: a text that is not all ASCII can hold it without them.
        """
        self.mask: int = _SCAN.bit(name, tell, beyond_ascii)
        """What `clues` tells of a text that may hold it."""

    def possible(self, text: str) -> bool:
        """False where ``text`` surely does not hold it."""
        return bool(clues(text) & self.mask)


class Sought(Clue):
    """A regular expression, compiled when a text first calls for it. Texts go in as a whole, never in pieces."""

    __slots__ = ("_all", "_compile", "_compiled", "_look", "_tries", "flags", "pattern")

    def __init__(
        self,
        pattern: str,
        flags: int = 0,
        compile: Callable[[str, int], Any] = compiled,
        readable: str | None = None,
    ) -> None:
        """``compile`` makes another library's expression of pattern and flags; ``readable`` says the same for `re`.

        An empty one says nothing: the literals of the pattern stand in most texts.
        """
        said = pattern if readable is None else readable
        name = f"{int(flags)} {said}"
        super().__init__(name, partial(_literals_of, said, int(flags), 0))
        second = Clue(f"{name} also", partial(_literals_of, said, int(flags), 1))
        self._all = self.mask | second.mask
        self.pattern = pattern
        self.flags = int(flags)
        self._compile = compile
        self._compiled: Any = None
        # RE2 has no use for a look of its own.
        self._tries: float = 0 if compile is compiled else math.inf
        self._look: Look | None = None

    @property
    def compiled(self) -> Any:
        """The expression itself, for pieces of a text."""
        if self._compiled is None:
            self._compiled = self._compile(self.pattern, self.flags)
        return self._compiled

    def possible(self, text: str) -> bool:
        """False where ``text`` surely holds no match."""
        return clues(text) & self._all == self._all

    def among(self, found: int) -> bool:
        """False where a text of which `clues` has told ``found`` surely holds no match."""
        return found & self._all == self._all

    def fullmatch(self, text: str) -> Any:
        """The match of the whole ``text``, or None."""
        return self.compiled.fullmatch(text) if clues(text) & self._all == self._all else None

    def search(self, text: str) -> Any:
        """The first match in ``text``, or None."""
        return self.compiled.search(text) if self._repays(text) else None

    def finditer(self, text: str) -> Iterable[Any]:
        """All matches in ``text``."""
        return self.compiled.finditer(text) if self._repays(text) else _NOTHING

    def _repays(self, text: str) -> bool:
        """False where ``text`` surely holds no match. What holds the literals is looked at once more, where it pays."""
        if clues(text) & self._all != self._all:
            return False
        if len(text) * len(self.pattern) < _MUCH:
            return True
        if self._look is None:
            self._tries += 1
            if self._tries != _OFTEN:
                return True
            from listing_lint.linear import Look
            from listing_lint.loose import loosened

            self._look = Look(loosened(self.pattern, self.flags))
        return self._look.possible(text)


class _Scan:
    """The literals of all clues, and one automaton that finds them.

    What was known of them in an earlier run of this program is kept. The automaton is made anew when clues were added,
    but ever more rarely; until then, any text may hold them.
    """

    def __init__(self) -> None:
        names: list[str]
        found: Any
        names, *found = known(_ENTRY) or ([], [], [], [], 0, 0)
        self._masks: dict[str, int] = {name: 1 << number for number, name in enumerate(names)}
        self._literals: list[str]
        self._free: list[int]
        self._bound: list[tuple[tuple[bool, bool, int], ...]]
        self._always: int
        self._beyond_ascii: int
        self._literals, self._free, self._bound, self._always, self._beyond_ascii = found
        self._waiting: list[tuple[Tell, int]] = []
        self._unknown = 0
        self._scans = 0
        self._next = 1
        self._automaton: Any = None
        self._told: list[tuple[int, tuple[tuple[bool, bool, int], ...]]] = []
        self._signs: list[tuple[str, int]] = []
        # The entries are saved after this, since they were registered to be before.
        atexit.register(self.settle)

    def bit(self, name: str, tell: Tell, beyond_ascii: bool) -> int:
        """A mask of one bit that stands for a clue; the same for the same name."""
        mask = self._masks.get(name)
        if mask is None:
            mask = self._masks[name] = 1 << len(self._masks)
            self._waiting.append((tell, mask))
            self._unknown |= mask
            if beyond_ascii:
                self._beyond_ascii |= mask
            forget()
        return mask

    def clues(self, text: str) -> int:
        self._scans += 1
        if self._waiting and self._scans >= self._next:
            self.settle()
        if self._automaton is None:
            self._prepare()
        found = self._always | self._unknown
        if not text.isascii():
            found |= self._beyond_ascii
        low = folded(text)
        length = len(low)
        try:
            hits = self._automaton.find_matches_as_indexes(low, overlapping=True)
        except UnicodeEncodeError:  # half a character
            return -1
        for sign, mask in self._signs:
            if sign in low:
                found |= mask
        masks = self._told
        for number, start, end in hits:
            free, bound = masks[number]
            found |= free
            for starts, ends, mask in bound:
                if starts and start and low[start - 1] in IN_WORDS:
                    continue
                if ends and end < length and low[end] in IN_WORDS:
                    continue
                found |= mask
        return found

    def _prepare(self) -> None:
        told = list(zip(self._literals, self._free, self._bound, strict=True))
        # Signs and digits stand in a text many times: they are found sooner one by one.
        alone = {text for text, _, bound in told if len(text) == 1 and text.isascii() and not bound}
        self._signs = [(text, free) for text, free, _ in told if text in alone]
        self._told = [(free, bound) for text, free, bound in told if text not in alone]
        self._automaton = _automaton([text for text in self._literals if text not in alone])

    def settle(self) -> None:
        """Learn the literals of clues that were added, and keep them all for later runs."""
        if not self._waiting:
            return
        numbers = {text: number for number, text in enumerate(self._literals)}
        for tell, mask in self._waiting:
            literals = tell()
            if literals is None:
                self._always |= mask
            for text, starts, ends in map(_cut, fewest(literals or ())):
                number = numbers.setdefault(text, len(numbers))
                if number == len(self._literals):
                    self._literals.append(text)
                    self._free.append(0)
                    self._bound.append(())
                if starts or ends:
                    masks = {(starts, ends): mask for starts, ends, mask in self._bound[number]}
                    masks[starts, ends] = masks.get((starts, ends), 0) | mask
                    self._bound[number] = tuple((*edges, mask) for edges, mask in masks.items())
                else:
                    self._free[number] |= mask
        # An automaton is built sooner from texts that come in the reverse of their order.
        order = sorted(range(len(self._literals)), key=lambda number: _bytes(self._literals[number]), reverse=True)
        self._literals = [self._literals[number] for number in order]
        self._free = [self._free[number] for number in order]
        self._bound = [self._bound[number] for number in order]
        self._waiting.clear()
        self._unknown = 0
        self._next = self._scans * _RARER
        self._automaton = None
        forget()
        if len(self._masks) <= _MOST:
            state = (list(self._masks), self._literals, self._free, self._bound, self._always, self._beyond_ascii)
            put(_ENTRY, state)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _cut(literal: Literal) -> Literal:
    """``literal`` or the characters around its last space, which tell nearly as much and make a smaller automaton."""
    text, starts, ends = literal
    if len(text) <= _TELLING:
        return literal
    first = min(max(text.rfind(" ") - _TELLING // 2, 0), len(text) - _TELLING)
    last = first + _TELLING
    return Literal(text[first:last], starts and first == 0, ends and last == len(text))


def _automaton(literals: list[str]) -> Any:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(literals, store_patterns=False)


_SCAN = _Scan()

BEYOND_ASCII = Clue("beyond ascii", tuple, beyond_ascii=True)
"""A character that is not ASCII."""

TRANSLATED = Clue("translated", tuple)
"""The source that a listing was translated from: never in a text, told by the listing."""

ANYTHING = Clue("anything", lambda: None)
"""What any text may hold."""
