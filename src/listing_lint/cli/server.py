"""``listing-lint server``."""

from __future__ import annotations

import sys

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.options import Language
from listing_lint.cli.running import errors
from listing_lint.errors import ListingLintError


@click.command(cls=Plain)
@click.option("--lang", type=Language(), metavar="en|zh", help="Language of messages; else that of the editor.")
def server(lang: str | None) -> None:
    """Run the language server that editors talk to, on standard input and output.

    An editor starts it; docs/editors.md tells how. It needs the extra lsp: pip install 'listing-lint[lsp]'

    \b
    Examples:
      listing-lint server
      listing-lint server --lang zh
    """
    with errors():
        if sys.stdin.isatty():
            raise ListingLintError("an editor starts the language server; for the page run listing-lint serve")
        try:
            from listing_lint.server.protocol import serve
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[0] not in ("pygls", "lsprotocol"):
                raise
            raise ListingLintError("the language server needs pygls: pip install 'listing-lint[lsp]'") from None
        serve(lang)
