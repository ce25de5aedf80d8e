"""A document as a tree of values that know their place in its text; JSON, YAML, XML and pages all become one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct, field

from listing_lint.errors import NoListings
from listing_lint.expressions import expression
from listing_lint.model import Location, Offsets
from listing_lint.read.reading import Problem

_LINE_BREAK = expression(r"\r\n|\r|\n")


class Leaf(Struct):
    """A single value: its text, the range ``start``:``end`` of the source that it was read from, the map between.

    ``markup``: whether the text is itself HTML; None leaves it to the field.
    """

    text: str
    start: int
    end: int
    offsets: Offsets | None = None
    markup: bool | None = None

    def part(self, start: int, end: int) -> Leaf:
        """The piece ``start``:``end`` of the text as a value of its own."""
        if self.offsets is None:
            return Leaf(self.text[start:end], self.start + start, self.start + end)
        segments = []
        for index in range(start, end):
            first = self.offsets.start(index)
            segments.append((index - start, first, self.offsets.end(index + 1) - first))
        first = segments[0][1] if segments else 0
        moved = [(plain, raw - first, length) for plain, raw, length in segments]
        last = self.offsets.end(end)
        return Leaf(self.text[start:end], self.start + first, self.start + last, Offsets(moved, end - start))


class Object(Struct):
    """Named values in the order of the source; a name may come more than once.

    ``complete`` is False where the source broke off inside.
    """

    start: int
    entries: list[tuple[str, Node]] = field(default_factory=list)
    complete: bool = True

    def get(self, *names: str) -> Node | None:
        """The first value under one of ``names``."""
        return next((node for key, node in self.entries if key in names), None)


class Array(Struct):
    """Values in order."""

    start: int
    items: list[Node] = field(default_factory=list)
    complete: bool = True


Node = Leaf | Object | Array


class Fault(Struct, frozen=True):
    """What is wrong with a document at ``at``; ``fatal``: nothing after it was read."""

    at: int
    message: str
    fatal: bool = True


class Source:
    """The text of a file, or of one of its lines (then ``line`` is its number)."""

    def __init__(self, path: str, text: str, line: int = 1) -> None:
        self.path = path
        self.text = text
        self.line = line

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def location(self, offset: int, record: int | None = None, pointer: str | None = None) -> Location:
        """Where the character at ``offset`` stands."""
        index = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[index] + 1
        return Location(self.path, record=record, line=self.line + index, column=column, pointer=pointer)


def noted(source: Source, faults: list[Fault]) -> list[Problem]:
    """The faults of a document as problems; of many of one kind only the first, with how many there are."""
    count = Counter(fault.message for fault in faults)
    problems = []
    for fault in faults:
        many = count.pop(fault.message, 0)
        if many:
            message = fault.message if many == 1 else f"{fault.message} ({many} places, the first is here)"
            problems.append(Problem(source.location(fault.at), message))
    return problems


def explained(error: NoListings, source: Source, faults: list[Fault]) -> NoListings:
    """``error`` with the first fault, which may be why nothing was found."""
    if not faults:
        return error
    return NoListings(f"{error}; {faults[0].message}", source.location(faults[0].at))


def children(node: Node, pointer: str, xml: bool = False) -> Iterator[tuple[str, Node, str]]:
    """The values inside ``node``: key (empty in an array), value and its JSON pointer, or its path in XML."""
    if isinstance(node, Array):
        for index, item in enumerate(node.items):
            yield "", item, f"{pointer}/{index}"
    elif isinstance(node, Object):
        count = Counter(key for key, _ in node.entries) if xml else Counter[str]()
        seen: Counter[str] = Counter()
        for key, value in node.entries:
            seen[key] += 1
            step = key if xml else key.replace("~", "~0").replace("/", "~1")
            yield key, value, f"{pointer}/{step}" + (f"[{seen[key]}]" if count[key] > 1 else "")
