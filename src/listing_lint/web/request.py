"""What the page sends: a line of JSON with the settings and the edits, then the bytes of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from listing_lint.config import parse_markets, profiles
from listing_lint.model import CONFIDENCES
from listing_lint.read.platforms import platforms
from listing_lint.run import Overrides
from listing_lint.texts import known_language

LONGEST_HEAD = 4 << 20


class RequestError(Exception):
    """A request that is not what the page sends."""


class TextEdit(Struct, frozen=True):
    """A new text for the field with this number in the listing with this key."""

    listing: str
    field: int
    text: str


class Asked(Struct, frozen=True):
    """A request: the file by its name and bytes, how to lint it, what was changed in it, the language of texts."""

    name: str
    data: bytes
    overrides: Overrides
    edits: tuple[TextEdit, ...]
    lang: str
    head: Mapping[str, Any]


def parse(body: bytes) -> Asked:
    """The request in ``body``. Raises `RequestError`."""
    line, _, data = body.partition(b"\n")
    if len(line) > LONGEST_HEAD:
        raise RequestError("the settings are too long")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        raise RequestError("a line of JSON is wanted first") from None
    if not isinstance(head, dict):
        raise RequestError("the settings are an object")
    return Asked(
        name=_name(head.get("name", "")),
        data=data,
        overrides=_overrides(head.get("settings", {})),
        edits=_edits(head.get("edits", [])),
        lang=known_language(str(head.get("lang", ""))) or "en",
        head=head,
    )


def _name(value: Any) -> str:
    """The last part of a file's name; it is a label and never opened."""
    if not isinstance(value, str):
        raise RequestError("name: a text is wanted")
    name = PurePosixPath(value.replace("\\", "/")).name[-200:]
    return name if name not in ("", ".", "..", "-") else "listing.csv"


def _overrides(settings: Any) -> Overrides:
    if not isinstance(settings, dict):
        raise RequestError("settings: an object is wanted")
    try:
        markets = parse_markets(settings.get("markets") or ["worldwide"])
    except ValueError as error:
        raise RequestError(f"markets: {error}") from None
    platform = settings.get("platform") or "auto"
    confidence = settings.get("confidence") or "high"
    language = settings.get("language") or None
    profile = settings.get("profile") or None
    if platform != "auto" and platform not in platforms():
        raise RequestError("platform: not known")
    if confidence not in CONFIDENCES:
        raise RequestError("confidence: not known")
    if language is not None and not (isinstance(language, str) and re.fullmatch(r"[a-z]{2}", language)):
        raise RequestError("language: a code of two letters is wanted")
    if profile is not None and not (isinstance(profile, str) and profile in profiles()):
        raise RequestError("profile: not known")
    return Overrides(
        markets=markets or None, language=language, platform=platform,
        profile=(profile,) if profile else (), min_confidence=None if profile and confidence == "high" else confidence,
    )  # fmt: skip


def _edits(value: Any) -> tuple[TextEdit, ...]:
    if not isinstance(value, list):
        raise RequestError("edits: a list is wanted")
    edits = []
    for item in value:
        try:
            edit = TextEdit(item["listing"], int(item["field"]), item["text"])
        except (TypeError, KeyError, ValueError, OverflowError):
            raise RequestError("edits: each names a listing, a field and a text") from None
        if not isinstance(edit.text, str) or not isinstance(edit.listing, str) or edit.field < 0:
            raise RequestError("edits: each names a listing, a field and a text")
        edits.append(edit)
    return tuple(edits)


def fields_of(head: Mapping[str, Any]) -> list[tuple[str, str, str, int | None]]:
    """The fields of a listing to lint by itself: role (or empty), name, text, variant. Raises `RequestError`."""
    fields = head.get("fields")
    if not isinstance(fields, list) or not all(isinstance(item, dict) for item in fields):
        raise RequestError("fields: a list of objects is wanted")
    found = []
    for item in fields:
        role, name, text, variant = (item.get(key) for key in ("role", "name", "text", "variant"))
        if not isinstance(name, str) or not isinstance(text, str) or not isinstance(role, str | None):
            raise RequestError("fields: each has a name and a text")
        found.append((role or "", name, text, variant if isinstance(variant, int) else None))
    return found
