"""Checks on the shares of a composition: they do not add up, one is left out, or two compositions share a part."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from listing_lint.checks import Scope
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.materials import Mention
from listing_lint.model import Hit, Span


def total(group: Sequence[Mention]) -> float:
    """The sum of the shares, in percent."""
    return sum(mention.share or 0.0 for mention in group)


_FIGURE_BEFORE = expression(r"\d[\d.,]*\s?(?:%|％|percent|pct)?[^\d%\n]{0,40}$")
_FIGURE_AFTER = expression(r"[\s:(–-]{0,3}\d[\d.,]*\s?(?:%|％|percent|pct)?")
_HEDGE = expression(
    r"(?:at least|up to|over|more than|less than|min(?:imum|\.)?|max(?:imum|\.)?|about|approx\w*|contains?|with|"
    r"made (?:from|with)|mindestens|bis zu|al menos|hasta|au moins|jusqu'à|almeno|fino a|не менее|до|含|至少)"
    r"\s*(?:of\s*)?$",
    re.IGNORECASE,
)
_REST = expression(
    r"\b(?:others?|rest|remaining|andere|otr[ao]s|autres|altr[ei]|outr[ao]s|прочие|другие)\b|其他|其它", re.IGNORECASE
)

_NEXT_PART = expression(r"\n|[.;,/|•]?\s{0,40}(?:[^\W\d_]{1,40}\s{1,40}){0,2}[^\W\d_]{1,40}\s{0,40}[:：]")
"""What begins the composition of another part."""


def extent(group: Sequence[Mention]) -> Span:
    """The words of a composition with their figures; of one that stands in several values, those of the first."""
    field = group[0].span.field
    start, end = group[0].span.start, max(mention.span.end for mention in group if mention.span.field is field)
    if before := _FIGURE_BEFORE.search(field.text, max(start - 50, 0), start):
        start = before.start()
    elif after := _FIGURE_AFTER.match(field.text, end):
        end = after.end()
    return Span(field, start, end)


def _counted(facts: Facts, scope: Scope) -> Iterator[tuple[Sequence[Mention], float]]:
    """The compositions of one part, in the scope, that are not loose figures in a sentence."""
    spans = [extent(group) for group in facts.compositions]
    starts: dict[int, list[int]] = {}
    for start, field in sorted((span.start, id(span.field)) for span in spans):
        starts.setdefault(field, []).append(start)
    for group, span in zip(facts.compositions, spans, strict=True):
        if span.field.role not in scope.roles or len({mention.part for mention in group}) > 1:
            continue
        fillings = {mention.material.sort in ("down", "feather") for mention in group}
        if len(fillings) > 1:
            continue
        beside = starts[id(span.field)]
        at = bisect_left(beside, span.end)
        end = min([span.end + 40, *beside[at : at + 1]])
        after = _NEXT_PART.split(span.field.text[span.end : end])[0]
        before = span.field.text[max(span.start - 24, 0) : span.start]
        if "%" not in after and not _REST.search(after) and not _HEDGE.search(before):
            yield group, total(group)


def shares_off(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The shares of one part add up to something else than 100."""
    for group, amount in _counted(facts, scope):
        names = {mention.material.name for mention in group}
        if len(group) > 1 and len(names) > 1 and not 98 <= amount <= 102 and not _all_full(group):
            yield Hit(extent(group), {"total": f"{amount:g}"})


def shares_full_twice(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Several compositions that each come to 100 % side by side, and no word on which part is which."""
    counted = {id(group[0].span.field) for group, _ in _counted(facts, scope)}
    by_field: dict[int, list[Sequence[Mention]]] = {}
    for group in facts.compositions:
        # Two materials at 100 % are two compositions.
        pieces = [[mention] for mention in group] if _all_full(group) else [group]
        by_field.setdefault(id(group[0].span.field), []).extend(pieces)
    for field, groups in by_field.items():
        if field in counted and _are_parts_unnamed(groups):
            first, last = extent(groups[0]), extent(groups[-1])
            yield Hit(Span(first.field, first.start, last.end), {})


def _are_parts_unnamed(groups: Sequence[Sequence[Mention]]) -> bool:
    """True for several whole compositions one after the other that differ and do not say of what they are."""
    mentions = [mention for group in groups for mention in group]
    if any(mention.part or mention.material.sort in ("down", "feather") for mention in mentions):
        return False
    text = mentions[0].span.field.text
    gaps = (text[extent(one).end : extent(other).start] for one, other in pairwise(groups))
    return (
        len({_content(group) for group in groups}) > 1
        and all(98 <= total(group) <= 102 for group in groups)
        and all(_BESIDE.fullmatch(gap) for gap in gaps)
    )


def _content(group: Sequence[Mention]) -> frozenset[tuple[str, float | None]]:
    return frozenset((mention.material.name, mention.share) for mention in group)


def _is_only_of_part(group: Sequence[Mention], facts: Facts) -> bool:
    """True where each other composition of the field is that of another part."""
    field = group[0].span.field
    return all(
        other is group or other[0].span.field is not field or _other_part(group, other) for other in facts.compositions
    )


def _rest_is_named(group: Sequence[Mention], facts: Facts) -> bool:
    """True where a fibre without a share of its own stands beside the composition: "cotton and 9% spandex"."""
    here = extent(group)
    for mention in facts.materials_in([here.field]):
        first, then = sorted((here, mention.span), key=lambda span: span.start)
        other = mention.share is None and mention.material.sort == "fibre" and first.end <= then.start
        if other and _BESIDE.fullmatch(here.field.text[first.end : then.start]):
            return True
    return False


def _other_part(group: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """True where both compositions say of which part they are, and the parts differ."""
    one, two = group[0].part, other[0].part
    return one is not None and two is not None and one != two


_BESIDE = expression(r"[\s,;/&+]*+(?:and|y|e|et|und|и)?\s*+")


def _all_full(group: Sequence[Mention]) -> bool:
    return len(group) > 1 and all((mention.share or 0) >= 98 for mention in group)


def share_alone(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """One fibre of a part with its share, and nothing on the rest."""
    whole = [group for group in facts.compositions if 98 <= total(group) <= 102]
    for group, amount in _counted(facts, scope):
        sort = group[0].material.sort
        alone = len(group) == 1 and _is_only_of_part(group, facts) and "recycled" not in group[0].qualifiers
        settled = any(not _other_part(group, other) for other in whole)
        if alone and not settled and 0 < amount < 95 and sort == "fibre" and not _rest_is_named(group, facts):
            yield Hit(extent(group), {"rest": f"{100 - amount:g}"})
