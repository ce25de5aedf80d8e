"""What a message about a shipment says: carrier, tracking number, tracking site, time, customs, contact.

Carriers, their sites and the forms of their numbers are in ``tables/carriers.csv``. International postal numbers follow
UPU standard S10: two letters, eight digits, a check digit, the two letters of the country.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from msgspec import Struct

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.literals import folded
from listing_lint.model import Field, Span

S10 = expression(r"(?<![A-Za-z0-9])([A-Z]{2})[ -]?(\d{3}[ -]?\d{3}[ -]?\d{2})[ -]?(\d)[ -]?([A-Z]{2})(?![A-Za-z0-9])")
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
PLACEHOLDER = expression(r"\{\{?\s*+([\w .-]{2,40}?)\s*\}?\}|\[([A-Za-z_ ]{3,40})\]|<([a-z_]{3,40})>|%(\w{3,40})%")
"""A slot that a shop fills before sending: ``{tracking_number}``, ``{{ carrier }}``, ``[TRACKING URL]``, ``%eta%``."""

_NUMBER_AFTER_LABEL = expression(
    r"(?i:tracking|track|waybill|parcel|shipment|consignment)\s*+(?i:number|no\.?|code|id|#|nr\.?)?\s*+"
    r"(?:is|:|：|#)?\s*+"
    r"(?P<number>[A-Z0-9](?:[A-Z0-9]|[ -](?=[A-Z0-9])){7,33})(?![A-Za-z0-9])"
    r"|(?:单号|运单号|追踪号)\s*+[:：]?\s*+(?P<zh>[A-Z0-9]{8,34})"
)
_SITE = expression(
    r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,8}"
    r"(?:com|net|cn|de|fr|it|es|ru|nl|uk|jp|kr|sg|hk|au|ca|ch|post|eu|org))(?:/[^\s)>\]]*)?",
    re.IGNORECASE,
)
_AGGREGATORS = (
    "17track.net", "parcelsapp.com", "track24.net", "aftership.com", "ship24.com", "packagetrackr.com", "cainiao.com",
    "parcelmonitor.com", "trackingmore.com",
)  # fmt: skip
_MAIL = expression(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_DAYS = expression(
    r"\d{1,3}\s*(?:-|–|to|~|～|至|to about)\s*\d{1,3}\s*"
    r"(?:business |working |calendar |个?工作)?(?:days?|weeks?|天|日|周)"
    r"|(?:within|in|about|around|takes|up to|no later than)\s+\d{1,3}\s*(?:business |working |calendar )?(?:days|weeks)"
    r"|(?:between|from)\s+\w+ \d{1,2}(?:st|nd|rd|th)?\s+(?:and|to)\s+(?:\w+ )?\d{1,2}"
    r"|(?:arrive|arrival|delivered|delivery|expected)\s+(?:by|before|until|on)\s+(?:about )?\w+",
    re.IGNORECASE,
)
_CUSTOMS = expression(
    r"\b(?:customs|import (?:tax(?:es)?|charges?)|dut(?:y|ies)|vat|ioss|ddp|tax(?:es)? (?:are|is) paid)\b"
    r"|关税|清关|海关",
    re.IGNORECASE,
)
_STALL = expression(
    r"\b(?:if|should|in case|when)\b[^.!?\n]{0,80}?"
    r"\b(?:not|no|stuck|stall\w*|stops?|delay\w*|lost|nothing|longer|late|moved?|update\w*|problem|question)\b"
    r"|如果?[^。！\n]{0,30}(?:没有|未|延误|停滞|丢失|更新)",
    re.IGNORECASE,
)
_CONTACT = expression(
    r"\b(?:contact|message|write to|reply to|reach|e-?mail|call|chat with|ask|tell|let)\s+"
    r"(?:us|me|our|the seller|seller|support)\b"
    r"|\b(?:whatsapp|wechat|telegram|skype|e-?mail|phone|tel)\b\s*+[.:]?\s*+[+\w@]|联系我们|联系客服|客服",
    re.IGNORECASE,
)
_LATER = expression(
    r"\btracking (?:number|code|no\.?|info\w*)\b[^.!?\n]{0,40}?"
    r"\b(?:later|soon|will be (?:sent|provided|updated|given|available)|not yet available)\b"
    r"|单号(?:稍后|随后|以后)",
    re.IGNORECASE,
)
_STATED = {"time": (_DAYS,), "customs": (_CUSTOMS,), "stall": (_STALL,), "contact": (_CONTACT, _MAIL)}
_SLOTS = {
    "carrier": frozenset({"carrier", "courier", "shipping company", "shipping method", "logistics"}),
    "number": frozenset({"tracking number", "tracking no", "tracking code", "tracking id", "tracking", "waybill"}),
    "site": frozenset({"tracking url", "tracking link", "tracking site", "tracking page", "tracking website"}),
    "time": frozenset({"eta", "delivery date", "expected delivery", "arrival", "delivery time", "transit time"}),
    "contact": frozenset({"contact", "email", "phone", "whatsapp", "support email", "seller email", "shop email"}),
}


class Carrier(Struct, frozen=True):
    """A carrier: its sites, the form of its numbers, and whether it delivers ``abroad``, outside China."""

    name: str
    aliases: tuple[str, ...]
    abroad: bool
    sites: tuple[str, ...]
    number: re.Pattern[str]


class TrackingNumber(Struct, frozen=True):
    """A tracking number; ``problem`` is ``check-digit`` or ``form`` where it cannot be one, else None."""

    span: Span
    number: str
    problem: str | None = None
    expected_check_digit: int | None = None


@lru_cache(maxsize=1)
def carriers() -> tuple[Carrier, ...]:
    """The table of carriers."""
    return tuple(
        Carrier(
            row["name"],
            tuple(alias for alias in row["aliases"].split("|") if alias),
            row["abroad"] == "yes",
            tuple(row["sites"].split("|")),
            expression(row["number"]),
        )
        for row in tables.rows("carriers.csv")
    )


def s10_check_digit(serial: str) -> int:
    """The check digit of an S10 number's eight-digit serial (UPU S10: 11 less the weighted sum modulo 11)."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(S10_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


@lru_cache(maxsize=1)
def _carrier_names() -> tuple[re.Pattern[str], dict[str, Carrier]]:
    by_name = {name.casefold(): carrier for carrier in carriers() for name in (carrier.name, *carrier.aliases)}
    parts = []
    for name in sorted(by_name, key=len, reverse=True):
        body = re.escape(name).replace(r"\ ", r"[ \u00a0-]?")
        parts.append(rf"(?<![a-z0-9]){body}(?![a-z0-9])" if name.isascii() else body)
    return expression("|".join(parts), re.IGNORECASE), {folded(name): carrier for name, carrier in by_name.items()}


class Notice:
    """The facts of one message, each found when first asked for; places are spans of the message."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._text = field.text

    def _spans(self, pattern: re.Pattern[str]) -> tuple[Span, ...]:
        return tuple(Span(self.field, *match.span()) for match in pattern.finditer(self._text))

    @cached_property
    def carriers(self) -> tuple[tuple[Carrier, Span], ...]:
        """The carriers named, each once, outside web addresses. Short names count only in capitals (UPS, STO)."""
        pattern, by_name = _carrier_names()
        taken = [match.span() for match in (*_SITE.finditer(self._text), *_MAIL.finditer(self._text))]
        found: dict[str, tuple[Carrier, Span]] = {}
        for match in pattern.finditer(self._text):
            words = match.group()
            if len(words) <= 4 and words.isascii() and not words.isupper() and words not in ("FedEx", "Evri"):
                continue
            if any(start <= match.start() < end for start, end in taken):
                continue
            named = " ".join(folded(words).split())
            carrier = by_name.get(named) or next(
                item for name, item in by_name.items() if name.replace(" ", "") == named.replace(" ", "")
            )
            found.setdefault(carrier.name, (carrier, Span(self.field, *match.span())))
        return tuple(found.values())

    @cached_property
    def numbers(self) -> tuple[TrackingNumber, ...]:
        """The tracking numbers: S10 numbers anywhere, others after a word that announces one."""
        found = {}
        for match in S10.finditer(self._text):
            serial = re.sub(r"[ -]", "", match.group(2))
            expected = s10_check_digit(serial)
            problem = None if expected == int(match.group(3)) else "check-digit"
            number = re.sub(r"[ -]", "", match.group())
            found[match.start()] = TrackingNumber(Span(self.field, *match.span()), number, problem, expected)
        for match in _NUMBER_AFTER_LABEL.finditer(self._text):
            group = "number" if match.group("number") else "zh"
            raw = match.group(group)
            number = re.sub(r"[ -]", "", raw)
            start = match.start(group)
            if start in found or not sum(character.isdigit() for character in number) >= 6:
                continue
            fits = any(carrier.number.fullmatch(number) for carrier in carriers())
            found[start] = TrackingNumber(Span(self.field, start, start + len(raw)), number, None if fits else "form")
        return tuple(found[start] for start in sorted(found))

    @cached_property
    def sites(self) -> tuple[tuple[str, Span], ...]:
        """The web sites named, as domains without www."""
        mails = [match.span() for match in _MAIL.finditer(self._text)]
        return tuple(
            (match.group(1).lower(), Span(self.field, *match.span()))
            for match in _SITE.finditer(self._text)
            if not any(start <= match.start() < end for start, end in mails)
        )

    def has(self, fact: str) -> bool:
        """True where the message states ``fact`` or has a slot for it.

        Facts: carrier, number, site, time, customs, stall (what to do if the parcel does not move), contact.
        """
        if self.slots & _SLOTS.get(fact, frozenset()):
            return True
        if fact in _STATED:
            return any(pattern.search(self._text) for pattern in _STATED[fact])
        return bool({"carrier": self.carriers, "number": self.numbers, "site": self.sites}[fact])

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of the slots to be filled, in small letters and with spaces."""
        return frozenset(
            re.sub(r"[\W_]+", " ", next(group for group in match.groups() if group)).strip().lower()
            for match in PLACEHOLDER.finditer(self._text)
        )

    @cached_property
    def later(self) -> tuple[Span, ...]:
        """Where the tracking number is only promised."""
        return self._spans(_LATER)


def is_aggregator(domain: str) -> bool:
    """True for a site that follows parcels of many carriers."""
    return any(domain == name or domain.endswith("." + name) for name in _AGGREGATORS)


def belongs(domain: str, carrier: Carrier) -> bool:
    """True where ``domain`` is a site of ``carrier``."""
    return any(domain == site or domain.endswith("." + site) or site.endswith("." + domain) for site in carrier.sites)
