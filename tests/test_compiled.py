"""What texts of rules and tables compile to is kept between runs, and made anew where it cannot be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from listing_lint import strict_yaml
from listing_lint.work.folder import keep_newest

PROGRAM = """
from listing_lint import compiled, strict_yaml
print(strict_yaml.load("a: [1, two]"))
print(len(compiled._store()._known), compiled._store()._size)
"""


def _run(folder: Path) -> tuple[str, int, int]:
    """What a run prints that keeps its work in ``folder``: what it read; the entries at its end and its beginning."""
    environment = os.environ | {"LISTING_LINT_CACHE_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    found, counts = done.stdout.splitlines()
    end, beginning = counts.split()
    return found, int(end), int(beginning)


@pytest.mark.parametrize("damaged", ["", "no json", "[]", '{"yaml 1": '])
def test_a_second_run_takes_what_the_first_one_made(tmp_path: Path, damaged: str) -> None:
    found, entries, beginning = _run(tmp_path)
    assert beginning == 0 < entries
    (file,) = tmp_path.iterdir()
    assert len(json.loads(file.read_text())) == entries
    assert _run(tmp_path) == (found, entries, entries)
    file.write_text(damaged)
    assert _run(tmp_path) == (found, entries, 0)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _run(tmp_path / "file" / "folder")[2] == 0


def test_kept_yaml_is_what_was_read() -> None:
    text = "a: [1, 'x', {b: 2.5}]\nc: null\nd: {}\ne: []\nf: true\n"
    first, again = strict_yaml.load(text), strict_yaml.load(text)
    assert first == again == {"a": [1, "x", {"b": 2.5}], "c": None, "d": {}, "e": [], "f": True}
    assert again.lines == {"a": 1, "c": 2, "d": 3, "e": 4, "f": 5}
    assert again["a"][2].lines == {"b": 1}


def test_files_of_versions_long_gone_leave(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"compiled-{number:02}.json").write_text("{}", encoding="utf-8")
        os.utime(tmp_path / f"compiled-{number:02}.json", (number, number))
    keep_newest(tmp_path, "compiled-*.json")
    assert [path.name for path in sorted(tmp_path.iterdir())] == [f"compiled-{number}.json" for number in range(12, 20)]
