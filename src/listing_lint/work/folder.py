"""Where results are kept between runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ENVIRONMENT = "LISTING_LINT_CACHE_DIR"

_FILES = 8
"""How many of one sort are kept, for several installations, test environments among them."""


def default_folder() -> Path:
    """The folder that ``LISTING_LINT_CACHE_DIR`` names, else the one for caches of this user on this system."""
    if named := os.environ.get(ENVIRONMENT):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "listing-lint" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "listing-lint"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "listing-lint"


def keep_newest(folder: Path, pattern: str) -> None:
    """Removes old files of ``folder`` whose names match, those of versions and installations long gone.

    Raises OSError.
    """
    written = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)
    for path in written[:-_FILES]:
        path.unlink()
