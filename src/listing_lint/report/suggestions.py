"""Safe fixes as replacements in their file, for reports whose readers can apply them: what ``check --fix`` would write.

A report cannot try a fix, so only those are given whose edits are sure to be read as they are meant.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from listing_lint.errors import ReadError
from listing_lint.fix import Document, change_of
from listing_lint.model import Finding
from listing_lint.report import Region

_LARGEST = 64 << 20
"""The bytes of a file at most: its text is held while its findings come."""


class Suggestion(Struct, frozen=True):
    """``region`` of the file becomes ``text``; columns are code points, and the region may be empty."""

    region: Region
    text: str


class Suggestions:
    """Finds the places of fixes; it keeps the file that the last finding with a fix was in."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._document: Document | None = None

    def of(self, finding: Finding) -> list[Suggestion]:
        """What makes ``finding`` go away, in the order of the file; nothing where it has no safe fix that is sure."""
        fix = finding.fix
        if fix is None or fix.safety != "safe":
            return []
        document = self._opened(finding.location.path)
        if document is None or not all(map(document.is_sure, fix.edits)):
            return []
        change = change_of(fix, document)
        return [
            Suggestion(Region(*document.place(item.start), *document.place(item.end)), item.text)
            for item in sorted(change.replacements if change else ())
        ]

    def _opened(self, path: str) -> Document | None:
        if path != self._path:
            self._path, self._document = path, _document(Path(path))
        return self._document


def _document(path: Path) -> Document | None:
    """The text of a file; None where it is none (standard input), is a workbook, is large or has damaged bytes."""
    try:
        return Document(str(path), path.read_bytes(), "auto") if path.stat().st_size <= _LARGEST else None
    except (OSError, ReadError):
        return None
