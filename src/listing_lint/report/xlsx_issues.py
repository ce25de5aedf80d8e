"""Findings as the workbook needs them: small, and with the cell they are in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from listing_lint.model import Finding
from listing_lint.read.rows import Row
from listing_lint.report import place, region


class Issue(Struct):
    """A finding. ``row`` and ``column`` (from 0) are its cell's; a delimited file's column is known by `settle`.

    ``place`` says in words where it is; ``target`` is the sheet of the workbook that holds the cell, once there is one.
    """

    path: str
    sheet: str | None
    row: int | None
    column: int
    at: tuple[int, int] | None
    place: str
    severity: str
    rule: str
    listing: str
    field: str | None
    words: str
    message: str
    dispute: str
    target: str | None = None


def issue_of(finding: Finding, lang: str) -> Issue:
    """``finding``, its message in ``lang``."""
    here = finding.location
    message = finding.messages.get(lang, finding.message)
    if finding.fix and len(finding.fix.edits) == 1:
        edit = finding.fix.edits[0]
        message += f" (“{edit.span.text}” → “{edit.text}”)"
    return Issue(
        path=here.path,
        sheet=here.sheet,
        row=here.record,
        column=region(finding).column - 1 if here.cell else 0,
        at=(here.line, here.column or 1) if here.line is not None else None,
        place=place(here),
        severity=finding.severity,
        rule=finding.rule,
        listing=finding.listing,
        field=finding.field,
        words=finding.text or "",
        message=message,
        dispute=finding.dispute,
    )


def settle(row: Row | None, issues: Iterable[Issue], target: str) -> dict[int, list[Issue]]:
    """The ``issues`` of ``row`` by column; each gets its column, and ``target``, the sheet it is shown in.

    ``row`` is wanted where the file is delimited.
    """
    by_column: dict[int, list[Issue]] = defaultdict(list)
    starts: list[tuple[int, int]] = []
    for issue in issues:
        if issue.at and row:
            if not starts:
                places = [row.cell(index).location for index in range(len(row))]
                starts = [(here.line or 0, here.column or 0) for here in places]
            issue.column = max(bisect_right(starts, issue.at) - 1, 0)
        issue.target = target
        by_column[issue.column].append(issue)
    return by_column
