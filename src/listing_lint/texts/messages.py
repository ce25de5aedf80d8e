"""What the program tells of its input and settings, in other languages than English.

Such a message is made in English where its reason is known, and kept and passed on as that. Its translation is sought
when it is shown: ``messages/<ISO 639-1 code>.yaml`` maps English texts with ``{placeholders}`` to those of a language.
A placeholder ``{why}`` stands for a text that is translated itself, and what stands before a colon (a file, a key) may
come before any of them. A message that has no translation stays English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from string import Formatter

from msgspec import Struct

from listing_lint.prepared import prepared
from listing_lint.texts import languages, parsed

_FOLDER = Path(__file__).parent / "messages"
_DEEPEST = 5
"""How many messages stand in each other at most, and how many names before a colon."""


class _Template(Struct, frozen=True):
    """A message: the ``pieces`` of text around its placeholders, the ``names`` of those, and its translation."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    text: str

    def values(self, message: str) -> dict[str, str] | None:
        """What stands in ``message`` for each placeholder; None where it is another message."""
        start, *between = self.pieces
        end = between.pop() if between else ""
        at, stop = len(start), len(message) - len(end)
        if not message.startswith(start) or not message.endswith(end) or at > stop:
            return None
        found = []
        for piece in between:
            following = message.find(piece, at, stop)
            if following < 0:
                return None
            found.append(message[at:following])
            at = following + len(piece)
        found.append(message[at:stop])
        values = dict(zip(self.names, found, strict=False))
        return values if self.names or not found[0] else None


def translated(message: str, lang: str) -> str:
    """``message``, which is English, in ``lang``."""
    return _translated(message, lang, _DEEPEST)


def in_languages(message: str) -> dict[str, str]:
    """``message``, which is English, in each language."""
    return {lang: translated(message, lang) for lang in languages()}


def _translated(message: str, lang: str, depth: int) -> str:
    before, rest = "", message
    for _ in range(depth):
        for template in _templates(lang):
            values = template.values(rest)
            if values is not None:
                if "why" in values:
                    values["why"] = _translated(values["why"], lang, depth - 1)
                return before + template.text.format(**values)
        start, colon, rest = rest.partition(": ")
        before += start + colon
    return message


@cache
def _templates(lang: str) -> Sequence[_Template]:
    """The messages that have a translation, those with the most text of their own first."""
    path = _FOLDER / f"{lang}.yaml"
    if not path.is_file():
        return ()
    known: Mapping[str, str] = prepared(f"messages {lang}", partial(parsed, path))
    found = [_template(message, text) for message, text in known.items()]
    return sorted(found, key=lambda item: -sum(map(len, item.pieces)))


def _template(message: str, text: str) -> _Template:
    pieces, names = [""], []
    for literal, name, _, _ in Formatter().parse(message):
        pieces[-1] += literal
        if name is not None:
            names.append(name)
            pieces.append("")
    return _Template(tuple(pieces), tuple(names), text)
