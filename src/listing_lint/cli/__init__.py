"""The command line: options to a run to reports to an exit code; no logic of its own.

One module a command; a command's module is imported only when it is the one that was asked for.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from contextlib import suppress
from typing import Any

import click

from listing_lint import __version__
from listing_lint.cli.help import Group

COMMANDS = {
    "check": ("check", "check"),
    "notice": ("notice", "notice"),
    "rules": ("rules", "rules"),
    "explain": ("rules", "explain"),
    "init": ("init", "init"),
    "baseline": ("baseline", "baseline"),
    "server": ("server", "server"),
    "serve": ("serve", "serve"),
    "show-config": ("show_config", "show_config"),
    "test": ("own_rules", "test"),
    "new-rule": ("own_rules", "new_rule"),
}
"""The commands, each with its module in this package and its name there."""


_INTERRUPTED = 130
"""The exit status that shells give a command which was interrupted."""

# Hardly anything that is made while modules are imported and tables are read is ever garbage, and when the process ends
# none need be looked for.
gc.set_threshold(500_000, 20, 20)
atexit.register(gc.freeze)


class _Commands(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        _open_all()
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _tell("interrupted")
            raise SystemExit(_INTERRUPTED) from None
        except click.UsageError as error:
            from listing_lint.cli.running import language
            from listing_lint.texts.messages import translated

            raise click.UsageError(translated(error.format_message(), language(error.ctx)), error.ctx) from None
        except OSError as error:
            _give_up(error)
            raise SystemExit(2) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and args[0][:1] != "-" and not ctx.resilient_parsing:
            from listing_lint.cli.help import suggested

            raise suggested(args[0], list(COMMANDS), ctx)
        return super().resolve_command(ctx, args)


def _open_all() -> None:
    """Puts the null device in the place of closed standard streams, so that no file is opened there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _tell(message: str) -> None:
    from listing_lint.cli.running import tell

    tell(message)


def _give_up(error: OSError) -> None:
    """Tells of an ``error`` of the system that nothing else took care of, such as a full disk behind standard output.

    That nobody reads on (``| head``) is no error to tell of.
    """
    with suppress(OSError):
        if not isinstance(error, BrokenPipeError):
            _tell(f"cannot go on: {error}")
    with suppress(OSError, ValueError):
        # What is still waiting to be written would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="listing-lint", message="%(prog)s %(version)s")
def main() -> None:
    """Find what a buyer in another country will misread in a product listing.

    \b
    Examples:
      listing-lint check my-products.csv
      listing-lint check --help
      listing-lint explain voltage-missing

    Exit status: 0 nothing found, 1 findings, 2 something could not be done.
    """
