"""The encoding that a document names itself."""

from __future__ import annotations

import re

from listing_lint.expressions import expression
from listing_lint.read.encoding import known_encoding

_DECLARATIONS = (
    expression(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']"""),
    expression(rb"""[^\x00]*?<meta\b[^>]*?\bcharset\s*=\s*["']?([A-Za-z0-9._-]+)""", re.IGNORECASE),
)


def declared_encoding(data: bytes, wanted: str) -> str:
    """The encoding to read ``data`` in: ``wanted``, or what an XML declaration or a meta tag names.

    UTF-8 is declared too often to be sure; then, as for names that Python does not know, ``wanted`` (auto) stays.
    """
    head = data[:2048]
    found = next((match for pattern in _DECLARATIONS if (match := pattern.match(head))), None)
    if wanted != "auto" or found is None:
        return wanted
    name = known_encoding(found[1].decode("ascii"))
    return wanted if name is None or name.startswith("utf") or name == "ascii" else name
