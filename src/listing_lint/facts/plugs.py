"""Mains plugs that a listing names: by country, by standard, or by IEC letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.electrical_words import alternatives, group, sought_group, whole_words
from listing_lint.facts.plug_letters import Letter, letters_alone, letters_in
from listing_lint.linear import compile_linear, sought_linear
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Sought
from listing_lint.tables import rows


class Plug(Struct, frozen=True):
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


class _Name(Struct, frozen=True):
    name: str
    kind: str
    letters: frozenset[str]
    band: str | None


@cache
def _names() -> dict[str, _Name]:
    """Each word of the table, folded, with its plug."""
    return {
        word.casefold(): _Name(row["name"], row["kind"], frozenset(row["letters"].split()), row["band"] or None)
        for row in rows("plugs.csv")
        for word in row["words"].split("|")
    }


@cache
def _hints() -> Sought:
    """A pattern that matches wherever any of the others can."""
    groups = "|".join(alternatives("plug", name) for name in ("noun", "version", "unnamed"))
    standards = whole_words(
        word for row in rows("plugs.csv") if row["kind"] == "standard" for word in row["words"].split("|")
    )
    return sought_linear(f"{groups}|{standards}")


@cache
def _patterns() -> tuple[Any, ...]:
    """Patterns of: region words before a noun; after a noun; standards by themselves; one word of the table."""
    table = rows("plugs.csv")
    by_kind = {
        kind: whole_words(word for row in table if row["kind"] == kind for word in row["words"].split("|"))
        for kind in ("region", "standard")
    }
    named = by_kind["region"]
    separator = r"[\s\x{a0}]?(?:[/,，、|&+\s-]|\band\b|\bor\b|\by\b|\bund\b|\bet\b|\be\b|\bou\b|\bo\b)[\s\x{a0}]?"
    some = rf"((?:{named})(?:{separator}(?:{named})){{0,7}})"
    noun, version = alternatives("plug", "noun"), alternatives("plug", "version")
    adjective = rf"(?:[ -]?(?:{alternatives('plug', 'adjective')}))?"
    before = rf"{some}{adjective}{adjective}[\s\x{{a0}}-]?(?:{noun}|{version})"
    to = r"(?:(?:for|para|pour|für|per|для)\s(?:the\s)?)?"
    after = rf"(?:{noun})[\s\x{{a0}}]?(?:\(?types?\)?|standard|typ)?[\s\x{{a0}}]?[:=(：（-]?[\s\x{{a0}}]?{to}{some}"
    every = f"{named}|{by_kind['standard']}"
    return tuple(map(compile_linear, (before, after, f"({by_kind['standard']})", every)))


def find_plugs(listing: Listing) -> tuple[Plug, ...]:
    """All mains plugs that the listing names, in the order of its fields."""
    hints = _hints()
    likely = [field for field in listing.fields if field.role in ("attribute", "variant") or hints.possible(field.text)]
    usb = bool(likely) and _deals_with_usb(listing)
    return tuple(plug for field in likely for plug in find_plugs_in(field, usb=usb))


def find_title_plugs(listing: Listing) -> tuple[Plug, ...]:
    """The mains plugs that the title of the listing names."""
    title = listing.title
    return find_plugs_in(title, usb=_deals_with_usb(listing)) if title and _hints().possible(title.text) else ()


def _deals_with_usb(listing: Listing) -> bool:
    """True where ``Type C`` in a listing is likely the USB connector."""
    title = listing.title.text if listing.title else ""
    return _USB_GOODS.search(title) is not None or any(_USB.search(field.text) for field in listing.fields)


_USB = Sought("usb", re.IGNORECASE)
_USB_GOODS = expression(
    r"charg|cable|\bhub\b|\bdock|adapt|phone|laptop|tablet|connector|power ?bank|充电|数据线|кабель|заряд|"
    r"ladekabel|netzteil|cargador|carregador|chargeur|caricat|type-?c",
    re.IGNORECASE,
)


def find_plugs_in(field: Field, *, usb: bool) -> tuple[Plug, ...]:
    """The mains plugs that one field names; ``usb`` tells that the listing deals with USB connectors too."""
    return tuple(_plugs_in(field, usb))


_VERSION_LABEL = expression(
    r"colou?r|style|type|version|variation|voltage|model|option|spec|standard|size|规格|颜色|款式", re.IGNORECASE
)
_VERSIONS = frozenset({"EU", "US", "UK", "AU", "CN", "JP", "KR", "BR"})


def _plugs_in(field: Field, usb: bool) -> Iterator[Plug]:
    text = field.text
    if field.role in ("attribute", "variant") and len(text) < 60 and sought_group("plug", "noun").search(field.label):
        named = list(_named(field, 0, len(text)))
        if not (usb and text.casefold().replace("-", " ") == "type c"):
            named += [_lettered(field, letter) for letter in letters_alone(text)]
        if named:
            yield from named
            return
    if field.role == "variant" and len(text) < 16 and _VERSION_LABEL.search(field.label):
        yield from (plug for plug in _named(field, 0, len(text)) if plug.name in _VERSIONS and plug.span.text == text)
    if not _hints().search(text):
        return
    found = {
        plug.span.start: plug
        for pattern in _patterns()[:3]
        for match in pattern.finditer(text)
        if not (_case_is_wrong(match) or _is_lamp_socket(text, match))
        for plug in _named(field, match.start(1), match.end(1), _is_version(match))
    }
    found |= {letter.start: _lettered(field, letter) for letter in letters_in(field, usb=usb)}
    yield from (found[start] for start in sorted(found))
    if not found and (match := group("plug", "unnamed").search(text)):
        yield Plug(Span(field, *match.span()), match.group().casefold(), frozenset(), None)


def _is_version(match: Any) -> bool:
    return group("plug", "noun").search(match.group()) is None and len(match.group()) > len(match.group(1))


def _lettered(field: Field, letter: Letter) -> Plug:
    known = _names()[f"type {letter.name.casefold()}"]
    return Plug(Span(field, letter.start, letter.end), known.name, known.letters, known.band)


def _named(field: Field, start: int, end: int, version: bool = False) -> Iterator[Plug]:
    for match in _patterns()[3].finditer(field.text, start, end):
        name = _names()[match.group().casefold()]
        yield Plug(Span(field, *match.span()), name.name, name.letters, name.band, version)


def _case_is_wrong(match: Any) -> bool:
    """True for a country code in small letters (``for us``, ``au``), unless a plug follows at once."""
    names = match.group(1)
    return names.islower() and len(names) <= 3 and not re.search(r"\bplug", match.group(), re.IGNORECASE)


def _is_lamp_socket(text: str, match: Any) -> bool:
    """True where the socket is that of a lamp: ``E12 USA socket``."""
    return re.search(r"\b(?:[EB]\d\d|GU\d+|bulbs?)\W*$", text[max(match.start() - 12, 0) : match.start()]) is not None
