"""Configurations from files, profiles, and the files they build on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from listing_lint.config.keys import FILE_KEYS, KEYS, PROFILE_KEYS, RULE_KEYS, Key, known, table, text_of
from listing_lint.config.model import FILE_NAME, Config, FileSettings, RuleSettings
from listing_lint.errors import ConfigError
from listing_lint.limits import parse_limits

_PROFILES = Path(__file__).parents[1] / "profiles"
_ADDED = frozenset({"ignore-findings", "accept", "vocabularies", "rules"})
"""The lists that grow where a file builds on another one; every other list is replaced."""
_MOST_FILES = 100
"""On how many files a configuration may build."""


class _Layer(Struct, frozen=True):
    """The values of one file, and what to call it."""

    name: str
    values: Mapping[str, Any]


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


def load_config(path: Path, profile: Sequence[str] = ()) -> Config:
    """The settings in ``path`` and in what it builds on; ``profile`` takes the place of the profiles named there.

    Raises `ConfigError` naming the file, the key and the nearest right name.
    """
    layers = list(islice(_layers(path, profile, ()), _MOST_FILES + 1))
    if len(layers) > _MOST_FILES:
        raise ConfigError(f"{path}: extends more than {_MOST_FILES} files")
    return _config(layers, path, profile)


def profile_config(profile: Sequence[str]) -> Config:
    """The settings of these profiles alone; without one, those that hold by default. Raises `ConfigError`."""
    return _config([_profile(name) for name in profile], None, profile)


def profiles() -> dict[str, Mapping[str, Any]]:
    """The values of each profile by its name, with its ``summary`` and ``sources``."""
    return {name: _profile(name).values for name in sorted(path.stem for path in _PROFILES.glob("*.toml"))}


def _profile(name: str) -> _Layer:
    path = _PROFILES / f"{name}.toml"
    if not path.is_file():
        try:
            known(name, sorted(entry.stem for entry in _PROFILES.glob("*.toml")), "profile")
        except ValueError as error:
            raise ConfigError(str(error)) from None
    return _Layer(f"profile {name}", _parsed(_toml(path), path, PROFILE_KEYS))


def _layers(path: Path, profile: Sequence[str], seen: tuple[Path, ...]) -> Iterator[_Layer]:
    """The layers of a file, the weakest first."""
    if path.resolve() in seen:
        raise ConfigError(f"{path}: extends itself; take it out of `extends` in one of the files")
    if len(seen) == _MOST_FILES:
        raise ConfigError(f"{path}: extends more than {_MOST_FILES} files")
    data = _toml(path)
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("listing-lint", {})
    values = _parsed(data, path, KEYS)
    # Profiles of the command line are named once, below all files.
    for name in values.get("profile", ()) if not profile else () if seen else profile:
        yield _profile(name)
    for other in values.get("extends", ()):
        yield from _layers(other, profile, (*seen, path.resolve()))
    yield _Layer(str(path), values)


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text_of(path))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: values are nested too deep") from None


def _parsed(data: Mapping[str, Any], path: Path, keys: Mapping[str, Key]) -> dict[str, Any]:
    try:
        return table(data, keys, path.parent)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def _config(layers: Sequence[_Layer], path: Path | None, profile: Sequence[str]) -> Config:
    values: dict[str, Any] = {}
    origins: dict[tuple[str, ...], str] = {}
    for layer in layers:
        for key, value in layer.values.items():
            values[key] = _merged(values.get(key), value, (key,), layer.name, origins)
    if profile:
        values["profile"] = tuple(profile)
    general = {key: value for key, value in values.items() if key in KEYS and key not in FILE_KEYS}
    general["rule"] = {name: _rule_settings(settings) for name, settings in values.get("rule", {}).items()}
    general["limits"] = parse_limits(values.get("limits", {}))
    general["files"] = tuple(values.get("files", {}).items())
    defaults = FileSettings(**{key: values[key] for key in FILE_KEYS if key in values})
    named = {key.replace("-", "_"): value for key, value in general.items()}
    return Config(**named, defaults=defaults, path=path, origins=origins)


def _rule_settings(values: Mapping[str, Any]) -> RuleSettings:
    options = {key: value for key, value in values.items() if key not in RULE_KEYS}
    return RuleSettings(**{key: values[key] for key in RULE_KEYS if key in values}, options=options)


def _merged(old: Any, new: Any, key: tuple[str, ...], name: str, origins: dict[tuple[str, ...], str]) -> Any:
    """``new`` over ``old``: tables by their keys, the lists in `_ADDED` joined; ``origins`` is kept up to date."""
    if isinstance(new, Mapping):
        result = dict(old or {})
        for part, value in new.items():
            result[part] = _merged(result.get(part), value, (*key, part), name, origins)
        return result
    if old and isinstance(new, tuple) and key[-1] in _ADDED:
        origins[key] = f"{origins[key]}, {name}"
        return (*old, *new)
    origins[key] = name
    return new
