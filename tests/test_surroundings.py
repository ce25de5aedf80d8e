"""Closed pipes, full disks, interrupts, missing locales: told in a line or not at all, with the right exit status."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "listing_lint"]
CHECK = [*COMMAND, "check", "кат.csv", "--isolated", "--no-cache", "--jobs", "1"]
posix = pytest.mark.skipif(os.name != "posix", reason="the streams of other systems are no file descriptors")


@pytest.fixture
def folder(tmp_path):
    rows = "".join(f"D-{number},Dress,Asian size\n" for number in range(3000))
    (tmp_path / "кат.csv").write_text(f"sku,title,description\n{rows}", encoding="utf-8")
    return tmp_path


def ended(command, folder, **options):
    done = subprocess.run(command, cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", timeout=120, **options)
    assert "Traceback" not in done.stderr
    return done


@contextmanager
def begun(command, folder, **environment):
    """A run whose report has begun."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | environment
    ) as process:
        assert process.stdout.read(10)
        yield process


@posix
@pytest.mark.parametrize("format", ["text", "jsonl", "sarif"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_error_to_tell_of(folder, format, unbuffered):
    with begun([*CHECK, "--output", format], folder, PYTHONUNBUFFERED=unbuffered) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


@posix
def test_an_interrupt_is_no_finding(folder):
    with begun(CHECK, folder) as process:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == b"listing-lint: interrupted\n"
    assert process.returncode == 130


@posix
@pytest.mark.parametrize(
    ("arguments", "closed", "code", "told"),
    [
        (CHECK, ">&-", 1, ""),
        ([*CHECK, "--output", "json=out.json"], ">&- 2>&-", 1, ""),
        ([*COMMAND, "check", "-", "--isolated"], "<&-", 2, "no row of column names"),
    ],
)
def test_closed_streams_are_done_without(folder, arguments, closed, code, told):
    done = ended(["sh", "-c", f'"$@" {closed}', "sh", *arguments], folder, stdout=subprocess.DEVNULL)
    assert done.returncode == code
    assert told in done.stderr
    assert (folder / "кат.csv").stat().st_size > 60_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [CHECK, [*COMMAND, "rules"], [*COMMAND, "show-config", "--isolated"]])
def test_a_full_disk_behind_standard_output_is_told(folder, arguments):
    with Path("/dev/full").open("w") as full:
        done = ended(arguments, folder, stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith("listing-lint: cannot go on: ")
    assert done.stderr.count("\n") == 1


@posix
@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "xx_YY.nothing"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {}]
)
def test_no_locale_is_needed(folder, environment):
    kept = {name: os.environ[name] for name in ("PATH", "LISTING_LINT_CACHE_DIR")}
    done = ended(CHECK, folder, stdout=subprocess.PIPE, env=kept | environment)
    assert done.returncode == 1
    assert "size-note-regional" in done.stdout
