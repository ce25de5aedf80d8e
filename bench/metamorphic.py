"""Changes to a catalog that must not change what is found in it, or must change it in a known way.

    python bench/metamorphic.py FILE.jsonl... [--most N]

FILE holds a listing on each line, in the shape of the Python interface. Each is written as a catalog in several ways:
with a clean listing more, shuffled, doubled, in other encodings, in other formats. Exit status: 0 all hold, 1 not all.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from listing_lint.config import Config
from listing_lint.run import Overrides, Run

CLEAN = {"id": "clean-1", "title": "Notebook with 80 sheets of lined paper", "price": "5"}
"""A listing in which no rule finds anything."""

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030")
_MARKED = {"utf-16-be": b"\xfe\xff"}
_COLUMNS = ("id", "title", "description", "price", "Material", "Color")

Found = Counter[tuple[str, str, str | None, str | None, int | None]]
Rows = list[dict[str, str]]


@cache
def _run() -> Run:
    """One run for all files, so that the rules are loaded once."""
    return Run(Config(), Overrides(min_confidence="low"))


def found(path: Path) -> Found:
    """What is found in the file, every rule asked: rule, title, field, words, place in the field."""
    run = _run()
    told: Found = Counter()
    for listing, findings in run.lint(run.targets([str(path)])):
        title = listing.title.text if listing.title else ""
        told.update((item.rule, title, item.field, item.text, item.start) for item in findings)
    problems = [item.reason for item in run.summary.skipped if item.fatal]
    if problems:
        raise ValueError(f"{path}: {problems[0]}")
    return told


def rows_of(listings: Iterable[Mapping[str, Any]]) -> Rows:
    """Listings as the rows of a table, each value on one line, all columns filled where the listing says something."""
    rows = []
    for number, listing in enumerate(listings, 1):
        attributes = listing.get("attributes") or {}
        values = {
            "id": f"L-{number}",
            "title": listing.get("title"),
            "description": listing.get("description"),
            "price": "5",
            "Material": attributes.get("Material") or attributes.get("material"),
            "Color": attributes.get("Color") or attributes.get("color"),
        }
        if isinstance(values["title"], str) and values["title"].strip():
            rows.append({key: " ".join(value.split()) for key, value in values.items() if isinstance(value, str)})
    return rows


def as_csv(rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, delimiter=delimiter, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def as_jsonl(rows: Rows) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_json(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=True, indent=1)


def as_xlsx(rows: Rows, path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Products")
    sheet.append(list(_COLUMNS))
    for row in rows:
        sheet.append([row.get(name, "") for name in _COLUMNS])
    book.save(path)
    return path


def relations(rows: Rows, folder: Path) -> Iterator[tuple[str, Found, Found]]:
    """The name of each change, what must be found after it, and what is."""

    def look(name: str, text: str, encoding: str = "utf-8") -> Found:
        path = folder / name
        path.write_bytes(_MARKED.get(encoding, b"") + text.encode(encoding))
        return found(path)

    before = look("before.csv", as_csv(rows))
    yield "a clean row more", before, look("more.csv", as_csv([*rows, CLEAN]))
    shuffled = random.Random(1).sample(rows, len(rows))
    yield "shuffled", before, look("shuffled.csv", as_csv(shuffled))
    again = [{**row, "id": f"{row['id']}-2"} for row in rows]
    twice: Found = Counter({key: 2 * count for key, count in before.items()})
    yield "doubled", twice, look("doubled.csv", as_csv([*rows, *again]))
    for encoding in ENCODINGS:
        try:
            yield f"csv in {encoding}", before, look(f"{encoding}.csv", as_csv(rows), encoding)
        except UnicodeEncodeError:
            continue
    for delimiter, name in (("\t", "tsv"), (";", "csv with semicolons"), ("|", "csv with bars")):
        yield name, before, look(f"x.{'tsv' if delimiter == chr(9) else 'csv'}", as_csv(rows, delimiter))
    yield "xlsx", before, found(as_xlsx(rows, folder / "x.xlsx"))
    trees = look("before.jsonl", as_jsonl(rows))
    yield "csv to jsonl", _by_words(before), _by_words(trees)
    yield "jsonl to json", trees, look("x.json", as_json(rows))
    yield "jsonl shuffled", trees, look("shuffled.jsonl", as_jsonl(shuffled))
    yield "jsonl in utf-16", trees, look("x.jsonl", as_jsonl(rows), "utf-16")


def _by_words(told: Found) -> Found:
    """Without the names of fields: a key of JSON and a column of a table may be called differently."""
    return Counter((rule, title, None, text, start) for rule, title, _, text, start in told.elements())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=500, help="listings taken of each file [500]")
    given = parser.parse_args()
    held = True
    for file in given.files:
        with file.open(encoding="utf-8") as lines:
            rows = rows_of(json.loads(line) for line in lines if line.strip())[: given.most]
        with tempfile.TemporaryDirectory() as folder:
            for name, wanted, told in relations(rows, Path(folder)):
                lost, new = wanted - told, told - wanted
                held &= not lost and not new
                print(
                    f"{file.name}, {len(rows)} rows, {name}: {wanted.total()} findings, {lost.total()} lost,", end=" "
                )
                print(f"{new.total()} new", flush=True)
                for mark, keys in (("-", lost), ("+", new)):
                    for rule, title, field, text, _ in list(keys)[:3]:
                        print(f"  {mark} {rule} [{field}] {(text or '')[:60]!r} in {title[:60]!r}")
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
