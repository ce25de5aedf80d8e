"""Electrical ratings: every figure in V, A, W, Hz, mAh or Wh, and what it is the rating of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from listing_lint import literals
from listing_lint.expressions import expression
from listing_lint.facts.electrical_words import named_groups
from listing_lint.facts.mains import bands_of
from listing_lint.facts.quantities.words import NUMBERS
from listing_lint.model import Field, Listing, Span
from listing_lint.sought import Clue

Quantity = Literal["voltage", "current", "power", "frequency", "charge", "energy"]
Role = Literal["mains", "input", "output", "battery"]
Form = Literal["single", "range", "choice"]

UNITS: dict[str, tuple[Quantity, float]] = {
    "v": ("voltage", 1), "volt": ("voltage", 1), "volts": ("voltage", 1), "voltios": ("voltage", 1),
    "вольт": ("voltage", 1), "в": ("voltage", 1), "伏": ("voltage", 1), "伏特": ("voltage", 1), "vac": ("voltage", 1),
    "vdc": ("voltage", 1), "فولت": ("voltage", 1), "واط": ("power", 1), "وات": ("power", 1), "أمبير": ("current", 1),
    "امبير": ("current", 1), "هرتز": ("frequency", 1), "kv": ("voltage", 1000), "mv": ("voltage", 0.001),
    "a": ("current", 1), "amp": ("current", 1), "amps": ("current", 1), "ampere": ("current", 1),
    "amperes": ("current", 1), "а": ("current", 1), "安": ("current", 1), "安培": ("current", 1),
    "ma": ("current", 0.001), "ма": ("current", 0.001), "毫安": ("current", 0.001),
    "w": ("power", 1), "watt": ("power", 1), "watts": ("power", 1), "вт": ("power", 1), "ватт": ("power", 1),
    "瓦": ("power", 1), "瓦特": ("power", 1), "kw": ("power", 1000), "квт": ("power", 1000), "千瓦": ("power", 1000),
    "hz": ("frequency", 1), "гц": ("frequency", 1), "赫兹": ("frequency", 1), "赫": ("frequency", 1),
    "mah": ("charge", 1), "мач": ("charge", 1), "毫安时": ("charge", 1), "毫安時": ("charge", 1),
    "ah": ("charge", 1000), "ач": ("charge", 1000), "安时": ("charge", 1000), "安時": ("charge", 1000),
    "wh": ("energy", 1), "втч": ("energy", 1), "瓦时": ("energy", 1), "瓦時": ("energy", 1), "kwh": ("energy", 1000),
}  # fmt: skip
"""Units as sellers write them, folded: the quantity and the factor to V, A, W, Hz, mAh and Wh. Source: IEC 80000."""


def _figures_in(*units: str, before: Sequence[str] = ()) -> Clue:
    """A figure with one of ``units`` behind it, of which the first letters are enough, or of ``before`` in front."""

    def tell() -> Iterator[literals.Literal]:
        for digit in "0123456789":
            for unit in units:
                yield from (literals.Literal(f"{digit}{gap}{unit}", starts=False, ends=False) for gap in ("", " "))
            for head in before:
                yield from (literals.Literal(f"{head}{gap}{digit}", starts=True, ends=False) for gap in _HEAD_GAPS)

    return Clue(f"figures in {units} {before}", tell)


_HEAD_GAPS = ("", " ", ":", ": ", " :", "::", "  ")
VOLTAGE = _figures_in("v", "kv", "mv", "в", "伏", "ف", before=("v",))
CURRENT = _figures_in("a", "а", "ma", "ма", "安", "毫安", "أم", "ام")
POWER = _figures_in("w", "kw", "вт", "квт", "ват", "瓦", "千瓦", "وا")
CHARGE = _figures_in("ah", "mah", "а", "ма", "安", "毫安")
ENERGY = _figures_in("wh", "kwh", "вт", "квт", "kвт", "瓦")
"""Figures in units of each quantity, as `_UNIT` has them."""

EXTRA_LOW_VOLTAGE = 60.0
"""Volts up to which a supply is extra-low voltage: batteries, adapters, cars. Source: IEC 61140 (DC 60 V)."""


class Rating(Struct, frozen=True):
    """One rating: ``ranges`` are its alternatives, each from-to (alike for one figure), in V, A, W, Hz, mAh or Wh.

    ``form``: ``single`` figure, ``range``, or ``choice`` of several. ``role``: ``mains`` (the supply from a socket),
    ``input`` (another supply), ``output``, ``battery``, or None where the text does not tell; ``told`` is True where
    words said so and False where the figure alone suggests it. ``current`` is ``AC``, ``DC``, ``AC/DC`` or None.
    ``qualifier`` is ``rated``, ``max``, ``peak``, ``total``, ``port``, ``equivalent`` or None. Ratings of one supply
    (``5V 2A``) have the same ``chain`` number within a field.
    """

    span: Span
    quantity: Quantity
    ranges: tuple[tuple[float, float], ...]
    form: Form
    role: Role | None = None
    told: bool = False
    current: str | None = None
    qualifier: str | None = None
    chain: int = 0

    @property
    def low(self) -> float:
        """The smallest figure."""
        return min(first for first, _ in self.ranges)

    @property
    def high(self) -> float:
        """The largest figure."""
        return max(last for _, last in self.ranges)

    @property
    def bands(self) -> frozenset[str]:
        """The mains bands that a voltage is for; empty for other quantities and voltages."""
        if self.quantity != "voltage":
            return frozenset()
        return frozenset[str]().union(*(bands_of(first, last) for first, last in self.ranges))


class _Atom(Struct):
    """One number, with its unit where it has one of its own."""

    start: int
    number_end: int
    end: int
    number: str
    unit: str | None


_UNIT = (
    r"毫安[时時]|安[时時]|瓦[时時]|мА[·.*-]?ч|м?А[·.*-]?ч|[kк]?Вт[·.*-]?ч|[mM]?[aA][hH]|[kK]?[wW][hH]"
    r"|毫安|мА|[mM][aA]|[kKm]?[vV](?:[aA][cC]|[dD][cC]|[oO][lL][tT](?:[sS]|ios)?)?|вольт|伏特?|В"
    r"|к?Вт|ватт|千瓦|瓦特?|[kK]?[wW](?:[aA][tT][tT][sS]?)?|[hH][zZ]|Гц|赫兹?"
    r"|[aA]mp(?:ere)?s?|AMPS?|安培?|[AaА]|فولت|وا[طت]|[أا]مبير|هرتز"
)
_ATOM = expression(rf"(?P<number>\d+(?:[.,]\d+)*)(?:[ \u00a0]?(?P<unit>{_UNIT})(?![^\W\d_\u2e80-\u9fff])(?!-neck))?")
_THOUSANDS = expression(r"(\d{1,3}[ \u00a0\u202f]\d{3})[ \u00a0]?([mM][aA][hH]|мА[·.*-]?ч)(?![^\W\d_])")
_PRETEST = expression(
    r"\d[ \u00a0]?(?:[vVwWaAhHАВГВв千毫瓦安伏赫فوأاه]|m[aAvV]|[kK][wWvV]|м[аА]|к?Вт|ват|вольт)|\bV[ :]{0,2}\d\d"
)
_JOIN = expression(
    r"[ \u00a0]?(?:(?P<range>[-–—−~～]{1,2}|至|到|\b(?:to|до|bis|through)\b)"
    r"|[/⁄|,，、]|或|\b(?:or|and|или|и|oder|ou|o|y|e|und|et)\b)"
    r"[ \u00a0]?(?P<mark>(?:AC|DC)[ \u00a0]?)?"
)
_LEFT_MARK = expression(r"(AC\s?[/-]\s?DC|AC|DC|交流电?|直流电?|~)[\s\u00a0:.-]{0,2}$", re.IGNORECASE)
_RIGHT_MARK = expression(
    r"[\s\u00a0(]?((?:AC\s?/\s?DC|AC|DC|交流|直流|~)(?![a-z\d]|[\s\u00a0]?\d[\d.,/~-]*\s?V)|[⎓\u2393])", re.IGNORECASE
)
_GLUE = expression(r"[\s\u00a0/⁄,，、(（=⎓⎓~～@·:;xX×*–-]{0,4}(?:AC|DC|at|max\.?|@)?[\s\u00a0]?", re.IGNORECASE)
_LONGEST_NUMBER = 8
_CONVERSION = expression(r"[\s\u00a0)]{0,2}(?:to|转|轉|->|→|>|на|auf|a)[\s\u00a0]?(?:AC|DC)?[\s\u00a0]?", re.IGNORECASE)
_CONVERTER = expression(
    r"\b(?:step[- ]?(?:up|down)|convert[eo]r|transformer|inverter|inversor|boost|buck)\b", re.IGNORECASE
)
_BREAK = expression(r"(?<![mM]ax)[.!?]\s|[\n;|•●。；！？]")


def find_ratings(listing: Listing) -> tuple[Rating, ...]:
    """All electrical ratings of a listing, in the order of its fields."""
    return tuple(rating for field in listing.fields for rating in ratings_in(field))


def ratings_in(field: Field) -> Sequence[Rating]:
    """The electrical ratings in one field, in the order of the text."""
    text = field.text
    if not NUMBERS.possible(text) or not _PRETEST.search(text):
        return ()
    found = [_rating(field, group) for group in _groups(text)]
    return _with_roles(field, found) if found else ()


def _atoms(text: str) -> Iterator[_Atom]:
    previous_end = skip = -1
    for match in _ATOM.finditer(text):
        start = match.start()
        if start < skip:
            continue
        before = text[start - 1] if start else " "
        if len(match.group("number")) > _LONGEST_NUMBER:
            continue
        glued = start == previous_end
        if ((before.isalnum() and before.isascii()) or before in "_#") and not glued and not _prefixed(text, start):
            continue
        if before == "-" and start > 1 and text[start - 2].isalpha() and not _prefixed(text, start - 1):
            continue
        unit = match.group("unit")
        if unit and match.end() - match.end("number") > len(unit) and text[match.end() : match.end() + 1].isdigit():
            unit = None
        thousands = _THOUSANDS.match(text, start) if unit is None else None
        if thousands:
            yield _Atom(
                start, thousands.end(1), thousands.end(), re.sub(r"\D", "", thousands.group(1)), thousands.group(2)
            )
            skip = thousands.end()
            continue
        end = match.end()
        if unit in ("W", "w") and _is_width(text, start, end):
            unit = None
        if unit == "a" and not glued:
            unit = None
        number_end = match.end("number")
        previous_end = end if unit else -1
        yield _Atom(start, number_end, end if unit else number_end, match.group("number"), unit)


def _prefixed(text: str, start: int) -> bool:
    """True where AC, DC or V stands as a word of its own right before ``start``."""
    match = re.search(r"(?:^|[^A-Za-z])(?:AC|DC|V|LED|USB|Hz)$", text[max(start - 5, 0) : start], re.IGNORECASE)
    return match is not None


def _is_width(text: str, start: int, end: int) -> bool:
    return bool(
        re.match(r"\s?[x×*]\s?\d", text[end : end + 4])
        or re.search(r"\d\s?[\"”']?[LDHldh]\s?[x×*]\s?$", text[max(start - 6, 0) : start])
    )


class _Group(Struct):
    """Numbers of one unit that belong together, with how each is joined to the next (True: a range)."""

    atoms: list[_Atom]
    joins: list[bool]
    unit: str


def _groups(text: str) -> Iterator[_Group]:
    """The atoms of one rating each: joined by a dash, a slash or a word, and of one quantity."""
    atoms = list(_atoms(text))
    index = 0
    while index < len(atoms):
        run, joins = [atoms[index]], list[bool]()
        while index + 1 < len(atoms):
            left, right = atoms[index], atoms[index + 1]
            join = _JOIN.fullmatch(text, left.end, right.start)
            if join is None or not _joins(text, run, join, left, right):
                break
            joins.append(join.group("range") is not None)
            run.append(right)
            index += 1
        yield from _split(text, run, joins)
        index += 1


def _joins(text: str, run: list[_Atom], join: re.Match[str], left: _Atom, right: _Atom) -> bool:
    if "," in join.group() or "，" in join.group():
        both = left.unit is not None and right.unit is not None and _quantity(left) == _quantity(right)
        return both and not _is_conversion(left, right)
    if (
        join.group("mark")
        and _LEFT_MARK.search(text[max(run[0].start - 8, 0) : run[0].start])
        and not join.group("range")
    ):
        return False
    if join.group().strip() in ("to", "到", "至", "до") and left.unit:
        return len(run) == 1 and not _CONVERTER.search(text) and not _is_conversion(left, right)
    return not (left.unit and right.unit and join.group("range") and _is_conversion(left, right))


def _is_conversion(left: _Atom, right: _Atom) -> bool:
    """True where one voltage is the mains' and the other is not: no device has both in one range."""
    if _quantity(left) != "voltage" or _quantity(right) != "voltage":
        return False
    first, second = _value(left, "v"), _value(right, "v")
    return min(first, second) <= EXTRA_LOW_VOLTAGE and max(first, second) >= 100


def _quantity(atom: _Atom) -> Quantity | None:
    return UNITS[_fold(atom.unit)][0] if atom.unit else None


def _fold(unit: str) -> str:
    return re.sub(r"[·.*-]", "", unit.lower())


def _split(text: str, run: list[_Atom], joins: list[bool]) -> Iterator[_Group]:
    """Cut a run where the quantity changes; a number without a unit has that of the next one."""
    units = [atom.unit for atom in run]
    for index in range(len(run) - 2, -1, -1):
        if units[index] is None:
            units[index] = units[index + 1]
    if units[-1] is None and _headed_by_v(text, run):
        units = ["V" if unit is None else unit for unit in units]
    for index in range(1, len(run)):
        if units[index] is None and run[index].number in ("50", "60") and run[index - 1].unit in ("V", "v"):
            units[index] = "Hz"
    start = 0
    for index in range(1, len(run) + 1):
        if index < len(run) and _same_quantity(units[index], units[start]):
            continue
        unit = units[start]
        if unit is not None:
            for atom, own in zip(run[start:index], units[start:index], strict=True):
                atom.unit = own
            yield _Group(run[start:index], joins[start : index - 1], unit)
        start = index


def _headed_by_v(text: str, run: list[_Atom]) -> bool:
    """True for mains voltages with the unit in front: ``V110/220``, ``V: 220``."""
    head = re.search(r"(?:^|[^\w-])V([ :]{0,2})$", text[max(run[0].start - 4, 0) : run[0].start])
    tail = text[run[-1].end : run[-1].end + 1]
    if head is None or tail.isalnum() or tail == "-" or (len(run) == 1 and not head.group(1)):
        return False
    return bool(bands_of(_value(run[0], None), _value(run[-1], None)))


def _same_quantity(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return UNITS[_fold(one)][0] == UNITS[_fold(other)][0]


def _value(atom: _Atom, unit: str | None) -> float:
    factor = UNITS[_fold(unit)][1] if unit else 1.0
    return parse_number(atom.number, large=_fold(unit or "") in ("mah", "мач", "毫安时", "w", "hz", "ma")) * factor


def parse_number(number: str, *, large: bool = False) -> float:
    """The value of digits with points or commas; ``large``: three digits after a comma are thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){2,}", number) or (large and re.fullmatch(r"[1-9]\d{0,2},\d{3}", number)):
        return float(re.sub(r"[.,]", "", number))
    whole, _, part = number.replace(",", ".").partition(".")
    return float(f"{whole}.{part.replace('.', '') or 0}")


def _rating(field: Field, group: _Group) -> Rating:
    quantity = UNITS[_fold(group.unit)][0]
    values = [_value(atom, atom.unit) for atom in group.atoms]
    ranges: list[tuple[float, float]] = []
    index = 0
    while index < len(values):
        if index < len(group.joins) and group.joins[index] and values[index] <= values[index + 1]:
            ranges.append((values[index], values[index + 1]))
            index += 2
        else:
            ranges.append((values[index], values[index]))
            index += 1
    form: Form = "choice" if len(ranges) > 1 else "single" if ranges[0][0] == ranges[0][1] else "range"
    start, end = group.atoms[0].start, group.atoms[-1].end
    if group.atoms[-1].unit and group.atoms[-1].end == group.atoms[-1].number_end:
        start = (
            field.text.rfind("V", 0, start)
            if field.text[max(start - 3, 0) : start].rstrip(" :").endswith("V")
            else start
        )
    return Rating(
        Span(field, start, end),
        quantity,
        tuple(ranges),
        form,
        current=_current(field.text, start, end, group.unit) if quantity == "voltage" else None,
        qualifier=_qualifier(field, start, end) if quantity == "power" else None,
    )


def _current(text: str, start: int, end: int, unit: str) -> str | None:
    if _fold(unit) in ("vac", "vdc"):
        return _fold(unit)[1:].upper()
    mark = _LEFT_MARK.search(text[max(start - 10, 0) : start]) or _RIGHT_MARK.match(text, end)
    inner = re.search(r"\b(AC|DC)\s?\d", text[start:end])
    word = mark.group(1) if mark else inner.group(1) if inner else ""
    word = re.sub(r"\s|电", "", word).upper().replace("-", "/")
    if not word and re.match(r"\s?[~～]\s?\d", text[end : end + 4]):
        return "AC"
    return {"~": "AC", "交流": "AC", "⎓": "DC", "直流": "DC"}.get(word, word) or None


def _qualifier(field: Field, start: int, end: int) -> str | None:
    following = field.text[end : end + 24].lstrip(" (-")
    after = None if _HEADS_NEXT.match(following) else named_groups("qualifier").match(following)
    before = None
    for before in named_groups("qualifier").finditer(re.split(r"[,，、\d]", _clause_before(field.text, start, 24))[-1]):  # noqa: B007
        pass
    match = (
        after
        or before
        or named_groups("qualifier").search(field.label if field.role in ("attribute", "variant") else "")
    )
    return match.lastgroup if match else None


_HEADS_NEXT = expression(r"[\u2e80-\u9fff]{2,8}\s?[:：]?\s?\d|\w+ (?:power|voltage|output|input)\b", re.IGNORECASE)
"""A word that heads the figure after it: ``1000 W rated power 500 W``."""


def _clause_before(text: str, start: int, length: int) -> str:
    """The words before ``start`` in the same clause, at most ``length`` characters."""
    window = text[max(start - length, 0) : start]
    last = 0
    for match in _BREAK.finditer(window):
        last = match.end()
    return window[last:]


def _with_roles(field: Field, found: list[Rating]) -> list[Rating]:
    text = field.text
    chains: list[list[Rating]] = []
    for rating in found:
        if chains and _continues(text, chains[-1], rating):
            chains[-1].append(rating)
        else:
            chains.append([rating])
    done: list[Rating] = []
    for number, chain in enumerate(chains):
        role = _chain_role(field, chain, chains[number + 1] if number + 1 < len(chains) else None)
        if role is None and number and _converts(text, chains[number - 1], chain):
            role = "output"
        elif role is None and number + 1 < len(chains) and _converts(text, chain, chains[number + 1]):
            role = "input"
        elif role is None and any(rating.quantity == "charge" for rating in chain):
            done.extend(replace(rating, role="battery", chain=number) for rating in chain)
            continue
        done.extend(_with_role(rating, role, number) for rating in chain)
    return done


def _continues(text: str, chain: list[Rating], rating: Rating) -> bool:
    if any(other.quantity == rating.quantity for other in chain):
        return False
    return _GLUE.fullmatch(text, chain[-1].span.end, rating.span.start) is not None


def _converts(text: str, left: list[Rating], right: list[Rating]) -> bool:
    first, second = left[0], right[0]
    if first.quantity != "voltage" or second.quantity != "voltage":
        return False
    return _CONVERSION.fullmatch(text, left[-1].span.end, second.span.start) is not None


def _chain_role(field: Field, chain: list[Rating], following: list[Rating] | None) -> Role | None:
    text, start, end = field.text, chain[0].span.start, chain[-1].span.end
    left: re.Match[str] | None = None
    clause = _clause_before(text, start, 70)
    for left in named_groups("role").finditer(clause):  # noqa: B007
        pass
    stop = min(following[0].span.start if following else len(text), end + 26)
    after = re.split(r"[,;.\n:|/(，、：。；]", text[end:stop].lstrip(" )"), maxsplit=1)[0]
    right = named_groups("role").search(after)
    if right and left and _names_what_follows(clause, left):
        right = None
    match = (
        right
        or left
        or (named_groups("role").search(field.label) if field.role in ("attribute", "variant", "internal") else None)
    )
    return match.lastgroup if match else None  # type: ignore[return-value]


def _names_what_follows(clause: str, word: re.Match[str]) -> bool:
    """True where a word like ``input`` heads the rating after it, and does not end the one before it."""
    heads = re.fullmatch(r"(?:[^\d,，]{0,12}[:：=])?\s*(?:AC|DC)?\s?", clause[word.end() :], re.IGNORECASE)
    return heads is not None and not re.search(r"\d\s?[A-Za-z]{1,3}\s?$", clause[: word.start()])


def _with_role(rating: Rating, role: Role | None, chain: int) -> Rating:
    told = role is not None
    if rating.quantity == "voltage" and rating.bands and rating.current != "DC" and role != "output":
        told, role = role == "input", "mains"
    return replace(rating, role=role, told=told, chain=chain)
