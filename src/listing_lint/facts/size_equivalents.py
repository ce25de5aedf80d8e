"""What a bare size means in different countries, for messages."""

from __future__ import annotations

import math
from functools import cache

from listing_lint import tables
from listing_lint.facts.product import Product
from listing_lint.model import Value

_PARIS_POINT = 6.667
_BARLEYCORN = 8.467
_LAST_OVER_FOOT = 15.0


@cache
def _bodies(wearer: str) -> tuple[dict[str, str], ...]:
    """The rows of tables/size_bodies.csv for ``women`` or ``men``: one body each, with its sizes by country."""
    return tuple(row for row in tables.rows("size_bodies.csv") if row["wearer"] == wearer)


def meanings(label: str, product: Product, wearer: str | None) -> Value | None:
    """What ``label`` means by country, as the end of a sentence; None where nothing is known of it.

    ``wearer`` is ``women``, ``men`` or None. Rings follow ISO 8653 and the US and Japanese trade formulas, shoes the
    Paris point and the barleycorn with a last 15 mm longer than the foot, clothes tables/size_bodies.csv.
    """
    number = float(label.replace(",", ".")) if label.replace(",", ".").replace(".", "", 1).isdigit() else None
    if product.has("ring"):
        return _ring(number) if number and 3 <= number <= 16 else None
    if product.has("footwear"):
        return _shoe(number) if number and 35 <= number <= 48 else None
    if not product.has("clothing") or product.has("children"):
        return None
    if number is None:
        return _letter(label, wearer or "women")
    return _number(label, wearer) if wearer else None


def _ring(number: float) -> Value:
    us = f"{11.63 + 0.8128 * number:.1f}"
    japan = f"{13 + (number - 1) / 3:.1f}"
    italy = f"{(number + 40) / math.pi:.1f}"
    return {
        "en": f"{number:g} is {us} mm wide inside as a US size, {japan} as a Japanese and {italy} as an Italian one",
        "zh": f"{number:g} 号按美码内径 {us} 毫米，按日码 {japan} 毫米，按意码 {italy} 毫米",
    }


def _shoe(number: float) -> Value:
    last = number * _PARIS_POINT
    british = round((last / _BARLEYCORN - 25) * 2) / 2
    centimetres = (number + 10) / 2
    return {
        "en": f"{number:g} is UK {british:g} and US men's {british + 1:g} as an EU size, "
        f"a foot of {centimetres:g} cm as a Chinese one",
        "zh": f"{number:g} 按欧码约等于英码 {british:g}、美码男 {british + 1:g}，按国内码为脚长 {centimetres:g} 厘米",
    }


def _letter(label: str, wearer: str) -> Value | None:
    west = next((row["body_cm"] for row in _bodies(wearer) if row["west"] == label), None)
    china = next((row["body_cm"] for row in _bodies(wearer) if row["china"] == label), None)
    if west is None or china is None:
        return None
    part = ("bust", "胸围") if wearer == "women" else ("chest", "胸围")
    return {
        "en": f"{label} fits a {part[0]} of about {west} cm in Europe and {china} cm in China",
        "zh": f"{label} 码在欧洲约合{part[1]} {west} 厘米，在国内约合 {china} 厘米",
    }


def _number(label: str, wearer: str) -> Value | None:
    if wearer == "men":
        row = next((row for row in _bodies("men") if row["EU"] == label), None)
        if row is None:
            return None
        inches = f"{float(label) * 2.54:.0f}"
        return {
            "en": f"{label} is a chest of {row['body_cm']} cm as an EU size, {inches} cm as a UK or US one",
            "zh": f"{label} 按欧码为胸围 {row['body_cm']} 厘米，按英美码为 {inches} 厘米",
        }
    names = (("FR", "a French", "法码"), ("EU", "a German", "德码"), ("IT", "an Italian", "意码"))
    known = [(en, zh, row["UK"]) for column, en, zh in names for row in _bodies("women") if row[column] == label]
    if len(known) < 2:
        return None
    return {
        "en": f"{label} is " + ", ".join(f"UK {uk} as {en} size" for en, _, uk in known),
        "zh": f"{label} 按" + "，按".join(f"{zh}等于英码 {uk}" for _, zh, uk in known),
    }
