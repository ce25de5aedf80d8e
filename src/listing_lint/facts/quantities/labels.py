"""The names of what is measured: ``Length``, ``长``, ``W``."""

from __future__ import annotations

from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from listing_lint.expressions import expression
from listing_lint.facts.quantities.units import UnitName, is_ideograph, unit_at
from listing_lint.literals import of_name
from listing_lint.sought import Clue
from listing_lint.tables import rows


class Label(Struct, frozen=True):
    """What a label measures: an axis (``width``, ``bust``, ``weight``) and, where it is certain, the dimension.

    ``unit`` is a unit given in the label itself, as in ``Length (cm)``.
    """

    axis: str
    dimension: str | None
    unit: UnitName | None = None
    letter: bool = False


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    return frozenset(label.split()[-1] for label in _labels())


@lru_cache(maxsize=1)
def _labels() -> dict[str, Label]:
    return {
        row["label"]: Label(
            row["axis"], row["dimension"] or None, letter=row["label"].isascii() and len(row["label"]) == 1
        )
        for row in rows("measure_labels.csv")
    }


@cache
def naming(axes: frozenset[str] = frozenset(), dimensions: frozenset[str] = frozenset()) -> Clue:
    """The labels of ``axes`` and ``dimensions`` (all where empty), single letters apart."""

    def named(label: Label) -> bool:
        wanted = (not axes or label.axis in axes) and (not dimensions or label.dimension in dimensions)
        return wanted and not label.letter

    return Clue(
        f"labels {sorted(axes)} {sorted(dimensions)}",
        lambda: {
            literal for text, label in _labels().items() if named(label) for literal in of_name(text, whole=False)
        },
    )


_MARKS = " \t\u00a0:=：(（[~≈.-"
_FILLERS = ("is", "about", "approx", "approximately", "ca", "circa", "约", "约为", "为", "up to", "max", "min")
_FILLER = expression(rf"(?:\b|(?<=[一-鿿]))(?:{'|'.join(_FILLERS)})$")
_FARTHEST = 48
"""Characters before a number in which its label can stand."""
_UNIT_IN_BRACKETS = expression(r"[(\[（]\s*([^\s()\[\]（）]{1,12})\s*[)\]）]$")
_AFTER = expression(r"\s{0,2}(?:in\s)?[(\[（]?\s?([^\W\d_]{1,14})\s?[)\]）]?")
_UNIT_IN_LABEL = expression(
    r"(?:[(\[（_/,-]|(?<!\s)\s)\s*+([^\s()\[\]（）]{1,12}(?: [^\s()]{1,8})?)\s*+(?:[)\]）]\s*+)?$"
)


def label_of(name: str, language: str | None) -> Label | None:
    """What the name of an attribute or column measures, ``Length (cm)`` and ``item_weight`` included."""
    low = name.replace("_", " ").strip().lower().rstrip(":： ")
    if found := _labels().get(low):
        return found
    if match := _UNIT_IN_LABEL.search(low):
        unit = unit_at(match[1], match[1], 0, language)
        head = low[: match.start()].strip()
        if unit and len(unit.text) == len(match[1]) and (found := _ending(head)):
            return replace(found, unit=unit)
    return None


def label_before(low: str, end: int) -> tuple[Label, int, bool] | None:
    """The label that ends before ``end``, where it starts, and whether a sign (``:``, ``=``, ``is``) follows it."""
    window = low[max(0, end - _FARTHEST) : end]
    window = window[max(window.rfind("\n"), window.rfind(";"), window.rfind("|")) + 1 :]
    head = window.rstrip(_MARKS)
    while head.endswith(_FILLERS) and (filler := _FILLER.search(head)):
        head = head[: filler.start()].rstrip(_MARKS)
    unit = None
    if head.endswith((")", "]", "）")) and (match := _UNIT_IN_BRACKETS.search(head)):
        unit = unit_at(match[1], match[1], 0, None)
        head = head[: match.start()].rstrip()
    if not (found := _ending(head)):
        return None
    between = window[len(head) :]
    signed = any(sign in between for sign in (":", "=", "：", " is ", "为"))
    return replace(found, unit=unit) if unit else found, end - len(between), signed


def label_named(name: str) -> Label | None:
    """The label that is written exactly so, in lower case."""
    return _labels().get(name)


def axis_after(low: str, start: int) -> tuple[Label, int] | None:
    """The axis named right after a quantity (``25 cm long``, ``25cm(L)``), and where its name ends."""
    match = _AFTER.match(low, start)
    found = _labels().get(match[1]) if match else None
    return (found, match.end()) if match and found else None


def _ending(head: str) -> Label | None:
    """The label that ``head`` ends with, the longest first."""
    labels = _labels()
    if not head or not head[-1].isalpha():
        return labels.get(head[-1:])
    if is_ideograph(head[-1]):
        return next((labels[head[-n:]] for n in (4, 3, 2, 1) if head[-n:] in labels), None)
    words = head.rsplit(" ", 3)[-3:]
    last = words[-1]
    if not last.isalpha():
        last = last[max(index for index, character in enumerate(last) if not character.isalpha()) + 1 :]
        return labels.get(last)
    if last not in _last_words():
        return None
    phrases = (" ".join(words[-count:]) for count in range(len(words), 0, -1))
    return next((labels[phrase] for phrase in phrases if phrase in labels), None)
