"""Several processes and the cache change how long a run takes, and no byte of what it says."""

import contextlib
import io
import json
import os
import pickle
import runpy
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from openpyxl import Workbook

from listing_lint import installed
from listing_lint.cli import main
from listing_lint.installed import rulesets_folder
from listing_lint.model import Listing, Location
from listing_lint.read import read_file
from listing_lint.work import seal
from listing_lint.work.cache import Cache
from listing_lint.work.outcome import Base, Outcome, decode, decode_listings, encode, encode_listings
from listing_lint.work.progress import Progress

LISTINGS = runpy.run_path(str(Path(__file__).parent.parent / "bench" / "listings.py"))
FORMATS = ("text", "json", "sarif", "junit", "checkstyle", "gitlab", "html", "csv", "rdjson")
COUNT = 90


def check(folder: Path, file: str, *options: str, seed: str = "") -> list[bytes | int]:
    """Exit status, what is said on standard error, and the reports, of a check of ``file`` in ``folder``.

    With a ``seed`` for hashes a process of its own does it.
    """
    outputs = [part for name in FORMATS for part in ("--output", f"{name}=out.{name}")]
    arguments = ["check", file, *outputs, *options]
    if seed:
        command = [sys.executable, "-m", "listing_lint", *arguments]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=False)
        told = [done.returncode, done.stderr]
    else:
        with contextlib.chdir(folder):
            result = CliRunner().invoke(main, arguments)
        told = [result.exit_code, result.stderr_bytes]
    return [*told, *((folder / f"out.{name}").read_bytes() for name in FORMATS)]


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A folder with a table of some faulty listings, some of them suppressed in all the ways there are."""
    LISTINGS["write_csv"](tmp_path / "feed.csv", COUNT, 0.5)
    lines = (tmp_path / "feed.csv").read_text(encoding="utf-8").splitlines()
    lines[0] += ",listing-lint-ignore"
    lines[1:] = [line + ("," if number % 7 else ",size") for number, line in enumerate(lines[1:])]
    lines.insert(5, "# listing-lint: ignore[voltage-missing]")
    (tmp_path / "feed.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "listing-lint.toml").write_text(
        '[[ignore-findings]]\nrule = "phrase-literal"\nlisting = "B-00000[1-4]*"\nreason = "known"\n', encoding="utf-8"
    )
    return tmp_path


def test_any_number_of_processes_and_any_state_of_the_cache_give_the_same_bytes(catalog: Path) -> None:
    expected = check(catalog, "feed.csv", "--jobs", "1", "--no-cache")
    assert expected[0] == 1
    assert b"remove it" in bytes(expected[1])
    cache = ("--cache-dir", "kept")
    assert check(catalog, "feed.csv", "--jobs", "2", "--no-cache", seed="1") == expected
    assert check(catalog, "feed.csv", "--jobs", "3", *cache, seed="2") == expected
    assert check(catalog, "feed.csv", "--jobs", "1", *cache) == expected


def test_a_row_that_moved_is_told_at_its_new_place(catalog: Path) -> None:
    cache = ("--jobs", "1", "--cache-dir", "kept")
    check(catalog, "feed.csv", *cache)
    lines = (catalog / "feed.csv").read_text(encoding="utf-8").splitlines()
    lines.insert(8, 'NEW-1,"Storage box\nwith lid 30x20x15",Stackable.,,,,,,,,,')
    (catalog / "feed.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    warm = check(catalog, "feed.csv", *cache)
    assert warm == check(catalog, "feed.csv", "--jobs", "1", "--no-cache")
    assert b"NEW-1" in bytes(warm[3])


def test_documents_and_workbooks_are_shared_and_kept_too(tmp_path: Path) -> None:
    rows = [LISTINGS["HEADER"], *LISTINGS["rows"](COUNT, 0.5)]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "feed.xlsx")
    objects = [dict(zip(map(str.lower, rows[0]), row, strict=True)) for row in rows[1:]]
    (tmp_path / "feed.jsonl").write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    (tmp_path / "source.json").write_text(json.dumps(objects[:40]), encoding="utf-8")
    for file, options in (("feed.xlsx", ()), ("feed.jsonl", ("--source", "source.json"))):
        expected = check(tmp_path, file, "--isolated", "--jobs", "1", "--no-cache", *options)
        assert expected[0] == 1
        for seed in ("1", ""):
            jobs = "2" if seed else "1"
            warm = check(tmp_path, file, "--isolated", "--jobs", jobs, "--cache-dir", "kept", *options, seed=seed)
            assert warm == expected


@pytest.fixture
def small_files(tmp_path: Path) -> Path:
    """A folder of small files of all kinds, faulty ones, broken ones, suppressed ones and such as hold no listing."""
    folder = tmp_path / "catalog"
    folder.mkdir()
    rows = [LISTINGS["HEADER"], *LISTINGS["rows"](COUNT, 0.5)]
    objects = [dict(zip(map(str.lower, rows[0]), row, strict=True)) for row in rows[1:]]
    for number, item in enumerate(objects):
        text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in item.items() if value)
        (folder / f"p{number:02}.yaml").write_text(text, encoding="utf-8")
    for number in range(3):
        (folder / f"q{number}.json").write_text(json.dumps(objects[number * 5 : number * 5 + 5]), encoding="utf-8")
        LISTINGS["write_csv"](folder / f"r{number}.csv", 5, 1.0)
    hushed = "# listing-lint: ignore\n" + (folder / "r0.csv").read_text(encoding="utf-8")
    (folder / "r0.csv").write_text(hushed, encoding="utf-8")
    book = Workbook()
    for row in rows[:8]:
        book.active.append(row)
    book.save(folder / "s.xlsx")
    (folder / "p03.yaml").write_text("title: [Kettle 220V\n", encoding="utf-8")
    (folder / "p04.yaml").write_text(
        "title: Kettle\ndescription: |\n  Boils fast.\n# listing-lint: ignore\nvoltage: 220V\n", encoding="utf-8"
    )
    (folder / "tool.json").write_text('{"scripts": {"build": "make"}}', encoding="utf-8")
    (folder / "bytes.csv").write_bytes(b"\0\1\2")
    (folder / "empty.yaml").write_bytes(b"")
    return tmp_path


def test_small_files_are_shared_and_kept_too(small_files: Path) -> None:
    alone = tuple(f"catalog/{name}" for name in ("p03.yaml", "p05.yaml"))
    for number, options in enumerate(((), ("--output", "xlsx=copy.xlsx"), alone)):
        plain = ("--isolated", *options)
        kept = (*plain, "--cache-dir", f"kept{number}")
        what = "catalog/tool.json" if options == alone else "catalog"
        expected = check(small_files, what, *plain, "--jobs", "1", "--no-cache")
        assert expected[0] == (2 if options == alone else 1)
        assert check(small_files, what, *plain, "--jobs", "2", "--no-cache", seed="1") == expected
        assert check(small_files, what, *kept, "--jobs", "2", seed="2") == expected
        for _ in ("cold", "warm"):
            assert check(small_files, what, *kept, "--jobs", "1") == expected


def test_a_small_file_that_is_known_is_not_read(small_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [f"catalog/{name}" for name in ("p05.yaml", "p06.yaml", "p07.yaml", "q0.json")]
    cache = ("--isolated", "--jobs", "1", "--cache-dir", "kept")
    expected = check(small_files, *files, *cache)
    with monkeypatch.context() as patch:
        patch.setattr("listing_lint.run.read_file", lambda path, options: pytest.fail(f"{path} is read"))
        assert check(small_files, *files, *cache) == expected
    (small_files / files[1]).write_text("title: Kettle 220V\n", encoding="utf-8")
    changed = check(small_files, *files, *cache)
    assert changed != expected
    assert b"220V" in bytes(changed[3])


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("trapped"),)  # type: ignore[return-value]


@pytest.mark.parametrize("harm", ["torn", "no database", "other values", "a pickle"])
def test_a_damaged_cache_is_as_none(catalog: Path, harm: str) -> None:
    cache = ("--jobs", "1", "--cache-dir", "kept")
    expected = check(catalog, "feed.csv", *cache)
    file = next((catalog / "kept").iterdir())
    if harm == "torn":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif harm == "no database":
        file.write_bytes(b"something else")
    else:
        base = sqlite3.connect(file)
        keys = [key for (key,) in base.execute("SELECT key FROM entry")]
        base.close()
        kept = Cache(catalog / "kept")
        for key in keys:
            kept.put(key, b"[1,[[2]]]" if harm == "other values" else pickle.dumps(Trap()))
        kept.commit()
        kept.close()
    assert check(catalog, "feed.csv", *cache) == expected
    assert not (catalog / "trapped").exists()
    assert check(catalog, "feed.csv", *cache) == expected


@pytest.fixture
def own_rules(catalog: Path) -> Iterator[Path]:
    """A folder of a few rules that takes the place of the shipped ones; the test forgets the state when it changed."""
    folder = catalog / "rulesets"
    shutil.copytree(rulesets_folder() / "measure", folder / "measure")
    with pytest.MonkeyPatch.context() as patch:
        for module in ("listing_lint.rules", "listing_lint.installed"):
            patch.setattr(f"{module}.rulesets_folder", lambda: folder)
        _forget_state()
        yield folder
    _forget_state()


def _forget_state() -> None:
    installed.state.cache_clear()
    seal.program.cache_clear()


def test_an_entry_holds_for_one_set_of_rules(catalog: Path, own_rules: Path) -> None:
    cache = ("--jobs", "1", "--cache-dir", "kept")
    before = check(catalog, "feed.csv", *cache)
    assert check(catalog, "feed.csv", *cache) == before
    rule = own_rules / "measure" / "dimension-unit-missing.yaml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("severity: ", "severity: info # ", 1), encoding="utf-8")
    _forget_state()
    after = check(catalog, "feed.csv", *cache)
    assert after != before
    assert after == check(catalog, "feed.csv", "--jobs", "1", "--no-cache")


def test_a_cache_that_cannot_be_written_is_done_without(catalog: Path) -> None:
    expected = check(catalog, "feed.csv", "--jobs", "1", "--no-cache")
    (catalog / "kept").write_bytes(b"a file")
    assert check(catalog, "feed.csv", "--jobs", "1", "--cache-dir", "kept") == expected


def test_the_oldest_entries_leave_a_cache_that_is_full(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most_bytes=1 << 18)
    for number in range(400):
        cache.put(b"%d" % number, os.urandom(2000))
        if number % 50 == 0:
            cache.commit()
    cache.commit()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 1 << 18
    assert cache.get(b"399") is not None
    assert cache.get(b"0") is None
    cache.close()


def test_outcomes_and_listings_survive_their_form(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(
        'id,title,description\n1,Mug,"<p>Fish &amp; ""chips""</p>\n<ul><li>One</li></ul>"\n', encoding="utf-8"
    )
    listings = list(read_file(tmp_path / "feed.csv").listings)
    base = Base(str(tmp_path / "feed.csv"), 2, 2)
    copies = list(decode_listings(encode_listings(listings, base), base))
    for field, copy in zip(listings[0].fields, copies[0].fields, strict=True):
        assert (field.text, field.raw, field.location) == (copy.text, copy.raw, copy.location)
        for at in range(len(field.text)):
            assert field.locate(at) == copy.locate(at)
    outcome = Outcome(Listing("x", (), Location("other.csv", 7, 8)), told=((Location(base.path, 3, 4), "cut"),))
    moved = decode(encode(5, [outcome], base), replace(base, row=12, line=22))
    assert moved == (5, [Outcome(outcome.listing, told=((Location(base.path, 13, 24), "cut"),))])


def started(folder: Path) -> subprocess.Popen[str]:
    """A check of a large file by two workers, in a group of processes of its own."""
    LISTINGS["write_csv"](folder / "feed.csv", 4000, 0.5)
    command = [sys.executable, "-m", "listing_lint", "check", "feed.csv", "--jobs", "2", "--no-cache", "--isolated"]
    return subprocess.Popen(
        [*command, "--output", "json=out.json"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0,
    )  # fmt: skip


def soon(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are interrupted otherwise there")
def test_an_interrupt_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    process = started(tmp_path)
    soon(lambda: any(tmp_path.glob(".out.json*")))
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    assert [file.name for file in tmp_path.iterdir()] == ["feed.csv"]
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
def test_a_worker_that_is_killed_is_told_and_a_killed_run_leaves_no_worker(tmp_path: Path) -> None:
    def children(process: subprocess.Popen[str]) -> list[int]:
        return list(map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()))

    process = started(tmp_path)
    soon(lambda: len(children(process)) == 2)
    os.kill(children(process)[0], signal.SIGKILL)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "try again with --jobs 1" in told
    process = started(tmp_path)
    soon(lambda: len(children(process)) == 2)
    worker = children(process)[0]
    process.kill()
    process.communicate(timeout=30)
    soon(lambda: not Path(f"/proc/{worker}").exists())


def test_progress_tells_rate_and_rest_and_wipes_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    stream = io.StringIO()
    progress = Progress(stream, {Path("a.csv"): 600, Path("b.csv"): 400})
    progress.read(Path("a.csv"), 300)
    progress.update(10)
    assert stream.getvalue() == ""
    now = 110.0
    progress.read(Path("a.csv"), 600)
    progress.read(Path("b.csv"), 100)
    progress.update(14000)
    assert stream.getvalue() == "\r14,000 listings, 1,400 a second, 4 s left"
    progress.end()
    assert stream.getvalue().endswith("\r" + " " * 41 + "\r")


def test_a_rule_that_cannot_be_used_is_told_as_such(run, tmp_path: Path) -> None:
    Path("rules/demo").mkdir(parents=True)
    Path("rules/demo/odd.yaml").write_text("summary: odd\n", encoding="utf-8")
    Path("listing-lint.toml").write_text('rules = ["rules"]\n', encoding="utf-8")
    Path("feed.csv").write_text("id,title\n1,Mug\n", encoding="utf-8")
    result = run("check", "feed.csv")
    assert result.code == 2
    assert "odd.yaml" in result.err
    assert "internal-error" not in result.out + result.err
