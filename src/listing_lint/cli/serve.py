"""``listing-lint serve``."""

from __future__ import annotations

import threading
import time
import webbrowser
from pathlib import Path
from typing import Any

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.options import lang_option
from listing_lint.cli.running import errors
from listing_lint.errors import ListingLintError
from listing_lint.run import Run
from listing_lint.texts import texts


@click.command(cls=Plain)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: a free one.")
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.")
@lang_option
def serve(port: int, browser: bool, lang: str) -> None:
    """Open a page on this computer: drop a file or paste a listing, and see what buyers will misread.

    Only a browser on this computer can reach the page, by the address that is printed. Nothing leaves the computer and
    nothing is stored. The configuration of the working folder holds.

    \b
    Examples:
      listing-lint serve
      listing-lint serve --port 8000 --no-browser --lang zh
    """
    with errors():
        try:
            from listing_lint.web.server import page_server
        except ModuleNotFoundError as error:
            raise ListingLintError(
                f"the page needs the package {error.name}: pip install 'listing-lint[web]'"
            ) from None
        server, listener, address = page_server(Run().config_for(Path()), lang, port)
    click.echo(texts(lang, "serve")["open"].format(address=address))
    if browser:
        threading.Thread(target=_open, args=(server, address), daemon=True).start()
    server.run(sockets=[listener])


def _open(server: Any, address: str) -> None:
    while not server.started:
        time.sleep(0.05)
    webbrowser.open(address)
