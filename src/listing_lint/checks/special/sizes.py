"""Checks of sizes: whether a buyer abroad can tell which one to order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.size_equivalents import meanings
from listing_lint.facts.size_notes import NOTED
from listing_lint.facts.size_words import option
from listing_lint.facts.sizes import Place, Size
from listing_lint.facts.statements import statements
from listing_lint.model import Hit, Value

_WOMENS = frozenset({"dress", "skirt", "bra"})
_ADJUSTABLE = expression(
    r"\b(?:adjust\w*|resiz\w*|open(?:ing)? (?:ring|band)|ajust\w+|verstellbar\w*|regolabil\w*)\b|регулир|可调", re.I
)
_PLAIN = frozenset({"S", "M", "L", "XL"})
_ADULT = range(34, 48)
_MASK = expression(r"\bface (?:mask|cover)", re.IGNORECASE)
_CLOTH = expression(
    r"\b(?:fabric|cloth|cotton|linen|polyester|reusable|washable|tela|tissu|stoff|stoffa)\b", re.IGNORECASE
)
_PLACES: tuple[Place, ...] = ("variant", "attribute", "title", "text")


def _first(sizes: list[Size]) -> Size:
    """The size at the clearest place: variants before attributes, title and text."""
    return min(sizes, key=lambda size: _PLACES.index(size.place))


def _measured(facts: Facts) -> bool:
    """True where a length or body weight is stated that tells about the fit, be it only that of a person shown."""
    return bool(facts.measurements) or any(size.detail or size.sort in ("gbt", "measured") for size in facts.sizes)


def _worn(facts: Facts) -> bool:
    """True for what is worn; where the product is uncertain, sizes that only clothes and shoes have tell it.

    Those are an option called shoe size, a size system, letters beyond S to XL (XS, 3XL), and a run of adult sizes
    such as 38, 39, 40.
    """
    known = facts.product.has("worn")
    if known is not None:
        return known
    offered = [size for size in facts.sizes if size.place in ("variant", "attribute")]
    if any(size.system or option(size.span.field.label).worn for size in offered):
        return True
    if any(size.sort == "letter" and size.label not in _PLAIN for size in offered):
        return True
    numbers = {int(size.label) for size in offered if size.sort == "number" and size.label.isdigit()}
    in_a_row = any(number + 1 in numbers for number in numbers)
    return in_a_row and len(numbers) >= 3 and all(number in _ADULT for number in numbers)


def _cloth_mask(facts: Facts) -> bool:
    """True for a face mask of cloth, which has to fit; a disposable one comes as it comes."""
    title = facts.listing.title
    named = bool(title and _MASK.search(title.text)) or "face-mask" in facts.product.classes
    return named and any(_CLOTH.search(field.text) for field in facts.listing.visible)


def system_missing(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """Letters or bare numbers are offered, and neither a size system nor a measurement is stated anywhere."""
    if not (_worn(facts) or _cloth_mask(facts)):
        return
    bare = [size for size in facts.sizes if size.bare]
    if not bare:
        return
    if any(not size.bare and size.sort != "one" for size in facts.sizes):
        return
    if facts.size_systems or facts.charts or _measured(facts):
        return
    if any(note.sort != "small" for note in facts.size_notes):
        return
    first = _first(bare)
    yield Hit(first.span, {"meaning": _meaning(first, facts)})


def _meaning(size: Size, facts: Facts) -> Value:
    """What the size means by country, to follow a colon; empty where nothing is known of it."""
    values = {value for statement in statements(facts.listing, "audience") for value in statement.values}
    wearer = next(iter(values)) if len(values) == 1 else None
    if not values and _WOMENS.intersection(facts.product.classes):
        wearer = "women"
    known = meanings(size.label, facts.product, wearer)
    if not isinstance(known, Mapping):
        return {"en": "", "zh": ""}
    return {"en": f": {known['en']}", "zh": f"：{known['zh']}"}


def one_size(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """One size for all, and nothing says which bodies it fits."""
    if not (_worn(facts) or _cloth_mask(facts)):
        return
    ones = [size for size in facts.sizes if size.sort == "one"]
    if facts.product.has("ring") and any(_ADJUSTABLE.search(field.text) for field in facts.listing.visible):
        return
    if not ones or len(ones) < len(facts.sizes) or facts.size_systems or facts.charts or _measured(facts):
        return
    yield Hit(_first(ones).span, {})


@only_with(lambda sort: tuple(NOTED[sort]))
def note_unsettled(facts: Facts, scope: Scope, *, sort: str) -> Iterator[Hit]:
    """A remark of this ``sort`` on how the sizes run, with no measurement that a buyer could compare."""
    notes = [note for note in facts.size_notes if note.sort == sort and note.span.field.role in scope.roles]
    if not notes or _measured(facts) or facts.charts or (sort != "regional" and not _worn(facts)):
        return
    yield Hit(notes[0].span, {})


def title_not_offered(facts: Facts, scope: Scope) -> Iterator[Hit]:
    """The title names a letter size, or a range up to one, that two or more variants do not offer."""
    if not _worn(facts):
        return
    variants = [size for size in facts.sizes if size.place == "variant"]
    offered = list(dict.fromkeys(size.label for size in variants if size.sort == "letter"))
    if len(offered) < 2 or any(size.sort != "letter" or size.label != size.upto for size in variants):
        return
    for size in facts.sizes:
        if size.place == "title" and size.sort == "letter" and not {size.label, size.upto} <= set(offered):
            yield Hit(size.span, {"offered": ", ".join(offered)})
