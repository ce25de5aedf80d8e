"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from listing_lint.cli.running import chosen_config, errors
from listing_lint.config import parse_markets
from listing_lint.model import CONFIDENCES, SEVERITIES
from listing_lint.nearest import nearest
from listing_lint.report import BINARY, FORMATS
from listing_lint.run import Run
from listing_lint.texts import known_language, language_of_environment, languages

_MOST_JOBS = 256


class Names(click.ParamType[tuple[str, ...]]):
    """A list separated by commas; the option may also be repeated."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return tuple(name.strip() for name in value.split(",") if name.strip())


def joined(ctx: click.Context, param: click.Parameter, values: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for names in values for name in names)


def _markets(ctx: click.Context, param: click.Parameter, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    try:
        return parse_markets(list(value))
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def outputs_of(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> list[tuple[str, str | None]]:
    outputs = []
    for value in values or ("text",):
        name, _, file = value.partition("=")
        if name not in FORMATS:
            close = nearest(name, FORMATS)
            hint = f"did you mean {close!r}?" if close else f"the formats are {', '.join(FORMATS)}"
            raise click.BadParameter(f"unknown format {name!r}; {hint}", ctx, param)
        if name in BINARY and not file:
            raise click.BadParameter(f"{name} is written to a file: {name}=FILE", ctx, param)
        outputs.append((name, file or None))
    if sum(1 for _, file in outputs if file is None) > 1:
        raise click.BadParameter(
            "only one format can go to standard output; write the others as FORMAT=FILE", ctx, param
        )
    return outputs


class Language(click.ParamType[str]):
    """A language that messages are written in, as one writes it: ``zh``, ``zh-CN``, ``zh_CN.UTF-8``."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return known_language(value) or self.fail(
            f"{value!r} is no language of messages; there are {', '.join(languages())}", param, ctx
        )


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """``value``, else what the configuration of the working folder asks for, else the environment."""
    if value:
        return value
    with errors():
        config = chosen_config(ctx.params.get("config"), ctx.params.get("isolated", False)) or Run().config_for(Path())
    return config.lang or language_of_environment()


def _jobs(ctx: click.Context, param: click.Parameter, value: str) -> int | None:
    if value == "auto":
        return None
    if not value.isdecimal() or not 1 <= int(value) <= _MOST_JOBS:
        raise click.BadParameter(f"'auto' or a number from 1 to {_MOST_JOBS} is wanted, not {value!r}", ctx, param)
    return int(value)


jobs_option = click.option(
    "--jobs", "-j", default="auto", callback=_jobs, metavar="N|auto",
    help="How many processes lint; the result is the same. [auto]",
)  # fmt: skip

lang_option = click.option(
    "--lang", type=Language(), callback=_language, metavar="en|zh",
    help="Language of messages; else that of the configuration or of LANG.",
)  # fmt: skip


_CHOICE = (
    click.option(
        "--profile",
        multiple=True,
        type=Names(),
        callback=joined,
        help="Settings for a purpose or a marketplace; `listing-lint show-config --profiles` lists them.",
    ),
    click.option("--select", multiple=True, type=Names(), callback=joined, help="Only these rules or rulesets."),
    click.option("--ignore", multiple=True, type=Names(), callback=joined, help="Not these rules or rulesets."),
    click.option("--min-severity", type=click.Choice(SEVERITIES), help="Show findings from this severity on."),
    click.option("--min-confidence", type=click.Choice(CONFIDENCES), help="Also show less certain findings."),
    click.option(
        "--market", type=Names(), callback=_markets, metavar="US,DE", help="Countries sold to, or 'worldwide'."
    ),
    click.option("--language", metavar="en", help="Language of the listings, where they do not say."),
    click.option("--platform", metavar="auto|shopify|...", help="Whose file it is; else recognised by its columns."),
    click.option("--sheet", metavar="NAME", help="Only this sheet of a workbook."),
    click.option("--encoding", metavar="auto|NAME", help="Encoding of text files; else recognised."),
    click.option("--source", metavar="FILE", help="The listings these were translated from, joined by id or SKU."),
    click.option("--config", type=click.Path(path_type=Path), help="Use this configuration file."),
    click.option("--isolated", is_flag=True, help="Use no configuration file."),
)


def choice(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which rules run, and how files are read."""
    for option in reversed(_CHOICE):
        command = option(command)
    return command
