"""Rules as the configuration wants them: another severity or confidence, on or off, other options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from listing_lint import checks
from listing_lint.config import Config, RuleSettings
from listing_lint.config.keys import RULE_KEYS, known
from listing_lint.errors import ConfigError
from listing_lint.rules import Rule


def options_of(rule: Rule) -> dict[str, str]:
    """The options of ``rule`` with a line on each: those its file declares, and those of its kind of check."""
    return {**checks.options(rule.check.kind), **rule.options}


def tuned(rules: Iterable[Rule], config: Config) -> tuple[Rule, ...]:
    """``rules`` with the settings of their names in ``config``. Raises `ConfigError`."""
    return tuple(_tuned(rule, config.rule[rule.name], config) if rule.name in config.rule else rule for rule in rules)


def _tuned(rule: Rule, settings: RuleSettings, config: Config) -> Rule:
    try:
        return replace(
            rule,
            severity=settings.severity or rule.severity,
            confidence=settings.confidence or rule.confidence,
            default=rule.default if settings.default is None else settings.default,
            check=_check(rule, settings.options) if settings.options else rule.check,
        )
    except ValueError as error:
        raise ConfigError(f"{config.path or 'profile'}: rule.{rule.name}: {error}") from None


def _check(rule: Rule, options: Mapping[str, Any]) -> checks.Check:
    declared = options_of(rule)
    arguments = dict(rule.check.arguments)
    for name, value in options.items():
        known(name, (*declared, *RULE_KEYS), "option")
        arguments[name] = _changed(arguments.get(name, []), value, name)
    return checks.build({rule.check.kind: arguments})


def _changed(old: Any, new: Any, name: str) -> Any:
    """``old`` with what ``new`` says: a list is added to, a table is changed key by key, all else is replaced."""
    if isinstance(old, list | tuple):
        if not isinstance(new, list) or not all(isinstance(item, str) for item in new):
            raise ValueError(f"{name}: a list of texts is wanted; it is added to the rule's own")
        return [*old, *new]
    if isinstance(old, Mapping):
        if not isinstance(new, Mapping):
            raise ValueError(f"{name}: a table is wanted, such as {{{', '.join(f'{key} = ...' for key in old)}}}")
        return {**old, **{key: _changed(old.get(key, value), value, f"{name}.{key}") for key, value in new.items()}}
    number = isinstance(old, int | float) and not isinstance(old, bool)
    if isinstance(new, bool) if number else type(new) is not type(old):
        raise ValueError(f"{name}: a value such as {old!r} is wanted, not {new!r}")
    if number and not isinstance(new, int | float):
        raise ValueError(f"{name}: a value such as {old!r} is wanted, not {new!r}")
    return new
