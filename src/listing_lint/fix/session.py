"""Fixing the files of a run one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import unified_diff

from msgspec import Struct, field
from msgspec.structs import replace

from listing_lint.errors import ReadError
from listing_lint.fix.document import Document
from listing_lint.fix.trial import Linted, fixed
from listing_lint.model import Listing, Safety
from listing_lint.run import Run, Target
from listing_lint.suppress import in_column


class Session(Struct):
    """Fixes files one by one. ``run`` reads and lints them; its counts mean nothing afterwards.

    ``workbooks``: their cells are fixed too, which is not for writing them back in place.
    """

    run: Run
    safeties: Collection[Safety]
    workbooks: bool = False
    files: int = 0
    count: int = 0
    refused: list[str] = field(default_factory=list)

    def changed(self, target: Target) -> tuple[bytes, bytes] | None:
        """The bytes of a file before and after its fixes; None where there is nothing to fix, or it cannot be."""
        try:
            before = target.path.read_bytes()
            encoding, looks = self.run.encoding_of(target.path), RunLooks(self.run, target)
            result = fixed(str(target.path), before, encoding, looks, self.safeties, workbooks=self.workbooks)
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


class RunLooks:
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
