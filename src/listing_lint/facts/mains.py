"""The mains supply of each territory: voltage band, frequency, plugs.

Voltages are compared by band: a device marked 220, 230 or 240 V is right in the whole high band (IEC 60038 merged them
into 230 V, EN 50160 lets the supply vary by 10 %), one marked 110 to 127 V in the whole low band.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from listing_lint.tables import rows

LOW, HIGH = "low", "high"
BAND_VOLTS = {LOW: (100.0, 130.0), HIGH: (200.0, 250.0)}
"""The voltages, first to last, that a device for each band is marked with. Source: IEC 60038."""

_LOWEST, _HIGHEST = 80.0, 305.0
"""Volts beyond which a range says what an instrument or a cable stands, not what a device is fed with."""


class Territory(Struct, frozen=True):
    """The public supply of one territory: an ISO 3166-1 alpha-2 ``code``, its English ``name``.

    ``bands`` holds `LOW`, `HIGH` or both; ``volts`` are nominal, the main one first; ``hertz`` the frequencies;
    ``plugs`` letters of IEC/TR 60083. Source: tables/mains.csv, which names its own for each row.
    """

    code: str
    name: str
    bands: frozenset[str]
    volts: tuple[float, ...]
    hertz: tuple[int, ...]
    plugs: frozenset[str]


@cache
def territories() -> dict[str, Territory]:
    """All territories by code."""
    return {
        row["code"]: Territory(
            code=row["code"],
            name=row["name"],
            bands=frozenset(row["bands"].split()),
            volts=tuple(float(value) for value in row["volts"].split()),
            hertz=tuple(int(value) for value in row["hertz"].split()),
            plugs=frozenset(row["plugs"].split()),
        )
        for row in rows("mains.csv")
    }


def territory(code: str) -> Territory | None:
    """The territory of an ISO 3166-1 alpha-2 code in capitals, or None where the table has none."""
    return territories().get(code)


@cache
def large_markets() -> tuple[str, ...]:
    """The codes of tables/markets.csv, in its order: the markets a finding names where a listing is sold worldwide."""
    return tuple(row["code"] for row in rows("markets.csv"))


@cache
def markets_of_language(language: str | None) -> tuple[str, ...]:
    """The codes of the main markets whose buyers read a language (ISO 639-1); empty where the table has none."""
    markets = {row["language"]: tuple(row["markets"].split()) for row in rows("language_markets.csv")}
    return markets.get(language or "", ())


def bands_of(first: float, last: float) -> frozenset[str]:
    """The bands that a device marked with ``first`` to ``last`` volts is made for; both ends alike for one figure."""
    if first < _LOWEST or last > _HIGHEST:
        return frozenset()
    return frozenset(band for band, (low, high) in BAND_VOLTS.items() if first <= high and last >= low)


class Unfit(Struct, frozen=True):
    """The territories where a device does not work.

    ``codes`` are to be named, ``partly`` are those with both bands in public supply, where only some homes have the
    other one. ``worldwide`` is True where the listing names no markets: ``codes`` are then only the large ones, of
    ``total`` territories.
    """

    codes: tuple[str, ...]
    partly: tuple[str, ...]
    total: int
    worldwide: bool

    def __bool__(self) -> bool:
        return bool(self.codes or self.partly)


def unfit(bands: Iterable[str], markets: Iterable[str] = ()) -> Unfit:
    """Where a device for ``bands`` does not work, of ``markets`` (codes), or worldwide where there are none."""
    wanted = frozenset(bands)
    return _unfit(
        {code for code, item in territories().items() if not item.bands & wanted},
        {code for code, item in territories().items() if item.bands & wanted and not item.bands <= wanted},
        markets,
    )


def unfit_hertz(hertz: Iterable[int], markets: Iterable[str] = ()) -> Unfit:
    """Where the mains have a frequency that is not in ``hertz``, as `unfit` does it."""
    wanted = frozenset(hertz)
    return _unfit({code for code, item in territories().items() if not wanted & set(item.hertz)}, set(), markets)


def _unfit(nowhere: set[str], partly: set[str], markets: Iterable[str]) -> Unfit:
    chosen = tuple(dict.fromkeys(code for code in markets if code in territories()))
    named = chosen or large_markets()
    codes = tuple(code for code in named if code in nowhere)
    return Unfit(
        codes,
        tuple(code for code in named if code in partly),
        len(codes) if chosen else len(nowhere),
        worldwide=not chosen,
    )


def unfit_plugs(letters: Iterable[str], markets: Iterable[str]) -> tuple[str, ...]:
    """The codes among ``markets`` whose sockets take none of the plugs with these IEC ``letters``.

    A type C plug also fits the sockets of E, F, H, J, K, L, N and O; a type A plug those of B. Source: IEC/TR 60083.
    """
    wanted = set(letters)
    wanted |= {other for letter in letters for other in _ALSO_FITS.get(letter, "")}
    known = [item for code in dict.fromkeys(markets) if (item := territory(code))]
    return tuple(item.code for item in known if not wanted & item.plugs)


_ALSO_FITS = {"C": "EFHJKLNO", "A": "B", "E": "F", "F": "E"}
