"""What the program makes of its own rules and tables is kept between runs, for as long as it is the same program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1]
PROGRAM = """
import sys
from listing_lint import lint, prepared
before = len(prepared._store().entries)
findings = lint({"title": "Hair dryer 2200 W", "language": "en"}, select=["voltage-missing"])
print([finding.severity for finding in findings])
print(before, prepared._store()._changed)
print("yaml" in sys.modules)
"""


def _run(folder: Path, source: Path = SOURCE) -> list[str]:
    """What a run prints: its findings; what was known in ``folder``, and if that changed; if it parsed."""
    environment = os.environ | {"LISTING_LINT_CACHE_DIR": str(folder), "PYTHONPATH": str(source / "src")}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The file that a first run left, and what a second one printed."""
    folder = tmp_path_factory.mktemp("kept")
    assert _run(folder) == ["['error']", "0 True", "True"]
    (file,) = folder.glob("prepared-*")
    return file, _run(folder)


def test_a_second_run_takes_what_the_first_one_made(kept: tuple[Path, list[str]]) -> None:
    found, known, parsed = kept[1]
    assert found == "['error']"
    assert known.endswith(" False")
    assert not known.startswith("0 ")
    assert parsed == "False"


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_what_is_damaged_is_made_anew(kept: tuple[Path, list[str]], tmp_path: Path, damage: str) -> None:
    data = kept[0].read_bytes()
    middle = len(data) // 2
    damaged = {"cut": data[:middle], "changed": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]}
    (tmp_path / kept[0].name).write_bytes(damaged.get(damage, b""))
    assert _run(tmp_path)[:2] == ["['error']", "0 True"]
    assert _run(tmp_path) == kept[1]


def test_what_another_state_of_the_program_made_is_not_used(kept: tuple[Path, list[str]], tmp_path: Path) -> None:
    for folder in ("src", "rulesets"):
        shutil.copytree(SOURCE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    cache = tmp_path / "cache"
    _run(cache, tmp_path)
    assert _run(cache, tmp_path)[1].endswith(" False")
    rule = tmp_path / "rulesets" / "electrical" / "voltage-missing.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("severity: error", "severity: info"), encoding="utf-8")
    assert _run(cache, tmp_path)[:2] == ["['info']", "0 True"]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _run(tmp_path / "file" / "folder")[:2] == ["['error']", "0 True"]
