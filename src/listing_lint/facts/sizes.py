"""The sizes that a listing offers: in its variants, attributes, title and description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.size_words import (
    CORE,
    LETTER,
    NUMBER,
    ONE_SIZE,
    ONE_SIZE_VALUES,
    OPTION_NAMES,
    PORTUGUESE,
    SYSTEM_NAME,
    WORDS,
    letter_of,
    option,
    system_in,
)
from listing_lint.facts.statements import colour_families
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Sought

Sort = Literal["letter", "number", "one", "gbt", "waist", "bra", "age", "measured"]
Place = Literal["variant", "attribute", "title", "text"]


class Size(Struct, frozen=True):
    """One size that is offered.

    ``label`` is the size in standard form (``2XL``, ``38.5``; ``one`` for one size); of a range it is the smallest,
    and ``upto`` the largest. ``system`` is the code of the size system named with it. ``detail`` is True where the
    value says more than a label, such as ``M (88-92)``.
    """

    sort: Sort
    label: str
    upto: str
    system: str | None
    detail: bool
    place: Place
    span: Span

    @property
    def bare(self) -> bool:
        """True for a letter or number that alone tells a buyer abroad nothing."""
        return self.sort in ("letter", "number") and self.system is None and not self.detail


class _Value(Struct, frozen=True):
    """A size read from ``start``:``end`` of a text."""

    sort: Sort
    label: str
    upto: str
    system: str | None
    detail: bool
    start: int
    end: int


# Between sizes of one value. A comma before a lone 5 is a decimal comma: 38,5.
_SPLIT = expression(r"[;|、，；\n]+|,(?!5(?!\d))|\s/\s|\s\+\s")
_EDGE = " \t\u00a0\ufeff.'\"()[]"
_PREFIX = expression(r"[\s:：#._=\-]*(?:int(?:l|ernational)?\.?\s*[:：]\s*)?", re.IGNORECASE)
_LEADING_SYSTEM = expression(rf"(?:{SYSTEM_NAME})[\s:.=-]*(?=\d|[SMLX]+\b)", re.IGNORECASE)
_TAIL = expression(r"[-–/,(\s](XXS|XS|X{1,4}L|[2-9]XL|[SML])\)?$")
_MEASURE = expression(
    r"\d\s?(?:cm|mm|in(?:ch(?:es)?)?|kgs?|lbs?|斤|厘米|英寸|公斤|см|кг|pulgadas|[\"”″])(?!\w)", re.IGNORECASE
)
_LETTERS = expression(LETTER, re.IGNORECASE)
_NUMBERS = expression(NUMBER)
_NEXT_WORD = expression(r"\s?[^\W\d_]|\s?[x×*]\s?\d|\s?%")


def find_sizes(listing: Listing) -> tuple[Size, ...]:
    """The sizes that ``listing`` offers, in the order of its fields."""
    return tuple(_sizes(listing))


def _sizes(listing: Listing) -> Iterator[Size]:
    named: dict[int | None, str] | None = None
    for field in listing.fields:
        role = field.role
        if role == "variant":
            label = field.label
            if label in ("variations", "values", "options"):
                if named is None:
                    named = {other.variant: other.text for other in listing.fields if other.name == "variants.name"}
                label = named.get(field.variant, label)
            yield from _offered(field, label, "variant")
        elif role == "attribute":
            yield from _offered(field, field.label, "attribute")
        elif role == "title":
            yield from _placed(field, title_sizes(field.text), "title")
        elif role in ("description", "bullet"):
            yield from _placed(field, text_sizes(field.text), "text")


def _placed(field: Field, values: Iterator[_Value], place: Place, system: str | None = None) -> Iterator[Size]:
    for value in values:
        span = Span(field, value.start, value.end)
        yield Size(value.sort, value.label, value.upto, value.system or system, value.detail, place, span)


def _offered(field: Field, label: str, place: Place) -> Iterator[Size]:
    """The sizes in the value of an option or attribute called ``label``."""
    about = option(label)
    if about.is_size:
        for size in _placed(field, iter(values_in(field.text)), place, about.system):
            yield Size(size.sort, size.label, size.upto, size.system, size.detail or bool(about.unit), place, size.span)
    elif "size=" in field.text:
        for match in _KEYED.finditer(field.text):
            value = parse_value(match.group(1), 0)
            if value:
                span = Span(field, match.start(), match.end())
                yield Size(value.sort, value.label, value.upto, value.system, value.detail, place, span)
    elif place == "variant" and len(field.text) < 30:
        letter = _OPTION_LETTER.search(field.text)
        if letter:
            first = letter_of(letter.group(1))
            yield Size("letter", first, first, None, False, place, Span(field, letter.start(1), letter.end(1)))


_KEYED = expression(r"(?<![\w])size=([^,|;]+)", re.IGNORECASE)
# An option of another name still offers sizes where the value is one, or ends in one after a colour: Black / XL.
_OPTION_LETTER = expression(r"(?:^|[-/,]\s?|\s/\s)(XXS|XS|X{1,5}L|[2-9]XL|(?<=/ )[SML])$")


@lru_cache(maxsize=8192)
def values_in(text: str) -> tuple[_Value, ...]:
    """The sizes in the value of an option or attribute that holds sizes, one or several: ``S; M; L``."""
    if len(text) > 400:
        return ()
    found = []
    start = 0
    for match in _SPLIT.finditer(text):
        found.append(parse_value(text[start : match.start()], start))
        start = match.end()
    found.append(parse_value(text[start:], start))
    return tuple(value for value in found if value)


def parse_value(text: str, offset: int) -> _Value | None:
    """The size that the whole of ``text`` states, which begins at ``offset``; None where it is no size."""
    inner = text.strip(_EDGE)
    if not inner:
        return None
    begin = text.index(inner)
    closing = text[begin + len(inner) : begin + len(inner) + 1]
    if (inner.count("(") > inner.count(")") and closing == ")") or (
        inner.count("[") > inner.count("]") and closing == "]"
    ):
        inner += closing
    offset += begin
    label = _label(inner)
    measured = bool(_MEASURE.search(text))
    if label is None:
        return _Value("measured", inner, inner, None, True, offset, offset + len(inner)) if measured else None
    rest = inner[label.end :]
    system = system_in(inner)
    plain = not measured and system is None
    if (
        plain
        and _NEXT_WORD.match(rest)
        and (label.sort in ("number", "age") or len(label.text) == 1 or WORDS.get(label.text))
    ):
        return None
    detail = measured or (system is None and any(character.isdigit() for character in rest))
    start = label.end - len(label.text) if label.tail else 0
    return _Value(label.sort, label.low, label.high, system, detail, offset + start, offset + len(inner))


class _Label(Struct, frozen=True):
    """The label of a size inside a value: ``text`` ends at ``end``; ``tail`` where other words stand before it."""

    sort: Sort
    text: str
    low: str
    high: str
    end: int
    tail: bool = False


def _label(inner: str) -> _Label | None:
    name = next(OPTION_NAMES.find(inner), None)
    skip = name.end if name and name.start == 0 and name.end < len(inner) else 0
    one = next(ONE_SIZE.find(inner), None)
    if one and one.start in (0, skip):
        return _Label("one", inner[one.start : one.end], "one", "one", one.end)
    if ONE_SIZE_VALUES.get(inner):
        return _Label("one", inner, "one", "one", len(inner))
    prefix = _PREFIX.match(inner, skip)
    at = prefix.end() if prefix else skip
    system = _LEADING_SYSTEM.match(inner, at)
    at = system.end() if system else at
    word = next(WORDS.find(inner[at:]), None)
    if word and word.start == 0:
        return _Label("letter", inner[at : at + word.end], word.value, word.value, at + word.end)
    if inner[at:].upper() in PORTUGUESE:
        size = PORTUGUESE[inner[at:].upper()]
        return _Label("letter", inner[at:], size, size, len(inner))
    core = CORE.match(inner, at)
    if core:
        return _of_core(core)
    tail = _TAIL.search(inner)
    return _Label("letter", tail.group(1), *(letter_of(tail.group(1)),) * 2, tail.end(1), True) if tail else None


def _of_core(core: re.Match[str]) -> _Label:
    sort: Sort = core.lastgroup  # type: ignore[assignment]
    text = core.group().strip()
    if sort not in ("letter", "number"):
        return _Label(sort, text, text, text, core.end())
    ends = (_LETTERS if sort == "letter" else _NUMBERS).findall(text)
    low, high = (letter_of(end) if sort == "letter" else end for end in (ends[0], ends[-1]))
    return _Label(sort, text, low, high, core.end())


_LIST = expression(
    rf"(?<![\w-])(?:{LETTER})(?:(?:\s*(?:[-–—~～/,、|&+]|[Tt][Oo]|TO|a|à|bis|до|至|到)\s*|\s+)(?:{LETTER}))+(?![\w-])"
)
_LONE = expression(r"(?<![\w'’-])(?:XXS|XS|X{1,6}L|[2-9]XL|1[0-2]XL|[2-9]XS|(?:XX?|[Ee]xtra)[ -][Ll]arge)(?![\w'’])")
_CUED = expression(
    rf"(?<!\w)(?i:sizes?|talla|tamanho|taille|größe|taglia|размер|尺码)\s*+(?:[:：#]\s*+)?"
    rf"(?:(?P<letter>{LETTER}|(?i:(?:x{{1,3}}-|extra )?(?:small|large)|medium))|"
    rf"(?P<number>{NUMBER}(?:\s*[-–~/,]\s*{NUMBER})*))(?![\w.])(?!\s*(?:[x×*\"'”″′°%]|cm|mm|in\b|inch|ft|pcs))"
)
_TRAILING = expression(
    r"(?:[,(/|]|\s[-–]|(?<![^\W\d_])(?P<glued>[^\W\d_]+)[-–])\s*(?P<size>S|M|L|(?:X-)?Small|Medium|(?:X-)?Large)\)?\s*$"
)


def title_sizes(text: str) -> Iterator[_Value]:
    """The sizes in a title: lists and ranges, letters that can be nothing else, ``size L``, or a last ``- L``."""
    for pattern in (_LIST, _CUED, _LONE):
        match = pattern.search(text)
        if match:
            yield from _stated(match.group(), match.start())
            return
    last = _TRAILING.search(text)
    # Behind a hyphen a letter ends a model's name (Alpha-M), unless a colour stands before it (Pink-M).
    if last and (last["glued"] is None or colour_families(last["glued"])):
        yield from _stated(last["size"], last.start("size"))
        return
    yield from _one_size(text)


def _stated(words: str, start: int) -> Iterator[_Value]:
    """The first and last size of ``words``, as one value."""
    label = _label(words)
    if label:
        ends = _LETTERS.findall(words) if label.sort == "letter" and not WORDS.get(label.text) else ()
        high = letter_of(ends[-1]) if len(ends) > 1 else label.high
        yield _Value(label.sort, label.low, high, None, False, start, start + len(words))


_ADVICE_BEFORE = expression(
    r"(?:up|down|by|going|go|taking|take|choose|order|buy|half|not|isn't|than)\s+(?:an?\s+)?$", re.I
)
_ADVICE_AFTER = expression(
    r"\s*(?:larger?|bigger?|smaller?|small|up|down|too|above|below|off|over|under|wider?)\b", re.I
)


def _one_size(text: str) -> Iterator[_Value]:
    """``One size`` where it is offered, not where a buyer is told to take one size larger."""
    for match in ONE_SIZE.find(text) if ONE_SIZE.clue.possible(text) else ():
        before, after = text[max(0, match.start - 20) : match.start], text[match.end : match.end + 12]
        if not _ADVICE_BEFORE.search(before) and not _ADVICE_AFTER.match(after):
            yield _Value("one", "one", "one", None, False, match.start, match.end)
            return


_LINE = Sought(
    r"(?im)(?:^|[.;,•*✅☞💪>。；，】)]|\bavailable\s|\bin\s)\W{0,40}(?:available\s+|our\s+)?"
    r"(?:sizes?|tallas?|tamaños?|tamanhos?|tailles?|pointures?|größen?|taglie?|размеры?|尺码|尺寸)"
    r"(?:\s+available)?\s*[:：]\s*(?P<list>[^\n。;；]{1,60})"
)
_WORN_BY = expression(r"\b(?:model|wear(?:s|ing)?|tall)\b", re.IGNORECASE)


def text_sizes(text: str) -> Iterator[_Value]:
    """The sizes that a description offers in so many words: ``Sizes: S-XL``, ``one size``."""
    for match in _LINE.finditer(text):
        if _WORN_BY.search(text, max(0, match.start() - 60), match.start()):
            continue
        listed = match.group("list")
        found = _LISTED.match(listed) or _FIRST.match(listed)
        if found:
            yield from _stated(found.group().strip(), match.start("list") + found.start())
    yield from _one_size(text)


_FIRST = expression(rf"(?:{LETTER}|{NUMBER}(?:\s*[-–~/,、]\s*{NUMBER})+)(?=\s*(?:$|[.,(（]))")
_LISTED = expression(_LIST.pattern, re.IGNORECASE)
