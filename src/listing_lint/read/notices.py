"""Messages to buyers that announce a shipment: one a file, or one a row of a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from listing_lint.errors import ReadError
from listing_lint.model import Field, Listing, Location
from listing_lint.read.dispatch import FORMATS, read_file
from listing_lint.read.encoding import decode
from listing_lint.read.reading import Reading, ReadOptions

COLUMNS = (
    "message",
    "text",
    "body",
    "notice",
    "template",
    "content",
    "消息",
    "内容",
    "сообщение",
    "mensaje",
    "nachricht",
)
"""Headers under which tables of messages keep them, where the user names none."""


def read_notices(path: str, options: ReadOptions) -> Reading:
    """The messages in ``path`` as listings with one description each. Raises `ReadError`."""
    if FORMATS.get(Path(path).suffix.lower()) in ("csv", "excel") and Path(path).suffix.lower() != ".txt":
        return _table(path, options)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}") from None
    text, _, problems = decode(data, options.encoding, path)
    reading = Reading(path=path, format="message", listings=iter(()), problems=problems)
    if text.strip():
        here = Location(path, record=1, line=1, column=1)
        field = Field("description", "description", text, here, text)
        reading.listings = iter([Listing(Path(path).name, (field,), here)])
    return reading


def _table(path: str, options: ReadOptions) -> Reading:
    columns = options.columns or {name: "description" for header in COLUMNS for name in (header, header.title())}
    reading = read_file(Path(path), replace(options, columns=columns))

    def messages(listings: Iterator[Listing]) -> Iterator[Listing]:
        for listing in listings:
            fields = listing.of("description")
            if fields:
                yield replace(listing, fields=fields)

    reading.listings = messages(reading.listings)
    reading.drafts = None
    return reading
