"""Kinds of check: each turns the arguments of a rule file into a function over one listing's facts.

A kind is a module of this package with a function ``build(arguments) -> Run | Gated``, and perhaps ``validate``, which
looks at the arguments of rules that were not loaded before. Kinds take lists, names and numbers; whatever needs a
condition of its own is a function in `listing_lint.checks.special`.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from listing_lint.model import Hit, Role
from listing_lint.nearest import nearest
from listing_lint.sought import Clue, together

if TYPE_CHECKING:
    from listing_lint.facts import Facts

Run = Callable[["Facts", "Scope"], Iterator[Hit]]
KINDS = ("phrase", "pattern", "tokens", "requires", "agree", "script", "lexicon", "special")


class Scope(Struct, frozen=True):
    """What the rule limits its check to."""

    roles: frozenset[Role]


class Check:
    """A kind of check with its arguments; ``run`` yields the hits in one listing.

    ``gates`` are sums of the masks of patterns (`listing_lint.sought`): of each, one pattern must stand in the listing
    if there is to be a hit.
    """

    __slots__ = ("arguments", "gates", "kind", "run")

    def __init__(
        self, kind: str, arguments: Mapping[str, Any], run: Run | None = None, gates: tuple[int, ...] = ()
    ) -> None:
        """Without a ``run`` it is built when it is first called for, from arguments that are known to be right."""
        self.kind = kind
        self.arguments = arguments
        self.run: Run = run or self._build
        self.gates = gates

    def _build(self, facts: Facts, scope: Scope) -> Iterator[Hit]:
        built = _module(self.kind).build(**self.arguments)
        self.run = built.run if isinstance(built, Gated) else built
        return self.run(facts, scope)


class Gated(Struct, frozen=True):
    """A run that yields nothing unless, of each group in ``sought``, one stands in a text or a label of the listing."""

    run: Run
    sought: tuple[tuple[Clue, ...], ...]


class CheckError(ValueError):
    """The arguments do not fit the kind of check; ``line`` is the line of the rule file, where known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


def build(data: Mapping[str, Any]) -> Check:
    """The check that ``{kind: arguments}`` describes. Raises `CheckError`."""
    ((kind, arguments),) = data.items()
    lines: Mapping[str, int] = getattr(data, "lines", {})
    if kind not in KINDS:
        close = nearest(kind, KINDS)
        hint = f"; did you mean {close!r}?" if close else f"; one of {', '.join(KINDS)}"
        raise CheckError(f"unknown kind of check {kind!r}{hint}", lines.get(kind))
    if not isinstance(arguments, Mapping):
        raise CheckError(f"{kind}: a mapping of arguments is wanted", lines.get(kind))
    module = _module(kind)
    _fit(module.build, arguments, kind, lines.get(kind))
    if hasattr(module, "validate"):
        module.validate(**arguments)
    built = module.build(**arguments)
    return (
        Check(kind, arguments, built.run, tuple(map(together, built.sought)))
        if isinstance(built, Gated)
        else Check(kind, arguments, built)
    )


def _module(kind: str) -> Any:
    return importlib.import_module(f"listing_lint.checks.{kind}")


def _fit(builder: Callable[..., Run | Gated], arguments: Mapping[str, Any], kind: str, line: int | None) -> None:
    """Raises `CheckError` where ``builder`` does not take the ``arguments``."""
    parameters = inspect.signature(builder).parameters
    open_ended = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values())
    lines: Mapping[str, int] = getattr(arguments, "lines", {})
    for key in arguments:
        if key not in parameters and not open_ended:
            close = nearest(key, parameters)
            hint = f"; did you mean {close!r}?" if close else f"; it takes {', '.join(parameters)}"
            raise CheckError(f"{kind}: unknown argument {key!r}{hint}", lines.get(key, line))
    for name, parameter in parameters.items():
        if (
            parameter.default is inspect.Parameter.empty
            and parameter.kind is not inspect.Parameter.VAR_KEYWORD
            and name not in arguments
        ):
            raise CheckError(f"{kind}: the argument {name!r} is missing", line)


def options(kind: str) -> Mapping[str, str]:
    """The arguments of a kind of check that a configuration may add to, with a line on each."""
    found: Mapping[str, str] = getattr(_module(kind), "OPTIONS", {})
    return found


def words(value: Any, name: str) -> tuple[str, ...]:
    """``value`` as a tuple of texts, for arguments that take one or several. Raises `CheckError`."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise CheckError(f"{name}: a text or a list of texts is wanted")
