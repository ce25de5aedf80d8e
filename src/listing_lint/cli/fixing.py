"""What ``check`` does with fixes: it writes them back, shows them, or writes them into a copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from listing_lint.cli.running import tell
from listing_lint.errors import ListingLintError
from listing_lint.fix import Session, difference
from listing_lint.model import Safety
from listing_lint.report.terminal import safe
from listing_lint.run import STDIN, Run, Target
from listing_lint.streams import replaced_bytes, write_back


def refuse_fixes(paths: Sequence[str], fix: bool, diff: bool, copy: Path | None, unsafe: bool) -> None:
    """Raises `click.UsageError` for options that do not go together."""
    if STDIN in paths and (fix or diff or copy):
        raise click.UsageError("standard input cannot be fixed; name a file")
    if copy and (fix or diff):
        raise click.UsageError("--fixed-copy goes with neither --fix nor --diff")
    if unsafe and not (fix or diff or copy):
        raise click.UsageError("--unsafe-fixes goes with --fix, --diff or --fixed-copy")


def write_fixes(run: Run, targets: Sequence[Target], unsafe: bool, quiet: bool) -> None:
    """Writes the fixes into the files."""
    session = Session(run, _safeties(unsafe))
    for target in targets:
        states = session.changed(target)
        if states:
            write_back(target.path, *states)
    _tell(session, quiet, "fixed")


def show_fixes(run: Run, targets: Sequence[Target], unsafe: bool, quiet: bool) -> bool:
    """Prints what `write_fixes` would change; True where that is something."""
    session = Session(run, _safeties(unsafe))
    for target in targets:
        states = session.changed(target)
        for line in difference(str(target.path), *states, run.encoding_of(target.path)) if states else ():
            click.echo(safe(line.removesuffix("\n")))
    _tell(session, quiet, "to fix")
    return session.count > 0


def write_copy(run: Run, targets: Sequence[Target], copy: Path, unsafe: bool, quiet: bool) -> Target:
    """Writes the one file to fix, with its fixes, to ``copy``, which is then the file to lint."""
    if len(targets) != 1:
        raise ListingLintError(f"--fixed-copy wants one file to lint, not {len(targets)}")
    path = targets[0].path
    if copy.suffix.lower() != path.suffix.lower():
        raise ListingLintError(f"{copy}: a copy of {path.name} must end in {path.suffix}")
    if copy.exists() and copy.samefile(path):
        raise ListingLintError(f"{copy}: is the file to lint; write the copy to another file")
    session = Session(run, _safeties(unsafe), workbooks=True)
    states = session.changed(targets[0])
    if session.refused:
        raise ListingLintError(session.refused[0])
    with replaced_bytes(copy) as stream:
        stream.write(states[1] if states else path.read_bytes())
    _tell(session, quiet, "fixed")
    return Target(copy, named=True)


def _safeties(unsafe: bool) -> tuple[Safety, ...]:
    return ("safe", "unsafe") if unsafe else ("safe",)


def _tell(session: Session, quiet: bool, verb: str) -> None:
    for warning in session.refused:
        tell(f"warning: {warning}")
    if session.count and not quiet:
        tell(f"{session.count} findings {verb} in {session.files} files")
