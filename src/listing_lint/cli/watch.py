"""``listing-lint check --watch``: files are looked at every half second; those that changed are linted again.

Looking at them needs no further package, and works on every disk, those of other computers among them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import click

from listing_lint.cli.running import tell
from listing_lint.config import find_config
from listing_lint.errors import ListingLintError
from listing_lint.report.terminal import safe
from listing_lint.run import STDIN, Run, Summary, Target

PAUSE = 0.5
"""Seconds between two looks at the files."""

Stamp = tuple[int, int]


def refuse_watch(paths: Sequence[str], outputs: Sequence[tuple[str, str | None]], others: bool) -> None:
    """Raises `click.UsageError` for options that do not go with ``--watch``; ``others``: those that change files."""
    if STDIN in paths:
        raise click.UsageError("standard input cannot be watched; name a file")
    if any(file for _, file in outputs):
        raise click.UsageError("--watch writes to the terminal; leave the =FILE out")
    if others:
        raise click.UsageError("--watch goes with neither fixes nor --show-columns")


def watch(
    start: Callable[[], Run],
    report: Callable[[Run, Sequence[Target]], None],
    paths: Sequence[str],
    quiet: bool,
) -> None:
    """Lints the files, then those that change, until it is interrupted.

    ``start`` begins a run, ``report`` lints files in it and tells what is found.
    """
    with suppress(KeyboardInterrupt):
        run = start()
        targets = list(run.targets(paths))
        report(run, targets)
        watched = _Watched(run, _stamps(target.path for target in targets), _stamps(_configurations(targets)))
        if not quiet:
            tell(f"watching {len(targets)} files; Ctrl-C ends it")
        told = ""
        while True:
            time.sleep(PAUSE)
            try:
                watched.look(start, report, paths)
                told = ""
            except ListingLintError as error:
                # A configuration that is being written may be wrong for a while.
                watched.run, watched.linted = start(), {}
                if str(error) != told:
                    told = str(error)
                    tell(told)


class _Watched:
    """The files as they were when they were linted, and at the last look."""

    def __init__(self, run: Run, linted: dict[Path, Stamp], configured: dict[Path, Stamp]) -> None:
        self.run = run
        self.linted = linted
        self._before = linted
        self._configured = configured

    def look(
        self, start: Callable[[], Run], report: Callable[[Run, Sequence[Target]], None], paths: Sequence[str]
    ) -> None:
        """Lints what has changed. Raises `ListingLintError`."""
        targets = list(self.run.targets(paths))
        now, configured = _stamps(target.path for target in targets), _stamps(_configurations(targets))
        if configured != self._configured:
            self.run, self.linted, self._configured = start(), {}, configured
        # A file that is still being written has another stamp at the next look.
        ready = [target for target in targets if _is_settled(target.path, now, self._before, self.linted)]
        self._before = now
        if ready:
            self.run.summary, self.run.warnings = Summary(rules=self.run.summary.rules), []
            names = ", ".join(str(target.path) for target in ready[:3]) + (", ..." if len(ready) > 3 else "")
            click.echo(safe(f"\nlisting-lint: {time.strftime('%H:%M:%S')} {names}"), err=True)
            report(self.run, ready)
            self.linted = {path: stamp for path, stamp in self.linted.items() if path in now}
            self.linted |= {target.path: now[target.path] for target in ready}


def _is_settled(path: Path, now: dict[Path, Stamp], before: dict[Path, Stamp], linted: dict[Path, Stamp]) -> bool:
    return path in now and now[path] == before.get(path) and now[path] != linted.get(path)


def _configurations(targets: Iterable[Target]) -> set[Path]:
    folders = {target.path.parent for target in targets}
    return {found for folder in folders if (found := find_config(folder))}


def _stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """When each file was changed, and its size; without those that are gone."""
    stamps = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps
