"""``json``: one object with all findings and a summary; the contract is in docs/outputs.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

import msgspec

from listing_lint import __version__
from listing_lint.model import Finding, Listing
from listing_lint.report import Options, finding_object, summary_object

if TYPE_CHECKING:
    from listing_lint.run import Summary

VERSION = 1


def dumps(value: object) -> str:
    """``value`` as JSON on one line; lone surrogates are escaped, so the text can always be written as UTF-8."""
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False)


def head() -> dict[str, object]:
    """What every machine-readable report begins with."""
    return {"version": VERSION, "tool": {"name": "listing-lint", "version": __version__}}


class Report:
    """Writes findings as they come, so memory does not grow with them."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._first = True
        stream.write(dumps(head())[:-1] + ',\n "findings": [')

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            self._stream.write(("\n  " if self._first else ",\n  ") + dumps(finding_object(finding)))
            self._first = False

    def end(self, summary: Summary) -> None:
        self._stream.write(f'\n ],\n "summary": {dumps(summary_object(summary))}}}\n')
