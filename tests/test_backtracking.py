"""No expression of the code takes time that grows faster than its text, whatever text it is given."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pumped

HERE = Path(__file__).parent
STEPS = ((6, 24, 60), (24, 96, 60), (384, 1536, 40), (384, 6144, 80))
"""From one size of a text to another, how many times as long may be taken.

In proportion it would be 4, 4, 4 and 16 times, with the square of the size 16, 16, 16 and 256 times; what doubles with
each character is seen at once.
"""
TRIED_AT_ONE_PLACE = (
    r" *(?:",  # what follows a quote in a CSV file
    r"(?=\S*\d)(?:[0-9a-fA-F]{8,}",  # whether a whole cell is an identifier
    r".* redirect",  # whether a whole name is that of a column
    r"-?(?:0|[1-9][0-9]*)\.[0-9]+$",  # numbers of YAML, by PyYAML
)
"""Expressions that are slow only where a match is sought at every place of a text, which nobody does."""
ANYWHERE = (" ", "\t", "\n", "a", "A", "1", "_", "-", ".", ",", "中", "a ", "1 ", "a-", "1.", "1,", "aA", "a1", "( ")


def _expressions() -> list[tuple[str, int, str, str]]:
    program = [sys.executable, str(HERE / "every_expression.py")]
    return [tuple(item) for item in json.loads(subprocess.run(program, capture_output=True, check=True).stdout)]


def _time(run: Callable[[str], object], text: str, times: int) -> int:
    """The least processor time of some runs, in nanoseconds; of one, where it is so long that noise counts little."""
    least = 0
    for _ in range(times):
        before = time.process_time_ns()
        run(text)
        spent = max(time.process_time_ns() - before, 1)
        least = min(least or spent, spent)
        if least > 20_000_000:
            break
    return least


def grows(run: Callable[[str], object], prefix: str, unit: str, times: int) -> bool:
    """True where ``run`` plainly takes more time than its share on texts that repeat ``unit``."""
    taken: dict[int, int] = {}
    for small, large, most in STEPS:
        for size in (small, large):
            if size not in taken:
                taken[size] = _time(run, pumped.text(prefix, unit, size), times)
        if taken[large] > taken[small] * most:
            return True
    return False


def slow(pattern: str, flags: int, method: str) -> Iterator[tuple[str, str]]:
    """The texts on which the expression takes more than its share."""
    compiled = re.compile(pattern, flags)
    own = list(pumped.pumps(compiled))
    run = getattr(compiled, method)
    for prefix, unit in dict.fromkeys([*(("", unit) for unit in ANYWHERE), *own]) if own else ():
        if grows(run, prefix, unit, 1) and all(grows(run, prefix, unit, 5) for _ in range(3)):
            yield prefix, unit


@pytest.mark.parametrize("pattern", [r"\s+,", "(?:a|aa)+$"])
def test_the_probe_finds_what_grows(pattern: str) -> None:
    assert next(slow(pattern, 0, "search"), None)


@pytest.mark.parametrize("pattern", [r"(?<!\s)\s+,", "(?<![ab])(?:a|b)+$", r"[\w.]{1,64}@"])
def test_the_probe_lets_pass_what_does_not(pattern: str) -> None:
    assert next(slow(pattern, 0, "search"), None) is None


def test_no_expression_takes_more_than_its_share() -> None:
    expressions = _expressions()
    assert len(expressions) > 500
    found = [
        f"{place}: {pattern!r} on {text}"
        for pattern, flags, place, method in expressions
        if not any(pattern.startswith(start) for start in TRIED_AT_ONE_PLACE)
        if (text := next(slow(pattern, flags, method), None))
    ]
    assert not found, "\n".join(found)
