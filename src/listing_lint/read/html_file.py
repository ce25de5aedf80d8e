"""HTML product pages to listings: JSON-LD, else microdata, else what the page shows."""

from __future__ import annotations

from collections.abc import Iterator

from listing_lint.errors import NoListings
from listing_lint.expressions import expression
from listing_lint.limits import Limits
from listing_lint.read.declared import declared_encoding
from listing_lint.read.encoding import decode
from listing_lint.read.find_products import Product
from listing_lint.read.json_tree import parse_json
from listing_lint.read.markup import Token, attributes, hidden_content, tokens
from listing_lint.read.microdata import find_items
from listing_lint.read.products import Catalog
from listing_lint.read.reading import Reading, ReadOptions
from listing_lint.read.shown_page import shown_product
from listing_lint.read.tree import Array, Leaf, Node, Object, Source, noted

# Types of schema.org that describe what is sold.
PRODUCT_TYPES = frozenset({"Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts"})
_TYPE = expression(r"(?:https?://schema\.org/)?(\w+)")


def read_html(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of a page. Raises `NoListings` where it shows no product."""
    text, _, problems = decode(data, declared_encoding(data, options.encoding), name)
    source = Source(name, text)
    reading = Reading(path=name, format="html", listings=iter(()), problems=problems)
    found = list(tokens(text))
    products = list(_linked_data(source, found, reading, options.limits))
    if not products:
        products = [Product(((item, ""),)) for item in find_items(text, found) if is_product(item)]
    if not products:
        shown = shown_product(text, found)
        if shown is None:
            raise NoListings(f"{name}: no product is found on the page")
        products = [Product(((shown, ""),))]
    page = _page_settings(text, found)
    products = [Product(product.parts, product.key, (page,)) for product in products]
    reading.listings = Catalog(options, reading, html=True, pointers=False).made_of(source, products)
    return reading


def is_product(node: Object) -> bool:
    """True where the type of an item of JSON-LD or microdata is a product's."""
    kind = node.get("@type")
    kinds = kind.items if isinstance(kind, Array) else [kind]
    return any(
        isinstance(item, Leaf) and (match := _TYPE.fullmatch(item.text)) is not None and match[1] in PRODUCT_TYPES
        for item in kinds
    )


def _linked_data(source: Source, found: list[Token], reading: Reading, limits: Limits) -> Iterator[Product]:
    for token in found:
        if token.name != "script" or token.kind != "hidden":
            continue
        start, end = hidden_content(source.text, token)
        if "ld+json" not in source.text[token.start : start].lower():
            continue
        roots, faults = parse_json(source.text, limits, start, end)
        reading.problems += noted(source, faults)
        for root in roots:
            yield from _products_in(root)


def _products_in(node: Node) -> Iterator[Product]:
    if isinstance(node, Object) and is_product(node):
        if node.complete:
            yield Product(((node, ""),))
        return
    if not isinstance(node, Leaf):
        for item in node.items if isinstance(node, Array) else [value for _, value in node.entries]:
            yield from _products_in(item)


def _page_settings(text: str, found: list[Token]) -> Object:
    """The language that the page gives for all on it."""
    page = Object(0)
    html = next((token for token in found if token.kind == "open" and token.name == "html"), None)
    language = attributes(text, html).get("lang") if html else None
    if language:
        page.entries.append(("language", Leaf(text[slice(*language)], *language)))
    return page
