"""Which files a folder stands for."""

import os

from listing_lint.walk import walk


def names(folder, include=("*.csv",)):
    return [path.relative_to(folder).as_posix() for path in walk(folder, include)]


def make(folder, *files):
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def test_files_are_found_in_order_whatever_the_case(tmp_path):
    make(tmp_path, "b/2.csv", "a.CSV", "b/1.csv", "c.txt", "node_modules/x.csv", ".git/x.csv")
    assert names(tmp_path) == ["a.CSV", "b/1.csv", "b/2.csv"]


def test_gitignore_counts_also_above_and_negated(tmp_path):
    make(tmp_path, "shop/old/1.csv", "shop/a.csv", "shop/keep.csv", "shop/b.csv")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("old/\n*.csv\n", encoding="utf-8")
    (tmp_path / "shop" / ".gitignore").write_text("!keep.csv\n", encoding="utf-8")
    assert names(tmp_path / "shop") == ["keep.csv"]


def test_link_loops_end(tmp_path):
    make(tmp_path, "a/1.csv")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "dangling.csv").symlink_to(tmp_path / "nowhere")
    assert names(tmp_path) == ["a/1.csv"]


def test_pipes_are_left_alone(tmp_path):
    make(tmp_path, "1.csv")
    os.mkfifo(tmp_path / "2.csv")
    assert names(tmp_path) == ["1.csv"]
