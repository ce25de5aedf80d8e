"""The names of products and the words around them, ready to be looked up in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.prepared import prepared

TRAITS: tuple[str, ...] = (
    "worn", "clothing", "footwear", "ring", "bra", "headwear", "gloves", "hosiery", "children", "jewellery", "bag",
    "bedding", "furniture", "kitchenware", "mains", "portable_mains", "hard_wired", "charger", "battery", "usb",
    "vehicle", "phone", "tv", "keyboard", "plumbing", "lighting", "consumable", "kit",
)  # fmt: skip
"""All traits a product can have."""

_REMEMBERED = 20_000
"""How many words a process remembers the forms and languages of."""
_ROLE = "="
_LISTS = ("models", "measure", "faint", "colours", "plain")
_TOKEN = expression(
    r"(?P<cjk>[A-Za-z]?[\u3400-\u9fff]+)|(?P<word>[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?)"
    r"|(?P<break>\s[-–—~]+\s|[,;|/()\[\]{}:!?，。；：！？、（）【】「」《》•·\n>]|\.(?=\s|$))|(?P<number>\d/\d(?![\w.])|\d[\dA-Za-z.]*)"
)
_ENDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "es": (("ces", "z"),),
    "pt": (("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ns", "m"), ("les", "l"), ("res", "r")),
    "fr": (("aux", "al"), ("aux", "ail"), ("eaux", "eau"), ("eux", "eu"), ("e", ""), ("es", "")),
    "it": (("i", "o"), ("i", "e"), ("e", "a"), ("hi", "o"), ("he", "a"), ("ie", "ia"), ("a", "o"), ("i", "io")),
    "de": (("en", ""), ("er", ""), ("e", ""), ("n", ""), ("es", ""), ("ern", "")),
    "cs": (("y", "a"), ("ky", "ek"), ("y", ""), ("u", "a"), ("u", ""), ("e", ""), ("i", ""), ("a", ""), ("ou", "a")),
    "ro": (("uri", ""), ("e", "a"), ("i", "")),
    "pl": (("y", "a"), ("i", ""), ("y", "")),
}
"""By language, the endings of plurals and cases, and what the word has instead where it is looked up."""
_ELISION = expression(r"^(?:l|d|qu|s|n|un|dell|all|nell|sull|dall)['’](?=\w)")
_CYRILLIC_ENDING = expression(
    r"(?<=..)(?:ыми|ими|ого|его|ому|ему|ами|ями|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ом|ем|ам|ям|ах|ях|ов|ев|ую|юю|ых|их|ью|ия|"
    r"[аяоеыиуюьй])$"
)


class Kind(Struct, frozen=True, eq=False):
    """A class of goods: its ``chain`` of names from itself to the root, and what is known of its traits.

    ``serves``: made for another thing; ``host``: a thing that others are made for; ``weak``: tells little beside
    another name; ``broad``: a heading whose members have little in common.
    """

    name: str
    chain: tuple[str, ...]
    traits: dict[str, bool]
    serves: bool = False
    host: bool = False
    weak: bool = False
    broad: bool = False


class Word(Struct, frozen=True):
    """What a word does beside a product's name: purpose, with or of; "nothing" where it only looks like a name."""

    role: str


class Match(Struct, frozen=True):
    """A run of tokens ``first``:``last`` that names a kind or has a role, at ``start``:``end`` of the text.

    ``model``: a maker's name; ``measure``: a container that may only count what is in it; ``faint``: a word that is
    more often part of another name; ``colour``: one that mostly names a colour beside another name.
    """

    what: Kind | Word
    first: int
    last: int
    start: int
    end: int
    model: bool = False
    measure: bool = False
    faint: bool = False
    colour: bool = False


class Token(Struct, frozen=True):
    """A piece of text: ``sort`` is word, cjk, number or break; ``text`` is folded."""

    sort: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """``word`` without case, accents, elided articles, and (in Cyrillic) inflection."""
    if word.isascii():
        word = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        word = "".join(char for char in decomposed if not unicodedata.combining(char))
        if "а" <= word[:1] <= "я":
            return _CYRILLIC_ENDING.sub("", word)
        if "\u0621" <= word[:1] <= "\u064a":
            return word[2:] if word.startswith("ال") and len(word) > 4 else word
    if "'" in word or "’" in word:
        word = _ELISION.sub("", word)
        word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    return word


def folded(phrase: str) -> tuple[str, ...]:
    """The folded words of a name in the tables."""
    return tuple(fold(word) for word in phrase.replace("-", " ").split() if word != "&")


def tokenize(text: str) -> list[Token]:
    """The words, runs of Chinese, numbers and breaks of ``text``."""
    tokens = []
    for match in _TOKEN.finditer(text):
        sort = match.lastgroup or ""
        raw = match.group()
        tokens.append(Token(sort, fold(raw) if sort == "word" else raw.lower(), match.start(), match.end()))
    return tokens


def _base_forms(word: str, language: str) -> Iterator[str]:
    """The words of which the folded ``word`` may be a plural or a case, in English and in ``language``."""
    if word.endswith("s"):
        yield word[:-1]
        if word.endswith("ies"):
            yield word[:-3] + "y"
        elif word.endswith("ves"):
            yield word[:-3] + "f"
            yield word[:-3] + "fe"
        elif word.endswith("es"):
            yield word[:-2]
    for ending, instead in _ENDINGS.get(language, ()):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead


Entry = dict[str, str]
"""What a phrase means, by language: the name of a kind, or `_ROLE` and the role of a word."""


class Lexicon:
    """All names and words by their folded words; Chinese ones by first character."""

    def __init__(self, gathered: Mapping[str, Any]) -> None:
        """``gathered``: what `_gathered` made of the tables."""
        self.kinds = {name: Kind(name, *values) for name, values in gathered["kinds"].items()}
        self.head_first: frozenset[str] = gathered["head_first"]
        self.lists: dict[str, frozenset[tuple[str, ...]]] = gathered["lists"]
        self.labels = {label: self.kinds[name] for label, name in gathered["labels"].items()}
        self.parts = {part: self.kinds[name] for part, name in gathered["parts"].items()}
        self.shelves: frozenset[str] = gathered["shelves"]
        self._means: dict[str, Kind | Word] = {**self.kinds, **{_ROLE + role: Word(role) for role in gathered["roles"]}}
        self._phrases: dict[tuple[str, ...], Entry] = gathered["phrases"]
        self._reach: dict[str, int] = gathered["reach"]
        self._vocabulary: frozenset[str] = gathered["vocabulary"]
        self._chinese: dict[str, list[tuple[str, str]]] = gathered["chinese"]
        self._bases: dict[tuple[str, str], str] = {}
        self._languages: dict[str, tuple[tuple[str, float], ...]] = {}

    def base(self, word: str, language: str) -> str:
        """The known word of which ``word`` is a form, else ``word``."""
        key = (word, language)
        found = self._bases.get(key)
        if found is None:
            found = next((form for form in _base_forms(word, language) if form in self._vocabulary), word)
            if len(self._bases) < _REMEMBERED:
                self._bases[key] = found
        return found

    def languages(self, word: str) -> tuple[tuple[str, float], ...]:
        """The languages in which ``word`` is known, each with its share of one."""
        found = self._languages.get(word)
        if found is None:
            entry = self._phrases.get((word,)) or self._phrases.get((self.base(word, ""),)) or {}
            found = tuple((language, 1.0 / len(entry)) for language in entry)
            if len(self._languages) < _REMEMBERED:
                self._languages[word] = found
        return found

    def matches(self, tokens: list[Token], language: str) -> list[Match]:
        """The longest known names and words from left to right, as ``language`` understands them."""
        texts = tuple(token.text for token in tokens)
        bases = tuple(self.base(token.text, language) if token.sort == "word" else token.text for token in tokens)
        found: list[Match] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.sort == "cjk":
                found.extend(self._chinese_matches(token, at))
            elif token.sort == "word":
                reach = max(self._reach.get(texts[at], 0), self._reach.get(bases[at], 0))
                match = self._longest(tokens, texts, bases, at, reach, language) if reach else None
                if match is None and language == "de":
                    match = self._compound(token, at)
                if match is not None:
                    found.append(match)
                    at = match.last
                    continue
            at += 1
        return found

    def _longest(
        self,
        tokens: list[Token],
        texts: tuple[str, ...],
        bases: tuple[str, ...],
        at: int,
        reach: int,
        language: str,
    ) -> Match | None:
        for last in range(min(at + reach, len(tokens)), at, -1):
            exact, base = texts[at:last], bases[at:last]
            best: tuple[str, ...] | None = None
            for words in (exact, exact[:-1] + base[-1:], base[:1] + exact[1:], base):
                entry = self._phrases.get(words)
                if entry is None:
                    continue
                if language in entry:
                    best = words
                    break
                best = best or words
            what = self._reading(self._phrases[best], language, len(best[0])) if best else None
            if best and what:
                flags = (best in self.lists[name] for name in ("models", "measure", "faint", "colours"))
                return Match(what, at, last, tokens[at].start, tokens[last - 1].end, *flags)
        return None

    def _compound(self, token: Token, at: int) -> Match | None:
        """A German compound is the thing that its last part names."""
        for cut in range(2, len(token.text) - 3):
            part = token.text[cut:]
            what = self._phrases.get((part,), {}).get("de") or self._phrases.get((self.base(part, "de"),), {}).get("de")
            if what in self.kinds:
                return Match(self.kinds[what], at, at + 1, token.start, token.end)
        return None

    def _chinese_matches(self, token: Token, at: int) -> Iterator[Match]:
        text, place = token.text, 0
        while place < len(text):
            for phrase, what in self._chinese.get(text[place], ()):
                if text.startswith(phrase, place):
                    start = token.start + place
                    colour = (phrase,) in self.lists["colours"]
                    yield Match(self._means[what], at, at + 1, start, start + len(phrase), colour=colour)
                    place += len(phrase) - 1
                    break
            place += 1

    def _reading(self, entry: Entry, language: str, length: int) -> Kind | Word | None:
        """What a phrase means in ``language``; a long name of goods is understood in any, the small words are not."""
        if language in entry:
            return self._means[entry[language]]
        if "en" in entry:
            return self.kinds.get(entry["en"])
        return next((self.kinds[what] for what in entry.values() if what in self.kinds and length > 4), None)


def _split(words: str) -> Iterator[str]:
    return (word.strip() for word in words.split(",") if word.strip())


def _kinds(table: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The fields of each kind behind its name."""
    kinds: dict[str, tuple[Any, ...]] = {}
    for name, row in table.items():
        above, inherited, serves, host, *_ = kinds[row["is"]] if "is" in row else ((), {}, False, False)
        traits = dict(inherited)
        sure = {key: row.get(key, "").split() for key in ("yes", "no", "maybe")}
        for trait in sure["maybe"]:
            traits.pop(trait, None)
        if "rest" in sure["no"]:
            left_open = {*sure["maybe"], *sure["yes"]}
            traits.update({trait: False for trait in TRAITS if trait not in traits and trait not in left_open})
        traits.update({trait: False for trait in sure["no"] if trait != "rest"})
        traits.update({trait: True for trait in sure["yes"]})
        flags = (row.get("serves", serves), row.get("host", host), row.get("weak", False), row.get("broad", False))
        kinds[name] = ((name, *above), traits, *flags)
    return kinds


def _gathered() -> dict[str, Any]:
    """The shipped tables, put together for a `Lexicon`, in values to be kept."""
    words = tables.parsed(tables.FOLDER / "product_words.yaml")
    found: dict[str, Any] = {
        "kinds": _kinds(tables.parsed(tables.FOLDER / "products.yaml")),
        "head_first": frozenset(words.pop("head_first").split()),
        "shelves": frozenset(_split(words.pop("shelves"))),
    }
    rows = {name: words.pop(name).values() for name in _LISTS}
    found["lists"] = {name: frozenset(folded(one) for row in rows[name] for one in _split(row)) for name in _LISTS}
    for key in ("parts", "labels"):
        found[key] = {word.casefold(): name for name, row in words.pop(key).items() for word in _split(row)}
    phrases: dict[tuple[str, ...], Entry] = {}
    chinese: dict[str, list[tuple[str, str]]] = {}
    for phrase, language, what in _meanings(words):
        if language == "zh":
            chinese.setdefault(phrase[0], []).append((phrase, what))
        else:
            phrases.setdefault(folded(phrase), {})[language] = what
    for entries in chinese.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    reach: dict[str, int] = {}
    for first, *others in phrases:
        reach[first] = max(1 + len(others), reach.get(first, 0))
    vocabulary = frozenset(word for phrase in phrases for word in phrase)
    return found | {
        "roles": list(words), "phrases": phrases, "chinese": chinese, "reach": reach, "vocabulary": vocabulary
    }  # fmt: skip


def _meanings(words: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Each phrase of the tables with its language and what it means; ``words`` are those that have a role."""
    for role, languages in words.items():
        for language, row in languages.items():
            for phrase in _split(row):
                yield phrase, language, _ROLE + role
    for file in sorted((tables.FOLDER / "product_names").iterdir()):
        for name, row in tables.parsed(file).items():
            for phrase in _split(row):
                yield phrase, file.stem, name


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped tables, read on first use."""
    return Lexicon(prepared("product words", _gathered))
