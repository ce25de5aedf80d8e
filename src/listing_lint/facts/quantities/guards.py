"""When a symbol after a number is its unit: single letters and marks mean other things too."""

from __future__ import annotations

import re
from collections.abc import Callable

from listing_lint.expressions import expression
from listing_lint.facts.quantities.numerals import Numeral


def is_unit(name: str, text: str, number: Numeral, number_end: int, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, which could be the unit ``name``, is the unit of ``number``."""
    symbol = text[start:end]
    guard = _GUARDS.get(symbol.lower())
    if guard is None:
        return True
    enclosed = text[start - 1] in "([{<" and text[end : end + 1] in (")", "]", "}", ">")
    return guard(_Place(text, number.value, symbol, start == number_end or enclosed, number.start, end))


class _Place:
    """The surroundings of a symbol."""

    def __init__(self, text: str, value: float, symbol: str, glued: bool, start: int, end: int) -> None:
        self.text, self.value, self.symbol, self.glued, self.start, self.end = text, value, symbol, glued, start, end

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + 14]

    @property
    def before(self) -> str:
        return self.text[max(0, self.start - 14) : self.start]


_NOT_METRES = expression(r"\s*(?:US|UK|EU)\b|\s*(?:dollar|euro|user|view|download|pound|people|fan|customer|yuan)")


def _metre(at: _Place) -> bool:
    if at.symbol == "m":
        return True
    return at.glued and at.value <= 1000 and not _NOT_METRES.match(at.after)


def _gram(at: _Place) -> bool:
    if re.match(
        r"[\s/-]?(?:wi-?fi|network|lte|phone|sim|mobile|band|hz|wireless|modem|router|smart|[/&+]\s?\d)", at.after, re.I
    ):
        return False
    if at.symbol == "G" and at.value in (2, 3, 4, 5, 6, 2.4, 5.8):
        return False
    return at.symbol == "g" or at.glued or at.value > 6


def _upper_or_glued(at: _Place) -> bool:
    return at.glued or at.symbol.isupper()


_SIDE = expression(r"\s?[x*×]\s?\d|\s?(?:cm|mm|in|inch|inches|\")(?![^\W\d_])", re.I)
"""What follows a letter that names a side: ``60W x 40H``, ``10H cm``."""


def _denier(at: _Place) -> bool:
    return at.glued and at.symbol == "D" and at.value >= 100


def _chinese_yard(at: _Place) -> bool:
    # Below it, the word means a size of clothes or shoes.
    return at.value > 60


def _litre(at: _Place) -> bool:
    return not re.match(r"\s?[x*×]\s?[\d.]+\s?[\"']?\s?[wdh]\b", at.after, re.I)


def _kelvin(at: _Place) -> bool:
    return (
        at.symbol == "K"
        and 1000 <= at.value <= 20000
        and not re.match(r"\s?[^\W\d_]*(?:view|follow|sold|fan|user)", at.after)
    )


def _watt(at: _Place) -> bool:
    return _upper_or_glued(at) and not re.match(r"-\d0\b", at.after) and not _SIDE.match(at.after)


def _ampere(at: _Place) -> bool:
    if re.match(r"[\s-]?(?:grade|cup|day|class)", at.after, re.I):
        return False
    if re.search(r"(?i)\b(?:grade|class|cup|type|size)\s*$", at.before):
        return False
    return (at.symbol == "A" and not re.match(r"-[a-z]|[+\d]", at.after, re.I)) or (at.glued and at.symbol == "a")


def _hour(at: _Place) -> bool:
    return (at.glued or at.symbol == "h") and not _SIDE.match(at.after)


def _second(at: _Place) -> bool:
    if at.symbol != "s" or re.search(r"(?i)iphone\s*$|'$", at.before):
        return False
    return not (
        at.glued
        and (
            at.value >= 1000
            or (at.value >= 20 and at.value % 10 == 0 and re.search(r"(?i)\bthe\s*$|\bin\s*$|'$", at.before))
        )
    )


def _lower(at: _Place) -> bool:
    return at.symbol.islower()


def _upper(at: _Place) -> bool:
    return at.symbol.isupper()


def _inch_word(at: _Place) -> bool:
    if at.glued:
        return not re.match(r"-?\d", at.after)
    if at.symbol.isupper():
        return not re.match(r"\s?\d", at.after)
    return not re.match(
        r"\s+(?!x\b|by\b|long|wide|thick|tall|high|deep|diam|and\b|or\b|in\b|length|width|height|to\b)\w", at.after
    )


def _inch_mark(at: _Place) -> bool:
    if not at.glued and at.symbol == '"':
        return bool(re.match(r"\s?(?:x|by|long|wide|tall|high|deep|thick|diam|[lwhd]\b)", at.after, re.I))
    # A quotation that opened right before the number closes here.
    return not re.search(r"[\"“]\s?$", at.before) and not (
        at.before.count('"') % 2 and re.match(r"\s*(?:$|[,.;)])", at.after) and '"' in at.before and "=" in at.before
    )


def _horsepower(at: _Place) -> bool:
    return at.text[at.start : at.start + 2] not in ("00", "01") and at.text[at.start - 1 : at.start] != "-"


def _foot_mark(at: _Place) -> bool:
    if not at.glued or at.before.endswith("'"):
        return False
    return not re.match(r"[^\W\d_]", at.after) or at.after[:1] in "xX"


_GUARDS: dict[str, Callable[[_Place], bool]] = {
    "m": _metre, "g": _gram, "w": _watt, "v": _upper_or_glued, "a": _ampere, "h": _hour, "s": _second, "t": _lower,
    "hp": _horsepower, "l": _litre, "k": _kelvin, "d": _denier, "码": _chinese_yard,
    "j": _upper, "in": _inch_word, '"': _inch_mark, "''": _inch_mark, "'": _foot_mark,
}  # fmt: skip
