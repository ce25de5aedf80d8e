"""Text that lost some of its characters: separators, decimal points, percent signs, apostrophes, figures, words.

Every function here takes the text of a field and yields the pieces that show the loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import digits

from listing_lint.expressions import expression
from listing_lint.facts.damage import Piece
from listing_lint.linear import Look
from listing_lint.literals import Literal
from listing_lint.sought import Clue, Sought

_UNIT = r"(?:mAh|mA|Hz|GB|TB|cm|mm|kg|ml|ft|[VAWmgM])"
_GLUED_UNITS = expression(
    rf"(?<![\w.])(?:[AD]C)?\d+(?:\.\d+)?({_UNIT})(?:\d+(?:\.\d+)?\1)+(?!\w)|(?<![\w.])\d+(?:\.\d+)?A\d+(?:\.\d+)?V\b"
)


_DIGIT_UNIT_DIGIT = Look(rf"\p{{Nd}}{_UNIT}\p{{Nd}}")


def lost_separators(text: str) -> Iterator[Piece]:
    """Measurements without the sign between them: ``1m2m``, ``3A9V``; one piece for a run of them."""
    run: re.Match[str] | None = None
    end = 0
    if not _DIGIT_UNIT_DIGIT.possible(text):
        return
    for match in _GLUED_UNITS.finditer(text):
        if run is not None and match.start() - end > 12:
            yield Piece(run.start(), end)
            run = None
        run, end = run or match, match.end()
    if run is not None:
        yield Piece(run.start(), end)


_INCHES = r"(?:inch(?:es)?|inci|polegadas|pulgadas|pouces|zoll|дюйм\w*)"
_LOST_POINT = Sought(
    r"(?<![\w.,/×*-])(?<!series )(?<!pack )(?<!set )(?<!of )(?<!and )(?<!\d )\b\d \d{1,2} ?"
    rf"{_INCHES}\b|"
    r"\b\d \.\d+ ?(?:inch(?:es)?|in|cm|mm)\b",
    re.IGNORECASE,
    readable="",
)
_DIAGONAL = Sought(
    r"(?<![\w.,/×*-])(?<!of )(?<!and )(?<!pack )(?<!set )"
    r"(?:10 [1459]|11 6|12 [459]|13 [356]|14 [12]|15 [46]|16 [12]|17 3|18 [45]|21 5|23 [68])"
    rf" ?{_INCHES}\b",
    re.IGNORECASE,
)
"""Sizes of screens, which are measured in these tenths of an inch."""
_SCREEN = expression(r"laptop|notebook|tablet|monitor|screen|display|layar|pantalla|[eé]cran|bildschirm", re.IGNORECASE)
_FIBRES = r"(?:cotton|polyester|nylon|wool|silk|linen|spandex|elastane|viscose|acrylic|rayon)"
_OTHER_FIBRES = "algodón|poliéster|lana|lino|seda|algodão|poliamida|coton|laine|soie|cotone|seta|baumwolle|katun"
_LOST_PERCENT = Sought(
    rf"(?<![\w.,$€£/-])(?:100 (?:brand new|original|genuine|authentic|natural|pure|handmade|real|new|{_FIBRES[3:-1]}|"
    rf"nuev[oa] y|nov[oa] e|neuf et|neu und|{_OTHER_FIBRES})|"
    rf"\d\d {_FIBRES}[ ,/]+\d{{1,2}} {_FIBRES})\b",
    re.IGNORECASE,
)


_LOST_INCH = Sought(r"(?<=cm )\d\d(?:\.\d)? diagonal\b")
_LOST_RANGE = Sought(r"(?<![\w.,])[1-9]\d{3} [1-9]\d{3} ?mAh\b")
_NUMBERS_IN_A_ROW = Clue(
    "numbers in a row", lambda: [Literal(f"{one} {then}", False, False) for one in digits for then in f"{digits}."]
)
"""What every match of `_LOST_POINT` holds."""


_LOST_PLUS = Sought(r"\b\d{1,2} (?:32|64|128|256|512)GB\b(?: \d{1,2} (?:32|64|128|256|512)GB\b)+")


_PUT_BACK = {
    _LOST_POINT: (expression(r"(?<=^\d) \.?"), "."),
    _LOST_PERCENT: (expression(r"(?<=\d) (?=[A-Za-z])"), "% "),
    _LOST_PLUS: (expression(r"(?<=\d) (?=\d+GB)"), "+"),
    _LOST_RANGE: (expression(r"(?<=^\d{4}) "), "-"),
    _LOST_INCH: (expression(r"(?= diagonal$)"), '"'),
    _DIAGONAL: (expression(r"(?<=^\d\d) "), "."),
}
"""Where each pattern of lost signs has lost its sign, and which one it is."""

_LOST_APOSTROPHE = Sought(
    r"(?<![\w'’-])(?:(?:is|are|was|were|do|does|did|ca|could|would|should|wo|has|have|had)n|it|that|what|let|here) "
    r"(?:(?<=n )t|(?<!n )s)(?= [a-z])|(?<![\w'’-])(?:you|we|they) (?:re|ve|ll)(?= [a-z])|"
    r"(?<![\w'’-])(?:(?:wo)?men|children) s(?= [a-z]{3})",
    re.IGNORECASE,
)


def lost_signs(text: str) -> Iterator[Piece]:
    """Numbers that lost their decimal point (``6 7 inches``), percent sign (``100 brand new``) or plus sign.

    The last only where memory sizes stand in a row: ``8 128GB 8 256GB``. Also ranges of capacity (``2000 2999 mAh``),
    the inches of a screen (``39.6 cm 15.6 diagonal``), and English words that lost their apostrophe: ``don t``,
    ``men s``.
    """
    for match in _LOST_APOSTROPHE.finditer(text):
        if match.group()[-1].islower():
            yield Piece(match.start(), match.end(), match.group().replace(" ", "'"))
    for pattern, (place, sign) in _PUT_BACK.items():
        if pattern is _LOST_POINT and not _NUMBERS_IN_A_ROW.possible(text):
            continue
        for match in pattern.finditer(text):
            if pattern is _DIAGONAL and not _SCREEN.search(text):
                break
            yield Piece(match.start(), match.end(), place.sub(sign, match.group()))


_NO_VALUE = Sought(r"\b(?:weighing|measuring|measures|weighs|approximately) ?[.;,](?=\s|$)", re.IGNORECASE)


def lost_values(text: str) -> Iterator[Piece]:
    """A verb of measure with nothing behind it: ``weighing.``"""
    for match in _NO_VALUE.finditer(text):
        yield Piece(match.start(), match.end())


_LOST_WORD = Sought(
    r"\b(?:an|the|of|for|with|and|your|by|is|are|be) \.(?=\s|$)|"
    r"\b(?:and|or|the|of|for|your) ,(?= [a-z])|"
    r"(?<![\w-])(?!(?:type|vitamin|grade|class|hepatitis|series|group|point|option|cable|side|part|plan|team|model|layer|"
    r"zone|block|size|phase|line|version|from|category|mode|set|kit|product|item|variant|style) )[a-z]{3,} "
    r"a (?:of|for|with|and|at)(?= [a-z])|"
    r"\b(?i:adds|gives|brings|includes|has|creates) an? (?:of|for|with|and|to|at)\b(?! from\b)|"
    r"\b(?:in terms of|thanks to|made of|because of) and\b|"
    r"\b(?i:perfect|ideal|suitable|compatible|designed|great) (?:for|with) (?:and|or)"
    r"(?= (?!without\b|against\b|with\b|for\b))|"
    r"\bby for(?= (?:women|men|unisex|kids)\b)|"
    r"\b(?:is|are) and (?:easy|safe|simple|durable|comfortable|soft|light|strong|convenient|beautiful)\b",
)


def lost_words(text: str) -> Iterator[Piece]:
    """Places where a word is missing after an article or a preposition: ``adds a of color``, ``durable and .``"""
    for match in _LOST_WORD.finditer(text):
        yield Piece(match.start(), match.end())


MARKS: dict[str, tuple[Clue, ...]] = {
    "lost_signs": (_LOST_APOSTROPHE, _LOST_PERCENT, _LOST_PLUS, _LOST_RANGE, _LOST_INCH, _DIAGONAL, _NUMBERS_IN_A_ROW),
    "lost_values": (_NO_VALUE,),
    "lost_words": (_LOST_WORD,),
}
"""For sorts of loss, by the names of their functions: what stands in every text that has it."""
LOOKS = {"lost_separators": _DIGIT_UNIT_DIGIT}
"""Likewise, where it is an expression of RE2."""
