"""Help pages: long lists of options under headings, and a hint where a command is mistyped."""

from __future__ import annotations

import click

from listing_lint.nearest import nearest

HEADINGS = {
    "What is told": (
        "select", "ignore", "min_severity", "min_confidence", "profile", "baseline", "file", "diff_base", "against",
    ),
    "How files are read": (
        "market", "language", "platform", "sheet", "encoding", "source", "stdin_filename", "show_columns",
    ),
    "Fixes": ("fix", "diff", "fixed_copy", "unsafe_fixes"),
    "What is written": ("outputs", "fail_on", "quiet", "lang"),
    "How it runs": ("jobs", "no_cache", "cache_dir", "watched"),
    "Configuration": ("config", "isolated"),
}  # fmt: skip
"""The headings of options, each with the names of their parameters."""


class Command(click.Command):
    """A command whose options stand under `HEADINGS`; those that belong to none come last."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        left = {option.name: record for option in options if (record := option.get_help_record(ctx))}
        for heading, names in HEADINGS.items():
            records = [left.pop(name) for name in names if name in left]
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)
        with formatter.section("Other"):
            formatter.write_dl(list(left.values()))


def suggested(name: str, commands: list[str], ctx: click.Context) -> click.UsageError:
    """The error for a command that does not exist."""
    close = nearest(name, commands)
    hint = f"Did you mean {close!r}?" if close else f"The commands are {', '.join(commands)}."
    return click.UsageError(f"No such command {name!r}. {hint}", ctx)
