"""``checkstyle``: XML as the tool Checkstyle writes it, findings under their file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from listing_lint.model import Finding, Listing
from listing_lint.report import Options, region
from listing_lint.report.xml_text import attribute

if TYPE_CHECKING:
    from listing_lint.run import Summary


class Report:
    """Writes a ``file`` element whenever the file changes, an ``error`` element a finding."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._file: str | None = None
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n<checkstyle version="4.3">\n')

    def listing(self, listing: Listing, findings: list[Finding]) -> None:
        for finding in findings:
            if finding.location.path != self._file:
                self._close()
                self._file = finding.location.path
                self._stream.write(f" <file name={attribute(self._file)}>\n")
            place = region(finding)
            self._stream.write(
                f'  <error line="{place.line}" column="{place.column}" severity="{finding.severity}"'
                f" message={attribute(finding.message)} source={attribute(f'listing-lint.{finding.rule}')}/>\n"
            )

    def end(self, summary: Summary) -> None:
        self._close()
        self._stream.write("</checkstyle>\n")

    def _close(self) -> None:
        if self._file is not None:
            self._stream.write(" </file>\n")
