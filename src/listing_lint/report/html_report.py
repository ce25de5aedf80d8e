"""``html``: one page for people, with nothing from outside: totals, charts, the listings with the words marked.

The page holds no more than `MOST_CARDS` listings, the gravest first, and says how many there are; its counts are true.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TextIO

from msgspec import Struct

from listing_lint import __version__
from listing_lint.engine import shorten
from listing_lint.model import SEVERITIES, Field, Finding, Listing, Location
from listing_lint.report import Options, place
from listing_lint.report.marked import Part, example_parts, marked, showable
from listing_lint.texts import Texts, texts
from listing_lint.texts.messages import translated

if TYPE_CHECKING:
    from jinja2 import Template

    from listing_lint.rules import Rule
    from listing_lint.run import Summary

ASSETS = Path(__file__).with_name("assets")
MOST_CARDS = 500
_MOST_BARS = 12
_MOST_FINDINGS = 40
_EXAMPLES = 3


class _Related(Struct, frozen=True):
    name: str
    parts: tuple[Part, ...]


class _Item(Struct, frozen=True):
    """A finding as a card shows it; ``fix`` is what stands there and what may stand there instead."""

    severity: str
    rule: str
    dispute: str
    field: str
    message: str
    related: tuple[_Related, ...]
    fix: tuple[str, str] | None


class _FieldBlock(Struct, frozen=True):
    name: str
    parts: tuple[Part, ...]
    findings: tuple[_Item, ...]


class _Card(Struct, frozen=True):
    title: str
    place: str
    fields: tuple[_FieldBlock, ...]


class _Bar(Struct, frozen=True):
    value: str
    name: str
    count: int
    share: float
    severity: str = ""


class _Chart(Struct, frozen=True):
    title: str
    key: str
    bars: list[_Bar]
    rest: str


class Report:
    """Keeps the cards of the gravest listings; the page is written at the end."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._words = texts(options.lang, "report")
        self._cards: dict[str, list[_Card]] = {severity: [] for severity in SEVERITIES}
        self._faulty = 0
        self._by_dispute: Counter[str] = Counter()
        self._by_field: Counter[str] = Counter()

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        if not findings:
            return
        self._faulty += 1
        for finding in findings:
            self._by_dispute[finding.dispute] += 1
            self._by_field[field_name(finding.span.field if finding.span else None, self._words)] += 1
        worst = min((finding.severity for finding in findings), key=SEVERITIES.index)
        if len(self._cards[worst]) < MOST_CARDS:
            self._cards[worst].append(_card(listing, findings, self._words))

    def end(self, summary: Summary) -> None:
        words = self._words
        cards = [card for severity in SEVERITIES for card in self._cards[severity]][:MOST_CARDS]
        cut = words["cut"].format(shown=f"{len(cards):,}", count=f"{self._faulty:,}")
        style, script = (_asset("base.css") + _asset("report.css")), _asset("report.js")
        names = [showable(PurePath(reading.path).name) for reading in summary.readings]
        page = _template().render(
            t=words, version=__version__, summary=summary, severities=SEVERITIES, files=names,
            lead=_lead(names, words), faulty=self._faulty, charts=list(self._charts(summary)), cards=cards,
            cut=cut if len(cards) < self._faulty else "", rules=[_rule(*item, words) for item in _ranked(summary)],
            skipped=[
                showable(f"{place(item.location)}: {translated(item.reason, words.lang)}") for item in summary.skipped
            ],
            style=_markup(style), style_hash=_hash(style), script=_markup(script), script_hash=_hash(script),
        )  # fmt: skip
        self._stream.write(page + "\n")

    def _charts(self, summary: Summary) -> Iterator[_Chart]:
        words = self._words
        by_severity: Counter[str] = Counter(
            {name: summary.by_severity[name] for name in SEVERITIES if summary.by_severity[name]}
        )
        severities: dict[str, str] = {rule.name: rule.severity for rule, _ in _ranked(summary)}
        names = {name: words[name] for name in (*by_severity, *self._by_dispute)}
        yield self._chart("severity", by_severity, names, {name: name for name in by_severity})
        yield self._chart("dispute", self._by_dispute, names, {})
        yield self._chart("field", self._by_field, {name: name for name in self._by_field}, {})
        summaries = {rule.name: rule.text("summary", words.lang) for rule, _ in _ranked(summary)}
        yield self._chart("rule", summary.by_rule, summaries, severities)

    def _chart(self, key: str, counts: Counter[str], names: dict[str, str], severities: dict[str, str]) -> _Chart:
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        most = max(counts.values(), default=1)
        bars = [
            _Bar(value, names[value], count, round(max(100 * count / most, 1), 1), severities.get(value, ""))
            for value, count in ranked[:_MOST_BARS]
        ]
        rest = ranked[_MOST_BARS:]
        more = self._words.count("rest", len(rest), findings=f"{sum(count for _, count in rest):,}") if rest else ""
        return _Chart(self._words[f"by_{key}"], key, bars, more)


def field_name(field: Field | None, words: Texts) -> str:
    """What a seller calls the field; None is the whole listing."""
    if field is None:
        return words["whole"]
    return words.get(f"field_{field.name}") or showable(shorten(field.label))


def _card(listing: Listing, findings: list[Finding], words: Texts) -> _Card:
    groups: dict[int | None, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(id(finding.span.field) if finding.span else None, []).append(finding)
    title = " · ".join(part for part in (listing.id, shorten(listing.title.text, 160) if listing.title else "") if part)
    blocks = tuple(_block(group, words) for group in groups.values())
    return _Card(showable(title) or words["whole"], _place(listing.location, words), blocks)


def _place(location: Location, words: Texts) -> str:
    """Where a listing begins: file, sheet and row, as a seller looks for it."""
    if location.record is None:
        return showable(place(location))
    parts = (PurePath(location.path).name, location.sheet, words["row"].format(row=location.record))
    return showable(" · ".join(part for part in parts if part))


def _block(findings: list[Finding], words: Texts) -> _FieldBlock:
    field = findings[0].span.field if findings[0].span else None
    marks = [(finding.span.start, finding.span.end, finding.severity) for finding in findings if finding.span]
    name = field_name(field, words)
    items = [_item(finding, name, words) for finding in findings[:_MOST_FINDINGS]]
    return _FieldBlock(name, marked(field.text, marks) if field else (), tuple(items))


def _item(finding: Finding, field: str, words: Texts) -> _Item:
    edits = finding.fix.edits if finding.fix else ()
    related = tuple(
        _Related(field_name(span.field, words), marked(span.field.text, [(span.start, span.end, "info")]))
        for span in finding.related
    )
    return _Item(
        severity=finding.severity,
        rule=finding.rule,
        dispute=finding.dispute,
        field=field,
        message=showable(finding.messages.get(words.lang, finding.message)),
        related=related,
        fix=(showable(shorten(edits[0].span.text)), showable(shorten(edits[0].text))) if len(edits) == 1 else None,
    )


def _ranked(summary: Summary) -> list[tuple[Rule, int]]:
    ranked = sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0]))
    return [(summary.rules[name], count) for name, count in ranked]


def _rule(rule: Rule, count: int, words: Texts) -> dict[str, Any]:
    return {
        "name": rule.name,
        "severity": rule.severity,
        "dispute": rule.dispute,
        "count": words.count("findings", count),
        "summary": rule.text("summary", words.lang),
        "why": rule.text("why", words.lang),
        "bad": [example_parts(example, rule.severity) for example in rule.bad[:_EXAMPLES]],
        "good": [example_parts(example, rule.severity) for example in rule.good[:_EXAMPLES]],
    }


def _lead(names: list[str], words: Texts) -> str:
    shown = ", ".join(names[:5])
    return words.count("more_files", len(names) - 5, names=shown) if len(names) > 5 else shown


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(ASSETS, encoding="utf-8")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("report.html")


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


def _hash(text: str) -> str:
    """The name by which the page's policy allows its own style and script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
