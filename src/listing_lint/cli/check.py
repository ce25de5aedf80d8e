"""``listing-lint check``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from listing_lint.cli.help import Command
from listing_lint.cli.options import choice, jobs_option, lang_option, outputs_of
from listing_lint.cli.running import (
    cache_folder,
    errors,
    exit_code,
    notes,
    older_state,
    report_all,
    start_run,
    working,
)
from listing_lint.errors import ListingLintError
from listing_lint.limits import MEGABYTE
from listing_lint.model import SEVERITIES
from listing_lint.report import FORMATS
from listing_lint.report.terminal import safe
from listing_lint.run import STDIN, Run, Target


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--output", "outputs", multiple=True, callback=outputs_of, metavar="FORMAT[=FILE]",
    help=f"One of {', '.join(FORMATS)}; to a file when one is named. May be repeated. Default: text.",
)  # fmt: skip
@choice
@click.option("--fail-on", type=click.Choice((*SEVERITIES, "never")), help="Exit with 1 from this severity on. [error]")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input; its ending tells the format.")
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Tell only what is not in this baseline.")
@click.option("--diff-base", metavar="REV", help="Only listings that a revision in git does not hold as they are.")
@click.option(
    "--against", type=click.Path(path_type=Path), metavar="OLDFILE",
    help="Only listings that an older file does not hold as they are.",
)  # fmt: skip
@click.option("--fix", is_flag=True, help="Write safe fixes into the files, then tell what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--fixed-copy", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write the one file to lint, with safe fixes, to FILE, then tell what is left in it. Workbooks too.",
)  # fmt: skip
@click.option("--unsafe-fixes", is_flag=True, help="Also fixes that may change the meaning; with one of these three.")
@jobs_option
@click.option("--no-cache", is_flag=True, help="Lint everything again, and keep nothing for the next time.")
@click.option("--cache-dir", type=click.Path(path_type=Path), help="Where results are kept; else your cache folder.")
@click.option("--watch", "watched", is_flag=True, help="Lint again whenever a file changes, until Ctrl-C.")
@click.option("--show-columns", is_flag=True, help="Print how each column was understood, and lint nothing.")
@lang_option
def check(
    paths: tuple[str, ...],
    outputs: list[tuple[str, str | None]],
    source: str | None,
    stdin_filename: str | None,
    config: Path | None,
    isolated: bool,
    quiet: bool,
    baseline: Path | None,
    diff_base: str | None,
    against: Path | None,
    fix: bool,
    diff: bool,
    fixed_copy: Path | None,
    unsafe_fixes: bool,
    jobs: int | None,
    no_cache: bool,
    cache_dir: Path | None,
    watched: bool,
    show_columns: bool,
    market: tuple[str, ...] | None,
    lang: str,
    **overrides: Any,
) -> None:
    """Lint listing files, folders of them, or standard input (-).

    A folder is walked; what git ignores and the configuration excludes is left out. Without PATH, the working folder is
    linted. The nearest listing-lint.toml or pyproject.toml of each file holds.

    \b
    Examples:
      listing-lint check catalog.csv
      listing-lint check feeds/ --market US,DE --output text --output json=findings.json
      listing-lint check en.csv --source zh.csv
      listing-lint check my-products.xlsx --fixed-copy fixed.xlsx --output xlsx=marked.xlsx
      listing-lint check feeds/ --diff-base main --fail-on warning
      listing-lint check - --stdin-filename offer.jsonl < offer.jsonl

    \b
    Exit status:
      0  nothing found from --fail-on upwards
      1  findings
      2  something could not be done: a file could not be read, or none holds listings

    \b
    Environment:
      LC_ALL, LC_MESSAGES, LANG   language of messages, unless --lang or the configuration says it
      NO_COLOR                    no colours on the terminal
    """
    with errors():
        if fix or diff or fixed_copy or unsafe_fixes:
            from listing_lint.cli.fixing import refuse_fixes, show_fixes, write_copy, write_fixes

            refuse_fixes(paths, fix, diff, fixed_copy, unsafe_fixes)
        if STDIN in paths and diff_base:
            raise click.UsageError("standard input has no revision; compare it with --against OLDFILE")
        paths = paths or (".",)

        def start() -> Run:
            run = start_run(config, isolated, source, baseline, market, **overrides)
            run.older = older_state(run, paths, diff_base, against)
            return run

        def report(run: Run, targets: Sequence[Target], stdin: tuple[str, bytes] | None = None) -> None:
            with working(run, targets, jobs, None if no_cache else cache_folder(run, cache_dir)):
                report_all(run, targets, stdin, outputs, lang)
            notes(run, quiet, summary=all(file for _, file in outputs))

        if watched:
            from listing_lint.cli.watch import refuse_watch, watch

            refuse_watch(paths, outputs, fix or diff or show_columns or fixed_copy is not None)
            watch(start, report, paths, quiet)
            return
        run = start()
        targets = list(run.targets(paths))
        if fix or diff or fixed_copy:
            fixing = start()
            if diff:
                changes = show_fixes(fixing, targets, unsafe_fixes, quiet)
                notes(run, quiet, checked=False)
                raise SystemExit(2 if any(item.fatal for item in run.summary.skipped) else int(changes))
            if fixed_copy:
                targets = [write_copy(fixing, targets, fixed_copy, unsafe_fixes, quiet)]
            else:
                write_fixes(fixing, targets, unsafe_fixes, quiet)
        stdin = (stdin_filename or "stdin.csv", _standard_input(run)) if STDIN in paths else None
        if show_columns:
            _show_columns(run, targets, stdin)
            notes(run, quiet)
            raise SystemExit(2 if any(item.fatal for item in run.summary.skipped) else 0)
        report(run, targets, stdin)
    raise SystemExit(exit_code(run))


def _standard_input(run: Run) -> bytes:
    """What comes in, up to one byte more than the limit, so that more is refused and never held."""
    limits = run.config_for(Path()).limits
    return sys.stdin.buffer.read(limits.file_megabytes * MEGABYTE + 1)


def _show_columns(run: Run, targets: Iterable[Target], stdin: tuple[str, bytes] | None) -> None:
    for target in targets:
        standard = stdin if str(target.path) == STDIN else None
        folder = Path() if standard else target.path.parent
        try:
            reading = run.open(target.path, run.config_for(folder), standard)
            run.summary.listings += sum(1 for _ in reading.listings)
        except ListingLintError as error:
            if target.named:
                raise
            run.warnings.append(str(error))
            continue
        click.echo(safe(f"{reading.path}: {reading.format}, platform {reading.platform}"))
        for column in reading.columns:
            click.echo(safe(f"  {column.header}  ->  {column.role or 'not used'}  {column.name}  ({column.reason})"))
