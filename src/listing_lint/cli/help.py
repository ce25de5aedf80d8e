"""Help pages in the language of messages, long lists of options under headings; hints where a command is mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from listing_lint.expressions import expression
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
_LANG = "listing_lint.lang"
_PIECE = expression(r"[!-~]+[，。；：、）]*|\s+|.[，。；：、）]*")
"""What stays on one line: words, and signs with the marks that must not begin a line."""


class _Formatter(click.HelpFormatter):
    """Writes what commands and options are for in a language."""

    def __init__(self, lang: str, context: click.Context) -> None:
        super().__init__(width=context.terminal_width, max_width=context.max_content_width)
        self._lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self._translated('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._translated(heading))

    def write_text(self, text: str) -> None:
        super().write_text(self._paragraphs(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((len(name) for name, _ in rows), default=0), col_max) + col_spacing
        told = [(name, self._paragraphs(text, self.width - first - 2)) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)

    def _translated(self, text: str) -> str:
        from listing_lint.texts.messages import translated

        return translated(text, self._lang)

    def _paragraphs(self, text: str, most: int) -> str:
        return "\n\n".join(self._paragraph(part, most) for part in text.split("\n\n"))

    def _paragraph(self, text: str, most: int) -> str:
        """A paragraph translated; one that is made of lines line by line, any other in lines of ``most`` cells."""
        if text.startswith("\b"):
            lines = [line.strip() for line in text.splitlines()]
            return "\n".join(
                line.replace(own, self._translated(own)) for line, own in zip(text.splitlines(), lines, strict=True)
            )
        own = " ".join(text.split())
        told = self._translated(own)
        return text if told == own else "\n".join(("\b", *_lines(told, most)))


def _lines(text: str, most: int) -> Iterator[str]:
    from listing_lint.report.terminal import width

    line = ""
    for piece in _PIECE.findall(text):
        if line and width(line + piece.rstrip()) > most:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        from listing_lint.texts import language_of_environment

        return _Formatter(self.meta.get(_LANG) or language_of_environment(), self)


class Plain(click.Command):
    """A command whose help is in the language of messages."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_LANG] = _asked(args)
        return super().parse_args(ctx, args)


def _asked(args: Sequence[str]) -> str | None:
    """The language that ``--lang`` asks for; help is shown before that option is read."""
    from listing_lint.texts import known_language

    for number, arg in enumerate(args):
        name, _, value = arg.partition("=")
        if name == "--lang":
            return known_language(value or next(iter(args[number + 1 :]), ""))
    return None


class Group(click.Group):
    """A group of commands whose help is in the language of messages; a command is told by its first paragraph."""

    context_class = _Context

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl((name, (item.help or "").split("\n\n")[0]) for name, item in commands if item)


class Command(Plain):
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
