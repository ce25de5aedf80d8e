"""XML to a tree with places. Feeds are often not well-formed; what is wrong is reported, and the rest is read.

Nothing is fetched and no declared entity is replaced, so a document cannot grow while it is read.
"""

from __future__ import annotations

import re
from html.entities import html5

from listing_lint.expressions import expression
from listing_lint.limits import Limits, setting
from listing_lint.model import Offsets
from listing_lint.read.markup import holds_markup
from listing_lint.read.tree import Fault, Leaf, Node, Object

_NAME = r"[^\s<>/=\"'&!?]++"
_TAG = expression(
    rf"""
      <!--(?P<comment>.*?)-->
    | <!\[CDATA\[(?P<cdata>.*?)\]\]>
    | <\?.*?\?>
    | <!DOCTYPE(?P<doctype>[^\[>]*+(?:\[(?:[^\]"']++|"[^"]*+"|'[^']*+')*+\]\s*+)?+)>
    | </(?P<close>{_NAME})\s*+>
    | <(?P<open>{_NAME})(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = expression(rf"""(?<![^\s<>/="'&!?])({_NAME})\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_REFERENCE = expression(r"&(?:#([0-9]{1,7});|#[xX]([0-9a-fA-F]{1,6});|([a-zA-Z][a-zA-Z0-9]*);)?")
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_GOOGLE = expression(r"""xmlns:([\w.-]+)\s*=\s*["']https?://base\.google\.com/""")
# Elements of HTML that no feed uses for its own structure: text with these inside is a page's text.
_HTML = frozenset(
    {"p", "br", "div", "span", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6",
     "table", "font", "hr", "img", "a", "small", "sup", "sub"}
)  # fmt: skip


class _Element:
    """An element being read; ``text`` are the ranges of its own text, each with whether it is CDATA."""

    __slots__ = ("at", "content", "name", "node", "text")

    def __init__(self, name: str, at: int, content: int) -> None:
        self.name = name
        self.at = at
        self.content = content
        self.node = Object(at)
        self.text: list[tuple[int, int, bool]] = []


def parse_xml(text: str, limits: Limits) -> tuple[Object, list[Fault]]:
    """The document as an object with its root element, and what is wrong with it.

    An element with text alone is a leaf; attributes are entries called ``@name``, and the text of an element with
    attributes is its entry ``#text``. Prefixes that stand for Google's namespace are written ``g:``.
    """
    parser = _Parser(text, limits.nesting)
    parser.run()
    return parser.root.node, parser.faults


class _Parser:
    def __init__(self, text: str, deepest: int) -> None:
        self.text = text
        self.deepest = deepest
        self.root = _Element("", 0, 0)
        self.open: list[_Element] = [self.root]
        self.faults: list[Fault] = []
        self.doctype_broken = False
        self.google = set(_GOOGLE.findall(text[:20_000]))

    def run(self) -> None:
        text, at, done = self.text, 0, 0
        while (at := text.find("<", at)) >= 0:
            match = self._tag(at)
            if match is None:
                if self._unfinished(at):
                    done = len(text)
                    break
                self.faults.append(Fault(at, "not XML: a < that starts no tag; write &lt;", fatal=False))
                at += 1
                continue
            self._own_text(done, at, cdata=False)
            if not self._take(match):
                break
            at = done = match.end()
        self._own_text(done, len(text), cdata=False)
        if len(self.open) > 1:
            if not (self.faults and self.faults[-1].fatal):
                message = f"not XML: the file ends inside <{self.open[-1].name}>"
                self.faults.append(Fault(max(len(text) - 1, 0), message))
            while len(self.open) > 1:
                self.open[-1].node.complete = False
                self._close(len(text))

    def _tag(self, at: int) -> re.Match[str] | None:
        if not self.text[at + 1 : at + 2].strip():
            return None
        is_doctype = self.text[at : at + 9].upper() == "<!DOCTYPE"
        # The end of one that is broken would be sought in all the rest, by each anew.
        if is_doctype and self.doctype_broken:
            return None
        match = _TAG.match(self.text, at)
        self.doctype_broken |= is_doctype and match is None
        return match

    def _unfinished(self, at: int) -> bool:
        """True for a comment, CDATA section or declaration that never ends: nothing after it can be read."""
        opening = next((mark for mark in ("<!--", "<![CDATA[", "<?") if self.text.startswith(mark, at)), None)
        if opening:
            self.faults.append(Fault(at, f"not XML: {opening} is never closed"))
        return opening is not None

    def _own_text(self, start: int, end: int, cdata: bool) -> None:
        if start < end and len(self.open) > 1:
            self.open[-1].text.append((start, end, cdata))

    def _take(self, match: re.Match[str]) -> bool:
        if match["cdata"] is not None:
            self._own_text(*match.span("cdata"), cdata=True)
        elif match["close"] is not None:
            self._end(match)
        elif match["open"] is not None:
            return self._start(match)
        elif match["doctype"] is not None and "<!ENTITY" in match["doctype"].upper():
            self.faults.append(
                Fault(match.start(), "the entities that the document declares are not read", fatal=False)
            )
        return True

    def _start(self, match: re.Match[str]) -> bool:
        if len(self.open) > self.deepest:
            message = f"not read: elements are nested more than {self.deepest} deep ({setting('nesting')})"
            self.faults.append(Fault(match.start(), message))
            return False
        element = _Element(self._name(match["open"]), match.start(), match.end())
        for attribute in _ATTRIBUTE.finditer(self.text, *match.span("attributes")):
            if not attribute[1].startswith("xmlns"):
                span = attribute.span(2 if attribute[2] is not None else 3)
                element.node.entries.append((f"@{attribute[1]}", self._leaf([(*span, False)])))
        self.open.append(element)
        if match["attributes"].endswith("/"):
            self._close(match.end())
        return True

    def _name(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"g:{local}" if colon and prefix in self.google else name

    def _end(self, match: re.Match[str]) -> None:
        name = self._name(match["close"])
        if name != self.open[-1].name:
            message = f"not XML: </{name}> closes no open element"
            if not any(element.name == name for element in self.open[1:]):
                self.faults.append(Fault(match.start(), message, fatal=False))
                return
            message = f"not XML: <{self.open[-1].name}> is not closed before </{name}>"
            self.faults.append(Fault(match.start(), message, fatal=False))
        while self.open[-1].name != name:
            self._close(match.start())
        self._close(match.start())

    def _close(self, at: int) -> None:
        element = self.open.pop()
        self.open[-1].node.entries.append((element.name, self._value(element, at)))

    def _value(self, element: _Element, end: int) -> Node:
        node = element.node
        inner = [key for key, _ in node.entries if not key.startswith("@")]
        if inner and all(key in _HTML for key in inner):
            return Leaf(self.text[element.content : end], element.content, end, markup=True)
        own = self._leaf(element.text)
        if not node.entries:
            return own
        if own.text and (not inner or holds_markup(self.text[element.content : end])):
            if inner:
                return Leaf(self.text[element.content : end], element.content, end, markup=True)
            node.entries.append(("#text", own))
        return node

    def _leaf(self, ranges: list[tuple[int, int, bool]]) -> Leaf:
        """The text of these ranges, references replaced, without white space around it."""
        pieces = [piece for start, end, cdata in ranges for piece in self._pieces(start, end, cdata)]
        while pieces and not pieces[0][0].strip():
            pieces.pop(0)
        while pieces and not pieces[-1][0].strip():
            pieces.pop()
        if not pieces:
            at = ranges[0][0] if ranges else 0
            return Leaf("", at, at)
        pieces[0], pieces[-1] = _trimmed(pieces[0], left=True), pieces[-1]
        pieces[-1] = _trimmed(pieces[-1], left=False)
        first, last = pieces[0][1], pieces[-1][1] + pieces[-1][2]
        text = "".join(piece[0] for piece in pieces)
        if len(pieces) == 1 and len(text) == last - first:
            return Leaf(text, first, last)
        segments, size = [], 0
        for piece, start, length in pieces:
            segments.append((size, start - first, length))
            size += len(piece)
        return Leaf(text, first, last, Offsets(segments, size))

    def _pieces(self, start: int, end: int, cdata: bool) -> list[tuple[str, int, int]]:
        """The plain text of a range, piece by piece, each with its place and length in the source."""
        text, done = self.text, start
        pieces: list[tuple[str, int, int]] = []
        for match in () if cdata else _REFERENCE.finditer(text, start, end):
            decoded = self._decoded(match)
            if decoded is None:
                continue
            if done < match.start():
                pieces.append((text[done : match.start()], done, match.start() - done))
            pieces.append((decoded, match.start(), match.end() - match.start()))
            done = match.end()
        if done < end:
            pieces.append((text[done:end], done, end - done))
        return pieces

    def _decoded(self, match: re.Match[str]) -> str | None:
        decimal, hexadecimal, name = match.groups()
        if decimal or hexadecimal:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 and code else "�"
        if name in _PREDEFINED:
            return _PREDEFINED[name]
        if name is None:
            self.faults.append(Fault(match.start(), "not XML: a bare &; write &amp;", fatal=False))
            return None
        self.faults.append(Fault(match.start(), f"not XML: the entity &{name}; is not declared", fatal=False))
        return html5.get(f"{name};")


def _trimmed(piece: tuple[str, int, int], left: bool) -> tuple[str, int, int]:
    text, start, length = piece
    if len(text) != length:
        return piece
    kept = text.lstrip() if left else text.rstrip()
    return kept, start + (length - len(kept) if left else 0), len(kept)
