"""The vocabulary of sizes: which options hold sizes, and the patterns that read one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from msgspec import Struct

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.facts.lexicon import Lexicon

_DATA = tables.data("sizes.yaml")


def words_of(entry: Any) -> list[str]:
    """The words of a table entry: a comma-separated text, or a list of such texts."""
    rows = entry if isinstance(entry, list) else [entry]
    return [word.strip() for row in rows for word in str(row).split(",") if word.strip()]


OPTION_NAMES = Lexicon({word: word for word in words_of(_DATA["option_names"])})
"""Names for "size", as options, attributes and lines are labelled."""
WORDS = Lexicon({word: size for size, row in _DATA["words"].items() for word in words_of(row)})
"""Words for letter sizes: ``extra large`` is XL."""
ONE_SIZE = Lexicon({word: "one" for word in words_of(_DATA["one_size"])})
NOTES: dict[str, dict[str, str]] = _DATA["notes"]
"""Expressions for remarks on how sizes run, by sort and language."""
ONE_SIZE_VALUES = Lexicon({word: "one" for word in words_of(_DATA["one_size_values"])})
"""Words that mean one size only where they are all there is: ``TU``."""
PORTUGUESE: dict[str, str] = dict(_DATA["portuguese"])
"""Letter sizes of Portuguese shops (``GG``), and the Mexican CH."""
CODES: dict[str, str] = {code: system for system, row in _DATA["codes"].items() for code in words_of(row)}
"""Codes of size systems as sellers write them, and those of Google Merchant's ``size_system`` that they stand for."""
SYSTEM_WORDS: dict[str, str] = {word: code for code, row in _DATA["systems"].items() for word in words_of(row)}
"""Words that name a size system beside a size or the word "size"."""

_CODE = "|".join(re.escape(code) for code in sorted(CODES, key=len, reverse=True))
_NAMED = "|".join(sorted((word for word in SYSTEM_WORDS if word[0] < "\u2e80"), key=len, reverse=True))
_HAN = "|".join(sorted((word for word in SYSTEM_WORDS if word[0] >= "\u2e80"), key=len, reverse=True))
SYSTEM_NAME = f"{_CODE}|{_NAMED}"
_SIZE = (
    r"(?:sizes?|sizing|tallas?|tama[nñ]hos?|tamaños?|tailles?|pointures?|gr(?:ö|oe)(?:ß|ss)en?|tagli[ae]|misura"
    r"|размер\w*|尺码|码)"
)

LETTER = r"(?:1[0-2]|[2-9])[ -]?X[SL]|X{1,6}[ -]?[SL]|[1-6]X|[SML]"
NUMBER = r"\d{1,3}(?:[.,]5|[ ]?[½⅓⅔]|[ ][12]/[23])?"
_TO = r"\s*(?:[-–—~～/]|\bto\b|\bbis\b|\bдо\b|至|到)\s*"
_AGE = (
    r"(?:months?|mos?|m|years?|yrs?|y|t|meses|m[eê]s|años|anos|mois|ans|monate|jahre|mesi|anni|мес|лет|года?|个月|岁)"
)
_TENS = r"(?:2[4-9]|3\d|4[0-6])"
_BAND = r"(?:3[02468]|4[0-8]|6[05]|7[05]|8[05]|9[05]|1[0-2][05])"
CORE = expression(
    rf"""
      (?P<gbt>\d{{2,3}}\s?/\s?\d{{2,3}}\s?[YABC]?)(?!\w)
    | (?P<waist>W\s?\d\d(?:[\s/x-]*L\s?\d\d)?|\d\d\s?W(?:[\s/x-]*\d\d\s?L)?
        |{_TENS}\s?[x×]\s?{_TENS})(?!\w)
    | (?P<bra>{_BAND}\s?/?\s?(?:AA|A|B|C|D{{1,4}}|E|F{{1,2}}|G{{1,2}}|H)(?:[/-]\w{{1,3}})?)(?!\w)
    | (?P<age>(?:newborn|preemie|nb)(?!\w)
        |\d{{1,2}}(?:\s?[-–~/]\s?\d{{1,2}})?\s?{_AGE}(?:\s?[-–~]\s?\d{{1,2}}\s?{_AGE})?(?!\w))
    | (?P<letter>(?:{LETTER})(?:{_TO}(?:{LETTER}))*)(?!\w)
    | (?P<number>{NUMBER}(?:{_TO}{NUMBER})*)(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A size at the start of a text, by sort: GB/T 1335, waist (and leg) in inches, bra, age, letters, bare numbers."""

_GENDER = r"(?:wom[ae]n'?s?|m[ae]n'?s?|kids?|ladies|adult|youth)"
SYSTEM = expression(
    rf"""
      (?<!\w)(?P<code>{_CODE})\s*+(?:[-.:：=(/]\s*+)?(?:size\s*+)?(?:{_GENDER}\s*+|[WM](?=\s?\d))?
        (?:{NUMBER}|(?<=\W)(?:XX?[SL]|[2-6]XL|[SML]))(?!\w)
    | (?<![\w.])(?:{NUMBER}\s?(?:[MWYCTDBE]{{1,2}}\s?)?|(?:[SML]|X{{1,3}}[SL])(?!\w)\s?)[-(]?\s?(?P<after>{_CODE})(?!\w)
    | (?<!\w)(?P<before>{_CODE}|(?i:{_NAMED}))[\s/_-]*(?:(?i:standard|{_GENDER})\s*)?(?i:{_SIZE})(?!\w)
    | (?<!\w)(?i:{_SIZE})\s*(?:[:：(/\[-]\s*|(?i:in|is|are|system)\s+)?(?P<behind>{_CODE}|(?i:{_NAMED}))(?!\w)
    | (?<!\w)(?P<named>(?i:{_NAMED}))\s+{NUMBER}(?!\w)
    | (?P<han>{_HAN})
    """,
    re.VERBOSE,
)
"""A size system named beside a size or beside the word "size". Codes count in capitals only: "it 38" is no system."""
_BARE_SYSTEM = expression(rf"(?<![^\W\d_])(?:(?:{_CODE})(?![^\W\d_])|(?i:{_NAMED})(?!\w))|{_HAN}")
_NOT_WORN = Lexicon({word: True for word in words_of(_DATA["option_not"])})
_WORN = Lexicon({word: True for word in words_of(_DATA["option_worn"])})
_METAFIELD = expression(r"(?<!\s)\s*+\(product\.metafields[^)]*\)")
_UNIT = expression(r"(?<!\w)(cm|mm|inch(?:es)?|pulgadas|polegadas|pouces|zoll|см|厘米|英寸)(?!\w)", re.IGNORECASE)


class Option(Struct, frozen=True):
    """What the name of an option or attribute says of its values; ``worn``: sizes of what is worn, by that name."""

    is_size: bool
    system: str | None = None
    unit: str | None = None
    worn: bool = False


@lru_cache(maxsize=4096)
def option(label: str) -> Option:
    """What the name ``label`` of an option or attribute says: sizes or not, of which system, in which unit."""
    name = _METAFIELD.sub("", label)
    if len(name) > 60 or not any(OPTION_NAMES.find(name)) or any(_NOT_WORN.find(name)):
        return Option(False)
    unit = _UNIT.search(name)
    return Option(True, system_in(name), unit.group(1).lower() if unit else None, any(_WORN.find(name)))


def system_of(match: re.Match[str]) -> str:
    """The code of the system that a match of `SYSTEM` names."""
    word = match.group(match.lastgroup or 0)
    return CODES.get(word) or SYSTEM_WORDS[word.lower()]


def system_in(text: str) -> str | None:
    """The first size system named in ``text`` as a whole word, where the text is known to speak of sizes."""
    match = _BARE_SYSTEM.search(text)
    return (CODES.get(match.group()) or SYSTEM_WORDS[match.group().lower()]) if match else None


def letter_of(word: str) -> str:
    """The standard letter size (``2XL``) of ``word``; the word itself in capitals where it is none."""
    known: str | None = WORDS.get(word)
    if known:
        return known
    upper = re.sub(r"[\s-]+", "", word).upper()
    count = len(upper) - 1
    if count > 1 and upper[:-1] == "X" * count and upper[-1] in "SL":
        return f"{count}X{upper[-1]}"
    return f"{upper}L" if re.fullmatch(r"\dX", upper) else upper
