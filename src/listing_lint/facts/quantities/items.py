"""Numbers with the unit, the sign and the scale that stand around them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.quantities.guards import is_unit
from listing_lint.facts.quantities.labels import Label, label_named
from listing_lint.facts.quantities.numerals import Numeral, numerals
from listing_lint.facts.quantities.units import FIRST_IDEOGRAPH, Unit, UnitName, unit, unit_at
from listing_lint.facts.quantities.words import chinese_numerals, chinese_value, values, word_numerals

_GAP = expression(r"(?:\s?[(\[{<](?=[^\W\d_]{1,6}[)\]}>])|\s?-(?=[^\W\d_])|\s)?")
_OF_A = expression(r"\s(?:of\s)?an?\s|\sd[ei]\s|\sd'")
_FOLLOWED = expression(r"[\s-]{0,3}(?:[^\W\d_]|[°º˚℃℉℧'\"(\[{<㎡㎥])")
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_HALF = expression(r"\s?(?:and a half|y medi[oa]|e mei[oa]|et demie?|e mezz[oa]|с половиной)(?![^\W\d_])|半(?!径)")
_SCALE = expression(r"(?:\s?([^\W\d_]{3,10})|\s?([百千万亿]))(?:\s(?:de|di|d'))?(?=[^\w]|\w)")
_HAN_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_SENTENCE_END = expression(r"\s*$|\s+[A-ZА-Я(]")
_AXIS_LETTER = expression(r"\s?[lwhdt]\s?(?=[^\W\d_\"])")
_MODEL_TAIL = expression(r"-(?:\d{3}|[^\W\d_]\d|shape|type|style)")
_CURRENCY = "$€£¥￥₽₹₩₺฿"
_GLUED_LABELS = frozenset({"l", "w", "h", "d", "t", "ø", "φ", "⌀", "dc", "ac", "dia", "size", "approx", "about", "ca"})
_BEFORE_TIMES = frozenset("0123456789 \"')mtnwhld")


class Item(Struct):
    """A number with what was found around it; ``end`` is the end of its unit, or of the number.

    ``minor`` is the smaller unit of a compound, ``group`` the start of the ``W x H x D`` it is a side of. ``signed``:
    a colon or the like stands between its label and it. ``slashed``: a slash joins it to the item before; ``in_row``:
    only its own label stands between the two.
    """

    number: Numeral
    start: int
    end: int
    value: float
    unit: Unit | None = None
    minor: str | None = None
    label: Label | None = None
    signed: bool = False
    slashed: bool = False
    in_row: bool = False
    low: float | None = None
    high: float | None = None
    is_range: bool = False
    group: int | None = None


def items(folded: str, low: str, language: str | None) -> list[Item]:
    """The numbers of a text that may be quantities; ``low`` is ``folded`` in lower case."""
    found: list[Item] = []
    for number, in_words in _numbers(low, language):
        last = found[-1] if found else None
        if last is not None and number.start < last.end:
            continue
        glued = last is not None and last.unit is not None and last.end == number.start
        if not glued and not _may_begin(low, number.start):
            continue
        item = _item(folded, low, number, language)
        if item is None or (in_words and (item.unit is None or item.unit.dimension == "count")):
            continue
        if item.unit and not _unit_stands(low, item):
            continue
        _sign(item, low, last)
        found.append(item)
    return found


def _numbers(low: str, language: str | None) -> Iterator[tuple[Numeral, bool]]:
    digits = [(number, False) for number in numerals(low, language)]
    words = [(number, True) for number in word_numerals(low, language)]
    if not low.isascii():
        words += [(number, True) for number in _han_numbers(low)]
    return iter(sorted(chain(digits, words), key=lambda pair: pair[0].start)) if words else iter(digits)


def _han_numbers(low: str) -> Iterator[Numeral]:
    """Numbers in Chinese characters that a unit follows; the longest name of a unit decides where they end."""
    for start, run in chinese_numerals(low):
        best: tuple[int, Numeral] | None = None
        for length in range(len(run), 0, -1):
            end = start + length
            name = unit_at(low, low, end, "zh")
            value = chinese_value(run[:length]) if name else None
            if name and value is not None and (best is None or len(name.text) > best[0]):
                best = len(name.text), Numeral(value, start, end)
        if best:
            yield best[1]


def _item(folded: str, low: str, number: Numeral, language: str | None) -> Item | None:
    value, end = number.value, number.end
    if not _FOLLOWED.match(low, end):
        return Item(number, number.start, end, value)
    if half := _HALF.match(low, end):
        value, end = value + 0.5, half.end()
    scaled, after_scale = _scale(low, end, language)
    item = Item(number, number.start, number.end, value * scaled)
    if scaled != 1:
        end = after_scale
    gap = _GAP.match(low, end)
    at = gap.end() if gap else end
    name = unit_at(folded, low, at, language)
    if name and not is_unit(name.unit, folded, number, end, at, at + len(name.text)):
        name = None
    if name is None and (joint := _OF_A.match(low, end)):
        at = joint.end()
        name = unit_at(folded, low, at, language)
    if name:
        _take(item, name, at, folded, low)
        if half := _HALF.match(low, item.end):
            item.value, item.end = value * scaled + 0.5, half.end()
        return item
    if (letter := _AXIS_LETTER.match(low, end)) and (name := unit_at(folded, low, letter.end(), language)):
        # The letter of 20D cm names the side.
        if unit(name.unit).dimension == "length":
            item.unit, item.end = unit(name.unit), letter.end() + len(name.text)
            item.label = label_named(letter[0].strip())
        return item
    return item if scaled == 1 else None


def _take(item: Item, name: UnitName, at: int, folded: str, low: str) -> None:
    item.unit, item.end = unit(name.unit), at + len(name.text)
    if name.text[-1] == "." and _SENTENCE_END.match(folded, item.end):
        item.end -= 1
    if name.unit == "degree" and low.endswith(("摄氏", "华氏"), 0, item.start):
        item.unit = unit("degree_Celsius" if low[item.start - 2] == "摄" else "degree_Fahrenheit")
        item.start -= 2
    closing = _CLOSING.get(low[at - 1])
    if closing and low[item.end : item.end + 1] == closing:
        item.end += 1


def _scale(low: str, end: int, language: str | None) -> tuple[float, int]:
    """The power of ten in words after a number (``2.4 billion gallons``), else 1, and where it ends."""
    match = _SCALE.match(low, end)
    if not match:
        return 1.0, end
    if match[2]:
        if unit_at(low, low, match.start(2), "zh"):
            return 1.0, end
        return _HAN_SCALES[match[2]], match.end()
    factor = values(language).get(match[1], 1.0)
    return (factor, match.end()) if factor >= 1000 else (1.0, end)


def _unit_stands(low: str, item: Item) -> bool:
    """False for a letter that more of a model number surrounds: ``XJ-5A``, ``24703L202``."""
    symbol = low[item.number.end : item.end].strip()
    before = low[item.start - 1 : item.start]
    if len(symbol) > 1 or not symbol.isalpha():
        return True
    if before == "-" and low[item.start - 2 : item.start - 1].isalnum() and not low[item.start - 2].isdigit():
        return False
    after = low[item.end : item.end + 8]
    if after[:1].isdigit():
        return item.unit is not None and (
            item.unit.dimension in ("voltage", "current", "power") or (symbol in "mh" and not after[2:3].isalnum())
        )
    return not _MODEL_TAIL.match(after) or after.rstrip().endswith(symbol)


def _may_begin(low: str, start: int) -> bool:
    """Whether a number at ``start`` stands free, rather than in a model number, a price or a version."""
    if not start:
        return True
    before = low[start - 1]
    if before in _CURRENCY or before in "#№_":
        return False
    if before == " " and low[max(start - 2, 0)] in _CURRENCY:
        return False
    if before in ".,":
        return not (start > 1 and low[start - 2].isdigit())
    if before.isalpha() and before < FIRST_IDEOGRAPH:
        begin = start - 1
        while begin and low[begin - 1].isalpha() and low[begin - 1] < FIRST_IDEOGRAPH:
            begin -= 1
        word = low[begin:start]
        free = not begin or not (low[begin - 1].isalnum() or low[begin - 1] == "-")
        return (word in _GLUED_LABELS and free) or (word in "xх" and begin > 0 and low[begin - 1] in _BEFORE_TIMES)
    return True


def _sign(item: Item, low: str, last: Item | None) -> None:
    """Takes a minus before the number into the item, where it cannot be a dash or part of a range."""
    at = item.start - 1
    if at < 0 or low[at] not in "-+ 负下":
        return
    for minus in ("负", "零下"):
        if low.endswith(minus, 0, item.start):
            item.start -= len(minus)
            item.value = -item.value
            return
    if at > 0 and low[at] == " " and low[at - 1] == "-":
        at -= 1
        if item.unit is None or item.unit.dimension != "temperature":
            return
    if low[at] not in "-+":
        return
    before = low[at - 1 : at]
    if before and (before.isalnum() or before in ")\"'°-+/"):
        return
    if last is not None and not low[last.end : at].strip() and last.end != at:
        # A dash after a quantity makes a range.
        return
    if low[at] == "-":
        item.value = -item.value
    item.start = at
