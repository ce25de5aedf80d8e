"""What commands do with a run: start it, send its findings to reports, tell notes, choose the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from listing_lint.config import Config, load_config, profile_config
from listing_lint.errors import ListingLintError
from listing_lint.faults import NAMES
from listing_lint.report import BINARY, FOR_PEOPLE, Options, Report, open_report, place
from listing_lint.report.terminal import safe
from listing_lint.run import Overrides, Run, Target
from listing_lint.streams import replaced, replaced_bytes, standard_output
from listing_lint.texts import language_of_environment
from listing_lint.texts.messages import translated
from listing_lint.work import LARGE, TINY, auto_jobs

if TYPE_CHECKING:
    from listing_lint.baseline import Baseline
    from listing_lint.changes import Older
    from listing_lint.work.cache import Cache


def start_run(
    config: Path | None,
    isolated: bool,
    source: str | None,
    baseline: Path | None,
    market: tuple[str, ...] | None,
    **overrides: Any,
) -> Run:
    """The run that the options of `choice` ask for."""
    over = Overrides(markets=market, **overrides)
    run = Run(chosen_config(config, isolated, over.profile), over, baseline=_known(baseline) if baseline else None)
    if source:
        run.read_sources(source)
    return run


def _known(path: Path) -> Baseline:
    from listing_lint.baseline import load_baseline

    return load_baseline(path)


def older_state(run: Run, paths: Sequence[str], revision: str | None, file: Path | None) -> Older | None:
    """The state that ``run`` over ``paths`` is compared with; None where neither is named."""
    if revision and file:
        raise click.UsageError("--diff-base and --against exclude each other")
    if not revision and not file:
        return None
    from listing_lint.changes import OldFile, Revision

    if file:
        try:
            return OldFile(file, run.read_old)
        except OSError as error:
            raise ListingLintError(f"{file}: cannot be read: {error.strerror}") from None
    folder = Path(paths[0])
    return Revision(revision or "", folder, run.config_for(folder).include, run.read_old)


def chosen_config(path: Path | None, isolated: bool, profile: Sequence[str] = ()) -> Config | None:
    """The one configuration of the run; None where each file's nearest is meant."""
    if path and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    return profile_config(profile) if isolated else load_config(path, profile) if path else None


def report_all(
    run: Run,
    targets: Iterable[Target],
    stdin: tuple[str, bytes] | None,
    outputs: Sequence[tuple[str, str | None]],
    lang: str,
) -> None:
    targets = list(targets)
    for _, file in outputs:
        if file and any(target.path.exists() and _is_same(target.path, Path(file)) for target in targets):
            raise ListingLintError(f"{file}: is one of the files to lint; write the report to another file")
    with ExitStack() as stack:
        reports = [stack.enter_context(_report(name, file, lang)) for name, file in outputs]
        # A report that goes to the terminal shows by itself how far the run is.
        hidden = all(file for _, file in outputs) or not sys.stdout.isatty()
        tell = stack.enter_context(_progress(run, targets)) if hidden and sys.stderr.isatty() else None
        for listing, findings in stack.enter_context(closing(run.lint(targets, stdin))):
            for report in reports:
                report.listing(listing, findings)
            if tell:
                tell()
        for report in reports:
            report.end(run.summary)


def cache_folder(run: Run, given: Path | None) -> Path:
    """Where results are kept: the folder ``given``, else that of the configuration, of the environment, of the user."""
    from listing_lint.work.folder import default_folder

    return given or run.config_for(Path()).cache_dir or default_folder()


@contextmanager
def working(run: Run, targets: Iterable[Target], jobs: int | None, cache: Path | None) -> Iterator[None]:
    """``run`` uses so many processes (None: as many as repay) and the cache in this folder (None: no cache)."""
    size = sum(_sizes(targets).values())
    jobs = jobs or (auto_jobs() if size >= LARGE else 1)
    if jobs == 1 and (not cache or size < TINY):
        yield
        return
    from listing_lint.work.workers import Workers

    kept = _opened(cache) if cache and size >= TINY else None
    try:
        with Workers(run, jobs, kept) as run.workers:
            yield
    finally:
        run.workers = None
        if kept:
            kept.close()


def _opened(folder: Path) -> Cache:
    from listing_lint.work.cache import Cache

    return Cache(folder)


def _sizes(targets: Iterable[Target]) -> dict[Path, int]:
    return {target.path: target.path.stat().st_size for target in targets if target.path.is_file()}


@contextmanager
def _progress(run: Run, targets: Iterable[Target]) -> Iterator[Callable[[], None]]:
    from listing_lint.work.progress import Progress

    progress = Progress(sys.stderr, _sizes(targets))
    run.watch = progress.read
    try:
        yield lambda: progress.update(run.summary.listings)
    finally:
        progress.end()


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def exit_code(run: Run) -> int:
    if not _looked(run) or any(item.fatal for item in run.summary.skipped):
        return 2
    return 2 if run.broken else 1 if run.failed else 0


def _looked(run: Run) -> bool:
    """True where there were listings, changed or not."""
    return bool(run.summary.read or run.summary.unchanged_files)


def notes(run: Run, quiet: bool, *, summary: bool = False, checked: bool = True) -> None:
    """Warnings and failures, on standard error; failures are told even when quiet."""
    for item in run.summary.skipped:
        if item.fatal:
            tell(f"{place(item.location)}: {item.reason}")
    if checked and not _looked(run) and not any(item.fatal for item in run.summary.skipped):
        tell("no listing found in what was named; nothing was checked")
    count = sum(run.summary.by_rule[name] for name in NAMES)
    if count:
        told = f"{count} {'listing was' if count == 1 else 'times a listing was'} not linted in full"
        tell(f"{told}; see the findings of {', '.join(NAMES)}")
    if quiet:
        return
    for warning in run.warnings:
        tell(f"warning: {warning}")
    if checked and run.older and not run.summary.listings and _looked(run):
        tell(f"no listing is new or changed since {run.older.name}")
    if summary:
        counts = f"{run.summary.findings} findings in {run.summary.listings} listings"
        click.echo(translated(counts, language()), err=True)


def language(context: click.Context | None = None) -> str:
    """The language of messages: that of the command of ``context``, the one that runs, as soon as it is known, else
    the environment's."""
    context = context or click.get_current_context(silent=True)
    return (context and context.params.get("lang")) or language_of_environment()


def tell(message: str) -> None:
    """Tells a message on standard error, in the language of messages."""
    click.echo(safe(f"listing-lint: {translated(message, language())}"), err=True)


def say(message: str) -> None:
    """Says on standard output what was done, in the language of messages."""
    click.echo(safe(translated(message, language())))


@contextmanager
def errors() -> Iterator[None]:
    try:
        yield
    except ListingLintError as error:
        tell(str(error))
        raise SystemExit(2) from None


@contextmanager
def _report(name: str, file: str | None, lang: str) -> Iterator[Report]:
    if file is None:
        import shutil

        with standard_output(machine=name not in FOR_PEOPLE) as stream:
            color = name == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            columns = max(shutil.get_terminal_size((100, 24)).columns, 40)
            yield open_report(name, stream, Options(lang, color, columns))
    elif name in BINARY:
        with replaced_bytes(Path(file)) as binary:
            yield open_report(name, binary, Options(lang))
    else:
        with replaced(Path(file)) as stream:
            yield open_report(name, stream, Options(lang))
