"""What several places of a listing say of one and the same property, so that they can be compared.

A statement holds every value that its place allows: a title "for men and women" allows both, and the options or the
listed values of one name are one statement, since a choice contradicts nothing that it offers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.literals import folded, of_phrase
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Clue, Sought


class Statement(Struct, frozen=True):
    """The values of a property that one place allows; ``span`` is where the first of them stands."""

    values: frozenset[str]
    span: Span

    @property
    def field(self) -> Field:
        return self.span.field


def statements(listing: Listing, name: str) -> tuple[Statement, ...]:
    """What the fields that a buyer reads say of the property ``name``, a key of `PROPERTIES`.

    Options and the values of an attribute are joined. The order is that of trust: title, options, text, attributes.
    """
    found = _joined(tuple(PROPERTIES[name].find(listing)))
    return tuple(sorted(found, key=lambda statement: _ORDER.index(statement.field.role)))


# Attributes come last: filled in from a list, they are wrong more often than what the seller wrote.
_ORDER = ("title", "variant", "bullet", "description", "category", "attribute")


def _joined(found: tuple[Statement, ...]) -> tuple[Statement, ...]:
    options: dict[str, Statement] = {}
    rest = []
    for statement in found:
        if statement.field.role not in ("variant", "attribute"):
            rest.append(statement)
            continue
        before = options.get(statement.field.name)
        values = statement.values | (before.values if before else frozenset())
        options[statement.field.name] = Statement(values, before.span if before else statement.span)
    return (*rest, *options.values())


def _collect(field: Field, pattern: Sought, name: Callable[[re.Match[str]], str | None]) -> list[Statement]:
    """One statement of all that ``pattern`` finds in ``field``, or none."""
    matches = list(pattern.finditer(field.text))
    values = frozenset(value for match in matches if (value := name(match)))
    return [Statement(values, Span(field, *matches[0].span()))] if values else []


def _table(name: str) -> Any:
    return tables.data(name)


# ------------------------------------------------------------------------------------------------------- who wears it
def whole_words(words: Iterable[str]) -> Sought:
    """A pattern of the words, the longest first; those of alphabets only as whole words."""
    parts = (
        re.escape(word) if "\u4e00" <= word[0] <= "\u9fff" else rf"(?<!\w){re.escape(word)}(?!\w)"
        for word in sorted(words, key=len, reverse=True)
    )
    return Sought("|".join(parts), re.IGNORECASE)


@lru_cache(maxsize=1)
def _wearers() -> tuple[Sought, Sought, dict[str, frozenset[str]]]:
    """The pattern for titles, the pattern for answers, and who each word stands for."""
    table = _table("wearers.yaml")
    stands_for = {"women": frozenset({"women"}), "men": frozenset({"men"}), "both": frozenset({"women", "men"})}
    words = {word: stands_for[who] for who, words in table.items() for word in (*words["title"], *words["value"])}
    in_title = whole_words(word for words in table.values() for word in words["title"])
    return in_title, whole_words(words), {folded(word): who for word, who in words.items()}


_AUDIENCE_LABEL = Sought(
    r"(?:target |product )?(?:gender|sex)(?: \(.*\))?|department(?: name)?|applicable (?:people|gender)|g[eé]nero|genre"
    r"|geschlecht|sesso|пол|性别|适用性别",
    re.IGNORECASE,
)


_UNISEX = Sought(r"(?<!\w)(?:unisex|унисекс)(?!\w)", re.IGNORECASE)


def _audience(listing: Listing) -> Iterator[Statement]:
    in_title, in_value, stands_for = _wearers()
    for field in listing.of("title", "attribute", "variant", "category", "description", "bullet"):
        if field.role == "title":
            pattern = in_title
        elif field.role in ("description", "bullet"):
            # In a text women and men are also mentioned by the way; a thing called unisex is for both.
            pattern = _UNISEX
        elif _AUDIENCE_LABEL.fullmatch(field.label.strip()):
            pattern = in_value
        else:
            continue
        matches = list(pattern.finditer(field.text))
        if matches:
            values = frozenset().union(*(stands_for[folded(match.group())] for match in matches))
            yield Statement(values, Span(field, matches[0].start(), matches[-1].end()))


# ------------------------------------------------------------------------------------------------------------- colour
_COLOUR_LABEL = Sought(
    r"(?:main |primary |base |product )?colou?r(?:s|\(s\)| name| family)?"
    r"(?: \(product\.metafields\.(?:custom|my_fields)\.\w+\))?"
    r"|farbe|couleur|colore|cor|цвет|颜色|颜色分类",
    re.IGNORECASE,
)
_COLOUR_LINE = Sought(
    r"(?:^|[\n.;|•])[ \t]*(?:main |product )?(?:colou?r|farbe|couleur|colore|цвет|颜色)(?:[ \t]*[:：][ \t]*|[ \t]+)"
    r"([^\n.;|•:：]{2,40})(?=$|[\n.;|•])",
    re.IGNORECASE,
)


_STANDS_ALONE = expression(
    r"(?: colou?r)?(?:\s*(?:$|[,;|(\[/–—]|\d)|\s+(?:-|for|with|pour|para|für|mit|avec|com)(?!\w))", re.IGNORECASE
)
"""What follows the colour of the thing in a title; before another word it may be that of a part or a print."""
_OF_LIGHT = expression(r"\b(?:light|led|luz|lumière|licht|luce|warm|cool|свет)\s*$", re.IGNORECASE)
_SHADES = expression(
    r"\b(?:light|dark|deep|pale|bright|matte|and|with|solid|pure|color|colour)\b|[\W\d_]", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _colours() -> tuple[Sought, dict[str, set[str]]]:
    table = _table("colours.yaml")["families"]
    families: dict[str, set[str]] = {}
    for family, names in table.items():
        for word in names:
            families.setdefault(folded(word), set()).add(family)
    return whole_words(word.lower() for names in table.values() for word in names), families


@lru_cache(maxsize=4096)
def colour_families(text: str) -> frozenset[str] | None:
    """The families of the colours that ``text`` names; None where part of it is no known colour."""
    pattern, families = _colours()
    found = [folded(match.group()) for match in pattern.compiled.finditer(text)]
    rest = _SHADES.sub("", pattern.compiled.sub("", text))
    return frozenset().union(*(families[word] for word in found)) if found and not rest else None


def _colour(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        if field.role == "title":
            yield from _colour_in_title(field)
            continue
        places: list[tuple[int, int]] = []
        if field.role in ("attribute", "variant") and _COLOUR_LABEL.fullmatch(field.label.strip()):
            places = [(0, len(field.text))]
        elif field.role == "description":
            places = [match.span(1) for match in _COLOUR_LINE.finditer(field.text)]
        for start, end in places:
            value = colour_families(field.text[start:end])
            # A colour that is not known may be any: the place then allows everything.
            yield Statement(value if value is not None else frozenset({"*"}), Span(field, start, end))


def _colour_in_title(field: Field) -> Iterator[Statement]:
    """The colours that a title names, where one of them is surely that of the thing."""
    if not _PLAIN.possible(field.text):
        return
    pattern, families = _colours()
    found = list(pattern.finditer(field.text))
    plain = next((match for match in found if _is_of_the_thing(match, field.text)), None)
    if plain:
        values = frozenset().union(*(families[folded(match.group())] for match in found))
        yield Statement(values, Span(field, *plain.span()))


def _is_of_the_thing(match: re.Match[str], title: str) -> bool:
    return (
        folded(match.group()) in _plain_colours()
        and _STANDS_ALONE.match(title, match.end()) is not None
        and _OF_LIGHT.search(title[max(0, match.start() - 12) : match.start()]) is None
    )


@lru_cache(maxsize=1)
def _plain_colours() -> frozenset[str]:
    """The words that name a colour and nothing else."""
    return frozenset(map(folded, _table("colours.yaml")["plain"]))


_PLAIN = Clue("plain colours", lambda: map(of_phrase, _table("colours.yaml")["plain"]))


# -------------------------------------------------------------------------------------------------------------- pieces
_PIECES = Sought(
    r"(?<![\w.,/x×*-])(\d{1,4})\s?-?"
    r"(?:pcs|pc|pieces?|piezas|pi[eè]ces|peças|stück|stk|pezzi|шт|件|个|只|条|packs?|pk|count|ct)(?![\w/])"
    r"|\b(?:set|pack|lot|box) of (\d{1,4})\b",
    re.IGNORECASE,
)
_PIECES_LABEL = Sought(
    r"pack(?:age)? (?:size|quantity)|number of (?:pieces|items|units)|(?:unit|piece) count|pieces|quantity per pack"
    r"|item package quantity|pcs|件数|数量\(件\)",
    re.IGNORECASE,
)


_PACKAGE_LIST = Sought(
    r"(?:pack(?:age|ing)?(?: list| contents?| includ(?:es|ed|ing))|what(?:'|’)?s in the box|包装清单|包装内含)"
    r"\s*[:：]\s*"
    r"((?:[^\n]+\n?){1,6})",
    re.IGNORECASE,
)
_LISTED = expression(
    r"(?<![\w.,/])(\d{1,4})\s?(?:[x×*]|pcs|pc|pieces?)(?![\w/])|[x×*]\s?(\d{1,4})(?![\w.,/])", re.IGNORECASE
)
_GROUP = expression(r"\b(?:sets?|pairs?|packs?|kits?|box(?:es)?|bags?|rolls?)\b", re.IGNORECASE)


def _package_list(field: Field) -> Iterator[Statement]:
    """The counts of a package list and their sum; none where it counts sets, or single things."""
    for match in _PACKAGE_LIST.finditer(field.text):
        counts = list(_LISTED.finditer(match.group(1)))
        numbers = [int(count.group(1) or count.group(2)) for count in counts]
        if numbers and max(numbers) > 1 and not _GROUP.search(match.group(1)):
            start = match.start(1) + counts[0].start()
            yield Statement(
                frozenset(map(str, (*numbers, sum(numbers)))), Span(field, start, match.start(1) + counts[0].end())
            )


def _pieces(listing: Listing) -> Iterator[Statement]:
    def value(match: re.Match[str]) -> str:
        return str(int(match.group(1) or match.group(2)))

    for field in listing.visible:
        if field.role == "title":
            yield from _collect(field, _PIECES, value)
        elif field.role in ("description", "bullet"):
            yield from _package_list(field)
        elif _PIECES_LABEL.fullmatch(field.label.strip()):
            bare = re.fullmatch(r"\s*(\d{1,4})\s*", field.text)
            if bare:
                yield Statement(frozenset({str(int(bare.group(1)))}), Span(field, *bare.span(1)))
            else:
                yield from _collect(field, _PIECES, value)


# --------------------------------------------------------------------------------------------------------- N functions
_IN_ONE = Sought(r"\b(\d{1,2})[ -]?in[ -]?(?:1|one)\b", re.IGNORECASE)


def _in_one(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        yield from _collect(field, _IN_ONE, lambda match: str(int(match.group(1))))


# -------------------------------------------------------------------------------------------------------------- memory
_RAM = Sought(
    r"\b(\d{1,3})\s?GB\s?(?:\+\s?\d{1,4}\s?GB\s?)?(?:DDR\d\w*\s?)?(?:RAM|memory)\b|\bRAM\s?:?\s?(\d{1,3})\s?GB",
    re.IGNORECASE,
)
_GIGABYTES = Sought(r"(\d{1,3})\s?GB", re.IGNORECASE)
_RAM_LABEL = Sought(
    r"ram(?: memory| size| capacity)?|memory capacity|arbeitsspeicher|memoria ram|运行内存", re.IGNORECASE
)


def _ram(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        if _RAM_LABEL.fullmatch(field.label.strip()):
            yield from _collect(field, _GIGABYTES, lambda match: match.group(1))
        else:
            yield from _collect(field, _RAM, lambda match: match.group(1) or match.group(2))


# --------------------------------------------------------------------------------------------------------------- stone
_STONE_LABEL = Sought(
    r"(?:main |gem|primary |center )?stones?(?: type| material)?|gemstone|piedra|pierre|stein|宝石|主石", re.IGNORECASE
)
_STONE_LINE = Sought(
    r"(?:^|\n)[ \t]*(?P<line>(?:main |center )?(?:gem)?stones?[ \t]*[:：][ \t]*(?P<stone>[^\n]{1,60}))", re.IGNORECASE
)
_NONE = expression(r"\s*(?:none|no|no stone|without|n/?a|nein|ninguna|无)\s*", re.IGNORECASE)
_ANY_GEM = Sought(r"\b(?:gems?|gemstones?|birthstones?)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _gems() -> tuple[Sought, dict[str, str]]:
    """The pattern of the names of gems, and the gem that each stands for."""
    gems = {word.lower(): gem for gem, words in _table("gems.yaml").items() for word in words}
    return whole_words(gems), {folded(word): gem for word, gem in gems.items()}


def _stones(text: str) -> frozenset[str]:
    """The gems that ``text`` names; all where it only says that there is one; none in it gives an empty set."""
    pattern, gems = _gems()
    if _ANY_GEM.compiled.search(text):
        return frozenset(gems.values())
    return frozenset(gems[folded(match.group())] for match in pattern.compiled.finditer(text))


def _stone(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        if field.role == "title":
            named = _gems()[0].search(field.text) or _ANY_GEM.search(field.text)
            if named:
                yield Statement(_stones(field.text), Span(field, *named.span()))
        elif field.role == "attribute" and _STONE_LABEL.fullmatch(field.label.strip()):
            yield Statement(_stone_told(field.text), Span(field, 0, len(field.text)))
        elif field.role == "description":
            for match in _STONE_LINE.finditer(field.text):
                end = match.start("line") + len(match["line"].rstrip())
                yield Statement(_stone_told(match["stone"]), Span(field, match.start("line"), end))


def _stone_told(text: str) -> frozenset[str]:
    """The gems of an answer to the question for the stone; what is not known may be any."""
    return frozenset({"none"}) if _NONE.fullmatch(text) else _stones(text) or frozenset({"*"})


# ------------------------------------------------------------------------------------------------------------- battery
_BATTERY = Sought(
    r"\b(?P<no>(?:batter(?:y|ies)|cells?) (?:is |are )?not (?:be )?included|without batter(?:y|ies)|"
    r"no batter(?:y|ies) included|(?:does|do) not (?:include|contain) batter(?:y|ies)|excluding batter(?:y|ies))"
    r"|(?P<yes>batter(?:y|ies) (?:is |are )?included|with batter(?:y|ies) included|includes? (?:the )?batter(?:y|ies)|"
    r"comes? with (?:the )?batter(?:y|ies))\b",
    re.IGNORECASE,
)
_BATTERY_LABEL = Sought(r"batter(?:y|ies) included|includes? batter(?:y|ies)|with battery", re.IGNORECASE)


def _battery(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        if _BATTERY_LABEL.fullmatch(field.label.strip()):
            answer = re.fullmatch(r"\s*(yes|no|true|false)\s*", field.text, re.IGNORECASE)
            if answer:
                value = "yes" if answer.group(1).lower() in ("yes", "true") else "no"
                yield Statement(frozenset({value}), Span(field, *answer.span(1)))
        else:
            yield from _collect(field, _BATTERY, lambda match: "no" if match.group("no") else "yes")


# ------------------------------------------------------------------------------------------------- cores of a processor
_CORES = Sought(r"\b(single|du[ae]l|quad|hexa|octa|deca)[ -]?core", re.IGNORECASE)


def _cores(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        yield from _collect(field, _CORES, lambda match: match.group(1).lower().replace("duel", "dual"))


# ------------------------------------------------------------------------------------------------------ USB generation
_USB = Sought(r"\busb[ -]?([234])(?:\.\d)?(?![\w.])", re.IGNORECASE)


def _usb(listing: Listing) -> Iterator[Statement]:
    for field in listing.visible:
        if field.role in ("title", "attribute"):
            yield from _collect(field, _USB, lambda match: match.group(1))


# ----------------------------------------------------------------------------------------------- properties in a table
class _Named(Struct, frozen=True):
    """A property of named_properties.yaml: its labels, and its values in titles and in answers."""

    labels: Sought
    title: dict[str, Sought]
    answer: dict[str, Sought]


def _patterns(words: dict[str, str]) -> dict[str, Sought]:
    return {value: Sought(rf"\b(?:{pattern})\b", re.IGNORECASE) for value, pattern in words.items()}


@lru_cache(maxsize=1)
def _named() -> dict[str, _Named]:
    return {
        name: _Named(Sought(row["labels"], re.IGNORECASE), _patterns(row["title"]), _patterns(row["answer"]))
        for name, row in _table("named_properties.yaml").items()
    }


def _named_property(name: str) -> Callable[[Listing], Iterator[Statement]]:
    """The statements of a property of named_properties.yaml: in the title, in attributes and in labelled lines."""

    def find(listing: Listing) -> Iterator[Statement]:
        named = _named()[name]
        labels, in_answer = named.labels, named.answer
        for field in listing.of("title", "category", "attribute", "description", "bullet"):
            if field.role == "title":
                if any(pattern.possible(field.text) for pattern in named.title.values()):
                    yield from _values(field, 0, field.text, named.title)
            elif field.role in ("category", "attribute"):
                if labels.fullmatch(field.label.strip()):
                    yield from _values(field, 0, field.text, in_answer)
            elif labels.possible(field.text):
                for line in _LABELLED.finditer(field.text):
                    if labels.compiled.fullmatch(line["label"].strip()):
                        yield from _values(field, line.start("value"), line["value"], in_answer)

    return find


_LABELLED = expression(r"(?:^|\n)[ \t]*(?P<label>[^\W\d_][^\n:：]{1,30})[:：](?P<value>[^\n]{1,80})")


def _values(field: Field, start: int, text: str, patterns: dict[str, Sought]) -> Iterator[Statement]:
    found = {value: match for value, pattern in patterns.items() if (match := pattern.compiled.search(text))}
    if found:
        first = min(found.values(), key=lambda match: match.start())
        yield Statement(frozenset(found), Span(field, start + first.start(), start + first.end()))


def _of_table(name: str) -> Callable[[], tuple[Sought, ...]]:
    """The patterns of a property of named_properties.yaml; an answer counts only under one of the labels."""
    return lambda: (_named()[name].labels, *_named()[name].title.values())


class Property(Struct, frozen=True):
    """How the statements of a property are found, and patterns of which one stands in every listing that has any."""

    find: Callable[[Listing], Iterator[Statement]]
    sought: Callable[[], tuple[Sought, ...]]


PROPERTIES: dict[str, Property] = {
    "audience": Property(_audience, lambda: (*_wearers()[:2], _UNISEX)),
    "colour": Property(_colour, lambda: (_COLOUR_LABEL, _COLOUR_LINE)),
    "pieces": Property(_pieces, lambda: (_PIECES, _PIECES_LABEL, _PACKAGE_LIST)),
    "in-one": Property(_in_one, lambda: (_IN_ONE,)),
    "ram": Property(_ram, lambda: (_RAM, _RAM_LABEL)),
    "stone": Property(_stone, lambda: (_gems()[0], _ANY_GEM, _STONE_LABEL, _STONE_LINE)),
    "battery": Property(_battery, lambda: (_BATTERY, _BATTERY_LABEL)),
    "cores": Property(_cores, lambda: (_CORES,)),
    "usb": Property(_usb, lambda: (_USB,)),
    "processor": Property(_named_property("processor"), _of_table("processor")),
    "graphics": Property(_named_property("graphics"), _of_table("graphics")),
    "network": Property(_named_property("network"), _of_table("network")),
    "pattern": Property(_named_property("pattern"), _of_table("pattern")),
    "supply": Property(_named_property("supply"), _of_table("supply")),
}
