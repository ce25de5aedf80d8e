"""Where results are kept between runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ENVIRONMENT = "LISTING_LINT_CACHE_DIR"


def default_folder() -> Path:
    """The folder that ``LISTING_LINT_CACHE_DIR`` names, else the one for caches of this user on this system."""
    if named := os.environ.get(ENVIRONMENT):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "listing-lint" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "listing-lint"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "listing-lint"
