"""YAML to a tree with places. All scalars stay text; aliases are followed as long as the document stays small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from listing_lint.expressions import expression
from listing_lint.limits import Limits, setting
from listing_lint.model import Offsets
from listing_lint.read.tree import Array, Fault, Leaf, Node, Object

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNREADABLE = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# YAML allows them and texts do not hold them, so they can stand for what it does not allow.
_STAND_INS = range(0x100000, 0x10FFFE)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
_FOLD = expression(rf"[ \t]*+(?:{_BREAK})(?:[ \t]|{_BREAK})*+")
_BREAKS = expression(_BREAK)
_ESCAPE = expression(rf"\\(?:(?P<joined>(?:{_BREAK})[ \t]*+)|x..|u....|U........|.)", re.DOTALL)
_PLAIN = expression(r"[^\\' \t\r\n\x85\u2028\u2029]++")
_BLOCK_LINE = expression("[^\r\n\x85\u2028\u2029]*+")


def parse_yaml(text: str, limits: Limits) -> tuple[list[Node], list[Fault]]:
    """The documents of ``text`` and what is wrong with it; what stands before a fault is kept.

    Nulls are values without text. ``<<`` takes the entries of the mapping it names. A container that a fault cuts off
    is not ``complete``.
    """
    parser = _Parser(text, limits)
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        parser.faults.append(Fault(unreadable.start(), "not YAML: a control character", fatal=False))
        text = parser.readable(text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not parser.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parser.fail(mark.index if mark else 0, f"not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        parser.fail(0, f"not YAML: {error}")
    return parser.roots, parser.faults


class _Parser:
    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.roots: list[Node] = []
        self.faults: list[Fault] = []
        self.open: list[Object | Array] = []
        self.keys: list[str | None] = []
        self.sizes: list[int] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.names: list[str | None] = []
        self.total = 0
        self.unreadable: dict[int, str] = {}

    def readable(self, text: str) -> str:
        """``text`` with another character for each that YAML does not allow; values get theirs back."""
        free = (char for char in map(chr, _STAND_INS) if char not in text)
        stand_ins = dict(zip(sorted(set(_UNREADABLE.findall(text))), free, strict=False))
        self.unreadable = {ord(free): char for char, free in stand_ins.items()}
        return text.translate(str.maketrans(stand_ins))

    def fail(self, at: int, message: str) -> None:
        self.faults.append(Fault(min(at, len(self.text)), message))
        while self.open:
            container = self.open.pop()
            container.complete = False
            self.keys.pop()
            if not self.open:
                self.roots.append(container)
            elif isinstance(parent := self.open[-1], Array):
                parent.items.append(container)
            elif self.keys[-1] is not None:
                parent.entries.append((self.keys[-1], container))

    def take(self, event: Any) -> bool:
        """Fit one event in; False where reading must stop."""
        at = event.start_mark.index
        if isinstance(event, yaml.ScalarEvent):
            value = event.value.translate(self.unreadable) if self.unreadable else event.value
            leaf = _scalar(self.text, event, value)
            if event.anchor:
                self.anchors[event.anchor] = (leaf, 1)
            return self._put(leaf, 1, at)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            deepest = self.limits.nesting
            if len(self.open) == deepest:
                self.fail(at, f"not read: values are nested more than {deepest} deep ({setting('nesting')})")
                return False
            self.open.append(Object(at) if isinstance(event, yaml.MappingStartEvent) else Array(at))
            self.keys.append(None)
            self.sizes.append(1)
            self.names.append(event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            node, size, name = self.open.pop(), self.sizes.pop(), self.names.pop()
            self.keys.pop()
            if name:
                self.anchors[name] = (node, size)
            return self._put(node, size, at)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                self.fail(at, f"not read: *{event.anchor} names nothing that stands complete before it")
                return False
            return self._put(*self.anchors[event.anchor], at)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.anchors.clear()
        return True

    def _put(self, node: Node, size: int, at: int) -> bool:
        self.total += size if not self.open else 0
        if self.total + sum(self.sizes) + size > self.limits.yaml_values:
            most = f"more than {self.limits.yaml_values} values, aliases written out"
            self.fail(at, f"not read: {most} ({setting('yaml_values')})")
            return False
        if not self.open:
            self.roots.append(node)
            return True
        self.sizes[-1] += size
        container = self.open[-1]
        if isinstance(container, Array):
            container.items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = node.text if isinstance(node, Leaf) else "?"
        else:
            key, self.keys[-1] = self.keys[-1], None
            container.entries += _merged(container, node) if key == "<<" else [(key, node)]
        return True


def _merged(container: Object, node: Node) -> Iterator[tuple[str, Node]]:
    known = {key for key, _ in container.entries}
    for item in node.items if isinstance(node, Array) else [node]:
        for key, value in item.entries if isinstance(item, Object) else ():
            if key not in known:
                known.add(key)
                yield key, value


def _scalar(text: str, event: Any, value: str) -> Leaf:
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in ("|", ">"):
        return _block(text, start, end, value.rstrip("\n"))
    if event.style in ("'", '"'):
        start, end = start + 1, end - 1
    elif value in _NULLS:
        value = ""
    raw = text[start:end]
    if not value or raw == value:
        return Leaf(value, start, end)
    segments = list(_flow_segments(raw, value, event.style))
    return Leaf(value, start, end, Offsets(_checked(segments, raw, value), len(value)))


def _checked(segments: list[tuple[int, int, int]], raw: str, value: str) -> list[tuple[int, int, int]]:
    """The segments where what they copy is the same on both sides, else one for the whole."""
    ends = [segment[0] for segment in segments[1:]] + [len(value)]
    for (plain, start, length), end in zip(segments, ends, strict=True):
        if end - plain == length > 1 and raw[start : start + length] != value[plain:end]:
            return [(0, 0, len(raw))]
    return segments if segments and segments[0][0] == 0 else [(0, 0, len(raw))]


def _flow_segments(raw: str, value: str, style: str | None) -> Iterator[tuple[int, int, int]]:
    """How the text of a plain or quoted scalar came from ``raw``: copied, unescaped, or folded at line breaks."""
    at = plain = 0
    while at < len(raw) and plain < len(value):
        copied = _PLAIN.match(raw, at)
        escape = _ESCAPE.match(raw, at) if style == '"' else None
        fold = _FOLD.match(raw, at)
        if copied:
            length, made = len(copied[0]), len(copied[0])
        elif escape:
            length, made = len(escape[0]), 0 if escape["joined"] else 1
        elif fold:
            length, made = len(fold[0]), max(len(_BREAKS.findall(fold[0])) - 1, 1)
        elif style == "'" and raw.startswith("''", at):
            length, made = 2, 1
        else:
            length, made = 1, 1
        if made:
            yield plain, at, length
        at += length
        plain += made


def _block(text: str, start: int, end: int, value: str) -> Leaf:
    """A literal or folded block: its lines without the indentation."""
    header = _BLOCK_LINE.match(text, start, end)
    at = header.end() if header else start
    lines: list[tuple[int, str]] = []
    while at < end:
        line = _BLOCK_LINE.match(text, at, end)
        content = line[0] if line else ""
        if content.strip():
            lines.append((at, content))
        at += max(len(content), 1)
    indent = _indent(lines[0][1], value.lstrip("\n")) if lines else 0
    return _placed_lines(text, [(at + indent, content[indent:]) for at, content in lines], value, start, end)


def _indent(line: str, value: str) -> int:
    """How many spaces before the first ``line`` of a block are not part of its ``value``."""
    most = len(line) - len(line.lstrip(" "))
    return next((indent for indent in range(most) if value.startswith(line[indent:])), most)


def _placed_lines(text: str, lines: list[tuple[int, str]], value: str, start: int, end: int) -> Leaf:
    base = lines[0][0] if lines else start
    segments: list[tuple[int, int, int]] = []
    plain, done = 0, base
    for at, content in lines:
        joint = plain
        while joint < len(value) and value[joint] in " \n" and not value.startswith(content, joint):
            joint += 1
        if not value.startswith(content, joint):
            return Leaf(value, start, end, Offsets([(0, 0, end - start)], len(value)))
        if joint > plain:
            segments.append((plain, done - base, at - done))
        segments.append((joint, at - base, len(content)))
        plain, done = joint + len(content), at + len(content)
    return Leaf(value, base, done, Offsets(segments, len(value))) if segments else Leaf("", start, start)
