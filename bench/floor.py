"""The least that a linter of listings can do: read a CSV and scan each row once for 2,000 literals.

python bench/floor.py FILE
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

from ahocorasick_rs import AhoCorasick

LITERALS = 2000


def literals() -> list[str]:
    """Made-up words of 5 to 9 letters, which texts hardly ever hold."""
    pick = random.Random(7)
    return ["".join(pick.choice("abcdefghijklmnoprstuvz") for _ in range(pick.randint(5, 9))) for _ in range(LITERALS)]


def main(path: Path) -> int:
    automaton = AhoCorasick(literals())
    found = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            found += len(automaton.find_matches_as_indexes(" ".join(row).lower()))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
