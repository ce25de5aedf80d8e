"""JSON Schemas of what others read and write: our JSON and JSONL, rule files, the configuration.

The files in this folder are made from the code: ``python -m listing_lint.schemas``; a test compares them.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from listing_lint import checks
from listing_lint.checks.script import RANGES
from listing_lint.checks.tokens import ATTRIBUTES
from listing_lint.config.keys import COLUMN_ROLES, FAIL_ON, FILE_KEYS, KEYS, RULE_KEYS, Key
from listing_lint.facts import STATED
from listing_lint.facts.product_words import TRAITS
from listing_lint.facts.statements import PROPERTIES
from listing_lint.limits import Limits
from listing_lint.model import CONFIDENCES, ROLES, SEVERITIES
from listing_lint.report.json_report import VERSION
from listing_lint.rules import DISPUTES, KINDS, OPTIONAL, REQUIRED, TRANSLATED
from listing_lint.texts import languages

Schema = dict[str, Any]
FOLDER = Path(__file__).parent
_DRAFT = "https://json-schema.org/draft/2020-12/schema"

TEXT: Schema = {"type": "string"}
WORD: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
WORDS: Schema = {"anyOf": [WORD, {"type": "array", "items": WORD}]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
PLACE: Schema = {"type": ["integer", "null"], "minimum": 1}
OPEN: Schema = {}


def _one_of(values: Any) -> Schema:
    return {"enum": list(values)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: Mapping[str, Schema], required: Any = None, closed: bool = False) -> Schema:
    """An object; all its properties are required unless ``required`` names some. ``closed``: it has no others."""
    schema: Schema = {"type": "object", "properties": dict(properties)}
    schema["required"] = list(properties if required is None else required)
    if closed:
        schema["additionalProperties"] = False
    return schema


def _map(values: Schema, least: int = 0) -> Schema:
    return {"type": "object", "additionalProperties": values, "minProperties": least}


# ---------------------------------------------------------------------------------------------------------- outputs

_LOCATION = _object(
    {
        "path": TEXT,
        "record": {**PLACE, "description": "the row a spreadsheet shows, or the ordinal of the item in a feed"},
        "line": PLACE,
        "column": {**PLACE, "description": "in code points"},
        "sheet": _or_null(TEXT),
        "cell": _or_null({"type": "string", "pattern": "^[A-Z]+[0-9]+$"}),
        "pointer": {**_or_null(TEXT), "description": "a JSON pointer or an XML path"},
    }
)
_SPAN: dict[str, Schema] = {
    "field": {**_or_null(TEXT), "description": "title, description, attributes.<name>, variants.<name>; null: all"},
    "start": {**_or_null(COUNT), "description": "in code points of the field's plain text"},
    "end": {**_or_null(COUNT), "description": "exclusive"},
    "text": {**_or_null(TEXT), "description": "the words from start to end"},
    "location": {"$ref": "#/$defs/location"},
}
_FINDING = _object(
    {
        "rule": WORD,
        "kind": WORD,
        "dispute": {**WORD, "description": "the reason a buyer would give when opening a dispute"},
        "severity": _one_of(SEVERITIES),
        "confidence": _one_of(CONFIDENCES),
        "message": WORD,
        "listing": TEXT,
        **_SPAN,
        "related": {"type": "array", "items": _object(_SPAN)},
        "fingerprint": {
            "type": "string",
            "pattern": "^[0-9a-f]{24}$",
            "description": "stays when rows move, files are renamed or line ends change",
        },
    }
)
_SKIPPED = _object({"location": {"$ref": "#/$defs/location"}, "reason": WORD, "fatal": FLAG})
_COUNTS = (
    "files", "listings", "findings", "errors", "warnings", "infos", "suppressed", "baselined", "unchanged_files",
    "unchanged_listings",
)  # fmt: skip
_SUMMARY = _object(
    {
        **dict.fromkeys(_COUNTS, COUNT),
        "by_rule": _map({"type": "integer", "minimum": 1}),
        "skipped": {"type": "array", "items": _SKIPPED},
    }
)
_HEAD: dict[str, Schema] = {
    "version": {"const": VERSION},
    "tool": _object({"name": {"const": "listing-lint"}, "version": WORD}),
}


def _schema(title: str, body: Schema, defs: Mapping[str, Schema] | None = None) -> Schema:
    return {"$schema": _DRAFT, "title": title, **body, **({"$defs": dict(defs)} if defs else {})}


def json_output() -> Schema:
    """The schema of ``--output json``."""
    body = _object({**_HEAD, "findings": {"type": "array", "items": _FINDING}, "summary": _SUMMARY})
    return _schema("listing-lint --output json", body, {"location": _LOCATION})


def jsonl_output() -> Schema:
    """The schema of a line of ``--output jsonl``."""
    finding = _object({"type": {"const": "finding"}, **_FINDING["properties"]})
    summary = _object({"type": {"const": "summary"}, **_HEAD, **_SUMMARY["properties"]})
    return _schema("a line of listing-lint --output jsonl", {"oneOf": [finding, summary]}, {"location": _LOCATION})


# ------------------------------------------------------------------------------------------------------------ rules

_EXAMPLES: Schema = {"type": "array", "minItems": 1, "items": {"anyOf": [WORD, {"type": "object", "minProperties": 1}]}}
_TRANSLATION = _object(dict.fromkeys(TRANSLATED, WORD), closed=True)
_TRAITS: Schema = {"anyOf": [_one_of(TRAITS), {"type": "array", "items": _one_of(TRAITS)}]}
_RULE: dict[str, Schema] = {
    "summary": {**WORD, "description": "what the rule finds, in one line"},
    "kind": {**_one_of(sorted(KINDS)), "description": "the kind of defect, as a buyer meets it"},
    "why": {**WORD, "description": "why it matters, told to a seller"},
    "severity": _one_of(SEVERITIES),
    "confidence": _one_of(CONFIDENCES),
    "dispute": {**_one_of(sorted(DISPUTES)), "description": "the reason a buyer would give when opening a dispute"},
    "message": {**WORD, "description": "what is printed; {found} stands for the marked words"},
    "bad": {**_EXAMPLES, "description": "texts in which exactly the [[marked]] words must be found"},
    "good": {**_EXAMPLES, "description": "honest texts in which nothing may be found"},
    "default": {**FLAG, "description": "false: it runs only when it is named"},
    "on": _one_of(("listing", "notice")),
    "fields": {"anyOf": [_one_of(ROLES), {"type": "array", "items": _one_of(ROLES)}]},
    "languages": WORDS,
    "when": _object({"traits": _TRAITS, "not_traits": _TRAITS}, (), closed=True),
    "options": {
        **_map(WORD),
        "description": "arguments of the check that a configuration may set, with a line on each",
    },
    "links": WORDS,
    "since": {"type": ["string", "number"]},
}
_TOKEN: Schema = {"anyOf": [WORD, {"type": "object", "propertyNames": _one_of(ATTRIBUTES)}]}
_ARGUMENTS: Mapping[tuple[str, str], Schema] = {
    ("requires", "fact"): {"anyOf": [_one_of(STATED), {"type": "array", "items": _one_of(STATED)}]},
    ("script", "any"): {"anyOf": [_one_of(RANGES), {"type": "array", "items": _one_of(RANGES)}]},
    ("tokens", "any"): {"type": "array", "items": {"anyOf": [WORD, {"type": "array", "items": _TOKEN}]}},
    ("agree", "property"): _one_of(PROPERTIES),
    ("agree", "same"): FLAG,
    ("lexicon", "confidence"): _one_of(CONFIDENCES),
    ("lexicon", "fact"): FLAG,
    ("special", "name"): {"type": "string", "pattern": r"^[a-z_]+\.[a-z_]+$"},
}
"""The arguments of checks that are not words."""


def _check(kind: str) -> Schema:
    build: Callable[..., Any] = import_module(f"listing_lint.checks.{kind}").build
    parameters = inspect.signature(build).parameters.values()
    named = [item for item in parameters if item.kind is not inspect.Parameter.VAR_KEYWORD]
    arguments = _object(
        {item.name: _ARGUMENTS.get((kind, item.name), WORDS) for item in named},
        [item.name for item in named if item.default is inspect.Parameter.empty],
        closed=len(named) == len(list(parameters)),
    )
    return _object({kind: arguments}, closed=True)


def rule_file() -> Schema:
    """The schema of a rule file."""
    properties = {**_RULE, "check": {"oneOf": [_check(kind) for kind in checks.KINDS]}}
    ordered = {key: properties[key] for key in (*REQUIRED, *OPTIONAL)}
    # Texts in other languages than English, which comes first.
    body = _object({**ordered, **dict.fromkeys(languages()[1:], _TRANSLATION)}, REQUIRED, closed=True)
    return _schema("a rule of listing-lint", body)


# ---------------------------------------------------------------------------------------------------- configuration

_IGNORED = _object(
    {key: WORD for key in ("rule", "reason", "listing", "field", "file")}, ("rule", "reason"), closed=True
)
_LIMITS = _object(
    {name.replace("_", "-"): {"type": "integer", "minimum": 1} for name in Limits.__struct_fields__}, (), closed=True
)
_COLUMNS = _map(_one_of(COLUMN_ROLES))
_CONFIG: dict[str, Schema] = {
    "severity": _one_of(SEVERITIES),
    "confidence": _one_of(CONFIDENCES),
    "default": FLAG,
    "ignore-findings": {"type": "array", "items": _IGNORED},
    "min-severity": _one_of(SEVERITIES),
    "min-confidence": _one_of(CONFIDENCES),
    "fail-on": _one_of(FAIL_ON),
    "lang": WORD,
    "limits": _LIMITS,
    "cache-dir": WORD,
    "language": WORD,
    "platform": WORD,
    "sheet": WORD,
    "encoding": WORD,
    "columns": _COLUMNS,
}
"""The keys that hold something else than words."""


def _keys(keys: Mapping[str, Key], special: Mapping[str, Schema]) -> dict[str, Schema]:
    return {
        name: {**special.get(name, _CONFIG.get(name, WORDS)), "description": key.text} for name, key in keys.items()
    }


def config_file() -> Schema:
    """The schema of a configuration."""
    rule = _object(_keys(RULE_KEYS, {}), ())
    file = _object(_keys(FILE_KEYS, {}), (), closed=True)
    body = _object(_keys(KEYS, {"rule": _map(rule), "files": _map(file)}), (), closed=True)
    return _schema("listing-lint.toml", body)


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "json": json_output,
    "jsonl": jsonl_output,
    "rule": rule_file,
    "config": config_file,
}


def text(name: str) -> str:
    """The text of the file ``NAME.schema.json``."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=1) + "\n"
