"""Messages that announce a shipment: what must be in them, and what in them cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from listing_lint.checks import Scope
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.logistics import belongs, carriers, is_aggregator
from listing_lint.model import Hit, Span


def missing(facts: Facts, scope: Scope, *, fact: str) -> Iterator[Hit]:
    """``fact`` (carrier, number, site, time, customs, stall, contact) is not in the message."""
    for notice in facts.notices:
        if fact == "number" and notice.later:
            continue
        if not notice.has(fact):
            yield Hit(None, {})


def number_later(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The tracking number is promised for later, and none is given."""
    for notice in facts.notices:
        if not notice.has("number"):
            for span in notice.later[:1]:
                yield Hit(span, {})


def number_invalid(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """An international postal number whose check digit is wrong."""
    for notice in facts.notices:
        for number in notice.numbers:
            if number.problem == "check-digit":
                yield Hit(number.span, {"digit": str(number.expected_check_digit)})


def number_unknown(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A number of a form that no known carrier uses."""
    for notice in facts.notices:
        for number in notice.numbers:
            if number.problem == "form":
                yield Hit(number.span, {})


def number_of_other_carrier(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """One carrier is named, and the number has a form that it does not use."""
    for notice in facts.notices:
        if len(notice.carriers) != 1:
            continue
        carrier, _ = notice.carriers[0]
        for number in notice.numbers:
            if number.problem is None and not carrier.number.fullmatch(number.number):
                yield Hit(number.span, {"carrier": carrier.name})


def carrier_domestic(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Only carriers that deliver inside China are named."""
    for notice in facts.notices:
        if notice.carriers and not any(carrier.abroad for carrier, _ in notice.carriers):
            carrier, span = notice.carriers[0]
            yield Hit(span, {"carrier": carrier.name})


def site_of_other_carrier(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The tracking site is another carrier's than the one that is named."""
    for notice in facts.notices:
        named = [carrier for carrier, _ in notice.carriers]
        if not named or any(belongs(domain, carrier) for domain, _ in notice.sites for carrier in named):
            continue
        for domain, span in notice.sites:
            owner = next((carrier for carrier in carriers() if belongs(domain, carrier)), None)
            if owner and not is_aggregator(domain):
                yield Hit(span, {"owner": owner.name, "carrier": named[0].name, "site": named[0].sites[0]})


_PROMISE = expression(
    r"\b(?:free|fast|quick|express|worldwide|international|next[- ]day) (?:shipping|delivery)\b"
    r"|\bwe (?:will )?(?:ship|dispatch|send)\b|\bships? (?:from|within|worldwide)\b|包邮|发货",
    re.IGNORECASE,
)


def promise(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A listing promises shipping and names neither a carrier nor a time."""
    for notice in facts.notices:
        match = _PROMISE.search(notice.field.text)
        if match and not notice.has("time") and not notice.has("carrier"):
            yield Hit(Span(notice.field, *match.span()), {})
            return
