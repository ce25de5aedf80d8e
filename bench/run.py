"""Measures listing-lint and its peers in one run and prints a table with ratios.

    python bench/run.py                    # 100,000 listings, all peers: takes long
    python bench/run.py --rows 2000        # a short run
    python bench/run.py --only start,scaling --rows 5000
    python bench/run.py --huge-rows 1000000 --only memory

Processor time is what is compared, as passed time tells more of what else the machine does. Every ratio is of two
figures of the same run. `listing-lint` is the one installed beside this Python.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import listings
from measure import Cost, best
from peers import PEERS, Result, measured

HERE = Path(__file__).parent
PROGRAM = Path(sys.executable).with_name("listing-lint")
ALONE = ("--jobs", "1", "--no-cache")


class Bench:
    """The files of one run, made when they are first wanted, and the table that grows."""

    def __init__(self, work: Path, given: argparse.Namespace) -> None:
        self.work = work
        self.given = given
        self.rows: int = given.rows
        self.rates: dict[str, float] = {}

    def say(self, what: str, value: str, ratio: str = "") -> None:
        print(f"{what:<58} {value:>16} {ratio}", flush=True)

    def file(self, count: int, share: float = 0.05) -> Path:
        path = self.work / f"listings-{count}-{share:.2f}.csv"
        if not path.exists():
            listings.write_csv(path, count, share)
        return path

    def check(self, path: Path, *options: str, times: int = 1) -> Cost:
        cost = best(
            [PROGRAM, "check", "--isolated", "--output", f"json={self.work / 'out.json'}", path, *options], times
        )
        if cost.status not in (0, 1):
            raise SystemExit(f"listing-lint ended with status {cost.status} on {path}")
        return cost

    def each(self, cost: Cost, small: Cost, count: int) -> float:
        """Microseconds that a listing costs beyond the start."""
        return (cost.cpu - small.cpu) / count * 1e6

    # The sections, in the order of the table.

    def start(self) -> None:
        nothing = best([sys.executable, "-c", "pass"], 9)
        twenty = self.check(self.file(20), *ALONE, times=5)
        cache = ("--cache-dir", str(self.work / "start-cache"))
        self.check(self.file(20), *cache)
        again = self.check(self.file(20), *cache, times=5)
        self.say("start: python -c pass", f"{nothing.cpu * 1e3:.0f} ms")
        self.say("start: 20 rows", f"{twenty.cpu * 1e3:.0f} ms", f"{twenty.cpu / nothing.cpu:.1f} x python")
        self.say("start: 20 rows, unchanged", f"{again.cpu * 1e3:.0f} ms", f"{again.cpu / nothing.cpu:.1f} x python")

    def throughput(self) -> None:
        source = self.file(self.rows)
        small = self.check(self.file(20), *ALONE, times=3)
        floor_start = best([sys.executable, HERE / "floor.py", self.file(20)], 3)
        floor = best([sys.executable, HERE / "floor.py", source], 2)
        floor_each = (floor.cpu - floor_start.cpu) / self.rows * 1e6
        self.say("floor: csv.reader and a scan for 2,000 literals", f"{floor_each:.1f} us/listing")
        for name, share in (("clean", 0.0), ("5 % faulty", 0.05), ("all faulty", 1.0)):
            cost = self.check(self.file(self.rows, share), *ALONE)
            each = self.each(cost, small, self.rows)
            self.say(f"{self.rows} listings, {name}", f"{each:.0f} us/listing", f"{each / floor_each:.1f} x floor")
            self.rates[name] = each
        for name, write in (
            ("one cell of 1,000,000 characters", lambda path: listings.write_huge_cell(path, 1_000_000)),
            ("200 listings of 500 columns", lambda path: listings.write_wide(path, 200, 500)),
        ):
            path = self.work / "special.csv"
            write(path)
            cost = self.check(path, *ALONE)
            self.say(name, f"{cost.cpu:.2f} s", f"{cost.memory:.0f} MiB")

    def memory(self) -> None:
        counts = [max(self.rows // 10, 1), self.rows, *([self.given.huge_rows] if self.given.huge_rows else [])]
        first = 0.0
        for count in counts:
            cost = self.check(self.file(count), *ALONE)
            first = first or cost.memory
            self.say(f"memory: {count} listings", f"{cost.memory:.0f} MiB", f"{cost.memory / first:.2f} x the first")

    def scaling(self) -> None:
        quarter = self.check(self.file(self.rows // 4), *ALONE)
        whole = self.check(self.file(self.rows), *ALONE)
        self.say(
            f"scaling: {self.rows // 4} and {self.rows} listings",
            f"{whole.cpu:.1f} s",
            f"{whole.cpu / quarter.cpu:.2f} x",
        )

    def warm(self) -> None:
        source, cache = self.file(self.rows), self.work / "cache"
        changed = self.work / "changed.csv"
        listings.write_changed(source, changed)
        options = ("--jobs", "1", "--cache-dir", str(cache))
        small = self.check(self.file(20), *ALONE, times=3)
        cold = self.check(source, *options)
        again = self.check(source, *options, times=2)
        source.write_bytes(changed.read_bytes())
        edited = self.check(source, *options)
        source.unlink()
        self.say("warm: cold run that fills the cache", f"{cold.cpu:.2f} s")
        self.say("warm: unchanged file again", f"{again.cpu:.2f} s", f"start + {again.cpu - small.cpu:.2f} s")
        self.say("warm: one row in a hundred changed", f"{edited.cpu:.2f} s", f"{edited.cpu / cold.cpu:.2f} x cold")

    def jobs(self) -> None:
        source = self.file(self.rows)
        one = self.check(source, *ALONE)
        two = self.check(source, "--jobs", "2", "--no-cache")
        self.say("jobs: one process", f"{one.wall:.1f} s", f"{one.cpu:.1f} s of processor time")
        self.say("jobs: two workers", f"{two.wall:.1f} s", f"{one.wall / two.wall:.2f} x as fast; {two.cpu:.1f} s")

    def files(self) -> None:
        count = max(self.rows // 10, 100)
        folder, cache = self.work / "small", self.work / "small-cache"
        if not folder.exists():
            listings.write_small(folder, count)
        one = self.check(folder, *ALONE)
        two = self.check(folder, "--jobs", "2", "--no-cache")
        options = ("--jobs", "1", "--cache-dir", str(cache))
        cold, again = self.check(folder, *options), self.check(folder, *options, times=2)
        self.say(f"files: {count} of one listing, one process", f"{one.wall:.1f} s")
        self.say("files: two workers", f"{two.wall:.1f} s", f"{one.wall / two.wall:.2f} x as fast; {two.cpu:.1f} s")
        self.say("files: unchanged again", f"{again.cpu:.2f} s", f"{again.cpu / cold.cpu:.2f} x cold")

    def peers(self) -> None:
        source = self.file(max(self.rows, 1000))
        folder = self.given.peers or self.work / "peers"
        if "5 % faulty" not in self.rates:
            small = self.check(self.file(20), *ALONE, times=3)
            cost = self.check(self.file(self.rows), *ALONE)
            self.rates["5 % faulty"] = self.each(cost, small, self.rows)
        ours = self.rates["5 % faulty"]
        for peer in PEERS:
            result = measured(peer, source, folder, self.work, self.given.share)
            if isinstance(result, Result):
                value = f"{result.each:.0f} us/listing"
                more = f"start {result.start * 1e3:.0f} ms, {result.memory:.0f} MiB"
                self.say(f"peer: {peer.name}", value, f"{result.each / ours:.1f} x listing-lint; {more}")
            else:
                self.say(f"peer: {peer.name}", "skipped", result)


SECTIONS: dict[str, Callable[[Bench], None]] = {
    "start": Bench.start,
    "throughput": Bench.throughput,
    "memory": Bench.memory,
    "scaling": Bench.scaling,
    "warm": Bench.warm,
    "jobs": Bench.jobs,
    "files": Bench.files,
    "peers": Bench.peers,
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", type=int, default=100_000, help="listings in the large file")
    arguments.add_argument("--huge-rows", type=int, default=0, help="one more size for the memory, such as 1000000")
    arguments.add_argument("--only", default=",".join(SECTIONS), help=f"some of {','.join(SECTIONS)}")
    arguments.add_argument("--peers", type=Path, help="folder to install peers in, kept for the next run")
    arguments.add_argument("--share", type=float, default=1.0, help="how much of the usual load peers get, 0 to 1")
    given = arguments.parse_args()
    sections = given.only.split(",")
    if unknown := set(sections) - set(SECTIONS):
        arguments.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    with tempfile.TemporaryDirectory(prefix="listing-lint-bench-") as work:
        bench = Bench(Path(work), given)
        for name in sections:
            SECTIONS[name](bench)


if __name__ == "__main__":
    main()
