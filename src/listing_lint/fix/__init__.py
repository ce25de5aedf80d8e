"""Fixes: the edits that findings offer, written into their file with every other byte left as it is.

No escaping is trusted: the changed file is read and linted again, and an edit stays only if every field then holds the
text that it should, and no rule finds more than before.
"""

from listing_lint.fix.document import Document, Replacement
from listing_lint.fix.session import RunLooks, Session, difference
from listing_lint.fix.trial import Change, Fixed, Linted, Looks, change_of, changed, fixed, offered

__all__ = [
    "Change",
    "Document",
    "Fixed",
    "Linted",
    "Looks",
    "Replacement",
    "RunLooks",
    "Session",
    "change_of",
    "changed",
    "difference",
    "fixed",
    "offered",
]
