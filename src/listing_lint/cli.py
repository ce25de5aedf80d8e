"""The command line: options to engine to report to exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from listing_lint.engine import Linter
from listing_lint.read import read_file
from listing_lint.rules import load_rules, select_rules


@click.group()
def main() -> None:
    """Find what a buyer in another country will misread in a product listing."""


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--output", default="text")
@click.option("--select", default="")
@click.option("--ignore", default="")
@click.option("--min-confidence", default="high")
@click.option("--isolated", is_flag=True)
def check(path: Path, output: str, select: str, ignore: str, min_confidence: Any, isolated: bool) -> None:
    """Lint listing files."""
    rules, _ = select_rules(
        load_rules(),
        select=[name for name in select.split(",") if name],
        ignore=[name for name in ignore.split(",") if name],
        min_confidence=min_confidence,
    )
    linter = Linter(rules)
    findings = []
    for listing in read_file(path).listings:
        for finding in linter.lint(listing):
            place = finding.location
            keys = ("rule", "kind", "severity", "confidence", "message", "listing", "field", "start", "end", "text")
            row = {name: getattr(finding, name) for name in keys}
            row["location"] = {
                "path": place.path, "record": place.record, "line": place.line, "column": place.column,
                "sheet": place.sheet, "cell": place.cell, "pointer": place.pointer,
            }  # fmt: skip
            row["fingerprint"] = finding.fingerprint
            findings.append(row)
            if output == "text":
                click.echo(f"{finding.listing}  {finding.rule}  {finding.field}  {finding.text!r}  {finding.message}")
    if output.startswith("json="):
        Path(output[5:]).write_text(json.dumps({"findings": findings}, ensure_ascii=False), encoding="utf-8")
    raise SystemExit(1 if findings else 0)
