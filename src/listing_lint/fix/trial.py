"""Which of the changes that fixes offer hold: tried on the file, which is read and linted again."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from listing_lint.errors import ReadError
from listing_lint.fix.document import Document, Replacement
from listing_lint.model import Edit, Finding, Fix, Listing, Safety
from listing_lint.read.dispatch import format_of

_MOST_TRIALS = 60

Linted = list[tuple[Listing, list[Finding]]]


class Looks(Protocol):
    """How the bytes of one file are looked at."""

    def read(self, data: bytes) -> Iterable[Listing]:
        """The listings in ``data``."""

    def lint(self, data: bytes) -> Linted:
        """The same listings, each with what is found on it."""


class Editable(Protocol):
    """A file that edits can be made in."""

    def replacement(self, edit: Edit) -> Replacement | None:
        """Where ``edit`` is made, and what is written there; None where that is not known."""

    def data(self, replacements: Iterable[Replacement]) -> bytes:
        """The bytes of the file after ``replacements``, which do not overlap. Raises UnicodeEncodeError."""


class Change(Struct, frozen=True):
    """What one fix does to the file."""

    edits: tuple[Edit, ...]
    replacements: frozenset[Replacement]


class Fixed(Struct, frozen=True):
    """The bytes of a file after its fixes, and how many were applied."""

    data: bytes
    count: int


def offered(linted: Linted, safeties: Collection[Safety]) -> list[Fix]:
    """The fixes of these safeties that the findings offer."""
    return [item.fix for _, findings in linted for item in findings if item.fix and item.fix.safety in safeties]


def fixed(
    name: str, data: bytes, encoding: str, looks: Looks, safeties: Collection[Safety], *, workbooks: bool = False
) -> Fixed:
    """``data`` with the fixes of these ``safeties``, applied until none is left that can be.

    ``encoding``: ``auto`` or a name Python knows. ``workbooks``: cells of a workbook are fixed too, which is for a copy
    of it. Raises `ReadError` where a fix is offered and the file cannot be written back.
    """
    linted, count = looks.lint(data), 0
    while offered(linted, safeties):
        document = _opened(name, data, encoding, workbooks)
        trial = _Trial(document, linted, looks)
        changes = list(_apart(filter(None, (change_of(fix, document) for fix in offered(linted, safeties)))))
        held = trial.holding(changes, []) if changes else []
        if not held:
            break
        data, linted, count = trial.data, trial.linted, count + len(held)
    return Fixed(data, count)


def _opened(name: str, data: bytes, encoding: str, workbooks: bool) -> Editable:
    if workbooks and format_of(name, data[:4096]) == "excel":
        from listing_lint.fix.workbook import WorkbookDocument

        return WorkbookDocument(name, data)
    return Document(name, data, encoding)


def change_of(fix: Fix, document: Editable) -> Change | None:
    """What ``fix`` does to ``document``; None where it changes what is not in it, or has no known place there."""
    replacements = [document.replacement(edit) for edit in fix.edits]
    if None in replacements:
        return None
    return Change(fix.edits, frozenset(item for item in replacements if item))


def changed(changes: Collection[Change], document: Editable, listings: Iterable[Listing], looks: Looks) -> bytes | None:
    """The bytes of ``document`` after ``changes``.

    None where the file, read again, would not hold its ``listings`` with exactly the wanted texts in the fields
    concerned.
    """
    try:
        data = document.data({item for change in changes for item in change.replacements})
        return data if _texts(looks.read(data), ()) == _texts(listings, changes) else None
    except (UnicodeEncodeError, ReadError):
        return None


def _apart(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes that touch nothing an earlier one does; a value that two listings share is changed for both."""
    known: set[Replacement] = set()
    taken: list[Replacement] = []
    for change in changes:
        own = change.replacements - known
        if all(_is_free(item, taken) for item in own):
            for item in own:
                insort(taken, item)
            known |= own
            yield change


def _is_free(item: Replacement, taken: Sequence[Replacement]) -> bool:
    at = bisect_left(taken, item)
    after = at == len(taken) or item.part != taken[at].part or item.end <= taken[at].start
    return after and (at == 0 or taken[at - 1].part != item.part or taken[at - 1].end <= item.start)


class _Trial:
    """Tries changes on a document; ``data`` and ``linted`` are those after the last set of changes that held."""

    def __init__(self, document: Editable, linted: Linted, looks: Looks) -> None:
        self.data = b""
        self.linted: Linted = []
        self._document = document
        self._before = linted
        self._looks = looks
        self._listings = [listing for listing, _ in linted]
        self._left = _MOST_TRIALS

    def holding(self, changes: Sequence[Change], held: list[Change]) -> list[Change]:
        """``held`` with those of ``changes`` that hold; where all together do not, each half is tried."""
        if self._left <= 0:
            return held
        self._left -= 1
        if self._holds([*held, *changes]):
            return [*held, *changes]
        if len(changes) == 1:
            return held
        middle = len(changes) // 2
        return self.holding(changes[middle:], self.holding(changes[:middle], held))

    def _holds(self, changes: Sequence[Change]) -> bool:
        data = changed(changes, self._document, self._listings, self._looks)
        if data is None:
            return False
        linted = self._looks.lint(data)
        if not _is_better(self._before, linted):
            return False
        self.data, self.linted = data, linted
        return True


def _texts(listings: Iterable[Listing], changes: Iterable[Change]) -> list[tuple[str, str]]:
    """The names and texts of all fields, as they are after ``changes``."""
    edits: dict[int, set[Edit]] = {}
    for change in changes:
        for edit in change.edits:
            edits.setdefault(id(edit.span.field), set()).add(edit)
    texts = []
    for listing in listings:
        for item in listing.fields:
            text = item.text
            for edit in sorted(edits.get(id(item), ()), key=lambda edit: -edit.span.start):
                text = text[: edit.span.start] + edit.text + text[edit.span.end :]
            texts.append((item.name, text))
    return texts


def _is_better(before: Linted, after: Linted) -> bool:
    """True where less is found than before, and on no listing more by any rule."""
    old, new = _counts(before), _counts(after)
    return new.total() < old.total() and new <= old


def _counts(linted: Linted) -> Counter[tuple[int, str]]:
    return Counter((number, item.rule) for number, (_, findings) in enumerate(linted) for item in findings)
