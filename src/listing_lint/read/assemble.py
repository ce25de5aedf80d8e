"""Rows of a product to a listing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from listing_lint.model import Field, Listing, Role
from listing_lint.read.columns import attribute_role, fold
from listing_lint.read.groups import Group, places
from listing_lint.read.locale import country_code, language_code
from listing_lint.read.platforms import Platform
from listing_lint.read.reading import Column
from listing_lint.read.rows import Cell, Row
from listing_lint.read.text import plain_text

_PAIR = re.compile(r"(?:^|[,|])\s*+([^=,|<>]{1,80}+)=")
_DEFAULT_OPTION = ("title", "default title")
_COMPOSED = frozenset(
    {"option_name", "option_value", "attribute_name", "attribute_value", "pairs", "options", "children"}
)
_HTML: frozenset[Role] = frozenset({"description", "bullet"})


def pairs(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """The names and values of a cell such as ``size=XS,color=Black|size=S,color=Black``."""
    found = list(_PAIR.finditer(cell.text))
    ends = [*(match.start() for match in found[1:]), len(cell.text)]
    for match, end in zip(found, ends, strict=False):
        start = match.end()
        value = cell.text[start:end]
        if len(value) > 1 and value[0] == value[-1] == '"':
            start, end = start + 1, end - 1
        yield match.group(1).strip(), cell.part(start, end)


class Assembler:
    """Makes listings of the rows of one table; their ids are unique in it."""

    def __init__(self, platform: Platform, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.plain = [at for at, item in enumerate(columns) if item.role and item.part.split(":")[0] not in _COMPOSED]
        self.properties = [at for at in self.plain if columns[at].role == "attribute"]
        self.options = _paired(columns, "option_name", "option_value")
        self.attributes = _paired(columns, "attribute_name", "attribute_value")
        self.pairs = places(columns, "pairs")
        self.lists = places(columns, "options")
        self.children = places(columns, "children")
        self.kinds = places(columns, "kind")
        self._platform = platform
        self._ids = sorted(places(columns, "id"), key=lambda at: platform.rank(columns[at].header))
        self._languages = places(columns, "language")
        self._markets = places(columns, "market")
        self._seen: set[int] = set()

    def listing(self, group: Group) -> Listing | None:
        """The listing that ``group`` is; None where its rows hold nothing that a buyer reads."""
        fields = tuple(_Builder(self, group).fields())
        if not any(field.visible for field in fields):
            return None
        row = group.rows[0]
        market = _code(row, self._markets, country_code)
        return Listing(
            id=self._id(group),
            fields=fields,
            location=row.location,
            language=_code(row, self._languages, language_code),
            markets=(market,) if market else (),
            platform=self._platform.name,
        )

    def _id(self, group: Group) -> str:
        row = group.rows[0]
        own = next((name for at in self._ids if (name := row.text(at).strip())), "")
        name = group.key if group.key and (not own or (len(group.rows) > 1 and not group.led)) else own
        number = f"row {row.number}"
        if not name:
            return number
        if hash(name) in self._seen:
            return f"{name} ({number})"
        self._seen.add(hash(name))
        return name


def _code(row: Row, columns: Sequence[int], code: Callable[[str], str | None]) -> str | None:
    """The first code of a language or country in these cells of ``row``."""
    return next((found for at in columns if (found := code(row.text(at).strip()))), None)


def _paired(columns: Sequence[Column], names: str, values: str) -> list[tuple[int, int]]:
    """The columns of names and of values that have the same number."""
    named = {columns[at].part.partition(":")[2]: at for at in places(columns, names)}
    found = ((named.get(columns[at].part.partition(":")[2]), at) for at in places(columns, values))
    return [(name, at) for name, at in found if name is not None]


class _Builder:
    """The fields of one product, row by row."""

    def __init__(self, table: Assembler, group: Group) -> None:
        self._table = table
        self._group = group
        self._several = len(group.rows) > 1
        self._said: set[tuple[str, str]] = set()
        self._option_names: dict[int, str] = {}
        self._varying = self._varying_columns()

    def _varying_columns(self) -> frozenset[int]:
        """The properties that tell the variants apart, in a table that has no columns for options."""
        if not self._several or self._table.options:
            return frozenset()
        rows = self._group.rows[1:] if self._group.led else self._group.rows
        return frozenset(at for at in self._table.properties if len({row.text(at).strip() for row in rows} - {""}) > 1)

    def fields(self) -> Iterator[Field]:
        """The fields, in the order of the rows and their columns; a text that a variant repeats comes once."""
        number = -1
        for place, row in enumerate(self._group.rows):
            leads = place == 0 and self._group.led
            is_variant = self._is_variant(row) and not leads
            number += is_variant
            variant = number if is_variant else None
            yield from self._plain(row, place, variant)
            yield from self._options(row, place, variant)
            yield from self._attributes(row, variant)
            yield from self._lists(row, variant)

    def _is_variant(self, row: Row) -> bool:
        if self._table.options:
            return any(row.text(value).strip() for _, value in self._table.options)
        return self._several

    def _plain(self, row: Row, place: int, variant: int | None) -> Iterator[Field]:
        for index in self._table.plain:
            text = row.text(index)
            if not text.strip():
                continue
            item = self._table.columns[index]
            role: Role = item.role or "internal"
            if item.name.startswith("variants.") or (index in self._varying and variant is not None):
                role = "variant" if role == "attribute" else role
                yield from _field(role, f"variants.{item.header}", row.cell(index), variant)
            elif (item.name, text) not in self._said:
                self._said.add((item.name, text))
                if place and role in ("title", "description"):
                    yield from _field("variant", f"variants.{item.name}", row.cell(index), variant, role in _HTML)
                else:
                    yield from _field(role, item.name, row.cell(index), variant if place else None, role in _HTML)

    def _options(self, row: Row, place: int, variant: int | None) -> Iterator[Field]:
        for at, value in self._table.options:
            name = row.text(at).strip()
            if name:
                self._option_names[at] = name
            name = self._option_names.get(at, self._table.columns[value].header)
            text = row.text(value).strip()
            if not text or (fold(name), fold(text)) == _DEFAULT_OPTION:
                continue
            if place == 0 and self._several and self._is_product(row):
                yield from _field("attribute", f"attributes.{name}", row.cell(value), None)
            else:
                yield from _field("variant", f"variants.{name}", row.cell(value), variant)

    def _is_product(self, row: Row) -> bool:
        """True where the row says of itself that it is a product and not one of its variants."""
        return any(fold(row.text(at)) == "product" for at in self._table.kinds)

    def _attributes(self, row: Row, variant: int | None) -> Iterator[Field]:
        for at, value in self._table.attributes:
            name = row.text(at).strip()
            if name and row.text(value).strip():
                yield from self._property(name, row.cell(value), variant)
        for index in self._table.pairs:
            for name, cell in pairs(row.cell(index)):
                # Magento, whose way this is, shows the values as HTML.
                yield from self._property(name, cell, variant, html=True)

    def _property(self, name: str, cell: Cell, variant: int | None, html: bool = False) -> Iterator[Field]:
        role = attribute_role(name)
        if variant is None:
            yield from _field(role, f"attributes.{name}", cell, None, html)
        else:
            yield from _field("variant" if role == "attribute" else role, f"variants.{name}", cell, variant, html)

    def _lists(self, row: Row, variant: int | None) -> Iterator[Field]:
        for index in self._table.lists:
            for name, cell in pairs(row.cell(index)):
                yield from self._property(name, cell, variant)
        number = -1
        for index in self._table.children:
            for name, cell in pairs(row.cell(index)):
                number += fold(name) == "sku"
                yield from self._property(name, cell, max(number, 0))


def _field(role: Role, name: str, cell: Cell, variant: int | None, html: bool = False) -> Iterator[Field]:
    """The field that ``cell`` holds; none where nothing but markup stands in it."""
    text, offsets = (cell.text, None) if role == "internal" else plain_text(cell.text, html)
    if offsets and cell.offsets:
        offsets = offsets.over(cell.offsets)
    if text.strip():
        yield Field(role, name, text, cell.location, cell.raw, offsets or cell.offsets, variant)
