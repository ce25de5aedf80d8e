"""Compares the findings on files of yours with those of all patterns tried on all texts; exit status 1 on a difference.

python tests/brute_force.py FILE...
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from listing_lint import sought
from listing_lint.engine import Linter
from listing_lint.errors import ListingLintError
from listing_lint.linear import Look
from listing_lint.read import ReadOptions, read_file
from listing_lint.rules import load_rules


def main(paths: list[str]) -> int:
    linter = Linter([rule for rule in load_rules() if rule.on == "listing"])
    count = different = 0
    for path in paths:
        try:
            for listing in read_file(Path(path), ReadOptions()).listings:
                count += 1
                with (
                    patch.multiple(sought, _of_short=everything, _of_long=everything),
                    patch.object(Look, "possible", lambda look, text: True),
                ):
                    expected = linter.lint(listing)
                if linter.lint(listing) != expected:
                    different += 1
                    print(f"{path}: {listing.id}: not the same findings")
        except ListingLintError as error:
            print(error)
    print(f"{different} of {count} listings differ")
    return int(different > 0)


@lru_cache(maxsize=0)
def everything(text: str) -> int:
    return -1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
