"""Texts that bring a backtracking expression to its knees: a repetition of it, pumped, and what cannot match."""

from __future__ import annotations

import re
import re._compiler as compiler
import re._constants as ops
import re._parser as parser
from collections.abc import Iterator
from typing import Any

_ALPHABET = (*' a1_,-\n中"<.A/:&\\я%|#*x',)
_BREAKER = "\x00"
_ENOUGH = 4


def pumps(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What comes before a repetition, and what to repeat, for each repetition of ``pattern`` without a bound."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if pattern.flags & re.ASCII else pattern.flags)
    yield from dict.fromkeys(_walk(tree, "", pattern.flags))


def text(prefix: str, unit: str, size: int) -> str:
    """A text of about ``size`` characters that repeats ``unit``, and cannot go on as the pattern demands."""
    return prefix + unit * (size // len(unit)) + _BREAKER


def _walk(tree: Any, before: str, flags: int) -> Iterator[tuple[str, str]]:
    for op, argument in tree:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            _, most, body = argument
            yield from _walk(body, before, flags)
            if most is ops.MAXREPEAT or most > 50:
                for unit in _units(body, flags):
                    yield before, unit
                    yield "", unit
        elif op is ops.BRANCH:
            for branch in argument[1]:
                yield from _walk(branch, before, flags)
        elif op is ops.SUBPATTERN:
            yield from _walk(argument[3], before, flags)
        elif op is ops.ATOMIC_GROUP:
            yield from _walk(argument, before, flags)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _walk(argument[1], before, flags)
        before += _example([(op, argument)], flags)


def _units(body: Any, flags: int) -> list[str]:
    """Some of the shortest texts that ``body`` matches."""
    matches = compiler.compile(body, flags & ~re.DEBUG).fullmatch
    found = [one for one in _ALPHABET if matches(one)][:_ENOUGH]
    found += [example for example in (_example(body, flags),) if example and example not in found]
    return found


def _example(tree: Any, flags: int) -> str:
    """A text that ``tree`` matches, or nearly: assertions are not looked at."""
    pieces = []
    for op, argument in tree:
        if op is ops.LITERAL:
            pieces.append(chr(argument))
        elif op in (ops.IN, ops.NOT_LITERAL, ops.ANY):
            one = parser.SubPattern(tree.state if hasattr(tree, "state") else parser.State(), [(op, argument)])
            matches = compiler.compile(one, flags & ~re.DEBUG).fullmatch
            pieces.append(next((char for char in _ALPHABET if matches(char)), _member(op, argument)))
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            least, _, body = argument
            pieces.append(_example(body, flags) * min(least, 5))
        elif op is ops.BRANCH:
            pieces.append(_example(argument[1][0], flags))
        elif op is ops.SUBPATTERN:
            pieces.append(_example(argument[3], flags))
        elif op is ops.ATOMIC_GROUP:
            pieces.append(_example(argument, flags))
    return "".join(pieces)


def _member(op: Any, argument: Any) -> str:
    """The first character of a set that holds none of the usual ones."""
    for kind, value in argument if op is ops.IN else ():
        if kind is ops.LITERAL:
            return chr(value)
        if kind is ops.RANGE:
            return chr(value[0])
    return ""
