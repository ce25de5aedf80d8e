"""Markdown files to listings: the front matter gives the fields, the text below it the description."""

from __future__ import annotations

import re

from listing_lint.errors import NoListings
from listing_lint.expressions import expression
from listing_lint.read.columns import fold
from listing_lint.read.encoding import decode
from listing_lint.read.find_products import Product, tree_keys
from listing_lint.read.markdown_text import line_text, markdown_text
from listing_lint.read.products import Catalog
from listing_lint.read.reading import Reading, ReadOptions
from listing_lint.read.text import plain_text
from listing_lint.read.tree import Leaf, Object, Source, noted
from listing_lint.read.yaml_tree import parse_yaml

_FRONT = expression(r"\s*?---[ \t]*\r?\n(?P<matter>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_LABEL = expression(r"(?:^|\n)([^\n:：|]{2,40}?)\s*(?:[:：]|\s\|\s)\s*\S")
_LEAST_LABELS = 2


def read_markdown(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listing of a Markdown file. Raises `NoListings` where it describes no product.

    A product has a title and says, in its front matter or on lines of text (``Price: 5``), what things for sale say.
    """
    text, _, problems = decode(data, options.encoding, name)
    source = Source(name, text)
    reading = Reading(path=name, format="markdown", listings=iter(()), problems=problems)
    catalog = Catalog(options, reading, html=True, pointers=False)
    front = _FRONT.match(text)
    node = Object(0)
    if front:
        roots, faults = parse_yaml(text[: front.end("matter")], options.limits)
        if roots and isinstance(roots[0], Object):
            node = roots[0]
        problems += noted(source, faults)
    body, title = _body(text, front.end() if front else 0)
    sold = _evidence(node, body.text)
    if title and not any(catalog.is_title(key) for key, _ in node.entries):
        node.entries.append(("title", title))
    if not sold or not any(catalog.is_title(key) for key, _ in node.entries):
        raise NoListings(f"{name}: it describes no product")
    node.entries.append(("description", body))
    reading.listings = catalog.made_of(source, [Product(((node, ""),))])
    return reading


def _evidence(node: Object, body: str) -> bool:
    search = tree_keys().evidence.search
    if any(search(fold(key)) for key, _ in node.entries):
        return True
    labels = {fold(match[1]) for match in _LABEL.finditer(body)}
    return len([label for label in labels if search(label)]) >= _LEAST_LABELS


def _body(text: str, start: int) -> tuple[Leaf, Leaf | None]:
    """The text below the front matter, and its main heading."""
    plain, offsets, heading = markdown_text(text[start:])
    shown, decoded = plain_text(plain)
    body = Leaf(shown, start, len(text), decoded.over(offsets) if decoded else offsets, markup=False)
    if heading is None:
        return body, None
    first, last = start + heading[0], start + heading[1]
    title, map_of_title = line_text(text[first:last])
    return body, Leaf(title, first, last, map_of_title)
