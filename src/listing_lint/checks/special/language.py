"""Text in another language or script than the listing's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from listing_lint.checks import Scope
from listing_lint.checks.script import RANGES
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.language import language_by_words, script_of, title_words, word_weights
from listing_lint.model import Hit, Span
from listing_lint.sought import BEYOND_ASCII

_SCRIPT_LANGUAGES = {
    "cyrillic": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"),
    "arabic": ("ar", "fa", "ur"),
    "hebrew": ("he",),
    "thai": ("th",),
}
_FOREIGN = {
    name: expression(f"[{RANGES[name]}](?:[{RANGES[name]} ]{{2,}})[{RANGES[name]}]") for name in _SCRIPT_LANGUAGES
}


@only_with(lambda: (BEYOND_ASCII,))
def foreign_script(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Words in a script that the listing's language does not use (Chinese, Japanese and Korean apart).

    An attribute whose name is in that script too is the platform's own, in the language of the country's shop.
    """
    language = facts.language
    for field in facts.listing.of(*scope.roles):
        if language is None or field.text.isascii():
            continue
        for name, languages in _SCRIPT_LANGUAGES.items():
            match = _FOREIGN[name].search(field.text) if language not in languages else None
            if match and not _FOREIGN[name].search(field.label):
                yield Hit(Span(field, *match.span()), {"language": language})


_LINE = expression(r"[^\n|•]{25,}")
_SENTENCE = expression(r"[^.!?]+(?:[.!?]+|$)")
_ENOUGH = 60
"""Characters in which small words tell a language; shorter sentences are read together."""


def foreign_sentence(facts: Facts, scope: Scope, *, weight: float = 4.0, own: float = 1.0) -> Iterator[Hit]:
    """The first sentence of a field whose small words are those of another language than the listing's.

    ``weight``: how many of the other language's words it must hold. ``own``: the most words of the listing's language.
    Listings that hold hardly any of their own language's words are passed over, those that are written out in both
    languages, and those in another script than Latin: English beside it is usual there.
    """
    language = facts.language
    text = " \n".join(field.text for field in facts.listing.of("title", *scope.roles))
    if language is None or script_of(text) != "latin":
        return
    whole = word_weights(text)
    others = max((found for code, found in whole.items() if code != language), default=0.0)
    # A sentence holds no more of a language's words than the whole text does.
    if whole.get(language, 0.0) < weight or others < weight:
        return
    for field in facts.listing.of(*scope.roles):
        units = list(_units(field.text))
        foreign = [unit for unit in units if _is_foreign(field.text[slice(*unit)], language, weight, own)]
        if foreign and not _is_whole_text_again(foreign, units):
            start, end = foreign[0]
            start += len(field.text[start:end]) - len(field.text[start:end].lstrip())
            other = language_by_words(field.text[start:end])
            yield Hit(Span(field, start, end), {"other": other or "", "language": language})


def _is_foreign(sentence: str, language: str, weight: float, own: float) -> bool:
    weights = word_weights(sentence)
    if not weights or weights.get(language, 0.0) > own or max(weights.values()) < weight:
        return False
    return language_by_words(sentence) not in (None, language)


_HALF = 0.4


def _is_whole_text_again(foreign: list[tuple[int, int]], units: list[tuple[int, int]]) -> bool:
    """True where about half of the text, all before or all behind the rest, is in the other language."""
    length = sum(end - start for start, end in foreign)
    in_one_piece = foreign in (units[: len(foreign)], units[-len(foreign) :])
    return len(foreign) > 1 and in_one_piece and length >= _HALF * sum(end - start for start, end in units)


def _units(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the sentences of ``text``, short ones of a line together, those of mostly numbers left out."""
    for line in _LINE.finditer(text):
        start = line.start()
        for match in _SENTENCE.finditer(text, *line.span()):
            if match.end() - start < _ENOUGH and match.end() < line.end():
                continue
            words = text[start : match.end()].split()
            if len(words) >= 5 and sum(word.strip(".,:;!?").isalpha() for word in words) * 2 > len(words):
                yield start, match.end()
            start = match.end()


_BILINGUAL = expression(r"[/|()\[\]–—]| - ")


def mixed_title(facts: Facts, scope: Scope, *, words: int) -> Iterator[Hit]:
    """The words of the scarcer language in a title that holds at least ``words`` of each of two languages.

    A title that stands in both languages, one behind the other with a sign between them, is meant so.
    """
    for field in facts.listing.of(*scope.roles):
        found = title_words(field.text)
        if len(found) < 2 * words:
            continue
        languages = Counter(language for language, _, _ in found).most_common(2)
        if len(languages) < 2 or languages[1][1] < words:
            continue
        (own, _), (other, _) = languages
        order = [language for language, _, _ in found if language in (own, other)]
        turns = sum(before != after for before, after in pairwise(order))
        if turns < 2 and _BILINGUAL.search(field.text):
            continue
        places = [(start, end) for language, start, end in found if language == other]
        yield Hit(Span(field, places[0][0], places[-1][1]), {"other": other, "language": own})
