"""Rules over listings: the only place where a hit becomes a finding."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from listing_lint import faults
from listing_lint.checks import Scope
from listing_lint.errors import RuleError
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.limits import DEFAULT, Limits
from listing_lint.model import CONFIDENCES, SEVERITIES, Finding, Hit, Listing
from listing_lint.rules import Rule, When
from listing_lint.sought import ANYTHING
from listing_lint.timer import Timer, TooSlow

# Readers call a listing without an id of its own by its place: ``row 7``, ``item 7``, ``D-1 (row 7)``.
_NUMBERED = expression(r"(?:^| \()(?:row|item) \d+\)?$")
_EVERY_RULE = "all rules"
_PLACEHOLDER = expression(r"\{(\w+)\}")


class Linter:
    """A set of rules, ready to run over listings.

    While its ``timer`` is entered, rules are stopped that take longer than the limits allow; where the timer cannot, no
    further ones are begun.
    """

    def __init__(self, rules: Sequence[Rule], limits: Limits = DEFAULT) -> None:
        self.timer = Timer(limits, Linter.lint.__code__)
        # The surest and gravest rule comes first, so it wins where two report the same words.
        self.rules = sorted(
            rules,
            key=lambda r: (CONFIDENCES.index(r.confidence), SEVERITIES.index(r.severity), r.name),
        )
        self._runs = [
            (rule, first, others, rule.check, Scope(rule.roles), bool(rule.languages or rule.when != When()))
            for rule in self.rules
            for first, *others in (rule.check.gates or (ANYTHING.mask,),)
        ]

    def lint(self, listing: Listing, *, isolate: bool = False) -> list[Finding]:
        """The findings on one listing, in the order of its fields.

        ``isolate``: an exception in a rule becomes a finding, and the other rules run on; else it is raised.
        """
        facts = Facts(listing)
        found: list[tuple[Rule, Hit]] = []
        clues = facts.clues
        timer = self.timer
        timer.listing = listing
        end = timer.end() if isolate else math.inf
        for rule, gate, gates, check, scope, asked in self._runs:
            if not clues & gate or (gates and 0 in map(clues.__and__, gates)):
                continue
            if end < math.inf and timer.over(end):
                found.append(faults.slow(_EVERY_RULE, timer.limits.listing_seconds))
                break
            before = len(found)
            timer.rule = rule
            try:
                if asked and not _applies(rule, facts):
                    continue
                for hit in check.run(facts, scope):
                    if not found or not any(_same(rule, hit, other, earlier) for other, earlier in found):
                        found.append((rule, hit))
            except Exception as error:
                if not isolate:
                    raise
                found.append(faults.failed(rule.name, error))
            except TooSlow as late:
                # How far the rule came depends on the machine; what it found until then would too.
                del found[before:]
                if late.listing:
                    found.append(faults.slow(_EVERY_RULE, timer.limits.listing_seconds))
                    break
                found.append(faults.slow(rule.name, timer.limits.rule_seconds))
        timer.rule = timer.listing = None

        if not found:
            return []

        order = {id(field): number for number, field in enumerate(listing.fields)}

        def place(item: tuple[Rule, Hit]) -> tuple[int, int, str]:
            span = item[1].span
            return (order.get(id(span.field), -1), span.start, item[0].name) if span else (-1, 0, item[0].name)

        found.sort(key=place)
        ordinals: Ordinals = Counter()
        return [finding_of(rule, hit, listing, ordinals) for rule, hit in found]


Ordinals = Counter[tuple[str, str | None, str]]
"""How often a rule has pointed at the same words of the same field of one listing."""


def finding_of(rule: Rule, hit: Hit, listing: Listing, ordinals: Ordinals) -> Finding:
    """What ``hit`` is with the judgement of ``rule``; it is counted among the ``ordinals`` of its listing."""
    span = hit.span
    text = span.text if span else None
    name = span.field.name if span else None
    key = (rule.name, name, fold(text or ""))
    ordinals[key] += 1
    return Finding(
        rule=rule.name,
        kind=rule.kind,
        family=rule.family,
        dispute=rule.dispute,
        severity=rule.severity,
        confidence=rule.confidence,
        messages=_messages(rule, hit),
        listing=listing.id,
        field=name,
        start=span.start if span else None,
        end=span.end if span else None,
        text=text,
        location=span.field.locate(span.start) if span else listing.location,
        fingerprint=fingerprint(_identity(listing), *key, ordinals[key]),
        span=span,
        related=hit.related,
        fix=hit.fix,
    )


def _applies(rule: Rule, facts: Facts) -> bool:
    if rule.languages and facts.language not in rule.languages:
        return False
    when = rule.when
    if when.traits and not any(facts.product.has(trait) for trait in when.traits):
        return False
    return not any(facts.product.has(trait) for trait in when.not_traits)


def _same(rule: Rule, hit: Hit, other: Rule, earlier: Hit) -> bool:
    """True where ``earlier`` told the buyer's problem already: the same words again, or the same kind on them."""
    if rule.kind != other.kind:
        return False
    if hit.span is None or earlier.span is None:
        return rule.name == other.name and hit.span is earlier.span
    if hit.span.field.name != earlier.span.field.name:
        return False
    if rule.name == other.name and fold(hit.span.text) == fold(earlier.span.text):
        return True
    return (
        hit.span.field is earlier.span.field and hit.span.start < earlier.span.end and earlier.span.start < hit.span.end
    )


def _messages(rule: Rule, hit: Hit) -> dict[str, str]:
    try:
        return {lang: render(texts["message"], hit, lang) for lang, texts in rule.texts.items()}
    except RuleError as error:
        raise RuleError(f"{rule.path}: {error}") from None


def render(template: str, hit: Hit, lang: str) -> str:
    """The message of a hit: ``{name}`` stands for its values, ``{found}`` for the words it points at.

    Raises `RuleError` for a name that the check gives no value for.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "found" and name not in hit.values:
            return shorten(hit.span.text) if hit.span else ""
        if name not in hit.values:
            given = ", ".join(f"{{{key}}}" for key in ("found", *hit.values))
            raise RuleError(f"message: nothing stands for {match.group()}; this check gives {given}")
        item = hit.values[name]
        return item.get(lang, item["en"]) if isinstance(item, Mapping) else item

    return _PLACEHOLDER.sub(value, template)


def shorten(text: str, limit: int = 60) -> str:
    """``text`` on one line, at most ``limit`` characters, for use inside a message."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fold(text: str) -> str:
    """``text`` without differences of case and white space."""
    return " ".join(text.split()).casefold()


def unnumbered(id: str) -> str:
    """``id`` without the place in a file that it may hold."""
    return _NUMBERED.sub("", id)


def _identity(listing: Listing) -> str:
    """What tells the listing from others and stays when it moves: its id, or its title where it has none."""
    name = unnumbered(listing.id)
    title = listing.title
    return f"{name} {fold(title.text)}" if name != listing.id and title else listing.id


def fingerprint(*parts: object) -> str:
    """A name for a finding that stays when rows move, files are renamed or line ends change."""
    joined = "\x1f".join("" if part is None else str(part) for part in ("1", *parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:24]
