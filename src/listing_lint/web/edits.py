"""Texts changed on the page, written into the bytes of the file they came from.

As with fixes, no escaping is trusted: the changed file is read again, and every field must hold the text it should.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.fix import Document, Linted, Replacement, offered
from listing_lint.fix import fixed as fixed_text
from listing_lint.model import Edit, Field, Listing, Safety, Span
from listing_lint.read.dispatch import format_of
from listing_lint.web.objects import key_of
from listing_lint.web.request import RequestError, TextEdit
from listing_lint.web.workbook_edits import with_texts

_MUST_BE_QUOTED = expression(r'[",;|\t\r\n]')
_SAFE: tuple[Safety, ...] = ("safe",)
Lint = Callable[[bytes], Linted]
"""Reads and lints the bytes of a file."""


def edited(name: str, data: bytes, lint: Lint, edits: Sequence[TextEdit]) -> bytes:
    """``data`` with the ``edits`` in it.

    Raises `RequestError` for an edit that fits no field, `ReadError` where the file cannot be written.
    """
    listings = [listing for listing, _ in lint(data)]
    by_key = {key_of(listing): listing for listing in listings}
    changes = []
    for edit in edits:
        listing = by_key.get(edit.listing)
        if listing is None or edit.field >= len(listing.fields):
            raise RequestError("edits: there is no such field")
        changes.append(_smallest(listing.fields[edit.field], edit.text))
    result = _written(name, data, changes)
    if _texts(lint(result)) != _texts_after(listings, changes):
        raise ReadError(f"{name}: a change could not be written without touching other values; change the cell by hand")
    return result


def fixed(name: str, data: bytes, lint: Lint) -> bytes:
    """``data`` with the safe fixes in it. Raises `ReadError` where the file cannot be written."""
    if format_of(name, data[:4096]) != "excel":
        data = fixed_text(name, data, "auto", _Looks(lint), _SAFE).data
    linted = lint(data)
    changes: list[Edit] = []
    for fix in offered(linted, _SAFE):
        if all(_is_free(edit, changes) for edit in fix.edits):
            changes += fix.edits
    if not changes:
        return data
    result = _written(name, data, changes)
    found = lint(result)
    holds = _texts(found) == _texts_after((listing for listing, _ in linted), changes)
    return result if holds and _count(found) < _count(linted) else data


class _Looks(Struct, frozen=True):
    """How a file is looked at while fixes are tried."""

    lint: Lint

    def read(self, data: bytes) -> Iterable[Listing]:
        return (listing for listing, _ in self.lint(data))


def _count(linted: Linted) -> int:
    return sum(len(findings) for _, findings in linted)


def _is_free(edit: Edit, others: Iterable[Edit]) -> bool:
    return not any(
        edit.span.field is other.span.field and edit.span.start < other.span.end and other.span.start < edit.span.end
        for other in others
    )


def _smallest(field: Field, text: str) -> Edit:
    """The change that makes ``text`` of the field's text, without what both begin and end with."""
    old, start, end = field.text, 0, len(field.text)
    while start < min(end, len(text)) and old[start] == text[start]:
        start += 1
    rest = len(text)
    while end > start and rest > start and old[end - 1] == text[rest - 1]:
        end, rest = end - 1, rest - 1
    return Edit(Span(field, start, end), text[start:rest])


def _texts(linted: Linted) -> list[tuple[str, str]]:
    return [(field.name, field.text) for listing, _ in linted for field in listing.fields if field.text]


def _texts_after(listings: Iterable[Listing], edits: Iterable[Edit]) -> list[tuple[str, str]]:
    """The texts of all fields as ``edits`` make them."""
    by_field: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_field[id(edit.span.field)].append(edit)
    texts = []
    for field in (field for listing in listings for field in listing.fields):
        text = field.text
        for edit in sorted(by_field.get(id(field), ()), key=lambda edit: -edit.span.start):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        texts.append((field.name, text))
    return [(name, text) for name, text in texts if text]


def _written(name: str, data: bytes, edits: Sequence[Edit]) -> bytes:
    if format_of(name, data[:4096]) == "excel":
        if not data.startswith(b"PK"):
            raise ReadError(f"{name}: a workbook of this old format is not changed; save it as XLSX")
        return with_texts(name, data, edits)
    document = Document(name, data, "auto")
    replacements = [_replacement(document, edit) for edit in edits]
    if None in replacements:
        raise ReadError(f"{name}: the place of a change is not known; change it by hand")
    try:
        return document.data({item for item in replacements if item})
    except UnicodeEncodeError as error:
        raise ReadError(f"{name}: the file cannot hold {error.object[error.start]!r}; save it as UTF-8") from None


def _replacement(document: Document, edit: Edit) -> Replacement | None:
    """Where ``edit`` is made; a value of a CSV file that needs quotes now, and had none, gets them."""
    found = document.replacement(edit)
    field = edit.span.field
    if not found or document.format != "csv" or not _MUST_BE_QUOTED.search(edit.text):
        return found
    raw = field.raw or ""
    start, end = field.raw_span(edit.span.start, edit.span.end)
    base = found.start - start
    if document.text[max(base - 1, 0) : base] == '"':
        return found
    value = raw[:start] + edit.text + raw[end:]
    return Replacement(base, base + len(raw), '"' + value.replace('"', '""') + '"')
