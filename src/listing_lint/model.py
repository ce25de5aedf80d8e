"""The types that pass between reading, facts, checks and reports."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

Role = Literal["title", "description", "bullet", "attribute", "variant", "category", "tag", "brand", "internal"]
"""What a field is to a buyer.

``category``, ``tag``, ``brand`` and ``internal`` (SKU, price, stock, SEO ...) are read for facts, but their style is
not judged: a buyer does not see them as text.
"""

ROLES: tuple[Role, ...] = (
    "title", "description", "bullet", "attribute", "variant", "category", "tag", "brand", "internal",
)  # fmt: skip
VISIBLE: frozenset[Role] = frozenset({"title", "description", "bullet", "attribute", "variant"})

Severity = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")


class Location(Struct, frozen=True):
    """A place in a file, as its reader met it. Numbers start at 1; what a format does not have is None.

    ``record`` is the row a spreadsheet shows, or the ordinal of the item in a feed. ``line`` and ``column`` are
    physical, ``column`` in code points. ``pointer`` is a JSON pointer (or an XML path).
    """

    path: str
    record: int | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    pointer: str | None = None


class Offsets:
    """A map from positions in plain text back to positions in the raw text it was made from.

    It is a sorted run of segments ``(plain, raw, length)``: the plain text from ``plain`` up to the next segment
    stands for ``length`` raw characters at ``raw``. Where both are of one length they correspond one to one; else
    the whole segment stands for the whole raw piece (an entity, an escape, a line break made from a tag). Raw text
    between segments is markup.
    """

    __slots__ = ("_lengths", "_plain", "_raw", "size")

    def __init__(self, segments: Iterable[tuple[int, int, int]], size: int) -> None:
        """``size`` is the length of the plain text, in code points."""
        rows = list(segments)
        self._plain = [row[0] for row in rows]
        self._raw = [row[1] for row in rows]
        self._lengths = [row[2] for row in rows]
        self.size = size

    @property
    def segments(self) -> list[tuple[int, int, int]]:
        """The segments, as they were given."""
        return list(zip(self._plain, self._raw, self._lengths, strict=True))

    def _at(self, position: int) -> tuple[int, int, int, int]:
        index = max(bisect_right(self._plain, position) - 1, 0)
        start = self._plain[index]
        end = self._plain[index + 1] if index + 1 < len(self._plain) else self.size
        return start, end - start, self._raw[index], self._lengths[index]

    def start(self, position: int) -> int:
        """The raw position of the plain character at ``position``."""
        if not self._plain:
            return 0
        start, plain_length, raw, raw_length = self._at(position)
        return raw + (position - start) if plain_length == raw_length else raw

    def end(self, position: int) -> int:
        """The raw position right after the plain character before ``position``."""
        if not self._plain:
            return 0
        if position <= 0:
            return self.start(0)
        start, plain_length, raw, raw_length = self._at(position - 1)
        return raw + (position - start) if plain_length == raw_length else raw + raw_length

    def over(self, inner: Offsets) -> Offsets:
        """This map followed by ``inner``: plain text -> the middle text (this) -> the raw text (inner)."""
        segments: list[tuple[int, int, int]] = []
        for index, plain in enumerate(self._plain):
            _, plain_length, middle, length = self._at(plain)
            if plain_length != length:
                first = inner.start(middle)
                segments.append((plain, first, max(inner.end(middle + length) - first, 0)))
                continue
            done = 0
            while done < length:
                at = middle + done
                start, inner_plain, raw, inner_raw = inner._at(at)
                if inner_plain == inner_raw:
                    step = min(length - done, start + inner_plain - at)
                    segments.append((plain + done, raw + at - start, step))
                else:
                    step = min(length - done, max(start + inner_plain - at, 1))
                    segments.append((plain + done, raw, inner_raw))
                done += step
            if not length and index == 0:
                segments.append((plain, inner.start(middle), 0))
        return Offsets(segments, self.size)


class Field(Struct, frozen=True):
    """One value of a listing.

    ``name`` is ``title``, ``description``, ``attributes.<name>`` or ``variants.<name>``; ``text`` the plain text that
    rules read; ``raw`` the piece of the source it came from, beginning at ``location``; ``offsets`` maps text to
    raw and is None where they are the same. ``variant`` numbers the variant, from 0, that the value belongs to.
    """

    role: Role
    name: str
    text: str
    location: Location
    raw: str | None = None
    offsets: Offsets | None = None
    variant: int | None = None

    @property
    def label(self) -> str:
        """The name of the attribute or option as the seller wrote it (``Voltage``), else the field's name."""
        first, dot, rest = self.name.partition(".")
        return rest if dot else first

    @property
    def visible(self) -> bool:
        """True where a buyer reads this text."""
        return self.role in VISIBLE

    @property
    def whole(self) -> bool:
        """True where ``text`` is all that its source holds, False where a limit has left only the beginning."""
        size = self.offsets.size if self.offsets else len(self.raw or "")
        return len(self.text) >= size

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The range of ``raw`` that the plain range ``start``:``end`` stands for."""
        if self.offsets is None:
            return start, end
        return self.offsets.start(start), self.offsets.end(end) if end > start else self.offsets.start(start)

    def locate(self, start: int) -> Location:
        """Where the character at ``start`` of the plain text stands in the file."""
        here = self.location
        if here.line is None or here.column is None or self.raw is None:
            return here
        at = self.raw_span(start, start)[0]
        if self.raw[at - 1 : at + 1] == "\r\n":
            at -= 1
        before = self.raw[:at]
        lines = before.count("\n") + before.count("\r") - before.count("\r\n")
        last_break = max(before.rfind("\n"), before.rfind("\r"))
        column = len(before) - last_break if lines else here.column + len(before)
        return Location(here.path, here.record, here.line + lines, column, here.sheet, here.cell, here.pointer)

    def end(self, start: int, end: int) -> tuple[int | None, int | None]:
        """Line and column right after the plain range ``start``:``end``; None where the format has no lines."""
        line, column = self.location.line, self.location.column
        if line is None or column is None or self.raw is None:
            return None, None
        before = self.raw[: self.raw_span(start, end)[1]]
        lines = before.count("\n") + before.count("\r") - before.count("\r\n")
        last_break = max(before.rfind("\n"), before.rfind("\r"))
        return line + lines, len(before) - last_break if lines else column + len(before)


class Span(Struct, frozen=True):
    """The characters ``start``:``end`` (code points) of a field's plain text."""

    field: Field
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.field.text[self.start : self.end]


class Listing(Struct, frozen=True):
    """One product as a buyer meets it; it may span several rows of a file.

    ``language`` is an ISO 639-1 code, ``markets`` ISO 3166-1 alpha-2 codes; both may be unknown (None, empty).
    ``source`` is the listing this one was translated from, where the user gave it.
    """

    id: str
    fields: tuple[Field, ...]
    location: Location
    language: str | None = None
    markets: tuple[str, ...] = ()
    platform: str = "generic"
    source: Listing | None = None

    @property
    def title(self) -> Field | None:
        for field in self.fields:
            if field.role == "title":
                return field
        return None

    def of(self, *roles: Role) -> tuple[Field, ...]:
        """The fields of these roles, in the order of the source."""
        return tuple([field for field in self.fields if field.role in roles])

    @property
    def visible(self) -> tuple[Field, ...]:
        """The fields that a buyer reads."""
        return tuple([field for field in self.fields if field.role in VISIBLE])


Value = str | Mapping[str, str]
"""A value for a message: one text for all languages, or a text for each (``{"en": ..., "zh": ...}``)."""


Safety = Literal["safe", "unsafe", "display"]


class Edit(Struct, frozen=True):
    """Replace the span by ``text``."""

    span: Span
    text: str


class Fix(Struct, frozen=True):
    """A change that would settle a finding; ``display`` ones are shown and never applied."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = "display"


class Hit(Struct, frozen=True):
    """What a check found: where (None for the whole listing), the values its message needs, other places."""

    span: Span | None
    values: Mapping[str, Value]
    related: tuple[Span, ...] = ()
    fix: Fix | None = None


class Finding(Struct, frozen=True):
    """A hit with the rule's judgement on it; ``field`` and ``text`` are None for the whole listing.

    ``messages`` holds the message in each language that the rule is written in.
    """

    rule: str
    kind: str
    family: str
    dispute: str
    severity: Severity
    confidence: Confidence
    messages: Mapping[str, str]
    listing: str
    field: str | None
    start: int | None
    end: int | None
    text: str | None
    location: Location
    fingerprint: str
    span: Span | None = None
    related: tuple[Span, ...] = ()
    fix: Fix | None = None

    @property
    def message(self) -> str:
        """The message in English."""
        return self.messages["en"]
