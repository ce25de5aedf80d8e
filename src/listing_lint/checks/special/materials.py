"""Checks on what a listing says it is made of: left out, vague, misleading, contradicting itself."""

from __future__ import annotations

from collections.abc import Iterator

from listing_lint.checks import Scope
from listing_lint.facts import Facts
from listing_lint.facts.material_words import LANGUAGES
from listing_lint.facts.materials import Mention
from listing_lint.model import Hit

MAIN = (None, "shell", "upper", "top")
"""Parts that are the thing itself to a buyer."""


def stated(facts: Facts) -> list[Mention]:
    """The mentions that tell what the goods are made of.

    Keywords that name several precious metals are those of a shop, not of the thing.
    """
    shop_wide: dict[int, set[str]] = {}
    for mention in facts.materials:
        if mention.span.field.role == "tag" and mention.material.sort == "precious":
            shop_wide.setdefault(id(mention.span.field), set()).add(mention.material.name)
    return [
        mention
        for mention in facts.materials
        if mention.stated
        and not (mention.material.sort == "precious" and len(shop_wide.get(id(mention.span.field), ())) > 1)
    ]


def unstated(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """No material is named anywhere, not even vaguely."""
    if facts.language in LANGUAGES and not stated(facts):
        yield Hit(facts.product.span, {})


# ------------------------------------------------------------------------------------------------ vague
_VAGUE_ORDER = ("leather", "blend", "weave", "alloy", "metal", "synthetic", "fabric", "material")


def _is_vague(mention: Mention) -> bool:
    return mention.material.name in _VAGUE_ORDER and not mention.qualifiers & {"genuine", "faux", "plated", "filled"}


def _settles(mention: Mention) -> bool:
    return mention.part in MAIN and not _is_vague(mention)


def vaguest(facts: Facts) -> Mention | None:
    """The clearest of the vague words, where only vague words name the main material."""
    if facts.language not in LANGUAGES:
        return None
    mentions = stated(facts)
    if not mentions or next(filter(_settles, mentions), None):
        return None
    vague = [mention for mention in mentions if _is_vague(mention) and mention.span.field.visible]
    main = [mention for mention in vague if mention.part in MAIN] or vague
    return min(main, key=lambda m: (_VAGUE_ORDER.index(m.material.name), not m.labelled), default=None)


def vague(facts: Facts, scope: Scope, *, names: list[str]) -> Iterator[Hit]:
    """The main material is named by no better word than one of ``names`` (materials of the table)."""
    mention = vaguest(facts)
    if mention is not None and mention.material.name in names:
        yield Hit(mention.span, {})
