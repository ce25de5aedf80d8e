"""Compares what two versions of listing-lint find in the same files, rule by rule.

    python bench/acceptance.py BEFORE AFTER [FILE...] [--samples N] [--option ...]

BEFORE and AFTER are each a saved result (``--output json=...`` or ``jsonl=...``), a Python interpreter that has
listing-lint installed, or a checkout, which is run with the interpreter of this script. Folders of FILE are walked.
Exit status: 0 the same findings, 1 other ones, 2 a version could not be run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

_SAVED = (".json", ".jsonl")


class Key(NamedTuple):
    """What makes a finding the same one in both versions: where it is and the words it points at."""

    rule: str
    path: str
    listing: str
    field: str
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Result:
    """The findings of one version: how often each was made, how it was judged, what the run says of itself."""

    name: str
    count: Counter[Key] = field(default_factory=Counter)
    judged: dict[Key, tuple[str, str, str]] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    seconds: float | None = None

    def add(self, item: dict[str, Any]) -> None:
        place = item["location"]
        key = Key(
            item["rule"],
            place["path"],
            item["listing"],
            item["field"] or "",
            -1 if item["start"] is None else item["start"],
            -1 if item["end"] is None else item["end"],
            item["text"] or "",
        )
        self.count[key] += 1
        self.judged[key] = (item["severity"], item["confidence"], item["message"])


def saved(path: Path) -> Result:
    """The result in a JSON or JSON lines report."""
    result = Result(str(path))
    with path.open(encoding="utf-8") as stream:
        if path.suffix == ".json":
            data = json.load(stream)
            for item in data["findings"]:
                result.add(item)
            result.summary = data["summary"]
            return result
        for line in stream:
            item = json.loads(line)
            if item["type"] == "finding":
                result.add(item)
            else:
                result.summary = item
    return result


def version(name: str, files: list[str], options: list[str]) -> Result:
    """What the version called ``name`` finds. Raises SystemExit with status 2 where it cannot say."""
    path = Path(name)
    if path.suffix in _SAVED:
        return saved(path)
    environment = dict(os.environ)
    interpreter = name
    if path.is_dir():
        interpreter = sys.executable
        environment["PYTHONPATH"] = str((path / "src").resolve())
    if not files:
        raise _failure(f"{name}: name the files to lint")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "findings.jsonl"
        # Without -P a folder of this script or of the caller could stand in for the version that is meant.
        command = [interpreter, "-P", "-m", "listing_lint", "check", "--isolated", "--quiet", "--output"]
        began = time.monotonic()
        try:
            subprocess.run([*command, f"jsonl={report}", *options, *files], env=environment, check=False)
        except OSError as error:
            raise _failure(f"{name}: cannot be run: {error.strerror}") from None
        seconds = time.monotonic() - began
        if not report.exists():
            raise _failure(f"{name}: gave no result")
        result = saved(report)
    if not result.summary["listings"]:
        raise _failure(f"{name}: found no listing in these files; nothing was compared")
    result.name, result.seconds = name, seconds
    return result


def _failure(message: str) -> SystemExit:
    print(f"acceptance: {message}", file=sys.stderr)
    return SystemExit(2)


def compared(before: Result, after: Result, samples: int) -> bool:
    """Prints the difference; True where there is one."""
    for result in (before, after):
        summary = result.summary
        fatal = sum(item["fatal"] for item in summary["skipped"])
        took = f", {result.seconds:.1f} s" if result.seconds is not None else ""
        print(
            f"{result.name}: {summary['files']} files, {summary['listings']} listings, {summary['findings']} findings,"
            f" {len(summary['skipped'])} places not linted ({fatal} of them faults){took}"
        )
    added, removed = after.count - before.count, before.count - after.count
    changed = [key for key in before.judged if key in after.judged and before.judged[key] != after.judged[key]]
    rows = {rule: [0, 0, 0, 0, 0] for rule in sorted({key.rule for key in [*before.count, *after.count]})}
    for column, keys in enumerate((before.count, after.count, added, removed, Counter(changed))):
        for key, count in keys.items():
            rows[key.rule][column] += count
    width = max([4, *map(len, rows)])
    print(f"\n{'rule':{width}}  {'before':>8} {'after':>8} {'added':>8} {'removed':>8} {'changed':>8}")
    for rule, figures in [*rows.items(), ("all", [sum(column) for column in zip(*rows.values(), strict=True)])]:
        if any(figures[2:]) or rule == "all":
            print(f"{rule:{width}}  " + " ".join(f"{figure:8}" for figure in figures))
    for mark, keys in (("+", added), ("-", removed)):
        _show(mark, keys, (after if mark == "+" else before), samples)
    for key in changed[:samples]:
        print(f"~ {key.rule}: {_place(key)}\n    {' '.join(before.judged[key])}\n    {' '.join(after.judged[key])}")
    return bool(added or removed or changed)


def _show(mark: str, keys: Counter[Key], result: Result, samples: int) -> None:
    """Some findings of each rule, spread over the whole of them."""
    by_rule: defaultdict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_rule[key.rule].append(key)
    for rule, found in sorted(by_rule.items()):
        print()
        step = max(len(found) // samples, 1) if samples else len(found) + 1
        for key in found[::step][:samples]:
            print(f"{mark} {rule}: {_place(key)}\n    {result.judged[key][2]}")


def _place(key: Key) -> str:
    words = ascii(key.text) if not key.text.isprintable() else key.text
    return f"{key.path}, {key.listing}, {key.field or 'the whole'}: {words[:100]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--samples", type=int, default=5, help="findings shown of each rule [5]")
    parser.add_argument(
        "--option", action="append", default=[], help="an option for `check` (--option=--min-confidence=low)"
    )
    given = parser.parse_args()
    before, after = (version(name, given.files, given.option) for name in (given.before, given.after))
    return int(compared(before, after, given.samples))


if __name__ == "__main__":
    raise SystemExit(main())
