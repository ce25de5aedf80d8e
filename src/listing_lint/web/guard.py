"""Who may ask: only a page that this server itself gave to a browser on this computer.

Other programs and pages in the same browser can reach a loopback port too. A request passes when its ``Host`` is the
address that was printed (else a name that an attacker's DNS moves to 127.0.0.1 would do), its ``Origin`` is this
server's own where it has one, the browser does not call it cross-site, and its path begins with the secret token.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

_TAKEN = 1 << 20
"""Bytes of a refused request that are taken in before it is answered."""
_WAITED = 1.0
"""Seconds that they are waited for."""


def token() -> str:
    """A new secret for the address of the page."""
    return secrets.token_urlsafe(24)


def guarded(app: App, secret: str, authorities: frozenset[str]) -> App:
    """``app`` behind the checks, the secret taken off the path; ``authorities``: the hosts and ports it answers to."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        refused = _refusal(scope, secret, authorities)
        if refused:
            await _taken(receive)
            await _refuse(send, *refused)
            return
        root = f"/{secret}"
        inner = {**scope, "root_path": root}
        await app(inner, receive, _with_headers(send))

    return handle


def _refusal(scope: Scope, secret: str, authorities: frozenset[str]) -> tuple[int, str] | None:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        if key in headers and key in ("host", "origin"):
            return 400, "header given twice"
        headers[key] = value.decode("latin-1")
    if headers.get("host", "") not in authorities:
        return 403, "foreign host"
    if "origin" in headers and headers["origin"].removeprefix("http://") not in authorities:
        return 403, "foreign origin"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return 403, "foreign site"
    first = scope["path"].split("/")[1]
    if not secrets.compare_digest(first.encode(), secret.encode()):
        return 404, "not found"
    return None


async def _taken(receive: Receive) -> None:
    """Takes in what is sent with a refused request: a connection that closes before may take the answer with it."""

    async def rest() -> None:
        left = _TAKEN
        while left > 0:
            message = await receive()
            if not message.get("more_body"):
                return
            left -= len(message["body"])

    with suppress(TimeoutError):
        await asyncio.wait_for(rest(), _WAITED)


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await _with_headers(send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            extra = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return sending
