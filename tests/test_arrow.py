"""Arrow batches and Parquet files, in and out."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="needs the extra arrow")
import pyarrow.parquet as pq  # noqa: E402

from listing_lint import lint_file  # noqa: E402
from listing_lint.arrow import DDL, SCHEMA, lint_batches  # noqa: E402
from listing_lint.errors import ReadError  # noqa: E402
from listing_lint.read import read_file  # noqa: E402

LISTINGS = runpy.run_path(str(Path(__file__).parent.parent / "bench" / "listings.py"))
EXAMPLE = Path(__file__).parent.parent / "examples" / "spark_findings.py"


@pytest.fixture(scope="module")
def table() -> "pa.Table":
    rows = list(LISTINGS["rows"](40, 0.5))
    columns = dict(zip(LISTINGS["HEADER"], map(list, zip(*rows, strict=True)), strict=True))
    columns["Stock"] = [int(value) for value in columns["Stock"]]
    columns["Tags"] = [["home", "gift"] for _ in rows]
    return pa.table(columns)


@pytest.fixture
def parquet(table: "pa.Table", tmp_path: Path) -> Path:
    pq.write_table(table, tmp_path / "feed.parquet", row_group_size=7)
    return tmp_path / "feed.parquet"


def _facts(findings: object) -> list[tuple[object, ...]]:
    return [(item.listing, item.field, item.rule, item.start, item.end, item.text) for item in findings]  # type: ignore[attr-defined]


def test_a_parquet_file_gives_what_the_same_table_gives_as_csv(table: "pa.Table", parquet: Path) -> None:
    LISTINGS["write_csv"](parquet.parent / "feed.csv", 40, 0.5)
    found = lint_file(parquet)
    assert len(found) > 20
    assert _facts(found) == _facts(lint_file(parquet.parent / "feed.csv"))
    assert [item.location.record for item in found] == [
        item.location.record - 1 for item in lint_file(parquet.parent / "feed.csv")
    ]


def test_findings_are_written_as_parquet(run, table: "pa.Table", parquet: Path) -> None:
    result = run("check", parquet, "--output", "parquet=out.parquet", "--output", "json=out.json", "--lang", "zh")
    assert result.code == 1
    written = pq.read_table("out.parquet")
    assert written.schema.equals(SCHEMA)
    expected = json.loads(Path("out.json").read_text(encoding="utf-8"))["findings"]
    assert written.column("fingerprint").to_pylist() == [item["fingerprint"] for item in expected]
    assert written.column("row").to_pylist() == [item["location"]["record"] for item in expected]
    assert any("\u4e00" <= character <= "\u9fff" for character in written.column("message")[0].as_py())


def test_batches_give_a_batch_each_however_they_are_cut(table: "pa.Table", parquet: Path) -> None:
    expected = _facts(lint_file(parquet))
    for size in (1, 9, 40):
        batches = list(lint_batches(table.to_batches(max_chunksize=size)))
        assert len(batches) == len(table.to_batches(max_chunksize=size))
        rows = pa.Table.from_batches(batches, SCHEMA).to_pylist()
        assert [
            tuple(row[key] for key in ("listing", "field", "rule", "start", "end", "text")) for row in rows
        ] == expected


def test_no_batches_and_empty_ones_give_no_findings(table: "pa.Table") -> None:
    assert list(lint_batches([])) == []
    empty = table.slice(0, 0).combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
    assert [batch.num_rows for batch in lint_batches(empty)] == [0]


def test_options_reach_the_rules() -> None:
    batch = pa.RecordBatch.from_pylist([{"nombre": "Hair dryer 1800 W, 220V", "listing-lint-ignore": None}])
    found = pa.Table.from_batches(lint_batches([batch], columns={"nombre": "title"}, markets=["US"], name="shop"))
    assert set(found.column("path").to_pylist()) == {"shop"}
    assert "voltage-one-region" in found.column("rule").to_pylist()
    none = lint_batches([batch], columns={"nombre": "title"}, ignore=["electrical"], language="en")
    assert "voltage-one-region" not in next(none).column("rule").to_pylist()
    quiet = batch.set_column(1, "listing-lint-ignore", pa.array(["all"]))
    assert next(lint_batches([quiet], columns={"nombre": "title"})).num_rows == 0


def test_what_holds_no_listings_or_is_no_parquet_is_told(run, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no column"):
        list(lint_batches([pa.RecordBatch.from_pylist([{"a": 1}])]))
    Path("torn.parquet").write_bytes(b"PAR1 and no more")
    result = run("check", "torn.parquet")
    assert result.code == 2
    assert "not a Parquet file" in result.out + result.err


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_finds_what_a_file_gives(table: "pa.Table", parquet: Path) -> None:
    pytest.importorskip("pyspark", reason="needs the extra spark")
    program = f"""
import runpy
from pyspark.sql import SparkSession
findings = runpy.run_path({str(EXAMPLE)!r})["findings"]
session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
rows = findings(session.read.parquet({str(parquet)!r}).repartition(3)).collect()
print(len(rows), sorted(row.fingerprint for row in rows))
"""
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    expected = sorted(item.fingerprint for item in lint_file(parquet))
    assert done.stdout.strip() == f"{len(expected)} {expected}"
    assert len(DDL.split(",")) == len(SCHEMA)


def test_columns_of_all_kinds_are_read(tmp_path: Path) -> None:
    colours = pa.array(["red", None, "red"]).dictionary_encode()
    numbers = pa.array([7, 7, 8]).dictionary_encode()
    table = pa.table(
        {
            "title": ["Dress", "Dress", "Hat"],
            "colour": colours,
            "size": numbers,
            "note": pa.array(["Asian size"] * 3, pa.large_string()),
            "material": [{"upper.part": "wool", "lining": None}] * 3,
            "tags": [["a", "b"], [], None],
            "photo": [b"\xff\xd8"] * 3,
            "price": pa.array(["1.50"] * 3).cast(pa.decimal128(6, 2)),
        }
    )
    pq.write_table(table, tmp_path / "feed.parquet", row_group_size=2)
    first, second, third = read_file(tmp_path / "feed.parquet").listings
    texts = [[field.text for field in listing.fields] for listing in (first, second, third)]
    assert texts[0] == ["Dress", "red", "7", "Asian size", '{"upper.part": "wool", "lining": null}', "a, b", "1.50"]
    assert "red" not in texts[1]
    assert "8" in texts[2]


def test_a_text_in_many_rows_does_not_fill_the_memory(run, tmp_path: Path) -> None:
    rows = [f"{'wool ' * 400_000}"] * 40
    pq.write_table(
        pa.table({"title": ["Dress"] * 140, "description": ["Asian size"] * 100 + rows}),
        tmp_path / "feed.parquet",
        compression="zstd",
    )
    assert (tmp_path / "feed.parquet").stat().st_size < 10_000
    (tmp_path / "listing-lint.toml").write_text("[limits]\nunpacked-megabytes = 20\n", encoding="utf-8")
    result = run("check", "feed.parquet", "--select", "size-note-regional", "--output", "json")
    assert result.code == 2
    assert "unpack to" in result.out
    assert "20 MB are the limit ([limits] unpacked-megabytes)" in result.out
