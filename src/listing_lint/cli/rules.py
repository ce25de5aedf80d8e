"""``listing-lint rules`` and ``listing-lint explain``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.options import lang_option
from listing_lint.cli.running import errors, tell
from listing_lint.explain import explanation, rule_object
from listing_lint.faults import NAMES, rule_of
from listing_lint.nearest import nearest
from listing_lint.rules import load_rules
from listing_lint.run import Run


@click.command(cls=Plain)
@click.option("--output", type=click.Choice(("text", "json")), default="text", help="Default: text.")
@lang_option
def rules(output: str, lang: str) -> None:
    """List all rules, with their kind, severity and confidence.

    \b
    Examples:
      listing-lint rules
      listing-lint rules --output json > rules.json
    """
    with errors():
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


@click.command(cls=Plain)
@click.argument("rule")
@lang_option
def explain(rule: str, lang: str) -> None:
    """Say what a rule finds, why it matters, and show examples.

    \b
    Examples:
      listing-lint explain voltage-missing
      listing-lint explain size-note-regional --lang zh
    """
    with errors():
        found = {item.name: item for item in load_rules(_user_folders())}
    found |= {name: rule_of(name) for name in NAMES}
    if rule not in found:
        close = nearest(rule, found)
        hint = f"did you mean {close!r}?" if close else "`listing-lint rules` lists them"
        tell(f"there is no rule {rule!r}; {hint}")
        raise SystemExit(2)
    for line in explanation(found[rule], lang):
        click.echo(line)


def _user_folders() -> tuple[Path, ...]:
    return Run().config_for(Path()).rules
