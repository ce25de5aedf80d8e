"""Where in a document its products are. Shop exports wrap them in many ways; the keys tell them from all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from msgspec import Struct

from listing_lint import tables
from listing_lint.expressions import expression
from listing_lint.read.columns import fold
from listing_lint.read.mapping import KEYS
from listing_lint.read.tree import Array, Leaf, Node, Object, children

IsTitle = Callable[[str], bool]
"""Tells of a key whether it names a title."""

_SAMPLE = 50
_CONTENT = frozenset({"description", "bullets", "attributes", "variants"})
_LABELLED = frozenset({"id", "title", "description", "attributes", "variants", "language"})


class Keys(Struct, frozen=True):
    """The meanings of keys that `tables/tree_keys.yaml` lists, folded."""

    products: frozenset[str]
    items: frozenset[str]
    evidence: re.Pattern[str]
    skip: frozenset[str]
    variants: frozenset[str]
    properties: frozenset[str]
    name: tuple[str, ...]
    value: tuple[str, ...]
    unit: tuple[str, ...]
    handles: tuple[str, ...]


@cache
def tree_keys() -> Keys:
    """The table, loaded once."""
    data = tables.data("tree_keys.yaml")
    names = {kind: tuple(fold(str(name)) for row in rows for name in row) for kind, rows in data.items()}
    words = sorted(map(re.escape, names["evidence"]), key=len, reverse=True)
    return Keys(
        products=frozenset(names["products"]),
        items=frozenset(names["items"]),
        evidence=expression(rf"(?:^| )(?:{'|'.join(words)})(?: |$)"),
        skip=frozenset(names["skip"]),
        variants=frozenset(names["variants"]),
        properties=frozenset(names["properties"]),
        name=names["name"],
        value=names["value"],
        unit=names["unit"],
        handles=names["handles"],
    )


class Product(Struct, frozen=True):
    """A product in a document: the objects that describe it with their pointers, the main one first.

    ``key`` is its own key where products are named by keys; ``around`` are the objects it stands in.
    """

    parts: tuple[tuple[Object, str], ...]
    key: str = ""
    around: tuple[Object, ...] = ()


class _Group(Struct):
    key: str
    products: list[Product]
    evidence: float
    named: bool


def is_labelled(node: Object) -> bool:
    """True for the shape of `mapping.listing_from_mapping`, which is read as it stands."""
    keys = {key for key, _ in node.entries}
    if not (keys >= _LABELLED or (keys.issubset(KEYS) and "title" in keys and keys & _CONTENT)):
        return False
    attributes, variants = node.get("attributes"), node.get("variants")
    return (attributes is None or isinstance(attributes, Object)) and (variants is None or isinstance(variants, Array))


def find_products(root: Node, is_title: IsTitle, xml: bool = False) -> list[Product]:
    """The products in ``root``, in order; what a fault cut off is left out."""
    if isinstance(root, Object) and is_labelled(root):
        return [Product(((root, ""),))]
    finder = _Finder(is_title, xml)
    finder.visit(root, "", "", inside=False)
    if finder.groups:
        return [product for group in _best(finder.groups) for product in group.products]
    return finder.single(root)


def _best(groups: list[_Group]) -> Iterator[_Group]:
    named = [group for group in groups if group.named]
    most = max(group.evidence for group in groups)
    return iter(named or [group for group in groups if group.evidence * 2 >= most])


class _Finder:
    def __init__(self, is_title: IsTitle, xml: bool) -> None:
        self.is_title = is_title
        self.xml = xml
        self.keys = tree_keys()
        self.groups: list[_Group] = []
        self.around: tuple[Object, ...] = ()

    def visit(self, node: Node, pointer: str, key: str, inside: bool) -> None:
        """Note the groups of products in ``node``; ``inside``: it is itself like a product."""
        before = self.around
        if isinstance(node, Object):
            self.around = (*before, node)
        inside = inside or (isinstance(node, Object) and self.has_title(node) and self.evidence(node) > 0)
        for name, members in self._families(node, pointer, key):
            if name in self.keys.skip and not any(self._holds_products(item) for _, item, _ in members):
                continue
            group = self._group(name, members, node, pointer)
            named = name in self.keys.products
            if group is not None and (named or not inside):
                self.groups.append(group)
                continue
            if name in self.keys.variants or name in self.keys.properties:
                continue
            for _, item, at in members:
                if not isinstance(item, Leaf):
                    self.visit(item, at, name, inside and isinstance(item, Array))
        self.around = before

    def _families(self, node: Node, pointer: str, key: str) -> list[tuple[str, list[tuple[str, Node, str]]]]:
        """The values of ``node`` by folded key; what an array holds, and the values of an index, share the array's."""
        if isinstance(node, Array):
            return [(key, list(children(node, pointer, self.xml)))]
        entries = list(children(node, pointer, self.xml))
        objects = [entry for entry in entries if isinstance(entry[1], Object) and self.has_title(entry[1])]
        if len(objects) > 1 and len(objects) == len(entries) == len({name for name, _, _ in entries}):
            return [(key, entries)]
        families: dict[str, list[tuple[str, Node, str]]] = {}
        for name, value, at in entries:
            folded = fold(name)
            if isinstance(value, Array):
                families.setdefault(folded, []).extend(children(value, at, self.xml))
            elif isinstance(value, Object):
                families.setdefault(folded, []).append((name, value, at))
        return list(families.items())

    def _holds_products(self, node: Node) -> bool:
        """True for an object with a list of products (or such an object) inside."""
        for key, value in node.entries if isinstance(node, Object) else ():
            if fold(key) in self.keys.products and not isinstance(value, Leaf):
                inner = [item for _, item in value.entries] if isinstance(value, Object) else value.items
                if any(isinstance(item, Object) and self.has_title(item) for item in (value, *inner[:_SAMPLE])):
                    return True
        return False

    def _group(self, name: str, members: list[tuple[str, Node, str]], parent: Node, pointer: str) -> _Group | None:
        objects = [(key, item, at) for key, item, at in members if isinstance(item, Object)]
        if not objects or name in self.keys.variants or name in self.keys.properties:
            return None
        if any(self._holds_products(item) for _, item, _ in objects[:_SAMPLE]):
            return None
        named = name in self.keys.products
        if len(objects) == 1 and not named and name not in self.keys.items and not isinstance(parent, Array):
            return None
        sample = [item for _, item, _ in objects[:_SAMPLE]]
        titled = sum(self.has_title(item) for item in sample)
        evidence = sum(min(self.evidence(item), 3) for item in sample) / len(sample)
        if not titled or titled * 2 < len(sample) or (evidence < 0.5 and not (named and len(objects) > 1)):
            return None
        complete = [(key, item, at) for key, item, at in objects if item.complete]
        named_by_key = len(objects) > 1 and not self.xml
        products = [Product(((item, at),), key if named_by_key else "", self.around) for key, item, at in complete]
        if len(complete) == 1 and isinstance(parent, Object):
            products = [self._with_siblings(*complete[0], parent, pointer)]
        return _Group(name, products, evidence, named)

    def _with_siblings(self, key: str, item: Object, at: str, parent: Object, pointer: str) -> Product:
        """A lone product, with what stands beside it where that includes its properties or variants."""
        beside = self.keys.properties | self.keys.variants
        if self.xml or not any(fold(name) in beside for name, value in parent.entries if not isinstance(value, Leaf)):
            return Product(((item, at),), around=self.around)
        rest = Object(parent.start, [entry for entry in parent.entries if entry[1] is not item])
        return Product(((item, at), (rest, pointer)))

    def single(self, root: Node) -> list[Product]:
        """The one product that a whole document describes, if it does."""
        if isinstance(root, Array) and len(root.items) == 1:
            found = self.single(root.items[0])
            return [Product(tuple((part, f"/0{at}") for part, at in product.parts)) for product in found]
        if not isinstance(root, Object) or not root.complete:
            return []
        if self.has_title(root) and self.evidence(root):
            return [Product(((root, ""),))]
        titled = [
            (key, value, at)
            for key, value, at in children(root, "", self.xml)
            if isinstance(value, Object) and self.has_title(value) and fold(key) not in self.keys.skip
        ]
        best = max(titled, key=lambda entry: self.evidence(entry[1]), default=None)
        product = self._with_siblings(*best, root, "") if best else None
        if product is None or (len(product.parts) == 1 and not self.evidence(product.parts[0][0])):
            return []
        return [product]

    def has_title(self, node: Object) -> bool:
        return any(
            self.is_title(key) and (not isinstance(value, Leaf) or bool(value.text.strip()))
            for key, value in node.entries
            if not isinstance(value, Array)
        )

    def evidence(self, node: Object) -> int:
        """How many of its keys speak of a thing for sale; a listing in our own words is one for sure."""
        search = self.keys.evidence.search
        own = not self.xml and is_labelled(node)
        return own + sum(1 for key in dict.fromkeys(key for key, _ in node.entries) if search(fold(key)))


def find_pairs(node: Node, pointer: str, xml: bool) -> Iterable[tuple[str, Node, str, str]]:
    """The properties that ``node`` describes as objects with a name and a value: name, value, its pointer, unit."""
    keys = tree_keys()
    members = list(children(node, pointer, xml)) if isinstance(node, Array) else [("", node, pointer)]
    found = []
    for _, item, at in members:
        entries = {fold(key): (value, to) for key, value, to in children(item, at, xml)}
        name = next((entries[key][0] for key in keys.name if key in entries), None)
        value = next((entries[key] for key in keys.value if key in entries), None)
        if not isinstance(name, Leaf) or not name.text.strip() or value is None or isinstance(value[0], Object):
            return []
        unit = next((entries[key][0] for key in keys.unit if key in entries), None)
        found.append((name.text.strip(), *value, unit.text.strip() if isinstance(unit, Leaf) else ""))
    return found
