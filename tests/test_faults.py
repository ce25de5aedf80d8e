"""What goes wrong in one rule, on one listing or in one file stays there, and is told in every report."""

import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from msgspec.structs import replace

from listing_lint import faults
from listing_lint import run as run_module
from listing_lint.checks import Check
from listing_lint.engine import Linter
from listing_lint.limits import Limits
from listing_lint.model import Hit, Span
from listing_lint.read.mapping import listing_from_mapping
from listing_lint.report import BINARY, FORMATS
from listing_lint.rules import When, load_rules

LISTINGS = "sku,title,description\nD-1,Summer dress,Asian size\nD-2,Winter dress,Asian size\n"
ONLY = ("--select", "chart-unit-missing,size-note-regional")
RULES = {rule.name: rule for rule in load_rules()}


def replaced(name, check):
    """The rule of this name with another check, on all listings."""
    return replace(RULES[name], check=Check("special", {}, check), when=When(), languages=())


def fails_on_first(facts, scope) -> Iterator[Hit]:
    if facts.listing.id == "D-1":
        raise IndexError("list index\nout of range")
    yield from ()


# Rules are stopped in code of the package only, so these checks claim to be of it.
OWN = {"__name__": "listing_lint.checks.special.slow", "Hit": Hit, "Span": Span}
exec(
    """
def never_ends(facts, scope):
    yield Hit(Span(facts.listing.fields[0], 0, 3), {"cm": "x"})
    while facts.listing.id == "D-1":
        pass

def dwells_in_a_library(facts, scope):
    while True:
        work()
    yield
""",
    OWN,
)
never_ends, dwells_in_a_library = OWN["never_ends"], OWN["dwells_in_a_library"]


def work():
    """What a library does: it must not be left half done."""
    with OWN["Library"]():
        sum(map(Fraction, range(100_000)))


OWN["work"] = work


@pytest.fixture
def with_check(monkeypatch):
    """``with_check(name, check)``: from now on the rule of this name runs another check."""

    def use(name, check):
        rules = tuple(replaced(name, check) if rule.name == name else rule for rule in load_rules())
        monkeypatch.setattr(run_module, "load_rules", lambda folders=(): rules)

    return use


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "catalog.csv"
    path.write_text(LISTINGS, encoding="utf-8")
    return path


def rules_of(result):
    return [(finding["rule"], finding["listing"]) for finding in result.json["findings"]]


def test_a_rule_that_fails_is_a_finding_and_all_others_run(run, file, with_check):
    with_check("chart-unit-missing", fails_on_first)
    result = run("check", file, "--isolated", *ONLY, "--output", "json")
    assert result.code == 2
    assert rules_of(result) == [
        ("internal-error", "D-1"),
        ("size-note-regional", "D-1"),
        ("size-note-regional", "D-2"),
    ]
    finding = result.json["findings"][0]
    assert "(chart-unit-missing): IndexError: list index out of range" in finding["message"]
    assert (finding["location"]["line"], finding["severity"]) == (2, "error")
    assert "not linted in full" in result.err


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in BINARY])
def test_every_report_tells_of_it(run, file, with_check, name):
    with_check("chart-unit-missing", fails_on_first)
    result = run("check", file, "--isolated", *ONLY, "--output", name)
    assert result.code == 2
    assert "internal-error" in result.out


def test_a_workbook_tells_of_it(run, file, with_check, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    with_check("chart-unit-missing", fails_on_first)
    assert run("check", file, "--isolated", *ONLY, "--output", f"xlsx={tmp_path / 'out.xlsx'}").code == 2
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert any(cell.value == "internal-error" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_no_setting_hides_it(run, file, with_check, tmp_path):
    with_check("chart-unit-missing", fails_on_first)
    (tmp_path / "listing-lint.toml").write_text(
        'fail-on = "never"\n[[ignore-findings]]\nrule = "all"\nreason = "x"\n', encoding="utf-8"
    )
    result = run("check", file, *ONLY, "--output", "json")
    assert result.code == 2
    assert rules_of(result) == [("internal-error", "D-1")]


def test_a_reader_that_fails_is_a_finding_and_the_next_file_is_linted(run, file, tmp_path, monkeypatch):
    from listing_lint.read import json_file

    def fails(text, limits):
        raise RecursionError

    monkeypatch.setattr(json_file, "parse_json", fails)
    (tmp_path / "a.json").write_text('[{"title": "Hat"}]', encoding="utf-8")
    result = run("check", "a.json", file, "--isolated", *ONLY, "--output", "json")
    assert result.code == 2
    assert rules_of(result) == [
        ("internal-error", "a.json"),
        ("size-note-regional", "D-1"),
        ("size-note-regional", "D-2"),
    ]
    assert result.json["findings"][0]["location"]["path"] == "a.json"


def test_a_fault_outside_of_the_rules_costs_one_listing(run, file, monkeypatch):
    def fails(listing):
        if listing.id == "D-1":
            raise KeyError("x")
        return listing, []

    monkeypatch.setattr(run_module, "in_column", fails)
    result = run("check", file, "--isolated", *ONLY, "--output", "json")
    assert result.code == 2
    assert rules_of(result) == [("internal-error", "D-1"), ("size-note-regional", "D-2")]


def test_they_can_be_explained(run):
    for name in faults.NAMES:
        for lang in ("en", "zh"):
            result = run("explain", name, "--lang", lang)
            assert result.code == 0
            assert name in result.out


needs_timer = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")


@needs_timer
def test_a_rule_that_never_ends_is_stopped_and_all_else_is_linted(run, file, with_check, tmp_path):
    with_check("chart-unit-missing", never_ends)
    (tmp_path / "listing-lint.toml").write_text("[limits]\nrule-seconds = 1\n", encoding="utf-8")
    result = run("check", file, *ONLY, "--output", "json")
    assert result.code == 2
    assert rules_of(result) == [
        ("too-slow", "D-1"),
        ("size-note-regional", "D-1"),
        ("chart-unit-missing", "D-2"),
        ("size-note-regional", "D-2"),
    ]
    assert "more than 1 s" in result.json["findings"][0]["message"]
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@needs_timer
def test_all_rules_together_have_their_time_too():
    rules = [replaced(name, never_ends) for name in ("chart-unit-missing", "size-note-regional", "chart-order-broken")]
    linter = Linter(rules, Limits(rule_seconds=1, listing_seconds=2))
    with linter.timer:
        found = linter.lint(listing_from_mapping({"id": "D-1", "title": "Summer dress"}), isolate=True)
    assert [finding.rule for finding in found] == ["too-slow", "too-slow"]
    assert "all rules" in found[-1].message or "all rules" in found[0].message


@needs_timer
def test_a_library_is_never_interrupted():
    """A stop inside of foreign code could leave it half done; there it waits until our own code runs again."""
    left = []

    class Library:
        def __enter__(self):
            left.append("open")

        def __exit__(self, kind, *rest):
            left[-1] = kind

    OWN["Library"] = Library
    linter = Linter([replaced("size-note-regional", dwells_in_a_library)], Limits(rule_seconds=1))
    with linter.timer:
        found = linter.lint(listing_from_mapping({"id": "D-1", "title": "Summer dress"}), isolate=True)
    assert [finding.rule for finding in found] == ["too-slow"]
    assert set(left) == {None}
    assert sys.gettrace() is None or "coverage" in str(sys.gettrace())


def test_where_nothing_ticks_no_rule_begins_after_the_time_of_the_listing(monkeypatch):
    """On threads other than the first, and on systems without timers, as in the page's server."""
    worked = 0.0

    def works(facts, scope):
        nonlocal worked
        worked += 20
        yield Hit(Span(facts.listing.fields[0], 0, 3 + int(worked)), {"cm": "x"})

    monkeypatch.setattr("listing_lint.timer.time.thread_time", lambda: worked)
    names = ("one-size-range-missing", "size-note-regional", "size-runs-vague")
    linter = Linter([replaced(name, works) for name in names], Limits(listing_seconds=30))
    listing = listing_from_mapping({"id": "D-1", "title": "Summer dress " * 9})
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(linter.lint, listing, isolate=True).result()
    assert [finding.rule for finding in found] == ["too-slow", *sorted(rule.name for rule in linter.rules[:2])]
    assert "all rules" in found[0].message
