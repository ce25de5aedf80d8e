"""Settings from ``listing-lint.toml`` or ``[tool.listing-lint]`` in ``pyproject.toml``; the nearest file wins.

A file may build on others (``extends``) and on settings that come with the package (``profile``).
"""

from listing_lint.config.keys import parse_markets
from listing_lint.config.load import find_config, load_config, profile_config, profiles
from listing_lint.config.model import (
    FILE_NAME,
    INCLUDE,
    Config,
    FailOn,
    FileSettings,
    IgnoredFindings,
    RuleSettings,
    matches,
)

__all__ = [
    "FILE_NAME",
    "INCLUDE",
    "Config",
    "FailOn",
    "FileSettings",
    "IgnoredFindings",
    "RuleSettings",
    "find_config",
    "load_config",
    "matches",
    "parse_markets",
    "profile_config",
    "profiles",
]
