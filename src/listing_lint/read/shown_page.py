"""The product that a page without structured data shows: its heading, its text, its tables of properties."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from listing_lint.expressions import expression
from listing_lint.read.markup import Token, attributes
from listing_lint.read.microdata import leaf_at
from listing_lint.read.text import text_of_tokens
from listing_lint.read.tree import Leaf, Object

# Parts of a page that are about the shop and not about what it sells here.
_AROUND = frozenset(
    {"header", "footer", "nav", "aside", "form", "button", "select", "head", "dialog", "label", "title"}
)
_PRICE = expression(
    r"(?:[$€£¥₽₹₩]|US\$|USD|EUR|GBP|CNY|RUB)\s?\d[\d.,]*"
    r"|\d[\d.,  ]{0,20}\s?(?:€|₽|руб|zł|kr\b|元|円|USD|EUR|GBP|RUB|CNY)"
)
_LONGEST_LABEL = 40
_MOST_TOKENS = 200
_CELLS = frozenset({"td", "th", "dt", "dd"})


def shown_product(text: str, found: list[Token]) -> Object | None:
    """What the page sells, with keys ``title``, ``description`` and ``attributes``; None where it sells nothing.

    A page sells something where it says so to machines (``og:type``) or has a main heading and shows a price.
    """
    closing = _closing_tags(found)
    heading = _element(found, closing, "h1") or _element(found, closing, "title")
    if heading is None:
        return None
    title = leaf_at(text, found[heading[0]].end, found[heading[1]].start)
    rows, taken = _properties(text, found, closing)
    body = _body(found, closing, taken | set(range(heading[0], heading[1] + 1)))
    start, end = (body[0].start, body[-1].end) if body else (0, 0)
    inner = [replace(token, start=token.start - start, end=token.end - start) for token in body]
    shown, offsets = text_of_tokens(text[start:end], inner)
    if not title.text or not (_says_product(text, found) or (found[heading[0]].name == "h1" and _PRICE.search(shown))):
        return None
    node = Object(found[heading[0]].start, [("title", title)])
    if shown:
        node.entries.append(("description", Leaf(shown, start, end, offsets, markup=False)))
    if rows:
        node.entries.append(("attributes", Object(rows[0][1].start, list(rows))))
    return node


def _closing_tags(found: list[Token]) -> dict[int, int]:
    """The index of an opening tag -> that of the first closing tag of its name after it."""
    last: dict[str, int] = {}
    closing: dict[int, int] = {}
    for index in range(len(found) - 1, -1, -1):
        token = found[index]
        if token.kind == "close":
            last[token.name] = index
        elif token.kind == "open" and token.name in last:
            closing[index] = last[token.name]
    return closing


def _element(found: list[Token], closing: dict[int, int], name: str) -> tuple[int, int] | None:
    """The indexes of the tags of the first element of that name."""
    start = next((index for index, token in enumerate(found) if token.kind == "open" and token.name == name), None)
    return (start, closing[start]) if start is not None and start in closing else None


def _says_product(text: str, found: list[Token]) -> bool:
    for token in found:
        if token.kind == "open" and token.name == "meta":
            values = attributes(text, token)
            name = text[slice(*values.get("property", (0, 0)))]
            content = text[slice(*values.get("content", (0, 0)))]
            if (name == "og:type" and "product" in content) or name.startswith("product:price"):
                return True
    return False


def _body(found: list[Token], closing: dict[int, int], taken: set[int]) -> list[Token]:
    """The tokens of the page's main part, without what is about the shop and without the indexes in ``taken``."""
    main = next(
        (span for span in (_element(found, closing, name) for name in ("main", "article", "body")) if span), None
    )
    first, last = main or (0, len(found) - 1)
    kept = []
    around: list[str] = []
    names: Counter[str] = Counter()
    for index in range(first, last + 1):
        token = found[index]
        if token.name in _AROUND:
            if token.kind == "open":
                around.append(token.name)
                names[token.name] += 1
            elif token.kind == "close" and names[token.name]:
                while (name := around.pop()) != token.name:
                    names[name] -= 1
                names[name] -= 1
        elif not around and index not in taken:
            kept.append(token)
    return kept


def _properties(text: str, found: list[Token], closing: dict[int, int]) -> tuple[list[tuple[str, Leaf]], set[int]]:
    """Rows of two cells in tables that hold only such rows, and the indexes of those tables' tokens."""
    rows: list[tuple[str, Leaf]] = []
    taken: set[int] = set()
    for start, token in enumerate(found):
        if token.kind == "open" and token.name in ("table", "dl") and start in closing:
            pairs = _pairs(text, found, start, closing)
            if pairs:
                rows += pairs
                taken.update(range(start, closing[start] + 1))
    return rows, taken


def _pairs(text: str, found: list[Token], start: int, closing: dict[int, int]) -> list[tuple[str, Leaf]]:
    rows: list[list[tuple[str, Leaf]]] = [[]]
    end = closing[start]
    for index in range(start + 1, end):
        token = found[index]
        if token.kind != "open":
            continue
        if token.name in ("table", "dl"):
            return []
        if token.name in ("tr", "dt") and rows[-1]:
            rows.append([])
        if token.name in _CELLS:
            close = min(closing.get(index, end), end)
            if close - index > _MOST_TOKENS:
                return []
            rows[-1].append((token.name, leaf_at(text, token.end, found[close].start)))
    if not all(len(row) == 2 and len(row[0][1].text) <= _LONGEST_LABEL for row in rows):
        return []
    if all(name == "th" for name, _ in rows[0]):
        return []  # a heading row: figures of some thing, not its properties
    return [(row[0][1].text.rstrip(" :："), row[1][1]) for row in rows if row[0][1].text and row[1][1].text]
