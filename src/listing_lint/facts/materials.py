"""What a listing says it is made of: every mention of a material, with its part, share and qualifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from listing_lint.expressions import expression
from listing_lint.facts.material_around import Around, Use
from listing_lint.facts.material_words import (
    Material,
    Word,
    context_words,
    contexts,
    find_words,
    folded,
    material_clues,
)
from listing_lint.facts.shares import read_shares
from listing_lint.model import Field, Listing, Location, Span
from listing_lint.sought import clues

UNKNOWN = Material("unknown", "unknown")
"""The material of a share whose name is in no table (``5% Tactel``)."""

_COLON = expression(r"\s*[:：=]")


class Mention(Struct, frozen=True):
    """One word for a material in a field.

    ``part`` is shell, upper, lining, sole, filling, strap, frame, hardware, trim, top, lid or packaging, or None for
    the thing as a whole. ``share`` is in percent; mentions of one field with the same ``run`` make up one composition.
    ``qualifiers`` are of genuine, faux, plated, filled, solid, bonded, split, recycled, organic, blend. ``labelled`` is
    True where the field or the words before name it as the material.
    """

    span: Span
    material: Material
    part: str | None = None
    share: float | None = None
    run: int | None = None
    qualifiers: frozenset[str] = frozenset()
    use: Use = "material"
    negated: bool = False
    labelled: bool = False

    @property
    def stated(self) -> bool:
        """True where the word tells what the goods, or a part of them, are made of."""
        return self.use == "material" and not self.negated and self.part != "packaging"


class _Label(Struct, frozen=True):
    """What the name of an attribute or option says of its values."""

    material: bool
    colour: bool
    part: str | None


@lru_cache(maxsize=4096)
def _read_label(name: str) -> _Label:
    """``name`` without the path that shop exports add in brackets: ``Fabric``, ``Sole Material``, ``颜色``."""
    label = folded(name.split("(")[0].strip(" :*."))
    parts = contexts("part")
    part = parts.get(label) or next((parts[word] for word in label.split() if word in parts and word != "top"), None)
    return _Label(
        label in context_words("label", "material") or label.endswith(("material", "materials", "composition")),
        label in context_words("label", "colour") or "color" in label or "colour" in label,
        None if part == "whole" else part,
    )


def is_material_label(name: str) -> bool:
    """True where ``name``, of an attribute or before a colon, says that materials follow."""
    return _read_label(name).material


_NO_LABEL = _Label(False, False, None)


def find_materials(listing: Listing, language: str | None = None) -> tuple[Mention, ...]:
    """Every mention of a material in ``listing``, in the order of its fields.

    ``language`` is the ISO code the words are read in; a value that variants repeat is read once.
    """
    materials = Materials(listing.fields, language)
    return tuple(mention for field in listing.fields for mention in materials.of(field))


class Materials:
    """The mentions of materials in some fields, each read when it is asked for."""

    def __init__(self, fields: Sequence[Field], language: str | None) -> None:
        """``language`` is the ISO code the words are read in."""
        self._language = language
        self._mask = material_clues(language)
        self._first = {(field.name, field.text): field for field in reversed(fields)}
        self._found: dict[int, tuple[Mention, ...]] = {}

    def possible(self, field: Field) -> bool:
        """False where ``field`` surely has no mentions."""
        return bool(clues(field.text) & self._mask)

    def of(self, field: Field) -> tuple[Mention, ...]:
        """The mentions in ``field``; none where it repeats the text of an earlier one of its name."""
        if not self.possible(field) or self._first[field.name, field.text] is not field:
            return ()
        found = self._found.get(id(field))
        if found is None:
            found = self._found[id(field)] = tuple(_in_field(field, self._language))
        return found


_SHORT = 80
"""Texts up to this length are often met again: the values of attributes and options."""


def _in_field(field: Field, language: str | None) -> Iterator[Mention]:
    label = _read_label(field.label) if field.role in ("attribute", "variant") else _NO_LABEL
    if len(field.text) > _SHORT:
        return _read(field, label, language)
    found = _read_short(field.text, label, language)
    return (replace(item, span=Span(field, item.span.start, item.span.end)) for item in found)


@lru_cache(maxsize=4096)
def _read_short(text: str, label: _Label, language: str | None) -> tuple[Mention, ...]:
    return tuple(_read(Field("attribute", "", text, Location("")), label, language))


def _read(field: Field, label: _Label, language: str | None) -> Iterator[Mention]:
    text = field.text
    low = folded(text)
    words = find_words(text, low, language)
    places = [(start, end) for start, end, word in words if word.material is not None]
    if not places:
        return
    shares = {share.start: share for share in read_shares(low, places)}
    previous: Mention | None = None
    for number, (start, end, word) in enumerate(words):
        if word.material is None:
            continue
        limit = words[number + 1][0] if number + 1 < len(words) else len(low)
        around = Around(low, start, end, limit, previous, language)
        share = shares.get(start)
        named = label.material or share is not None or around.named
        if around.continues and previous is not None:
            named = named or previous.labelled
        if (word.guarded and not named) or (word.material.sort == "vague" and _COLON.match(low, end)):
            continue
        use = "colour" if label.colour and _colourish(word) else around.use(word, label.material)
        mention = Mention(
            Span(field, start, end),
            word.material,
            part=around.part() or label.part,
            share=share.value if share else None,
            run=share.run if share else None,
            qualifiers=around.qualifiers(),
            use=use,
            negated=around.negated(),
            labelled=named,
        )
        yield mention
        previous = mention
    for share in shares.values():
        if not share.known:
            yield Mention(Span(field, share.start, share.end), UNKNOWN, share=share.value, run=share.run, labelled=True)


def _colourish(word: Word) -> bool:
    return word.material is not None and (word.material.colour or word.material.sort in ("precious", "plated", "trade"))
