"""``check --watch``, as it runs in a terminal."""

import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

DRYER = "sku,title,description\nD-1,Hair dryer 2200 W,Strong.\n"


class Terminal:
    """A running command; `until` reads what it prints up to a line that holds some words."""

    def __init__(self, folder, *arguments):
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src"), "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "listing_lint", "check", *arguments],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def end(self):
        self.process.kill()
        self._reader.join()
        self.process.stdout.close()
        self.process.wait()

    def until(self, words):
        seen = ""
        while words not in seen:
            line = self._lines.get(timeout=60)
            assert line, f"ended before {words!r}: {seen}"
            seen += line
        return seen


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_only_what_changed_is_linted_again_until_interrupted(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(DRYER, encoding="utf-8")
    terminal = Terminal(tmp_path, ".", "--watch", "--output", "concise")
    try:
        seen = terminal.until("watching 2 files")
        assert "a.csv" in seen
        assert "b.csv" in seen
        (tmp_path / "b.csv").write_text(DRYER + "D-2,Hair dryer 1800 W,Strong.\n", encoding="utf-8")
        seen = terminal.until("b.csv:3")
        assert "a.csv" not in seen
        (tmp_path / "c.csv").write_text(DRYER, encoding="utf-8")
        terminal.until("c.csv:2")
        (tmp_path / "listing-lint.toml").write_text('select = ["plug-missing"]\n', encoding="utf-8")
        terminal.until("a.csv:2")
        seen = terminal.until("c.csv:2")
        assert "plug-missing" in seen
        assert "voltage-missing" not in seen
        (tmp_path / "listing-lint.toml").write_text("selcet = []\n", encoding="utf-8")
        terminal.until("did you mean 'select'?")
        (tmp_path / "listing-lint.toml").write_text('select = ["voltage-missing"]\n', encoding="utf-8")
        assert "voltage-missing" in terminal.until("c.csv:2")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(30) == 0
    finally:
        terminal.end()


@pytest.mark.parametrize(
    "options", [("-",), (".", "--fix"), (".", "--output", "json=a.json"), (".", "--show-columns"), (".", "--diff")]
)
def test_what_cannot_be_watched_is_told(run, options):
    result = run("check", *options, "--watch", stdin="")
    assert result.code == 2
    assert "watch" in result.err
