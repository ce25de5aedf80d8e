"""The figures of a text for comparing it with its translation: numbers with units, size codes, model codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.quantities import Quantity, quantities
from listing_lint.facts.quantities.numerals import numerals
from listing_lint.model import Field, Span
from listing_lint.tables import rows

_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；、"})
"""Full-width signs in the ordinary width, but for the commas: 5，200 are two numbers."""


class Figure(Struct, frozen=True):
    """A number as it stands at ``span``; ``unit`` is a name of `quantities`, ``percent``, ``size`` (码) or None.

    ``weak``: list numbers, years and slogans, which a translation may leave out. ``listed``: followed by another
    number, whose unit may be its own. ``twin``: the second of two equal sides (``90x90``).
    """

    value: float
    unit: str | None
    span: Span
    weak: bool = False
    listed: bool = False
    twin: bool = False

    @property
    def text(self) -> str:
        """The number with its unit, as the seller wrote it."""
        return self.span.text


_CODE = expression(
    r"(?<![A-Za-z0-9])[A-Za-z]+[-/]?\d[A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+)*|(?<![A-Za-z0-9])\d+[A-Za-z]+-\d+[A-Za-z0-9-]*"
)
_SCALE = {"万": 1e4, "千": 1e3, "百": 1e2, "亿": 1e8, "k": 1e3, "thousand": 1e3, "million": 1e6, "hundred": 1e2}
_AFTER = expression(r"\s?(万|亿|千(?![克瓦米])|百|k\b|[Tt]housand\b|[Mm]illion\b|[Hh]undred\b)")
_PERCENT = expression(r"\s?%|\s?per ?cent\b", re.IGNORECASE)
_LIST = expression(r"^[ \t]*[(（]?\d{1,2}[)）.、．:：](?!\d)", re.MULTILINE)
_SLOGAN = expression(
    r"\s?(?:天无理由|号电池|分(?![钟贝米之])|折|小时发货|年新款|新款|款\b|年(?:春|夏|秋|冬)|(?:new|spring|summer|autumn|winter)\b)",
    re.IGNORECASE,
)
_NEXT = expression(r"\s?[-–—~～至到/、,，x×*+]\s?\d|\s?(?:to|and|or|x|by)\s\d", re.IGNORECASE)
_TIMES = expression(r"[x×*]\s?$")
_CHI = expression(r"(\d{1,6})尺(\d)(?!\d)")
_SIZE_MARK = expression(r"\s?码")
_SO_MANY_IN_ONE = expression(r"[ -]?in[ -]?(?:1|one)\b|合一", re.IGNORECASE)


_HAN_UNITS = {
    "公斤": "kilogram", "厘米": "centimeter", "毫米": "millimeter", "小时": "hour", "分钟": "minute", "斤": "jin",
    "克": "gram", "米": "meter", "寸": "cun", "尺": "chi", "升": "liter", "天": "day", "年": "year",
}  # fmt: skip
_HAN_FIGURE = expression(f"([一二两三四五六七八九十半]{{1,12}})({'|'.join(_HAN_UNITS)})")


def figures(field: Field, language: str | None) -> Iterator[Figure]:
    """The numbers of ``field``, codes left out; those in Chinese characters with a unit come last and are weak."""
    yield from _digit_figures(field, language)
    for match in _HAN_FIGURE.finditer(field.text):
        value = max(han_numbers(match[1]), default=0.0)
        yield Figure(value, _HAN_UNITS[match[2]], Span(field, *match.span()), weak=True)


def _digit_figures(field: Field, language: str | None) -> Iterator[Figure]:
    text = field.text.translate(_WIDE)
    codes = [match.span() for match in code_matches(text)]
    lists = [match.span() for match in _LIST.finditer(text)]
    found = quantities(text, language)
    feet = {match.start(): match for match in _CHI.finditer(text)}
    skip, before = 0, 0.0
    for number in numerals(text, language):
        if number.start < skip or _inside(number.start, codes):
            continue
        end, value = number.end, number.value
        if number.start in feet:
            match = feet[number.start]
            skip = match.end()
            yield Figure(float(match[1]) + float(match[2]) / 10, "chi", Span(field, match.start(), match.end()))
            continue
        if scale := _AFTER.match(text, end):
            value, end = value * _SCALE[scale[1].lower()], scale.end()
        weak = _inside(number.start, lists) or bool(_SLOGAN.match(text, end)) or 2010 <= value <= 2035
        unit, end = _unit(text, number.start, end, found)
        twin = value == before and _TIMES.search(text, max(number.start - 8, 0), number.start) is not None
        yield Figure(value, unit, Span(field, number.start, end), weak, bool(_NEXT.match(text, number.end)), twin)
        before = value


def _unit(text: str, start: int, end: int, found: tuple[Quantity, ...]) -> tuple[str | None, int]:
    if percent := _PERCENT.match(text, end):
        return "percent", percent.end()
    if _SO_MANY_IN_ONE.match(text, end):
        return None, end
    if mark := _SIZE_MARK.match(text, end):
        return "size", mark.end()
    if text[max(start - 3, 0) : start] == "百分之":
        return "percent", end
    for quantity in found:
        if quantity.start <= start < quantity.end and "，" not in text[end : quantity.end]:
            unit = "size" if quantity.unit == "yard" and "码" in quantity.text else quantity.unit
            return unit, max(end, quantity.end if quantity.low is None else end)
    return None, end


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return next((True for start, end in spans if start <= position < end), False)


def code_matches(text: str) -> Iterator[re.Match[str]]:
    """Model and standard codes of ``text``: letters with digits, as in ``HX-2031B`` or ``IP67``."""
    for match in _CODE.finditer(text):
        if not _SIZE.fullmatch(match.group()):
            yield match


_SIZE = expression(r"(?<![A-Za-z0-9'’&.])(?:X{1,5}[SL]|\dX{1,2}[SL]|\d{1,2}XL|[SML])(?![A-Za-z0-9'’&])")


def size_codes(text: str) -> list[tuple[str, int, int]]:
    """Letter sizes in ``text`` with their places, ``XXL`` as ``2XL``; a lone letter counts only beside another size."""
    text = text.translate(_WIDE)
    found = [
        match
        for match in _SIZE.finditer(text)
        if not re.search(r"\d\s$", text[max(match.start() - 3, 0) : match.start()])
    ]
    if len(found) < 2 and not any(len(match.group()) > 1 for match in found):
        return []
    return [(_size_name(match.group()), match.start(), match.end()) for match in found]


def _size_name(code: str) -> str:
    times = code.count("X") if code[0] == "X" else 0
    return f"{times}X{code[-1]}" if times > 1 else code


def squeezed(text: str) -> str:
    """The letters and digits of ``text``, for finding a code however it is hyphenated."""
    return "".join(character for character in text.translate(_WIDE).lower() if character.isalnum())


_HAN_DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "双": 2,
    "对": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HAN_RUN = expression("[零一二两双对三四五六七八九十百半单]+")


def han_numbers(text: str) -> set[float]:
    """The values of the numbers that ``text`` writes in Chinese characters, up to 99; ``单`` is 1, ``半`` a half."""
    values: set[float] = set()
    for match in _HAN_RUN.finditer(text):
        run = match.group()
        tens, _, ones = run.partition("十")
        if "十" in run and len(tens) <= 1 and len(ones) <= 1:
            values.add(10.0 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0))
        values.update(float(_HAN_DIGITS[character]) for character in run if character in _HAN_DIGITS)
        values.update({"单": 1.0, "半": 0.5}[character] for character in run if character in "单半")
    return values


_MORE_WORDS = {
    "pair": 2,
    "double": 2,
    "dual": 2,
    "twin": 2,
    "both": 2,
    "twice": 2,
    "triple": 3,
    "dozen": 12,
    "single": 1,
    "half": 0.5,
    "quad": 4,
}


@cache
def _word_values(language: str) -> dict[str, float]:
    values = {row["word"]: float(row["value"]) for row in rows("number_words.csv") if row["language"] == language}
    return values | _MORE_WORDS if language == "en" else values


def word_numbers(text: str, language: str | None) -> set[float]:
    """The values of the numbers that ``text`` writes in words."""
    values = _word_values(language or "en")
    return {values[word] for word in re.findall(r"[^\W\d_]+", text.lower()) if word in values}
