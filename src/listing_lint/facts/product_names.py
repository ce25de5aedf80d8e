"""Which of the names in a title or category is the name of the thing sold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from listing_lint import tables
from listing_lint.facts.product_words import Kind, Lexicon, Match, Token, fold, lexicon, tokenize

_LONGEST = 400
_SHORT = 60


class Vote(Struct, frozen=True):
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
    matches = words.matches(tokens, language)
    spare: list[Match] = []
    weak: list[Vote] = []
    for start, end, part in _parts(tokens, matches):
        own, purpose, cut = _divide(part, end, tokens, first=language in words.head_first)
        votes = _votes(own, tokens[:cut], start, words, language) if own else []
        if any(not (vote.kind.weak and vote.kind.broad) for vote in votes):
            return tuple(votes)
        weak = weak or votes
        spare = spare or purpose
    if weak:
        return tuple(weak)
    last = _votes(spare, tokens, 0, words, language)[-1:] if spare else []
    return tuple(replace(vote, weight=1.0) for vote in last if not vote.kind.host)


def language_of(tokens: list[Token], words: Lexicon, declared: str) -> str:
    """The language whose words the text has most of, the declared one where that is not plain."""
    han = sum(len(token.text) for token in tokens if token.sort == "cjk")
    # A Chinese character says about as much as three letters; a few after an English title do not make it Chinese.
    if han * 3 > sum(len(token.text) for token in tokens if token.sort == "word"):
        return "zh"
    scores: dict[str, float] = {declared or "en": 1.5}
    for token in tokens:
        if token.sort != "word" or (len(token.text) < 4 and token.text.isascii()):
            continue
        for language, share in words.languages(token.text):
            scores[language] = scores.get(language, 0.0) + share
    return max(scores, key=lambda language: scores[language])


def _parts(tokens: list[Token], matches: list[Match]) -> Iterator[tuple[int, int, list[Match]]]:
    """The pieces of the text between commas, dashes and brackets: first and last token, and the matches in each."""
    start = 0
    at = 0
    for place, token in enumerate([*tokens, Token("break", "", 0, 0)]):
        if token.sort != "break":
            continue
        first = at
        while at < len(matches) and matches[at].first < place:
            at += 1
        if at > first:
            yield start, place, matches[first:at]
        start = place + 1


def _divide(part: list[Match], end: int, tokens: list[Token], *, first: bool) -> tuple[list[Match], list[Match], int]:
    """The names before any word of purpose or company, those after a word of purpose, and the token that divides them.

    A measure before "of" is no name: in "box of tea bags" the tea bags are sold. Who a thing is for does not divide
    "fashion for women trousers", nor does what it lacks, where names come ``first``, "lace without sleeves dress".
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
        elif (match.what.role == "purpose" and (_telling(own) or not _of_people(tokens, match.last))) or (
            match.what.role in ("with", "of") and _telling(own, faint=not first)
        ):
            behind = behind or match.what.role
            end = min(end, match.first)
    return own, purpose, end


def _telling(names: list[Match], *, faint: bool = True) -> list[Match]:
    """The names that tell more than "accessory" or "fashion" does; without ``faint``, none that is part of others."""
    return [name for name in names if isinstance(name.what, Kind) and not name.what.weak and (faint or not name.faint)]


def _of_people(tokens: list[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].text in _people()


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    return frozenset(fold(word) for row in tables.data("wearers.yaml").values() for word in row["title"])


def _votes(names: list[Match], tokens: list[Token], offset: int, words: Lexicon, language: str) -> list[Vote]:
    """The names that can be the head of a phrase, weighed; the phrase is ``tokens`` from ``offset``."""
    first = language in words.head_first
    names = [name for name in names if not name.colour] or names
    heads = names if first else [name for name, after in _pairs(names) if after is None or not _adjoin(name, after)]
    heads = _own_things(_telling(heads) or heads)
    if not first and len(heads) == 1 and _is_modifier(heads[0], tokens, words):
        return []
    short = language != "zh" and tokens[-1].end - tokens[offset].start < _SHORT
    compounds = {after.start for name, after in _pairs(names) if after and not first and _adjoin(name, after)}
    votes = []
    main = next((place for place, head in enumerate(heads) if not head.faint), 0)
    for place, head in enumerate(heads):
        if not isinstance(head.what, Kind):
            continue
        at_end = not first and not head.colour and all(token.sort == "number" for token in tokens[head.last :])
        plain_compound = head.start in compounds and not any(head.what.traits.values())
        if head.faint:
            weight = 1.0 if at_end or plain_compound else 0.4
        else:
            weight = 1.5 if head.last - head.first > 1 else 1.0
        if first:
            weight *= 1.0 if place == main else 0.3
        elif place and _described(heads[place - 1], head, tokens):
            weight *= 0.3
        elif place and place == len(heads) - 1 and short and not head.faint and tokens[head.first - 1].text != "and":
            weight *= 3.0
        elif place == 0 and not short and not head.faint and language != "zh":
            weight *= 1.5
        votes.append(Vote(head.what, weight, head.start, head.end))
    return votes


def _described(name: Match, after: Match, tokens: list[Token]) -> bool:
    """True where a number between the two begins a description of the first: "laptop 16 GB RAM"."""
    if name.model or name.faint or (isinstance(after.what, Kind) and after.what.serves):
        return False
    return any(token.sort == "number" for token in tokens[name.last : after.first])


def _pairs(names: list[Match]) -> Iterator[tuple[Match, Match | None]]:
    return zip(names, [*names[1:], None], strict=True)


def _adjoin(name: Match, after: Match) -> bool:
    """True where the two names make a compound, of which the second is the head."""
    return after.start - name.end <= 1


def _own_things(heads: list[Match]) -> list[Match]:
    """The heads without the devices that they are for: a phone's case, a bicycle's bell, a camera's bag.

    A maker's name beside an accessory is always such a device; another one where it does not come first.
    """
    kinds = [head.what for head in heads if isinstance(head.what, Kind)]
    if any(kind.serves for kind in kinds):
        heads = [head for head in heads if not head.model] or heads
    first = next((head for head in heads if not head.faint), heads[0])
    if isinstance(first.what, Kind) and not first.what.host:
        heads = [head for head in heads if not (isinstance(head.what, Kind) and head.what.host)]
    return heads


def _is_modifier(name: Match, tokens: list[Token], words: Lexicon) -> bool:
    """True where an unknown word in -er or -or follows: a "shirt folder" is some tool."""
    if name.last >= len(tokens) or tokens[name.last].sort != "word":
        return False
    text = tokens[name.last].text
    return len(text) > 4 and text.endswith(("er", "or", "ers", "ors")) and (text,) not in words.lists["plain"]
