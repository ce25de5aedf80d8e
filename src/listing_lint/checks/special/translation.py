"""Signs of unedited translation that need more than a phrase or a pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from listing_lint.checks import Scope
from listing_lint.checks.script import RANGES
from listing_lint.facts import Facts
from listing_lint.facts import damage as damage_facts
from listing_lint.facts.damage import Piece
from listing_lint.model import Edit, Field, Fix, Hit, Safety, Span

CJK_LANGUAGES = ("zh", "ja", "ko")

_CJK = "".join(RANGES[name] for name in ("han", "kana", "hangul"))
_CJK_RUN = re.compile(rf"[{_CJK}](?:[^\n{_CJK}A-Za-z]{{0,3}}[{_CJK}]+)*")
_REALLY_WRITTEN = re.compile(
    r"(?i)\b(?:kanji|hanzi|kana|hiragana|hangul|calligraphy|chinese|japanese|japan|korean?|taiwan(?:ese)?|manga|anime|"
    r"ideograms?|cd|vinyl|album|novel|book|magazine|poster|tea|sak[eé]|soy|ramen|noodles?|script|bilingual)\b"
)
"""Words of products that carry CJK writing, or whose name is given in it beside the translation."""

_DOODLES = frozenset("\u30fb\u3000 ー〇々ㅋㅠㅜㅡツシ")
"""Characters that are drawn with rather than read: middle dots, marks, the letters of smileys."""


def cjk_text(facts: Facts, scope: Scope, *, doubtful: bool = False) -> Iterator[Hit]:
    """Chinese, Japanese or Korean text in a listing of another language; one hit for a field's name.

    ``doubtful``: only the products that may really carry such writing (books, tea, calligraphy); else only the others.
    """
    if facts.language in CJK_LANGUAGES:
        return
    seen: set[str] = set()
    for field in facts.listing.of(*scope.roles):
        if field.name in seen or field.text.isascii():
            continue
        match = _CJK_RUN.search(field.text)
        if match is None or not set(match.group()) - _DOODLES:
            continue
        seen.add(field.name)
        if doubtful == _may_be_written_so(facts, field, match):
            yield Hit(Span(field, *match.span()), {})


def _may_be_written_so(facts: Facts, field: Field, match: re.Match[str]) -> bool:
    title = facts.listing.title
    return bool(_REALLY_WRITTEN.search(title.text if title else "") or _REALLY_WRITTEN.search(field.text))


_WIDE = re.compile("[\uff01-\uff5e\u3001\u3002\u3000]")
_DECORATION = frozenset("［］｛｝｜＊＃＾＿～")
_SENTENCE_MARKS = frozenset("，。、；：！？）")


def fullwidth_characters(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Full-width letters, digits and punctuation in a listing of another script: one hit for a field's name.

    The hit points at the first word concerned; its fix writes all of them in the ordinary width.
    """
    if facts.language in CJK_LANGUAGES:
        return
    hits: dict[str, list[Edit]] = {}
    for field in facts.listing.of(*scope.roles):
        if not field.text.isascii():
            hits.setdefault(field.name, []).extend(_narrowed(field))
    for edits in hits.values():
        if edits:
            first = edits[0].span
            fix = Fix("Write these characters in the ordinary width", tuple(edits), "safe")
            yield Hit(_word_around(first), {"count": str(len(edits))}, fix=fix)


def _narrowed(field: Field) -> Iterator[Edit]:
    text = field.text
    for match in _WIDE.finditer(text):
        character, at = match.group(), match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if character in _DECORATION or _is_cjk(before) or _is_cjk(after):
            continue
        if character == "\u3000" and (not before.strip() or not after.strip()):
            continue
        yield Edit(Span(field, at, at + 1), _narrow(character, before, after))


def _narrow(character: str, before: str, after: str) -> str:
    numbered = character == "、" and before.isdigit()
    plain = {"、": ". " if numbered else ", ", "。": "."}.get(character) or unicodedata.normalize("NFKC", character)
    if character == "（" and before.isalnum():
        return " " + plain
    if character in _SENTENCE_MARKS and after.isalnum() and not plain.endswith(" "):
        return plain + " "
    return plain.rstrip() if not after.strip() and len(plain) > 1 else plain


def _is_cjk(character: str) -> bool:
    return bool(character) and _CJK_RUN.match(character) is not None


def _word_around(span: Span, limit: int = 24) -> Span:
    """The word that ``span`` stands in, at most ``limit`` characters to either side."""
    text = span.field.text
    start, end = span.start, span.end
    while start > 0 and span.start - start < limit and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and end - span.end < limit and not text[end].isspace():
        end += 1
    return Span(span.field, start, end)


FINDERS: dict[str, Callable[[str], Iterator[Piece]]] = {
    "broken_encoding": damage_facts.broken_encoding,
    "doubled_lines": damage_facts.doubled_lines,
    "doubled_words": damage_facts.doubled_words,
    "field_names": damage_facts.field_names,
    "glued_words": damage_facts.glued_words,
    "joined_twins": damage_facts.joined_twins,
    "lost_separators": damage_facts.lost_separators,
    "lost_signs": damage_facts.lost_signs,
    "lost_values": damage_facts.lost_values,
    "markdown": damage_facts.markdown,
    "pasted_again": damage_facts.pasted_again,
}
"""Sorts of damage that a rule can name."""


def damage(
    facts: Facts,
    scope: Scope,
    *,
    sort: str,
    fine: Sequence[str] = (),
    safety: Safety = "unsafe",
    but: Sequence[str] = (),
) -> Iterator[Hit]:
    """Damage of one ``sort`` (a key of `FINDERS`) in the fields of the rule.

    ``fine``: words that look damaged and are right. ``but``: languages in which it is no damage. ``safety``: of the
    fix, where the damage can be repaired.
    """
    if facts.language in but:
        return
    for field in facts.listing.of(*scope.roles):
        for piece in FINDERS[sort](field.text):
            span = Span(field, piece.start, piece.end)
            if not _contains(span.text, fine) and not (sort == "doubled_words" and _is_name(span, facts)):
                yield Hit(span, {}, fix=_repair(span, piece, safety))


def _is_name(span: Span, facts: Facts) -> bool:
    """True for a doubled word in a title of hardly more words, unless it is the brand: it may be the name itself."""
    word = span.text.split()[0].lower()
    return len(span.field.text.split()) <= 3 and not any(
        field.text.lower() == word for field in facts.listing.of("brand")
    )


def _contains(text: str, words: Sequence[str]) -> bool:
    folded = text.lower()
    return next((True for word in words if word in folded), False)


def _repair(span: Span, piece: Piece, safety: Safety) -> Fix | None:
    return None if piece.repair is None else Fix(f"Write “{piece.repair}”", (Edit(span, piece.repair),), safety)


def title_cut(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A title that ends in a word after which more must come."""
    title = facts.listing.title
    if title is None:
        return
    for piece in damage_facts.hanging_end(title.text, facts.language):
        yield Hit(Span(title, piece.start, piece.end), {})


def word_cut(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A title that ends in the middle of a word of the listing."""
    title = facts.listing.title
    if title is None:
        return
    for piece in damage_facts.cut_word(facts.listing):
        yield Hit(Span(title, piece.start, piece.end), {})
