"""A file cut into blocks of listings, each a piece of work that any process can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from listing_lint.model import Listing
from listing_lint.read.assemble import Draft
from listing_lint.read.reading import Reading
from listing_lint.work.outcome import Base, decode_listings, encode_listings

T = TypeVar("T")
KEY_SIZE = 16


class Rows(Struct, frozen=True):
    """Rows of a table, of which the listings are yet to be made."""

    base: Base
    drafts: list[Draft]

    def listings(self) -> Iterator[Listing]:
        return (listing for draft in self.drafts if (listing := draft.listing()))

    def key(self, seal: bytes) -> bytes:
        """A name for the content of the block; ``seal`` stands for all else that its outcomes depend on."""
        digest = blake2b(seal, digest_size=KEY_SIZE)
        first = self.drafts[0].group.rows[0]
        digest.update(self.drafts[0].assembler.seal)
        for draft in self.drafts:
            group = draft.group
            digest.update(repr((draft.id, group.key, group.led, len(group.rows))).encode())
            for row in group.rows:
                digest.update(row.content(first).encode("utf-8", "surrogatepass"))
        return digest.digest()


class Made(Struct, frozen=True):
    """Listings as their reader made them, in the form of `encode_listings`; places count from the begin of the file."""

    base: Base
    form: bytes

    def listings(self) -> Iterator[Listing]:
        return decode_listings(self.form, self.base)

    def key(self, seal: bytes) -> bytes:
        return blake2b(self.form, digest_size=KEY_SIZE, key=seal).digest()


Block = Rows | Made


def blocks(reading: Reading, size: int, change: Callable[[Listing], Listing] | None) -> Iterator[Block]:
    """The blocks of a file, of ``size`` listings or a few less. ``change``: what is done to a listing before."""
    if reading.drafts is None or change:
        listings = map(change, reading.listings) if change else reading.listings
        base = Base(reading.path)
        for some in pieces(listings, size):
            yield Made(base, encode_listings(some, base))
        return
    for drafts in pieces(reading.drafts, size):
        while drafts:
            assembler = drafts[0].assembler
            alike = [draft for draft in drafts if draft.assembler is assembler]
            place = alike[0].group.rows[0].location
            yield Rows(Base(reading.path, place.record or 0, place.line or 0), alike)
            drafts = drafts[len(alike) :]


def pieces(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of ``size``."""
    items = iter(items)
    while some := list(islice(items, size)):
        yield some
