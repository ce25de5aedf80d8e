"""The command line: options to a run to reports to an exit code; no logic of its own."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from listing_lint import __version__
from listing_lint.baseline import Baseline, Ran, load_baseline
from listing_lint.config import FILE_NAME, Config, load_config, parse_markets
from listing_lint.errors import ListingLintError
from listing_lint.explain import explanation, rule_object
from listing_lint.fix import Session, difference
from listing_lint.model import CONFIDENCES, ROLES, SEVERITIES, Finding, Safety
from listing_lint.read import Column
from listing_lint.report import BINARY, FOR_PEOPLE, FORMATS, Options, Report, open_report
from listing_lint.report.terminal import safe
from listing_lint.rules import load_rules, nearest
from listing_lint.run import STDIN, Overrides, Run, Target
from listing_lint.streams import replaced, replaced_bytes, standard_output, write_back

LANGUAGES = ("en", "zh")


class Names(click.ParamType[tuple[str, ...]]):
    """A list separated by commas; the option may also be repeated."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return tuple(name.strip() for name in value.split(",") if name.strip())


def _joined(ctx: click.Context, param: click.Parameter, values: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for names in values for name in names)


def _markets(ctx: click.Context, param: click.Parameter, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    try:
        return parse_markets(list(value))
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def _outputs(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> list[tuple[str, str | None]]:
    outputs = []
    for value in values or ("text",):
        name, _, file = value.partition("=")
        if name not in FORMATS:
            close = nearest(name, FORMATS)
            hint = f"did you mean {close!r}?" if close else f"the formats are {', '.join(FORMATS)}"
            raise click.BadParameter(f"unknown format {name!r}; {hint}", ctx, param)
        if name in BINARY and not file:
            raise click.BadParameter(f"{name} is written to a file: {name}=FILE", ctx, param)
        outputs.append((name, file or None))
    if sum(1 for _, file in outputs if file is None) > 1:
        raise click.BadParameter(
            "only one format can go to standard output; write the others as FORMAT=FILE", ctx, param
        )
    return outputs


def default_language() -> str:
    """The language of messages that the environment asks for (``LC_ALL``, ``LC_MESSAGES``, ``LANG``)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"


_lang = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=default_language, help="Language of messages; else that of LANG."
)


_CHOICE = (
    click.option("--select", multiple=True, type=Names(), callback=_joined, help="Only these rules or rulesets."),
    click.option("--ignore", multiple=True, type=Names(), callback=_joined, help="Not these rules or rulesets."),
    click.option("--min-severity", type=click.Choice(SEVERITIES), help="Show findings from this severity on."),
    click.option("--min-confidence", type=click.Choice(CONFIDENCES), help="Also show less certain findings."),
    click.option(
        "--market", type=Names(), callback=_markets, metavar="US,DE", help="Countries sold to, or 'worldwide'."
    ),
    click.option("--language", metavar="en", help="Language of the listings, where they do not say."),
    click.option("--platform", metavar="auto|shopify|...", help="Whose file it is; else recognised by its columns."),
    click.option("--sheet", metavar="NAME", help="Only this sheet of a workbook."),
    click.option("--encoding", metavar="auto|NAME", help="Encoding of text files; else recognised."),
    click.option("--source", metavar="FILE", help="The listings these were translated from, joined by id or SKU."),
    click.option("--config", type=click.Path(path_type=Path), help="Use this configuration file."),
    click.option("--isolated", is_flag=True, help="Use no configuration file."),
)


def _choice(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which rules run, and how files are read."""
    for option in reversed(_CHOICE):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="listing-lint", message="%(prog)s %(version)s")
def main() -> None:
    """Find what a buyer in another country will misread in a product listing.

    Start with: listing-lint check my-products.csv
    """


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--output", "outputs", multiple=True, callback=_outputs, metavar="FORMAT[=FILE]",
    help=f"One of {', '.join(FORMATS)}; to a file when one is named. May be repeated. Default: text.",
)  # fmt: skip
@_choice
@click.option("--fail-on", type=click.Choice((*SEVERITIES, "never")), help="Exit with 1 from this severity on. [error]")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input; its ending tells the format.")
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Tell only what is not in this baseline.")
@click.option("--fix", is_flag=True, help="Write safe fixes into the files, then tell what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="Also fixes that may change the meaning; with --fix or --diff.")
@click.option("--show-columns", is_flag=True, help="Print how each column was understood, and lint nothing.")
@_lang
def check(
    paths: tuple[str, ...],
    outputs: list[tuple[str, str | None]],
    source: str | None,
    stdin_filename: str | None,
    config: Path | None,
    isolated: bool,
    quiet: bool,
    baseline: Path | None,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    show_columns: bool,
    market: tuple[str, ...] | None,
    lang: str,
    **overrides: Any,
) -> None:
    """Lint listing files, folders of them, or standard input (-).

    Exit status: 0 nothing found, 1 findings, 2 something could not be done.

    \b
    listing-lint check catalog.csv
    listing-lint check feeds/ --market US,DE --output text --output json=findings.json
    listing-lint check en.csv --source zh.csv
    listing-lint check - --stdin-filename offer.jsonl < offer.jsonl
    """
    with _errors():
        if STDIN in paths and (fix or diff):
            raise click.UsageError("standard input cannot be fixed; name a file")
        if unsafe_fixes and not (fix or diff):
            raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
        start = partial(_run, config=config, isolated=isolated, source=source, baseline=baseline, market=market)
        run = start(**overrides)
        targets = list(run.targets(paths or (".",)))
        if fix or diff:
            changes = _fix(start(**overrides), targets, unsafe_fixes, diff, quiet)
            if diff:
                _notes(run, quiet, checked=False)
                raise SystemExit(2 if any(item.fatal for item in run.summary.skipped) else int(changes))
        stdin = (stdin_filename or "stdin.csv", sys.stdin.buffer.read()) if STDIN in paths else None
        if show_columns:
            _show_columns(run, targets, stdin)
            _notes(run, quiet)
            raise SystemExit(2 if any(item.fatal for item in run.summary.skipped) else 0)
        _report_all(run, targets, stdin, outputs, lang)
        _notes(run, quiet, summary=all(file for _, file in outputs))
    raise SystemExit(_exit_code(run))


def _run(
    config: Path | None,
    isolated: bool,
    source: str | None,
    baseline: Path | None,
    market: tuple[str, ...] | None,
    **overrides: Any,
) -> Run:
    """The run that the options of `_choice` ask for."""
    known = load_baseline(baseline) if baseline else None
    run = Run(_config(config, isolated), Overrides(markets=market, **overrides), baseline=known)
    if source:
        run.read_sources(source)
    return run


def _fix(run: Run, targets: Sequence[Target], unsafe: bool, diff: bool, quiet: bool) -> bool:
    """Fix the files, or show how; True where there is something to change."""
    safeties: tuple[Safety, ...] = ("safe", "unsafe") if unsafe else ("safe",)
    session = Session(run, safeties)
    for target in targets:
        states = session.changed(target)
        if states and diff:
            for line in difference(str(target.path), *states, run.encoding_of(target.path)):
                click.echo(safe(line.removesuffix("\n")))
        elif states:
            write_back(target.path, *states)
    for warning in session.refused:
        click.echo(safe(f"listing-lint: warning: {warning}"), err=True)
    if session.count and not quiet:
        verb = "to fix" if diff else "fixed"
        click.echo(f"listing-lint: {session.count} findings {verb} in {session.files} files", err=True)
    return session.count > 0


def _config(path: Path | None, isolated: bool) -> Config | None:
    """The one configuration of the run; None where each file's nearest is meant."""
    if path and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    return Config() if isolated else load_config(path) if path else None


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--column", metavar="NAME", help="The column of a table that holds the messages.")
@click.option("--output", "outputs", multiple=True, callback=_outputs, metavar="FORMAT[=FILE]", help="As for check.")
@click.option("--select", multiple=True, type=Names(), callback=_joined, help="Only these rules.")
@click.option("--ignore", multiple=True, type=Names(), callback=_joined, help="Not these rules.")
@click.option("--fail-on", type=click.Choice((*SEVERITIES, "never")), help="Exit with 1 from this severity on. [error]")
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error.")
@_lang
def notice(
    files: tuple[str, ...],
    column: str | None,
    outputs: list[tuple[str, str | None]],
    quiet: bool,
    lang: str,
    **overrides: Any,
) -> None:
    """Check messages that tell a buyer of a shipment.

    FILE is a text or Markdown file with one message (or a template with {placeholders}), or a table with a message a
    row. A message should name carrier, tracking number, tracking site, expected time, customs, what to do if the parcel
    stalls, and a contact.

    \b
    listing-lint notice shipped.md
    listing-lint notice messages.csv --column Text
    """
    columns = ((column, "description"),) if column else ()
    with _errors():
        run = Run(overrides=Overrides(columns=columns, min_confidence="medium", **overrides), on="notice")
        _report_all(run, run.targets(files), None, outputs, lang)
        _notes(run, quiet, summary=all(file for _, file in outputs))
    raise SystemExit(_exit_code(run))


def _report_all(
    run: Run,
    targets: Iterable[Target],
    stdin: tuple[str, bytes] | None,
    outputs: Sequence[tuple[str, str | None]],
    lang: str,
) -> None:
    targets = list(targets)
    for _, file in outputs:
        if file and any(target.path.exists() and _is_same(target.path, Path(file)) for target in targets):
            raise ListingLintError(f"{file}: is one of the files to lint; write the report to another file")
    with ExitStack() as stack:
        reports = [stack.enter_context(_report(name, file, lang)) for name, file in outputs]
        for listing, findings in run.lint(targets, stdin):
            for report in reports:
                report.listing(listing, findings)
        for report in reports:
            report.end(run.summary)


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _exit_code(run: Run) -> int:
    if not run.summary.listings or any(item.fatal for item in run.summary.skipped):
        return 2
    return 1 if run.failed else 0


def _notes(run: Run, quiet: bool, *, summary: bool = False, checked: bool = True) -> None:
    """Warnings and failures, on standard error; failures are told even when quiet."""
    for item in run.summary.skipped:
        if item.fatal:
            click.echo(safe(f"listing-lint: {item.location.path}: {item.reason}"), err=True)
    if checked and not run.summary.listings and not any(item.fatal for item in run.summary.skipped):
        click.echo("listing-lint: no listing found in what was named; nothing was checked", err=True)
    if quiet:
        return
    for warning in run.warnings:
        click.echo(safe(f"listing-lint: warning: {warning}"), err=True)
    if summary:
        click.echo(f"{run.summary.findings} findings in {run.summary.listings} listings", err=True)


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except ListingLintError as error:
        click.echo(safe(f"listing-lint: {error}"), err=True)
        raise SystemExit(2) from None


@contextmanager
def _report(name: str, file: str | None, lang: str) -> Iterator[Report]:
    if file is None:
        with standard_output(machine=name not in FOR_PEOPLE) as stream:
            color = name == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            columns = max(shutil.get_terminal_size((100, 24)).columns, 40)
            yield open_report(name, stream, Options(lang, color, columns))
    elif name in BINARY:
        with replaced_bytes(Path(file)) as binary:
            yield open_report(name, binary, Options(lang))
    else:
        with replaced(Path(file)) as stream:
            yield open_report(name, stream, Options(lang))


def _show_columns(run: Run, targets: Iterable[Target], stdin: tuple[str, bytes] | None) -> None:
    for target in targets:
        standard = stdin if str(target.path) == STDIN else None
        folder = Path() if standard else target.path.parent
        try:
            reading = run.open(target.path, run.config_for(folder), standard)
            run.summary.listings += sum(1 for _ in reading.listings)
        except ListingLintError as error:
            if target.named:
                raise
            run.warnings.append(str(error))
            continue
        click.echo(safe(f"{reading.path}: {reading.format}, platform {reading.platform}"))
        for column in reading.columns:
            click.echo(safe(f"  {column.header}  ->  {column.role or 'not used'}  {column.name}  ({column.reason})"))


@main.command()
@click.option("--output", type=click.Choice(("text", "json")), default="text", help="Default: text.")
@_lang
def rules(output: str, lang: str) -> None:
    """List all rules, with their kind, severity and confidence."""
    with _errors():
        found = load_rules(_user_folders())
    if output == "json":
        click.echo(json.dumps([rule_object(rule, lang) for rule in found], ensure_ascii=False, indent=1))
        return
    size = max(len(rule.name) for rule in found)
    family = ""
    for rule in sorted(found, key=lambda rule: (rule.family, rule.name)):
        if rule.family != family:
            family = rule.family
            click.echo(f"\n{family}")
        on = "" if rule.default and rule.confidence == "high" else "  (off by default)"
        click.echo(f"  {rule.name:{size}}  {rule.severity:7}  {rule.confidence:6}  {rule.text('summary', lang)}{on}")


@main.command()
@click.argument("rule")
@_lang
def explain(rule: str, lang: str) -> None:
    """Say what a rule finds, why it matters, and show examples."""
    with _errors():
        found = {item.name: item for item in load_rules(_user_folders())}
    if rule not in found:
        close = nearest(rule, found)
        hint = f"did you mean {close!r}?" if close else "`listing-lint rules` lists them"
        click.echo(safe(f"listing-lint: there is no rule {rule!r}; {hint}"), err=True)
        raise SystemExit(2)
    for line in explanation(found[rule], lang):
        click.echo(line)


def _user_folders() -> tuple[Path, ...]:
    return Run().config_for(Path()).rules


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), default=Path(FILE_NAME), help=f"Default: {FILE_NAME}.")
def init(file: Path, config: Path) -> None:
    """Write a configuration with the columns recognised in FILE."""
    with _errors():
        if config.exists():
            raise ListingLintError(f"{config}: exists already; remove it first or name another with --config")
        reading = Run(Config()).open(file, Config())
        count = sum(1 for _ in reading.listings)
        with replaced(config) as stream:
            stream.writelines(_configuration(reading.path, reading.platform, reading.columns))
    click.echo(safe(f"{config}: written from {count} listings of {file} ({reading.platform})"))


def _configuration(path: str, platform: str, columns: Sequence[Column]) -> Iterator[str]:
    yield f"# Made from {Path(path).name}. Every line may be changed or removed.\n"
    yield '# Countries you sell to, such as ["US", "DE"]; "worldwide" is the default.\n'
    yield 'markets = ["worldwide"]\n'
    yield f"platform = {json.dumps(platform)}\n"
    yield f"\n# What each column holds: {', '.join(ROLES)}.\n"
    yield "[columns]\n"
    for column in columns:
        if column.header and column.role:
            yield f"{json.dumps(column.header, ensure_ascii=False)} = {json.dumps(column.role)}\n"


@main.group()
def baseline() -> None:
    """Keep a list of known findings, so that a check tells only new ones.

    \b
    listing-lint baseline create feeds/
    listing-lint check feeds/ --baseline listing-lint-baseline.json
    """


_BASELINE_FILE = click.option(
    "--baseline", "file", type=click.Path(path_type=Path), default=Path("listing-lint-baseline.json"),
    help="Default: listing-lint-baseline.json.",
)  # fmt: skip


@baseline.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_BASELINE_FILE
@_choice
def create(paths: tuple[str, ...], file: Path, **options: Any) -> None:
    """Take the findings in PATH as known.

    A baseline that exists is brought up to date: entries of files and rules that this run leaves out stay.
    """
    with _errors():
        old = load_baseline(file) if file.exists() else Baseline(file)
        _replace_baseline(old, old.created, paths, **options)


@baseline.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_BASELINE_FILE
@_choice
def prune(paths: tuple[str, ...], file: Path, **options: Any) -> None:
    """Remove what is no longer found in PATH; nothing is added."""
    with _errors():
        old = load_baseline(file)
        _replace_baseline(old, old.pruned, paths, **options)


def _replace_baseline(
    old: Baseline,
    make: Callable[[Ran], Baseline],
    paths: tuple[str, ...],
    **options: Any,
) -> None:
    run = _run(baseline=None, **options)
    targets = run.targets(paths or (".",))
    files: set[str] = set()
    findings: list[Finding] = []
    for listing, found in run.lint(targets):
        files.add(listing.location.path)
        findings += found
    _notes(run, quiet=False)
    if run.summary.listings:
        new = make(Ran(files, run.rules, findings))
        new.write()
        click.echo(safe(f"{new.path}: {len(new.entries)} known findings, {len(old.entries)} before"))
    raise SystemExit(_exit_code(run) if _exit_code(run) == 2 else 0)
