"""Whatever happens while a file is written, it holds what it held before, or all that is new."""

import os
import random
import resource
import shutil
import signal
import stat
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from listing_lint import streams
from listing_lint.cli import main
from listing_lint.errors import ListingLintError
from listing_lint.streams import replaced, write_back

KILLS = int(os.environ.get("KILLS", "12"))
OLD = "sku,title,description\n" + "".join(
    f"A-{number},Dress,Length 60cm and 5 kg. \u00c3\u00a9t\u00c3\u00a9 dress\n" for number in range(20)
)
POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "catalog.csv"
    path.write_bytes(b"old\n")
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_mode_and_link_stay(file, tmp_path):
    file.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(file.name)
    write_back(link, b"old\n", b"new\n")
    assert link.is_symlink()
    assert file.read_bytes() == b"new\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    with replaced(link) as stream:
        stream.write("report\n")
    assert link.is_symlink()
    assert file.read_bytes() == b"report\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(tmp_path) == ["catalog.csv", "link.csv"]


def test_a_file_that_changed_meanwhile_is_left_alone(file, tmp_path):
    with pytest.raises(ListingLintError, match=r"changed while it was read; nothing is written"):
        write_back(file, b"older\n", b"new\n")
    assert file.read_bytes() == b"old\n"
    assert names(tmp_path) == ["catalog.csv"]


def test_a_file_with_two_names_is_left_alone(file, tmp_path):
    (tmp_path / "other.csv").hardlink_to(file)
    with pytest.raises(ListingLintError, match=r"has 2 names \(hard links\); copy it"):
        write_back(file, b"old\n", b"new\n")
    assert file.read_bytes() == b"old\n"
    assert names(tmp_path) == ["catalog.csv", "other.csv"]


@POSIX
def test_a_folder_that_is_read_only(file):
    folder = Path(tempfile.mkdtemp())
    try:
        target = folder / "catalog.csv"
        target.write_bytes(b"old\n")
        folder.chmod(0o555)
        with as_nobody(), pytest.raises(ListingLintError, match=r"cannot be written: Permission denied"):
            write_back(target, b"old\n", b"new\n")
        assert target.read_bytes() == b"old\n"
        assert names(folder) == ["catalog.csv"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@contextmanager
def as_nobody():
    """The rights of root would let everything pass."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@contextmanager
def largest_file(size):
    """As on a disk that is full: no file can grow beyond ``size`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def report(path):
    with replaced(path) as stream:
        for _ in range(10_000):
            stream.write("0123456789")


@POSIX
def test_a_disk_that_is_full(file, tmp_path):
    with largest_file(4096), pytest.raises(ListingLintError, match=r"cannot be written: File too large"):
        write_back(file, b"old\n", b"x" * 100_000)
    with largest_file(4096), pytest.raises(ListingLintError, match=r"cannot be written: File too large"):
        report(file)
    assert file.read_bytes() == b"old\n"
    assert names(tmp_path) == ["catalog.csv"]


@POSIX
def test_a_report_that_does_not_fit_on_the_disk_is_an_error(run, tmp_path):
    (tmp_path / "catalog.csv").write_text(OLD, encoding="utf-8")
    with largest_file(1000):
        result = run("check", "catalog.csv", "--isolated", "--no-cache", "--output", "json=report.json")
    assert result.code == 2
    assert "report.json: cannot be written: File too large" in result.err
    assert names(tmp_path) == ["catalog.csv"]


@POSIX
def test_pipes_and_devices_are_written_to_and_stay(run, catalog, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read = []
    thread = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text(encoding="utf-8")))
    thread.start()
    result = run("check", catalog, "--isolated", "--output", "concise=pipe", "--output", "json=/dev/null")
    thread.join(timeout=10)
    assert result.code == 1
    assert "size-note-regional" in read[0]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@POSIX
def test_pipes_and_devices_are_no_listings(run, catalog, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("pipe.csv", "/dev/zero"):
        result = run("check", name, catalog, "--isolated", "--output", "json")
        assert result.code == 2
        assert f"{name}: not a file or folder" in result.err
        assert result.json["findings"]
    assert run("check", ".", "--isolated").code == 1


def killed_child(path, prepare):
    """Fixes the file in a process of its own, in which ``prepare`` has been called."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        prepare()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        main(["check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", str(path)])
    finally:
        os._exit(0)


STEPS = (("os", "open"), ("os", "fsync"), ("Path", "chmod"), ("Path", "read_bytes"), ("Path", "replace"))


@POSIX
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS, ids=[name for _, name in STEPS])
def test_killed_at_each_step_of_writing(file, tmp_path, step, after):
    holder = getattr(streams, step[0])

    def prepare():
        does = getattr(holder, step[1])

        def killed(*arguments, **options):
            if after:
                does(*arguments, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(holder, step[1], killed)

    child = os.fork()
    if not child:
        try:
            prepare()
            write_back(file, b"old\n", b"new\n")
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert file.read_bytes() == (b"new\n" if step[1] == "replace" and after else b"old\n")
    rest = [path for path in tmp_path.iterdir() if path != file]
    assert all(path.name.startswith(".catalog.csv.") for path in rest)


@POSIX
def test_killed_at_any_moment_of_fixing(tmp_path):
    """KILLS=200 in the environment makes it two hundred times."""
    path = tmp_path / "catalog.csv"
    path.write_text(OLD, encoding="utf-8")
    old = path.read_bytes()
    began = time.monotonic()
    os.waitpid(killed_child(path, lambda: None), 0)
    whole = time.monotonic() - began
    new = path.read_bytes()
    assert new != old
    seen = {old: 0, new: 0}
    chance = random.Random(7)
    for _ in range(KILLS):
        path.write_bytes(old)
        child = killed_child(path, lambda: None)
        time.sleep(whole * chance.uniform(0.1, 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen[path.read_bytes()] += 1
    print(f"killed {KILLS} times: {seen[old]} times as before, {seen[new]} times as fixed")
    assert set(seen) == {old, new}
    rest = [item for item in tmp_path.iterdir() if item != path]
    assert all(item.name.startswith(".catalog.csv.") for item in rest)
