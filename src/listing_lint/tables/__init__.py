"""Reference data: one table a file, one row a fact."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from listing_lint import strict_yaml
from listing_lint.prepared import prepared

FOLDER = Path(__file__).parent


def data(name: str, folder: Path = FOLDER) -> Any:
    """What the YAML table ``name`` of this folder, or another one of the package, holds."""
    return prepared(f"{folder.name}/{name}", partial(_parsed, folder / name))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the CSV table ``name`` of this folder, each a mapping of column to text."""
    found: list[dict[str, str]] = prepared(name, partial(_read, FOLDER / name))
    return found


def _parsed(path: Path) -> Any:
    return strict_yaml.plain(strict_yaml.load(path.read_text(encoding="utf-8")))


def _read(path: Path) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
