"""JSON to a tree with places. Nothing is recursive; what stands before a fault is kept."""

from __future__ import annotations

import re

from listing_lint.expressions import expression
from listing_lint.limits import Limits, setting
from listing_lint.model import Offsets
from listing_lint.read.tree import Array, Fault, Leaf, Node, Object

_TOKEN = expression(
    r"""
      "(?P<string>(?:[^"\\\n]++|\\.)*+)"
    | "(?P<broken>(?:[^"\\]++|\\.)*+)"(?=\s*+[,:\]}])
    | (?P<mark>[\[\]{},:])
    | (?P<literal>true|false|null|NaN|-?Infinity|[-+]?\.?[0-9][0-9.eE+-]*+)
    """,
    re.VERBOSE | re.DOTALL,
)
_SPACE = expression(r"[ \t\r\n\f\ufeff\xa0]*+")
_ESCAPE = expression(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def parse_json(text: str, limits: Limits, start: int = 0, end: int | None = None) -> tuple[list[Node], list[Fault]]:
    """The values in ``text[start:end]`` (more than one where documents follow each other) and what is wrong with it.

    Empty strings and nulls are values without text. A container that a fault cuts off is not ``complete``.
    """
    parser = _Parser(text, len(text) if end is None else end, limits.nesting)
    parser.run(start)
    return parser.roots, parser.faults


class _Parser:
    def __init__(self, text: str, end: int, deepest: int) -> None:
        self.text = text
        self.end = end
        self.deepest = deepest
        self.roots: list[Node] = []
        self.faults: list[Fault] = []
        self.open: list[Object | Array] = []
        self.keys: list[str | None] = []
        self.wanted = "value"  # value, key, colon or comma

    def run(self, at: int) -> None:
        while True:
            space = _SPACE.match(self.text, at, self.end)
            at = space.end() if space else at
            if at >= self.end:
                if self.open:
                    self._fail(at, "the file ends inside a value")
                return
            match = _TOKEN.match(self.text, at, self.end)
            if match is None or not self._take(match):
                if match is None or not self.faults or not self.faults[-1].fatal:
                    self._fail(at, self._what(at))
                return
            at = match.end()

    def _what(self, at: int) -> str:
        if self.text[at] == '"' and self.wanted in ("value", "key"):
            return "a string is not closed"
        wanted = {"value": "a value", "key": "a key in quotes", "colon": "a colon", "comma": "a comma"}[self.wanted]
        return f"{wanted} is wanted here, not {self.text[at]!r}"

    def _fail(self, at: int, message: str) -> None:
        self.faults.append(Fault(at, f"not JSON: {message}"))
        for container in self.open:
            container.complete = False

    def _take(self, match: re.Match[str]) -> bool:
        """Fit one token in; False where it does not fit."""
        mark = match["mark"]
        if mark is None:
            return self._scalar(match)
        if mark in "[{":
            return self._enter(match.start(), mark)
        if mark in "]}":
            return self._leave(mark)
        if mark == ":" and self.wanted == "colon":
            self.wanted = "value"
            return True
        if mark == "," and self.wanted == "comma" and self.open:
            self.wanted = "key" if isinstance(self.open[-1], Object) else "value"
            return True
        return False

    def _scalar(self, match: re.Match[str]) -> bool:
        literal, string = match["literal"], match["string"]
        if self.wanted not in ("value", "key") or (self.wanted == "key" and literal is not None):
            return False
        if literal is not None:
            leaf = Leaf("" if literal == "null" else literal, match.start(), match.end())
        else:
            if string is None:
                self.faults.append(Fault(match.start(), "not JSON: a line break inside a string", fatal=False))
            leaf = _string(self.text, *match.span("broken" if string is None else "string"))
        if self.wanted == "key":
            self.keys[-1] = leaf.text
            self.wanted = "colon"
        else:
            self._put(leaf)
        return True

    def _put(self, node: Node) -> None:
        if not self.open:
            self.roots.append(node)
            self.wanted = "value"
            return
        container = self.open[-1]
        if isinstance(container, Object):
            container.entries.append((self.keys[-1] or "", node))
        else:
            container.items.append(node)
        self.wanted = "comma"

    def _enter(self, at: int, mark: str) -> bool:
        if self.wanted != "value":
            return False
        if len(self.open) == self.deepest:
            self._fail(at, f"values are nested more than {self.deepest} deep ({setting('nesting')})")
            return False
        node: Object | Array = Object(at) if mark == "{" else Array(at)
        self._put(node)
        self.open.append(node)
        self.keys.append(None)
        self.wanted = "key" if mark == "{" else "value"
        return True

    def _leave(self, mark: str) -> bool:
        # A comma before the bracket is let pass: `wanted` is then a key or a value.
        if not self.open or self.wanted == "colon" or isinstance(self.open[-1], Object) != (mark == "}"):
            return False
        if self.wanted == "value" and isinstance(self.open[-1], Object):
            return False
        self.open.pop()
        self.keys.pop()
        self.wanted = "comma" if self.open else "value"
        return True


def _string(text: str, start: int, end: int) -> Leaf:
    raw = text[start:end]
    if "\\" not in raw:
        return Leaf(raw, start, end)
    parts: list[str] = []
    segments: list[tuple[int, int, int]] = []
    size = done = 0
    for match in _ESCAPE.finditer(raw):
        if done < match.start():
            segments.append((size, done, match.start() - done))
            parts.append(raw[done : match.start()])
            size += match.start() - done
        decoded = _decoded(match)
        segments.append((size, match.start(), match.end() - match.start()))
        parts.append(decoded)
        size += len(decoded)
        done = match.end()
    if done < len(raw):
        segments.append((size, done, len(raw) - done))
        parts.append(raw[done:])
        size += len(raw) - done
    return Leaf("".join(parts), start, end, Offsets(segments, size))


def _decoded(match: re.Match[str]) -> str:
    high, low, code, short = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if code:
        return "�" if 0xD800 <= int(code, 16) < 0xE000 else chr(int(code, 16))
    return _SHORT.get(short, short)
