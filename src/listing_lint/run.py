"""A run over files: read, lint, count. What could not be read is kept beside the findings, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from listing_lint import faults
from listing_lint.accepted import accepted
from listing_lint.config import Config, FailOn, FileSettings, find_config, load_config, matches, profile_config
from listing_lint.engine import Linter, finding_of
from listing_lint.errors import ListingLintError, NoListings, ReadError
from listing_lint.limits import setting, within
from listing_lint.model import SEVERITIES, Confidence, Finding, Listing, Location, Severity
from listing_lint.read import Reading, ReadOptions, read_bytes, read_file
from listing_lint.read.reading import Source
from listing_lint.rules import Rule, Subject, load_rules, names_of, select_rules
from listing_lint.suppress import Configured, Request, asked, in_column, in_comments, in_vain, kept
from listing_lint.timer import Timer
from listing_lint.tuning import tuned
from listing_lint.work import SMALL
from listing_lint.work.outcome import Outcome

if TYPE_CHECKING:
    from listing_lint.baseline import Baseline
    from listing_lint.changes import Older
    from listing_lint.sources import Sources
    from listing_lint.work.whole import Known, Whole
    from listing_lint.work.workers import Workers

STDIN = "-"
_MOST_WARNINGS = 100


class Skipped(Struct, frozen=True):
    """Something that was not linted, and why. ``fatal``: a whole file that the user named."""

    location: Location
    reason: str
    fatal: bool = False


class Summary(Struct):
    """The counts of a run, true whatever a report shows; the files that held listings; the rules by their names.

    Of what is as it was in an older state, whole files are not read, and listings are read and not linted.
    """

    files: int = 0
    listings: int = 0
    unchanged_files: int = 0
    unchanged_listings: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_severity: Counter[str] = field(default_factory=Counter)
    suppressed: int = 0
    baselined: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)

    @property
    def findings(self) -> int:
        return self.by_rule.total()

    @property
    def read(self) -> int:
        """How many listings were read."""
        return self.listings + self.unchanged_listings


class Target(Struct, frozen=True):
    """A file to lint: named by the user, or met in a folder (then it may hold no products).

    ``data``: what to read in place of what stands in the file.
    """

    path: Path
    named: bool
    data: bytes | None = None


class Overrides(Struct, frozen=True):
    """Settings for one run, stronger than any configuration and any listing; None or empty: not set."""

    profile: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity | None = None
    min_confidence: Confidence | None = None
    fail_on: FailOn | None = None
    markets: tuple[str, ...] | None = None
    language: str | None = None
    platform: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


class _Judge(Struct, frozen=True):
    """What one configuration makes of listings: its rules, what it holds back, the names it may use for rules."""

    linter: Linter
    configured: Configured
    accepted: tuple[Request, ...]
    known: frozenset[str]
    running: frozenset[str]

    def in_vain(self, requests: Iterable[Request]) -> Iterator[str]:
        return in_vain(requests, self.known, self.running)


class Run:
    """One run; ``failed`` is set by a finding at or above ``fail_on``."""

    def __init__(
        self,
        config: Config | None = None,
        overrides: Overrides | None = None,
        on: Subject = "listing",
        baseline: Baseline | None = None,
    ) -> None:
        """``config`` None: each file's nearest configuration is looked up. ``on``: what the files hold.

        Findings that ``baseline`` knows are counted apart.
        """
        self._fixed = config
        self._on = on
        self._baseline = baseline
        self._overrides = overrides or Overrides()
        self._configs: dict[Path, Config] = {}
        self._judges: dict[Path | None, _Judge] = {}
        self._sources: Sources | None = None
        self._beyond: dict[str, tuple[Location, int]] = {}
        self.older: Older | None = None
        """Where it is given, only listings that it does not hold are linted."""
        self.watch: Callable[[Path, int], None] | None = None
        """Told, where it is given, how far a file is read, in bytes."""
        self.workers: Workers | None = None
        """Where they are given, they do the linting of whole files."""
        self.summary = Summary()
        self.warnings: list[str] = []
        self._untold = 0
        self.failed = False

    @property
    def broken(self) -> bool:
        """True where the linter failed on something, or left something undone for want of time."""
        return any(self.summary.by_rule[name] for name in faults.NAMES)

    @property
    def recipe(self) -> tuple[Config | None, Overrides, Subject]:
        """What makes another run that finds the same, in another process."""
        return self._fixed, self._overrides, self._on

    @property
    def rules(self) -> frozenset[str]:
        """The names of the rules that ran."""
        return frozenset(rule.name for judge in self._judges.values() for rule in judge.linter.rules)

    def config_for(self, folder: Path) -> Config:
        """The configuration that holds in ``folder``. Raises `ConfigError`."""
        if self._fixed is not None:
            return self._fixed
        found = find_config(folder)
        profile = self._overrides.profile
        if found is None:
            return profile_config(profile)
        if found not in self._configs:
            self._configs[found] = load_config(found, profile)
        return self._configs[found]

    def targets(self, paths: Sequence[str]) -> Iterator[Target]:
        """The files that ``paths`` stand for; what is not there is noted as skipped."""
        for name in paths:
            path = Path(name)
            if name == STDIN:
                yield Target(path, named=True)
            elif path.is_dir():
                from listing_lint.walk import walk

                config = self.config_for(path)
                for file in walk(path, config.include):
                    if not any(matches(str(file), pattern, config.path) for pattern in config.exclude):
                        yield Target(file, named=False)
            elif path.is_file():
                config = self.config_for(path.parent)
                if any(matches(name, pattern, config.path) for pattern in config.exclude):
                    self.warnings.append(f"{name}: left out, because the configuration excludes it")
                else:
                    yield Target(path, named=True)
            else:
                reason = "not a file or folder" if path.exists() else "no such file or folder"
                self.summary.skipped.append(Skipped(Location(name), reason, fatal=True))

    def read_sources(self, path: str) -> None:
        """Reads the listings that those of this run were translated from. Raises `ReadError` or OSError."""
        folder = Path(path).parent
        from listing_lint.sources import Sources

        self._sources = Sources(self.open(Path(path), self.config_for(folder)).listings)

    def read_old(self, path: Path, data: bytes) -> Iterator[Listing]:
        """The listings of what once stood at ``path``. Raises `ReadError`."""
        return self.open(path, self.config_for(path.parent), (str(path), data)).listings

    def lint(
        self, targets: Iterable[Target], stdin: tuple[str, bytes] | None = None
    ) -> Generator[tuple[Listing, list[Finding]], None, None]:
        """Each listing of the targets with its findings, in the order of the files. ``stdin``: a name and its bytes.

        A listing that is as it was in an older state comes without findings.
        """
        for target, whole in self._begun(targets, stdin):
            given = self._given(target, stdin)
            if self.older and self.older.same(target.path):
                self.summary.unchanged_files += 1
                continue
            config = self.config_for(target.path.parent)
            before, read = self.summary.listings, self.summary.read
            known = whole.known if whole else None
            if known and not known.listings:
                if not target.named and not known.problems:
                    continue
                known = None
            try:
                reading = self._known(target.path, known) or self.open(
                    target.path, config, given, known.encoding if known else ""
                )
                yield from self._linted(reading, config, self._source(target.path, given), whole, known)
                self.summary.skipped += [Skipped(problem.location, problem.message) for problem in reading.problems]
                if self.summary.read == read and (target.named or reading.problems):
                    raise NoListings(f"{reading.path}: no listing found")
            except NoListings as error:
                if target.named:
                    self._skip(str(target.path), error)
                continue
            except (ReadError, OSError) as error:
                self._skip(str(target.path), error)
                continue
            except ListingLintError:
                raise
            except Exception as error:
                path = given[0] if given else str(target.path)
                broken = Listing(path, (), Location(path))
                yield broken, self._counted([_broken(broken, error)], Config())
                continue
            if self.summary.listings > before:
                self.summary.files += 1
                self.summary.readings.append(reading)
        self._tell_beyond()
        for judge in self._judges.values():
            self._tell(judge.in_vain(judge.configured.requests))
        warning = self._sources.warning(self.summary.listings) if self._sources else None
        if warning:
            self.warnings.append(warning)
        if self._untold:
            self.warnings.append(f"{self._untold} more warnings")

    def lint_listing(self, listing: Listing) -> tuple[Listing, list[Finding]]:
        """A listing that stands in no file, settled as files of its name are, and what is found on it."""
        config = self.config_for(Path())
        judge = self._judge(config)
        outcome = self.treated(listing, config)
        own = [asked(text, place) for text, place in outcome.asks]
        return outcome.listing, kept(outcome.found, [*judge.configured.requests, *own])

    def _given(self, target: Target, stdin: tuple[str, bytes] | None) -> tuple[str, bytes] | None:
        """A name and the bytes to read in place of the file ``target``; None where that itself is read."""
        if str(target.path) == STDIN:
            return stdin
        return (str(target.path), target.data) if target.data is not None else None

    def _begun(
        self, targets: Iterable[Target], stdin: tuple[str, bytes] | None
    ) -> Iterator[tuple[Target, Whole | None]]:
        """The targets, each with what is known of it; None where more than the file itself says what is found in it."""
        if not self.workers or self.older or self._sources or self._on != "listing":
            return ((target, None) for target in targets)
        return self.workers.begun(
            (target, None if self._given(target, stdin) else self.config_for(target.path.parent)) for target in targets
        )

    def _known(self, path: Path, known: Known | None) -> Reading | None:
        """The reading of a file that need not be opened, since all of it is known."""
        if not known or not known.format:
            return None
        if self.watch:
            self.watch(path, 0)
        return Reading(str(path), known.format, iter(()), encoding=known.encoding)

    def comments(self, source: Source, format: str, config: Config) -> list[Request]:
        """What comments in the file ``source`` of this ``format`` ask for. Raises `ReadError` or OSError."""
        return in_comments(source, format, self._encoding(source.name, config))

    def _linted(
        self, reading: Reading, config: Config, source: Source, whole: Whole | None, known: Known | None
    ) -> Iterator[tuple[Listing, list[Finding]]]:
        """The listings of one file with the findings that the user wants to see."""
        judge = self._judge(config)
        comments = self.comments(source, reading.format, config) if not known or known.comments else []
        if known:
            reading.problems += known.problems
            reading.headers |= known.headers
            outcomes = self._of_blocks(known.blocks, reading)
        elif self.workers and not self.older and _size(source) >= SMALL:
            change = self._joined if self._sources else None
            blocks = self.workers.outcomes(reading, config, whole, change, bool(comments))
            outcomes = self._of_blocks(blocks, reading)
        else:
            outcomes = self._one_by_one(reading, config)
        for outcome in outcomes:
            yield outcome.listing, self._judged(outcome, judge, config, comments)
        if not self.older:
            self._tell(judge.in_vain(comments))

    def _one_by_one(self, reading: Reading, config: Config) -> Iterator[Outcome]:
        """What the rules find in one file, in this process."""
        with self.timer(config):
            for listing in reading.listings:
                if self.older and self.older.holds(listing):
                    self.summary.unchanged_listings += 1
                    yield Outcome(in_column(listing)[0])
                    continue
                self.summary.listings += 1
                yield self.treated(self._joined(listing), config)

    def _of_blocks(self, blocks: Iterable[tuple[int, list[Outcome]]], reading: Reading) -> Iterator[Outcome]:
        """The outcomes in ``blocks`` of a file; not all of its listings need have one, but one has."""
        first = True
        for count, outcomes in blocks:
            self.summary.listings += count
            if first and count and not outcomes:
                yield Outcome(Listing("", (), Location(reading.path)))
            first = first and not count
            yield from outcomes

    def timer(self, config: Config) -> Timer:
        """While it is entered, rules are stopped that take too long."""
        return self._judge(config).linter.timer

    def treated(self, listing: Listing, config: Config) -> Outcome:
        """What the rules find on a listing, whatever else is in its file and in the run."""
        try:
            listing, told = within(listing, config.limits)
            listing, asks = in_column(self._settled(listing, config.for_file(listing.location.path)))
            found = self._judge(config).linter.lint(listing, isolate=True)
        except ListingLintError:
            raise
        except Exception as error:
            return Outcome(listing, (_broken(listing, error),))
        return Outcome(listing, tuple(found), asks, tuple(told))

    def _judged(self, outcome: Outcome, judge: _Judge, config: Config, comments: Sequence[Request]) -> list[Finding]:
        """The findings of an outcome that are to be reported, all being counted."""
        own = [asked(text, place) for text, place in outcome.asks]
        judge.configured.met(outcome.listing)
        self.summary.skipped += [Skipped(place, reason) for place, reason in outcome.told]
        broken = [finding for finding in outcome.found if finding.family == faults.FAMILY]
        found = [finding for finding in outcome.found if finding.family != faults.FAMILY]
        findings = kept(found, [*judge.configured.requests, *judge.accepted, *comments, *own])
        self.summary.suppressed += len(found) - len(findings)
        if self._baseline:
            known = len(findings)
            findings = [finding for finding in findings if not self._baseline.knows(finding)]
            self.summary.baselined += known - len(findings)
        self._tell(judge.in_vain(own))
        return self._counted(broken + findings, config)

    def encoding_of(self, path: Path) -> str:
        """The encoding that the file at ``path`` is said to have, or ``auto``."""
        return self._encoding(str(path), self.config_for(path.parent))

    def _encoding(self, name: str, config: Config) -> str:
        return self._overrides.encoding or config.for_file(name).encoding

    def _source(self, path: Path, stdin: tuple[str, bytes] | None) -> Source:
        return Source(stdin[0], lambda: BytesIO(stdin[1])) if stdin else Source(str(path), lambda: path.open("rb"))

    def _tell(self, warnings: Iterable[str]) -> None:
        for warning in warnings:
            if len(self.warnings) < _MOST_WARNINGS:
                if warning not in self.warnings:
                    self.warnings.append(warning)
            else:
                self._untold += 1

    def open(self, path: Path, config: Config, stdin: tuple[str, bytes] | None = None, encoding: str = "") -> Reading:
        """``path`` as its configuration says to read it. Raises `ReadError` or OSError.

        ``encoding``: the one that it is known to have.
        """
        settings = config.for_file(stdin[0] if stdin else str(path))
        options = ReadOptions(
            platform=self._overrides.platform or settings.platform,
            sheet=self._overrides.sheet or settings.sheet,
            encoding=encoding or self._overrides.encoding or settings.encoding,
            columns={**settings.columns, **dict(self._overrides.columns)},
            limits=config.limits,
            watch=self.watch,
        )
        if self._on == "notice":
            from listing_lint.read.notices import read_notices

            return read_notices(str(path), options)
        return read_bytes(*stdin, options) if stdin else read_file(path, options)

    def _chosen(self, rules: tuple[Rule, ...], config: Config) -> tuple[Rule, ...]:
        """Those of ``rules`` that ``config`` and the overrides choose."""
        over = self._overrides
        running, unknown = select_rules(
            rules,
            on=self._on,
            select=over.select or config.select,
            ignore=over.ignore or config.ignore,
            min_severity=over.min_severity or config.min_severity,
            min_confidence=over.min_confidence or config.min_confidence,
        )
        unknown = (*unknown, *(name for name in config.rule if name not in {rule.name for rule in rules}))
        self._tell(f"there is no rule or ruleset {name!r}; `listing-lint rules` lists them" for name in unknown)
        return running

    def _judge(self, config: Config) -> _Judge:
        if config.path not in self._judges:
            rules = tuned(load_rules(config.rules), config)
            running = self._chosen(rules, config)
            self.summary.rules.update((rule.name, rule) for rule in running)
            linter = Linter(running, config.limits)
            self._judges[config.path] = _Judge(
                linter, Configured(config), accepted(config), names_of(rules), names_of(running)
            )
        return self._judges[config.path]

    def _joined(self, listing: Listing) -> Listing:
        return self._sources.join(listing) if self._sources else listing

    def _settled(self, listing: Listing, settings: FileSettings) -> Listing:
        markets = self._overrides.markets
        language = self._overrides.language
        return replace(
            listing,
            markets=markets if markets is not None else listing.markets or settings.markets,
            language=language or listing.language or settings.language,
        )

    def _skip(self, path: str, error: Exception) -> None:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        location = Location(path)
        if isinstance(error, NoListings):
            reason, location = error.reason, error.location or location
        self.summary.skipped.append(Skipped(location, reason.removeprefix(f"{path}: "), fatal=True))

    def _counted(self, findings: list[Finding], config: Config) -> list[Finding]:
        """Those of ``findings`` that are reported, all being counted."""
        fail_on, most = self._overrides.fail_on or config.fail_on, config.limits.findings_per_rule
        shown = []
        for finding in findings:
            self.summary.by_rule[finding.rule] += 1
            self.summary.by_severity[finding.severity] += 1
            if fail_on != "never" and SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on):
                self.failed = True
            if finding.family == faults.FAMILY:
                self.summary.rules[finding.rule] = faults.rule_of(finding.rule)
            if self.summary.by_rule[finding.rule] <= most:
                shown.append(finding)
            else:
                self._beyond.setdefault(finding.rule, (finding.location, most))
        return shown

    def _tell_beyond(self) -> None:
        for rule, (place, most) in self._beyond.items():
            reason = f"{rule} found {self.summary.by_rule[rule]}; the first {most} are reported"
            self.summary.skipped.append(Skipped(place, f"{reason} ({setting('findings_per_rule')})"))


def _size(source: Source) -> int:
    """The size of a file in bytes."""
    with source.open() as file:
        return file.seek(0, SEEK_END)


def _broken(listing: Listing, error: Exception) -> Finding:
    """The finding that tells of an ``error`` outside of all rules."""
    return finding_of(*faults.failed("reading", error), listing, Counter())
