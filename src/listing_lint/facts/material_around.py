"""The words around one mention of a material, and what they make of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from listing_lint.expressions import expression
from listing_lint.facts.material_words import Word, context_words, contexts, is_han

if TYPE_CHECKING:
    from listing_lint.facts.materials import Mention

Use = Literal["material", "colour", "look", "object"]
"""What a word for a material does: it names the material, a colour, a look, or a thing that is worked on."""

_CLAUSE_END = expression(r"[.,;:!?\n|/()\[\]{}•·、，。；：！？（）【】+&]")
_WORD = expression(r"[^\W_]+(?:'[^\W_]+)?%?")
_JOIN = expression(r"[\s,/&+、\d.%]*+(?:(?:and|or|y|e|et|und|и|和)\b)?[\s\d.%]*+")
_TIE = expression(
    r"^[^\S\n]*[:：=(–-]|\b(?:of|from|in|with|is|are|de|en|aus|di|in|из|made|material|fabric)\b|^[^\S\n]*\d"
)
_SHARE = expression(r"\s*+\d{1,3}(?:[.,]\d+)?\s?%")
_SENTENCE_END = expression(r"[.;!?\n]")
_REACH = 48
_ITEM_REACH = 120
_ITEM = expression(r"(?:^|[;|\n•·¬。；]|\.\s)([^:：;|\n•·¬。；]{2,60})[:：][^:：;|\n•·¬。；]*$")
_TOLD_BY_LABEL = frozenset({"shell", "upper", "lining", "sole", "filling"})
_MADE_OF = expression(
    r"\b(?:made|crafted|constructed|built|manufactured) (?:of|from|with|out of|in)\b|(?:مصنوع|المصنوع|صنع)(?:ة|ت)? من\b"
)
_WORN_WITH = expression(
    r"\b(?:team|pair|wear|worn|match|styl|goes|combin)(?:ed|es?|s)?\b(?: \w+){0,2} (?:with|over|under) "
    r"(?:an?|your|our|any|the)\b[^.;:|\n]{0,30}$"
)
"""Before the material of other clothes: "wear it with a cotton tee"."""
_PACKED = expression(r"\b(?:shipped|packed|packaged|wrapped|delivered|sent) in\b[^.;:|\n]*$")
"""Before the material of what the goods come in: "shipped in a custom-made wooden box"."""
_FITS = expression(
    r"(?:\b(?:compatible|kompatibel|compatibile|compatível|совместим\w*) (?:with|con|com|avec|mit|с)\b|兼容)[^.;:|\n]*$"
)
"""Before the material of what the goods fit: "compatible with silicone cases"."""


class Around:
    """The words around one mention, within its clause."""

    def __init__(
        self, low: str, start: int, end: int, limit: int, previous: Mention | None, language: str | None
    ) -> None:
        self.low, self.start, self.end = low, start, end
        after = low[end : min(end + _REACH, max(limit, end))]
        # In these languages the material follows the part with nothing between: suela goma, semelle cuir.
        self.part_first = language in ("es", "pt", "fr", "it")
        # In these it follows what it belongs to: crema de cuero, effet bois, клей для дерева.
        self.head_first = self.part_first or language == "ru"
        self.reaches_next = limit < end + _REACH and limit < len(low)
        stop = _CLAUSE_END.search(after)
        self.after_text = after[: stop.start()] if stop else after
        self.after = _WORD.findall(self.after_text)[:4]
        floor = previous.span.end if previous else 0
        self.before_text = low[max(start - _REACH, floor) : start]
        clause = max((m.end() for m in _CLAUSE_END.finditer(self.before_text)), default=0)
        self.before = _WORD.findall(self.before_text[clause:])[-5:]
        self.previous = previous if previous and start - previous.span.end < 24 else None

    @property
    def named(self) -> bool:
        """True where the words before, or right after, say that a material follows."""
        if self.after[:1] and self.after[0] in ("material", "materials", "plastic", "fabric", "材质", "材料", "面料"):
            return True
        head = self.before_text.rstrip()
        if head.endswith((":", "：", "=")):
            words = _WORD.findall(head)
            labels = context_words("label", "material")
            return any(" ".join(words[-n:]) in labels for n in (1, 2, 3))
        text = " ".join(self.before[-4:])
        return bool(_MADE_OF.search(text))

    def use(self, word: Word, labelled: bool) -> Use:
        """What the word does; ``labelled``: a label says that it names a material."""
        material = word.material
        assert material is not None
        means = self._after_means
        if means in ("look", "colour"):
            return means  # type: ignore[return-value]
        if means == "object":
            return "object"
        means = self._before_means
        if means == "look":
            return "look"
        if means == "colour" and (material.colour or material.sort == "precious"):
            return "colour"
        if means == "object" and not labelled:
            return "object"
        if self.continues and self.previous is not None and self.previous.use == "object":
            return "object"
        if (
            _PACKED.search(self.before_text)
            or _FITS.search(self.before_text)
            or (_WORN_WITH.search(self.before_text) and self.part() is None)
        ):
            return "object"
        return "material"

    @cached_property
    def continues(self) -> bool:
        """True where only a comma or an "and" stands between this and the mention before."""
        return bool(_JOIN.fullmatch(self.before_text))

    @cached_property
    def _after_means(self) -> str | None:
        after = contexts("after")
        if self.low[self.end : self.end + 1].isalpha() and not is_han(self.low[self.end]):
            # The word goes on: Holzleim, Goldmedaille.
            return after.get(self.after[0]) if self.after else None
        found = after.get(" ".join(self.after[:2])) or after.get(self.after[0]) if self.after else None
        if found:
            return found
        tail = self.low[self.end : self.end + 2]
        if tail and is_han(tail[0]):
            return after.get(tail) or after.get(tail[0])
        return None

    @cached_property
    def _before_means(self) -> str | None:
        before = contexts("before")
        for size in (3, 2, 1):
            words = self.before[-size:]
            if len(words) == size and (found := before.get(" ".join(words))):
                return found
        # What has a share is no print or look: "с принтом хлопок 100%".
        if self.head_first and not _SHARE.match(self.after_text) and (found := self._head_means()):
            return found
        # An adjective may stand between: "no real leather", "feels like fine leather".
        if len(self.before) >= 2 and (found := before.get(self.before[-2])) in ("negated", "look"):
            return found
        head = self.before_text.rstrip()
        if head.endswith((":", "：")):
            words = _WORD.findall(head)
            if words and " ".join(words[-1:]) in context_words("label", "colour"):
                return "colour"
        head = self.low[max(self.start - 2, 0) : self.start]
        if head and is_han(head[-1]):
            return before.get(head) or before.get(head[-1])
        return None

    def _head_means(self) -> str | None:
        """What the noun or verb before the mention makes of it, over "de", "à" and articles."""
        heads, links = contexts("head"), context_words("head", "link")
        last = len(self.before)
        while last and self.before[last - 1] in links:
            last -= 1
        return heads.get(" ".join(self.before[max(last - 2, 0) : last])) or (
            heads.get(self.before[last - 1]) if last else None
        )

    def qualifiers(self) -> frozenset[str]:
        """What the words beside the mention say of it."""
        found = set()
        for means in (self._after_means, self._before_means):
            if means in _QUALIFIERS:
                found.add(means)
        for word in self.before[-2:]:
            means = contexts("before").get(word)
            if means in _QUALIFIERS:
                found.add(means)
        return frozenset(found)

    def negated(self) -> bool:
        """True where the goods are said to hold none of it."""
        return self._before_means == "negated" or (
            bool(self.after) and contexts("after").get(self.after[0]) == "negated"
        )

    def part(self) -> str | None:
        """The part named right after (``rubber sole``) or before (``Sole: rubber``, ``lined with silk``)."""
        parts = contexts("part")
        after = self.after[: 2 if self.reaches_next else 3]
        for number, word in enumerate(after):
            if word in context_words("part", "stop"):
                break
            found = parts.get(" ".join(after[number : number + 2])) or parts.get(word)
            if found:
                return None if found == "whole" else found
        return self._part_before()

    def _part_before(self) -> str | None:
        """The part before the mention, where a colon or a word such as "with" ties the two together."""
        parts = contexts("part")
        links = context_words("part", "link")
        words = list(_WORD.finditer(self.before_text))[-6:]
        for number in range(len(words) - 1, -1, -1):
            word = words[number].group()
            pair = f"{words[number - 1].group()} {word}" if number else word
            found = parts.get(pair) or parts.get(word)
            if found and found != "whole":
                gap = self.before_text[words[number].end() :]
                lined = word.endswith("ed") and not _SENTENCE_END.search(gap)
                tied = _TIE.search(gap) or lined or (self.part_first and not gap.strip())
                return found if tied else None
            if word not in links and not word.rstrip("%").isdigit():
                break
        if self.continues and self.previous is not None and self.before_text.strip() not in ("", "/"):
            return self.previous.part
        return self._part_of_item()

    def _part_of_item(self) -> str | None:
        """The part that the label of the whole item names: ``Outer sole: removable, rubber``."""
        item = _ITEM.search(self.low, max(self.start - _ITEM_REACH, 0), self.start)
        words = _WORD.findall(item.group(1))[-4:] if item else []
        parts = contexts("part")
        return next((parts[word] for word in reversed(words) if parts.get(word) in _TOLD_BY_LABEL), None)


_QUALIFIERS = frozenset(
    {"faux", "genuine", "plated", "filled", "solid", "bonded", "split", "recycled", "organic", "blend"}
)
