"""``junit``: a test suite a file: a failed case a finding, one passed case for a clean file; an error for one that
could not be linted.

Only elements and attributes of the common JUnit schema are written, so its totals must come first: the findings of
one file wait in a temporary file until the next begins.
"""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING, TextIO

from listing_lint.model import Finding, Listing
from listing_lint.report import Options, place
from listing_lint.report.xml_text import attribute

if TYPE_CHECKING:
    from listing_lint.run import Summary

_HELD = 1 << 20


class Report:
    """Writes a ``testsuite`` when all listings of its file have come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._file: str | None = None
        self._failures = 0
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="listing-lint">\n')

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        if listing.location.path != self._file:
            self._close()
            self._file = listing.location.path
            self._cases = tempfile.SpooledTemporaryFile(_HELD, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        for finding in findings:
            name = f"{finding.rule} {finding.listing} {place(finding.location)}"
            self._failures += 1
            self._cases.write(
                f"  <testcase name={attribute(name)} classname={attribute(self._file)}>\n"
                f"   <failure type={attribute(finding.rule)} message={attribute(finding.message)}/>\n"
                "  </testcase>\n"
            )

    def end(self, summary: Summary) -> None:
        self._close()
        for item in summary.skipped:
            if item.fatal:
                path = attribute(item.location.path)
                self._stream.write(
                    f' <testsuite name={path} tests="1" failures="0" errors="1">\n'
                    f'  <testcase name="not linted" classname={path}>\n'
                    f'   <error type="not-linted" message={attribute(item.reason)}/>\n'
                    "  </testcase>\n </testsuite>\n"
                )
        self._stream.write("</testsuites>\n")

    def _close(self) -> None:
        if self._file is None:
            return
        if not self._failures:
            self._cases.write(f'  <testcase name="no findings" classname={attribute(self._file)}/>\n')
        self._stream.write(
            f" <testsuite name={attribute(self._file)}"
            f' tests="{max(self._failures, 1)}" failures="{self._failures}" errors="0">\n'
        )
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, self._stream)
        self._stream.write(" </testsuite>\n")
        self._cases.close()
        self._failures = 0
