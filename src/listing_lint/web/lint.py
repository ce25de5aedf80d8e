"""What the page asks for: a file linted with its progress, a listing linted by itself, the files to take away."""

from __future__ import annotations

import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from listing_lint.config import Config, load_config, profile_config
from listing_lint.expressions import expression
from listing_lint.model import ROLES, SEVERITIES, Field, Finding, Listing, Location
from listing_lint.read.columns import attribute_role
from listing_lint.read.dispatch import format_of
from listing_lint.report import Options, open_report, place
from listing_lint.run import Overrides, Run, Target
from listing_lint.texts.messages import in_languages
from listing_lint.web.edits import Lint, edited, fixed
from listing_lint.web.objects import finding_object, listing_object
from listing_lint.web.request import Asked, fields_of
from listing_lint.work import auto_jobs
from listing_lint.work.workers import Workers

MOST_LISTINGS = 1000
"""How many listings with findings the page is sent, the gravest first; the counts are of all."""
_LARGE = 1 << 18
"""Files of fewer bytes are linted sooner than processes are started."""
_EVERY = 0.2
_DIMENSION = expression(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"')


class Desk:
    """Answers the page; ``config`` holds for every request, and nothing is kept of a request."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._run_for = lru_cache(maxsize=4)(self._run)

    def run(self, asked: Asked) -> Run:
        """A new run with the settings of the request."""
        return self._run(asked.overrides)

    def _run(self, overrides: Overrides) -> Run:
        config, profile = self._config, overrides.profile
        if profile:
            config = load_config(config.path, profile) if config.path else profile_config(profile)
        return Run(config, overrides)

    def progress(self, asked: Asked) -> Iterator[dict[str, Any]]:
        """Lints a file: objects with ``progress`` while it lasts, and a last one with the result.

        ``share`` is how much of the file is done, from 0 to 1; None where that is not known.
        """
        run = self.run(asked)
        data = self._edited(asked)
        worst: dict[str, list[dict[str, Any]]] = {severity: [] for severity in SEVERITIES}
        share = _share(asked.name, data)
        told = time.monotonic()
        faulty = fixable = 0
        for listing, findings in _linted(run, asked.name, data):
            if findings:
                faulty += 1
                fixable += sum(1 for finding in findings if finding.fix and finding.fix.safety == "safe")
                kept = worst[_gravest(findings)]
                if len(kept) < MOST_LISTINGS:
                    kept.append(listing_object(listing, findings))
            if time.monotonic() - told > _EVERY:
                told = time.monotonic()
                done = share(listing.location)
                yield {"progress": run.summary.listings, "findings": run.summary.findings, "share": done}
        summary = run.summary
        shown = [item for severity in SEVERITIES for item in worst[severity]][:MOST_LISTINGS]
        yield {
            "name": asked.name,
            "listings": shown,
            "count": summary.listings,
            "faulty": faulty,
            "fixable": fixable,
            "by_rule": dict(summary.by_rule),
            "by_severity": dict(summary.by_severity),
            "skipped": [
                {"place": place(item.location), "reasons": in_languages(item.reason), "fatal": item.fatal}
                for item in summary.skipped
            ],
            "platform": summary.readings[0].platform if summary.readings else None,
        }

    def listing(self, asked: Asked) -> dict[str, Any]:
        """The findings on one listing whose fields the request holds."""
        here = Location(asked.name)
        fields = tuple(
            Field(role if role in ROLES else _role(name), name, text, here, text, None, variant)  # type: ignore[arg-type]
            for role, name, text, variant in fields_of(asked.head)
        )
        listing = Listing(
            str(asked.head.get("id", "")), fields, here, platform=str(asked.head.get("platform", "generic"))
        )
        listing, findings = self._run_for(asked.overrides).lint_listing(listing)
        return {"findings": [finding_object(finding, listing) for finding in findings]}

    def workbook(self, asked: Asked) -> bytes:
        """The file as an annotated workbook."""
        stream = BytesIO()
        self._report("xlsx", stream, asked)
        return stream.getvalue()

    def report(self, asked: Asked) -> bytes:
        """The report on the file, a page."""
        stream = StringIO()
        self._report("html", stream, asked)
        return stream.getvalue().encode("utf-8", "replace")

    def file(self, asked: Asked) -> bytes:
        """The file with the edits of the page and the safe fixes in it."""
        return fixed(asked.name, self._edited(asked), self._lint(asked))

    def _report(self, format: str, stream: Any, asked: Asked) -> None:
        run = self.run(asked)
        report = open_report(format, stream, Options(asked.lang))
        for listing, findings in _linted(run, asked.name, self._edited(asked)):
            report.listing(listing, findings)
        report.end(run.summary)

    def _edited(self, asked: Asked) -> bytes:
        return edited(asked.name, asked.data, self._lint(asked), asked.edits) if asked.edits else asked.data

    def _lint(self, asked: Asked) -> Lint:
        return lambda data: list(self.run(asked).lint([_target(asked.name, data)]))


def _linted(run: Run, name: str, data: bytes) -> Iterator[tuple[Listing, list[Finding]]]:
    """The listings of a file with what is found, by several processes where that repays; some without findings may be
    left out."""
    if len(data) < _LARGE:
        yield from run.lint([_target(name, data)])
        return
    with Workers(run, auto_jobs()) as run.workers:
        yield from run.lint([_target(name, data)])
    run.workers = None


def _target(name: str, data: bytes) -> Target:
    return Target(Path(name), named=True, data=data)


def _role(name: str) -> str:
    return name if name in ("title", "description") else attribute_role(name.split(".", 1)[-1])


def _gravest(findings: list[Finding]) -> str:
    return min((finding.severity for finding in findings), key=SEVERITIES.index)


def _share(name: str, data: bytes) -> Callable[[Location], float | None]:
    """A function from where a listing stands to how much of the file is done with it."""
    format = format_of(name, data[:4096])
    total = data.count(b"\n") + 1 if format in ("csv", "jsonl") else _rows(data) if format == "excel" else 0
    done, sheet, last = 0, None, 0

    def share(here: Location) -> float | None:
        nonlocal done, sheet, last
        if here.sheet != sheet:
            done, sheet = done + last, here.sheet
        last = here.record or 0
        at = done + last if format == "excel" else here.line or 0
        return min(at / total, 1) if total else None

    return share


def _rows(data: bytes) -> int:
    """How many rows the sheets of a workbook say they have; 0 where they do not."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            heads = [book.open(name).read(2000) for name in names]
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError):
        return 0
    return sum(int(match[1]) for match in map(_DIMENSION.search, heads) if match)
