"""Signs of unedited translation that need more than a phrase or a pattern."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from listing_lint.checks import Scope
from listing_lint.checks.fixes import joined, merged
from listing_lint.checks.script import RANGES
from listing_lint.checks.special import only_with
from listing_lint.engine import shorten
from listing_lint.expressions import expression
from listing_lint.facts import Facts, lost
from listing_lint.facts import damage as damage_facts
from listing_lint.facts.damage import Piece
from listing_lint.facts.phrases import PHRASES, Entry, Phrase
from listing_lint.facts.sentences import constructions
from listing_lint.model import Edit, Field, Fix, Hit, Safety, Span
from listing_lint.sought import ANYTHING, BEYOND_ASCII

CJK_LANGUAGES = ("zh", "ja", "ko")

_CJK = "".join(RANGES[name] for name in ("han", "kana", "hangul"))
_CJK_RUN = expression(rf"[{_CJK}](?:[^\n{_CJK}A-Za-z]{{0,3}}[{_CJK}]+)*")
_REALLY_WRITTEN = expression(
    r"(?i)\b(?:kanji|hanzi|kana|hiragana|hangul|calligraphy|chinese|japanese|japan|korean?|taiwan(?:ese)?|manga|anime|"
    r"ideograms?|cd|vinyl|album|novel|book|magazine|poster|tea|sak[eé]|soy|ramen|noodles?|script|bilingual)\b"
)
"""Words of products that carry CJK writing, or whose name is given in it beside the translation."""

_DOODLES = frozenset("\u30fb\u3000 ー〇々ㅋㅠㅜㅡツシ")
"""Characters that are drawn with rather than read: middle dots, marks, the letters of smileys."""


@only_with(lambda doubtful=False: (BEYOND_ASCII,))
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
        if doubtful == _may_be_written_so(facts, field):
            yield Hit(Span(field, *match.span()), {})
            if doubtful:
                return


def _may_be_written_so(facts: Facts, field: Field) -> bool:
    title = facts.listing.title
    return bool(_REALLY_WRITTEN.search(title.text if title else "") or _REALLY_WRITTEN.search(field.text))


_WIDE = expression("[\uff01-\uff5e\u3001\u3002\u3000]")
_DECORATION = frozenset("［］｛｝｜＊＃＾＿～")
_SENTENCE_MARKS = frozenset("，。、；：！？）")


@only_with(lambda: (BEYOND_ASCII,))
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
    """The words that ``span`` joins: a bracket to its partner, else the words before and behind the sign."""
    text = span.field.text
    start, end = span.start, span.end
    closing = text.find("）", end, end + 60) if span.text == "（" else -1
    if closing > 0:
        return Span(span.field, start, closing + 1)
    while start > 0 and span.start - start < limit and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and end - span.end < limit and not text[end].isspace():
        end += 1
    return Span(span.field, start, end)


FINDERS: dict[str, Callable[[str], Iterator[Piece]]] = {
    "broken_encoding": damage_facts.broken_encoding,
    "doubled_lines": damage_facts.doubled_lines,
    "doubled_words": damage_facts.doubled_words,
    "escapes": damage_facts.escapes,
    "field_names": damage_facts.field_names,
    "glued_words": damage_facts.glued_words,
    "joined_twins": damage_facts.joined_twins,
    "lost_separators": lost.lost_separators,
    "lost_signs": lost.lost_signs,
    "lost_values": lost.lost_values,
    "lost_words": lost.lost_words,
    "markdown": damage_facts.markdown,
    "markup": damage_facts.markup,
    "pasted_again": damage_facts.pasted_again,
}
"""Sorts of damage that a rule can name."""
_LOOKS = {**damage_facts.LOOKS, **lost.LOOKS}


@only_with(lambda sort, **_: {**damage_facts.MARKS, **lost.MARKS}.get(sort, (ANYTHING,)))
def damage(
    facts: Facts,
    scope: Scope,
    *,
    sort: str,
    fine: Sequence[str] = (),
    safety: Safety = "unsafe",
    once: bool = False,
    but: Sequence[str] = (),
) -> Iterator[Hit]:
    """Damage of one ``sort`` (a key of `FINDERS`) in the fields of the rule.

    ``fine``: words that look damaged and are right. ``but``: languages in which it is no damage. ``safety``: of the
    fix, where the damage can be repaired. ``once``: the first piece stands for all of a field.
    """
    look = _LOOKS.get(sort)
    if (look and not facts.may_hold(look)) or (but and facts.language in but):
        return
    hits = (_damaged(field, facts, sort, fine, safety) for field in facts.listing.of(*scope.roles))
    if once:
        yield from merged(hit for found in hits if (hit := _as_one(found)))
    else:
        yield from merged(hit for found in hits for hit in found if hit)


def _damaged(field: Field, facts: Facts, sort: str, fine: Sequence[str], safety: Safety) -> Iterator[Hit | None]:
    """The pieces of damage in a field; None for one that only looks like it."""
    meant = _MEANT.get(sort)
    for piece in FINDERS[sort](field.text):
        span = Span(field, piece.start, piece.end)
        looks = _contains(span.text, fine) or (meant is not None and meant(span, facts))
        yield None if looks else Hit(span, {}, fix=_repair(span, piece, safety))


def _as_one(hits: Iterator[Hit | None]) -> Hit | None:
    """The first hit with the fixes of all; None where the first only looks like damage."""
    first = next(hits, None)
    return functools.reduce(joined, filter(None, hits), first) if first else None


_HTML_NAME = expression(r"description|html|body|content|feature|attributes", re.IGNORECASE)
_BLOCK = expression(r"<(p|div|ul|ol|table|h[1-6])\b[^<>]{0,300}>")


def _is_raw(span: Span, facts: Facts) -> bool:
    """True in a field that shops render as HTML: its markup is meant.

    It is one whose name says so and that was read as it stands, or an attribute made up of whole blocks.
    """
    field = span.field
    if (field.role == "description" or _HTML_NAME.search(field.label)) and _stands_in_source(span):
        return True
    block = _BLOCK.match(field.text.lstrip()) if field.role == "attribute" else None
    return block is not None and f"</{block.group(1)}>" in field.text


def _stands_in_source(span: Span) -> bool:
    """True where the source has this markup as it is; else it was escaped there (``&lt;br&gt;``) and will be seen."""
    if span.field.raw is None or span.field.offsets is None:
        return True
    start, end = span.field.raw_span(span.start, span.end)
    source = span.field.raw[start:end]
    return source == span.text or (span.text[0] == "<" and source[:1] == "<")


def _is_name(span: Span, facts: Facts) -> bool:
    """True for a doubled word in a title of hardly more words, unless it is the brand: it may be the name itself."""
    word = span.text.split()[0].lower()
    brands = {field.text.lower() for field in facts.listing.of("brand")}
    return len(span.field.text.split()) <= 3 and word not in brands


_MEANT: dict[str, Callable[[Span, Facts], bool]] = {"markup": _is_raw, "doubled_words": _is_name}
"""For a sort of damage: where it only looks like it."""


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


@only_with(lambda sure: tuple(row.pattern for row in constructions()))
def broken_sentence(facts: Facts, scope: Scope, *, sure: bool) -> Iterator[Hit]:
    """A sentence with a construction of `listing_lint.facts.sentences`: the ``sure`` ones, or the others."""
    for broken in facts.broken_sentences:
        confidence = facts.signs.weighed(broken.construction.confidence)
        if broken.span.field.role in scope.roles and (confidence == "high") == sure:
            yield Hit(broken.span, {"words": broken.words})


@only_with(lambda **_: (BEYOND_ASCII, PHRASES, *(row.pattern for row in constructions())))
def unedited_translation(
    facts: Facts, scope: Scope, *, words: int, threshold: float, weights: Mapping[str, float]
) -> Iterator[Hit]:
    """One hit where the evidence of unedited translation in a description of at least ``words`` words is plain.

    ``weights``: of each sort of evidence: ``cjk``, ``fullwidth``, ``phrase``, ``odd_phrase``, ``sentence``. The listing
    is told when they add up to ``threshold``.
    """
    evidence: list[tuple[str, Span]] = []
    for sort, hits in (("cjk", cjk_text(facts, scope)), ("fullwidth", fullwidth_characters(facts, scope))):
        evidence.extend((sort, hit.span) for hit in itertools.islice(hits, 1) if hit.span)
    seen: dict[Entry, Phrase] = {}
    for phrase in facts.phrases:
        if phrase.entry.confidence != "low":
            seen.setdefault(phrase.entry, phrase)
    for entry, phrase in seen.items():
        sure = facts.signs.weighed(entry.confidence) == "high"
        evidence.append(("phrase" if sure else "odd_phrase", phrase.span))
    evidence.extend(
        ("sentence", broken.span)
        for broken in facts.broken_sentences
        if facts.signs.weighed(broken.construction.confidence) == "high"
    )
    length = sum(len(field.text.split()) for field in facts.listing.of("description", "bullet")) if evidence else 0
    if length >= words and sum(weights[sort] for sort, _ in evidence) >= threshold:
        places = tuple(span for _, span in evidence)
        quoted = ", ".join(f"“{shorten(span.text, 40)}”" for span in places[:4])
        yield Hit(places[0], {"signs": str(len(places)), "places": quoted}, related=places)
