"""What every text that a regular expression matches must hold: the literals that a scan can look for first."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from listing_lint.expressions import expression

_MOST = 48
"""Literals that one expression may stand for; with more, a scan tells less than it costs."""
_LISTS = 2
"""Lists that are looked for of one expression."""
_LEAST, _ENOUGH = 2.3, 10.0
"""The weight from which a literal tells something, and the one from which a longer one tells no more."""
_TELLING = 4.0
"""The weight from which another literal tells something beside the first one."""
_EDGE = "\0"
"""Stands in a literal for a place before or behind which none of `IN_WORDS` is."""

_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰"
"""The zeros of scripts whose letters are in the first plane; the other digits follow each."""
_UNUSUAL: dict[int, int | str] = {
    **str.maketrans(
        "\u00b5\u0130\u0131\u017f\u0345\u03a3\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u1c80\u1c81"
        "\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88\u1e9b\u1fbe\u1fd3\u1fe3\u212a\u212b\ufb06",
        "\u03bc\u0069\u0069\u0073\u03b9\u03c3\u03c3\u03b2\u03b8\u03c6\u03c0\u03ba\u03c1\u03b5\u0432\u0434"
        "\u043e\u0441\u0442\u0442\u044a\u0463\ua64b\u1e61\u03b9\u0390\u03b0\u006b\u00e5\ufb05",
    ),
    **str.maketrans("Ёё\u00a0\u2007\u202f\u3000‐‑‒–’ʼ", "Ее        ''"),
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)},
}
"""Letters that a pattern which ignores case takes for another one although their small forms differ, the forms that
the tables of words do not tell apart (full-width ones, dashes and spaces, apostrophes, ё), and all scripts' digits."""
_ANY_UNUSUAL = expression(f"[{''.join(map(chr, _UNUSUAL))}]")


Words = frozenset[str]


def folded(text: str) -> str:
    """``text`` in small letters, such that texts which a pattern that ignores case cannot tell apart become one."""
    if not text.isascii():
        text = _ANY_UNUSUAL.sub(_usual, text)
    return text.lower().replace("-", " ").replace("\t", " ")


def _usual(match: re.Match[str]) -> str:
    usual = _UNUSUAL[ord(match.group())]
    return usual if isinstance(usual, str) else chr(usual)


class Literal(NamedTuple):
    """A text to look for; ``starts`` and ``ends`` tell whether a word must begin before it and end behind it."""

    text: str
    starts: bool
    ends: bool


def required_literals(pattern: str, flags: int = 0) -> tuple[tuple[Literal, ...], ...]:
    """Lists of texts, as `folded` writes them: of each, one stands in whatever ``pattern`` matches, folded.

    They are the two that tell most; fewer where there are no others that tell much, or where ``pattern`` is not one of
    `re`.
    """
    try:
        items = parser.parse(pattern, flags)
    except re.error:
        return ()
    exact, needed = _sequence(items)
    lists = _best([exact, *needed])
    lists = lists[:1] + [words for words in lists[1:] if min(map(_weight, words)) >= _TELLING]
    return tuple(fewest(map(_literal, words)) for words in lists)


def fewest(literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """The literals without those wherever which another one of them stands anyway."""
    all_of_them = set(literals)
    ends: dict[str, list[Literal]] = {}
    for literal in all_of_them:
        ends.setdefault(literal.text, []).append(literal)
    return tuple(sorted(one for one in all_of_them if not _holds_another(one, ends)))


def _holds_another(one: Literal, known: Mapping[str, Iterable[Literal]]) -> bool:
    """True where another literal, of those ``known`` by their texts, stands wherever ``one`` does."""
    text = one.text
    for first in range(len(text)):
        for last in range(first + 1, len(text) + 1):
            for other in known.get(text[first:last], ()) if last - first < len(text) else ():
                begins = one.starts if first == 0 else text[first - 1] not in IN_WORDS
                ends = one.ends if last == len(text) else text[last] not in IN_WORDS
                if (begins or not other.starts) and (ends or not other.ends):
                    return True
    return False


def of_phrase(phrase: str) -> Literal:
    """What to look for in place of ``phrase``, of one or several whole words."""
    return _literal(f"{_EDGE}{folded(phrase)}{_EDGE}")


def of_name(phrase: str, whole: bool) -> list[Literal]:
    """The same where an underscore may stand for a space; ``whole`` as for `of_word`."""
    edge = _EDGE if whole else ""
    first, *others = folded(phrase).split(" ")
    return [
        _literal(f"{edge}{first}{''.join(map(operator.add, gaps, others))}{edge}")
        for gaps in itertools.product(" _", repeat=len(others))
    ]


def of_word(word: str, whole: bool) -> Literal:
    """What to look for in place of ``word``: the longest of its parts between signs.

    ``whole``: no letter or digit stands before or behind where the word does.
    """
    part = max(_LETTERS.findall(folded(word)) or [folded(word)], key=_weight)
    return Literal(part, whole and part[0] in IN_WORDS, whole and part[-1] in IN_WORDS)


_LETTERS = expression(r"[^\W_]+")


def _literal(text: str) -> Literal:
    bare = text.replace(_EDGE, "")
    return Literal(bare, text[0] == _EDGE and bare[0] in IN_WORDS, text[-1] == _EDGE and bare[-1] in IN_WORDS)


IN_WORDS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
"""The characters that the bounds of literals are told from; libraries do not agree whether others make words."""


Found = tuple[Words | None, Sequence[Words]]
"""All texts that an expression can match, where they are few; and lists of which every match holds one text each."""


def _sequence(items: Iterable[tuple[Any, Any]]) -> Found:
    run: Words = frozenset({""})
    whole = True
    lists: list[Words | None] = []
    for code, value in items:
        exact, needed = _node(code, value)
        lists += needed
        if exact is not None and len(run) * len(exact) <= _MOST:
            run = frozenset(first + then for first in run for then in exact)
            continue
        lists.append(run)
        whole = False
        run = frozenset({""})
        if exact is not None:
            if len(exact) <= _MOST:
                run = exact
            else:
                lists.append(exact)
    return (run, _best(lists)) if whole else (None, _best([*lists, run]))


def _node(code: Any, value: Any) -> Found:
    if code is op.LITERAL:
        return frozenset({folded(chr(value))}), ()
    if code is op.IN:
        return _characters(value), ()
    if code is op.BRANCH:
        return _branches([_sequence(branch) for branch in value[1]])
    if code is op.SUBPATTERN:
        return _sequence(value[3])
    if code is op.ATOMIC_GROUP:
        return _sequence(value)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _repeat(*value)
    if code is op.AT:
        return frozenset({_EDGE if value is op.AT_BOUNDARY else ""}), ()
    if code in (op.ASSERT, op.ASSERT_NOT):
        # No letter, digit or underscore before, or behind.
        outside = code is op.ASSERT_NOT and _is_of_words(list(value[1]))
        return frozenset({_EDGE if outside else ""}), ()
    return None, ()


def _is_of_words(items: list[tuple[Any, Any]]) -> bool:
    """Whether the items are one character, which may be any letter or digit."""
    return len(items) == 1 and items[0][0] is op.IN and (op.CATEGORY, op.CATEGORY_WORD) in items[0][1]


def _characters(items: Sequence[tuple[Any, Any]]) -> Words | None:
    found: set[str] = set()
    for code, value in items:
        if code is op.LITERAL:
            found.add(folded(chr(value)))
        elif code is op.RANGE and value[1] - value[0] < _MOST:
            found.update(folded(chr(character)) for character in range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(found) if len(found) <= 12 else None


def _branches(found: list[Found]) -> Found:
    exact = [words for words, _ in found if words is not None]
    if len(exact) == len(found):
        return frozenset().union(*exact), ()
    # A branch with fewer lists than the others has none to join theirs with.
    lists = zip(*(_best([words, *others]) for words, others in found), strict=False)
    return None, [frozenset().union(*words) for words in lists]


def _repeat(least: int, most: int, items: Any) -> Found:
    exact, needed = _sequence(items)
    if least == 0:
        return (exact | {""} if exact is not None and most == 1 else None), ()
    if exact is not None and least == most and len(exact) ** least <= _MOST:
        run: Words = frozenset({""})
        for _ in range(least):
            run = frozenset(first + then for first in run for then in exact)
        return run, needed
    return None, _best([exact, *needed])


def _best(lists: Iterable[Words | None]) -> list[Words]:
    """The lists whose worst literals are the rarest, the best first; those that tell nothing are left out."""
    telling = {words for words in lists if words and min(map(_weight, words)) >= _LEAST}
    return sorted(telling, key=lambda words: (-min(_ENOUGH, *map(_weight, words)), len(words), sorted(words)))[:_LISTS]


_COMMON = frozenset("etaoinsrhld")
_USUAL = frozenset(".,-'/()")


def _weight(text: str) -> float:
    """How rare a literal is, roughly: one for each common letter of English text, more for others."""
    return sum(map(_rarity, text))


def _rarity(character: str) -> float:
    if not character.isascii():
        return 3.0
    if character == "\n":
        return 3.0
    if character == _EDGE:
        return 0.5
    if character.isspace():
        return 0.0
    if character.isalpha():
        return 1.0 if character in _COMMON else 1.3
    return 0.5 if character in _USUAL else 1.5 if character.isdigit() else 3.0
