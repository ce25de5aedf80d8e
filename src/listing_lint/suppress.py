"""Findings that the user asked not to see: in the configuration, in comments, in a column; with what was in vain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from listing_lint.config import Config, IgnoredFindings, matches
from listing_lint.expressions import expression
from listing_lint.model import Finding, Listing, Location
from listing_lint.nearest import nearest
from listing_lint.read.columns import fold
from listing_lint.read.delimited import Tokenizer, delimiter_of, lines
from listing_lint.read.encoding import choose, decoded
from listing_lint.read.reading import Source
from listing_lint.report import place

EVERY = "all"
"""The name that stands for every rule."""
COLUMN = "listing-lint-ignore"
"""The column (or key, or element) that holds names of rules for the listing it stands in."""

_SIGN = "listing-lint"
_ASKED = expression(r"listing-lint:[ \t]*+ignore\[([^\]\r\n]*+)\]")
_HASH = r"(?:^|\s)#\s*+"
_MARKUP = r"<!--\s*+"
_COMMENTS = {
    "csv": expression(r"^\ufeff?\s*+#\s*+" + _ASKED.pattern),
    "yaml": expression(_HASH + _ASKED.pattern),
    "html": expression(_MARKUP + _ASKED.pattern),
    "xml": expression(_MARKUP + _ASKED.pattern),
    "markdown": expression(f"(?:{_HASH}|{_MARKUP})" + _ASKED.pattern),
}
"""How a comment asks for silence in each format that has comments."""
_SAMPLE_LINES = 400


class Request(Struct):
    """One wish for silence: ``names`` of rules or rulesets, ``covers`` tells the findings it is about.

    ``where`` is its place for people, ``judged`` whether something it can be about was linted, ``used`` the names that
    held a finding back.
    """

    names: tuple[str, ...]
    where: str
    covers: Callable[[Finding], bool]
    judged: bool = True
    used: set[str] = field(default_factory=set)

    def takes(self, finding: Finding) -> bool:
        """True where ``finding`` is to be held back; the names that say so are noted as used."""
        wanted = {EVERY, finding.rule, finding.family}.intersection(self.names)
        if not wanted or not self.covers(finding):
            return False
        self.used |= wanted
        return True


class Configured:
    """The ``[[ignore-findings]]`` tables of one configuration."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.requests = [
            Request((item.rule,), f"{config.path}: ignore-findings {number}", partial(self._covers, item), judged=False)
            for number, item in enumerate(config.ignore_findings, 1)
        ]

    def _covers(self, item: IgnoredFindings, finding: Finding) -> bool:
        return (
            fnmatchcase(finding.listing, item.listing)
            and fnmatchcase(finding.field or "", item.field)
            and matches(finding.location.path, item.file, self._config.path)
        )

    def met(self, listing: Listing) -> None:
        """``listing`` is linted: the tables about it can be told to be in vain."""
        for item, request in zip(self._config.ignore_findings, self.requests, strict=True):
            if not request.judged and fnmatchcase(listing.id, item.listing):
                request.judged = matches(listing.location.path, item.file, self._config.path)


def in_comments(source: Source, format: str, encoding: str) -> list[Request]:
    """What the comments of a file ask for. ``encoding`` is ``auto`` or a name Python knows; the format's name is
    that of its `Reading`.

    A comment is about its own line and the one after; in YAML about a value that begins there, in a table about the
    row after it.
    """
    if format not in _COMMENTS or not _has_sign(source):
        return []
    encoding = choose(source.blocks, encoding, source.name)

    def text() -> Iterator[str]:
        return lines(decoded(source.blocks(), encoding, source.name, lambda _: None))

    if format == "csv":
        return list(_in_rows(text(), delimiter_of(list(islice(text(), _SAMPLE_LINES))), source.name))
    found = ((number, _COMMENTS[format].search(line)) for number, line in enumerate(text(), 1))
    values = format == "yaml"
    return [
        Request(_names(match[1]), f"{source.name}:{number}", partial(_near, number, values))
        for number, match in found
        if match
    ]


def _has_sign(source: Source) -> bool:
    """True where the bytes of the file can hold a comment of ours; most files are read no second time."""
    signs = [_SIGN.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be")]
    before = b""
    for block in source.blocks():
        if any(sign in before + block for sign in signs):
            return True
        before = block[-2 * len(_SIGN) :]
    return False


def _near(line: int, values: bool, finding: Finding) -> bool:
    value = finding.span.field.location.line if values and finding.span else None
    return finding.location.line in (line, line + 1) or value in (line, line + 1)


def _in_rows(text: Iterable[str], delimiter: str, path: str) -> Iterator[Request]:
    for record in Tokenizer(text, delimiter):
        match = _COMMENTS["csv"].search(record.text(0)) if len(record) else None
        if match:
            yield Request(_names(match[1]), f"{path}:{record.line}", partial(_in_row, record.number + 1))


def _in_row(number: int, finding: Finding) -> bool:
    return finding.location.record == number


def in_column(listing: Listing) -> tuple[Listing, tuple[tuple[str, Location], ...]]:
    """``listing`` without the fields of the column ``listing-lint-ignore``, and their texts and places."""
    asking = [item for item in listing.fields if fold(item.label) == fold(COLUMN)]
    if not asking:
        return listing, ()
    fields = tuple(item for item in listing.fields if item not in asking)
    return replace(listing, fields=fields), tuple((item.text, item.location) for item in asking)


def asked(text: str, where: Location) -> Request:
    """What ``text`` in the column ``listing-lint-ignore`` asks for its listing."""
    return Request(_names(text), f"{place(where)}: column {COLUMN}", lambda _: True)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in re.split(r"[\s,]+", text) if name))


def kept(findings: Iterable[Finding], requests: Sequence[Request]) -> list[Finding]:
    """The findings that no request holds back."""
    return [finding for finding in findings if not any([request.takes(finding) for request in requests])]


def in_vain(requests: Iterable[Request], known: frozenset[str], running: frozenset[str]) -> Iterator[str]:
    """What to tell of requests that held nothing back.

    ``known`` are all names of rules and rulesets; of those outside ``running`` nothing can be told.
    """
    for request in requests:
        for name in request.names:
            if name not in known and name != EVERY:
                close = nearest(name, known)
                yield f"{request.where}: there is no rule or ruleset {name!r}" + (
                    f"; did you mean {close!r}?" if close else ""
                )
            elif request.judged and name not in request.used and (name in running or name == EVERY):
                yield f"{request.where}: nothing is found that {name!r} would hold back; remove it"
