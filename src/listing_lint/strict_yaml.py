"""YAML for people who do not program: nothing is guessed, every mistake has a line.

Only ``true``, ``false``, ``null`` and plain decimal numbers are typed; all else stays text, so the country ``NO``, the
size ``010`` and the ratio ``1:30`` mean what they say. Duplicate keys and aliases are refused.
"""

from __future__ import annotations

from typing import Any

from listing_lint.compiled import kept


class Mapping(dict[str, Any]):
    """A mapping that knows the line (from 1) each of its keys stands on."""

    __slots__ = ("line", "lines")

    def __init__(self) -> None:
        super().__init__()
        self.line = 1
        self.lines: dict[str, int] = {}


class StrictYamlError(Exception):
    """The text is not usable; ``line`` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


def load(text: str) -> Any:
    """The content of one YAML document, mappings as `Mapping`.

    Raises `StrictYamlError` with the line of the mistake.
    """
    return _unpacked(kept("yaml", text, lambda: _packed(_parsed(text))))


def plain(value: Any) -> Any:
    """``value``, which `load` gave, without the lines of its mappings."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return type(value)(map(plain, value)) if isinstance(value, list | tuple) else value


def _parsed(text: str) -> Any:
    from listing_lint.yaml_loader import parse

    return parse(text)


def _packed(value: Any) -> Any:
    """``value`` in lists, so that the lines of a mapping's keys are kept with it."""
    if isinstance(value, Mapping):
        return [value.line, *([key, value.lines[key], _packed(item)] for key, item in value.items())]
    return [0, *map(_packed, value)] if isinstance(value, list) else value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if not value[0]:
        return [_unpacked(item) for item in value[1:]]
    mapping = Mapping()
    mapping.line = value[0]
    for key, line, item in value[1:]:
        mapping[key] = _unpacked(item)
        mapping.lines[key] = line
    return mapping
