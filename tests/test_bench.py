import runpy
from pathlib import Path

from listing_lint import lint_file

LISTINGS = runpy.run_path(str(Path(__file__).parent.parent / "bench" / "listings.py"))


def test_the_listings_of_the_measurements_are_the_same_each_time_and_honest_where_no_fault_is_put(
    tmp_path: Path,
) -> None:
    write_csv = LISTINGS["write_csv"]
    for name in ("one.csv", "two.csv"):
        write_csv(tmp_path / name, 40, 0.0, seed=3)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert lint_file(tmp_path / "one.csv") == []


def test_faults_that_are_put_into_the_listings_are_found(tmp_path: Path) -> None:
    LISTINGS["write_csv"](tmp_path / "faulty.csv", 20, 1.0)
    found = {finding.listing for finding in lint_file(tmp_path / "faulty.csv")}
    assert len(found) == 20
