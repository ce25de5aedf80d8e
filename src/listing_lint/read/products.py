"""The listings of a document, whatever its format: which platform it is from, which products make up one listing."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from listing_lint.errors import NoListings
from listing_lint.model import Field, Listing
from listing_lint.read.build_listing import Builder, country_codes, language_code, language_of_key
from listing_lint.read.columns import fold
from listing_lint.read.find_products import Product, find_products, is_labelled
from listing_lint.read.platforms import PARTS, Platform, generic, platform, recognise
from listing_lint.read.platforms import column as column_of_part
from listing_lint.read.reading import Column, Reading, ReadOptions
from listing_lint.read.tree import Array, Leaf, Node, Object, Source

# The shops of these platforms take a description for HTML even where it holds no tag.
_HTML_PLATFORMS = frozenset({"shopify", "woocommerce", "magento", "wix", "ebay", "google-merchant", "yandex"})
NO_PRODUCTS = "no products are found in it; a product has a title, and a description, attributes or a price beside it"
_SAMPLE = 50
_LOOK = 500


class Catalog:
    """Makes listings of documents; what it learns of their keys goes to ``reading``.

    ``html``: descriptions are HTML by the rules of the format; ``xml``: pointers are XML paths; ``pointers``: there
    are any. Raises `ReadError`
    for a platform that is not known.
    """

    def __init__(
        self,
        options: ReadOptions,
        reading: Reading,
        *,
        html: bool = False,
        xml: bool = False,
        pointers: bool = True,
    ) -> None:
        self.reading = reading
        self.xml = xml
        self.pointers = pointers
        self._html = html
        self._wanted = {fold(header): part for header, part in options.columns.items()}
        self._settled = options.platform != "auto"
        self._platform = platform(options.platform) if self._settled else generic()
        self._columns: dict[str, Column] = {}
        self._noted: set[str] = set()
        self._settings: dict[tuple[int, ...], tuple[str | None, tuple[str, ...]]] = {}

    @property
    def html(self) -> bool:
        """Whether descriptions are HTML."""
        return self._html or self._platform.name in _HTML_PLATFORMS

    def header(self, key: str) -> str:
        """``key`` as a seller would call it."""
        return key.removeprefix("@").removeprefix("g:")

    def column(self, key: str) -> Column:
        """How ``key`` is understood: by the configuration, else by the platform."""
        header = self.header(key)
        column = self._columns.get(header)
        if column is None:
            part = self._wanted.get(fold(header))
            if part is not None and part in PARTS:
                column = column_of_part(header, part, "the configuration says so")
            else:
                column = self._platform.column(header)
            self._columns[header] = column
        return column

    def note(self, column: Column) -> None:
        """Remember that ``column`` was met in a product."""
        if column.header not in self._noted:
            self._noted.add(column.header)
            self.reading.columns.append(column)

    def is_title(self, key: str) -> bool:
        return self.column(language_of_key(self.header(key))[0]).part == "title"

    def listings(self, source: Source, root: Node, first: int = 1) -> Iterator[Listing]:
        """The listings in ``root``, numbered from ``first``. Raises `NoListings` at once where there are none."""
        if not self._settled:
            self._expect(root)
        products = find_products(root, self.is_title, self.xml)
        if not products:
            raise NoListings(f"{source.path}: {NO_PRODUCTS}")
        return self.made_of(source, products, first)

    def made_of(self, source: Source, products: list[Product], first: int = 1) -> Iterator[Listing]:
        """The listings that these products of ``source`` make up, numbered from ``first``."""
        self._recognise(products[:_SAMPLE])
        return self._grouped(source, products, first)

    def _expect(self, root: Node) -> None:
        """Learn from the first keys of a document which platform's names to look for in it."""
        nodes: list[Node] = [root]
        keys: set[str] = set()
        for node in nodes:
            entries = node.entries if isinstance(node, Object) else []
            keys.update(key for key, _ in entries[:_SAMPLE])
            if len(nodes) < _LOOK:
                inner = node.items if isinstance(node, Array) else [value for _, value in entries]
                nodes += [item for item in inner[:_SAMPLE] if not isinstance(item, Leaf)]
        self._platform = self._of_keys(keys)
        self._columns.clear()

    def _of_keys(self, keys: set[str]) -> Platform:
        found = recognise(map(self.header, keys))
        is_google = found is generic() and any(key.startswith("g:") for key in keys)
        return platform("google-merchant") if is_google else found

    def settings(self, around: tuple[Object, ...]) -> tuple[str | None, tuple[str, ...]]:
        """The language and the markets that the objects around a product give for all in them."""
        known = tuple(map(id, around))
        if known not in self._settings:
            language: str | None = None
            markets: tuple[str, ...] = ()
            for node in around:
                for key, value in node.entries:
                    if isinstance(value, Leaf):
                        part = self.column(key).part
                        language = (language_code(value.text) if part == "language" else None) or language
                        markets = (country_codes(value.text) if part == "market" else ()) or markets
            self._settings = {known: (language, markets)}
        return self._settings[known]

    def _recognise(self, products: list[Product]) -> None:
        if not self._settled:
            self._settled = True
            parts = [part for product in products for part, _ in product.parts]
            self._platform = self._of_keys({key for part in parts for key, _ in part.entries})
            self._columns.clear()
        self.reading.platform = self._platform.name

    def _grouped(self, source: Source, products: list[Product], first: int) -> Iterator[Listing]:
        groups: dict[str, list[Listing]] = {}
        order: list[list[Listing]] = []
        for number, product in enumerate(products, first):
            builders = list(self._builders(source, product, number))
            for builder, listing in zip(
                builders, _translations([builder.build() for builder in builders]), strict=True
            ):
                if not any(field.role in ("title", "description", "attribute", "variant") for field in listing.fields):
                    continue
                members = groups.setdefault(builder.group, []) if builder.group else []
                if not members:
                    order.append(members)
                members.append(replace(listing, platform=self._platform.name))
        for members in order:
            yield members[0] if len(members) == 1 else merge(members)

    def _builders(self, source: Source, product: Product, number: int) -> Iterator[Builder]:
        main = product.parts[0][0]
        if not self.xml and is_labelled(main):
            yield Builder(self, source, product, number, labelled=True)
            return
        languages = sorted({code for key, value in main.entries for code in self._title_languages(key, value)})
        if languages == ["zh"] and any(self._is_plain_title(key, value) for key, value in main.entries):
            languages = ["", "zh"]
        if not languages:
            yield Builder(self, source, product, number)
        for language in languages:
            builder = Builder(self, source, product, number, language=language)
            builder.id_suffix = f" ({language})" if len(languages) > 1 and language else ""
            yield builder

    def _is_plain_title(self, key: str, value: Node) -> bool:
        return isinstance(value, Leaf) and not language_of_key(self.header(key))[1] and self.is_title(key)

    def _title_languages(self, key: str, value: Node) -> Iterator[str]:
        base, code = language_of_key(self.header(key))
        if code and self.is_title(base):
            yield code
        elif isinstance(value, Object) and self.is_title(key):
            yield from (code for code in (language_of_key(f"x_{name}")[1] for name, _ in value.entries) if code)


def _translations(listings: list[Listing]) -> list[Listing]:
    """The ``listings`` of one product in several languages, the Chinese one being the source of the others."""
    chinese = next((listing for listing in listings if listing.language == "zh"), None)
    if chinese is None:
        return listings
    return [listing if listing is chinese else replace(listing, source=chinese) for listing in listings]


def merge(members: list[Listing]) -> Listing:
    """One listing of several items of a feed that share a group: what differs between them is their variants'."""
    first = members[0]
    texts: dict[str, set[str]] = {}
    for member in members:
        for field in member.fields:
            texts.setdefault(field.name, set()).add(field.text)
    fields: list[Field] = []
    for number, member in enumerate(members):
        own = {(field.name, field.text) for field in first.fields} if number else set()
        for field in member.fields:
            if number and ((field.name, field.text) in own or field.role == "internal"):
                continue
            varies = field.role == "attribute" and len(texts[field.name]) > 1
            fields.append(_of_variant(field, number) if number or varies else field)
    return replace(first, fields=tuple(fields))


def _of_variant(field: Field, number: int) -> Field:
    role = "variant" if field.role == "attribute" else field.role
    name = field.name.removeprefix("attributes.").removeprefix("variants.")
    return replace(field, role=role, name=f"variants.{name}", variant=number)
