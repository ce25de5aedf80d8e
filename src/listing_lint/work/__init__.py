"""The work of a run cut into pieces, so that several processes can share it and a cache can spare it."""

from __future__ import annotations

import os

TINY = 1 << 12
"""Files of fewer bytes in all are linted sooner than the cache is opened."""
SMALL = 1 << 16
"""A file of fewer bytes is one piece of work; a larger one is cut into blocks."""
LARGE = 1 << 18
"""Files of fewer bytes in all are linted sooner than processes are started."""


def auto_jobs() -> int:
    """As many processes as there are processors that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
