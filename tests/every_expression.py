"""Prints, as JSON, every expression of `re` that the linter compiles: its pattern, flags, place and use.

What is compiled is watched while all modules are imported, all rules look at their examples, and all seeds of fuzz/ are
run.
"""

from __future__ import annotations

import gc
import importlib
import json
import pkgutil
import re
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import listing_lint
from listing_lint import expressions

HERE = Path(__file__).resolve().parent


class Watch:
    """Remembers what is compiled, or will be, for the linter; a function of `re` tells how it is used."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], tuple[str, set[str]]] = {}
        compile: Any = re._compile  # type: ignore[attr-defined]
        init = expressions._Expression.__init__

        def compiled(pattern: Any, flags: int) -> Any:
            made = compile(pattern, flags)
            self.add(made.pattern, made.flags, sys._getframe(1), sys._getframe(1).f_code.co_name)
            return made

        def later(item: Any, pattern: Any, flags: int) -> None:
            self.add(pattern, flags, sys._getframe(1), "compile")
            init(item, pattern, flags)

        re._compile = compiled  # type: ignore[attr-defined]
        expressions._Expression.__init__ = later  # type: ignore[method-assign]

    def add(self, pattern: Any, flags: int, frame: FrameType, function: str) -> None:
        while frame.f_back and frame.f_globals["__name__"] in ("re", "functools", expressions.__name__):
            frame = frame.f_back
        place = frame.f_globals["__name__"]
        if isinstance(pattern, str) and (place.startswith("listing_lint") or function == "sought"):
            key = (pattern, flags | re.UNICODE)
            self.found.setdefault(key, (f"{place}:{frame.f_lineno}", set()))[1].add(function)

    def told(self) -> list[tuple[str, int, str, str]]:
        """Each expression, and how it is tried: from any place of a text, or from the first one only."""
        named = _names()
        return [
            (
                *key,
                place,
                _method(functions - {"compile"} | (_uses(named.get(key, [])) if "compile" in functions else set())),
            )
            for key, (place, functions) in self.found.items()
        ]


def _method(uses: set[str]) -> str:
    return "search" if uses - {"match", "fullmatch"} else "fullmatch" if "fullmatch" in uses else "match"


def _names() -> dict[tuple[str, int], list[tuple[str, str]]]:
    """The global names of expressions, each with the file of a module that has it."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for name, module in sys.modules.items():
        if name.startswith("listing_lint"):
            for key, value in vars(module).items():
                if isinstance(value, expressions._Expression):
                    place = (value.pattern, value._flags | re.UNICODE)
                    found.setdefault(place, []).append((str(module.__file__), key))
    return found


def _uses(names: list[tuple[str, str]]) -> set[str]:
    """What the expression of these names is asked for in the sources."""
    found: set[str] = set() if names else {"unknown"}
    for file, name in names:
        used = re.compile(rf"\b{name}\b(?! = )(?:\.(\w+))?")
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        found.update(match[1] or "unknown" for line in lines if "import " not in line for match in used.finditer(line))
    return found


def main() -> None:
    watch = Watch()
    for module in pkgutil.walk_packages(listing_lint.__path__, "listing_lint."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):
                importlib.import_module(module.name)
    sys.path[:0] = [str(HERE), str(HERE.parent / "fuzz")]
    from targets import TARGETS

    from listing_lint.engine import Linter
    from listing_lint.examples import example_listing
    from listing_lint.rules import load_rules
    from listing_lint.sought import Sought

    linter = Linter(load_rules())
    for rule in linter.rules:
        for example in (*rule.bad, *rule.good):
            linter.lint(example_listing(example)[0])
    for path in sorted((HERE.parent / "fuzz" / "seeds").glob("*/*")):
        TARGETS[path.parent.name](path.read_bytes())
    for item in gc.get_objects():
        if isinstance(item, Sought) and isinstance(item.compiled, re.Pattern):
            watch.add(item.pattern, item.flags, sys._getframe(), "sought")
    print(json.dumps(watch.told()))


if __name__ == "__main__":
    main()
