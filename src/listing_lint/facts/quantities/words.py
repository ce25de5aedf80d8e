"""Numbers written in words: ``two and a half``, ``fünfundzwanzig``, ``三百二十``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from listing_lint.expressions import expression
from listing_lint.facts.quantities.numerals import Numeral
from listing_lint.literals import Literal, of_word
from listing_lint.sought import Clue
from listing_lint.tables import rows

_AND = frozenset({"and", "y", "e", "et", "und", "и"})
_ARTICLES = frozenset({"a", "an", "of", "de", "di"})
_COMPOUNDING = frozenset({"de", "it"})
"""Languages that write a number as one word."""
_LONGEST = 48
"""Letters of a number written as one word; longer ones are not tried."""
_WORD = expression(r"[^\W\d_]+")
_STEP = expression(r"[\s-]{1,2}")
_HAN = expression(r"[零一二两三四五六七八九十半][零一二两三四五六七八九十百千万亿点半]{0,11}")
_HAN_DIGITS = {**{digit: number for number, digit in enumerate("零一二三四五六七八九")}, "两": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for row in rows("number_words.csv"):
        table.setdefault(row["language"], {})[row["word"]] = float(row["value"])
    return table


def number_words() -> frozenset[str]:
    """The words for numbers in all languages."""
    return frozenset(word for words in _table().values() for word in words)


@lru_cache(maxsize=32)
def values(language: str | None) -> dict[str, float]:
    """The number words of ``language``, or those of English where there are none or it is unknown."""
    return _table().get(language or "en", _table()["en"])


@lru_cache(maxsize=32)
def _automaton(language: str | None) -> AhoCorasick:
    """A search for the words that numbers begin with."""
    return AhoCorasick(list(values(language)), matchkind=MatchKind.LeftmostLongest)


NUMBERS = Clue(
    "numbers",
    lambda: (
        {Literal(character, False, False) for character in "0123456789½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞零一二两三四五六七八九十半"}
        | {of_word(word, whole=False) for word in number_words()}
    ),
    beyond_ascii=True,
)
"""A number in digits or in words of any language."""


def word_numerals(low: str, language: str | None) -> Iterator[Numeral]:
    """The numbers in words in ``low``, a text in lower case; the longest reading of each."""
    position = 0
    known = values(language)
    compounding = language in _COMPOUNDING
    for _, start, end in _automaton(language).find_matches_as_indexes(low):
        if start < position or (start and (low[start - 1].isalnum() or low[start - 1] in "-'")):
            continue
        if not compounding and low[end : end + 1].isalpha():
            continue
        if numeral := _read(low, start, known, language):
            position = numeral.end
            yield numeral


def _read(low: str, start: int, known: dict[str, float], language: str | None) -> Numeral | None:
    total = current = 0.0
    position = end = start
    last, joined = 0.0, False
    while word := _WORD.match(low, position):
        if word[0] in _AND or (word[0] in _ARTICLES and position != start):
            joined = joined or word[0] in _AND
        else:
            parts = _parts(word[0], known, language)
            if not parts:
                break
            for value in parts:
                if value >= 1000:
                    total, current = total + (current or 1) * value, 0.0
                elif value == 100:
                    current = (current or 1) * 100
                elif value < 1:
                    current = current + value if joined or not current else current * value
                elif current and not (value < 10 <= last or last >= 100 > value or (joined and last > value)):
                    return Numeral(total + current, start, end)
                else:
                    current += value
                last = value
            end, joined = word.end(), False
        step = _STEP.match(low, word.end())
        if not step:
            break
        position = step.end()
    return Numeral(total + current, start, end) if end > start else None


def _parts(word: str, known: dict[str, float], language: str | None) -> list[float]:
    """The values of a word; several for a German or Italian compound, none for a word that is no number."""
    if word in known:
        return [known[word]]
    if language not in _COMPOUNDING or len(word) > _LONGEST:
        return []
    for length in range(len(word) - 1, 2, -1):
        if (head := word[:length]) in known:
            rest = word[length:]
            inverted = language == "de" and rest.startswith("und")
            if others := _parts(rest[3:] if inverted else rest, known, language):
                return [*others, known[head]] if inverted else [known[head], *others]
    return []


def chinese_numerals(text: str) -> Iterator[tuple[int, str]]:
    """Where a number in Chinese characters begins, and the longest run of its characters."""
    for match in _HAN.finditer(text):
        yield match.start(), match[0]


def chinese_value(written: str) -> float | None:
    """The value of ``三百二十`` or ``两点五``; None where the characters form no number."""
    whole, point, decimals = written.partition("点")
    if point and (not decimals or any(digit not in _HAN_DIGITS for digit in decimals)):
        return None
    total = section = digit = 0.0
    for character in whole.removesuffix("半"):
        if character in _HAN_DIGITS:
            digit = digit * 10 + _HAN_DIGITS[character] if digit else _HAN_DIGITS[character]
        elif character in _HAN_SCALES:
            section, digit = section + (digit or 1) * _HAN_SCALES[character], 0.0
        elif character in "万亿":
            total, section, digit = (total + section + digit) * (1e4 if character == "万" else 1e8), 0.0, 0.0
        else:
            return None
    value = total + section + digit + (0.5 if whole.endswith("半") else 0.0)
    if decimals:
        value += float("0." + "".join(str(_HAN_DIGITS[digit]) for digit in decimals))
    return value
