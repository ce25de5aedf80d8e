"""``lexicon``: a phrase of the lexicon of literal translations stands in a text (`listing_lint.facts.phrases`).

A listing is told of each row once, at its first place. The values for the message are ``origin``, ``write`` and
``fact``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from listing_lint.checks import CheckError, Run, Scope
from listing_lint.facts import Facts
from listing_lint.facts.phrases import Entry
from listing_lint.model import CONFIDENCES, Hit

FACTS: Mapping[str, Mapping[str, str]] = {
    "size": {"en": "the size", "zh": "尺码"},
    "material": {"en": "the material", "zh": "材质"},
    "measure": {"en": "the measurement", "zh": "尺寸"},
    "weight": {"en": "the weight", "zh": "重量"},
    "plug": {"en": "the plug", "zh": "插头类型"},
    "socket": {"en": "the lamp base", "zh": "灯头规格"},
    "chemical": {"en": "the substance", "zh": "化学成分"},
    "origin": {"en": "whether it is genuine", "zh": "是否正品"},
    "fact": {"en": "what they get", "zh": "实际内容"},
}
"""What a phrase of the lexicon can hide from the buyer; the keys stand in its column ``fact``."""


def build(confidence: str, fact: bool) -> Run:
    """``confidence``: the rows of the lexicon to use. ``fact``: those that hide a fact, or those that do not."""
    if confidence not in CONFIDENCES:
        raise CheckError(f"lexicon: confidence: one of {', '.join(CONFIDENCES)} is wanted")

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        told: list[Entry] = []
        for phrase in facts.phrases:
            entry = phrase.entry
            if (entry.confidence, bool(entry.fact)) != (confidence, fact) or entry in told:
                continue
            if phrase.span.field.role in scope.roles:
                told.append(entry)
                values = {"origin": entry.origin, "write": _write(entry.write), "fact": FACTS.get(entry.fact, "")}
                yield Hit(phrase.span, values)

    return run


def _write(text: str) -> str | Mapping[str, str]:
    if text == "leave it out":
        return {"en": "leave it out", "zh": "删去"}
    return {"en": f"write “{text}”", "zh": f"改写为“{text}”"}
