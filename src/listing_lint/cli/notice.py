"""``listing-lint notice``."""

from __future__ import annotations

from typing import Any

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.options import Names, joined, lang_option, outputs_of
from listing_lint.cli.running import errors, exit_code, notes, report_all
from listing_lint.model import SEVERITIES
from listing_lint.run import Overrides, Run


@click.command(cls=Plain)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--column", metavar="NAME", help="The column of a table that holds the messages.")
@click.option("--output", "outputs", multiple=True, callback=outputs_of, metavar="FORMAT[=FILE]", help="As for check.")
@click.option("--select", multiple=True, type=Names(), callback=joined, help="Only these rules.")
@click.option("--ignore", multiple=True, type=Names(), callback=joined, help="Not these rules.")
@click.option("--fail-on", type=click.Choice((*SEVERITIES, "never")), help="Exit with 1 from this severity on. [error]")
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error.")
@lang_option
def notice(
    files: tuple[str, ...],
    column: str | None,
    outputs: list[tuple[str, str | None]],
    quiet: bool,
    lang: str,
    **overrides: Any,
) -> None:
    """Check messages that tell a buyer of a shipment.

    FILE is a text or Markdown file with one message (or a template with {placeholders}), or a table with a message a
    row. A message should name carrier, tracking number, tracking site, expected time, customs, what to do if the parcel
    stalls, and a contact.

    \b
    Examples:
      listing-lint notice shipped.md
      listing-lint notice messages.csv --column Text

    Exit status: 0 nothing found, 1 findings, 2 something could not be done.
    """
    columns = ((column, "description"),) if column else ()
    with errors():
        run = Run(overrides=Overrides(columns=columns, min_confidence="medium", **overrides), on="notice")
        report_all(run, run.targets(files), None, outputs, lang)
        notes(run, quiet, summary=all(file for _, file in outputs))
    raise SystemExit(exit_code(run))
