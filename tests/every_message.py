"""The messages that the program may raise or note, read out of its source."""

import ast
from itertools import product
from pathlib import Path

import listing_lint

ROOT = Path(listing_lint.__file__).parent
FOR_AUTHORS = ("checks/", "facts/", "schemas/", "rules.py")
"""Modules whose errors only authors of rules meet."""
RAISED = {
    "ReadError", "NoListings", "ConfigError", "ListingLintError", "WorkbookError", "Bomb", "_TooLarge", "UsageError",
    "BadParameter",
}  # fmt: skip
OF_SETTINGS = {"config/keys.py", "config/load.py", "limits.py", "tuning.py"}
"""Modules whose ``ValueError`` becomes an error of the configuration."""
TOLD = {
    "Problem": (1,), "Skipped": (1,), "Fault": (1,), "report": (0, 2), "_skip": (2,), "_fail": (1,), "fail": (1,),
    "tell": (0,), "say": (0,), "_tell": (0,),
}  # fmt: skip
"""What takes a message, with the numbers of the arguments that are one."""
GIVEN = {"_what", "_narrowed", "warning", "in_vain"}
"""Functions that give a message."""
LISTS = {"warnings", "refused", "told"}
"""Lists of messages, or of places and messages."""
SAMPLE = "Xq7"
"""Stands for a value in a message."""


def messages(path):
    """The messages of a module, `SAMPLE` in the place of each value."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    settings = path.relative_to(ROOT).as_posix() in OF_SETTINGS
    found = set()
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                for told in _told(node, function.name, settings):
                    found.update(_texts(told, (function, module)))
    return found


def _told(node, function, settings):
    """The expressions of messages in ``node``."""
    if isinstance(node, ast.Return | ast.Yield) and function in GIVEN:
        return node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    if not isinstance(node, ast.Call):
        return []
    called = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
    if called in RAISED or (called == "ValueError" and settings):
        return node.args[:1]
    if called == "append":
        owner = getattr(node.func.value, "attr", None) or getattr(node.func.value, "id", None)
        added = node.args[0].elts[1:] if isinstance(node.args[0], ast.Tuple) else node.args
        return added if owner in LISTS else []
    return [node.args[at] for at in TOLD.get(called, ()) if at < len(node.args)]


def _texts(node, scopes):
    """The texts that an expression may give."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in product(*(_texts(value, scopes) for value in node.values))]
    if isinstance(node, ast.FormattedValue):
        return _texts(node.value, scopes)
    if isinstance(node, ast.IfExp):
        return _texts(node.body, scopes) + _texts(node.orelse, scopes)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return ["".join(parts) for parts in product(_texts(node.left, scopes), _texts(node.right, scopes))]
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        return [text for value in node.value.values for text in _texts(value, scopes)]
    if isinstance(node, ast.GeneratorExp):
        return _texts(node.elt, scopes)
    if isinstance(node, ast.Name):
        for scope in scopes:
            values = _assigned(node.id, scope)
            if values:
                return [text for value in values for text in _texts(value, scopes)]
    return [SAMPLE]


def _assigned(name, scope):
    """What ``name`` is set to in a function, or at the top of a module; neither names nor what is made of it."""
    inside = scope.body if isinstance(scope, ast.Module) else ast.walk(scope)
    return [
        item.value
        for item in inside
        if isinstance(item, ast.Assign)
        and any(getattr(target, "id", None) == name for target in item.targets)
        and not any(getattr(part, "id", None) == name for part in ast.walk(item.value))
        and not isinstance(item.value, ast.Name)
    ]
