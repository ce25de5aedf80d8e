"""Properties other than mains that differ by country: what a product of some sort must state, as data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from listing_lint.checks import CheckError, Scope, words
from listing_lint.checks.pattern import compile_pattern
from listing_lint.checks.special import only_with
from listing_lint.facts import Facts
from listing_lint.facts.mains import markets_of_language
from listing_lint.facts.product import is_shelf
from listing_lint.facts.regions import market_named, version_named
from listing_lint.model import Hit, Span
from listing_lint.sought import ANYTHING

_compiled = cache(compile_pattern)


@only_with(
    lambda classes=(), title=(), word=(), **_: (
        (ANYTHING,) if classes and not word else tuple(map(_compiled, words(word or title, "word")))
    )
)
def unstated(
    facts: Facts,
    scope: Scope,
    *,
    pattern: Any,
    classes: Any = (),
    title: Any = (),
    word: Any = (),
    not_title: Any = (),
    but: Any = (),
    market: str = "named",
) -> Iterator[Hit]:
    """A product of some sort that does not state what ``pattern`` (RE2 expressions) finds in any field.

    The product is chosen by its class, any of ``classes``, or by its title, any of the expressions in ``title``, and
    not where the title matches any of ``not_title``. ``word`` are expressions of which one must stand in the title
    too, and is reported, or in a category or type, and then the words for the product are. ``but`` expressions,
    anywhere, make the rule silent. ``market`` tells which statement of a country settles it: one ``named`` anywhere or
    a language of one country, only a ``version`` for one, or ``no`` such statement.
    """
    if market not in ("named", "version", "no"):
        raise CheckError(f"unstated: market is named, version or no, not {market!r}")
    span = _chosen(facts, words(classes, "classes"), words(title, "title"))
    if span is None or _in_title(facts, words(not_title, "not_title")):
        return
    if word:
        span = _in_title(facts, words(word, "word")) or (span if _on_shelf(facts, words(word, "word")) else None)
    if span is None or _any(facts, words(pattern, "pattern")) or _any(facts, words(but, "but")):
        return
    if market == "named" and (market_named(facts.listing) or len(markets_of_language(facts.language)) == 1):
        return
    if market == "version" and version_named(facts.listing):
        return
    yield Hit(span, {})


def _chosen(facts: Facts, classes: tuple[str, ...], titles: tuple[str, ...]) -> Span | None:
    """The words that name the product, where it is of the sort that the rule is for."""
    if classes and not set(classes).isdisjoint(facts.product.classes):
        return facts.product.span
    return _in_title(facts, titles)


def _in_title(facts: Facts, expressions: tuple[str, ...]) -> Span | None:
    """The first match of any of the expressions in the title, or of its group ``found`` where there is one."""
    field = facts.listing.title
    if field is None:
        return None
    for expression in expressions:
        found = _compiled(expression).search(field.text)
        if found:
            group = _compiled(expression).compiled.groupindex.get("found", 0)
            return Span(field, found.start(group), found.end(group))
    return None


def _on_shelf(facts: Facts, expressions: tuple[str, ...]) -> bool:
    """True where any of the expressions matches a category or type of the thing."""
    shelves = [field.text for field in facts.listing.fields if is_shelf(field)]
    return any(_compiled(expression).search(text) is not None for expression in expressions for text in shelves)


def _any(facts: Facts, expressions: tuple[str, ...]) -> bool:
    return any(
        _compiled(expression).search(f"{field.label}: {field.text}") is not None
        for expression in expressions
        for field in facts.listing.fields
    )
