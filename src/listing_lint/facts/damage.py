"""Text that a tool damaged on its way into the listing: cut, doubled, glued together, shown with its markup.

Every function here takes the text of a field and yields the pieces that show the damage.
"""

from __future__ import annotations

import heapq
import html
import json
import re
from collections.abc import Iterator
from itertools import islice, pairwise

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.linear import Look
from listing_lint.literals import folded
from listing_lint.model import Listing
from listing_lint.sought import BEYOND_ASCII, Clue, Sought


class Piece(Struct, frozen=True):
    """The characters ``start``:``end`` of a text; ``repair`` is what they should read, where that is certain."""

    start: int
    end: int
    repair: str | None = None


_MOJIBAKE = expression(
    "[\u00c2\u00c3\u00c5\u00c4\u00d0\u00d1\u00e2\u00e3][\u0080-\u00bf\u0152-\u0178\u0192-\u20ac\u2122]|\u00ef\u00bb\u00bf"
)


_LOST_BULLET = expression(r"^\?[ \t]+(?=\w)[^?\n]{3,}$", re.MULTILINE)
_LOST_EMOJI = expression(r"(?:^|(?<=\n))\?{3,}(?=[ \t]+[^\W\d_])")


_HALF_LETTER = expression("[\u0900-\u0dff]{1,2}\u00e0[\u00a4-\u00bb]")
"""A letter of an Indian script of which only the first bytes are left: ``रà¤ ंग``."""
_MISREAD = Look(rf"{_MOJIBAKE.pattern}|{_HALF_LETTER.pattern}|\x{{fffd}}|\n\? |\?\?\?")


def broken_encoding(text: str) -> Iterator[Piece]:
    """Characters read in the wrong encoding (``itâ€™s``), with ftfy's repair, or lost for good (U+FFFD, ``?``).

    Question marks stand for lost characters where several lines begin with one, or a line begins with several; the
    first stands for all.
    """
    bullets = list(islice(_LOST_BULLET.finditer(text), 3)) if "\n? " in text else []
    if len(bullets) == 3:
        yield Piece(*bullets[0].span())
    if "???" in text and (emoji := _LOST_EMOJI.search(text)):
        yield Piece(*emoji.span())
    if text.isascii():
        return
    if _MOJIBAKE.search(text):
        import ftfy

        for word in re.finditer(r"\S+", text):
            if _MOJIBAKE.search(word.group()):
                repaired = ftfy.fix_encoding(word.group())
                if repaired != word.group():
                    yield Piece(word.start(), word.end(), repaired)
    for match in _HALF_LETTER.finditer(text):
        yield Piece(match.start(), match.end())
    for match in re.finditer("\ufffd+", text):
        yield Piece(match.start(), match.end())


_DOUBLED = expression(r"(?<![\w&'’-])([^\W\d_]{3,})[^\S\n\r]+\1(?![\w-])(?!\s*&)", re.IGNORECASE)


def doubled_words(text: str) -> Iterator[Piece]:
    """The same word twice in a row."""
    words = folded(text).split()
    if not any(then[:3] in word for word, then in pairwise(words)):
        return
    for match in _DOUBLED.finditer(text):
        yield Piece(match.start(), match.end(), match.group(1))


_LINE = expression(r"^[^\n]*[^\W\d_]{3,}[^\n]*$", re.MULTILINE)


def doubled_lines(text: str) -> Iterator[Piece]:
    """The same line twice in a row."""
    if "\n" not in text:
        return
    before: re.Match[str] | None = None
    for line in _LINE.finditer(text):
        if before and line.group().strip() == before.group().strip() and not text[before.end() : line.start()].strip():
            yield Piece(before.start(), line.end(), before.group())
        before = line


_JOINED = expression(r"\b([^\W\d_]{6,}) (?:and|or|e|y|et|und|ou|o|oder) \1(?=\s*(?:[.,;!\n]|$))", re.IGNORECASE)


def joined_twins(text: str) -> Iterator[Piece]:
    """Two different words of the source that became one: ``connections and connections``."""
    if not _TWINS.possible(text):
        return
    for match in _JOINED.finditer(text):
        if match.group(1).lower() != "through":
            yield Piece(match.start(), match.end())


_TWINS = Look(r" (?i:and|or|e|y|et|und|ou|o|oder) [^\x00-/:-@\[-`{-\x7f]{6,}\s*(?:[.,;!]|[^ -~]|(?m:$))")
"""What every match of `_JOINED` holds."""


_TOKEN = expression(r"[^\s|,]+")
_TELLING = expression(r"(?=.{4}).*(?:\d|\w-\w)")


def pasted_again(title: str) -> Iterator[Piece]:
    """Words of a title that stand once more at its end, with the word before them among them.

    One of them must be a number, a model or a compound: plain words are repeated on purpose, as search words.
    """
    whole = title.split(" | ")[0]
    last = whole.replace("|", " ").replace(",", " ").split()[-1:]
    if not last or whole.lower().count(last[0].strip("()[].:;").lower()) < 2:
        return
    words = [(match.start(), match.end(), match.group().strip("()[].:;").lower()) for match in _TOKEN.finditer(whole)]
    first: dict[str, int] = {}
    for number, (_, _, word) in enumerate(words):
        first.setdefault(word, number)
    start = len(words)
    while start and words[start - 1][2] and first[words[start - 1][2]] < start - 1:
        start -= 1
    while len(words) - start > 1 and (start == 0 or words[start - 1][2] not in {word for _, _, word in words[start:]}):
        start += 1
    tail = words[start:]
    if 2 <= len(tail) <= 6 and start >= 4 and next((1 for _, _, word in tail if _TELLING.match(word)), 0):
        yield Piece(tail[0][0], tail[-1][1])


_HANGING = {
    "en": "for with and of the to by from",
    "es": "para con y de del por en",
    "pt": "para com e de do da por em",
    "fr": "pour avec et de du des par en",
    "de": "für mit und von zum zur",
    "it": "per con di del della da",
}
_LAST_LETTER = expression(r"(?<!\S)\S+ \| [C-KN-RT-WYZ]$")
"""One letter of a shop's name behind a bar; letters that count variants or are sizes may be meant."""


def hanging_end(title: str, language: str | None) -> Iterator[Piece]:
    """The last two words of a title that ends in a preposition, an article, a conjunction or a shop's first letter."""
    letter = _LAST_LETTER.search(title) if "|" in title[-5:] else None
    if letter:
        yield Piece(letter.start(), letter.end())
        return
    start, end = _last_word(title)
    word = title[start:end]
    if word.lower() in _HANGING.get(language or "en", "").split() and word != word.upper():
        before = title[:start].rstrip()
        yield Piece(before.rfind(" ") + 1, end)


def _last_word(text: str) -> tuple[int, int]:
    """Where the letters stand that ``text`` ends in, white space apart."""
    end = start = len(text.rstrip())
    while start and text[start - 1].isalnum() and not text[start - 1].isdecimal():
        start -= 1
    return start, end


_INFLECTED = expression(
    r"s|es|ed|d|ing|er|r|ers|n|en|al|ly|e|a|o|as|os|es|i|t|te|le|nt|able|ful|ness|ment|less|ion|ions"
)


_CUT_LENGTH = 100
"""Titles are cut to lengths of 100 characters and more."""


def cut_word(listing: Listing) -> Iterator[Piece]:
    """The last word of the title, where it is the beginning of a word that stands elsewhere in the listing."""
    title = listing.title
    if title is None or len(title.text) < _CUT_LENGTH:
        return
    start, end = _last_word(title.text)
    if end - start < 4:
        return
    word = title.text[start:end].lower()
    text = " ".join(field.text for field in listing.visible)[:6000].lower()
    if len(re.findall(rf"\b{re.escape(word)}\b", text)) > 1:
        return
    longer = set(re.findall(rf"\b{re.escape(word)}([^\W\d_]+)", text))
    if longer and not any(len(rest) > 3 or _INFLECTED.fullmatch(rest) for rest in longer):
        yield Piece(start, end)


_STARTERS = (
    "The|This|These|For|With|We|Our|Please|You|Your|When|From|Made|Suitable|Perfect|Genuine|Includes|Comes|Designed|"
    "Ideal|Each|They"
)
_LABELS = (
    "UPC|SKU|Material|Size|Color|Colour|Weight|Brand|Features?|Description|Part Number|Dimensions|Note|Length|Width|"
    "Height|Package|Type|Condition|Capacity|INNER PACKAGING|COLOR|SIZE|MATERIAL"
)
_ARABIC_LABELS = (
    "المادة|المواد|الخامة|النوع|اللون|الحجم|المقاس|الأبعاد|الوزن|الطول|العرض|الارتفاع|الجهد|القدرة|السعة|مصدر الطاقة|"
    "الوظيفة|الميزات|الكمية|العلامة التجارية|الموديل|رقم الموديل|اسم المنتج|بلد المنشأ"
)
_CAPITAL_LABELS = "UPC|INNER PACKAGING|COLOR|SIZE|MATERIAL"
_GLUED = expression(
    rf"(?<![\w@#/])[A-Za-z]?[a-z]{{3,}}(?:(?:{_STARTERS})(?= [a-z])|(?:{_LABELS})(?:\(s\))? ?:)|"
    r"(?<![\w@#/])[A-Za-z]?[a-z]{3,}(?:For|With|This|These|The|Includes)(?= [A-Z])|"
    r"(?<![\w@#/.])[A-Z]*[a-z]*\d*\)?(?<=[\w)])Part Number\(s\)|"
    rf"(?<![\w@/.])\w*[\d)](?:{_CAPITAL_LABELS}) ?:|"
    r"(?<![\w@#/.])[A-Za-zÀ-ž]{4,}20[12]\d[a-zà-ž]{3,}\b|(?<![\w@#/.-])[a-z]{4,}[1-9] [xX](?= [a-z]{3})|"
    r"(?<![\w@#/.-])[a-z]{4,}\d{1,2}pcs\b|"
    r"(?<=[A-Z]{2} )[A-Z]{4,}[A-Z][a-z]{3,}(?= [a-z])|"
    r"(?<![\w@/.])#?\d{3,6}(?:New|Unisex|Women|Men|Kids|Summer|Winter|For|With)(?=[ '’]|$)|"
    r"(?<![\w@#/.])[A-Za-z]?[a-z]{4,}[A-Z][a-z]{3,}(?: [a-z]{3,})?:(?= \w)|"
    rf"(?<![\w@/.])(?:[\u0621-\u064a]{{3,24}}|[A-Za-z\d]{{1,24}}\)?)(?:{_ARABIC_LABELS})(?: [\u0621-\u064a]+)? ?:|"
    # Ta marbuta and tanween end a word of Arabic.
    r"(?<![\u0621-\u064b])[\u0621-\u064a]{2,24}(?:\u0629|\u064b\u0627|\u0627\u064b)[\u0621-\u064a]{2,24}"
)


_SEAMS = Look(
    rf"[a-z](?:{_STARTERS}|{_LABELS})|\p{{Nd}}[FKMNSUW][a-z]|[\p{{Nd}})](?:{_CAPITAL_LABELS}|Part Number\(s\))|"
    r"[A-Z]{2} [A-Z]{5,}[a-z]{3}|[a-zà-ž]20[12]\p{Nd}[a-zà-ž]|[a-z]{4}[1-9] [xX] [a-z]|[a-z]{4}\p{Nd}{1,2}pcs|"
    rf"[a-z]{{4}}[A-Z][a-z]{{3,}}(?: [a-z]{{3,}})?: |[\x{{621}}-\x{{64a}}A-Za-z\p{{Nd}})](?:{_ARABIC_LABELS})|"
    r"[\x{621}-\x{64a}](?:\x{629}|\x{64b}\x{627}|\x{627}\x{64b})[\x{621}-\x{64a}]"
)
"""What every match of `_GLUED` holds."""


_SEAM = expression(
    r"(?<=[a-z\d)])(?=[A-Z])|(?<=[a-zà-ž])(?=20[12]\d)|(?<=[a-z])(?=\d{1,2}(?: [xX]|pcs)$)|"
    rf"(?<=\w)(?=(?:{_ARABIC_LABELS})(?: [\u0621-\u064a]+)? ?:)|"
    r"(?<=[A-Z]{4})(?=[A-Z][a-z]{3})|(?<=\u0629)(?=[\u0621-\u064a])|"
    r"(?<=\u064b\u0627)(?=[\u0621-\u064a])|(?<=\u0627\u064b)(?=[\u0621-\u064a])"
)


def glued_words(text: str) -> Iterator[Piece]:
    """Two blocks of text run together where a break was lost: ``Power SupplyFor the``, ``2024New``, ``BAGSCarry``."""
    if not _SEAMS.possible(text):
        return
    for match in _GLUED.finditer(text):
        yield Piece(match.start(), match.end(), _SEAM.sub(" ", match.group(), count=1))


_FIELD_NAME = Sought(
    r"(?<![\w/.@#=&?-])[A-Za-zÀ-ž][a-zà-ž]*(?:_[a-zà-ž0-9]+)+(?=\s?: )|\b\w+_(?:Null|null|NULL)\b"
    r"|\bis_[a-zà-ž]{3,}(?= (?:yes|no|sí|si|não|sim|oui|non|true|false)\b)"
)


def field_names(text: str) -> Iterator[Piece]:
    """Names of a data base's fields before a colon: ``vendor_code_1: 2231``; the first of a text stands for all."""
    match = _FIELD_NAME.search(text)
    if match:
        yield Piece(match.start(), match.end())


_BOLD = expression(r"\*\*(?=[^\s*])[^*\n]{2,120}\*\*(?!\*)")
_HEADING = expression(r"^#{1,4} (?=[^\W\d_])[^\n#]{3,}$", re.MULTILINE)


def markdown(text: str) -> Iterator[Piece]:
    """Marks of Markdown that a shop shows as they are.

    One pair of asterisks may be a seller's emphasis; a pair that ends in a colon, several pairs, or several headings
    are a text that was written for another place.
    """
    bold = list(_BOLD.finditer(text)) if "**" in text else []
    headings = list(_HEADING.finditer(text)) if "# " in text else []
    if len(bold) >= 3 or any(re.search(r":\s*\*\*$", match.group()) for match in bold) or len(headings) >= 2:
        pieces = [Piece(*match.span(), match.group()[2:-2]) for match in bold]
        pieces += [Piece(*match.span(), match.group().lstrip("# ").replace("**", "")) for match in headings]
        end = 0
        for piece in sorted(pieces, key=lambda piece: piece.start):
            if piece.start >= end:
                end = piece.end
                yield piece


_ENTITY = expression(
    r"&(?:amp;)*(?:amp|nbsp|quot|apos|lt|gt|rsquo|lsquo|rdquo|ldquo|ndash|mdash|hellip|trade|reg|copy|deg|times|bull|"
    r"#[0-9]{2,5}|#x[0-9a-fA-F]{2,5});"
)
_TAG = expression(
    r"</?(?:p|br|b|i|u|strong|em|span|div|li|ul|ol|h[1-6]|font|img|a|table|tbody|tr|td|th|style|script)"
    r"(?: [^<>]{0,200})?/?>|<(?:p|br|span|div|img|a|font|li|td) [a-z-]{2,20}=[^<>]{0,200}$",
    re.IGNORECASE,
)


def markup(text: str) -> Iterator[Piece]:
    """HTML tags and entities in a text that a buyer reads."""
    if "&" not in text and "<" not in text:
        return
    entities = (Piece(*match.span(), _sign(match.group())) for match in _ENTITY.finditer(text))
    tags = (Piece(*match.span()) for match in _TAG.finditer(text))
    yield from heapq.merge(entities, tags, key=lambda piece: piece.start)


def _sign(entity: str) -> str | None:
    """The sign that an entity stands for, also one that was encoded several times; None for what cannot be written."""
    while (sign := html.unescape(entity)) != entity:
        entity = sign
    sign = " " if sign in "\u00a0\n\r\t" else sign
    return sign if sign.isprintable() else None


_ESCAPE = expression(
    r"""(?:(?<![\w.])[\w.]+)?\\["'][^\W_]*|_x000[0-9A-F]_|(?:\\u[0-9a-f]{4})+|(?<=[\w.,!])\\(?-i:[nrt])(?=[\s\\]|$)""",
    re.IGNORECASE,
)


def escapes(text: str) -> Iterator[Piece]:
    """Escape signs of a program: ``men\\'s``, ``_x000D_``, ``caf\\u00e9``."""
    if "\\" in text or "_x000" in text:
        for match in _ESCAPE.finditer(text):
            yield Piece(*match.span(), _unescaped(match.group(), text[match.end() : match.end() + 1]))


def _unescaped(piece: str, after: str) -> str | None:
    """What stands behind the escape signs in ``piece``, which the character ``after`` follows."""
    if piece.startswith(("_x", "_X", "\\n", "\\r", "\\t")):
        return "" if not after or after.isspace() else " "
    if piece[1:2] not in "uU" or not piece.startswith("\\"):
        return piece.replace("\\", "")
    signs = json.loads(f'"{piece.lower()}"')
    return signs if signs.isprintable() else None


MARKS: dict[str, tuple[Clue, ...]] = {
    "broken_encoding": (Sought(r"\n\? |\?\?\?"), BEYOND_ASCII),
    "escapes": (Sought(r"\\|_x000"),),
    "doubled_lines": (Sought("\n"),),
    "field_names": (_FIELD_NAME,),
    "markdown": (Sought(r"\*\*|# "),),
    "markup": (Sought("[&<]"),),
}
"""For sorts of damage, by the names of their functions: what stands in every text that has it."""
LOOKS = {"broken_encoding": _MISREAD, "glued_words": _SEAMS, "joined_twins": _TWINS}
"""Likewise, where it is an expression of RE2."""
