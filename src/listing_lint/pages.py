"""The documentation of rules, made from the rules themselves: ``python -m listing_lint.pages docs/rules``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from listing_lint.rules import Rule, load_rules


def pages() -> Iterator[tuple[str, str]]:
    """The name and the text of each page: an index, then one a rule."""
    rules = sorted(load_rules(), key=lambda rule: (rule.family, rule.name))
    yield "README.md", _index(rules)
    for rule in rules:
        yield f"{rule.name}.md", _page(rule)


def _index(rules: list[Rule]) -> str:
    lines = ["# Rules", "", "Made from the rule files; `listing-lint explain RULE` prints the same."]
    family = ""
    for rule in rules:
        if rule.family != family:
            family = rule.family
            lines += [
                "",
                f"## {family}",
                "",
                "| rule | severity | confidence | what it finds |",
                "| --- | --- | --- | --- |",
            ]
        summary = rule.text("summary").replace("|", "\\|")
        lines.append(f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {rule.confidence} | {summary} |")
    return "\n".join(lines) + "\n"


def _page(rule: Rule) -> str:
    runs = "by default" if rule.default and rule.confidence == "high" else f"with `--select {rule.name}`"
    if rule.default and rule.confidence != "high":
        runs = f"with `--min-confidence {rule.confidence}` or {runs}"
    if rule.on == "notice":
        runs += ", on notices of shipment"
    lines = [
        f"# {rule.name}",
        "",
        rule.text("summary"),
        "",
        f"- Severity {rule.severity}, confidence {rule.confidence}, kind `{rule.kind}`, ruleset `{rule.family}`.",
        f"- Prevents disputes over: {rule.dispute}. Runs {runs}.",
        "",
        "## Why",
        "",
        rule.text("why").strip(),
        "",
        "## Found",
        "",
        *_examples(rule.bad),
        "",
        "## Fine",
        "",
        *_examples(rule.good),
    ]
    if rule.links:
        lines += ["", "## Sources", "", *(f"- {link}" for link in rule.links)]
    if "zh" in rule.texts:
        lines += ["", "## 中文", "", rule.text("summary", "zh"), "", rule.text("why", "zh").strip()]
    return "\n".join(lines) + "\n"


def _examples(examples: tuple[Any, ...]) -> Iterator[str]:
    for example in examples:
        text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)
        yield from ("    " + line for line in text.splitlines() or [""])


def main(folder: Path) -> None:
    """Writes the pages into ``folder``, and removes those of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = dict(pages())
    for old in folder.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
