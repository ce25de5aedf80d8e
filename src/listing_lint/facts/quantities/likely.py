"""Where quantities of some sorts may stand: quick looks at a text, before its quantities are found.

Each function is False only where there surely are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from listing_lint.expressions import expression
from listing_lint.facts.quantities.labels import naming
from listing_lint.facts.quantities.scan import fold
from listing_lint.facts.quantities.units import named_by
from listing_lint.facts.quantities.words import NUMBERS, number_words
from listing_lint.linear import Look
from listing_lint.model import Field
from listing_lint.sought import Clue, Sought

_LETTER = r"[^\W\d_\u2e80-\u9fff]"
"""A letter of a script that puts spaces between words; before and behind figures such letters make whole words."""
_DIGIT = r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
_BEGINS = r"[-+.‐‑‒–—−\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞零一二两三四五六七八九十半负摄华]"
"""What a quantity can begin with, number words apart."""
_BEGINS_RE2 = _BEGINS.replace(r"\d", r"\p{Nd}")

_CONVERSION_SIGN = (
    rf"(?:[(（\[/=≈]|(?<!{_LETTER})(?:or|ou|oder)\b)[ \u00a0]?(?:[=≈~]|or|about|approx\.?|ca\.?)?[ \u00a0]{{0,2}}"
)
CONVERSION = expression(rf"[ \u00a0]{{0,2}}{_CONVERSION_SIGN}")
"""What stands between a figure and its conversion: ``10 cm (4 in)``, ``10 cm or 4 in``."""


@cache
def conversions() -> Look:
    """What every text holds that has a conversion: the beginning of a quantity behind such a sign."""
    words = "|".join(map(re.escape, sorted(number_words())))
    return Look(
        r"(?:[(（\[/=≈]|(?:(?m:^)|\PL|[\x{2e80}-\x{9fff}])(?:or|ou|oder)\b)[ \x{a0}]?"
        rf"(?:[=≈~]|or|about|approx\.?|ca\.?)?[ \x{{a0}}]{{0,2}}(?:{_BEGINS_RE2}|{words})",
        re.IGNORECASE,
    )


SIDE_LABEL = Sought(
    r"(?:size|dimension|measure|uk\.|tamaño|medida|taille|größe|maße|размер|dimensi|tamanho|尺寸|规格)", re.IGNORECASE
)
"""Words before the sides of a thing."""
_SIDE_NAMES = naming(dimensions=frozenset({"length"}))
_SIGNED = expression(rf"[:=]\s*(?:[-+.负]|零下)?{_DIGIT}")


_OUTSIDE = r"\PL|[\x{2e80}-\x{9fff}]"
_DIGIT_RE2 = _DIGIT.replace(r"\d", r"\p{Nd}")
_WIDE = r"[\x{ff01}-\x{ff5e}]"
_TIMES_FOLLOWS = Look(
    rf"{_DIGIT_RE2}(?:(?s:.{{0,23}})(?:{_OUTSIDE}))?"
    rf"(?:[xх×✕✖╳]|{_WIDE}|(?:by|por|par|mal|на)(?:{_OUTSIDE}|(?m:$)))|{_DIGIT_RE2}(?s:.{{0,24}})[*乘]",
    re.IGNORECASE,
)
"""A figure with a sign or a word for "times" not far behind it."""


def bare_sides(fields: Sequence[Field], may_hold: Callable[[Look], bool]) -> list[Field]:
    """Those of ``fields`` that may state sides as bare numbers: joined, or named where that counts."""
    joined = may_hold(_TIMES_FOLLOWS)
    return [
        field
        for field in fields
        if NUMBERS.possible(field.text)
        and ((joined and _TIMES_FOLLOWS.possible(fold(field.text))) or _named_sides(field))
    ]


def _named_sides(field: Field) -> bool:
    if not (_SIDE_NAMES.possible(field.text) or _SIDE_NAMES.possible(field.label)):
        return False
    return (
        field.role not in ("description", "bullet")
        or SIDE_LABEL.possible(field.text)
        or _SIGNED.search(fold(field.text)) is not None
    )


_MORE = r"(?:and (?:up|more|above|over)|or (?:more|less|above)|max\.?|min\.?|\+)?"
ANY_AMOUNT = expression(rf"\s*+{_MORE}\s*+", re.IGNORECASE)
"""What may stand behind an amount that has no unit."""
_AMOUNT_ENDS = expression(rf"{_DIGIT}\)?[^\S\n]*+{_MORE}[^\S\n]*+(?:$|[\n,;，；。|]|\.(?:\s|$))", re.IGNORECASE)


def bare_amounts(text: str) -> bool:
    """Whether ``text`` may hold an amount without a unit and no more words behind it."""
    return _AMOUNT_ENDS.search(text) is not None


_LABEL_WORDS = r"[^\W\d_]+(?: [^\W\d_]+){0,2}"
LABEL_ALONE = expression(rf"[\W_]*{_LABEL_WORDS}")
"""A line that holds nothing but a label before its figure: ``Net weight 80 g``."""
_LABELS = naming()
_FIGURE_ENDS_LINE = rf"\s*(?:{_BEGINS}|[^\W\d_])[^\n]{{0,100}}$"
_LABEL_BEGINS_LINE = expression(rf"^(?:[^\w\n]|_)*+{_LABEL_WORDS}{_FIGURE_ENDS_LINE}", re.MULTILINE)
_LETTER_BEGINS_LINE = expression(rf"^(?:[^\w\n]|_)*+[^\W\d_](?![^\W\d_]){_FIGURE_ENDS_LINE}", re.MULTILINE)
_GIGAHERTZ = Clue("gigahertz", lambda: named_by("gigahertz"))


def labelled_figures(text: str) -> bool:
    """Whether ``text`` may hold a figure with a label of its own, or the clock of a processor."""
    if any(sign in text for sign in ":：="):
        return True
    # Where there is but one line there is no need to look for the others.
    lines = "\n" in text
    first = _LETTER_BEGINS_LINE.search(text) if lines else _LETTER_BEGINS_LINE.match(text)
    if first or _GIGAHERTZ.possible(text):
        return True
    return _LABELS.possible(text) and bool(_LABEL_BEGINS_LINE.search(text) if lines else _LABEL_BEGINS_LINE.match(text))
