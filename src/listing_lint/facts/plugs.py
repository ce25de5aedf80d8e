"""Mains plugs that a listing names: by country, by standard, or by IEC letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from listing_lint.facts.electrical_words import alternatives, compile_words, group
from listing_lint.facts.mains import read_table
from listing_lint.model import Field, Listing, Span


@dataclass(frozen=True, slots=True)
class Plug:
    """One plug named: ``name`` as in tables/plugs.csv, ``letters`` of IEC/TR 60083, ``band`` of the mains it is for.

    ``letters`` is empty and ``band`` None where the words name no single kind (``universal plug``, ``3 pin``).
    ``version`` is True where the words name a version or standard for a country (``US version``), which may have other
    sense than its plug.
    """

    span: Span
    name: str
    letters: frozenset[str]
    band: str | None
    version: bool = False


_HINTS = (
    "plug", "adapt", "charger", "cord", "cable", "socket", "outlet", "prong", "enchufe", "clavija", "prise", "fiche",
    "stecker", "spina", "tomada", "вилк", "wtyczk", "zástrč", "插", "规", "标", "version", "standard", "nema", "15p",
    "20p", "schuko", "shuko", "cee", "bs", "3112", "14136", "1011", "pin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    kind: str
    letters: frozenset[str]
    band: str | None


@cache
def _names() -> dict[str, _Name]:
    """Each word of the table, folded, with its plug."""
    return {
        word.casefold(): _Name(row["name"], row["kind"], frozenset(row["letters"].split()), row["band"] or None)
        for row in read_table("plugs")
        for word in row["words"].split("|")
    }


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of: region words before a noun; after a noun; standards by themselves; one region word."""
    rows = read_table("plugs")
    regions = _whole_words(word for row in rows if row["kind"] == "region" for word in row["words"].split("|"))
    letters = _whole_words(word for row in rows if row["kind"] == "letter" for word in row["words"].split("|"))
    standards = _whole_words(word for row in rows if row["kind"] == "standard" for word in row["words"].split("|"))
    separator = r"[\s\u00a0]?(?:[/,，、|&+\s-]|\band\b|\bor\b|\by\b|\bund\b|\bet\b|\be\b|\bou\b|\bo\b)[\s\u00a0]?"
    some = rf"(?P<names>(?:{regions}|{letters})(?:{separator}(?:{regions}|{letters})){{0,7}})"
    noun, version = alternatives("plug", "noun"), alternatives("plug", "version")
    adjective = rf"(?:[ -]?(?:{alternatives('plug', 'adjective')}))?"
    before = rf"{some}{adjective}{adjective}[\s\u00a0-]?(?:{noun}|{version})"
    after = rf"(?:{noun})[\s\u00a0]?(?:\(?types?\)?|standard|typ)?[\s\u00a0]?[:=(：（-]?[\s\u00a0]?{some}"
    return (
        re.compile(before, re.IGNORECASE),
        re.compile(after, re.IGNORECASE),
        re.compile(rf"(?P<names>{standards})", re.IGNORECASE),
        re.compile(rf"{regions}|{letters}|{standards}", re.IGNORECASE),
    )


@cache
def _nouns() -> Any:
    return compile_words(f"{alternatives('plug', 'noun')}|{alternatives('plug', 'version')}")


def _whole_words(words: Iterator[str]) -> str:
    """A pattern of any of the words, whole ones in scripts that put spaces between words."""
    chosen = sorted(words, key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in chosen if word[0] < "\u2e80")
    joined = "|".join(re.escape(word) for word in chosen if word[0] >= "\u2e80")
    return rf"(?<!\w)(?:{spaced})(?!\w)" + (f"|{joined}" if joined else "")


def find_plugs(listing: Listing) -> tuple[Plug, ...]:
    """All mains plugs that the listing names, in the order of its fields."""
    return tuple(plug for field in listing.fields for plug in _plugs_in(field))


_VERSION_LABEL = re.compile(
    r"colou?r|style|type|version|variation|voltage|model|option|spec|standard|size|规格|颜色|款式", re.IGNORECASE
)
_VERSIONS = frozenset({"EU", "US", "UK", "AU", "CN", "JP", "KR", "BR"})


def _plugs_in(field: Field) -> Iterator[Plug]:
    text = field.text
    before, after, standards, one = _patterns()
    if field.role in ("attribute", "variant") and len(text) < 60 and group("plug", "noun").search(field.label):
        named = list(_named(field, one, 0, len(text)))
        if named:
            yield from named
            return
    if field.role == "variant" and len(text) < 16 and _VERSION_LABEL.search(field.label):
        yield from (
            plug for plug in _named(field, one, 0, len(text)) if plug.name in _VERSIONS and plug.span.text == text
        )
    folded = text.casefold()
    if not any(hint in folded for hint in _HINTS):
        return
    found = {
        plug.span.start: plug
        for pattern, start, end in _places(text, before, after, standards)
        for match in pattern.finditer(text, start, end)
        if not (_case_is_wrong(match) or _is_usb(text, match) or _is_lamp_socket(text, match))
        for plug in _named(field, one, match.start("names"), match.end("names"), _is_version(match))
    }
    yield from (found[start] for start in sorted(found))
    if not found and (match := group("plug", "unnamed").search(text)):
        yield Plug(Span(field, *match.span()), match.group().casefold(), frozenset(), None)


def _places(
    text: str, before: re.Pattern[str], after: re.Pattern[str], standards: re.Pattern[str]
) -> Iterator[tuple[re.Pattern[str], int, int]]:
    """The windows of the text in which each pattern can match: around the nouns, and anywhere for standards."""
    yield standards, 0, len(text)
    for match in _nouns().finditer(text):
        yield before, max(match.start() - 70, 0), match.end()
        yield after, match.start(), min(match.end() + 60, len(text))


def _is_version(match: re.Match[str]) -> bool:
    return group("plug", "noun").search(match.group()) is None and len(match.group()) > len(match.group("names"))


def _named(field: Field, one: re.Pattern[str], start: int, end: int, version: bool = False) -> Iterator[Plug]:
    for match in one.finditer(field.text, start, end):
        name = _names()[match.group().casefold()]
        yield Plug(Span(field, *match.span()), name.name, name.letters, name.band, version)


def _case_is_wrong(match: re.Match[str]) -> bool:
    """True for a country code in small letters (``for us``, ``au``), unless a plug follows at once."""
    names = match.group("names")
    return names.islower() and len(names) <= 3 and not re.search(r"\bplug", match.group(), re.IGNORECASE)


def _is_usb(text: str, match: re.Match[str]) -> bool:
    """True where ``Type C`` is the USB connector."""
    return match.group("names").casefold() in ("type a", "type b", "type c") and not re.search(
        r"\b(?:EU|AC|mains|wall|power) ?plug|plug ?\(|IEC",
        text[max(match.start() - 20, 0) : match.end() + 20],
        re.IGNORECASE,
    )


def _is_lamp_socket(text: str, match: re.Match[str]) -> bool:
    """True where the socket is that of a lamp: ``E12 USA socket``."""
    return re.search(r"\b(?:[EB]\d\d|GU\d+|bulbs?)\W*$", text[max(match.start() - 12, 0) : match.start()]) is not None
