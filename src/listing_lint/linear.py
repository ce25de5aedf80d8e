r"""RE2's expressions: they take time in proportion to the text whatever the pattern, so users' are safe to run.

Its ``\d``, ``\w``, ``\s`` and ``\b`` are ASCII only.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any

from listing_lint.expressions import expression
from listing_lint.sought import Sought


def sought_linear(pattern: str, flags: int = re.IGNORECASE) -> Sought:
    """``pattern`` as an expression of RE2 that is compiled when a text first calls for it."""
    return Sought(pattern, flags, compile_linear, _in_python(pattern))


class Look:
    """A quick look at one text or many: an expression of RE2 that finds something wherever what it is for may stand."""

    __slots__ = ("_flags", "_match", "_pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """It is compiled when it is first used. ``^`` and ``$`` are to stand for those of lines (``(?m:^)``)."""
        self._pattern = pattern
        self._flags = flags
        self._match: Any = None

    def possible(self, text: str | bytes) -> bool:
        """False where ``text``, bytes being UTF-8, surely does not hold it."""
        if self._match is None:
            import re2

            # What `re2` wraps: its own search takes as long as RE2 itself to make a generator and a match.
            self._match = partial(compile_linear(self._pattern, self._flags)._regexp.Match, re2._Anchor.UNANCHORED)
        data = text if isinstance(text, bytes) else text.encode(errors="replace")
        return bool(self._match(data, 0, len(data))[0][0] >= 0)


@cache
def compile_linear(pattern: str, flags: int = re.IGNORECASE) -> Any:
    """``pattern`` as an expression of RE2. Raises `ValueError`."""
    import re2

    options = re2.Options()
    options.case_sensitive = not flags & re.IGNORECASE
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        problem = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f"pattern {pattern!r}: {problem} (RE2 has no look-around)") from None


_CODE = expression(r"\\x\{([0-9A-Fa-f]{1,6})\}")
_CLASS = expression(r"\\[pP](?:\{\^?\w+\}|\w)")
_BOUND = expression(r"(?<!\\)\\b")


def _in_python(pattern: str) -> str:
    """An expression of `re` for what matches of ``pattern`` hold: any character where RE2 asks for a class of Unicode.

    The bounds of words are left out, since they are those of ASCII words in RE2.
    """
    literal = _CODE.sub(lambda code: re.escape(chr(int(code[1], 16))), pattern)
    return _BOUND.sub("", _CLASS.sub(r"\\w\\W", literal))
