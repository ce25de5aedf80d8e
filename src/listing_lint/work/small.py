"""Small files: each is linted as a whole, and several of them are one piece of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from listing_lint.errors import NoListings
from listing_lint.read.dispatch import is_table
from listing_lint.read.reading import Reading, Source
from listing_lint.work import SMALL
from listing_lint.work.outcome import Base, Outcome, encode, is_sure, tells
from listing_lint.work.whole import Taken

if TYPE_CHECKING:
    from listing_lint.config import Config
    from listing_lint.run import Run, Target

_MOST_BYTES = 1 << 17
"""How large the files of one piece of work are together, about."""
_NOTHING = "nothing"
"""Stands for the format of a file without listings."""


class File(Struct, frozen=True):
    """A file to lint; ``config`` is None where more than it and the file says what is found in it."""

    target: Target
    config: Config | None
    size: int

    @property
    def small(self) -> bool:
        """True where it can be a part of a bundle."""
        return self.config is not None and 0 <= self.size < SMALL


class Form(Struct, frozen=True):
    """What is found in a file, in the form of `Taken`; ``sure`` is False where it may be another the next time."""

    data: bytes
    sure: bool


def bundles(files: Iterable[File], most: int) -> Iterator[list[File]]:
    """``files`` in their order, small ones up to ``most`` together, others alone."""
    bundle: list[File] = []
    for file in files:
        if bundle and not (file.small and len(bundle) < most and sum(item.size for item in bundle) < _MOST_BYTES):
            yield bundle
            bundle = []
        bundle.append(file)
        if not file.small:
            yield bundle
            bundle = []
    if bundle:
        yield bundle


def forms_of(run: Run, files: list[tuple[Path, Config]]) -> list[Form | None]:
    """What ``run`` finds in each file; None where that has to be told otherwise, as of a file that is broken."""
    return [_form_of(run, path, config) for path, config in files]


def _form_of(run: Run, path: Path, config: Config) -> Form | None:
    taken, outcomes, count = Taken(), list[Outcome](), 0
    try:
        reading = run.open(path, config)
        table = is_table(reading.format)
        before = len(reading.problems) if table else 0
        comments = run.comments(Source(str(path), lambda: path.open("rb")), reading.format, config)
        with run.timer(config):
            for listing in reading.listings:
                count += 1
                outcome = run.treated(listing, config)
                if tells(outcome, config):
                    outcomes.append(outcome)
    except NoListings:
        return Form(taken.form(Reading(str(path), _NOTHING, iter(())), [], _NOTHING, False) or b"", True)
    except Exception:
        # Whatever it is, it is met and told again where the file is linted listing by listing.
        return None
    base = Base(str(path))
    taken.add(count, outcomes, base, encode(count, outcomes, base))
    data = taken.form(reading, reading.problems[before:], "" if table else reading.format, bool(comments))
    return Form(data, is_sure(outcomes)) if data is not None else None
