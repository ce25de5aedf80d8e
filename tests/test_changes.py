"""Only new and changed listings: against a revision of a real git repository, and against an older file."""

import csv
import shutil
import subprocess

import pytest

BAD = "Asian size, choose carefully."
ROWS = [(f"D-{n}", f"Dress number {n}", BAD) for n in range(1, 6)]
CHECK = ("--isolated", "--select", "size-note-regional", "--output", "json")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def write(path, rows, newline="\n", header=("sku", "title", "description")):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=newline)
        writer.writerow(header)
        writer.writerows(rows)


@pytest.fixture
def git(tmp_path, monkeypatch):
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        names = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)

    run("init", "--quiet", "--initial-branch=main")
    return run


@pytest.fixture
def feed(git, tmp_path):
    """``feeds/a.csv`` with five faulty rows, committed."""
    path = tmp_path / "feeds" / "a.csv"
    write(path, ROWS)
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    return path


def faulty(result):
    return [finding["listing"] for finding in result.json["findings"]]


def test_only_changed_and_new_rows_are_linted(run, feed):
    changed = [ROWS[0], ("D-2", "Dress number two", BAD), *ROWS[2:], ("D-6", "Dress number 6", BAD)]
    write(feed, changed)
    result = run("check", "feeds", *CHECK, "--diff-base", "HEAD")
    assert (result.code, faulty(result)) == (1, ["D-2", "D-6"])
    summary = result.json["summary"]
    assert (summary["listings"], summary["unchanged_listings"], summary["unchanged_files"]) == (2, 4, 0)


def test_an_untouched_file_is_not_read(run, feed, git):
    result = run("check", "feeds", *CHECK, "--diff-base", "HEAD")
    assert (result.code, faulty(result)) == (0, [])
    assert result.json["summary"]["unchanged_files"] == 1
    assert "no listing is new or changed since HEAD" in result.err
    assert run("check", "feeds", "--isolated", "--diff-base", "HEAD").out == "Nothing is new or changed.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_sorting_line_ends_and_renaming_change_nothing(run, feed, git, newline):
    rows = [(sku, title, text + "\nSecond line.") for sku, title, text in ROWS]
    write(feed, rows)
    git("commit", "--quiet", "-am", "two lines")
    feed.unlink()
    lines = [(sku, title, text.replace("\n", newline)) for sku, title, text in reversed(rows)]
    write(feed.parent / "sub" / "z.csv", lines, newline)
    git("add", "--all")
    result = run("check", "feeds", *CHECK, "--diff-base", "HEAD")
    assert (result.code, faulty(result)) == (0, [])
    assert result.json["summary"]["unchanged_listings"] == 5


def test_rows_without_an_id_are_known_by_what_they_say(run, feed, git):
    write(feed, [row[1:] for row in ROWS], header=("title", "description"))
    git("commit", "--quiet", "-am", "no ids")
    write(feed, [("Another dress", BAD), *[row[1:] for row in reversed(ROWS)]], header=("title", "description"))
    result = run("check", "feeds", *CHECK, "--diff-base", "HEAD")
    assert [finding["location"]["line"] for finding in result.json["findings"]] == [2]


def test_a_file_that_was_split_holds_nothing_new(run, feed):
    write(feed, ROWS[:2])
    write(feed.with_name("b.csv"), ROWS[2:])
    assert faulty(run("check", "feeds", *CHECK, "--diff-base", "HEAD")) == []


def test_a_file_that_git_does_not_know_is_new(run, feed):
    write(feed.with_name("b.csv"), [("N-1", "New dress", BAD)])
    assert faulty(run("check", "feeds", *CHECK, "--diff-base", "HEAD")) == ["N-1"]


def test_any_revision_and_workbooks(run, feed, git, tmp_path):
    from openpyxl import Workbook

    def save(rows):
        book = Workbook()
        book.active.append(["sku", "title", "description"])
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "feeds" / "b.xlsx")

    ours = [(f"B-{n}", f"Skirt number {n}", BAD) for n in range(3)]
    save(ours)
    git("add", ".")
    git("commit", "--quiet", "-m", "second")
    git("tag", "v1")
    save([*ours[::-1], ("N-1", "New dress", BAD)])
    write(feed, [*ROWS, ("N-2", "New dress", BAD)])
    git("commit", "--quiet", "-am", "third")
    assert faulty(run("check", "feeds", *CHECK, "--diff-base", "v1")) == ["N-2", "N-1"]
    assert len(faulty(run("check", "feeds", *CHECK, "--diff-base", "v1~1"))) == 2 + len(ours)


def test_names_that_git_would_quote(run, feed, git):
    odd = feed.with_name("颜色 “a” list.csv")
    write(odd, ROWS)
    git("add", ".")
    git("commit", "--quiet", "-m", "odd")
    write(odd, [*ROWS, ("N-1", "New dress", BAD)])
    assert faulty(run("check", "feeds", *CHECK, "--diff-base", "HEAD")) == ["N-1"]


def test_comments_about_rows_that_were_not_linted_are_not_in_vain(run, feed, git):
    text = feed.read_text(encoding="utf-8").replace("D-1,", "# listing-lint: ignore[size-note-regional]\nD-1,")
    feed.write_text(text, encoding="utf-8")
    git("commit", "--quiet", "-am", "comment")
    with feed.open("a", encoding="utf-8") as file:
        file.write("N-1,Clean dress,Size EU 38\n")
    result = run("check", "feeds", *CHECK, "--diff-base", "HEAD")
    assert (result.code, result.err) == (0, "")


def test_an_older_file(run, feed, tmp_path):
    old = tmp_path / "old.jsonl"
    shutil.copy(feed, tmp_path / "old.csv")
    write(feed, [*ROWS[::-1], ("N-1", "New dress", BAD)])
    result = run("check", feed, *CHECK, "--against", "old.csv")
    assert (result.code, faulty(result)) == (1, ["N-1"])
    text = feed.read_text(encoding="utf-8")
    result = run("check", "-", *CHECK, "--against", "old.csv", stdin=text)
    assert faulty(result) == ["N-1"]
    assert run("check", feed, *CHECK, "--against", old).code == 2


def test_only_changed_rows_are_fixed(run, feed, git):
    write(feed, [("D-1", "Ｄress one", "Cotton"), ("D-2", "Dress two", "Cotton")])
    git("commit", "--quiet", "-am", "wide")
    write(feed, [("D-1", "Ｄress one", "Cotton"), ("D-2", "Ｄress two", "Cotton")])
    run("check", "feeds", "--isolated", "--fix", "--diff-base", "HEAD")
    assert feed.read_text(encoding="utf-8").splitlines()[1:] == ["D-1,Ｄress one,Cotton", "D-2,Dress two,Cotton"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--diff-base", "no-such"), "there is no revision 'no-such'"),
        (("--diff-base", "--output=x"), "there is no revision '--output=x'"),
        (("--diff-base", "HEAD", "--against", "a.csv"), "exclude each other"),
        (("--against", "no-such.csv"), "no-such.csv: cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_told(run, feed, options, told):
    result = run("check", "feeds", *CHECK, *options)
    assert result.code == 2
    assert told in result.err


def test_a_folder_outside_of_git(run, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "a.csv", ROWS)
    result = run("check", "a.csv", *CHECK, "--diff-base", "HEAD")
    assert result.code == 2
    assert "not a git repository" in result.err
    assert run("check", "-", *CHECK, "--diff-base", "HEAD", stdin="title\nDress\n").code == 2
