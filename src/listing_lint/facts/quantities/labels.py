"""The names of what is measured: ``Length``, ``长``, ``W``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from listing_lint.facts.quantities.units import UnitName, is_ideograph, unit_at
from listing_lint.tables import rows


@dataclass(frozen=True, slots=True)
class Label:
    """What a label measures: an axis (``width``, ``bust``, ``weight``) and, where it is certain, the dimension.

    ``unit`` is a unit given in the label itself, as in ``Length (cm)``.
    """

    axis: str
    dimension: str | None
    unit: UnitName | None = None
    letter: bool = False


@lru_cache(maxsize=1)
def _labels() -> dict[str, Label]:
    return {
        row["label"]: Label(
            row["axis"], row["dimension"] or None, letter=row["label"].isascii() and len(row["label"]) == 1
        )
        for row in rows("measure_labels.csv")
    }


_TAIL = re.compile(r"[\s:=：(（\[~≈.,-]+$|\b(?:is|about|approx|approximately|ca|circa|约|约为|为|up to|max|min)$")
_AFTER = re.compile(r"\s{0,2}(?:in\s)?[(\[（]?\s?([^\W\d_]{1,14})\s?[)\]）]?")
_UNIT_IN_LABEL = re.compile(r"[(\[（_/,\s-]\s*([^\s()\[\]（）]{1,12}(?: [^\s()]{1,8})?)\s*[)\]）]?\s*$")


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
    window = low[max(0, end - 48) : end]
    window = window[max(window.rfind("\n"), window.rfind(";"), window.rfind("|")) + 1 :]
    head = window
    while (cut := _TAIL.sub("", head)) != head:
        head = cut
    unit = None
    if (match := re.search(r"[(\[（]\s*([^\s()\[\]（）]{1,12})\s*[)\]）]$", head)) and head != window:
        unit = unit_at(match[1], match[1], 0, None)
        head = head[: match.start()].rstrip()
    if not (found := _ending(head)):
        return None
    start = end - len(window) + len(head)
    signed = any(sign in window[len(head) :] for sign in (":", "=", "：", " is ", "为"))
    return replace(found, unit=unit), start, signed


def axis_after(low: str, start: int) -> tuple[Label, int] | None:
    """The axis named right after a quantity (``25 cm long``, ``25cm(L)``), and where its name ends."""
    match = _AFTER.match(low, start)
    found = _labels().get(match[1]) if match else None
    return (found, match.end()) if match and found else None


def _ending(head: str) -> Label | None:
    """The label that ``head`` ends with, the longest first."""
    labels = _labels()
    if head and is_ideograph(head[-1]):
        return next((labels[head[-n:]] for n in (4, 3, 2, 1) if head[-n:] in labels), None)
    words = re.findall(r"[^\W\d_]+", head[-32:])
    for count in (3, 2, 1):
        phrase = " ".join(words[-count:])
        if len(words) >= count and phrase in labels and head.endswith(words[-1]):
            return labels[phrase]
    return None
