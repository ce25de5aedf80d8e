"""Linters and readers of text that people compare with, each installed from PyPI in a folder of its own.

They look for other things than listing-lint does; the same text goes through all of them.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from measure import best, run

_QUANTULUM = """
import sys
from quantulum3 import parser
for line in open(sys.argv[1], encoding="utf-8"):
    parser.parse(line)
"""
_RECOGNIZERS = """
import sys
from recognizers_number_with_unit import recognize_dimension
for line in open(sys.argv[1], encoding="utf-8"):
    recognize_dimension(line, "en-us")
"""


@dataclass(frozen=True)
class Peer:
    """``command`` has FILE for the text and BIN for the folder of its programs; ``most`` listings are given to it."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    most: int
    suffix: str = ".txt"


PEERS = (
    Peer("codespell", ("codespell",), ("BIN/codespell", "FILE"), 5000),
    Peer("typos", ("typos",), ("BIN/typos", "FILE"), 5000),
    Peer("proselint", ("proselint",), ("BIN/proselint", "check", "FILE"), 300),
    Peer("pofilter", ("translate-toolkit",), ("BIN/pofilter", "FILE"), 300, ".po"),
    Peer(
        "recognizers-text",
        ("recognizers-text-number-with-unit==1.0.2a2", "recognizers-text-number==1.0.2a2", "recognizers-text==1.0.2a2",
         "emoji<2", "grapheme", "regex", "multipledispatch", "python-dateutil", "datatypes-date-time", "setuptools<81"),
        ("BIN/python", "-c", _RECOGNIZERS, "FILE"), 100,
    ),
    Peer(
        "quantulum3", ("quantulum3", "setuptools<81"), ("BIN/python", "-c", _QUANTULUM, "FILE"), 60
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """``start`` in seconds for one listing, ``each`` further listing in microseconds, ``memory`` in MiB."""

    start: float
    each: float
    memory: float


def texts(source: Path, target: Path, count: int) -> None:
    """The title and description of ``count`` listings of a CSV, a line each, or as the entries of a PO file."""
    with source.open(encoding="utf-8", newline="") as file, target.open("w", encoding="utf-8") as out:
        for number, row in enumerate(csv.DictReader(file)):
            if number == count:
                return
            line = f"{row['Title']}. {row['Description']}"
            if target.suffix == ".po":
                quoted = line.replace("\\", "\\\\").replace('"', '\\"')
                out.write(f'msgid "{quoted}"\nmsgstr "{quoted}"\n\n')
            else:
                out.write(line + "\n")


def installed(peer: Peer, folder: Path) -> Path:
    """The folder of the peer's programs, installed where they are missing. Raises CalledProcessError."""
    home = folder / peer.name
    programs = home / "bin"
    ready = home / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run(
            [programs / "pip", "install", "--quiet", *peer.packages], check=True, capture_output=True, timeout=300
        )
        ready.touch()
    return programs


def measured(peer: Peer, source: Path, folder: Path, work: Path, share: float) -> Result | str:
    """What ``peer`` costs on the listings of ``source``, or why it was not measured. ``share`` (0 to 1): of `most`."""
    try:
        programs = installed(peer, folder)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        output = error.stderr or b""
        text = output.decode(errors="replace") if isinstance(output, bytes) else output
        return f"cannot be installed: {(text.strip().splitlines() or [str(error)])[-1]}"
    count = max(int(peer.most * share), 2)
    costs = []
    for size in (1, count):
        file = work / f"{peer.name}-{size}{peer.suffix}"
        texts(source, file, size)
        words = [part.replace("BIN", str(programs)).replace("FILE", str(file)) for part in peer.command]
        cost = best(words, 3) if size == 1 else run(words)
        # Finders of faults exit with other numbers than 0 where they find some; only a crash counts.
        if cost.status not in (0, 1, 2, 65):
            return f"ended with status {cost.status}"
        costs.append(cost)
    first, all_of_them = costs
    return Result(first.cpu, (all_of_them.cpu - first.cpu) / (count - 1) * 1e6, all_of_them.memory)
