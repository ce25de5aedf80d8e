"""XML feeds to listings: RSS and Atom for Google and others, Yandex YML, and products in elements of any names."""

from __future__ import annotations

from listing_lint.errors import NoListings
from listing_lint.read.declared import declared_encoding
from listing_lint.read.encoding import decode
from listing_lint.read.products import Catalog
from listing_lint.read.reading import Reading, ReadOptions
from listing_lint.read.tree import Leaf, Object, Source, explained, noted
from listing_lint.read.xml_tree import parse_xml


def read_xml(name: str, data: bytes, options: ReadOptions) -> Reading:
    """The listings of an XML document. Raises `NoListings` where there are none."""
    text, _, problems = decode(data, declared_encoding(data, options.encoding), name)
    source = Source(name, text)
    reading = Reading(path=name, format="xml", listings=iter(()), problems=problems)
    root, faults = parse_xml(text, options.limits)
    problems += noted(source, faults)
    _name_categories(root)
    try:
        reading.listings = Catalog(options, reading, html=True, xml=True).listings(source, root)
    except NoListings as error:
        raise explained(error, source, faults) from None
    return reading


def _name_categories(root: Object) -> None:
    """Put the names of a YML catalog's categories where its offers give their numbers."""
    names: dict[str, Leaf] = {}
    objects = [root]
    numbered: list[tuple[Object, int]] = []
    while objects:
        node = objects.pop()
        for index, (key, value) in enumerate(node.entries):
            if key == "categoryId" and isinstance(value, Leaf):
                numbered.append((node, index))
            elif isinstance(value, Object):
                number, name = value.get("@id"), value.get("#text")
                if key == "category" and isinstance(number, Leaf) and isinstance(name, Leaf):
                    names[number.text] = name
                objects.append(value)
    for node, index in numbered:
        key, value = node.entries[index]
        if isinstance(value, Leaf) and value.text in names:
            node.entries[index] = (key, names[value.text])
