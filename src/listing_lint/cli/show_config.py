"""``listing-lint show-config``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.options import choice
from listing_lint.cli.running import chosen_config, errors
from listing_lint.config import Config, profiles
from listing_lint.config.keys import FILE_KEYS, KEYS, RULE_KEYS
from listing_lint.report.terminal import safe
from listing_lint.run import Overrides, Run

_LIST = ("profile", "extends", "ignore-findings", "limits", "rule", "files")
"""The keys that are told in another way than as key = value."""


@click.command("show-config", cls=Plain)
@click.argument("path", required=False, default=".", type=click.Path(path_type=Path))
@click.option("--profiles", "list_profiles", is_flag=True, help="List the profiles, with their sources.")
@choice
def show_config(
    path: Path,
    list_profiles: bool,
    config: Path | None,
    isolated: bool,
    source: str | None,
    market: tuple[str, ...] | None,
    **overrides: Any,
) -> None:
    """Print the settings that hold for PATH, and where each comes from.

    What is printed is itself a configuration. The options are those of check, so that one can see what they change.

    \b
    listing-lint show-config feeds/us.csv
    listing-lint show-config --profile strict
    listing-lint show-config --profiles
    """
    with errors():
        if list_profiles:
            for name, values in profiles().items():
                click.echo(safe(f"{name}: {values['summary']}"))
                for item in values.get("sources", ()):
                    click.echo(safe(f"  {item}"))
            return
        over = Overrides(markets=market, **overrides)
        run = Run(chosen_config(config, isolated, over.profile), over)
        found = run.config_for(path if path.is_dir() else path.parent)
        for line in _lines(found, over, path):
            click.echo(safe(line))


def _lines(config: Config, over: Overrides, path: Path) -> Iterator[str]:
    yield f"# {path}: " + (f"the settings of {config.path}" if config.path else "no configuration file holds here")
    for label, names in (("profile", config.profile), ("extends", [str(item) for item in config.extends])):
        if names:
            yield f"# {label}: {', '.join(names)}"
    for key in KEYS:
        if key in _LIST or key in FILE_KEYS:
            continue
        name = key.replace("-", "_")
        yield _line(key, getattr(config, name), config.origins.get((key,)), getattr(over, name, None) or None)
    settings = config.for_file(str(path)) if not path.is_dir() else config.defaults
    for key in FILE_KEYS:
        if key != "columns":
            value = getattr(settings, key)
            yield _line(key, value, _file_origin(config, key, value), getattr(over, key, None))
    for item in config.ignore_findings:
        yield from ("", "[[ignore-findings]]")
        for part in item.__struct_fields__:
            yield f"{part} = {_toml(getattr(item, part))}"
    yield from ("", "[limits]")
    for limit in config.limits.__struct_fields__:
        key = limit.replace("_", "-")
        yield _line(key, getattr(config.limits, limit), config.origins.get(("limits", key)), None)
    if settings.columns:
        yield from ("", "[columns]")
        for header, role in settings.columns.items():
            yield _line(header, role, config.origins.get(("columns", header)), None)
    for rule, own in config.rule.items():
        yield from ("", f"[rule.{_key(rule)}]")
        values = {**{key: getattr(own, key) for key in RULE_KEYS if getattr(own, key) not in (None, ())}, **own.options}
        for key, value in values.items():
            yield _line(key, value, _under(config, ("rule", rule, key)), None)


def _file_origin(config: Config, key: str, value: Any) -> str | None:
    """Where a setting of files comes from: a table that fits the file, else the general key."""
    if value != getattr(config.defaults, key):
        patterns = [pattern for pattern, values in config.files if key in values and values[key] == value]
        return f'[files."{patterns[-1]}"]'
    return config.origins.get((key,))


def _under(config: Config, key: tuple[str, ...]) -> str | None:
    """Where a key, or the keys of its table, are set."""
    found = [origin for other, origin in config.origins.items() if other[: len(key)] == key]
    return ", ".join(dict.fromkeys(found)) or None


def _line(key: str, value: Any, origin: str | None, override: Any) -> str:
    if override is not None:
        value, origin = override, "command line"
    if value is None:
        return f"# {key} is not set"
    text = f"{_key(key)} = {_toml(value)}"
    return f"{text:40}  # {origin or 'default'}"


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _toml(name)


def _toml(value: Any) -> str:
    """``value`` as TOML on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
