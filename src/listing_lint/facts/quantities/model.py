"""The type of a quantity."""

from __future__ import annotations

from msgspec import Struct

from listing_lint.model import Field, Span


class Quantity(Struct, frozen=True):
    """An amount that a text states, at ``start``:``end``.

    ``value`` is None for a range, which has ``low`` and ``high``; a tolerance has all three. ``unit`` is the name
    of the unit in pint's registry (and ``units.pint``), None where the text gives none. ``dimension`` is what the unit
    measures (``length``, ``mass``, ``volume``, ``power`` ...), or what the label says where there is no unit.
    ``axis`` is the named property (``width``, ``bust``, ``net weight``). Quantities of one ``W x H x D`` have the same
    ``group``. ``field`` is the listing's field, None for a text on its own.
    """

    value: float | None
    unit: str | None
    dimension: str | None
    start: int
    end: int
    text: str
    low: float | None = None
    high: float | None = None
    axis: str | None = None
    group: int | None = None
    field: Field | None = None

    @property
    def span(self) -> Span:
        """Where it stands in its listing. Raises `ValueError` for a quantity of a text on its own."""
        if self.field is None:
            raise ValueError("a quantity of a text on its own has no span")
        return Span(self.field, self.start, self.end)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest value it allows."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        return self.value or 0.0, self.value or 0.0
