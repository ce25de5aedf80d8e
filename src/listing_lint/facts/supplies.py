"""How a thing is powered, as far as its listing says, and which country's mains it is meant for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from listing_lint.facts.electrical_words import alternatives, named_groups
from listing_lint.facts.mains import read_table
from listing_lint.model import Field, Listing, Span


@dataclass(frozen=True, slots=True)
class Supply:
    """Words that tell the supply. ``kind``: battery, usb, solar, vehicle, fuel, hand, unsure, wired or adapter."""

    span: Span
    kind: str


_NEGATED = re.compile(
    r"(?:\bno|\bnot|\bwithout|\bsans|\bsin|\bsem|\bohne|\bfree of|无需|不用|без)\W{0,2}(?:any |need |use )?$",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(r"\W*(?:no|none|not included|n/a|false|0)\W*$", re.IGNORECASE)


def find_supplies(listing: Listing) -> tuple[Supply, ...]:
    """What the listing says of its supply, in the order of its fields; things denied (``no battery``) are left out."""
    found = []
    for field in listing.fields:
        named = named_groups("supply").search(field.label) if field.role in ("attribute", "variant") else None
        if named and not _NO_VALUE.match(field.text):
            found.append(Supply(Span(field, 0, len(field.text)), str(named.lastgroup)))
        for match in named_groups("supply").finditer(field.text):
            if not _NEGATED.search(field.text[max(match.start() - 14, 0) : match.start()]):
                found.append(Supply(Span(field, *match.span()), str(match.lastgroup)))
    return tuple(found)


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{alternatives('mark', 'national')})(?![\w-])")


def national_mark(listing: Listing) -> Span | None:
    """The first mark of conformity that belongs to one country or region (UL, PSE, UKCA ...), or None.

    CE is not one: sellers everywhere print it.
    """
    for field in listing.fields:
        match = _marks().search(field.text)
        if match and field.role not in ("internal", "brand"):
            return Span(field, *match.span())
    return None


@cache
def _places() -> re.Pattern[str]:
    """Names of territories and regions, and the codes that stand for them."""
    names = {row["name"] for row in read_table("mains")} | {
        word for row in read_table("plugs") if row["kind"] == "region" for word in row["words"].split("|")
    }
    names |= {
        "North America",
        "South America",
        "Latin America",
        "Asia",
        "Africa",
        "Middle East",
        "overseas",
        "domestic",
        "abroad",
    }
    names |= {
        "Europa",
        "Estados Unidos",
        "États-Unis",
        "Japón",
        "Japão",
        "México",
        "Америка",
        "США",
        "Европа",
        "России",
        "Россия",
        "国内",
        "欧洲",
        "北美",
    }
    latin = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name[0] < "\u2e80")
    other = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name[0] >= "\u2e80")
    return re.compile(rf"(?<!\w)(?:{latin})(?!\w)|{other}")


def place_near(field: Field, start: int, end: int, reach: int = 40) -> bool:
    """True where a country or region is named within ``reach`` characters of ``start``:``end``, or in the label."""
    first = max(field.text.rfind("\n", 0, start) + 1, start - reach)
    newline = field.text.find("\n", end)
    last = min(newline if newline >= 0 else len(field.text), end + reach)
    return bool(_places().search(field.text, first, last) or _places().search(field.label))
