"""Shares of a composition in a text: which figure belongs to which material, and which stand together."""

from __future__ import annotations

import re

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.material_words import context_words, contexts
from listing_lint.model import Field
from listing_lint.sought import Sought

_FIGURE = expression(r"(?<!\d)(?<!\d[.,–—-])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|pct\b)")
_BARE = expression(r"[\s:]{0,2}(\d{1,3})(?=\s*(?:$|[/,;+&|\n]))")
_PERCENT = Sought("%|percent|pct")
_ENDED = expression(r"\d(?=[\s_\u2010\u2011-]*(?:$|[/,;+&|\n／，；＋＆｜]))")
_WORD = expression(r"[^\W\d_]+(?:['.][^\W\d_]+)*")
# What may stand between the items of one composition besides words.
_LOOSE = expression(r"[^\w%]*")
_GLOSS = expression(r"\([^()]{0,30}\)")
_REACH = 60
_LAYERS = frozenset({"shell", "upper", "lining", "sole", "filling"})
"""Parts that have a composition of their own."""


class Share(Struct, frozen=True):
    """A figure in percent with the place of its material: ``start``:``end`` of the words, or of an unknown name."""

    value: float
    start: int
    end: int
    known: bool
    run: int


class _Token(Struct, frozen=True):
    start: int
    end: int
    value: float | None = None


def may_hold_shares(field: Field) -> bool:
    """False for a field in which `read_shares` surely finds no composition."""
    return _PERCENT.possible(field.text) or len(_ENDED.findall(field.text)) > 1


def read_shares(low: str, materials: list[tuple[int, int]]) -> list[Share]:
    """The shares in ``low``, where ``materials`` are the places of the words for materials, from the left.

    ``run`` numbers the compositions: shares of one run stand beside each other with nothing but commas, "and" or the
    words of a fibre's name between them. A run ends where it has come to 100 and the next sentence or line begins.
    """
    signed = "%" in low or "percent" in low or "pct" in low
    matches = _FIGURE.finditer(low) if signed else ()
    figures = [_Token(m.start(), m.end(), float(m.group(1).replace(",", "."))) for m in matches]
    if not figures:
        return _bare(low, materials)
    tokens = sorted([*figures, *(_Token(start, end) for start, end in materials)], key=lambda t: t.start)
    found: list[Share] = []
    for number, run in enumerate(_runs(low, tokens)):
        found.extend(_pairs(low, run, number * 100))
    return found


def _runs(low: str, tokens: list[_Token]) -> list[list[_Token]]:
    runs: list[list[_Token]] = []
    for token in tokens:
        gap = low[runs[-1][-1].end : token.start] if runs else ""
        if runs and _joined(gap) and not (token.value is not None and _ends_with_part(gap)):
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if any(token.value is not None for token in run)]


def _joined(gap: str) -> bool:
    """True where ``gap`` may stand inside a composition: at most four words, none of them of another subject."""
    if len(gap) > _REACH:
        return False
    words = _WORD.findall(gap)
    if not words:
        return True
    if any(mark in gap for mark in ":：\n") or ". " in gap or re.search(r"\d", gap):
        return False
    if any(word in context_words("share", "other") or contexts("part").get(word) in _LAYERS for word in words):
        return False
    return len([word for word in words if word not in context_words("share", "and")]) <= 4


def _ends_with_part(gap: str) -> bool:
    """True where the figure after ``gap`` is of another part: "5% elastane, trimming 70% linen"."""
    words = _WORD.findall(gap)
    return bool(words) and contexts("part").get(words[-1], "whole") != "whole" and gap.rstrip().endswith(words[-1])


def _beside(gap: str) -> bool:
    """True where a figure after ``gap`` belongs to the material before it; another name may stand in brackets."""
    return not _GLOSS.sub("", gap).strip(" :(=–—")


def _pairs(low: str, run: list[_Token], number: int) -> list[Share]:
    """The shares of one run; the material stands after its figure unless the run ends with a figure.

    A run that has come to 100 goes on only with another 100 after a comma: "100% cotton, 100% silk".
    """
    after = not (run[0].value is None and run[-1].value is not None and _beside(low[run[0].end : run[1].start]))
    shares: list[Share] = []
    total, count = 0.0, 0
    for index, token in enumerate(run):
        if token.value is None:
            continue
        other = index + 1 if after else index - 1
        partner = run[other] if 0 <= other < len(run) else None
        if partner is not None and partner.value is None:
            place = (partner.start, partner.end)
        else:
            edge = run[index + 1].start if index + 1 < len(run) else len(low)
            unknown = _unknown(low, token, edge) if after else None
            if unknown is None:
                continue
            place = unknown
        divided = re.search(r"[.;|\n/]", low[run[index - 1].end : token.start])
        if (98 <= total <= 102 and (divided or token.value < 98 or count > 1)) or (total > 102 and divided):
            number, total, count = number + 1, 0.0, 0
        total, count = total + token.value, count + 1
        shares.append(Share(token.value, *place, partner is not None and partner.value is None, number))
    return shares if any(share.known for share in shares) else []


def _unknown(low: str, figure: _Token, edge: int) -> tuple[int, int] | None:
    """The place of a name that is in no table, right behind its figure; full shares of such names are slogans."""
    match = _WORD.search(low, figure.end, min(edge, figure.end + _REACH))
    if match is None or low[figure.end : match.start()].strip() or _is_other(match.group()):
        return None
    return None if figure.value is None or figure.value >= 98 else match.span()


def _is_other(word: str) -> bool:
    return word in context_words("share", "other") or word in context_words("share", "and")


def _bare(low: str, materials: list[tuple[int, int]]) -> list[Share]:
    """Shares without a percent sign (``Cotton 95 / Elastane 5``), taken only where they add up to 100."""
    shares = []
    for start, end in materials:
        if match := _BARE.match(low, end):
            shares.append(Share(float(match.group(1)), start, end, True, 0))
    return shares if len(shares) > 1 and sum(share.value for share in shares) == 100 else []
