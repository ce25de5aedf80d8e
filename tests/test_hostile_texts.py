"""Texts that try to be more than text in a report: escapes, commands of CI services, formulas, markup."""

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree

import pytest

from listing_lint.report import FOR_PEOPLE
from listing_lint.report.terminal import safe, snippet

WORDS = (
    "\x1b[31mAsian size\x1b[0m", "\x1b]0;title\x07Asian size", "\u202eAsian size", "\u2066Asian size\u2069",
    "::error file=a::Asian size", "a\n::set-output name=a::Asian size", "##[add-mask]Asian size",
    "##vso[task.setvariable variable=a]Asian size", "=cmd|' /C calc'!A0 Asian size", "+Asian size", "@Asian size",
    "\tAsian size", "-Asian size", "<script>alert(1)</script> Asian size", "</failure> & \" ' Asian size",
    "]]> Asian size", "\x00Asian size", "\x0b\x0c\ufffe Asian size", "\u0085\u2028Asian size\u2029",
    "\U000e0041Asian size",
)  # fmt: skip


@pytest.fixture
def reported(run, tmp_path):
    """``reported(format)``: a catalog with all hostile words, in ids and file names too, in this format."""
    rows = [
        {"sku": f"{word[:12]}{number}", "title": f"Dress {word}", "description": word}
        for number, word in enumerate(WORDS)
    ]
    (tmp_path / "::error::x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def report(name):
        result = run("check", "::error::x.jsonl", "--isolated", "--select", "size-note-regional", "--output", name)
        assert result.code == 1
        return result.out

    return report


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_nothing_moves_the_cursor_or_commands_a_service(reported, name):
    out = reported(name)
    lines = out.split("\n")
    assert not [char for char in out if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") and char != "\n"]
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", out)
    assert not [line for line in lines if line.lstrip().startswith("::")]
    assert not re.search(r"##\w*\[", out)


def test_what_is_shown_for_them():
    assert safe("\x1b[31mred") == "\\u001b[31mred"
    assert safe("  ::error::x") == "  \\u003a:error::x"
    assert safe("std::vector") == "std::vector"
    assert safe("## Heading [1]") == "## Heading [1]"
    assert snippet("::error::x", 2, 7, 60)[0].startswith("\\u003a:error")


def test_github_commands_cannot_be_forged(reported):
    lines = reported("github").splitlines()
    assert all(re.match(r"::(error|warning|notice) (file=%3A%3Aerror%3A%3Ax\.jsonl,|title=)", line) for line in lines)
    assert not any(re.search(r"##\w*\[", line) for line in lines)


def test_no_cell_is_a_formula(reported):
    for row in csv.reader(io.StringIO(reported("csv"))):
        assert not [cell for cell in row if re.match(r" *[=+\-@\t\r]", cell)]


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_xml_is_valid_whatever_the_characters(reported, name):
    out = reported(name)
    assert ElementTree.fromstring(out).iter()
    assert out.isprintable() or not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", out)


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "rdjson"])
def test_json_holds_the_very_words(reported, name):
    assert json.loads(reported(name))


def test_a_page_holds_no_markup_of_cells(reported):
    out = reported("html")
    assert "<script>alert" not in out
    assert "Content-Security-Policy" in out
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", out)


def test_a_file_whose_name_is_no_text(run, tmp_path):
    """On POSIX a name is any bytes; Python spells those that are no UTF-8 as halves of characters."""
    path = tmp_path / "a\udcff.csv"
    try:
        path.write_text("title,description\nDress,Asian size\n", encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        pytest.skip("the file system takes no such name")
    for name in ("csv", "json", "html", "junit", "sarif", "github", "text"):
        result = run("check", ".", "--isolated", "--select", "size-note-regional", "--output", f"{name}=out.{name}.txt")
        assert result.code == 1, result.err
