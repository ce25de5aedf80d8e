"""Where tags, comments and entities stand in HTML, as the tokenizer of the HTML standard sees them.

It departs from browsers in two places, so that no words of the seller are lost: an unknown tag name
(``<Package list>``) and a tag that is cut off by the end of the text stay text. Time is linear on any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import Literal

from msgspec import Struct

from listing_lint.expressions import expression

# Elements of the HTML standard, with the obsolete ones that shop editors still write.
_NAMES = frozenset(
    word
    for line in """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
    figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
    ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object
    ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small
    source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr
    track tt u ul var video wbr xmp
    """.splitlines()
    for word in line.split()
)
_HIDDEN = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "math", "noembed", "noframes"})
_START = expression(r"<[a-zA-Z/!?]")
_NAME = expression(r"</?([a-zA-Z][a-zA-Z0-9:_.-]{0,60}+)(?=[\s/>])")
# The rest of a tag: a quote counts only after an equals sign.
_TAIL = expression(r"""(?:[^>=]++|=(?:\s*+(?:"[^"]*+"|'[^']*+'))?+)*+>""")
_ATTRIBUTE = expression(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?+""")
_MARKUP = expression(r"<(?:br|hr|p|li|ul|ol|div|span|img|td|tr|th|table|strong)\b[^<>]*>|</([a-z][a-z0-9]*)\s*>", re.I)
_LONGEST_BARE_NAME = max(len(name) for name in html5 if not name.endswith(";"))

Kind = Literal["text", "open", "close", "hidden"]


class Token(Struct, frozen=True):
    """A piece of HTML; ``name`` is the element's, in lower case, or empty. ``hidden`` is what is never shown."""

    kind: Kind
    name: str
    start: int
    end: int


def holds_markup(raw: str) -> bool:
    """True where ``raw`` holds tags that a person would not write as text."""
    return any(match[1] is None or match[1].lower() in _NAMES for match in _MARKUP.finditer(raw))


def decode_entity(entity: str) -> tuple[str, int]:
    """What ``entity`` (from its ``&``) stands for in HTML, and how many of its characters that takes up; 0 for none."""
    if entity[1] == "#":
        digits = entity[2:].rstrip(";").lstrip("0xX")
        return (unescape(entity) if len(digits) < 8 else "�"), len(entity)
    name = entity[1:]
    if name in html5:
        return html5[name], len(entity)
    for length in range(min(len(name), _LONGEST_BARE_NAME), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0


def attributes(raw: str, token: Token) -> dict[str, tuple[int, int]]:
    """The attributes of an opening tag: name in lower case -> the range of its value in ``raw``, quotes excluded."""
    found: dict[str, tuple[int, int]] = {}
    for match in _ATTRIBUTE.finditer(raw, token.start + 1 + len(token.name), token.end - 1):
        group = match.lastindex or 1
        found.setdefault(match[1].lower(), match.span(group) if group > 1 else (match.end(), match.end()))
    return found


def hidden_content(raw: str, token: Token) -> tuple[int, int]:
    """The range of what a hidden element encloses."""
    name = _NAME.match(raw, token.start)
    opening = _TAIL.match(raw, name.end()) if name else None
    start = opening.end() if opening else token.end
    return start, max(raw.rfind("</", start, token.end), start)


def tokens(raw: str) -> Iterator[Token]:
    """``raw`` in pieces, in order; they leave no character out."""
    scanner = _Scanner(raw)
    text = at = 0
    while match := _START.search(raw, at):
        at = match.start()
        token = scanner.tag(at)
        if token is None:
            at += 1
            continue
        if text < at:
            yield Token("text", "", text, at)
        yield token
        text = at = token.end
    if text < len(raw):
        yield Token("text", "", text, len(raw))


class _Scanner:
    """Finds the end of what starts at a ``<``. It remembers what the rest of the text lacks, to stay linear."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.quotes = True
        self.closable = True
        self.unclosed: set[str] = set()

    def tag(self, at: int) -> Token | None:
        raw = self.raw
        if raw.startswith("<!--", at):
            return self._comment(at)
        match = _NAME.match(raw, at)
        if match is None:
            bogus = raw[at + 1 : at + 2] in ("!", "?", "/")
            end = self._bracket(at) if bogus and self.closable else -1
            return Token("hidden", "", at, end) if end > 0 else None
        name = match[1].lower()
        if name not in _NAMES and "-" not in name and ":" not in name:
            return None
        end = self._end(match.end())
        if end < 0:
            return None
        if raw[at + 1] == "/":
            return Token("close", name, at, end)
        if name in _HIDDEN and raw[end - 2] != "/":
            close = self._close(name, end)
            if close > 0:
                return Token("hidden", name, at, close)
        return Token("open", name, at, end)

    def _comment(self, at: int) -> Token:
        for short in ("<!-->", "<!--->"):
            if self.raw.startswith(short, at):
                return Token("hidden", "", at, at + len(short))
        close = self.raw.find("-->", at + 4)
        return Token("hidden", "", at, close + 3 if close >= 0 else len(self.raw))

    def _end(self, at: int) -> int:
        """The end of the tag whose name ends at ``at``; -1 where nothing closes it."""
        if self.quotes:
            match = _TAIL.match(self.raw, at)
            if match is not None:
                return match.end()
            self.quotes = False  # a quote is left open: from here on only brackets count
        return self._bracket(at) if self.closable else -1

    def _bracket(self, at: int) -> int:
        close = self.raw.find(">", at)
        self.closable = close >= 0
        return close + 1 if close >= 0 else -1

    def _close(self, name: str, at: int) -> int:
        if name in self.unclosed:
            return -1
        match = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(self.raw, at)
        if match is None:
            self.unclosed.add(name)
            return -1
        return match.end()
