"""Text for XML reports."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from listing_lint.expressions import expression

_ILLEGAL = expression("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def attribute(text: object) -> str:
    """``text`` as a quoted attribute; characters that XML 1.0 does not allow become U+FFFD."""
    return quoteattr(_ILLEGAL.sub("\ufffd", str(text)), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
