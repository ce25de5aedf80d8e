"""Reference data: one table a file, one row a fact."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from listing_lint import strict_yaml

FOLDER = Path(__file__).parent


def data(name: str) -> Any:
    """What the YAML table ``name`` of this folder holds."""
    return strict_yaml.load((FOLDER / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the CSV table ``name`` of this folder, each a mapping of column to text."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
