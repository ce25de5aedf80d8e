"""``tokens``: a sequence of words stands in a text, each told by what it is, of whatever shape and number.

spaCy cuts a text into words and finds the sequences (`spacy.matcher`). It takes a second to import, so only a text that
holds a word which each sequence must hold is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import prod
from typing import Any

from listing_lint.checks import CheckError, Gated, Scope
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.literals import Literal, folded
from listing_lint.model import Hit, Span
from listing_lint.sought import Clue

OPTIONS = {"any": "further sequences to find"}
ATTRIBUTES = (
    "TEXT", "LOWER", "LENGTH", "SHAPE", "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE",
    "IS_PUNCT", "IS_SPACE", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL", "OP",
)  # fmt: skip
"""What can be asked of a word without a model of its language, and how often it may come (``OP``)."""
_PREDICATES = ("IN", "NOT_IN", "==", ">=", "<=", ">", "<")
_GAP, _BETWEEN = "...", "{0,4}"
_TIMES = expression(r"\?|!|1|\{(\d)(?:,(\d))?\}")
_MOST_WAYS = 200
"""In how many ways one sequence may be met; spaCy goes through all of them at every word."""

_LINE = expression(r"[^\n]{1,2000}")
Token = dict[str, Any]


def token_pattern(sequence: Sequence[str | Mapping[str, Any]]) -> list[Token]:
    """``sequence`` as spaCy takes it: ``a|b`` is a word or another, ``...`` up to four of any, a mapping stays.

    Raises `CheckError`.
    """
    if isinstance(sequence, str):
        sequence = sequence.split()
    pattern = []
    for item in sequence:
        if isinstance(item, Mapping):
            pattern.append(dict(map(_asked, item.keys(), item.values())))
        elif item == _GAP:
            pattern.append({"OP": _BETWEEN})
        else:
            pattern.append({"LOWER": {"IN": str(item).lower().split("|")}})
    times = [_times(item.get("OP", "1")) for item in pattern]
    if not any(least for least, _ in times):
        raise CheckError("tokens: a sequence needs a word that must be there")
    if prod(most - least + 1 for least, most in times) > _MOST_WAYS:
        raise CheckError("tokens: a sequence can be met in too many ways; leave out some of what may be missing")
    return pattern


def _times(asked: Any) -> tuple[int, int]:
    """How often a word comes, at least and at most."""
    match = _TIMES.fullmatch(str(asked))
    if not match:
        raise CheckError(f"tokens: OP: {asked!r} is none of ?, !, {{2}} and {{1,3}}, with digits of 0 to 9")
    if match[1]:
        return int(match[1]), int(match[2] or match[1])
    return (0, 1) if match[0] in ("?", "!") else (1, 1)


def _asked(attribute: str, value: Any) -> tuple[str, Any]:
    if attribute not in ATTRIBUTES:
        raise CheckError(f"tokens: {attribute!r} cannot be asked of a word; one of {', '.join(ATTRIBUTES)}")
    if isinstance(value, Mapping):
        if unknown := [name for name in value if name not in _PREDICATES]:
            raise CheckError(f"tokens: {unknown[0]!r} cannot be asked; one of {', '.join(_PREDICATES)}")
        return attribute, {name: list(item) if isinstance(item, tuple) else item for name, item in value.items()}
    return attribute, value


def validate(any: Any) -> None:
    """Raises `CheckError` for a sequence that spaCy does not take."""
    for sequence in _sequences(any):
        pattern = token_pattern(sequence)
        try:
            _matcher([pattern], validate=True)
        except ValueError as error:
            raise CheckError(f"tokens: {error}") from None


def build(any: Any) -> Gated:
    """``any``: the sequences to find, each a list of words, of ``a|b``, ``...`` and of mappings with `ATTRIBUTES`."""
    patterns = [token_pattern(sequence) for sequence in _sequences(any)]
    clues = tuple(_clue(pattern) for pattern in patterns)

    @cache
    def matcher() -> Any:
        return _matcher(patterns)

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        for field in facts.listing.of(*scope.roles):
            if [1 for clue in clues if clue.possible(field.text)]:
                for start, end in _found(matcher(), field.text):
                    yield Hit(Span(field, start, end), {})

    return Gated(run, (clues,))


def _sequences(value: Any) -> Iterable[Any]:
    if isinstance(value, list | tuple) and value and all(isinstance(item, str | list | tuple) for item in value):
        return value
    raise CheckError("tokens: any: a list of sequences is wanted, each a list of words or a text of words")


def _clue(pattern: list[Token]) -> Clue:
    """What a text must hold if ``pattern`` is in it: the words of the token that tells most."""
    told = [words for item in pattern if (words := _words(item))]
    best = min(told, key=lambda words: (len(words), -min(map(len, words))), default=None)
    literals = None if best is None else [Literal(folded(word), False, False) for word in best]
    return Clue(f"tokens {pattern!r}", lambda: literals)


def _words(item: Token) -> list[str]:
    """The words of which a token must be one; empty where it need not be there or can be any."""
    if not _times(item.get("OP", "1"))[0]:
        return []
    for attribute in ("LOWER", "TEXT"):
        asked = item.get(attribute)
        if isinstance(asked, Mapping):
            asked = asked.get("IN")
        if asked:
            return [asked] if isinstance(asked, str) else list(asked)
    return []


@cache
def _vocabulary() -> Any:
    import spacy

    return spacy.blank("xx")


def _matcher(patterns: list[list[Token]], validate: bool = False) -> Any:
    """Raises ValueError."""
    from spacy.matcher import Matcher

    matcher = Matcher(_vocabulary().vocab, validate=validate)
    matcher.add("found", patterns)
    return matcher


def _found(matcher: Any, text: str) -> Iterator[tuple[int, int]]:
    """The places of all matches in lines of ``text``, the longest where some overlap."""
    from spacy.util import filter_spans

    for line in _LINE.finditer(text):
        for span in filter_spans(matcher(_vocabulary().tokenizer(line[0]), as_spans=True)):
            yield line.start() + span.start_char, line.start() + span.end_char
