"""The server of the page: on the loopback address only, under an address with a secret in it."""

from __future__ import annotations

import socket

import uvicorn

from listing_lint.config import Config
from listing_lint.errors import ListingLintError
from listing_lint.web.app import LARGEST, create_app
from listing_lint.web.guard import token

LOOPBACK = "127.0.0.1"


def page_server(
    config: Config, lang: str, port: int = 0, largest: int = LARGEST
) -> tuple[uvicorn.Server, socket.socket, str]:
    """A server that is not yet running, the socket to run it on, and the address of its page.

    ``port`` 0 takes a free one; ``largest`` is how many bytes a request may have. Raises `ListingLintError` where the
    port cannot be used.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise ListingLintError(
            f"port {port} cannot be used: {error.strerror}; leave --port out to take a free one"
        ) from None
    port = listener.getsockname()[1]
    secret = token()
    app = create_app(secret, frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"}), config, lang, largest)
    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, ws="none", lifespan="off", limit_concurrency=32
    )
    return uvicorn.Server(settings), listener, f"http://{LOOPBACK}:{port}/{secret}/"
