"""A translation against its source: figures, units, sizes, codes and materials dropped, added or changed.

`compare` takes the listing and its source as a whole: what stands anywhere in the translation is not dropped, and what
stands anywhere in the source is not added.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.facts.figures import (
    Figure,
    code_matches,
    figures,
    han_numbers,
    size_codes,
    squeezed,
    word_numbers,
)
from listing_lint.facts.materials import find_materials
from listing_lint.facts.quantities import convert
from listing_lint.facts.quantities.units import units
from listing_lint.model import Field, Listing, Location, Role, Span
from listing_lint.tables import rows

Sort = Literal["changed", "dropped", "added", "unit", "range", "size", "code", "fibre", "claim", "missing"]
_COMPARED: tuple[Role, ...] = ("title", "description", "bullet", "attribute", "variant")
_TOLERANCE = 0.03


class Difference(Struct, frozen=True):
    """Something the source says and the translation does not, or the other way round.

    ``source`` and ``span`` are the places in the two listings, None where there is none; ``expected`` is what the
    translation should say, where that follows from the source. ``topic`` names the row of ``parity_terms.csv``.
    """

    sort: Sort
    source: Span | None
    span: Span | None
    expected: str = ""
    topic: str = ""


def compare_texts(source: str, text: str, source_language: str = "zh", language: str = "en") -> tuple[Difference, ...]:
    """The differences between a ``source`` text and its translation ``text``, both given as one description."""
    return compare(_listing(source, source_language), _listing(text, language))


def _listing(text: str, language: str) -> Listing:
    location = Location("<text>")
    return Listing("", (Field("description", "description", text, location, text),), location, language)


def compare(source: Listing, listing: Listing) -> tuple[Difference, ...]:
    """The differences between ``source`` and its translation ``listing``, figures first."""
    theirs, ours = _fields(source, listing), _fields(listing, source)
    differences = list(_figures(theirs, ours, source.language, listing.language))
    differences += _sizes(theirs, ours)
    differences += _codes(theirs, ours, [*listing.fields], [*source.fields])
    differences += _fibres(source, listing)
    differences += _claims(theirs, [*listing.visible])
    differences += _missing(theirs, ours)
    told = _told_roles(source)
    return tuple(d for d in differences if d.source or d.span is None or d.span.field.role in told)


def _told_roles(source: Listing) -> set[Role]:
    """The roles of the fields that ``source`` has: a source that is a title alone says nothing of the description."""
    roles = {field.role for field in source.fields}
    return roles | {"description", "bullet"} if roles & {"description", "bullet"} else roles


def _fields(listing: Listing, other: Listing) -> list[Field]:
    """The fields to compare: attributes and variants only where both listings have them."""
    roles = [role for role in _COMPARED if role in ("title", "description", "bullet") or other.of(role)]
    return [*listing.of(*roles)]


def _figures(theirs: list[Field], ours: list[Field], zh: str | None, en: str | None) -> Iterator[Difference]:
    wanted = [figure for field in theirs for figure in figures(field, zh)]
    stated = [figure for field in ours for figure in figures(field, en)]
    lost, extra, pairs = _match(wanted, stated)
    our_text = " ".join(field.text for field in ours)
    their_text = " ".join(field.text for field in theirs)
    our_words, their_words = word_numbers(our_text, en), han_numbers(their_text)
    our_codes, their_codes = _codes_in(ours), _codes_in(theirs)
    lost = [f for f in lost if not (f.weak or _told(f, our_words, our_codes))]
    extra = [f for f in extra if not (f.weak or _told(f, their_words, their_codes))]
    for figure in list(lost):
        partner = _nearest(figure, extra)
        if partner is not None:
            lost.remove(figure)
            extra.remove(partner)
            sort: Sort = "unit" if partner.value == figure.value else "changed"
            yield Difference(sort, figure.span, partner.span, _expected(figure, partner))
    yield from (Difference("dropped", figure.span, None, figure.text) for figure in lost)
    yield from (Difference("added", None, figure.span) for figure in extra)
    yield from _ranges(wanted, pairs)


def _digits(figure: Figure) -> str:
    return f"{figure.value:g}"


_COUNTED = (None, "count", "size", "day", "hour", "minute", "year", "month", "week")
"""Units of numbers that a text may write in words."""


def _told(figure: Figure, words: set[float], codes: list[str]) -> bool:
    """True where the other text has the number in words, or in a code (``AC220V``)."""
    if figure.unit in _COUNTED and figure.value in words:
        return True
    end = "" if figure.unit is None else "(?:V|W|A|mAh|Hz|mm|cm|K|P)"
    code = re.compile(rf"(?<!\d){re.escape(_digits(figure))}(?!\d){end}", re.IGNORECASE)
    return next((True for text in codes if code.search(text)), False)


def _match(wanted: list[Figure], stated: list[Figure]) -> tuple[list[Figure], list[Figure], dict[int, Figure]]:
    """The figures of the source with no equal, those of the translation with none, and the pairs found."""
    pairs: dict[int, Figure] = {}
    free = list(stated)
    for test in (_equal, _converted):
        for figure in wanted:
            if id(figure) in pairs:
                continue
            partner = next((other for other in free if test(figure, other)), None)
            if partner is None and test is _converted and not figure.twin:
                partner = next((o for o in stated if _equal(figure, o) or _converted(figure, o)), None)
            if partner is not None:
                pairs[id(figure)] = partner
                if partner in free:
                    free.remove(partner)
    lost = [figure for figure in wanted if id(figure) not in pairs]
    extra = [f for f in free if not any(_equal(w, f) or _converted(w, f) for w in wanted)]
    return lost, extra, pairs


_SAME_UNITS = {
    frozenset(pair)
    for pair in (
        ("milliampere", "milliampere_hour"), ("ampere", "ampere_hour"), ("cun", "inch"), ("degree", "degree_Celsius"),
        ("pound", "pound_force_per_square_inch"), ("count", "cup"),
    )
}  # fmt: skip
"""Units that a source and its translation name differently: 毫安 is short for mAh, 寸 for inch, 磅 for psi."""


def _equal(figure: Figure, other: Figure) -> bool:
    if abs(figure.value - other.value) > 1e-9:
        return False
    if _plain(figure.unit) == _plain(other.unit) or frozenset((figure.unit, other.unit)) in _SAME_UNITS:
        return True
    if figure.unit in ("size", "count", None):
        return other.unit in ("size", "count", None) or figure.unit is None
    return other.unit in (None, "count") and (other.listed or figure.unit not in {"percent", *units()})


def _plain(unit: str | None) -> str | None:
    """``unit`` without what it is counted per, which is often written as a word."""
    return re.split(r" / |_per_", unit)[0] if unit else None


def _converted(figure: Figure, other: Figure) -> bool:
    known = units()
    if figure.unit not in known or other.unit not in known or figure.unit == other.unit:
        return False
    if known[figure.unit].dimension != known[other.unit].dimension:
        return False
    right = convert(figure.value, figure.unit, other.unit)
    return abs(right - other.value) <= max(_TOLERANCE * abs(right), _rounding(other))


def _rounding(figure: Figure) -> float:
    """Half of the last digit shown."""
    decimals = re.search(r"\.(\d+)", figure.text)
    return 0.5 * 10.0 ** -(len(decimals[1]) if decimals else 0)


def _nearest(figure: Figure, others: list[Figure]) -> Figure | None:
    """The figure of the translation that most likely stands for ``figure``: same value, same unit, most digits."""

    def likeness(other: Figure) -> tuple[bool, bool, int]:
        a, b = _digits(figure).replace(".", ""), _digits(other).replace(".", "")
        return other.value == figure.value, other.unit == figure.unit, sum(x == y for x, y in zip(a, b, strict=False))

    best = max(others, key=likeness, default=None)
    return best if best is not None and sum(likeness(best)) > 0 else None


def _expected(figure: Figure, other: Figure) -> str:
    """What the source's figure is in the unit of the translation, else the source's figure."""
    known = units()
    if figure.unit in known and other.unit in known and known[figure.unit].dimension == known[other.unit].dimension:
        right = convert(figure.value, figure.unit, other.unit)
        return re.sub(r"\d+(?:[.,]\d+)*", f"{right:.4g}", other.text, count=1)
    return figure.text


_TO = r"(?:-|–|—|~|～|\bto\b|\bthrough\b|\band\b|\buntil\b|\bup\b)"


def _ranges(wanted: list[Figure], pairs: dict[int, Figure]) -> Iterator[Difference]:
    """Ranges of the source whose two ends stand in the translation without a range between them."""
    for first, second in itertools.pairwise(wanted):
        between = first.span.field.text[first.span.end : second.span.start]
        if first.span.field is not second.span.field or not re.fullmatch(r"\s*[-–—~～至到]\s*", between):
            continue
        low, high = pairs.get(id(first)), pairs.get(id(second))
        if low is None or high is None or low.span.field is not high.span.field or low.span.start > high.span.start:
            continue
        between = low.span.field.text[low.span.end : high.span.start]
        if len(between) <= 3 and not re.search(_TO + r"|[,/.;]", between):
            yield Difference("range", _joined(first.span, second.span), _joined(low.span, high.span), "")


def _joined(first: Span, second: Span) -> Span:
    return Span(first.field, first.start, second.end)


def _sizes(theirs: list[Field], ours: list[Field]) -> Iterator[Difference]:
    wanted = {name: Span(field, start, end) for field in theirs for name, start, end in size_codes(field.text)}
    stated = {name: Span(field, start, end) for field in ours for name, start, end in size_codes(field.text)}
    if not wanted:
        return
    lost = [span for name, span in wanted.items() if name not in stated]
    extra = [span for name, span in stated.items() if name not in wanted]
    while lost and extra:
        source = lost.pop(0)
        yield Difference("size", source, extra.pop(0), source.text)
    yield from (Difference("size", span, None, span.text) for span in lost)
    yield from (Difference("size", None, span) for span in extra)


def _codes_in(fields: list[Field]) -> list[str]:
    return [match.group() for field in fields for match in code_matches(field.text)]


def _codes(
    theirs: list[Field], ours: list[Field], our_fields: list[Field], their_fields: list[Field]
) -> Iterator[Difference]:
    """Codes of the source that stand nowhere in the translation, paired with codes of the translation alone."""
    our_text = squeezed(" ".join(field.text for field in our_fields))
    their_text = squeezed(" ".join(field.text for field in their_fields))
    lost = [span for span in _code_spans(theirs) if squeezed(span.text) not in our_text]
    extra = [span for span in _code_spans(ours) if squeezed(span.text) not in their_text]
    for source in lost:
        digits = re.sub(r"\D", "", source.text)
        like = [s for s in extra if s.text[:1].lower() == source.text[:1].lower()]
        if not like and re.search(rf"(?<!\d){digits}(?!\d)", " ".join(field.text for field in ours)):
            continue
        partner = like[0] if like else None
        if partner is not None:
            extra.remove(partner)
        yield Difference("code", source, partner, source.text)


def _code_spans(fields: list[Field]) -> list[Span]:
    return [Span(field, *match.span()) for field in fields for match in code_matches(field.text)]


_HINTS = {
    "cotton": "棉", "wool": "毛绒呢", "linen": "麻", "silk": "丝绸缎", "cashmere": "绒", "polyester": "涤聚",
    "polyamide": "锦尼", "elastane": "氨弹", "modal": "莫", "viscose": "粘人", "acrylic": "腈",
    "lyocell": "天莱",
}  # fmt: skip
"""Characters of which a Chinese text holds one wherever it speaks of the fibre."""


def _fibres(source: Listing, listing: Listing) -> Iterator[Difference]:
    wanted, stated = _fibre_words(source), _fibre_words(listing)
    text = "".join(field.text for field in source.visible)
    lost = [span for name, span in wanted.items() if name not in stated]
    extra = [
        span
        for name, span in stated.items()
        if name not in wanted and (wanted or name in _HINTS) and not set(_HINTS.get(name, "")) & set(text)
    ]
    told = _told_roles(source)
    extra = [span for span in extra if lost or span.field.role in told]
    for number, span in enumerate(extra):
        near = lost[min(number, len(lost) - 1)] if lost else next(iter(wanted.values()), None)
        yield Difference("fibre", near, span)
    yield from (Difference("fibre", span, None) for span in lost[len(extra) :])


_TECHNICAL = ("carbon fibre", "glass fibre", "metallic fibre", "aramid")
_IMITATION = expression(r"(?:imitation|faux|artificial|simulated|fake|仿真?|人造)\s?$", re.IGNORECASE)


def _fibre_words(listing: Listing) -> dict[str, Span]:
    """The fibres that ``listing`` says it is made of, each with its first word."""
    found: dict[str, Span] = {}
    for mention in find_materials(listing):
        before = mention.span.field.text[max(mention.span.start - 12, 0) : mention.span.start]
        textile = mention.material.sort == "fibre" and mention.material.name not in _TECHNICAL
        if textile and mention.stated and not _IMITATION.search(before):
            found.setdefault(mention.material.name, mention.span)
    return found


class _Term(Struct, frozen=True):
    topic: str
    source: re.Pattern[str]
    claim: re.Pattern[str]
    kept: re.Pattern[str]


@cache
def _terms() -> tuple[_Term, ...]:
    return tuple(
        _Term(
            row["topic"],
            expression(row["source"]),
            expression(row["claim"], re.IGNORECASE),
            expression(row["kept"], re.IGNORECASE),
        )
        for row in rows("parity_terms.csv")
    )


def _claims(theirs: list[Field], ours: list[Field]) -> Iterator[Difference]:
    """What the source limits (plated, imitation, not included) and the translation claims without the limit."""
    text = "\n".join(field.text for field in ours)
    for term in _terms():
        places = [Span(f, *m.span()) for f in theirs if (m := term.source.search(f.text))]
        if not places or term.kept.search(text):
            continue
        claims = [Span(f, *m.span()) for f in ours if (m := term.claim.search(f.text))]
        if claims:
            yield Difference("claim", places[0], claims[0], topic=term.topic)


_HAN = expression("[\u4e00-\u9fff]")
_LEAST_LETTERS = 1.2
"""Letters of a translation for each character of a Chinese source: three to four as a rule."""


def _missing(theirs: list[Field], ours: list[Field]) -> Iterator[Difference]:
    for field in theirs:
        if field.role not in ("description", "bullet"):
            continue
        wanted = len(_HAN.findall(field.text))
        stated = sum(character.isalpha() for own in ours for character in own.text)
        if wanted >= 60 and stated < _LEAST_LETTERS * wanted:
            yield Difference("missing", Span(field, 0, len(field.text)), None)
