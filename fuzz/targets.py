"""What is fuzzed: each target takes any bytes, and raises `AssertionError` or lets an exception out where it fails.

A target holds its part of the linter to what docs/reliability.md promises: no exception but those that tell the user
what is wrong, time that is bounded, every place inside the file, and at the place of a text its very words.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache, partial
from pathlib import Path

from msgspec.structs import replace

from listing_lint.config import load_config
from listing_lint.engine import Linter
from listing_lint.errors import ConfigError, ReadError, RuleError
from listing_lint.facts import STATED, Facts
from listing_lint.facts.quantities import quantities
from listing_lint.model import Field, Listing, Location, Offsets
from listing_lint.read import ReadOptions, read_bytes
from listing_lint.read.declared import declared_encoding
from listing_lint.read.encoding import decode
from listing_lint.rules import load_rules, parse_rule
from workbooks import book

LANGUAGES = (None, "en", "zh", "es", "pt", "fr", "de", "it", "ru")
_MOST_SECONDS = 5.0
# A line break that is folded into a space stays one character.
_SPACE = re.compile(r"\s")
_BREAK = re.compile(r"\r\n|\r|\n")


@contextmanager
def bounded() -> Iterator[None]:
    """Fails where the processor worked on one input for longer than anybody waits."""
    began = time.process_time()
    yield
    spent = time.process_time() - began
    assert spent < _MOST_SECONDS, f"{spent:.1f} s for one input"


def read(name: str, data: bytes) -> None:
    """A file called ``name``: it is read, or refused with a reason."""
    with bounded(), suppress(ReadError):
        reading = read_bytes(name, data, ReadOptions())
        listings = list(reading.listings)
        text = _text(name, data) if reading.format != "excel" else None
        for listing in listings:
            for field in listing.fields:
                check_field(field)
                if text is not None:
                    check_place(field, text)
        for problem in reading.problems:
            assert problem.message
            assert problem.location.line is None or text is None or problem.location.line <= len(_starts(text)) + 1


def _text(name: str, data: bytes) -> str:
    wanted = declared_encoding(data, "auto") if name.endswith((".html", ".xml")) else "auto"
    return decode(data, wanted, name)[0]


@lru_cache(maxsize=1)
def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def check_place(field: Field, text: str) -> None:
    """What the field was read from stands at its place in the text of the file."""
    line, column = field.location.line, field.location.column
    assert line is not None
    assert column is not None
    assert field.raw is not None
    starts = _starts(text)
    assert 1 <= line <= len(starts), f"{field.name}: line {line} of {len(starts)}"
    assert text.startswith(field.raw, starts[line - 1] + column - 1), f"{field.name}: {field.raw!r} is not there"


def check_field(field: Field) -> None:
    """The map from the text to what it was read from is sound: in order, inside, and true where it copies."""
    raw, text = field.raw, field.text
    if raw is None:
        return
    if field.offsets is None:
        assert raw == text, f"{field.name}: {raw!r} is not {text!r}"
        return
    assert field.offsets.size == len(text), f"{field.name}: a map for {field.offsets.size} of {len(text)} characters"
    last = 0
    for start, end, first, length in _segments(field.offsets, len(text)):
        assert last <= first <= first + length <= len(raw), f"{field.name}: a place outside of {raw!r}"
        last = first
        if end - start == length > 1:
            copied = _SPACE.sub(" ", raw[first : first + length])
            assert copied == _SPACE.sub(" ", text[start:end]), f"{field.name}: {raw!r} does not hold {text!r}"


def _segments(offsets: Offsets, size: int) -> Iterator[tuple[int, int, int, int]]:
    at = 0
    while at < size:
        start, length, raw, raw_length = offsets._at(at)
        yield start, start + length, raw, raw_length
        at = start + length


def workbook(data: bytes) -> None:
    """A workbook whose only sheet, and then its shared strings, are ``data``."""
    sheet, _, strings = data.decode("utf-8", "replace").partition("\n\n")
    read("book.xlsx", book([sheet], [strings]))


def listings(data: bytes) -> Iterator[Listing]:
    """A listing that holds the text ``data`` in places of every role, in a language of its own choice.

    What follows a form feed is the Chinese listing that it was translated from.
    """
    text, _, source = data[1:].decode("utf-8", "replace").partition("\f")
    listing = _listing(text, LANGUAGES[(data or b"\0")[0] % len(LANGUAGES)])
    yield replace(listing, source=_listing(source, "zh")) if source else listing


def _listing(text: str, language: str | None) -> Listing:
    pieces = [*text.split("\n", 3), "", "", ""]
    here = Location("fuzz")
    fields = (
        Field("title", "title", pieces[0], here, pieces[0]),
        Field("attribute", f"attributes.{pieces[1][:40]}", pieces[2], here, pieces[2]),
        Field("variant", f"variants.{pieces[1][:40]}", pieces[1], here, pieces[1], variant=0),
        Field("description", "description", pieces[3], here, pieces[3]),
    )
    return Listing("F-1", fields, here, language=language)


def figures(data: bytes) -> None:
    """The parser of quantities."""
    language = LANGUAGES[(data or b"\0")[0] % len(LANGUAGES)]
    text = data[1:].decode("utf-8", "replace")
    with bounded():
        for quantity in quantities(text, language):
            assert 0 <= quantity.start < quantity.end <= len(text)


def facts(names: Iterable[str], data: bytes) -> None:
    """The parsers of these facts."""
    for listing in listings(data):
        with bounded():
            found = Facts(listing)
            for name in names:
                getattr(found, name)
            for name in STATED:
                found.stated(name)


@cache
def _linter() -> Linter:
    return Linter(load_rules())


def lint(data: bytes) -> None:
    """Every rule, those that run only by name among them."""
    for listing in listings(data):
        with bounded():
            found = _linter().lint(listing)
        fields = [*listing.fields, *(listing.source.fields if listing.source else ())]
        for finding in found:
            assert finding.messages["en"]
            for span in (finding.span, *finding.related):
                if span is not None:
                    assert any(span.field is field for field in fields), f"{finding.rule}: a field of its own"
                    assert 0 <= span.start < span.end <= len(span.field.text), f"{finding.rule}: outside of its field"


def rule(data: bytes) -> None:
    """The loader of rules; a rule that loads is run."""
    text = data.decode("utf-8", "replace")
    with bounded(), suppress(RuleError):
        loaded = parse_rule(text, name="fuzzed", family="fuzz")
        for listing in listings(b"\1" + data):
            Linter([loaded]).lint(listing)


def configuration(data: bytes) -> None:
    """The loader of configurations."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listing-lint.toml"
        path.write_bytes(data)
        with bounded(), suppress(ConfigError):
            load_config(path).for_file("feed.csv")


_ELECTRICS = ("electrics", "plugs", "title_plugs", "supplies")
_SIZES = ("sizes", "charts", "size_systems", "size_notes", "measurements")
_MATERIALS = ("materials", "made_of", "compositions")

TARGETS: dict[str, Callable[[bytes], None]] = {
    "csv": partial(read, "table.csv"),
    "json": partial(read, "tree.json"),
    "jsonl": partial(read, "lines.jsonl"),
    "yaml": partial(read, "tree.yaml"),
    "xml": partial(read, "feed.xml"),
    "html": partial(read, "page.html"),
    "markdown": partial(read, "page.md"),
    "unknown": partial(read, "file"),
    "workbook": workbook,
    "quantities": figures,
    "sizes": partial(facts, _SIZES),
    "electrics": partial(facts, _ELECTRICS),
    "materials": partial(facts, _MATERIALS),
    "lint": lint,
    "rule": rule,
    "configuration": configuration,
}
"""The targets by their names; each has a folder of seeds."""
