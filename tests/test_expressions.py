"""Expressions that are taken from kept code are the very ones that `re` makes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import listing_lint
from listing_lint import prepared
from listing_lint.expressions import compiled, expression

PATTERNS = [
    ("colou?r", 0),
    (r"(?P<size>\d+)\s*(cm|mm)(?P<rest>.*)", re.IGNORECASE),
    (r"(?i:straße)|[à-ÿ\u4e00-\u9fff]{2,}", re.IGNORECASE | re.MULTILINE),
    (r"(?x) a b # c", re.DOTALL),
    (r"(?<!\w)(?>a+)b*+(c)?\1?(?(1)d|e)", 0),
    (rb"\s*[\x80-\xff]", re.IGNORECASE),
]


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_kept_code_makes_the_same_expression(pattern: str, flags: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = re.compile(pattern, flags)
    made = compiled(pattern, int(flags))

    def known(name: str, make: object) -> object:
        return prepared.known(name)

    monkeypatch.setattr("listing_lint.expressions.prepared", known)
    for found in (made, compiled(pattern, int(flags))):
        assert found == expected
        assert (found.pattern, found.flags, found.groups) == (pattern, expected.flags, expected.groups)
        assert found.groupindex == expected.groupindex


def test_an_expression_is_compiled_when_it_is_first_used() -> None:
    broken, whole = expression("(a"), expression("(?P<sign>a)", re.IGNORECASE)
    match = whole.search("xA")
    assert match
    assert match.lastgroup == "sign"
    assert whole.groupindex == {"sign": 1}
    with pytest.raises(re.error):
        broken.search("a")


def _compiled_at_import(node: ast.AST) -> bool:
    """Whether ``re.compile`` is called in ``node`` outside of all functions."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        return False
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
        return True
    return any(map(_compiled_at_import, ast.iter_child_nodes(node)))


def test_no_module_compiles_expressions_when_it_is_imported() -> None:
    folder = Path(listing_lint.__file__).parent
    modules = {path for path in folder.rglob("*.py") if _compiled_at_import(ast.parse(path.read_text("utf-8")))}
    assert {path.name for path in modules} == {"yaml_loader.py"}
