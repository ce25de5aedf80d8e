"""Where the time goes: the functions that a run over a file spends it in.

python bench/profiled.py FILE [--top 30] [--by tottime|cumtime]
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
from pathlib import Path

from listing_lint.config import Config
from listing_lint.report import Options, open_report
from listing_lint.run import Run


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--top", type=int, default=30)
    arguments.add_argument("--by", choices=("tottime", "cumtime"), default="tottime")
    given = arguments.parse_args()
    profile = cProfile.Profile()
    profile.enable()
    run = Run(Config())
    report = open_report("json", io.StringIO(), Options())
    for listing, findings in run.lint(run.targets([str(given.file)])):
        report.listing(listing, findings)
    report.end(run.summary)
    profile.disable()
    print(f"{run.summary.listings} listings, {run.summary.findings} findings")
    pstats.Stats(profile).strip_dirs().sort_stats(given.by).print_stats(given.top)


if __name__ == "__main__":
    main()
