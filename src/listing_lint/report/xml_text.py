"""Text for XML reports."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def attribute(text: object) -> str:
    """``text`` as a quoted attribute; characters that XML 1.0 does not allow become U+FFFD."""
    return quoteattr(_ILLEGAL.sub("\ufffd", str(text)), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
