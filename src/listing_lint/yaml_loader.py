"""Reads the strict YAML of `listing_lint.strict_yaml`; PyYAML is imported with this module only."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

from listing_lint.strict_yaml import Mapping, StrictYamlError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]{0,17})$"), list("-0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")
)


def _mapping(loader: Any, node: yaml.MappingNode) -> Mapping:
    result = Mapping()
    result.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise StrictYamlError(line, "a key must be a word")
        key = str(key)
        if key in result:
            raise StrictYamlError(line, f"the key {key!r} stands here twice")
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = line
    return result


def _bool(loader: Any, node: yaml.ScalarNode) -> bool:
    return bool(loader.construct_scalar(node) == "true")


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:bool", _bool)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def parse(text: str) -> Any:
    """The content of one YAML document, mappings as `Mapping`.

    Raises `StrictYamlError` with the line of the mistake.
    """
    try:
        if "*" in text:
            for event in yaml.parse(text, Loader=_Base):
                if isinstance(event, yaml.AliasEvent):
                    line = event.start_mark.line + 1 if event.start_mark else 1
                    raise StrictYamlError(line, "aliases (*name) are not accepted; write it out")
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        marks = (error.problem_mark, error.context_mark)
        line = next((mark.line + 1 for mark in marks if mark is not None), 1)
        raise StrictYamlError(line, error.problem or "not YAML") from None
    except yaml.YAMLError as error:
        raise StrictYamlError(1, str(error)) from None
    except RecursionError:
        raise StrictYamlError(1, "values are nested too deep") from None
