"""What a run makes of one listing, and its form as bytes: JSON, so that reading it runs no code.

The form holds of a listing what reports look at: its title and the fields that findings point at. Rows and lines count
from the block that the listing stands in, so that a block that moved in its file has the same form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import astuple

from listing_lint.expressions import expression
from listing_lint.faults import FAMILY
from listing_lint.model import Edit, Field, Finding, Fix, Listing, Location, Offsets, Span

if TYPE_CHECKING:
    from listing_lint.config import Config

_CELL = expression(r"([A-Z]+)(\d+)")


class Outcome(Struct, frozen=True):
    """``listing`` as it was linted, ``found`` on it, what its own column ``asks`` for (text, place), and what was
    ``told`` (place, reason) of pieces that were not linted."""

    listing: Listing
    found: tuple[Finding, ...] = ()
    asks: tuple[tuple[str, Location], ...] = ()
    told: tuple[tuple[Location, str], ...] = ()


class Base(Struct, frozen=True):
    """Where a block begins: its file, and the row and line that places in it count from."""

    path: str
    row: int = 0
    line: int = 0


def is_sure(outcomes: Iterable[Outcome]) -> bool:
    """False where a rule failed or ran out of time: it may do better the next time."""
    return all(finding.family != FAMILY for outcome in outcomes for finding in outcome.found)


def tells(outcome: Outcome, config: Config) -> bool:
    """True where a report, or the end of the run, may need ``outcome``."""
    return bool(outcome.found or outcome.asks or outcome.told or config.ignore_findings)


def encode(listings: int, outcomes: Iterable[Outcome], base: Base) -> bytes:
    """The form of a block that holds so many ``listings``, some of them with outcomes."""
    writer = _Writer(base)
    data = [listings, [writer.outcome(item) for item in outcomes]]
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()


def decode(data: bytes, base: Base) -> tuple[int, list[Outcome]]:
    """The number of listings and the outcomes in ``data``, at ``base``. Raises `ValueError` for another form."""
    return decode_value(json.loads(data), base)


def decode_value(value: Any, base: Base) -> tuple[int, list[Outcome]]:
    """As `decode`, of what is read from JSON already."""
    try:
        listings, outcomes = value
        reader = _Reader(base)
        return int(listings), [reader.outcome(item) for item in outcomes]
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError(f"not the form of outcomes: {error!r}") from None


def encode_listings(listings: Iterable[Listing], base: Base) -> bytes:
    """Whole listings, with those that they were translated from."""
    writer = _Writer(base)
    return json.dumps([writer.listing(item) for item in listings], separators=(",", ":")).encode()


def decode_listings(data: bytes, base: Base) -> Iterator[Listing]:
    """The listings that `encode_listings` wrote."""
    reader = _Reader(base)
    return map(reader.listing, json.loads(data))


class _Writer:
    def __init__(self, base: Base) -> None:
        self._base = base

    def outcome(self, item: Outcome) -> list[Any]:
        own = item.listing.fields
        spans = [span for finding in item.found for span in _spans(finding)]
        wanted = {id(span.field) for span in spans}
        kept = [field for field in own if id(field) in wanted or field is item.listing.title]
        known = {id(field): number for number, field in enumerate(kept)}
        # Fields of a source listing: they are no part of this one.
        others = {id(span.field): span.field for span in spans if id(span.field) not in known}
        known.update({key: len(kept) + number for number, key in enumerate(others)})
        return [
            self._head(item.listing),
            [self._field(field) for field in kept],
            [self._field(field) for field in others.values()],
            [self._finding(finding, known) for finding in item.found],
            [[text, self._place(place)] for text, place in item.asks],
            [[self._place(place), reason] for place, reason in item.told],
        ]

    def listing(self, item: Listing) -> list[Any]:
        source = item.source and self.listing(item.source)
        return [self._head(item), [self._field(field) for field in item.fields], source]

    def _head(self, item: Listing) -> list[Any]:
        return [item.id, self._place(item.location), item.language, item.markets, item.platform]

    def _place(self, place: Location) -> list[Any]:
        path, record, line, column, sheet, cell, pointer = astuple(place)
        base = self._base
        if path != base.path:
            return [path, record, line, column, sheet, cell, pointer]
        match = _CELL.fullmatch(cell) if cell else None
        return [
            None,
            record if record is None else record - base.row,
            line if line is None else line - base.line,
            column,
            sheet,
            [match[1], int(match[2]) - base.row] if match else cell,
            pointer,
        ]

    def _field(self, field: Field) -> list[Any]:
        offsets = field.offsets
        return [
            field.role,
            field.name,
            field.text,
            self._place(field.location),
            None if field.raw == field.text else field.raw,
            field.raw is None,
            None if offsets is None else [offsets.size, offsets.segments],
            field.variant,
        ]

    def _finding(self, finding: Finding, known: dict[int, int]) -> list[Any]:
        fix = finding.fix
        return [
            [finding.rule, finding.kind, finding.family, finding.dispute, finding.severity, finding.confidence],
            dict(finding.messages),
            [finding.listing, finding.field, finding.start, finding.end, finding.text, finding.fingerprint],
            self._place(finding.location),
            _span(finding.span, known),
            [_span(span, known) for span in finding.related],
            fix and [fix.title, [[_span(edit.span, known), edit.text] for edit in fix.edits], fix.safety],
        ]


class _Reader:
    def __init__(self, base: Base) -> None:
        self._base = base

    def outcome(self, data: Any) -> Outcome:
        head, kept, others, found, asks, told = data
        listing = self._listing(head, kept, None)
        fields = [*listing.fields, *map(self._field, others)]
        return Outcome(
            listing,
            tuple(self._finding(finding, fields) for finding in found),
            tuple((text, self._place(place)) for text, place in asks),
            tuple((self._place(place), reason) for place, reason in told),
        )

    def listing(self, data: Any) -> Listing:
        head, fields, source = data
        return self._listing(head, fields, source and self.listing(source))

    def _listing(self, head: Any, fields: Any, source: Listing | None) -> Listing:
        name, place, language, markets, platform = head
        own = tuple(map(self._field, fields))
        return Listing(name, own, self._place(place), language, tuple(markets), platform, source)

    def _place(self, data: Any) -> Location:
        path, record, line, column, sheet, cell, pointer = data
        if path is not None:
            return Location(path, record, line, column, sheet, cell, pointer)
        base = self._base
        return Location(
            base.path,
            record if record is None else record + base.row,
            line if line is None else line + base.line,
            column,
            sheet,
            f"{cell[0]}{cell[1] + base.row}" if isinstance(cell, list) else cell,
            pointer,
        )

    def _field(self, data: Any) -> Field:
        role, name, text, place, raw, without, mapped, variant = data
        offsets = None if mapped is None else Offsets(mapped[1], mapped[0])
        raw = None if without else text if raw is None else raw
        return Field(role, name, text, self._place(place), raw, offsets, variant)

    def _finding(self, data: Any, fields: list[Field]) -> Finding:
        judged, messages, said, place, span, related, fix = data
        rule, kind, family, dispute, severity, confidence = judged
        listing, field, start, end, text, fingerprint = said
        return Finding(
            rule,
            kind,
            family,
            dispute,
            severity,
            confidence,
            messages,
            listing,
            field,
            start,
            end,
            text,
            self._place(place),
            fingerprint,
            _read_span(span, fields),
            tuple(item for item in (_read_span(other, fields) for other in related) if item),
            fix and Fix(fix[0], tuple(_edits(fix[1], fields)), fix[2]),
        )


def _spans(finding: Finding) -> Iterator[Span]:
    if finding.span:
        yield finding.span
    yield from finding.related
    for edit in finding.fix.edits if finding.fix else ():
        yield edit.span


def _span(span: Span | None, known: dict[int, int]) -> list[int] | None:
    return [known[id(span.field)], span.start, span.end] if span else None


def _read_span(data: Any, fields: list[Field]) -> Span | None:
    return None if data is None else Span(fields[data[0]], data[1], data[2])


def _edits(data: Any, fields: list[Field]) -> Iterator[Edit]:
    for place, text in data:
        yield Edit(Span(fields[place[0]], place[1], place[2]), text)
