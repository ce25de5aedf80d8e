"""Items of microdata in HTML (https://html.spec.whatwg.org/multipage/microdata.html), with the place of each value."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from listing_lint.read.markup import Token, attributes
from listing_lint.read.text import plain_text
from listing_lint.read.tree import Leaf, Object

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"}
)
# Beyond these no page has values; they bound the time that nested ones take.
_DEEPEST = 60
_LONGEST = 50_000
_LINKS = {"a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}


class _Open(Struct):
    """An open element: the item that its properties belong to, and those that its text will be the value of."""

    name: str
    end: int
    owner: Object | None
    inner: Object | None
    properties: list[str]


def find_items(text: str, found: list[Token]) -> list[Object]:
    """The items that stand in no other item; their types are entries called ``@type``."""
    top: list[Object] = []
    stack: list[_Open] = []
    names: Counter[str] = Counter()
    for token in found:
        if token.kind == "open":
            element = _opened(text, token, stack[-1].inner if stack else None, top)
            if token.name not in _VOID:
                stack.append(element)
                names[token.name] += 1
        elif token.kind == "close" and names[token.name]:
            name = ""
            while name != token.name:
                element = stack.pop()
                name = element.name
                names[name] -= 1
            bounded = len(stack) < _DEEPEST and token.start - element.end < _LONGEST
            if element.owner is not None and element.properties and bounded:
                leaf = leaf_at(text, element.end, token.start)
                element.owner.entries += [(key, leaf) for key in element.properties]
    return top


def _opened(text: str, token: Token, owner: Object | None, top: list[Object]) -> _Open:
    found = attributes(text, token)
    names = text[slice(*found["itemprop"])].split() if "itemprop" in found else []
    if "itemscope" in found:
        item = Object(token.start)
        if "itemtype" in found:
            item.entries.append(("@type", leaf_at(text, *found["itemtype"])))
        if names and owner:
            owner.entries += [(name, item) for name in names]
        else:
            top.append(item)
        return _Open(token.name, token.end, owner, item, [])
    given = found.get("content") or found.get(_LINKS.get(token.name, ""))
    if names and given and owner:
        owner.entries += [(name, leaf_at(text, *given)) for name in names]
        names = []
    return _Open(token.name, token.end, owner, owner, names)


def leaf_at(text: str, start: int, end: int) -> Leaf:
    """The HTML ``text[start:end]`` as a value: its text, with the map to the source."""
    raw = text[start:end]
    plain, offsets = plain_text(raw)
    if offsets is None:
        stripped = raw.strip()
        start += len(raw) - len(raw.lstrip())
        return Leaf(stripped, start, start + len(stripped), markup=False)
    return Leaf(plain, start, end, offsets, markup=False)
