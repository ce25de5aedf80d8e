"""``listing-lint test`` and ``listing-lint new-rule``: rules of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.running import errors
from listing_lint.errors import ListingLintError, RuleError
from listing_lint.report.terminal import safe
from listing_lint.run import Run


@click.command(cls=Plain)
@click.argument("rules", nargs=-1, metavar="[RULES]...", type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="Print only what fails.")
def test(rules: tuple[Path, ...], quiet: bool) -> None:
    """Run the examples in rule files of your own.

    RULES are files or folders; without them, the folders that the configuration names under `rules`. Every bad example
    must be found exactly where it is marked, and nothing may be found in a good one.

    Exit status: 0 all examples hold, 1 one does not, 2 a file is no rule.

    \b
    listing-lint test our-rules/
    listing-lint test our-rules/words/brand-name-wrong.yaml
    """
    from listing_lint.examples import failures
    from listing_lint.rules import load_rule, load_rules

    with errors():
        files = list(_files(rules or Run().config_for(Path()).rules))
        taken = {rule.name: rule.path for rule in load_rules()}
    counts = {"passed": 0, "failed": 0, "not usable": 0}
    for path in files:
        problems: list[str] = []
        try:
            rule = load_rule(path)
            if rule.name in taken and Path(taken[rule.name]).resolve() != path.resolve():
                raise RuleError(f"{path}: a rule {rule.name!r} exists already in {taken[rule.name]}")
            taken[rule.name] = str(path)
            problems += failures(rule)
            verdict = "failed" if problems else "passed"
            examples = f"{len(rule.bad)} bad and {len(rule.good)} good examples"
        except RuleError as error:
            verdict, examples = "not usable", str(error).removeprefix(f"{path}:").strip()
        counts[verdict] += 1
        if verdict != "passed" or not quiet:
            click.echo(safe(f"{path}: {verdict}: {examples}"))
        for problem in problems:
            click.echo(safe(f"  {problem}"))
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
    click.echo(f"{len(files)} rule{'s' if len(files) != 1 else ''}: {told}")
    raise SystemExit(2 if counts["not usable"] else 1 if counts["failed"] else 0)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    if not paths:
        raise ListingLintError('no rules to test; name files or folders, or set rules = ["our-rules"]')
    for path in paths:
        found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path] if path.is_file() else []
        if not found:
            raise ListingLintError(f"{path}: {'holds no rule (*.yaml)' if path.is_dir() else 'no such file or folder'}")
        yield from found


@click.command("new-rule", cls=Plain)
@click.argument("name")
@click.option(
    "--folder", type=click.Path(path_type=Path),
    help="Where to; else the first folder that the configuration names, or our-rules.",
)  # fmt: skip
def new_rule(name: str, folder: Path | None) -> None:
    """Write the first state of a rule called NAME, ready to be filled in.

    NAME says the fault, noun first, in small letters: brand-name-wrong. The folder's name is that of the ruleset.

    \b
    listing-lint new-rule brand-name-wrong
    listing-lint new-rule brand-name-wrong --folder our-rules/words
    """
    from listing_lint.rules import is_rule_name, load_rules
    from listing_lint.scaffold import skeleton

    with errors():
        known = Run().config_for(Path()).rules
        folder = folder or (known[0] if known else Path("our-rules"))
        if not is_rule_name(name):
            raise ListingLintError(f"{name!r} is no name of a rule: small letters, digits and hyphens only")
        taken = {rule.name: rule.path for rule in load_rules(path for path in known if path.is_dir())}
        path = folder / f"{name}.yaml"
        if name in taken or path.exists():
            raise ListingLintError(f"a rule {name!r} exists already in {taken.get(name, path)}; choose another name")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(skeleton(name, path.as_posix()), encoding="utf-8")
        except OSError as error:
            raise ListingLintError(f"{path}: cannot be written: {error.strerror}") from None
    click.echo(safe(f"{path}: written; fill it in, then run `listing-lint test {path.as_posix()}`"))
    if not any(folder.resolve().is_relative_to(other.resolve()) for other in known):
        click.echo(safe(f'To use it, add to listing-lint.toml:  rules = ["{folder.as_posix()}"]'))
