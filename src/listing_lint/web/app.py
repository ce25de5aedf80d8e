"""The addresses of the page, each a short function."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from listing_lint.config import Config, profiles
from listing_lint.errors import ListingLintError
from listing_lint.faults import NAMES, rule_of
from listing_lint.read.platforms import platforms
from listing_lint.report.html_report import ASSETS
from listing_lint.rules import load_rules
from listing_lint.tables import rows
from listing_lint.texts import languages, texts
from listing_lint.texts.messages import in_languages
from listing_lint.web.guard import App, guarded
from listing_lint.web.lint import MOST_LISTINGS, Desk
from listing_lint.web.objects import rule_object
from listing_lint.web.request import Asked, RequestError, parse

LARGEST = 64 << 20
"""The bytes of a request, and so of a file, at most."""
_STATIC = Path(__file__).with_name("static")
_FILES = {path.name: path for path in (*sorted(_STATIC.iterdir()), ASSETS / "base.css")}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
_BYTES = "application/octet-stream"
_log = logging.getLogger("listing_lint.web")


class _TooLarge(Exception):
    pass


def create_app(secret: str, authorities: frozenset[str], config: Config, lang: str, largest: int = LARGEST) -> App:
    """The page behind its guard. ``lang`` is the language that it opens in."""
    desk = Desk(config)
    known = cache(partial(_data, config, lang, largest))

    async def page(request: Request) -> Response:
        return FileResponse(_FILES["page.html"], media_type="text/html")

    async def static(request: Request) -> Response:
        path = _FILES.get(request.path_params["name"])
        if path is None:
            return _object({"error": "not_found"}, 404)
        return FileResponse(path, media_type=_TYPES[path.suffix])

    async def data(request: Request) -> Response:
        return _object(await run_in_threadpool(known))

    async def lint(request: Request) -> Response:
        asked = await _asked(request, largest)
        if isinstance(asked, Response):
            return asked
        return StreamingResponse(_lines(desk.progress(asked)), media_type="application/x-ndjson")

    async def listing(request: Request) -> Response:
        return await _answer(request, largest, lambda asked: _object(desk.listing(asked)))

    async def download(request: Request) -> Response:
        makers = {"workbook": desk.workbook, "report": desk.report, "file": desk.file}
        make = makers.get(request.path_params["kind"])
        if make is None:
            return _object({"error": "not_found"}, 404)
        return await _answer(
            request, largest, lambda asked: Response(make(asked), media_type="application/octet-stream")
        )

    routes = [
        Route("/", page),
        Route("/static/{name}", static),
        Route("/data", data),
        Route("/lint", lint, methods=["POST"]),
        Route("/listing", listing, methods=["POST"]),
        Route("/download/{kind}", download, methods=["POST"]),
    ]
    return guarded(Starlette(routes=routes), secret, authorities)


def _data(config: Config, lang: str, largest: int) -> dict[str, Any]:
    """What the page needs to know before anything is linted."""
    rules = [rule for rule in load_rules(config.rules) if rule.on == "listing"]
    return {
        "lang": lang,
        "texts": {code: texts(code, "page").data() for code in languages()},
        "markets": [row["code"] for row in rows("markets.csv")],
        "profiles": [name for name in profiles() if name != "default"],
        "platforms": sorted(set(platforms()) - {"generic"}),
        "rules": {rule.name: rule_object(rule) for rule in [*rules, *map(rule_of, NAMES)]},
        "largest": largest,
        "most": MOST_LISTINGS,
    }


async def _asked(request: Request, largest: int) -> Asked | Response:
    try:
        return parse(await _body(request, largest))
    except _TooLarge:
        return _object({"error": "too_large", "detail": in_languages(f"at most {largest:,} bytes")}, 413)
    except RequestError as error:
        return _object({"error": "bad_request", "detail": in_languages(str(error))}, 400)
    except ClientDisconnect:
        return Response(status_code=400)


async def _answer(request: Request, largest: int, make: Callable[[Asked], Response]) -> Response:
    asked = await _asked(request, largest)
    if isinstance(asked, Response):
        return asked
    try:
        return await run_in_threadpool(make, asked)
    except RequestError as error:
        return _object({"error": "bad_request", "detail": in_languages(str(error))}, 400)
    except ListingLintError as error:
        return _object({"error": "unreadable", "detail": in_languages(str(error))}, 422)
    except Exception:
        _log.exception("a request failed")
        return _object({"error": "internal", "detail": {}}, 500)


async def _body(request: Request, largest: int) -> bytes:
    """The body of the request; no more than ``largest`` bytes of it are ever held."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > largest:
        raise _TooLarge
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > largest:
            raise _TooLarge
        pieces.append(piece)
    return b"".join(pieces)


def _lines(objects: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Each object on a line; what goes wrong on the way is a last one with ``error``."""
    try:
        for item in objects:
            yield _line(item)
    except RequestError as error:
        yield _line({"error": "bad_request", "detail": in_languages(str(error))})
    except ListingLintError as error:
        yield _line({"error": "unreadable", "detail": in_languages(str(error))})
    except Exception:
        _log.exception("a file could not be linted")
        yield _line({"error": "internal", "detail": {}})


def _object(item: dict[str, Any], status: int = 200) -> Response:
    return Response(_line(item), status, media_type="application/json")


def _line(item: dict[str, Any]) -> bytes:
    return json.dumps(item, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
