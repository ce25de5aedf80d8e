"""Documentation made from what it is about: ``python -m listing_lint.pages docs/rules``.

A page a rule from the rule files; the pages of platforms and profiles, one folder above, from their files.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from listing_lint.config import profiles
from listing_lint.read.platforms import FOLDER, platforms
from listing_lint.rules import Rule, load_rules
from listing_lint.tuning import options_of


def pages() -> Iterator[tuple[str, str]]:
    """The name and the text of each page: an index, one a rule, and those of platforms and profiles."""
    rules = sorted(load_rules(), key=lambda rule: (rule.family, rule.name))
    yield "README.md", _index(rules)
    for rule in rules:
        yield f"{rule.name}.md", _page(rule)
    yield "../platforms.md", "\n".join(_platforms()) + "\n"
    yield "../profiles.md", "\n".join(_profiles()) + "\n"


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
    options = options_of(rule)
    if options:
        lines += [
            "",
            "## Options",
            "",
            f"Under `[rule.{rule.name}]` in the configuration, beside those of every rule:",
            "",
        ]
        lines += [f"- {_option(rule, name, text)}" for name, text in options.items()]
    if rule.links:
        lines += ["", "## Sources", "", *(f"- {link}" for link in rule.links)]
    if "zh" in rule.texts:
        lines += ["", "## 中文", "", rule.text("summary", "zh"), "", rule.text("why", "zh").strip()]
    return "\n".join(lines) + "\n"


def _option(rule: Rule, name: str, text: str) -> str:
    value = rule.check.arguments.get(name, [])
    if isinstance(value, list | tuple):
        return f"`{name}`: {text}; a list, added to the rule's own"
    return f"`{name}` = `{json.dumps(value, ensure_ascii=False)}`: {text}"


_PLATFORMS = """# Platforms

Made from the files in `src/listing_lint/platforms`. A platform is recognised by columns that only its files have;
`--platform NAME` sets it. Other columns are understood by names that are common everywhere, else they are properties of
the product. `listing-lint check FILE --show-columns` tells how a file was understood. `*` stands for anything, `{n}`
for a number.
"""
_PROFILES = """# Profiles

Made from the files in `src/listing_lint/profiles`. `--profile NAME`, or `profile = ["NAME"]` in the configuration, puts
their settings below your own; yours are stronger (`limits = { title = 200 }` under `[rule.text-too-long]`).
"""


def _platforms() -> Iterator[str]:
    yield _PLATFORMS.rstrip()
    for name, item in platforms().items():
        if name == "generic":
            continue
        yield from ("", f"## {name}", "", *_about(name), "", f"Rows: {_GROUPS[item.group]}", "")
        yield from ("| part | columns |", "| --- | --- |")
        parts: dict[str, list[str]] = {}
        for header, part in (*item.names.items(), *item.wild):
            parts.setdefault(part, []).append(f"`{header}`")
        for part, headers in parts.items():
            yield f"| {part.replace('_', ' ')} | {', '.join(headers)} |"


def _about(platform: str) -> list[str]:
    """The comment at the head of a platform's file."""
    text = (FOLDER / f"{platform}.yaml").read_text(encoding="utf-8")
    head = itertools.takewhile(lambda line: line.startswith("#"), text.splitlines())
    return [line.removeprefix("#").strip() for line in head]


_GROUPS = {
    "none": "each row is a product.",
    "adjacent": "rows that stand together and share a key.",
    "following": "rows of variants follow that of their product.",
    "shared": "rows that share a key, wherever they stand.",
    "parent": "rows of variants name the id of their product.",
    "children": "the row of a product lists its variants.",
}


def _profiles() -> Iterator[str]:
    yield _PROFILES.rstrip()
    for name, values in profiles().items():
        yield from ("", f"## {name}", "", values["summary"], "")
        for key, value in values.items():
            if key == "rule":
                for rule, settings in value.items():
                    for option, given in settings.items():
                        yield f"- `rule.{rule}.{option}` = `{json.dumps(given, ensure_ascii=False)}`"
            elif key not in ("summary", "sources"):
                yield f"- `{key}` = `{json.dumps(value, ensure_ascii=False)}`"
        for number, source in enumerate(values.get("sources", ())):
            yield from (["", "Sources:", ""] if not number else [])
            yield f"- {source}"


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
