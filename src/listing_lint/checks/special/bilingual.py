"""A listing against the source it was translated from (`listing_lint.facts.parity`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from listing_lint.checks import Scope
from listing_lint.checks.special import only_with
from listing_lint.engine import shorten
from listing_lint.facts import Facts
from listing_lint.facts.parity import Difference
from listing_lint.model import Hit, Span
from listing_lint.sought import TRANSLATED

TOPICS: Mapping[str, Mapping[str, str]] = {
    "plated": {"en": "plated", "zh": "镀层"},
    "leather": {"en": "imitation leather", "zh": "仿皮"},
    "fur": {"en": "imitation fur", "zh": "人造毛"},
    "silk": {"en": "imitation silk", "zh": "仿真丝"},
    "cashmere": {"en": "sherpa fleece or imitation cashmere", "zh": "羊羔绒或仿羊绒"},
    "pearl": {"en": "imitation pearl", "zh": "仿珍珠"},
    "crystal": {"en": "glass or imitation crystal", "zh": "玻璃或仿水晶"},
    "diamond": {"en": "zircon, rhinestone or moissanite", "zh": "锆石、水钻或莫桑石"},
    "wood": {"en": "wood grain or board", "zh": "木纹或人造板"},
    "marble": {"en": "marble pattern", "zh": "大理石纹"},
    "flower": {"en": "artificial", "zh": "仿真"},
    "gold": {"en": "gold-coloured", "zh": "仿金或金色"},
    "silver": {"en": "silver-coloured", "zh": "银色"},
    "battery": {"en": "batteries not included", "zh": "不含电池"},
    "charger": {"en": "charger not included", "zh": "不含充电器"},
    "waterproof": {"en": "not waterproof", "zh": "不防水"},
    "dishwasher": {"en": "not for the dishwasher", "zh": "不可用洗碗机"},
    "microwave": {"en": "not for the microwave", "zh": "不可用微波炉"},
    "machine wash": {"en": "not machine washable", "zh": "不可机洗"},
    "underwire": {"en": "without underwire", "zh": "无钢圈"},
    "sleeve": {"en": "sleeveless", "zh": "无袖"},
    "lining": {"en": "without lining", "zh": "无内衬"},
}
"""What the source says of each topic of ``parity_terms.csv``."""


@only_with(lambda **_: (TRANSLATED,))
def differs(facts: Facts, scope: Scope, *, sorts: Sequence[str], placed: bool | None = None) -> Iterator[Hit]:
    """The differences of these ``sorts`` between the listing and its source.

    ``placed``: only those with a place in the translation (true) or without one (false); those without one are told
    together. The values for the message are ``source``, ``expected`` and ``topic``; the places in the source are the
    related ones.
    """
    wanted = [d for d in facts.differences if d.sort in sorts and placed in (None, d.span is not None)]
    for difference in wanted:
        if difference.span is not None and difference.span.field.role in scope.roles:
            yield _hit(difference.span, [difference])
    unplaced = [difference for difference in wanted if difference.span is None]
    if unplaced:
        yield _hit(None, unplaced)


def _hit(span: Span | None, differences: Sequence[Difference]) -> Hit:
    sources = tuple(difference.source for difference in differences if difference.source)
    first = differences[0]
    values = {
        "source": "”, “".join(shorten(source.text, 40) for source in sources),
        "expected": shorten(first.expected),
        "topic": TOPICS.get(first.topic, ""),
        "found": shorten(span.text) if span else "",
    }
    return Hit(span, values, related=sources)
