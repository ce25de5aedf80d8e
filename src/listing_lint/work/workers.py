"""Files and blocks to outcomes: in this process or in several, sparing what a cache knows, always in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from listing_lint.installed import digest
from listing_lint.read.dispatch import STREAMED
from listing_lint.work.blocks import Block, blocks, pieces
from listing_lint.work.outcome import Base, Outcome, decode, encode, is_sure, tells
from listing_lint.work.seal import content, program
from listing_lint.work.small import File, Form, bundles, forms_of
from listing_lint.work.whole import Taken, Whole

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from listing_lint.config import Config
    from listing_lint.model import Listing
    from listing_lint.read.reading import Reading
    from listing_lint.run import Run, Target
    from listing_lint.work.cache import Cache
    from listing_lint.work.pool import Pool

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
_IN_BATCH = 64
"""How many listings go to a process at once."""
_IN_BUNDLE = 32
"""How many small files go to a process at once."""
_IN_BLOCK = 32
"""How many listings make a block where none is kept."""
_IN_CACHE = 4
"""How many listings make one entry of the cache: where one of them changes, all are linted again."""
_AHEAD = 3
"""How many batches a process may be given before the first of them is asked for."""


class Workers:
    """Processes that lint files and blocks as ``run`` does; with ``jobs`` 1 there are none, and this one does it.

    They are started with the first piece of work and end when the ``with`` is left, however that is.
    """

    def __init__(self, run: Run, jobs: int, cache: Cache | None = None) -> None:
        self._run = run
        self._jobs = jobs
        self._cache = cache
        self._pool: Pool | None = None
        self._seals: dict[Path | None, bytes] = {}
        self._unsettled = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool:
            self._pool.end(interrupted=kind is not None)

    def begun(self, files: Iterable[tuple[Target, Config | None]]) -> Iterator[tuple[Target, Whole | None]]:
        """``files`` in their order, each with what is known of it; small ones are linted by then.

        The configuration of a file is None where more than it and the file says what is found in it. Raises
        `ListingLintError` where a process was ended from outside.
        """
        sized = (File(target, config, _size(target.path)) for target, config in files)
        for bundle, forms in self._ahead(bundles(sized, _IN_BUNDLE if self._jobs > 1 else 1), self._bundle):
            for file, whole in bundle:
                if whole and _is_missing(file, whole) and (form := next(forms)):
                    whole.learn(form.data)
                    whole.keep(form.data if form.sure else None)
                yield file.target, whole
            self._settle(len(bundle))
        self._settle(_IN_BUNDLE)

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
        before = len(reading.problems)
        taken = Taken()
        sure = reading.format in STREAMED
        size = _IN_CACHE if self._cache else _IN_BLOCK
        begin = partial(self._batch, config, self._seal(reading.path, config) if self._cache else b"")
        for batch, forms in self._ahead(pieces(blocks(reading, size, change), _IN_BATCH // size), begin):
            for block, key, known in batch:
                form = next(forms) if known is None else known
                found = decode(form, block.base)
                if known is None:
                    if not is_sure(found[1]):
                        sure = False
                    elif self._cache:
                        self._cache.put(key, form)
                if whole:
                    taken.add(*found, block.base, form)
                yield found
        if whole and sure:
            whole.keep(taken.form(reading, reading.problems[before:], "", comments))
        if self._cache:
            self._cache.commit()

    def _bundle(self, files: list[File]) -> _Begun[tuple[File, Whole | None], Form | None]:
        known = [(file, self._whole(file)) for file in files]
        missing = [(file.target.path, file.config) for file, whole in known if file.config and _is_missing(file, whole)]
        return known, self._done(forms_of, missing)

    def _batch(
        self, config: Config, seal: bytes, some: list[Block]
    ) -> _Begun[tuple[Block, bytes, bytes | None], bytes]:
        keys = [block.key(seal) if self._cache else b"" for block in some]
        known = [_form_in(self._cache.get(key)) if self._cache else None for key in keys]
        missing = [(config, block) for block, form in zip(some, known, strict=True) if form is None]
        return list(zip(some, keys, known, strict=True)), self._done(outcomes_of, missing)

    def _ahead(self, pieces: Iterable[S], begin: Callable[[S], _Begun[T, R]]) -> Iterator[tuple[list[T], Iterator[R]]]:
        """Begins ``pieces`` of work, as many as keep all processes busy, and gives them in their order as they end."""
        waiting: deque[_Begun[T, R]] = deque()
        with self._unbroken():
            for piece in pieces:
                waiting.append(begin(piece))
                if self._jobs == 1 or len(waiting) > self._jobs * _AHEAD:
                    items, results = waiting.popleft()
                    yield items, iter(results())
            for items, results in waiting:
                yield items, iter(results())

    def _done(self, work: Callable[[Run, list[S]], list[R]], some: list[S]) -> Callable[[], list[R]]:
        """What gives the results of ``work`` on ``some``, which a process does meanwhile if there are any."""
        if not some:
            return list
        if self._jobs == 1:
            return partial(work, self._run, some)
        if self._pool is None:
            from listing_lint.work.pool import Pool

            # What the rules set up for the first piece is there for all processes then.
            first = work(self._run, some[:1])
            self._pool = Pool(self._run, self._jobs)
            rest = self._pool.submit(work, some[1:])
            return lambda: [*first, *rest()]
        return self._pool.submit(work, some)

    def _unbroken(self) -> AbstractContextManager[None]:
        if self._jobs == 1:
            return nullcontext()
        from listing_lint.work.pool import unbroken

        return unbroken()

    def _settle(self, files: int) -> None:
        """So many small files more are linted: what was put into the cache is kept after a while."""
        self._unsettled += files
        if self._cache and self._unsettled >= _IN_BUNDLE:
            self._cache.commit()
            self._unsettled = 0

    def _whole(self, file: File) -> Whole | None:
        """What is known of a file, to be used or learnt; None where nothing can be."""
        path = file.target.path
        if file.config is None or file.size < 0 or not (self._cache or file.small):
            return None
        try:
            return Whole(path, self._cache, self._seal(str(path), file.config) if self._cache else b"")
        except OSError:
            return None

    def _seal(self, path: str, config: Config) -> bytes:
        """What outcomes depend on beside the content of their file."""
        if config.path not in self._seals:
            self._seals[config.path] = digest([program(), self._run.recipe, config, content(config.rules)])
        return digest([self._seals[config.path], config.for_file(path)])


_Begun = tuple[list[T], Callable[[], list[R]]]
"""Pieces of work, and what gives the results of those of them that were not known."""


def _is_missing(file: File, whole: Whole | None) -> bool:
    """True where ``file`` is linted as a whole, and what is found in it is not known."""
    return file.small and whole is not None and whole.known is None


def _form_in(value: bytes | None) -> bytes | None:
    """``value``, unless it is no form of outcomes: whatever wrote it, it is as if it were not there."""
    if value is not None:
        with suppress(ValueError):
            decode(value, Base(""))
            return value
    return None


def _size(path: Path) -> int:
    """The size of a file in bytes; -1 where there is none, so that its reader tells why."""
    try:
        return path.stat().st_size if path.is_file() else -1
    except OSError:
        return -1


def outcomes_of(run: Run, some: list[tuple[Config, Block]]) -> list[bytes]:
    """The outcomes of blocks, each in their form; those that tell nothing are left out."""
    return [_outcome_of(run, config, block) for config, block in some]


def _outcome_of(run: Run, config: Config, block: Block) -> bytes:
    listings = 0
    outcomes = []
    with run.timer(config):
        for listing in block.listings():
            listings += 1
            outcome = run.treated(listing, config)
            if tells(outcome, config):
                outcomes.append(outcome)
    return encode(listings, outcomes, block.base)
