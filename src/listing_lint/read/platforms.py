"""What is known of the platforms: one YAML file a platform, from header names to the parts of a listing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from listing_lint import tables
from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.model import Role
from listing_lint.nearest import nearest
from listing_lint.prepared import prepared
from listing_lint.read.columns import attribute_role, fold
from listing_lint.read.reading import Column

FOLDER = Path(__file__).parents[1] / "platforms"

Grouping = Literal["none", "adjacent", "following", "shared", "parent", "children"]
"""How rows make up a listing: ``adjacent`` rows share a key and stand together, ``following`` rows of a certain kind
belong to the row above, ``shared`` rows have a key in common wherever they stand, ``parent`` rows name the id of their
product, ``children`` are listed in a cell of their product."""

PARTS: Mapping[str, tuple[Role | None, str]] = {
    "title": ("title", "title"),
    "description": ("description", "description"),
    "bullet": ("bullet", "attributes"),
    "attribute": ("attribute", "attributes"),
    "category": ("category", "attributes"),
    "tag": ("tag", "attributes"),
    "brand": ("brand", "attributes"),
    "internal": ("internal", "attributes"),
    "variant": ("variant", "variants"),
    "variant_internal": ("internal", "variants"),
    "option_name": (None, "variants"),
    "option_value": ("variant", "variants"),
    "options": ("variant", "variants"),
    "attribute_name": (None, "attributes"),
    "attribute_value": ("attribute", "attributes"),
    "pairs": ("attribute", "attributes"),
    "children": ("variant", "variants"),
    "id": ("internal", "attributes"),
    "group": ("internal", "attributes"),
    "parent": ("internal", "attributes"),
    "kind": ("internal", "attributes"),
    "language": ("internal", "attributes"),
    "market": ("internal", "attributes"),
    "ignore": (None, "attributes"),
}
"""What a column can be in a listing: its role, and ``title``, ``description`` or what its field's name begins with.

``pairs`` holds ``name=value,name=value``; ``options`` and ``children`` such pairs of variants; the values of
``option_name`` and ``attribute_name`` name the values of the column with the same number.
"""

_NUMBER = expression(r"\d+")


class Platform(Struct, frozen=True, dict=True):
    """A platform's way to name things. ``name`` is the one that the command line and reports use."""

    name: str
    names: Mapping[str, str]
    wild: tuple[tuple[str, str], ...]
    marks: frozenset[str] = frozenset()
    least: int = 2
    group: Grouping = "shared"
    special: bool = False
    """Whether it has the names of another one beside its own."""

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        return [(_pattern(name), part) for name, part in self.wild]

    def named(self, header: str) -> str:
        """The part that a header stands for by a name without ``*``, such as ``title`` or ``option_value:2``."""
        folded = fold(header)
        part = self.names.get(folded)
        if part or not (number := _NUMBER.search(folded)):
            return part or ""
        part = self.names.get(_NUMBER.sub("{n}", folded))
        return f"{part}:{number[0]}" if part else ""

    def part(self, header: str) -> str:
        """The part that a header stands for; empty where it is not known."""
        folded = fold(header)
        named = self.named(header)
        return named or next((part for pattern, part in self._patterns if pattern.fullmatch(folded)), "")

    def rank(self, header: str) -> int:
        """The place of ``header`` among the platform's names: the first of several ids, say, is the best one."""
        return list(self.names).index(fold(header)) if fold(header) in self.names else len(self.names)

    def column(self, header: str) -> Column:
        """How a column, key or element called ``header`` is understood.

        Its ``role`` is one of `model.Role`, or None where it is not read; its ``name`` is ``title``, ``description`` or
        ``attributes.<header>``. Prefixes (``g:``), case, ``_``, ``-`` and camelCase make no difference.
        """
        part = self.part(header)
        if part:
            return column(header, part, f"a column of {self.name}")
        part = generic().part(header)
        if part:
            return column(header, part, "a known name")
        role = attribute_role(header)
        reason = "no known name: read as a property" if role == "attribute" else "words of its name"
        return replace(column(header, role, reason), part="")


def column(header: str, part: str, reason: str) -> Column:
    """A column that plays ``part`` (a key of `PARTS`, with or without a number)."""
    kind = part.split(":")[0]
    role, place = PARTS[kind]
    if kind not in (role, "ignore"):
        reason = f"{reason}: {part.replace('_', ' ').replace(':', ' ')}"
    name = f"{place}.{header.strip()}" if place in ("attributes", "variants") else place
    return Column(header, role, name, reason, part)


def _pattern(name: str) -> re.Pattern[str]:
    """The pattern of folded names that ``name`` stands for: ``{n}`` is a number, ``*`` anything.

    A separator next to ``*`` must be there: ``C:*`` is not ``Colour``.
    """
    pattern = ""
    for piece in re.split(r"(\*)", name):
        if piece == "*":
            pattern += ".*"
        elif _folded(piece):
            before = " " if pattern and not (piece[0].isalnum() or piece[0] == "{") else ""
            after = "" if piece[-1].isalnum() or piece[-1] in ")?]}" else " "
            pattern += before + re.escape(_folded(piece)).replace(r"\ ", " ").replace(r"\{n\}", r"\d+") + after
    return expression(pattern.rstrip())


def _folded(name: str) -> str:
    """``name`` folded, but for its ``{n}``."""
    return " {n} ".join(fold(piece) for piece in name.split("{n}")).strip()


def _rows(data: Mapping[str, Any], key: str) -> list[str]:
    return [str(name) for row in data.get(key, []) for name in row]


@cache
def _data(name: str) -> Mapping[str, Any]:
    result: Mapping[str, Any] = tables.parsed(FOLDER / f"{name}.yaml")
    return result


def _columns(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for part, rows in data["columns"].items():
        for row in rows:
            for name in row:
                yield str(name), part
    if "like" in data:
        yield from _columns(_data(data["like"]))


class _Gathered(Struct, frozen=True):
    """The tables with their names folded: what each `Platform` is made of, and more of the generic one."""

    platforms: dict[str, tuple[Any, ...]]
    notes: frozenset[str]
    strangers: frozenset[str]
    languages: dict[str, str]


@cache
def _gathered() -> _Gathered:
    return _Gathered(*prepared("platforms", _made))


def _made() -> tuple[Any, ...]:
    generic = _data("generic")
    return (
        {name: _fields(_data(name)) for name in sorted(path.stem for path in FOLDER.glob("*.yaml"))},
        frozenset(map(fold, _rows(generic, "notes"))),
        frozenset(map(fold, _rows(generic, "strangers"))),
        {fold(name): code for code, names in generic["languages"].items() for name in names},
    )


def _fields(data: Mapping[str, Any]) -> tuple[Any, ...]:
    names: dict[str, str] = {}
    wild = []
    for header, part in _columns(data):
        if "*" in header:
            wild.append((header, part))
        else:
            names.setdefault(_folded(header), part)
    marks = frozenset(map(fold, _rows(data, "marks")))
    return names, tuple(wild), marks, int(data.get("least", 2)), data.get("group", "shared"), "like" in data


def generic() -> Platform:
    """The names that are understood anywhere."""
    return platforms()["generic"]


def notes() -> frozenset[str]:
    """What stands in rows that say how to fill a template in, folded."""
    return _gathered().notes


def strangers() -> frozenset[str]:
    """Names of columns that catalogues do not have, folded."""
    return _gathered().strangers


def language_names() -> dict[str, str]:
    """The ISO 639-1 codes of languages by their folded names."""
    return _gathered().languages


@cache
def platforms() -> dict[str, Platform]:
    """The known platforms by name, ``generic`` among them."""
    return {name: Platform(name, *fields) for name, fields in _gathered().platforms.items()}


@cache
def _all_names() -> frozenset[str]:
    return frozenset().union(*(platform.names for platform in platforms().values()))


def is_named(header: str) -> bool:
    """True where some platform has a name without ``*`` for ``header``."""
    folded = fold(header)
    return folded in _all_names() or _NUMBER.sub("{n}", folded) in _all_names()


def platform(name: str) -> Platform:
    """The platform called ``name``. Raises `ReadError` where it is not known."""
    known = platforms()
    if name not in known:
        close = nearest(name, known)
        hint = f"did you mean {close!r}?" if close else f"one of {', '.join(known)}"
        raise ReadError(f"there is no platform {name!r}; {hint}")
    return known[name]


def recognise(headers: Iterable[str]) -> Platform:
    """The platform whose own headers are among ``headers``; ``generic`` where none is sure."""
    present = {fold(header) for header in headers}
    scores = {item.name: len(item.marks & present) for item in platforms().values()}
    sure = [item for item in platforms().values() if item.marks and scores[item.name] >= item.least]
    # One that is like another (Meta's feed is like Google's) has the marks that the other lacks.
    return max(sure, key=lambda item: scores[item.name] + 10 * item.special, default=generic())
