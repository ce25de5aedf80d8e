"""Blocks to outcomes: in this process or in several, sparing what a cache knows, always in the order of the file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from listing_lint.errors import ListingLintError
from listing_lint.faults import FAMILY
from listing_lint.installed import digest
from listing_lint.read.dispatch import STREAMED
from listing_lint.work import SMALL
from listing_lint.work.blocks import Block, blocks, pieces
from listing_lint.work.outcome import Base, Outcome, decode, encode
from listing_lint.work.seal import content, program
from listing_lint.work.whole import Whole

if TYPE_CHECKING:
    from listing_lint.config import Config
    from listing_lint.model import Listing
    from listing_lint.read.reading import Reading
    from listing_lint.run import Run
    from listing_lint.work.cache import Cache

_IN_BATCH = 64
"""How many listings go to a process at once."""
_IN_BLOCK = 32
"""How many listings make a block where none is kept."""
_IN_CACHE = 4
"""How many listings make one entry of the cache: where one of them changes, all are linted again."""
_AHEAD = 3
"""How many batches a process may be given before the first of them is asked for."""
_PATIENCE = 5.0
"""Seconds that processes have to end their batch after an interrupt or an error."""


def auto_jobs() -> int:
    """As many processes as there are processors that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Processes that lint blocks as ``run`` does; with ``jobs`` 1 there are none, and this one does it.

    They are started with the first block and end when the ``with`` is left, however that is.
    """

    def __init__(self, run: Run, jobs: int, cache: Cache | None = None) -> None:
        self._run = run
        self._jobs = jobs
        self._cache = cache
        self._pool: ProcessPoolExecutor | None = None
        self._others: list[BaseProcess] = []
        self._seals: dict[str, bytes] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None:
            return
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        if kind is None:
            return
        # A process that is ended while it hands over what it found can leave the pool waiting for the rest of it.
        end = time.monotonic() + _PATIENCE
        for process in multiprocessing.active_children():
            if process not in self._others:
                process.join(max(end - time.monotonic(), 0))
                process.terminate()

    def repay(self, reading: Reading) -> bool:
        """True where ``reading`` is of a file so large that it is done sooner here than listing by listing."""
        return self._jobs > 1 or (self._cache is not None and _size(reading.path) >= SMALL)

    def whole(self, path: Path, config: Config) -> Whole | None:
        """The entry of the cache for a whole file, to be filled or used; None where that does not repay."""
        if self._cache is None or not path.is_file() or _size(str(path)) < SMALL:
            return None
        return Whole(self._cache, path, self._seal(str(path), config))

    def outcomes(
        self,
        reading: Reading,
        config: Config,
        whole: Whole | None,
        change: Callable[[Listing], Listing] | None = None,
        comments: bool = True,
    ) -> Iterator[tuple[int, list[Outcome]]]:
        """For each block of a file the number of its listings, and its outcomes.

        ``change``: what is done to each listing before. ``comments``: some comments in the file ask for silence.
        Raises `ListingLintError` where a process was ended from outside.
        """
        if whole and whole.known:
            reading.problems += whole.known.problems
            yield from whole.known.blocks
            return
        before = len(reading.problems)
        sure = reading.format in STREAMED
        for block, data, found in self._blocks(reading, config, change):
            sure = sure and _is_sure(found[1])
            if whole:
                whole.add(*found, block.base, data)
            yield found
        if whole and sure:
            whole.save(reading.problems[before:], reading.encoding, comments)
        if self._cache:
            self._cache.commit()

    def _seal(self, path: str, config: Config) -> bytes:
        """What outcomes depend on beside the content of their file."""
        if path not in self._seals:
            settings = config.for_file(path)
            self._seals[path] = digest([program(), self._run.recipe, config, settings, content(config.rules)])
        return self._seals[path]

    def _blocks(
        self, reading: Reading, config: Config, change: Callable[[Listing], Listing] | None
    ) -> Iterator[tuple[Block, bytes, tuple[int, list[Outcome]]]]:
        """The blocks of a file, and what is found in each, in its form and out of it."""
        size = _IN_CACHE if self._cache else _IN_BLOCK
        seal = self._seal(reading.path, config) if self._cache else b""
        waiting: deque[_Batch] = deque()
        try:
            for some in pieces(blocks(reading, size, change), _IN_BATCH // size):
                waiting.append(self._begun(some, config, seal))
                if len(waiting) > self._jobs * _AHEAD or self._jobs == 1:
                    yield from self._ended(waiting.popleft())
            for batch in waiting:
                yield from self._ended(batch)
        except BrokenProcessPool:
            raise ListingLintError("a worker process was ended from outside; try again with --jobs 1") from None

    def _begun(self, some: list[Block], config: Config, seal: bytes) -> _Batch:
        keys = [block.key(seal) for block in some] if self._cache else []
        known: list[bytes | None] = [None] * len(some)
        if self._cache:
            known = [_form_in(self._cache.get(key)) for key in keys]
        missing = [block for block, data in zip(some, known, strict=True) if data is None]
        return _Batch(some, keys, known, self._work(missing, config) if missing else list)

    def _work(self, some: list[Block], config: Config) -> Callable[[], list[bytes]]:
        if self._jobs == 1:
            return lambda: [outcome_of(self._run, config, block) for block in some]
        if self._pool is None:
            # What the rules set up for the first listings is there for all processes then.
            first = outcome_of(self._run, config, some[0])
            self._pool = self._started()
            rest = self._pool.submit(_outcomes, config, some[1:])
            return lambda: [first, *rest.result()]
        return self._pool.submit(_outcomes, config, some).result

    def _started(self) -> ProcessPoolExecutor:
        self._others = multiprocessing.active_children()
        # Without a copy of this process a worker sets up everything again, so a copy is taken where that is safe.
        method = "fork" if sys.platform == "linux" else "spawn"
        return ProcessPoolExecutor(
            self._jobs, multiprocessing.get_context(method), initializer=_begin, initargs=self._run.recipe
        )

    def _ended(self, batch: _Batch) -> Iterator[tuple[Block, bytes, tuple[int, list[Outcome]]]]:
        new = iter(batch.result())
        for at, (block, known) in enumerate(zip(batch.blocks, batch.known, strict=True)):
            data = next(new) if known is None else known
            found = decode(data, block.base)
            if known is None and self._cache and _is_sure(found[1]):
                self._cache.put(batch.keys[at], data)
            yield block, data, found


class _Batch(Struct, frozen=True):
    """Blocks, their keys in the cache, what it knows of each, and what gives the outcomes of the others."""

    blocks: list[Block]
    keys: list[bytes]
    known: list[bytes | None]
    result: Callable[[], list[bytes]]


def _is_sure(outcomes: Iterable[Outcome]) -> bool:
    """False where a rule failed or ran out of time: it may do better the next time."""
    return all(finding.family != FAMILY for outcome in outcomes for finding in outcome.found)


def _form_in(value: bytes | None) -> bytes | None:
    """``value``, unless it is no form of outcomes: whatever wrote it, it is as if it were not there."""
    if value is not None:
        with suppress(ValueError):
            decode(value, Base(""))
            return value
    return None


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def outcome_of(run: Run, config: Config, block: Block) -> bytes:
    """The outcomes of one block, in their form; those that tell nothing are left out."""
    listings = 0
    outcomes = []
    with run.timer(config):
        for listing in block.listings():
            listings += 1
            outcome = run.treated(listing, config)
            if outcome.found or outcome.asks or outcome.told or config.ignore_findings:
                outcomes.append(outcome)
    return encode(listings, outcomes, block.base)


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


def _outcomes(config: Config, some: list[Block]) -> list[bytes]:
    return [outcome_of(_run, config, block) for block in some]
