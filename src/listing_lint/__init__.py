"""Finds what a buyer in another country will misread in a product listing.

>>> from listing_lint import lint
>>> [finding.rule for finding in lint({"title": "Hair dryer 2000W"})]  # doctest: +SKIP
['voltage-missing']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listing_lint.model import Confidence, Field, Finding, Listing, Location, Severity, Span

if TYPE_CHECKING:
    from listing_lint.engine import Linter
    from listing_lint.facts.quantities import Quantity

__version__ = "0.1.0"

__all__ = ["Field", "Finding", "Listing", "Location", "Span", "lint", "lint_file", "quantities"]


def lint(
    listing: Listing | Mapping[str, Any],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    min_severity: Severity = "info",
    min_confidence: Confidence = "high",
    rules: Sequence[str | Path] = (),
) -> list[Finding]:
    """The findings on one listing.

    A mapping has the keys title, description, bullets, category, attributes (names to values), variants (a list of
    such mappings), language (ISO 639-1) and markets (ISO 3166-1 alpha-2 codes). ``rules`` are further folders of rules.
    Raises `ReadError` for a mapping of another shape, `RuleError` for a rule file that cannot be used.
    """
    from listing_lint.read.mapping import encodable, listing_from_mapping

    linter = _linter(tuple(select), tuple(ignore), min_severity, min_confidence, tuple(map(Path, rules)))
    return linter.lint(encodable(listing if isinstance(listing, Listing) else listing_from_mapping(listing)))


def lint_file(path: str | Path, *, config: str | Path | None = None, **overrides: Any) -> list[Finding]:
    """The findings on all listings of a file, read as the command line reads it.

    ``config`` names a configuration file; None takes none. ``overrides``: select, ignore, min_severity,
    min_confidence, markets, language, platform, sheet, encoding. Raises `ListingLintError` where the file cannot be
    read or holds no listing.
    """
    from listing_lint.config import Config, load_config
    from listing_lint.errors import ReadError
    from listing_lint.run import Overrides, Run

    run = Run(load_config(Path(config)) if config else Config(), Overrides(**overrides))
    findings = [finding for _, found in run.lint(run.targets([str(path)])) for finding in found]
    for item in run.summary.skipped:
        if item.fatal:
            raise ReadError(f"{item.location.path}: {item.reason}")
    return findings


def quantities(text: str, language: str | None = None) -> tuple[Quantity, ...]:
    """The quantities that ``text`` states: values with their units (names of pint), ranges, and where they stand.

    ``language`` is an ISO 639-1 code; it settles what ``1.500`` means and which words are units. Without one, numbers
    are read as in English.
    """
    from listing_lint.facts.quantities import quantities as find
    from listing_lint.read.mapping import without_surrogates

    return find(without_surrogates(text), language)


@lru_cache(maxsize=8)
def _linter(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_severity: Severity,
    min_confidence: Confidence,
    folders: tuple[Path, ...],
) -> Linter:
    from listing_lint.engine import Linter
    from listing_lint.rules import load_rules, select_rules

    chosen, _ = select_rules(
        load_rules(folders),
        select=select,
        ignore=ignore,
        min_severity=min_severity,
        min_confidence=min_confidence,
    )
    return Linter(chosen)
