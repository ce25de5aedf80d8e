"""Which of the names in a title or category is the name of the thing sold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from listing_lint.facts.product_words import Kind, Lexicon, Match, Token, lexicon, tokenize

_LONGEST = 400
_SHORT = 60


class Vote(NamedTuple):
    """A name found at ``start``:``end`` of a text, what it names, and how much it says about the thing sold."""

    kind: Kind
    weight: float
    start: int = 0
    end: int = 0


@lru_cache(maxsize=4096)
def read_names(text: str, language: str) -> tuple[Vote, ...]:
    """The names in ``text``, a title or a category level, that may be that of the thing itself."""
    words = lexicon()
    tokens = tokenize(text[:_LONGEST])
    language = language_of(tokens, words, language)
    matches = list(words.matches(tokens, language))
    spare: list[Match] = []
    for part in _parts(tokens, matches):
        own, purpose = _divide(part)
        votes = _votes(own, tokens, words, language) if own else []
        if votes:
            return tuple(votes)
        spare = spare or purpose
    return tuple(_votes(spare, tokens, words, language)[-1:]) if spare else ()


def language_of(tokens: list[Token], words: Lexicon, declared: str) -> str:
    """The language whose words the text has most of, the declared one where that is not plain."""
    scores: dict[str, float] = {declared or "en": 1.5}
    for token in tokens:
        if token.sort == "cjk":
            return "zh"
        word = token.text if token.text in words.phrases else words.base(token.text, "")
        for rest, entry in words.phrases.get(word, ()):
            if not rest:
                for language in entry:
                    scores[language] = scores.get(language, 0.0) + 1.0 / len(entry)
    return max(scores, key=lambda language: scores[language])


def _parts(tokens: list[Token], matches: list[Match]) -> Iterator[list[Match]]:
    """The matches, in groups that no comma, dash or bracket divides."""
    part: list[Match] = []
    position = 0
    for match in matches:
        if part and any(token.sort == "break" for token in tokens[position : match.first]):
            yield part
            part = []
        part.append(match)
        position = match.last
    if part:
        yield part


def _divide(part: list[Match]) -> tuple[list[Match], list[Match]]:
    """The names before any word of purpose or company, and those after a word of purpose.

    A measure before "of" is no name: in "box of tea bags" the tea bags are sold.
    """
    own: list[Match] = []
    purpose: list[Match] = []
    behind = ""
    for match in part:
        if isinstance(match.what, Kind):
            if not behind:
                own.append(match)
            elif behind == "purpose":
                purpose.append(match)
        elif match.what.role == "of" and own and own[-1].measure and own[-1].last == match.first:
            own.pop()
        elif match.what.role == "purpose" or (own and match.what.role in ("with", "of")):
            behind = behind or match.what.role
    return own, purpose


def _votes(names: list[Match], tokens: list[Token], words: Lexicon, language: str) -> list[Vote]:
    """The names that can be the head of the phrase, weighed."""
    first = language in words.head_first
    heads = names if first else [name for name, after in _pairs(names) if after is None or not _adjoin(name, after)]
    heads = _own_things(heads)
    if not first and len(heads) == 1 and _is_modifier(heads[0], tokens, words):
        return []
    votes = []
    short = language != "zh" and tokens[-1].end - tokens[0].start < _SHORT
    for place, head in enumerate(heads):
        if not isinstance(head.what, Kind):
            continue
        weight = 0.4 if head.faint else 1.5 if head.last - head.first > 1 else 1.0
        if first:
            weight *= 1.0 if place == 0 else 0.3
        elif short and place == len(heads) - 1:
            weight *= 3.0
        votes.append(Vote(head.what, weight, head.start, head.end))
    return votes


def _pairs(names: list[Match]) -> Iterator[tuple[Match, Match | None]]:
    return zip(names, [*names[1:], None], strict=True)


def _adjoin(name: Match, after: Match) -> bool:
    """True where the two names make a compound, of which the second is the head."""
    return after.start - name.end <= 1


def _own_things(heads: list[Match]) -> list[Match]:
    """The heads without the devices that accessories are for, and without words as general as "accessory"."""
    telling = [head for head in heads if isinstance(head.what, Kind) and not head.what.weak] or heads
    if not any(isinstance(head.what, Kind) and head.what.serves for head in telling):
        return telling
    kept = [head for head in telling if not head.model]
    if isinstance(kept[0].what, Kind) and not kept[0].what.host:
        kept = [head for head in kept if isinstance(head.what, Kind) and not head.what.host]
    return kept or telling


def _is_modifier(name: Match, tokens: list[Token], words: Lexicon) -> bool:
    """True where an unknown word in -er or -or follows: a "shirt folder" is some tool."""
    if name.last >= len(tokens) or tokens[name.last].sort != "word":
        return False
    text = tokens[name.last].text
    return len(text) > 4 and text.endswith(("er", "or", "ers", "ors")) and (text,) not in words.lists["plain"]
