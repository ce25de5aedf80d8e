"""Reference data: one table a file, one row a fact."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from listing_lint import strict_yaml
from listing_lint.prepared import prepared

FOLDER = Path(__file__).parent


def data(name: str) -> Any:
    """What the YAML table ``name`` of this folder holds."""
    return prepared(f"table {name}", partial(parsed, FOLDER / name))


def parsed(path: Path) -> Any:
    """What a YAML file of the package holds, for something to be made of it that is kept."""
    return strict_yaml.plain(strict_yaml.load(path.read_text(encoding="utf-8")))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the CSV table ``name`` of this folder, each a mapping of column to text."""
    found: list[dict[str, str]] = prepared(f"table {name}", partial(read, name))
    return found


def read(name: str) -> list[dict[str, str]]:
    """The same, for something to be made of them that is kept."""
    import csv

    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
