"""``lexicon``: a phrase of the lexicon of literal translations stands in a text (`listing_lint.facts.phrases`).

A listing is told of each row once, at its first place. The values for the message are ``origin``, ``write`` and
``fact``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from listing_lint.checks import CheckError, Gated, Scope
from listing_lint.expressions import expression
from listing_lint.facts import Facts
from listing_lint.facts.phrases import PHRASES, Entry, normal
from listing_lint.model import CONFIDENCES, Edit, Fix, Hit, Span

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


def build(confidence: str, fact: bool) -> Gated:
    """``confidence``: ``high`` for the phrases that are sure, each other value for those that are not.

    ``fact``: those that hide a fact, or those that do not.
    """
    if confidence not in CONFIDENCES:
        raise CheckError(f"lexicon: confidence: one of {', '.join(CONFIDENCES)} is wanted")

    def run(facts: Facts, scope: Scope) -> Iterator[Hit]:
        found: dict[Entry, list[Span]] = {}
        for phrase in facts.phrases:
            entry = phrase.entry
            if bool(entry.fact) != fact or phrase.span.field.role not in scope.roles:
                continue
            if (facts.signs.weighed(entry.confidence) == "high") == (confidence == "high"):
                found.setdefault(entry, []).append(phrase.span)
        for entry, spans in found.items():
            values = {"origin": entry.origin, "write": _write(entry.write), "fact": FACTS.get(entry.fact, "")}
            yield Hit(spans[0], values, fix=_wording(entry, spans))

    return Gated(run, ((PHRASES,),))


_ADVICE = expression(r"[:=;(/,]|^(?:the|how|please|say|leave|state|measured)\b")


def _wording(entry: Entry, spans: Sequence[Span]) -> Fix | None:
    """Writes what the entry says in every place; None where that is advice, or a place has another form of the phrase.

    Only English is written: other languages inflect what stands around it.
    """
    phrases = {normal(phrase) for phrase in entry.phrases}
    if entry.language != "en" or _ADVICE.search(entry.write) or any(normal(span.text) not in phrases for span in spans):
        return None
    edits = tuple(Edit(span, _in_case_of(span.text, entry.write)) for span in spans)
    return Fix(f"Write “{edits[0].text}”", edits, "unsafe")


def _in_case_of(found: str, text: str) -> str:
    """``text`` in capitals, or with a first one, as ``found`` is."""
    if found.isupper() and len(found) > 1:
        return text.upper()
    return text[0].upper() + text[1:] if found[0].isupper() else text


def _write(text: str) -> str | Mapping[str, str]:
    if text == "leave it out":
        return {"en": "leave it out", "zh": "删去"}
    return {"en": f"write “{text}”", "zh": f"改写为“{text}”"}
