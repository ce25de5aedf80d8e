"""What a configuration says, as the run uses it."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from listing_lint.limits import DEFAULT, Limits
from listing_lint.model import Confidence, Severity

FailOn = Literal["error", "warning", "info", "never"]
FILE_NAME = "listing-lint.toml"
INCLUDE = (
    "*.csv", "*.tsv", "*.xlsx", "*.xlsm", "*.xls", "*.jsonl", "*.json", "*.yaml", "*.yml", "*.xml", "*.html", "*.htm",
    "*.md",
)  # fmt: skip
"""The files that a walk through a folder looks at. In the tree and page formats only those that hold products count."""


class FileSettings(Struct, frozen=True):
    """What is said of files: how to read them, in which language they are and where their listings are sold.

    ``markets`` holds ISO 3166-1 alpha-2 codes; empty means worldwide. ``columns`` maps headers to roles.
    """

    markets: tuple[str, ...] = ()
    language: str | None = None
    platform: str = "auto"
    sheet: str | None = None
    encoding: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)


class IgnoredFindings(Struct, frozen=True):
    """Findings that are not to be shown, and the reason; the last three are shell patterns."""

    rule: str
    reason: str
    listing: str = "*"
    field: str = "*"
    file: str = "*"


class RuleSettings(Struct, frozen=True):
    """What is said of one rule; None: as its file says. ``options`` are those that the rule declares.

    The rule is silent on the words in ``accept``.
    """

    severity: Severity | None = None
    confidence: Confidence | None = None
    default: bool | None = None
    accept: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


class Config(Struct, frozen=True):
    """The settings of one run; ``path`` is the file they came from, ``rules`` further folders of rules.

    ``lang`` is the language of messages, ``cache_dir`` where results are kept, where they are set. ``origins`` tells
    for each key that is set, such as ``("rule", "voltage-missing", "severity")``, where that is done.
    """

    profile: tuple[str, ...] = ()
    extends: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_findings: tuple[IgnoredFindings, ...] = ()
    accept: tuple[str, ...] = ()
    vocabularies: tuple[Path, ...] = ()
    min_severity: Severity = "info"
    min_confidence: Confidence = "high"
    fail_on: FailOn = "error"
    lang: str | None = None
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()
    limits: Limits = DEFAULT
    rules: tuple[Path, ...] = ()
    cache_dir: Path | None = None
    rule: Mapping[str, RuleSettings] = field(default_factory=dict)
    defaults: FileSettings = FileSettings()
    files: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    path: Path | None = None
    origins: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def for_file(self, path: str) -> FileSettings:
        """The settings for ``path``: the general ones, then each ``[files."PATTERN"]`` that fits, in order."""
        settings = self.defaults
        for pattern, values in self.files:
            if matches(path, pattern, self.path):
                settings = replace(settings, **values)
        return settings


def matches(path: str, pattern: str, config_path: Path | None) -> bool:
    """True where the shell pattern fits the path as seen from the configuration, or the file's name."""
    target = Path(path)
    relative = target.as_posix()
    if config_path is not None and target.resolve().is_relative_to(config_path.parent.resolve()):
        relative = target.resolve().relative_to(config_path.parent.resolve()).as_posix()
    return fnmatchcase(relative, pattern) or fnmatchcase(target.name, pattern)
