"""The keys of a configuration: what each may hold, and what it is for.

A parser takes the value as TOML gives it and the folder of its file, and raises ValueError in words for the user.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from listing_lint.config.model import IgnoredFindings
from listing_lint.limits import parse_limits
from listing_lint.model import CONFIDENCES, ROLES, SEVERITIES
from listing_lint.nearest import nearest
from listing_lint.texts import known_language, languages

Parser = Callable[[Any, Path], Any]
COLUMN_ROLES = (*ROLES, "id", "group", "ignore")
FAIL_ON = (*SEVERITIES, "never")


class Key(Struct, frozen=True):
    """How the value of a key is read, and a line on what it is for."""

    parse: Parser
    text: str


def known(key: str, keys: Sequence[str] | Mapping[str, Any], what: str = "key") -> None:
    """Raises ValueError with the nearest right name where ``key`` is none of ``keys``."""
    if key not in keys:
        close = nearest(key, keys)
        hint = f"did you mean {close!r}?" if close else f"the {what}s are {', '.join(keys)}"
        raise ValueError(f"unknown {what} {key!r}; {hint}")


def _words(value: Any, folder: Path) -> tuple[str, ...]:
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts is wanted")
    return tuple(value)


def _folders(value: Any, folder: Path) -> tuple[Path, ...]:
    if isinstance(value, dict):
        raise ValueError("a list of folders is wanted; settings of one rule stand under [rule.NAME]")
    return _paths(value, folder)


def _paths(value: Any, folder: Path) -> tuple[Path, ...]:
    return tuple(_inside(folder / name, folder) for name in _words(value, folder))


def _inside(path: Path, folder: Path) -> Path:
    """``path``, which a file in ``folder`` names. Raises ValueError where it leaves the repository of that folder.

    A configuration may come from a stranger, with the repository whose changes are checked; what is read with it, and
    may be quoted in messages, must come from there too. The outermost repository counts, so that a part of it that is
    one of its own may build on the whole.
    """
    above = [parent for parent in (folder.resolve() / "x").parents if (parent / ".git").exists()]
    if above and not path.resolve().is_relative_to(above[-1]):
        raise ValueError(f"{path} lies outside of the repository {above[-1]}")
    return path


def text_of(path: Path) -> str:
    """The text of a file that a configuration is made of. Raises OSError, for a device too, or `UnicodeDecodeError`."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file", str(path))
    return path.read_text(encoding="utf-8-sig")


def _path(value: Any, folder: Path) -> Path:
    return folder / _word(value, folder)


def _word(value: Any, folder: Path) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text is wanted")
    return value


def _flag(value: Any, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false is wanted, not {value!r}")
    return value


def _one_of(*allowed: str) -> Parser:
    def parse(value: Any, folder: Path) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} is wanted, not {value!r}")
        return str(value)

    return parse


def _lang(value: Any, folder: Path) -> str:
    language = known_language(_word(value, folder))
    if language is None:
        raise ValueError(f"one of {', '.join(languages())} is wanted, not {value!r}")
    return language


def parse_markets(value: Any, folder: Path = Path()) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes in capitals; ``worldwide`` alone gives none. Raises ValueError."""
    markets = tuple(code.strip().upper() for code in _words(value, folder))
    if markets == ("WORLDWIDE",):
        return ()
    for code in markets:
        if not re.fullmatch(r"[A-Z]{2}", code):
            raise ValueError(f"{code!r} is no country code of two letters (US, DE, ...), nor 'worldwide'")
    return tuple("GB" if code == "UK" else code for code in markets)


def _columns(value: Any, folder: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("a table of column names and roles is wanted")
    for header, role in value.items():
        if role not in COLUMN_ROLES:
            close = nearest(str(role), COLUMN_ROLES)
            hint = f"; did you mean {close!r}?" if close else f"; one of {', '.join(COLUMN_ROLES)}"
            raise ValueError(f"the column {header!r} has the unknown role {role!r}{hint}")
    return dict(value)


def _ignored_findings(value: Any, folder: Path) -> tuple[IgnoredFindings, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("tables are wanted, each under [[ignore-findings]]")
    return tuple(_ignored(item, number) for number, item in enumerate(value, 1))


def _ignored(table: Mapping[str, Any], number: int) -> IgnoredFindings:
    keys = IgnoredFindings.__struct_fields__
    for key in table:
        try:
            known(key, keys)
            _word(table[key], Path())
        except ValueError as error:
            told = str(error) if key not in keys else f"{key}: {error}"
            raise ValueError(f"table {number}: {told}") from None
    for key in ("rule", "reason"):
        if key not in table:
            raise ValueError(f"table {number}: the key {key!r} is missing")
    return IgnoredFindings(**table)


def _limits(value: Any, folder: Path) -> dict[str, int]:
    parse_limits(value)
    return dict(value)


def table(value: Any, keys: Mapping[str, Key], folder: Path, others: bool = False) -> dict[str, Any]:
    """The values of a table, parsed; with ``others``, keys that are not known are taken as they are.

    Raises ValueError that names the key.
    """
    parsed = {}
    for key, item in value.items():
        if key in keys:
            try:
                parsed[key] = keys[key].parse(item, folder)
            except ValueError as error:
                raise ValueError(f"{key}: {error}") from None
        elif others:
            parsed[key] = item
        else:
            known(key, keys)
    return parsed


def _tables(keys: Mapping[str, Key], example: str, others: bool = False) -> Parser:
    """A parser of tables by name, each with ``keys``."""

    def parse(value: Any, folder: Path) -> dict[str, dict[str, Any]]:
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            raise ValueError(f"tables such as {example} are wanted")
        parsed = {}
        for name, item in value.items():
            try:
                parsed[name] = table(item, keys, folder, others)
            except ValueError as error:
                raise ValueError(f"{name!r}: {error}") from None
        return parsed

    return parse


FILE_KEYS: Mapping[str, Key] = {
    "markets": Key(parse_markets, "countries you sell to (ISO 3166-1 alpha-2), or `worldwide`, the default"),
    "language": Key(_word, "ISO 639-1 code of listings that do not say"),
    "platform": Key(_word, "whose files they are; recognised by their columns when left out"),
    "sheet": Key(_word, "the sheet of workbooks that is read; all when left out"),
    "encoding": Key(_word, "the encoding of text files; recognised when left out"),
    "columns": Key(_columns, "header = role, for columns that are not recognised"),
}
RULE_KEYS: Mapping[str, Key] = {
    "severity": Key(_one_of(*SEVERITIES), "the severity of the rule's findings"),
    "confidence": Key(_one_of(*CONFIDENCES), "how sure the rule is taken to be; `high` makes it run by default"),
    "default": Key(_flag, "whether the rule runs when it is not named"),
    "accept": Key(_words, "words on which this rule is silent"),
}
"""The keys that every rule has; further ones are the options that the rule declares."""
KEYS: Mapping[str, Key] = {
    "profile": Key(_words, "names of profiles to build on; later ones are stronger"),
    "extends": Key(_paths, "other configuration files to build on; this file is stronger"),
    "select": Key(_words, "rules or rulesets to run; a rule that is named runs whatever its confidence"),
    "ignore": Key(_words, "rules or rulesets that do not run"),
    "ignore-findings": Key(_ignored_findings, "findings not to show, with the reason"),
    "accept": Key(_words, "words that no rule may flag, such as brand names"),
    "vocabularies": Key(_paths, "text files of such words, one a line"),
    "min-severity": Key(_one_of(*SEVERITIES), "the least severity of findings that are shown; `info` shows all"),
    "min-confidence": Key(_one_of(*CONFIDENCES), "the least confidence of rules that run; `high` is the default"),
    "fail-on": Key(_one_of(*FAIL_ON), "the severity from which findings exit with 1; `error` is the default"),
    "lang": Key(_lang, "language of messages; `--lang` is stronger, the environment (`LANG`) weaker"),
    "include": Key(_words, "shell patterns of the files that a walk through a folder looks at"),
    "exclude": Key(_words, "shell patterns of files to leave out"),
    "limits": Key(_limits, "bounds on what is read and reported"),
    "rules": Key(_folders, "folders of rules of your own"),
    "cache-dir": Key(_path, "folder where results are kept"),
    "rule": Key(_tables(RULE_KEYS, "[rule.voltage-missing]", others=True), "settings of one rule"),
    **FILE_KEYS,
    "files": Key(_tables(FILE_KEYS, '[files."us/*.csv"]'), "other settings for the files that a shell pattern fits"),
}
PROFILE_KEYS: Mapping[str, Key] = {
    "summary": Key(_word, "what the profile is for"),
    "sources": Key(_words, "where its figures are from"),
    **KEYS,
}
"""The keys of the profiles that come with the package."""
