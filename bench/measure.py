"""What a command costs: processor time and memory of its process and of those that it waited for."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """``cpu`` is user and system time in seconds, ``wall`` passed time; ``memory`` the largest process, in MiB."""

    cpu: float
    wall: float
    memory: float
    status: int


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, stdin: Path | None = None) -> Cost:
    """Runs ``command`` and forgets what it prints. ``env`` is added to the environment."""
    began = time.perf_counter()
    with open(stdin or os.devnull, "rb") as given:  # noqa: PTH123
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(env or {})},
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024, process.returncode)


def best(command: Sequence[str | Path], times: int = 3, env: Mapping[str, str] | None = None) -> Cost:
    """The cheapest of several runs: what others do on the machine only adds."""
    return min((run(command, env) for _ in range(times)), key=lambda cost: cost.cpu)
