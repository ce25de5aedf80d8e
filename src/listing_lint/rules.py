"""Rule files: YAML in, `Rule` out, with every mistake named by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from listing_lint import checks, strict_yaml
from listing_lint.errors import RuleError
from listing_lint.expressions import expression
from listing_lint.installed import rulesets_folder, state
from listing_lint.model import (
    CONFIDENCES,
    ROLES,
    SEVERITIES,
    VISIBLE,
    Confidence,
    Role,
    Severity,
)  # fmt: skip
from listing_lint.nearest import nearest
from listing_lint.prepared import prepared
from listing_lint.sought import settle
from listing_lint.texts import languages

_KIND_NAMES = """
size-system size-regional size-one size-unit unit-ambiguous measure-conflict
voltage-missing voltage-region voltage-vague plug-missing electrical-conflict
material-missing material-vague material-misleading material-percent material-conflict
mt-phrase mt-sentence mt-residue mt-artefact language-mismatch source-conflict
region-parameter field-conflict boilerplate notice platform-limit platform-missing
"""
KINDS = frozenset(_KIND_NAMES.split())
"""The kinds of defect, as a buyer meets them; several rules may report one kind."""

DISPUTES = frozenset(
    {"size", "material", "colour", "function", "compatibility", "counterfeit", "quantity", "quality", "delivery"}
    | {"understanding"}
)
"""The reasons a buyer can name when opening a dispute; each rule names the one it prevents."""

REQUIRED = ("summary", "kind", "why", "severity", "confidence", "dispute", "message", "check", "bad", "good")
OPTIONAL = ("default", "on", "fields", "languages", "when", "options", "links", "since")
TRANSLATED = ("summary", "why", "message")
_PLACEHOLDER = expression(r"\{(\w*)\}")


Subject = Literal["listing", "notice"]
"""What a rule reads: a product listing, or a message to a buyer that announces a shipment."""


class When(Struct, frozen=True):
    """The products a rule looks at: any of ``traits`` is certain, and none of ``not_traits`` is."""

    traits: tuple[str, ...] = ()
    not_traits: tuple[str, ...] = ()


ALL_PRODUCTS = When()


class Rule(Struct, frozen=True):
    """One judgement, as its file states it.

    ``texts`` holds summary, why and message for each language; ``default`` is False for a rule that runs only when it
    is named; ``on`` is what it reads; ``roles`` and ``languages`` limit the fields and listings it looks at (empty:
    all); ``options`` are the arguments of its check that a configuration may set, with a line on each.
    """

    name: str
    family: str
    kind: str
    severity: Severity
    confidence: Confidence
    dispute: str
    texts: Mapping[str, Mapping[str, str]]
    check: checks.Check
    bad: tuple[Any, ...]
    good: tuple[Any, ...]
    default: bool = True
    on: Subject = "listing"
    roles: frozenset[Role] = VISIBLE
    languages: tuple[str, ...] = ()
    when: When = ALL_PRODUCTS
    options: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    since: str = ""
    path: str = ""

    def text(self, part: str, language: str = "en") -> str:
        """``part`` (summary, why or message) in ``language``, else in English."""
        return self.texts.get(language, self.texts["en"])[part]


def load_rules(folders: Iterable[Path] = ()) -> tuple[Rule, ...]:
    """The shipped rules and those of the user's ``folders``, sorted by name.

    Raises `RuleError` on the first file that is not a rule, or a name that is taken.
    """
    shipped = prepared(f"rules {state().hex()}", _shipped)
    found = {rule.name: rule for rule in map(_unpacked, shipped)}
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such folder of rules")
        for rule in _in_folder(folder):
            if rule.name in found:
                raise RuleError(f"{rule.path}: a rule {rule.name!r} exists already in {found[rule.name].path}")
            found[rule.name] = rule
    return tuple(found[name] for name in sorted(found))


def _in_folder(folder: Path) -> Iterator[Rule]:
    return map(load_rule, sorted(path for path in folder.rglob("*.yaml") if path.is_file()))


def _shipped() -> list[dict[str, Any]]:
    """The rules that come with the package, checked, in values to be kept."""
    rules = [_packed(rule) for rule in _in_folder(rulesets_folder())]
    settle()  # for their gates to mean the same in later runs
    return rules


def _packed(rule: Rule) -> dict[str, Any]:
    values = {name: strict_yaml.plain(getattr(rule, name)) for name in rule.__struct_fields__}
    check, when = rule.check, rule.when
    return values | {
        "check": (check.kind, strict_yaml.plain(check.arguments), check.gates),
        "when": (when.traits, when.not_traits),
    }


def _unpacked(values: dict[str, Any]) -> Rule:
    kind, arguments, gates = values["check"]
    return Rule(**values | {"check": checks.Check(kind, arguments, gates=gates), "when": When(*values["when"])})


def load_rule(path: Path) -> Rule:
    """The rule in ``path``; its name is the file's, its family the folder's. Raises `RuleError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}") from None
    return parse_rule(text, name=path.stem, family=path.parent.name, path=str(path))


def parse_rule(text: str, *, name: str, family: str, path: str = "<text>") -> Rule:
    """The rule that ``text`` states. Raises `RuleError` with ``path`` and line."""

    def fail(line: int, problem: str) -> RuleError:
        return RuleError(f"{path}:{line}: {problem}")

    try:
        data = strict_yaml.load(text)
    except strict_yaml.StrictYamlError as error:
        raise fail(error.line, error.problem) from None
    if not isinstance(data, strict_yaml.Mapping):
        raise fail(1, "a rule is a mapping of keys to values")
    if not is_rule_name(name):
        raise fail(1, f"the file name {name!r} is the rule's name: small letters, digits and hyphens only")
    translations = languages()[1:]
    known = (*REQUIRED, *OPTIONAL, *translations)
    for key in data:
        if key not in known:
            raise fail(data.lines[key], f"unknown key {key!r}{_nearest(key, known)}")
    for key in REQUIRED:
        if data.get(key) in (None, "", []):
            raise fail(data.line, f"the key {key!r} is missing or empty")

    def choice(key: str, allowed: Sequence[str]) -> Any:
        if data[key] not in allowed:
            hint = _nearest(str(data[key]), allowed) or f"; one of {', '.join(sorted(allowed))}"
            raise fail(data.lines[key], f"{key}: {data[key]!r} is not known{hint}")
        return data[key]

    def words(source: strict_yaml.Mapping, key: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
        value = source.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise fail(source.lines[key], f"{key}: a word or a list of words is wanted")
        for item in value:
            if allowed is not None and item not in allowed:
                raise fail(source.lines[key], f"{key}: unknown {item!r}{_nearest(item, allowed)}")
        return tuple(value)

    texts = {"en": {part: data[part] for part in TRANSLATED}}
    for language in translations:
        block = data.get(language)
        if block is None:
            continue
        if not isinstance(block, strict_yaml.Mapping) or set(block) != set(TRANSLATED):
            raise fail(data.lines[language], f"{language}: needs exactly the keys {', '.join(TRANSLATED)}")
        texts[language] = dict(block)
    for part in TRANSLATED:
        for language, block in texts.items():
            line = data.lines[part if language == "en" else language]
            if not isinstance(block[part], str):
                raise fail(line, f"{part}: a text is wanted")
        if part == "message":
            wanted = {language: set(_PLACEHOLDER.findall(block[part])) for language, block in texts.items()}
            if any(names != wanted["en"] for names in wanted.values()):
                raise fail(data.lines["message"], "message: the placeholders differ between the languages")

    when = data.get("when") or strict_yaml.Mapping()
    if not isinstance(when, strict_yaml.Mapping) or set(when) - {"traits", "not_traits"}:
        raise fail(data.lines["when"], "when: takes the keys traits and not_traits")
    check_data = data["check"]
    if not isinstance(check_data, strict_yaml.Mapping) or len(check_data) != 1:
        raise fail(data.lines["check"], "check: exactly one kind of check is wanted")
    try:
        check = checks.build(check_data)
    except checks.CheckError as error:
        raise fail(error.line or data.lines["check"], f"check: {error}") from None
    except ValueError as error:
        raise fail(data.lines["check"], f"check: {error}") from None
    options = data.get("options") or strict_yaml.Mapping()
    if not isinstance(options, strict_yaml.Mapping):
        raise fail(data.lines["options"], "options: a mapping of arguments to a line on each is wanted")
    for option, line in options.items():
        if option not in check.arguments or not isinstance(line, str):
            raise fail(options.lines[option], f"options: {option!r} needs a line of text and a value under check")
    for key in ("bad", "good"):
        if not isinstance(data[key], list):
            raise fail(data.lines[key], f"{key}: a list of examples is wanted")
    if not isinstance(data.get("default", True), bool):
        raise fail(data.lines["default"], "default: true or false is wanted")
    return Rule(
        name=name,
        family=family,
        kind=choice("kind", sorted(KINDS)),
        severity=choice("severity", SEVERITIES),
        confidence=choice("confidence", CONFIDENCES),
        dispute=choice("dispute", sorted(DISPUTES)),
        texts=texts,
        check=check,
        bad=tuple(data["bad"]),
        good=tuple(data["good"]),
        default=data.get("default", True),
        on=choice("on", ("listing", "notice")) if "on" in data else "listing",
        roles=frozenset(words(data, "fields", ROLES)) or VISIBLE,  # type: ignore[arg-type]
        languages=words(data, "languages"),
        options=options,
        when=When(words(when, "traits"), words(when, "not_traits")),
        links=words(data, "links"),
        since=str(data.get("since", "")),
        path=path,
    )


def select_rules(
    rules: Iterable[Rule],
    *,
    on: Subject = "listing",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    min_severity: Severity = "info",
    min_confidence: Confidence = "high",
) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules to run ``on`` listings or notices, and the names in ``select`` and ``ignore`` that nothing has.

    A rule that ``select`` names itself runs whatever its confidence, severity and default; a ruleset named there
    only narrows the choice.
    """
    rules = tuple(rules)
    names = names_of(rules)
    unknown = tuple(name for name in (*select, *ignore) if name not in names)
    severities = SEVERITIES[: SEVERITIES.index(min_severity) + 1]
    confidences = CONFIDENCES[: CONFIDENCES.index(min_confidence) + 1]

    def runs(rule: Rule) -> bool:
        if rule.name in ignore:
            return False
        if rule.name in select:
            return True
        if rule.family in ignore or (select and rule.family not in select):
            return False
        return rule.default and rule.severity in severities and rule.confidence in confidences

    return tuple(rule for rule in rules if rule.on == on and runs(rule)), unknown


def is_rule_name(name: str) -> bool:
    """True for what may be the name of a rule: small letters, digits, hyphens."""
    return bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name))


def names_of(rules: Sequence[Rule]) -> frozenset[str]:
    """The names by which ``rules`` can be chosen: their own and those of their rulesets."""
    return frozenset(name for rule in rules for name in (rule.name, rule.family))


def _nearest(word: str, known: Iterable[str]) -> str:
    close = nearest(word, known)
    return f"; did you mean {close!r}?" if close else ""
