"""What each column of a table is: by its names, by the platform, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from listing_lint.errors import NoListings
from listing_lint.expressions import expression
from listing_lint.limits import setting
from listing_lint.read.columns import fold
from listing_lint.read.header import Header, is_class_name, is_comment, is_note, part_by_ending
from listing_lint.read.platforms import Platform, column, generic, platform, recognise, strangers
from listing_lint.read.reading import Column, ReadOptions
from listing_lint.read.rows import Row, is_blank

_TEXTS = ("title", "description", "bullet")
_WEAK = frozenset(
    {"name", "subject", "display name", "nom", "nombre", "nome", "имя", "名称", "namn", "naam", "headline"}
    | {"text", "content", "summary", "about", "detail", "overview", "desc", "excerpt", "текст"}
)
_SIGNS = ("bullet", "brand", "category", "tag", "group", "attribute", "ignore")
_PRICES = frozenset({"price", "sku", "precio", "preco", "prix", "preis", "цена", "артикул", "价格", "售价"})
_NAMED = "named in the configuration"
_LAST_NUMBER = expression(r" \d+$")
_SAMPLED = 60
_ADVICE_ROWS = 4

_ADDRESS = r"(?:https?:)?//\S*+|www\.\S*+"
_NUMBER = r"[-+]?[$€£¥]?\s?\d[\d.,\s]*+(?:%|[A-Z]{3}|[eE][+-]?\d+)?"
_IDENTIFIER = r"[0-9a-fA-F]{8,}|[0-9a-fA-F-]{32,}|[A-Z0-9]{3,}-[A-Z0-9-]{4,}|[^\s_]++(?:_[^\s_]++){2,}"
_PLUMBING: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("ignore", "web addresses", expression(rf"(?:{_ADDRESS})(?:\s++\|?\s*+(?:{_ADDRESS}))*+|/[\w./-]+\.\w{{3,4}}")),
    ("internal", "data for programs", expression(r"[\[{].*[\]}]", re.DOTALL)),
    ("internal", "flags", expression(r"[01]|true|false|yes|no|y|n|on|off", re.IGNORECASE)),
    ("internal", "dates", expression(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?: \d.*)?")),
    ("internal", "numbers", expression(_NUMBER)),
    ("internal", "identifiers", expression(rf"(?=\S*\d)(?:{_IDENTIFIER})")),
)


class Table(Struct, frozen=True):
    """A table that is understood; ``body`` tells its rows of products from others; ``cut`` says what is not read."""

    platform: Platform
    columns: list[Column]
    body: Body
    cut: str = ""


def understand(header: Header, rows: Sequence[Row], options: ReadOptions) -> Table:
    """What a table's columns are, judged by its ``header`` and some of its ``rows``, and whose table it is.

    Raises `NoListings` where no column can hold a product's text, `ReadError` for a platform that is not known.
    """
    header, cut = _narrowed(header, options.limits.columns)
    every = [name for names in header.names for name in names]
    owner = recognise(every) if options.platform == "auto" else platform(options.platform)
    own = {fold(name): part for name, part in options.columns.items()}
    columns = [_column(label, names, owner, own) for label, names in zip(header.labels, header.names, strict=True)]
    body = Body(header, columns)
    rows = [row for row in rows if body.holds(row)]
    columns = [_by_content(item, _values(rows, index)) for index, item in enumerate(columns)]
    _by_class_names(columns, rows)
    said = any(own.get(fold(name)) in _TEXTS for name in every)
    if owner is generic() and not said and not _is_catalogue(columns):
        raise NoListings(
            "no column holds a product's title or description; name the columns in the configuration, [columns]"
        )
    return Table(owner, columns, body, cut)


def _narrowed(header: Header, most: int) -> tuple[Header, str]:
    """``header`` with its first ``most`` columns, and what to say of the others."""
    count = len(header.labels)
    if count <= most:
        return header, ""
    reason = f"the table has {count} columns; the first {most} are read ({setting('columns')})"
    return replace(header, labels=header.labels[:most], names=header.names[:most]), reason


def _is_catalogue(columns: Sequence[Column]) -> bool:
    """True where the columns are those of products, and not of people, packages or translations."""
    parts = Counter(item.part.split(":")[0] for item in columns)
    foreign = sum(fold(item.header) in strangers() for item in columns)
    if not any(parts[part] for part in _TEXTS) or foreign > 1:
        return any(item.reason == _NAMED for item in columns)
    texts = [fold(item.header) for item in columns if item.part in ("title", "description")]
    if any(name not in _WEAK for name in texts) or (parts["title"] and parts["description"]):
        return True
    return any(parts[part] for part in _SIGNS) or any(fold(item.header) in _PRICES for item in columns)


class Body:
    """Tells the rows of products from what else stands under a header."""

    def __init__(self, header: Header, columns: Sequence[Column]) -> None:
        self._header = header
        self._plumbing = [at for at, item in enumerate(columns) if item.part and item.role in ("internal", None)]

    def holds(self, row: Row) -> bool:
        """True where ``row`` is a product's: not blank, no comment, no header and no advice on filling it in."""
        first = row.text(0)
        if first[:1].isalnum() and first != self._header.labels[0] and row.number - self._header.last > _ADVICE_ROWS:
            return True
        if row.number <= self._header.last or is_blank(row) or is_comment(row) or self._header.is_repeated_in(row):
            return False
        return row.number - self._header.last > _ADVICE_ROWS or not (is_note(row) or self._is_advice(row))

    def _is_advice(self, row: Row) -> bool:
        """True where sentences stand in the columns of prices, numbers and links."""
        cells = [text for at in self._plumbing if (text := row.text(at).strip())]
        prose = sum(text.count(" ") > 3 or (not text.isascii() and len(text) > 15) for text in cells)
        return prose > 2 and prose * 2 > len(cells)


def _column(label: str, names: Sequence[str], owner: Platform, own: Mapping[str, str]) -> Column:
    if not names:
        return Column("", None, "", "it has no name")
    found = next((item for item in map(owner.column, names) if item.part), owner.column(label))
    if found.header != label:
        found = column(label, found.part, found.reason)
    named = next((own[fold(name)] for name in names if fold(name) in own), None)
    # A configuration made from this very file says what is known, less exactly.
    if named and (named != found.role or not found.part):
        return column(label, named, _NAMED)
    return found


def _values(rows: Sequence[Row], index: int) -> list[str]:
    return [text for text in (row.text(index).strip() for row in rows) if text][:_SAMPLED]


def _by_content(found: Column, values: Sequence[str]) -> Column:
    """``found``, unless what stands in the column is nothing that a buyer reads."""
    if found.part or found.role != "attribute" or not values:
        return found
    words = fold(found.header).split()
    is_property = any(
        generic().names.get(" ".join(words[start:end])) == "attribute"
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
    for part, what, pattern in _PLUMBING:
        if is_property and what in ("numbers", "flags"):
            continue
        if all(pattern.fullmatch(value) for value in values):
            return column(found.header, part, f"its values are {what}")
    return found


def _by_class_names(columns: list[Column], rows: Sequence[Row]) -> None:
    """Understands headers that a scraper made of the page's class names (``card-item-title``) by their last word."""
    unknown = [at for at, item in enumerate(columns) if is_class_name(item.header)]
    if len(unknown) * 2 < sum(bool(item.header) for item in columns):
        return
    stems = Counter(_stem(columns[at].header) for at in unknown)
    for part, least in (("title", 8), ("description", 80)):
        if any(item.part == part for item in columns):
            continue
        named = [at for at in unknown if part_by_ending(columns[at].header) == part]
        sizes = {at: _size(rows, at) for at in named}
        best = max(named, key=lambda at: sizes[at], default=None)
        if best is None or sizes[best] < least:
            continue
        columns[best] = column(columns[best].header, part, "by the last word of its name and by its content")
        for at in named:
            if at != best and stems[_stem(columns[at].header)] > 1:
                columns[at] = column(columns[at].header, "internal", f"a piece of {columns[best].header!r}")
    for at in unknown:
        item = columns[at]
        part = part_by_ending(item.header)
        if not item.part and item.role == "attribute" and part in ("internal", "ignore", "id", "brand", "category"):
            columns[at] = column(item.header, part, "by the last word of its name")


def _stem(header: str) -> str:
    return _LAST_NUMBER.sub("", fold(header))


def _size(rows: Sequence[Row], index: int) -> float:
    """The mean length of a column's values, blank ones counted."""
    return sum(len(row.text(index).strip()) for row in rows) / len(rows) if rows else 0.0
