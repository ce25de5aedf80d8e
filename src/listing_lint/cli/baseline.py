"""``listing-lint baseline``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from listing_lint.baseline import Baseline, Ran, load_baseline
from listing_lint.cli.help import Command, Group
from listing_lint.cli.options import choice
from listing_lint.cli.running import errors, exit_code, notes, say, start_run
from listing_lint.model import Finding


@click.group(cls=Group)
def baseline() -> None:
    """Keep a list of known findings, so that a check tells only new ones.

    \b
    Examples:
      listing-lint baseline create feeds/
      listing-lint check feeds/ --baseline listing-lint-baseline.json
    """


_BASELINE_FILE = click.option(
    "--baseline", "file", type=click.Path(path_type=Path), default=Path("listing-lint-baseline.json"),
    help="Default: listing-lint-baseline.json.",
)  # fmt: skip


@baseline.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_BASELINE_FILE
@choice
def create(paths: tuple[str, ...], file: Path, **options: Any) -> None:
    """Take the findings in PATH as known.

    A baseline that exists is brought up to date: entries of files and rules that this run leaves out stay.

    \b
    Examples:
      listing-lint baseline create feeds/
      listing-lint baseline create feeds/ --baseline known.json --market US
    """
    with errors():
        old = load_baseline(file) if file.exists() else Baseline(file)
        _replace_baseline(old, old.created, paths, **options)


@baseline.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_BASELINE_FILE
@choice
def prune(paths: tuple[str, ...], file: Path, **options: Any) -> None:
    """Remove what is no longer found in PATH; nothing is added.

    \b
    Examples:
      listing-lint baseline prune feeds/
    """
    with errors():
        old = load_baseline(file)
        _replace_baseline(old, old.pruned, paths, **options)


def _replace_baseline(
    old: Baseline,
    make: Callable[[Ran], Baseline],
    paths: tuple[str, ...],
    **options: Any,
) -> None:
    run = start_run(baseline=None, **options)
    targets = run.targets(paths or (".",))
    files: set[str] = set()
    findings: list[Finding] = []
    for listing, found in run.lint(targets):
        files.add(listing.location.path)
        findings += found
    notes(run, quiet=False)
    if run.summary.listings:
        new = make(Ran(files, run.rules, findings))
        new.write()
        say(f"{new.path}: {len(new.entries)} known findings, {len(old.entries)} before")
    raise SystemExit(exit_code(run) if exit_code(run) == 2 else 0)
