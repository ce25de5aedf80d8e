"""The IEC letters of mains plugs in a text, told apart from USB connectors of like names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.electrical_words import alternatives
from listing_lint.linear import compile_linear
from listing_lint.model import Field


class Letter(Struct, frozen=True):
    """One letter, in capitals, and where it stands in the text of its field."""

    name: str
    start: int
    end: int


_USB_LETTERS = frozenset("ABC")
_LETTER = expression(r"(?<![A-Za-z])[A-Oa-o](?![A-Za-z])")


@cache
def _patterns() -> tuple[Any, ...]:
    """Letters after a plug, before one, and after the name of the standard; without ``type`` only capitals count."""
    kind = alternatives("plug", "kind")
    joint = (
        rf"\s?(?:[/,，、|&+]|\band\b|\bor\b|\bund\b|\bet\b|\by\b|\be\b|\bou\b|\bo\b|\bи\b|和|或)\s?(?:(?:{kind})[ -]?)?"
    )
    some = rf"[A-O](?:{joint}[A-O])*\b"
    several = r"(?-i:[A-O](?:\s?[/,&+]\s?[A-O])+)\b"
    typed = rf"(?:(?:{kind})s?\s?[:：(-]?\s?{some}|(?-i:[A-O])[ -]?(?:{kind}))"
    country = r"(?:[ ,]{0,2}\([^()\n]{1,30}\))?"
    adjective = rf"(?:[ -](?:{alternatives('plug', 'adjective')})){{0,2}}"
    noun, plug = alternatives("plug", "noun"), alternatives("plug", "itself")
    after = rf"(?:^|[^a-z])(?:{noun})\W{{0,3}}(?:\w+\W{{1,2}})?({typed})"
    bare = (
        rf"(?:{plug})(?:\s?[:：=]\s?((?-i:{some}))(?:\W|$)|[ (]((?-i:[B-HJ-O](?:\s?[/,&+]\s?[A-O])*))(?:[ )]|[.,;]|$))"
    )
    before = rf"(?:^|[^a-z])({typed}){country}{adjective}[ -]?(?:{noun})"
    bare_before = rf"(?:^|[\s(:,])({several}|(?-i:[C-HJ-O]))[ -](?:{plug})"
    chinese = r"(?:[规标])[式(（]?((?-i:[A-O])型)|((?-i:[A-O](?:[/、][A-O])*)型)(?:插|电源线)"
    standard = rf"\bIEC(?:\s60083)?[ ,:]{{1,2}}({typed})"
    return tuple(compile_linear(words) for words in (after, bare, before, bare_before, chinese, standard))


def letters_in(field: Field, *, usb: bool) -> Iterator[Letter]:
    """The letters of mains plugs that ``field`` names; ``usb`` tells that the listing deals with USB connectors too."""
    text = field.text
    found: dict[int, Letter] = {}
    for pattern in _patterns():
        for match in pattern.finditer(text):
            number = next(number for number in range(1, len(match.groups()) + 1) if match.group(number))
            names = tuple(_letters(text, *match.span(number)))
            if not (usb and _USB_LETTERS.issuperset(letter.name for letter in names) and not _of_mains(text, match)):
                found |= {letter.start: letter for letter in names}
    yield from (found[start] for start in sorted(found))


def letters_alone(text: str) -> tuple[Letter, ...]:
    """The letters of a text that is nothing but letters, as in a cell under ``Plug type``."""
    return tuple(_letters(text, 0, len(text))) if _cell().match(text) else ()


@cache
def _cell() -> Any:
    kind = rf"(?:(?:{alternatives('plug', 'kind')})[ -]?)?"
    return compile_linear(
        rf"\s*{kind}[A-O](?:\s?(?:[/,、&+]|and|or)\s?{kind}[A-O])*\s?型?(?:\s*[(（].{{1,30}}[)）])?\s*$"
    )


def _letters(text: str, start: int, end: int) -> Iterator[Letter]:
    for match in _LETTER.finditer(text, start, end):
        yield Letter(match.group().upper(), *match.span())


_MAINS = expression(
    r"\b(?:EU|UK|US|AU|AC|mains|wall|pins?|IEC|Europ\w*|British|American|Austral\w*|household)\b|电源|规", re.IGNORECASE
)


def _of_mains(text: str, match: Any) -> bool:
    """True where words beside the letters tell that a mains plug is meant."""
    around = f"{text[max(match.start() - 12, 0) : match.start()]} {text[match.start() : match.end() + 20]}"
    return _MAINS.search(around) is not None
