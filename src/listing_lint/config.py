"""Settings from ``listing-lint.toml`` or ``[tool.listing-lint]`` in ``pyproject.toml``; the nearest file wins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from listing_lint.errors import ConfigError
from listing_lint.limits import DEFAULT, Limits, parse_limits
from listing_lint.model import CONFIDENCES, ROLES, SEVERITIES, Confidence, Severity
from listing_lint.rules import nearest
from listing_lint.texts import known_language, languages

FailOn = Literal["error", "warning", "info", "never"]
FILE_NAME = "listing-lint.toml"
INCLUDE = (
    "*.csv", "*.tsv", "*.xlsx", "*.xlsm", "*.xls", "*.jsonl", "*.json", "*.yaml", "*.yml", "*.xml", "*.html", "*.htm",
    "*.md",
)  # fmt: skip
"""The files that a walk through a folder looks at. In the tree and page formats only those that hold products count."""


@dataclass(frozen=True, slots=True)
class FileSettings:
    """What is said of files: how to read them, in which language they are and where their listings are sold.

    ``markets`` holds ISO 3166-1 alpha-2 codes; empty means worldwide. ``columns`` maps headers to roles.
    """

    markets: tuple[str, ...] = ()
    language: str | None = None
    platform: str = "auto"
    sheet: str | None = None
    encoding: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IgnoredFindings:
    """Findings that are not to be shown, and the reason; the last three are shell patterns."""

    rule: str
    reason: str
    listing: str = "*"
    field: str = "*"
    file: str = "*"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run; ``path`` is the file they came from, ``rules`` further folders of rules.

    ``lang`` is the language of messages, ``cache_dir`` where results are kept, where they are set.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_findings: tuple[IgnoredFindings, ...] = ()
    min_severity: Severity = "info"
    min_confidence: Confidence = "high"
    fail_on: FailOn = "error"
    lang: str | None = None
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()
    limits: Limits = DEFAULT
    rules: tuple[Path, ...] = ()
    cache_dir: Path | None = None
    defaults: FileSettings = FileSettings()
    files: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    path: Path | None = None

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


def find_config(start: Path) -> Path | None:
    """The configuration nearest to ``start``: in its folder or one above."""
    start = start.resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        own = folder / FILE_NAME
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "tool.listing-lint" in project.read_text(encoding="utf-8", errors="replace"):
            return project
    return None


def load_config(path: Path) -> Config:
    """The settings in ``path``. Raises `ConfigError` naming the file, the key and the nearest right name."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: values are nested too deep") from None
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("listing-lint", {})
    return _parse(data, path)


def _words(value: Any) -> tuple[str, ...]:
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts is wanted")
    return tuple(value)


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text is wanted")
    return value


def _one_of(*allowed: str) -> Any:
    def parse(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} is wanted, not {value!r}")
        return str(value)

    return parse


def _lang(value: Any) -> str:
    known = known_language(_word(value))
    if known is None:
        raise ValueError(f"one of {', '.join(languages())} is wanted, not {value!r}")
    return known


def parse_markets(value: Any) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes in capitals; ``worldwide`` alone gives none. Raises ValueError."""
    markets = tuple(code.strip().upper() for code in _words(value))
    if markets == ("WORLDWIDE",):
        return ()
    for code in markets:
        if not re.fullmatch(r"[A-Z]{2}", code):
            raise ValueError(f"{code!r} is no country code of two letters (US, DE, ...), nor 'worldwide'")
    return tuple("GB" if code == "UK" else code for code in markets)


def _columns(value: Any) -> dict[str, str]:
    allowed = (*ROLES, "id", "group", "ignore")
    if not isinstance(value, dict):
        raise ValueError("a table of column names and roles is wanted")
    for header, role in value.items():
        if role not in allowed:
            close = nearest(str(role), allowed)
            hint = f"; did you mean {close!r}?" if close else f"; one of {', '.join(allowed)}"
            raise ValueError(f"the column {header!r} has the unknown role {role!r}{hint}")
    return dict(value)


def _ignored_findings(value: Any) -> tuple[IgnoredFindings, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("tables are wanted, each under [[ignore-findings]]")
    return tuple(_ignored(item, number) for number, item in enumerate(value, 1))


def _ignored(table: Mapping[str, Any], number: int) -> IgnoredFindings:
    known = tuple(key.name for key in fields(IgnoredFindings))
    for key in table:
        if key not in known:
            close = nearest(key, known)
            hint = f"did you mean {close!r}?" if close else f"the keys are {', '.join(known)}"
            raise ValueError(f"table {number}: unknown key {key!r}; {hint}")
        try:
            _word(table[key])
        except ValueError as error:
            raise ValueError(f"table {number}: {key}: {error}") from None
    for key in ("rule", "reason"):
        if key not in table:
            raise ValueError(f"table {number}: the key {key!r} is missing")
    return IgnoredFindings(**table)


_FILE_KEYS: dict[str, Any] = {
    "markets": parse_markets,
    "language": _word,
    "platform": _word,
    "sheet": _word,
    "encoding": _word,
    "columns": _columns,
}
_KEYS: dict[str, Any] = {
    "select": _words,
    "ignore": _words,
    "ignore-findings": _ignored_findings,
    "min-severity": _one_of(*SEVERITIES),
    "min-confidence": _one_of(*CONFIDENCES),
    "fail-on": _one_of(*SEVERITIES, "never"),
    "lang": _lang,
    "include": _words,
    "exclude": _words,
    "limits": parse_limits,
}


def _parse(data: Mapping[str, Any], path: Path) -> Config:
    known = (*_KEYS, *_FILE_KEYS, "rules", "cache-dir", "files")
    for key in data:
        if key not in known:
            close = nearest(key, known)
            hint = f"did you mean {close!r}?" if close else f"the keys are {', '.join(known)}"
            raise ConfigError(f"{path}: unknown key {key!r}; {hint}")
    general = {key.replace("-", "_"): _value(data[key], _KEYS[key], path, key) for key in _KEYS if key in data}
    defaults = FileSettings(**_file_values(data, path, ""))
    tables = data.get("files", {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ConfigError(f'{path}: files: tables such as [files."us/*.csv"] are wanted')
    files = []
    for pattern, table in tables.items():
        for key in table:
            if key not in _FILE_KEYS:
                close = nearest(key, _FILE_KEYS)
                hint = f"did you mean {close!r}?" if close else f"the keys are {', '.join(_FILE_KEYS)}"
                raise ConfigError(f'{path}: files."{pattern}": unknown key {key!r}; {hint}')
        files.append((pattern, _file_values(table, path, f'files."{pattern}".')))
    folders = tuple(path.parent / folder for folder in _value(data.get("rules", []), _words, path, "rules"))
    cache = path.parent / _value(data["cache-dir"], _word, path, "cache-dir") if "cache-dir" in data else None
    return Config(**general, rules=folders, cache_dir=cache, defaults=defaults, files=tuple(files), path=path)


def _file_values(data: Mapping[str, Any], path: Path, prefix: str) -> dict[str, Any]:
    return {key: _value(data[key], _FILE_KEYS[key], path, prefix + key) for key in _FILE_KEYS if key in data}


def _value(value: Any, parse: Any, path: Path, key: str) -> Any:
    try:
        return parse(value)
    except ValueError as error:
        raise ConfigError(f"{path}: {key}: {error}") from None
