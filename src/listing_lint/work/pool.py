"""Processes that do pieces of the work of a run; none is left when it ends, however it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, TypeVar

from listing_lint.errors import ListingLintError

if TYPE_CHECKING:
    from listing_lint.run import Run

S = TypeVar("S")
T = TypeVar("T")
_PATIENCE = 5.0
"""Seconds that processes have to end their batch after an interrupt or an error."""


class Pool:
    """``jobs`` processes, each with a run like ``run``."""

    def __init__(self, run: Run, jobs: int) -> None:
        self._others = multiprocessing.active_children()
        # Without a copy of this process a worker sets up everything again, so a copy is taken where that is safe.
        method = "fork" if sys.platform == "linux" else "spawn"
        self._executor = ProcessPoolExecutor(
            jobs, multiprocessing.get_context(method), initializer=_begin, initargs=run.recipe
        )

    def submit(self, work: Callable[[Run, S], T], some: S) -> Callable[[], T]:
        """Has a process do ``work`` on ``some`` with its run; what waits for the result, and gives it."""
        return self._executor.submit(_work, work, some).result

    def end(self, interrupted: bool) -> None:
        """Ends the processes; where ``interrupted``, without the work that is not begun."""
        self._executor.shutdown(wait=not interrupted, cancel_futures=True)
        if not interrupted:
            return
        # A process that is ended while it hands over what it found can leave the pool waiting for the rest of it.
        end = time.monotonic() + _PATIENCE
        for process in multiprocessing.active_children():
            if process not in self._others:
                process.join(max(end - time.monotonic(), 0))
                process.terminate()


@contextmanager
def unbroken() -> Iterator[None]:
    """Raises `ListingLintError` where a process was ended from outside."""
    try:
        yield
    except BrokenProcessPool:
        raise ListingLintError("a worker process was ended from outside; try again with --jobs 1") from None


_run: Run


def _begin(*recipe: object) -> None:
    """What a worker does first."""
    from listing_lint.run import Run

    global _run
    # An interrupt goes to the whole group of processes; the first one sees to the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _run = Run(*recipe)  # type: ignore[arg-type]


def _end_with(sentinel: int) -> None:
    """Ends this process when the one that started it is gone, be it killed."""
    wait([sentinel])
    os._exit(1)


def _work(work: Callable[[Run, S], T], some: S) -> T:
    return work(_run, some)
