"""How numbers, units and spaces are written; what is found here has a safe fix and changes no meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from listing_lint.checks import Scope
from listing_lint.checks.fixes import merged
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.quantities import Quantity
from listing_lint.model import Edit, Field, Fix, Hit, Span

_SPACES = expression(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_LAID_OUT = expression(r"\S[ \u00a0]{4,}\S")


def double_space(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Several spaces where one belongs: one hit for a field, unless columns are set with spaces in it."""
    yield from merged(_spaced(facts, scope))


def _spaced(facts: Facts, scope: Scope) -> Iterator[Hit]:
    for field in facts.listing.of(*scope.roles):
        if "  " in field.text or "\u00a0" in field.text:
            found = [] if _LAID_OUT.search(field.text) else list(_SPACES.finditer(field.text))
            if found:
                start, end = found[0].span()
                words = Span(field, field.text.rfind(" ", 0, start) + 1, end + len(field.text[end:].split(None, 1)[0]))
                edits = tuple(Edit(Span(field, *match.span()), " ") for match in found)
                yield Hit(words, {"count": str(len(found))}, fix=Fix("Write single spaces", edits, "safe"))


SYMBOLS = {
    "centimeter": "cm", "millimeter": "mm", "kilogram": "kg", "milliliter": "ml", "volt": "V", "watt": "W",
    "kilowatt": "kW", "hertz": "Hz", "kilohertz": "kHz", "megahertz": "MHz", "gigahertz": "GHz",
    "milliampere_hour": "mAh", "decibel": "dB", "kilowatt_hour": "kWh", "watt_hour": "Wh",
}  # fmt: skip
"""The symbols of the International System whose letters stand for no other unit in another case."""
_SYMBOL = expression(r"(?<![A-Za-z])[A-Za-z]+$")


def unit_case(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Unit symbols whose letters have the wrong case (``220v``, ``5 Kg``); a field all in capitals may have them."""
    yield from merged(_per_field(facts, scope, _case))


def _case(item: Quantity) -> Edit | None:
    symbol = _SYMBOL.search(item.text)
    right = SYMBOLS.get(item.unit or "", "")
    if symbol is None or symbol.group() in (right, "mL") or symbol.group().lower() != right.lower():
        return None
    if item.span.field.text.isupper():
        return None
    return Edit(Span(item.span.field, item.start + symbol.start(), item.start + symbol.end()), right)


_GLUED = expression(r"(?<=\d)(?=[A-Za-zΩµ]{2,}$|[VWA]$)")


def unit_spacing(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """A unit symbol without a space after its number: ``2200W``."""
    yield from merged(_per_field(facts, scope, _space))


def _space(item: Quantity) -> Edit | None:
    field = item.span.field
    match = _GLUED.search(item.text)
    if match is None or field.text[item.end : item.end + 1] in ("-", "/") or field.text[: item.start].endswith("/"):
        return None
    return Edit(Span(field, item.start + match.start(), item.start + match.start()), " ")


def _per_field(facts: Facts, scope: Scope, edit: Callable[[Quantity], Edit | None]) -> Iterator[Hit]:
    """One hit for each field with quantities that ``edit`` changes, at the first of them."""
    if facts.language in ("zh", "ja", "ko"):
        return
    found: dict[int, list[tuple[Quantity, Edit]]] = {}
    for item in facts.quantities:
        change = edit(item) if item.field is not None and item.field.role in scope.roles else None
        if change:
            found.setdefault(id(item.field), []).append((item, change))
    for pairs in found.values():
        yield _hit(pairs[0][0].span.field, pairs)


def _hit(field: Field, pairs: Iterable[tuple[Quantity, Edit]]) -> Hit:
    (first, change), *_ = pairs
    at = change.span.start - first.start
    right = first.text[:at] + change.text + first.text[at + change.span.end - change.span.start :]
    edits = tuple(edit for _, edit in pairs)
    return Hit(Span(field, first.start, first.end), {"right": right}, fix=Fix(f"Write “{right}”", edits, "safe"))
