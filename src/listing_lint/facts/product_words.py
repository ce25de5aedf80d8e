"""The names of products and the words around them, ready to be looked up in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from listing_lint import strict_yaml

TRAITS: tuple[str, ...] = (
    "worn", "clothing", "footwear", "ring", "bra", "headwear", "gloves", "hosiery", "children", "jewellery", "bag",
    "bedding", "furniture", "kitchenware", "mains", "portable_mains", "hard_wired", "charger", "battery", "usb",
    "vehicle", "phone", "tv", "keyboard", "plumbing", "lighting", "consumable", "kit",
)  # fmt: skip
"""All traits a product can have."""

_TOKEN = re.compile(
    r"(?P<cjk>[\u3400-\u9fff]+)|(?P<word>[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?)"
    r"|(?P<break>\s[-–—~]+\s|[,;|/()\[\]{}:!?，。；：！？、（）【】「」《》•·\n>]|\.(?=\s|$))|(?P<number>\d[\w.]*)"
)
_ELISION = re.compile(r"^(?:l|d|qu|s|n|un|dell|all|nell|sull|dall)['’](?=\w)")
_CYRILLIC_ENDING = re.compile(
    r"(?<=..)(?:ыми|ими|ого|его|ому|ему|ами|ями|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ом|ем|ам|ям|ах|ях|ов|ев|ую|юю|ых|их|ью|ия|"
    r"[аяоеыиуюьй])$"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of goods: its ``chain`` of names from itself to the root, and what is known of its traits."""

    name: str
    chain: tuple[str, ...]
    traits: dict[str, bool] = field(hash=False, compare=False)
    serves: bool = False
    host: bool = False


class Word(NamedTuple):
    """What a word does beside a product's name: purpose, with, of or measure."""

    role: str


class Match(NamedTuple):
    """A run of tokens ``first``:``last`` that names a kind or has a role, at ``start``:``end`` of the text."""

    what: Kind | Word
    first: int
    last: int
    start: int
    end: int
    model: bool = False


class Token(NamedTuple):
    """A piece of text: ``sort`` is word, cjk, number or break; ``text`` is folded."""

    sort: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
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


def tokenize(text: str) -> list[Token]:
    """The words, runs of Chinese, numbers and breaks of ``text``."""
    tokens = []
    for match in _TOKEN.finditer(text):
        sort = match.lastgroup or ""
        raw = match.group()
        tokens.append(Token(sort, fold(raw) if sort == "word" else raw, match.start(), match.end()))
    return tokens


def _inflected(word: str, language: str) -> Iterable[str]:
    """The forms of a folded noun or adjective that differ from it: plurals, and cases of Czech and German."""
    last = word[-1:]
    if language == "en":
        if last == "y" and word[-2:-1] not in "aeiou":
            return (word[:-1] + "ies",)
        if word.endswith(("s", "x", "z", "ch", "sh")):
            return (word + "es",)
        if word.endswith(("fe", "lf", "af")):
            return (word + "s", word.rstrip("fe") + "ves")
        return (word + "s",)
    if language in ("es", "pt"):
        endings = {"z": "ces", "m": "ns"}
        if last in endings:
            return (word[:-1] + endings[last], word + "s")
        if word.endswith("ao"):
            return (word[:-2] + "oes", word + "s")
        if language == "pt" and last == "l":
            return (word[:-1] + "is", word + "es")
        return (word + "s",) if last in "aeiou" else (word + "es", word + "s")
    if language == "fr":
        if word.endswith("al"):
            return (word[:-2] + "aux", word + "s")
        return (word + ("x" if word.endswith(("eau", "eu")) else "s"), word + "es")
    if language == "it":
        stem = word[:-1]
        if last in "oe":
            return (stem.removesuffix("i") + "i", stem + "i", stem + "hi")
        return (stem + "e", stem + "he") if last == "a" else ()
    if language == "de":
        return tuple(word + ending for ending in ("e", "en", "er", "n", "s", "es", "ern"))
    if language == "cs":
        stem = word[:-1] if last in "aeoy" else word
        return tuple(stem + ending for ending in ("y", "u", "e", "i", "a", "ou", "ovy", "ova", "ove"))
    if language in ("ro", "pl", "nl"):
        return tuple(word + ending for ending in ("e", "i", "s", "en"))
    return ()


class Lexicon:
    """All names and words, by first token; Chinese ones by first character."""

    def __init__(self, kinds: dict[str, Kind], head_first: frozenset[str]) -> None:
        self.kinds = kinds
        self.head_first = head_first
        self.phrases: dict[str, list[tuple[tuple[str, ...], dict[str, Kind | Word]]]] = {}
        self.chinese: dict[str, list[tuple[str, Kind | Word]]] = {}
        self.models: set[tuple[str, ...]] = set()
        self.plain: frozenset[str] = frozenset()
        self._index: dict[tuple[str, ...], dict[str, Kind | Word]] = {}

    def add(self, phrase: str, language: str, what: Kind | Word) -> None:
        """Enter ``phrase``, and its inflected forms where it names a kind of goods."""
        if language == "zh":
            self.chinese.setdefault(phrase[0], []).append((phrase, what))
            return
        words = tuple(token.text for token in tokenize(phrase))
        self._enter(words, language, what)
        if isinstance(what, Word) or words in self.models:
            return
        ends = {len(words) - 1} if language in ("en", "de") else {0, len(words) - 1}
        for place in ends:
            for form in _inflected(words[place], language):
                self._enter((*words[:place], form, *words[place + 1 :]), language, what, weak=True)
        if len(ends) > 1 and len(words) < 4:
            plural = tuple(next(iter(_inflected(word, language)), word) for word in words)
            self._enter(plural, language, what, weak=True)

    def _enter(self, words: tuple[str, ...], language: str, what: Kind | Word, *, weak: bool = False) -> None:
        entry = self._index.get(words)
        if entry is None:
            entry = self._index[words] = {}
            self.phrases.setdefault(words[0], []).append((words[1:], entry))
        if weak:
            entry.setdefault(language, what)
        else:
            entry[language] = what

    def close(self) -> None:
        """Order the entries, longest first."""
        for rows in self.phrases.values():
            rows.sort(key=lambda row: -len(row[0]))
        for chinese_rows in self.chinese.values():
            chinese_rows.sort(key=lambda row: -len(row[0]))
        self._index = {}

    def matches(self, tokens: list[Token], language: str) -> Iterator[Match]:
        """The longest known names and words from left to right, as ``language`` understands them."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.sort == "cjk":
                yield from self._chinese_matches(token, at)
            elif token.sort == "word" and token.text in self.phrases:
                found = self._longest(tokens, at, language)
                if found is not None:
                    yield found
                    at = found.last
                    continue
            at += 1

    def _longest(self, tokens: list[Token], at: int, language: str) -> Match | None:
        for rest, entry in self.phrases[tokens[at].text]:
            last = at + 1 + len(rest)
            if rest and tuple(token.text for token in tokens[at + 1 : last]) != rest:
                continue
            what = _reading(entry, language)
            if what is not None:
                words = (tokens[at].text, *rest)
                return Match(what, at, last, tokens[at].start, tokens[last - 1].end, words in self.models)
        return None

    def _chinese_matches(self, token: Token, at: int) -> Iterator[Match]:
        text, place = token.text, 0
        while place < len(text):
            for phrase, what in self.chinese.get(text[place], ()):
                if text.startswith(phrase, place):
                    start = token.start + place
                    yield Match(what, at, at + 1, start, start + len(phrase))
                    place += len(phrase) - 1
                    break
            place += 1


def _reading(entry: dict[str, Kind | Word], language: str) -> Kind | Word | None:
    """What a phrase means in ``language``; a name of goods is understood in any, the small words are not."""
    if language in entry:
        return entry[language]
    if isinstance(entry.get("en"), Kind):
        return entry["en"]
    return next((what for what in entry.values() if isinstance(what, Kind)), None)


def _split(words: str) -> Iterator[str]:
    return (word.strip() for word in words.split(",") if word.strip())


def _kinds(table: strict_yaml.Mapping) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for name, row in table.items():
        parent = kinds[row["is"]] if "is" in row else None
        traits = dict(parent.traits) if parent else {}
        sure = {key: row.get(key, "").split() for key in ("yes", "no", "maybe")}
        for trait in sure["maybe"]:
            traits.pop(trait, None)
        if "rest" in sure["no"]:
            left_open = {*sure["maybe"], *sure["yes"]}
            traits.update({trait: False for trait in TRAITS if trait not in traits and trait not in left_open})
        traits.update({trait: False for trait in sure["no"] if trait != "rest"})
        traits.update({trait: True for trait in sure["yes"]})
        serves = row.get("serves", parent.serves if parent else False)
        host = row.get("host", parent.host if parent else False)
        kinds[name] = Kind(name, (name, *(parent.chain if parent else ())), traits, serves, host)
    return kinds


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped tables, read on first use."""
    folder = resources.files("listing_lint") / "tables"
    products = strict_yaml.load((folder / "products.yaml").read_text(encoding="utf-8"))
    words = strict_yaml.load((folder / "product_words.yaml").read_text(encoding="utf-8"))
    kinds = _kinds(products)
    result = Lexicon(kinds, frozenset(words.pop("head_first").split()))
    for phrases in words.pop("models").values():
        result.models.update(tuple(token.text for token in tokenize(phrase)) for phrase in _split(phrases))
    result.plain = frozenset(fold(word) for phrases in words.pop("plain").values() for word in _split(phrases))
    for role, languages in words.items():
        for language, phrases in languages.items():
            for phrase in _split(phrases):
                result.add(phrase, language, Word(role))
    for name, row in products.items():
        for language, phrases in row.items():
            if len(language) == 2 and language != "is" and language != "no":
                for phrase in _split(phrases):
                    result.add(phrase, language, kinds[name])
    result.close()
    return result
