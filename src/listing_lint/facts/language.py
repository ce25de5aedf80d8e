"""The language a text is written in: by script, then by frequent small words, then by letter statistics."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.model import Listing

_WORD = expression(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS = {
    "han": expression("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"),
    "kana": expression("[\u3041-\u3096\u30a1-\u30fa]+"),
    "hangul": expression("[\uac00-\ud7af]+"),
    "cyrillic": expression("[\u0400-\u04ff]+"),
    "arabic": expression("[\u0600-\u06ff]+"),
    "hebrew": expression("[\u05d0-\u05ea]+"),
    "thai": expression("[\u0e01-\u0e4e]+"),
    "greek": expression("[\u0370-\u03ff]+"),
    "devanagari": expression("[\u0900-\u097f]+"),
}
_OF_SCRIPT = {
    "han": "zh",
    "kana": "ja",
    "hangul": "ko",
    "hebrew": "he",
    "thai": "th",
    "greek": "el",
    "devanagari": "hi",
}
_OTHER_LETTER = expression("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7af\uf900-\ufaff]+")
_LATIN = expression("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_LETTERS = (
    ("uk", expression("[іїєґ]", re.IGNORECASE)),
    ("sr", expression("[ђјљњћџ]", re.IGNORECASE)),
    ("ru", expression("[ыэё]", re.IGNORECASE)),
    ("fa", expression("[پچژگ]")),
)
"""Letters that only one language of a script uses."""
_DENSE = 3
"""How many Latin letters one ideograph or syllable stands for, roughly."""
_SURE, _AHEAD = 2.0, 1.4
"""The least weight of small words that tells a language, and how far it must be ahead of the next one."""
_LONG_ENOUGH = 250
"""Letters below which letter statistics are mostly wrong on product texts."""
_READ = 1500
"""Characters of a listing that are read to tell its language."""


def find_language(listing: Listing) -> str | None:
    """The declared language of ``listing``, else that of its title and description, else None."""
    if listing.language:
        return listing.language
    text = " \n".join(field.text for field in listing.of("title", "description", "bullet"))[:_READ]
    return language_of(text) if text.strip() else None


@lru_cache(maxsize=256)
def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of ``text``, or None where it is too short or too mixed to tell."""
    script = script_of(text)
    if script in _OF_SCRIPT:
        return _OF_SCRIPT[script]
    if script is None:
        return None
    by_letters = [code for code, letters in _LETTERS if script != "latin" and letters.search(text)]
    if script == "arabic":
        return by_letters[0] if by_letters else "ar"
    by_words = language_by_words(text)
    if by_words:
        return by_words
    if len(by_letters) == 1:
        return by_letters[0]
    if _count(_LATIN, text) < _LONG_ENOUGH:
        return None
    from listing_lint.facts.letter_statistics import language_by_letters

    return language_by_letters(text[:_READ])


@lru_cache(maxsize=16)
def script_of(text: str) -> str | None:
    """The script most of ``text`` is written in (``latin`` or a key of the table here); None without letters."""
    if text.isascii() or not _OTHER_LETTER.search(text):
        return "latin" if _LATIN.search(text) else None
    others = "".join(_OTHER_LETTER.findall(text))
    counts = dict.fromkeys(_SCRIPTS, 0)
    for name, letters in _SCRIPTS.items():
        counts[name] = _count(letters, others)
        if counts[name] == len(others):
            break
    for name in ("han", "kana", "hangul"):
        counts[name] *= _DENSE
    # Kana never stands in Chinese, Han characters always stand in Japanese.
    if counts["kana"] * 4 > counts["han"]:
        counts["kana"] += counts.pop("han")
    counts["latin"] = _count(_LATIN, text)
    name, number = max(counts.items(), key=lambda item: item[1])
    return name if number else None


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many characters of ``text`` are in runs of ``letters``."""
    return sum(map(len, letters.findall(text)))


def language_by_words(text: str) -> str | None:
    """The language whose small words stand in ``text`` clearly more often than those of any other."""
    weights = word_weights(text)
    if not weights:
        return None
    first = max(weights, key=weights.__getitem__)
    second = max((weight for language, weight in weights.items() if language != first), default=0.0)
    return first if weights[first] >= max(_SURE, _AHEAD * second) else None


@lru_cache(maxsize=16)
def word_weights(text: str) -> Mapping[str, float]:
    """For each language the weight of the different small words in ``text``; a word of many languages weighs less."""
    table = _words("function_words.yaml")
    weights: dict[str, float] = defaultdict(float)
    for word in _different_words(text.lower()) & table.keys():
        languages = table[word]
        weight = 1.0 if len(languages) <= 2 else 1.0 / len(languages)
        for language in languages:
            weights[language] += weight
    return dict(weights)


_NO_LETTERS = bytes(code if chr(code).isalpha() or chr(code) == "'" else ord(" ") for code in range(128)) + bytes(128)


def _different_words(text: str) -> set[str]:
    """The words that `_WORD` finds in ``text``."""
    if not text.isascii():
        return set(_WORD.findall(text))
    words = set(text.encode().translate(_NO_LETTERS).decode().split())
    for word in [word for word in words if "'" in word]:
        words.remove(word)
        words.update(_WORD.findall(word))
    return words


def title_words(title: str) -> list[tuple[str, int, int]]:
    """The words of ``title`` that titles of one language alone are made of: the language and the bounds of each."""
    known = _words("title_words.yaml")
    return [
        (languages[0], *match.span())
        for match in _WORD.finditer(title.replace("’", "'"))
        if len(languages := known.get(match.group().lower(), ())) == 1
    ]


@cache
def _words(table: str) -> dict[str, tuple[str, ...]]:
    data = tables.data(table)
    found: dict[str, list[str]] = {}
    for language, words in data.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
