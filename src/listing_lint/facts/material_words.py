"""The words for materials in nine languages, and one automaton that finds them all.

Tables: ``fibres.csv``, ``materials.csv``, ``trade_names.csv`` (what the words name), ``material_traps.csv`` (phrases in
which they name something else). A cell holds the words of one language, separated by ``|``. Marks after a word:

- ``!`` it counts only in a listing of that language, since it means another thing in others (``pin``, ``or``);
- ``~`` the word may go on (``хлопк~``); ``~`` in front: letters may stand before it (``~leder``). A Latin stem counts
  only in a listing of its language;
- ``^`` it counts only where a material is being named (``Material: PC``, ``100% PET``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from listing_lint.literals import Literal, of_name
from listing_lint.prepared import prepared
from listing_lint.sought import Clue
from listing_lint.tables import read, rows

COMPLETE = ("en", "zh", "es", "pt", "fr", "de", "it", "ru")
"""Languages that have a word for nearly every material, clear or vague."""
LANGUAGES = (*COMPLETE, "ar")

# One character each, so positions stay; hyphens and odd spaces count as spaces, full-width forms as ASCII.
_FOLDED = str.maketrans(
    {"İ": "I", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u3000": " ", "-": " ", "\u2010": " ", "\u2011": " "}
    | {"_": " ", "\u2019": "'", "\t": " "}
    | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
)


class Material(Struct, frozen=True):
    """What a word names.

    ``name`` is English; ``sort`` one of fibre, leather, imitation leather, fur, imitation fur, down, feather, metal,
    precious, plated, stone, pearl, coating, glass, ceramic, mineral, wood, plant, paper, plastic, rubber, foam, fabric,
    hair, vague, trade. ``clear`` is False where a buyer cannot tell from the word what it is. ``colour``: the word
    also names a colour. ``eu`` and ``us`` are the generic fibre names there (empty for other goods). For a trade name,
    ``hides`` is what it stands for, ``taken_for`` what a buyer thinks, ``instead`` what settles it, ``status`` one of
    look-alike, translation, cloth, bamboo, brand, stone.
    """

    name: str
    sort: str
    clear: bool = True
    colour: bool = False
    eu: str = ""
    us: str = ""
    hides: str = ""
    taken_for: str = ""
    instead: str = ""
    status: str = ""


class Word(Struct, frozen=True):
    """One reading of a word: ``material`` is None for a phrase that names none. For the flags see the module."""

    text: str
    material: Material | None
    languages: frozenset[str] = frozenset()
    strict: bool = False
    prefix: bool = False
    suffix: bool = False
    guarded: bool = False


def folded(text: str) -> str:
    """``text`` in lower case with plain spaces and full-width forms as ASCII, each character in place."""
    if text.isascii():
        return text.lower().replace("-", " ").replace("_", " ").replace("\t", " ")
    return text.translate(_FOLDED).lower()


def is_han(character: str) -> bool:
    """True for Chinese characters, which stand without spaces."""
    return "\u2e80" <= character <= "\u9fff"


@cache
def materials() -> dict[str, Material]:
    """All materials of the fibre and material tables by name."""
    found = {row["name"]: Material(row["name"], "fibre", eu=row["eu"], us=row["us"]) for row in read("fibres.csv")}
    for row in read("materials.csv"):
        found[row["name"]] = Material(
            row["name"], row["sort"], clear=row["clear"] == "yes", colour=row["colour"] == "yes"
        )
    return found


@cache
def _context_rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        (row["side"], row["means"], tuple(folded(word) for word in row["words"].split("|")))
        for row in rows("material_contexts.csv")
    )


@cache
def contexts(side: str) -> dict[str, str]:
    """What the words on one side of a material mean there; ``side`` is before, after, head, part or wood."""
    found: dict[str, str] = {}
    for row_side, means, words in _context_rows():
        if row_side == side and means not in ("stop", "link"):
            for word in words:
                found.setdefault(word, means)
    return found


@cache
def context_words(side: str, means: str) -> frozenset[str]:
    """The words of the rows with this ``side`` and ``means``."""
    return frozenset(
        word
        for row_side, row_means, words in _context_rows()
        if (row_side, row_means) == (side, means)
        for word in words
    )


@cache
def _all_words() -> tuple[Word, ...]:
    return tuple(_words())


def _words() -> Iterator[Word]:
    known = materials()
    for table in ("fibres", "materials"):
        for row in read(f"{table}.csv"):
            for language in LANGUAGES:
                for cell in filter(None, row[language].split("|")):
                    for spelled in _spellings(cell):
                        yield _word(spelled, known[row["name"]], language)
    for row in read("trade_names.csv"):
        material = Material(
            row["word"],
            "trade",
            clear=row["status"] in ("brand", "translation"),
            hides=row["hides"],
            taken_for=row["taken_for"],
            instead=row["instead"],
            status=row["status"],
        )
        yield _word(row["word"], material, row["language"])
    for row in read("material_traps.csv"):
        for cell in row["words"].split("|"):
            yield Word(folded(cell), None)


def _spellings(cell: str) -> set[str]:
    """The British and the American spelling of a word."""
    return {cell, cell.replace("fiber", "fibre"), cell.replace("fibre", "fiber")}


def _word(cell: str, material: Material, language: str) -> Word:
    prefix, suffix = cell.endswith("~"), cell.startswith("~")
    text = folded(cell.strip("~!^"))
    return Word(
        text,
        material,
        frozenset({language}),
        strict=cell.endswith("!") or (cell.isascii() and prefix) or suffix or (prefix and text[0] < "\u0250"),
        prefix=prefix,
        suffix=suffix,
        guarded=cell.endswith("^"),
    )


@cache
def _lexicon() -> tuple[Any, list[list[_Packed]]]:
    """A search for all words, and the readings of each."""
    from ahocorasick_rs import AhoCorasick

    texts, readings = prepared("material words", _gathered)
    return AhoCorasick(texts, store_patterns=False), readings


_Packed = tuple[Any, ...]
"""The fields of a `Word`, with those of its material; most of them are never needed in a run."""


def _gathered() -> tuple[list[str], list[list[_Packed]]]:
    readings: dict[str, list[_Packed]] = {}
    for word in _all_words():
        text, material, *others = astuple(word)
        fields = (text, material and astuple(material), *others)
        readings.setdefault(word.text, []).append(fields)
    return list(readings), list(readings.values())


@cache
def _readings(number: int) -> tuple[Word, ...]:
    """The readings of the word of this number in the lexicon."""
    packed = _lexicon()[1][number]
    return tuple(Word(text, material and Material(*material), *others) for text, material, *others in packed)


def _clue(language: str | None) -> Clue:
    """The words that count in any listing, or those that count only in one of ``language``."""
    return Clue(
        f"materials {language}",
        lambda: {
            literal
            for word in _all_words()
            if word.material is not None and (language in word.languages if word.strict else language is None)
            for literal in _literals(word)
        },
    )


@cache
def naming(
    names: frozenset[str] = frozenset(), sorts: frozenset[str] = frozenset(), statuses: frozenset[str] = frozenset()
) -> Clue:
    """The words, in any language, for the materials of these names, sorts or statuses."""

    def told(material: Material) -> bool:
        return material.name in names or material.sort in sorts or material.status in statuses

    return Clue(
        f"materials {sorted(names)} {sorted(sorts)} {sorted(statuses)}",
        lambda: {
            literal
            for word in _all_words()
            if word.material is not None and told(word.material)
            for literal in _literals(word)
        },
    )


BLENDED = Clue(
    "blended",
    lambda: {
        literal
        for _, means, words in _context_rows()
        if means == "blend"
        for word in words
        for literal in of_name(word, whole=False)
    },
)
"""The words beside a material that make it one of a blend."""


def _literals(word: Word) -> list[Literal]:
    return of_name(word.text, whole=len(word.text) < _GLUED and not (word.prefix or word.suffix))


_EVERYWHERE = _clue(None)
_OWN = {language: _clue(language) for language in LANGUAGES}


def material_clues(language: str | None) -> int:
    """What `listing_lint.sought.clues` tells of a text in ``language`` that may name a material."""
    return _EVERYWHERE.mask | (_OWN[language].mask if language in _OWN else 0)


_GLUED = 4
"""Letters from which a word is known where a number or another word is glued to it."""


def find_words(text: str, low: str, language: str | None) -> list[tuple[int, int, Word]]:
    """The longest words, from the left, that ``text`` holds; ``low`` is it folded, ``language`` its ISO code."""
    automaton, _ = _lexicon()
    found = []
    for index, start, end in automaton.find_matches_as_indexes(low, overlapping=True):
        for word in _readings(index):
            holds = not word.strict or language in word.languages
            if holds and _stands_alone(text, low, start, end, word):
                found.append((start, end, word))
    found.sort(key=lambda item: (item[0], -item[1], language not in item[2].languages))
    kept: list[tuple[int, int, Word]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def _stands_alone(text: str, low: str, start: int, end: int, word: Word) -> bool:
    first, last = low[start], low[end - 1]
    before = low[start - 1] if start else " "
    after = low[end] if end < len(low) else " "
    if is_han(first):
        return end - start > 1 or (not is_han(before) and (not is_han(after) or after in "质制製色：:"))
    glued = len(word.text) >= _GLUED
    if before.isalnum() and first.isalnum() and not is_han(before) and not word.suffix:
        capital = text[start].isupper() and text[start - 1].islower()
        if not (glued and (before.isdigit() or capital)):
            return False
    if after.isalnum() and last.isalnum() and not is_han(after) and not word.prefix:
        capital = text[end].isupper() and text[end - 1].islower()
        if not (glued and (after.isdigit() or capital)):
            return False
    return True
