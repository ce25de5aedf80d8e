"""A baseline: the findings that are known already, so that a check tells only what is new.

The file is JSON, sorted, one line a finding. A finding is known by its fingerprint alone; rule, listing and file stand
beside it for people, and to tell which entries a run could have found again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from listing_lint.errors import ConfigError
from listing_lint.model import Finding
from listing_lint.streams import replaced

VERSION = 1


class Entry(Struct, frozen=True, order=True):
    """A known finding; ``file`` is a path as seen from the baseline's folder."""

    file: str
    listing: str
    rule: str
    fingerprint: str


class Ran(Struct, frozen=True):
    """What a run looked at: the files that it read, the names of the rules that it used, and what it found."""

    files: Collection[str]
    rules: Collection[str]
    findings: Iterable[Finding]


class Baseline:
    """The entries of one file."""

    def __init__(self, path: Path, entries: Iterable[Entry] = ()) -> None:
        self.path = path
        self.entries = sorted(set(entries))
        self._known = {entry.fingerprint for entry in self.entries}

    def knows(self, finding: Finding) -> bool:
        return finding.fingerprint in self._known

    def created(self, ran: Ran) -> Baseline:
        """The baseline with what ``ran`` found in place of what it could have found; all else stays."""
        found = [self._entry(finding) for finding in ran.findings]
        again = {entry.fingerprint for entry in found}
        files = {self._seen(file) for file in ran.files}
        others = [entry for entry in self.entries if entry.file not in files or entry.rule not in ran.rules]
        return Baseline(self.path, [*found, *(entry for entry in others if entry.fingerprint not in again)])

    def pruned(self, ran: Ran) -> Baseline:
        """The baseline without the entries that ``ran`` should have found and did not, or whose file is gone."""
        again = {finding.fingerprint for finding in ran.findings}
        files = {self._seen(file) for file in ran.files}

        def stays(entry: Entry) -> bool:
            looked = entry.file in files or not (self.path.parent / entry.file).exists()
            return entry.fingerprint in again or not looked or entry.rule not in ran.rules

        return Baseline(self.path, filter(stays, self.entries))

    def write(self) -> None:
        """Put the entries into the file, which is replaced as a whole. Raises `ListingLintError`."""
        lines = [
            json.dumps({name: getattr(entry, name) for name in Entry.__struct_fields__}, ensure_ascii=False)
            for entry in self.entries
        ]
        with replaced(self.path) as stream:
            stream.write(f'{{"version": {VERSION},\n "findings": [\n  ' + ",\n  ".join(lines) + "\n ]}\n")

    def _entry(self, finding: Finding) -> Entry:
        return Entry(self._seen(finding.location.path), finding.listing, finding.rule, finding.fingerprint)

    def _seen(self, file: str) -> str:
        folder, path = self.path.parent.resolve(), Path(file)
        inside = path.resolve().is_relative_to(folder)
        return path.resolve().relative_to(folder).as_posix() if inside else path.as_posix()


def load_baseline(path: Path) -> Baseline:
    """The baseline in ``path``. Raises `ConfigError` where it is missing or no baseline."""
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != VERSION:
            raise ConfigError(f"{path}: version {data['version']} of a baseline cannot be read; create it anew")
        return Baseline(
            path, [Entry(**{name: str(row[name]) for name in Entry.__struct_fields__}) for row in data["findings"]]
        )
    except OSError as error:
        hint = "; make one with `listing-lint baseline create`" if isinstance(error, FileNotFoundError) else ""
        raise ConfigError(f"{path}: cannot be read: {error.strerror}{hint}") from None
    except (ValueError, KeyError, TypeError):
        raise ConfigError(f"{path}: not a baseline; remove it and create it anew") from None
