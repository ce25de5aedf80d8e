"""Rows of a product to a listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from listing_lint.expressions import expression
from listing_lint.model import Field, Listing, Role
from listing_lint.read.columns import attribute_role, fold
from listing_lint.read.groups import Group, places
from listing_lint.read.locale import country_code, language_code
from listing_lint.read.platforms import Platform
from listing_lint.read.reading import Column
from listing_lint.read.rows import Cell, Row
from listing_lint.read.tally import Tally
from listing_lint.read.text import plain_text

_PAIR = expression(r"(?:^|[,|])\s*+([^=,|<>]{1,80}+)=")
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


class Draft(Struct, frozen=True):
    """A listing that is not made yet: its rows, its id, and what makes it of them, in whatever process."""

    assembler: Assembler
    group: Group
    id: str

    def listing(self) -> Listing | None:
        """The listing; None where its rows hold nothing that a buyer reads."""
        return self.assembler.listing(self.group, self.id)


class Drafter:
    """Makes drafts of the groups of one table; their ids are unique in it."""

    def __init__(self, platform: Platform, columns: Sequence[Column]) -> None:
        self._assembler = Assembler(platform.name, columns)
        self._ids = sorted(places(columns, "id"), key=lambda at: platform.rank(columns[at].header))
        self._met = Tally(most=2)

    def draft(self, group: Group) -> Draft:
        row = group.rows[0]
        own = next((name for at in self._ids if (name := row.text(at).strip())), "")
        name = group.key if group.key and (not own or (len(group.rows) > 1 and not group.led)) else own
        number = f"row {row.number}"
        unique = name and self._met.add(name) == 1
        return Draft(self._assembler, group, name if unique else f"{name} ({number})" if name else number)


def drafts(platform: Platform, columns: Sequence[Column], groups: Iterable[Group]) -> Iterator[Draft]:
    """The listings of one table, yet to be made."""
    return map(Drafter(platform, columns).draft, groups)


class Assembler:
    """Makes listings of the rows of one table."""

    def __init__(self, platform: str, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.seal = repr((platform, columns)).encode("utf-8", "surrogatepass")
        self.plain = [
            (at, item.role, item.name, item.header)
            for at, item in enumerate(columns)
            if item.role and item.part.split(":")[0] not in _COMPOSED
        ]
        self.properties = [at for at, role, _, _ in self.plain if role == "attribute"]
        self.options = _paired(columns, "option_name", "option_value")
        self.attributes = _paired(columns, "attribute_name", "attribute_value")
        self.pairs = places(columns, "pairs")
        self.lists = places(columns, "options")
        self.children = places(columns, "children")
        self.kinds = places(columns, "kind")
        self._platform = platform
        self._languages = places(columns, "language")
        self._markets = places(columns, "market")

    def listing(self, group: Group, id: str) -> Listing | None:
        """The listing that ``group`` is; None where its rows hold nothing that a buyer reads."""
        fields = _Builder(self, group).fields()
        if not any(field.visible for field in fields):
            return None
        row = group.rows[0]
        market = _code(row, self._markets, country_code)
        return Listing(
            id=id,
            fields=fields,
            location=row.location,
            language=_code(row, self._languages, language_code),
            markets=(market,) if market else (),
            platform=self._platform,
        )


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
        self._fields: list[Field] = []
        self._said: set[tuple[str, str]] = set()
        self._option_names: dict[int, str] = {}
        self._varying = self._varying_columns()

    def _varying_columns(self) -> frozenset[int]:
        """The properties that tell the variants apart, in a table that has no columns for options."""
        if not self._several or self._table.options:
            return frozenset()
        rows = self._group.rows[1:] if self._group.led else self._group.rows
        return frozenset(at for at in self._table.properties if len({row.text(at).strip() for row in rows} - {""}) > 1)

    def fields(self) -> tuple[Field, ...]:
        """The fields, in the order of the rows and their columns; a text that a variant repeats comes once."""
        number = -1
        for place, row in enumerate(self._group.rows):
            leads = place == 0 and self._group.led
            is_variant = self._is_variant(row) and not leads
            number += is_variant
            variant = number if is_variant else None
            self._plain(row, place, variant)
            self._options(row, place, variant)
            self._attributes(row, variant)
            self._lists(row, variant)
        return tuple(self._fields)

    def _is_variant(self, row: Row) -> bool:
        if self._table.options:
            return any(row.text(value).strip() for _, value in self._table.options)
        return self._several

    def _plain(self, row: Row, place: int, variant: int | None) -> None:
        said = self._said
        for index, role, name, header in self._table.plain:
            text = row.text(index)
            if not text or text.isspace():
                continue
            if name.startswith("variants.") or (index in self._varying and variant is not None):
                role = "variant" if role == "attribute" else role
                self._add(role, f"variants.{header}", row.cell(index), variant)
            elif (name, text) not in said:
                said.add((name, text))
                if place and role in ("title", "description"):
                    self._add("variant", f"variants.{name}", row.cell(index), variant, role in _HTML)
                else:
                    self._add(role, name, row.cell(index), variant if place else None, role in _HTML)

    def _options(self, row: Row, place: int, variant: int | None) -> None:
        for at, value in self._table.options:
            name = row.text(at).strip()
            if name:
                self._option_names[at] = name
            name = self._option_names.get(at, self._table.columns[value].header)
            text = row.text(value).strip()
            if not text or (fold(name), fold(text)) == _DEFAULT_OPTION:
                continue
            if place == 0 and self._several and self._is_product(row):
                self._add("attribute", f"attributes.{name}", row.cell(value), None)
            else:
                self._add("variant", f"variants.{name}", row.cell(value), variant)

    def _is_product(self, row: Row) -> bool:
        """True where the row says of itself that it is a product and not one of its variants."""
        return any(fold(row.text(at)) == "product" for at in self._table.kinds)

    def _attributes(self, row: Row, variant: int | None) -> None:
        for at, value in self._table.attributes:
            name = row.text(at).strip()
            if name and row.text(value).strip():
                self._property(name, row.cell(value), variant)
        for index in self._table.pairs:
            for name, cell in pairs(row.cell(index)):
                # Magento, whose way this is, shows the values as HTML.
                self._property(name, cell, variant, html=True)

    def _property(self, name: str, cell: Cell, variant: int | None, html: bool = False) -> None:
        role = attribute_role(name)
        if variant is None:
            self._add(role, f"attributes.{name}", cell, None, html)
        else:
            self._add("variant" if role == "attribute" else role, f"variants.{name}", cell, variant, html)

    def _lists(self, row: Row, variant: int | None) -> None:
        for index in self._table.lists:
            for name, cell in pairs(row.cell(index)):
                self._property(name, cell, variant)
        number = -1
        for index in self._table.children:
            for name, cell in pairs(row.cell(index)):
                number += fold(name) == "sku"
                self._property(name, cell, max(number, 0))

    def _add(self, role: Role, name: str, cell: Cell, variant: int | None, html: bool = False) -> None:
        """Adds the field that ``cell`` holds; none where nothing but markup stands in it."""
        text, offsets = cell.text, cell.offsets
        if role != "internal" and ("<" in text or (html and "&" in text)):
            text, decoded = plain_text(text, html)
            offsets = decoded.over(offsets) if decoded and offsets else decoded or offsets
            if not text or text.isspace():
                return
        self._fields.append(Field(role, name, text, cell.location, cell.raw, offsets, variant))
