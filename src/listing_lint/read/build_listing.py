"""One listing from the objects that describe it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from listing_lint.expressions import expression
from listing_lint.model import Field, Listing, Location, Role
from listing_lint.read.columns import attribute_role, fold
from listing_lint.read.find_products import Product, find_pairs, tree_keys
from listing_lint.read.reading import Column
from listing_lint.read.text import plain_text
from listing_lint.read.tree import Array, Leaf, Node, Object, Source, children

# ISO 639-1 codes that catalogs are written in, and what else stands for one of them in keys.
_LANGUAGES = {
    code: code
    for line in ("ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl",
                 "sr sv th tr uk vi zh")
    for code in line.split()
} | {"cn": "zh", "jp": "ja", "kr": "ko"}  # fmt: skip
_LANGUAGE_KEY = expression(
    r"(?P<base>.*[^\W_])(?:[ _.:@-]|\[|(?<=[a-z])(?=[A-Z]))(?P<code>[A-Za-z]{2})(?:[_-][A-Za-z]{2,4})?\]?"
)
_LANGUAGE = expression(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8})*")
_COUNTRY = expression(r"\b[A-Z]{2}\b")
_URL = expression(r"(?:https?:)?//[^\s/]+\.\S+")
# "Size: M; Color: red" in one value.
_PAIR = expression(r"([^:;|,\n]{1,40}):[ \t]*+([^;|,\n]*[^;|,\s])")
_OPTION = expression(r"option (\d)(?: value)?")
_DEEPEST_PROPERTY = 3


class Context(Protocol):
    """What the builder asks of the document that it works on."""

    xml: bool
    pointers: bool

    @property
    def html(self) -> bool: ...
    def header(self, key: str) -> str: ...
    def column(self, key: str) -> Column: ...
    def note(self, column: Column) -> None: ...
    def settings(self, around: tuple[Object, ...]) -> tuple[str | None, tuple[str, ...]]: ...


def language_of_key(key: str) -> tuple[str, str]:
    """``key`` without the language that ends it, and that language's code: ``name_zh`` is ``name`` and ``zh``."""
    match = _LANGUAGE_KEY.fullmatch(key)
    code = _LANGUAGES.get(match["code"].lower(), "") if match else ""
    # "pack_id", "price_no" end in words, not in languages.
    return (match["base"], code) if match and code and match["code"].lower() not in ("id", "no") else (key, "")


def language_code(text: str) -> str | None:
    """The ISO 639-1 code in ``en``, ``en-US`` or ``EN_us``; None for other texts."""
    match = _LANGUAGE.fullmatch(text.strip())
    return match[1].lower() if match else None


def country_codes(text: str) -> tuple[str, ...]:
    """The ISO 3166-1 alpha-2 codes in ``US`` or ``us, de``."""
    return tuple(_COUNTRY.findall(text.upper()))


class Builder:
    """Collects the fields of one product.

    ``language``: of its keys in several languages, only those are read; empty: only keys that name no language.
    """

    def __init__(
        self,
        context: Context,
        source: Source,
        product: Product,
        number: int,
        *,
        language: str | None = None,
        labelled: bool = False,
    ) -> None:
        self.context = context
        self.source = source
        self.product = product
        self.number = number
        self.key_language = language
        around, self.markets = context.settings(product.around)
        self.language = language or around
        self.labelled = labelled
        self.id_suffix = ""
        self.group = ""
        self.fields: list[Field] = []
        self.ids: dict[str, str] = {}
        self.options: list[str] = []
        self.variants = 0
        self.has_title = False
        self.keys = tree_keys()
        self.translated: set[str] = set()

    def build(self) -> Listing:
        main, pointer = self.product.parts[0]
        if self.key_language:
            named = (language_of_key(self.context.header(key)) for key, _ in main.entries)
            self.translated = {base for base, code in named if code == self.key_language}
        if self.labelled:
            self._labelled(main, pointer)
        else:
            self.options = list(self._option_names(main))
            for part, at in self.product.parts:
                elements = any(not key.startswith("@") for key, _ in part.entries)
                for key, node, to in self._children(part, at):
                    if not key.startswith("@") or (self.context.xml and not elements):
                        self._entry(key, node, to, part is main)
                    elif self.context.xml and isinstance(node, Leaf):
                        self._markup(key, node, to)
        place = self._place(main.start, pointer)
        return Listing(self._id(), tuple(self.fields), place, self.language, self.markets)

    def _id(self) -> str:
        ids = self.ids
        handles = (ids[f"handle:{name}"] for name in self.keys.handles if f"handle:{name}" in ids)
        found = ids.get("id") or ids.get("known") or self.group or next(handles, "") or self.product.key
        return (found or f"item {self.number}") + self.id_suffix

    # The shape of the labelled listings and of the Python interface.

    def _labelled(self, main: Object, pointer: str) -> None:
        for key, node, at in self._children(main, pointer):
            if key in ("title", "description"):
                self._values("title" if key == "title" else "description", key, node, at)
            elif key == "attributes":
                for name, value, to in self._children(node, at):
                    self._values(attribute_role(name), f"attributes.{name}", value, to)
            elif key == "variants":
                for number, (_, variant, to) in enumerate(self._children(node, at)):
                    for name, value, inner in self._children(variant, to):
                        role = attribute_role(name)
                        self._values(
                            "variant" if role == "attribute" else role, f"variants.{name}", value, inner, number
                        )
            elif key == "language" and isinstance(node, Leaf):
                self.language = language_code(node.text)
            elif key == "id" and isinstance(node, Leaf):
                self.ids["id"] = node.text

    def _values(self, role: Role, name: str, node: Node, pointer: str, variant: int | None = None) -> None:
        """All single values in ``node``, however deep."""
        if isinstance(node, Leaf):
            self._add(role, name, node, pointer, variant)
            return
        for key, value, at in self._children(node, pointer):
            self._values(role, f"{name}.{key}" if key else name, value, at, variant)

    # Any other product.

    def _children(self, node: Node, pointer: str) -> Iterator[tuple[str, Node, str]]:
        return children(node, pointer, self.context.xml)

    def _entry(self, key: str, node: Node, pointer: str, main: bool) -> None:
        base, code = language_of_key(self.context.header(key))
        if code and self.key_language is not None:
            if code != self.key_language:
                return
            key = base
        elif base in self.translated:
            return
        column = self.context.column(key)
        node, pointer = self._in_language(node, pointer)
        if isinstance(node, Object) and node.get("#text") is not None:
            self._element(column, node, pointer, main)
            return
        if isinstance(node, Leaf):
            self._leaf(column, node, pointer, main)
            return
        folded = fold(column.header)
        if folded in self.keys.variants:
            self._variant_list(column, node, pointer)
        elif folded in self.keys.properties:
            self._properties(node, pointer, "attributes")
        elif folded == "options" and (self.variants or self._has_variants()):
            return
        elif pairs := list(find_pairs(node, pointer, self.context.xml)):
            for name, value, at, unit in pairs:
                self._property(name, value, at, unit)
        elif folded not in self.keys.skip | self.keys.products or column.role in ("category", "tag", "brand"):
            self.context.note(column)
            self._nested(column, node, pointer)

    def _in_language(self, node: Node, pointer: str) -> tuple[Node, str]:
        if self.key_language and isinstance(node, Object):
            for key, value, at in self._children(node, pointer):
                if language_of_key(f"x_{key}")[1] == self.key_language and isinstance(value, Leaf):
                    return value, at
        return node, pointer

    def _element(self, column: Column, node: Object, pointer: str, main: bool) -> None:
        """An XML element with text and attributes: ``<param name="Weight" unit="kg">2</param>`` is a property."""
        text, name = node.get("#text"), node.get("@name")
        if not isinstance(text, Leaf):
            return
        if isinstance(name, Leaf) and name.text.strip():
            unit = node.get("@unit")
            self._property(name.text.strip(), text, pointer, unit.text.strip() if isinstance(unit, Leaf) else "")
        else:
            self._leaf(column, text, pointer, main)

    def _markup(self, key: str, leaf: Leaf, pointer: str) -> None:
        """An attribute of an XML element that holds elements: it serves the feed, a buyer does not see it."""
        column = self.context.column(key)
        self._identify(column, column.part.split(":")[0], leaf.text.strip())
        self._add("internal", f"attributes.{column.header}", leaf, pointer)

    def _leaf(self, column: Column, leaf: Leaf, pointer: str, main: bool) -> None:
        self.context.note(column)
        part = column.part.split(":")[0]
        text = leaf.text.strip()
        if part == "title":
            if not main or not text or any(field.name == "title" and field.text == leaf.text for field in self.fields):
                return
            if self.has_title:
                self._add("attribute", f"attributes.{column.header}", leaf, pointer)
            else:
                self.has_title = True
                self._add("title", "title", leaf, pointer)
            return
        if main and text:
            self._identify(column, part, text)
        if column.role is not None:
            self._add(column.role, column.name, leaf, pointer)

    def _identify(self, column: Column, part: str, text: str) -> None:
        folded = fold(column.header)
        if folded == "id":
            self.ids["id"] = text
        if part in ("id", "parent_id"):
            self.ids.setdefault("known", text)
        elif part == "group":
            self.group = text
        elif part == "language":
            self.language = language_code(text) or self.language
        elif part == "market":
            self.markets = country_codes(text) or self.markets
        if folded in self.keys.handles:
            self.ids[f"handle:{folded}"] = text

    def _properties(self, node: Node, pointer: str, place: str, variant: int | None = None) -> None:
        """A container of properties: pairs of name and value, or names to values."""
        for key, value, at in self._children(node, pointer):
            pairs = list(find_pairs(value, at, self.context.xml)) if not isinstance(value, Leaf) else []
            text = value.get("#text") if isinstance(value, Object) else None
            if pairs:
                for name, item, to, unit in pairs:
                    self._property(name, item, to, unit, place, variant)
            elif isinstance(value, Object) and isinstance(text, Leaf):
                named = value.get("@name")
                name = named.text if isinstance(named, Leaf) else self.context.header(key)
                self._property(name, text, at, "", place, variant)
            elif key and not isinstance(value, Object):
                self._property(self.context.header(key), value, at, "", place, variant)
            elif isinstance(value, Object):
                self._properties(value, at, place, variant)
            elif isinstance(value, Leaf):
                self._property("features", value, at, "", place, variant)

    def _property(
        self,
        name: str,
        value: Node,
        pointer: str,
        unit: str = "",
        place: str = "attributes",
        variant: int | None = None,
    ) -> None:
        """A property called ``name``. A unit given beside the value goes to the name, as in ``Weight, kg``."""
        role = attribute_role(name)
        if place == "variants" and role == "attribute":
            role = "variant"
        self._values(role, f"{place}.{name}, {unit}" if unit else f"{place}.{name}", value, pointer, variant)

    def _nested(self, column: Column, node: Node, pointer: str, depth: int = 1) -> None:
        """Values inside a key that is no known container; a brand, category or tag object counts by its name."""
        if column.role is None or depth > _DEEPEST_PROPERTY:
            return
        if isinstance(node, Array):
            for _, item, at in self._children(node, pointer):
                if isinstance(item, Leaf):
                    self._add(column.role, column.name, item, at)
                elif isinstance(item, Object) and column.role != "attribute":
                    self._nested(column, item, at, depth)
            return
        entries = {fold(self.context.header(key)): (value, at) for key, value, at in self._children(node, pointer)}
        names = [entries[key] for key in (*self.keys.name, *self.keys.value) if key in entries]
        leaf = next(((value, at) for value, at in names if isinstance(value, Leaf)), None)
        if column.role in ("category", "tag", "brand"):
            if leaf:
                self._add(column.role, column.name, *leaf)
            return
        self._nested_values(column, node, pointer, depth)

    def _nested_values(self, column: Column, node: Node, pointer: str, depth: int) -> None:
        unit = node.get("unit", "unitText", "unitCode") if isinstance(node, Object) else None
        base = f"attributes.{column.header}"
        for key, value, at in self._children(node, pointer):
            inner = self.context.column(key)
            name = f"{base}.{inner.header}"
            role = column.role if column.role not in ("attribute", "description", "title") else inner.role
            if role in ("title", "description", "bullet", "variant"):
                role = "attribute"
            if role is None or (role == "attribute" and key.startswith("@")):
                continue
            if fold(inner.header) in self.keys.value or fold(inner.header) in self.keys.name:
                name = f"{base}, {unit.text}" if isinstance(unit, Leaf) and unit.text else base
                role = column.role if column.role not in ("title", "description") else "attribute"
            if isinstance(value, Object):
                self._nested(Column(f"{column.header}.{inner.header}", role, name, ""), value, at, depth + 1)
            elif role is not None and value is not unit:
                self._shallow(role, name, value, at)

    def _shallow(self, role: Role, name: str, node: Node, pointer: str, variant: int | None = None) -> None:
        """A value, or the values of a list."""
        if isinstance(node, Leaf):
            self._add(role, name, node, pointer, variant)
        elif isinstance(node, Array):
            for _, item, at in self._children(node, pointer):
                if isinstance(item, Leaf):
                    self._add(role, name, item, at, variant)

    # Variants.

    def _has_variants(self) -> bool:
        main = self.product.parts[0][0]
        return any(
            fold(key) in self.keys.variants and isinstance(value, Array | Object) and _size(value) > 0
            for key, value in main.entries
        )

    def _option_names(self, main: Object) -> Iterator[str]:
        node = main.get("options")
        for _, item, at in self._children(node, "") if isinstance(node, Array) else ():
            name = item.get("name", "title") if isinstance(item, Object) else item
            yield name.text if isinstance(name, Leaf) and name.text else at

    def _variant_list(self, column: Column, node: Node, pointer: str) -> None:
        members = [(value, at) for _, value, at in self._children(node, pointer)]
        if isinstance(node, Object) and not all(isinstance(value, Object) for value, _ in members):
            members = [(node, pointer)]
        for value, at in members:
            if isinstance(value, Leaf):
                self._add("variant", f"variants.{column.header}", value, at, self.variants)
            else:
                self._variant(value, at, self.variants)
            self.variants += 1

    def _variant(self, variant: Node, pointer: str, number: int) -> None:
        title = next((field.text for field in self.fields if field.name == "title"), None)
        for key, value, at in self._children(variant, pointer):
            column = self.context.column(key)
            folded = fold(column.header)
            if isinstance(value, Leaf) and value.text == title:
                continue
            if isinstance(value, Object) and isinstance(text := value.get("#text"), Leaf):
                name = value.get("@name")
                if isinstance(name, Leaf):
                    self._property(name.text, text, at, "", "variants", number)
                    continue
                value = text
            option = _OPTION.fullmatch(folded)
            if option and int(option[1]) <= len(self.options):
                self._shallow("variant", f"variants.{self.options[int(option[1]) - 1]}", value, at, number)
            elif folded in self.keys.properties or folded == "options":
                self._variant_properties(column, value, at, number)
            elif column.role is not None and not isinstance(value, Object):
                self._shallow(_variant_role(column.role), f"variants.{column.header}", value, at, number)
            elif column.role in ("attribute", "variant"):
                self._values("variant", f"variants.{column.header}", value, at, number)

    def _variant_properties(self, column: Column, node: Node, pointer: str, number: int) -> None:
        if isinstance(node, Leaf):
            pairs = list(_PAIR.finditer(node.text))
            for match in pairs:
                leaf = node.part(*match.span(2))
                self._add("variant", f"variants.{match[1].strip()}", leaf, pointer, number)
            if not pairs:
                self._add("variant", f"variants.{column.header}", node, pointer, number)
        elif isinstance(node, Array) and all(isinstance(item, Leaf) for item in node.items):
            for index, (_, item, at) in enumerate(self._children(node, pointer)):
                name = self.options[index] if index < len(self.options) else column.header
                self._values("variant", f"variants.{name}", item, at, number)
        else:
            self._properties(node, pointer, "variants", number)

    def _place(self, at: int, pointer: str) -> Location:
        return self.source.location(at, self.number, pointer if self.context.pointers else None)

    def _add(self, role: Role, name: str, leaf: Leaf, pointer: str, variant: int | None = None) -> None:
        if not leaf.text.strip():
            return
        text, offsets = leaf.text, leaf.offsets
        if leaf.markup or (leaf.markup is None and role in ("description", "bullet")):
            html = leaf.markup or (self.context.html and not self.labelled)
            text, decoded = plain_text(leaf.text, html)
            if decoded is not None:
                offsets = decoded.over(offsets) if offsets else decoded
            if not text.strip():
                return
        elif role in ("attribute", "variant") and _URL.fullmatch(text.strip()):
            role = "internal"
        raw = self.source.text[leaf.start : leaf.end]
        place = self._place(leaf.start, pointer)
        self.fields.append(Field(role, name, text, place, raw, offsets, variant))


def _variant_role(role: Role) -> Role:
    return "variant" if role in ("title", "description", "bullet", "attribute") else role


def _size(node: Array | Object) -> int:
    return len(node.items if isinstance(node, Array) else node.entries)
