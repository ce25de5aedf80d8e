"""Linting the text of an editor's buffer as if it stood in its file."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from listing_lint.config import find_config, matches
from listing_lint.errors import ConfigError, ListingLintError
from listing_lint.fix import Document, Linted, RunLooks, change_of, changed, fixed
from listing_lint.fix.document import Replacement
from listing_lint.model import Finding, Location, Safety
from listing_lint.read.dispatch import FORMATS
from listing_lint.rules import Rule
from listing_lint.run import Overrides, Run, Skipped, Summary, Target

_ENCODING = "utf-8"
"""A buffer is text already; whatever encoding its file has, it is read as this one."""

_SAFE: tuple[Safety, ...] = ("safe",)


class Checked(Struct, frozen=True):
    """What is found in a text: findings, and what of it could not be read."""

    path: Path
    text: str
    linted: Linted
    problems: tuple[Skipped, ...] = ()

    @property
    def findings(self) -> Iterator[Finding]:
        return (finding for _, findings in self.linted for finding in findings)


class Buffers:
    """Lints buffers. Configurations and rules are kept until their files change."""

    def __init__(self) -> None:
        self._runs: dict[Path | None, tuple[object, Run]] = {}

    def check(self, path: Path, text: str) -> Checked:
        """What is found in ``text`` as the content of the file ``path``.

        Nothing where a check of its folder would pass the file over, or where it holds no products and nothing in it
        is broken.
        """
        if path.suffix.lower() not in FORMATS:
            return Checked(path, text, [])
        try:
            run = self._run(path.parent)
            config = run.config_for(path.parent)
            if any(matches(str(path), pattern, config.path) for pattern in config.exclude):
                return Checked(path, text, [])
            linted = list(run.lint([Target(path, named=True, data=_bytes(text))]))
        except ListingLintError as error:
            return Checked(path, text, [], (Skipped(Location(str(path), line=1, column=1), str(error), fatal=True),))
        problems = tuple(item for item in run.summary.skipped if item.location.line is not None)
        return Checked(path, text, linted, problems)

    def quick_fix(self, checked: Checked, finding: Finding) -> frozenset[Replacement] | None:
        """The changes to the text that the fix of ``finding`` makes; None where it has none that may be applied."""
        if finding.fix is None or finding.fix.safety == "display":
            return None
        document = Document(str(checked.path), _bytes(checked.text), _ENCODING)
        change = change_of(finding.fix, document)
        listings = [listing for listing, _ in checked.linted]
        if change is None or changed([change], document, listings, self._looks(checked.path)) is None:
            return None
        return change.replacements

    def fix_all(self, checked: Checked) -> frozenset[Replacement]:
        """The changes to the text that all its safe fixes make together, line by line."""
        data = _bytes(checked.text)
        result = fixed(str(checked.path), data, _ENCODING, self._looks(checked.path), _SAFE)
        return frozenset(_differences(data.decode(_ENCODING), result.data.decode(_ENCODING)))

    def rule(self, checked: Checked, name: str) -> Rule:
        """The rule of a finding in ``checked``."""
        return self._run(checked.path.parent).summary.rules[name]

    def _looks(self, path: Path) -> RunLooks:
        return RunLooks(self._run(path.parent), Target(path, named=True))

    def _run(self, folder: Path) -> Run:
        """A run with the configuration of ``folder`` and fresh counts. Raises `ConfigError`, `RuleError`."""
        try:
            found = find_config(folder)
        except OSError as error:
            raise ConfigError(f"{folder}: cannot be searched for a configuration: {error.strerror}") from None
        stamp, run = self._runs.get(found, (None, None))
        if run is None or stamp != _stamp(found, run):
            run = Run(overrides=Overrides(encoding=_ENCODING))
            self._runs[found] = (_stamp(found, run), run)
        run.summary = Summary(rules=run.summary.rules)
        run.warnings = []
        return run


def _differences(before: str, after: str) -> Iterator[Replacement]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0, *accumulate(len(line) for line in old)]
    for sort, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sort != "equal":
            yield Replacement(starts[first], starts[last], "".join(new[new_first:new_last]))


def _stamp(config: Path | None, run: Run) -> object:
    """What changes when the configuration or the rules that it names change."""
    if config is None:
        return None
    folders = run.config_for(config.parent).rules
    files = [config, *(file for folder in folders for file in sorted(folder.rglob("*.yaml")))]
    return [(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files]


def _bytes(text: str) -> bytes:
    # Editors may send halves of surrogate pairs, which no encoding has.
    return text.encode(_ENCODING, "replace")
