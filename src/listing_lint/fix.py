"""Fixes: the edits that findings offer, written into their file with every other byte left as it is.

No escaping is trusted: the changed file is read and linted again, and an edit stays only if every field then holds the
text that it should, and no rule finds more than before.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from typing import Protocol

from listing_lint.errors import ReadError
from listing_lint.model import Edit, Finding, Fix, Listing, Safety
from listing_lint.read.declared import declared_encoding
from listing_lint.read.dispatch import format_of
from listing_lint.read.encoding import decode
from listing_lint.run import Run, Target
from listing_lint.suppress import in_column

Linted = list[tuple[Listing, list[Finding]]]


class Looks(Protocol):
    """How the bytes of one file are looked at."""

    def read(self, data: bytes) -> Iterable[Listing]:
        """The listings in ``data``."""

    def lint(self, data: bytes) -> Linted:
        """The same listings, each with what is found on it."""


_BREAK = re.compile(r"\r\n|\r|\n")
_MOST_TRIALS = 60


class Document:
    """The text of a file that can be turned back into its very bytes."""

    def __init__(self, name: str, data: bytes, encoding: str) -> None:
        """``encoding``: ``auto`` or a name Python knows. Raises `ReadError` where bytes would be lost."""
        self.format = format_of(name, data[:4096])
        if self.format == "excel":
            raise ReadError(f"{name}: a workbook is not changed; save it as CSV, or change the cells by hand")
        wanted = declared_encoding(data, encoding) if self.format in ("html", "xml") else encoding
        self.text, self._encoding, problems = decode(data, wanted, name)
        body = b"" if problems else self.text.encode(self._encoding)
        self._mark = data.removesuffix(body)
        if problems or self._mark + body != data or self._mark.decode(self._encoding, "replace") not in ("", "\ufeff"):
            raise ReadError(f"{name}: not changed, because it has bytes that are not {self._encoding}")
        self._starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def data(self, replacements: Iterable[Replacement]) -> bytes:
        """The bytes of the file after ``replacements``, which do not overlap. Raises UnicodeEncodeError."""
        pieces: list[str] = []
        done = 0
        for item in sorted(replacements):
            pieces += [self.text[done : item.start], item.text]
            done = item.end
        return self._mark + "".join([*pieces, self.text[done:]]).encode(self._encoding)

    def replacement(self, edit: Edit) -> Replacement | None:
        """Where in the text ``edit`` is made, and what is written there; None where that is not known."""
        field = edit.span.field
        line, column = field.location.line, field.location.column
        if line is None or column is None or field.raw is None or line > len(self._starts):
            return None
        base = self._starts[line - 1] + column - 1
        if not self.text.startswith(field.raw, base):
            return None
        start, end = field.raw_span(edit.span.start, edit.span.end)
        return Replacement(base + start, base + end, self._escaped(edit.text, self.text[max(base - 1, 0) : base]))

    def _escaped(self, text: str, before: str) -> str:
        """``text`` as it is written in a value that begins after the character ``before``."""
        if self.format in ("json", "jsonl"):
            return json.dumps(text, ensure_ascii=False)[1:-1]
        if self.format in ("html", "xml"):
            return html.escape(text, quote=False)
        if self.format == "yaml" and before == '"':
            return text.replace("\\", "\\\\").replace('"', '\\"')
        quoted = (self.format == "csv" and before == '"') or (self.format == "yaml" and before == "'")
        return text.replace(before, before * 2) if quoted else text


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """The characters ``start``:``end`` of a file's text become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one fix does to the file."""

    edits: tuple[Edit, ...]
    replacements: frozenset[Replacement]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The bytes of a file after its fixes, and how many were applied."""

    data: bytes
    count: int


def offered(linted: Linted, safeties: Collection[Safety]) -> list[Fix]:
    """The fixes of these safeties that the findings offer."""
    return [item.fix for _, findings in linted for item in findings if item.fix and item.fix.safety in safeties]


def fixed(name: str, data: bytes, encoding: str, looks: Looks, safeties: Collection[Safety]) -> Fixed:
    """``data`` with the fixes of these ``safeties``, applied until none is left that can be.

    Raises `ReadError` where a fix is offered and the file cannot be written back.
    """
    linted, count = looks.lint(data), 0
    while offered(linted, safeties):
        document = Document(name, data, encoding)
        trial = _Trial(document, linted, looks)
        changes = list(_apart(_changes(document, linted, safeties)))
        held = trial.holding(changes, []) if changes else []
        if not held:
            break
        data, linted, count = trial.data, trial.linted, count + len(held)
    return Fixed(data, count)


def _changes(document: Document, linted: Linted, safeties: Collection[Safety]) -> Iterator[Change]:
    known = {id(field) for listing, _ in linted for field in listing.fields}
    for fix in offered(linted, safeties):
        replacements = [document.replacement(edit) for edit in fix.edits if id(edit.span.field) in known]
        if len(replacements) == len(fix.edits) and None not in replacements:
            yield Change(fix.edits, frozenset(item for item in replacements if item))


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
    after = at == len(taken) or item.end <= taken[at].start
    return after and (at == 0 or taken[at - 1].end <= item.start)


class _Trial:
    """Tries changes on a document; ``data`` and ``linted`` are those after the last set of changes that held."""

    def __init__(self, document: Document, linted: Linted, looks: Looks) -> None:
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
        try:
            data = self._document.data({item for change in changes for item in change.replacements})
            texts = _texts(self._looks.read(data), ())
        except (UnicodeEncodeError, ReadError):
            return False
        if texts != _texts(self._listings, changes):
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
    """True where less is found than before, and by no rule more."""
    old, new = (Counter(item.rule for _, findings in linted for item in findings) for linted in (before, after))
    return new.total() < old.total() and new <= old


@dataclass(slots=True)
class Session:
    """Fixes files one by one. ``run`` reads and lints them; its counts mean nothing afterwards."""

    run: Run
    safeties: Collection[Safety]
    files: int = 0
    count: int = 0
    refused: list[str] = field(default_factory=list)

    def changed(self, target: Target) -> tuple[bytes, bytes] | None:
        """The bytes of a file before and after its fixes; None where there is nothing to fix, or it cannot be."""
        try:
            before = target.path.read_bytes()
            encoding = self.run.encoding_of(target.path)
            result = fixed(str(target.path), before, encoding, _Looks(self.run, target), self.safeties)
        except OSError as error:
            self.refused.append(f"{target.path}: cannot be read: {error.strerror}")
            return None
        except ReadError as error:
            self.refused.append(str(error))
            return None
        if not result.count:
            return None
        self.files += 1
        self.count += result.count
        return before, result.data


class _Looks:
    """How a run reads and lints one file."""

    def __init__(self, run: Run, target: Target) -> None:
        self._run = run
        self._target = target

    def read(self, data: bytes) -> Iterator[Listing]:
        path = self._target.path
        reading = self._run.open(path, self._run.config_for(path.parent), (str(path), data))
        return (in_column(listing)[0] for listing in reading.listings)

    def lint(self, data: bytes) -> Linted:
        return list(self._run.lint([replace(self._target, data=data)]))


def difference(path: str, before: bytes, after: bytes, encoding: str) -> Iterator[str]:
    """The lines of a unified diff between two states of a file."""
    old, new = (Document(path, data, encoding).text.splitlines(keepends=True) for data in (before, after))
    for line in unified_diff(old, new, path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
