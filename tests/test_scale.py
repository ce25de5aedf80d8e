"""What keeps large files fast and small in memory, and changes nothing of what is found."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_lint.read import read_file
from listing_lint.read.delimited import Tokenizer, lines
from listing_lint.read.tally import Tally


class Slow(Tokenizer):
    """Splits every line the long way."""

    def __init__(self, text: str) -> None:
        super().__init__(lines([text]), ",")
        self._plain = lambda row: []


@given(st.text(alphabet='a,"\n\r ', max_size=60))
def test_lines_with_plain_quotes_split_as_all_others_do(text: str) -> None:
    fast = [record.pieces for record in Tokenizer(lines([text]), ",")]
    assert fast == [record.pieces for record in Slow(text)]


class Counting(Tokenizer):
    """Counts how many lines it looks at, those that it gives back among them."""

    looks = 0

    def _take(self) -> str | None:
        self.looks += 1
        return super()._take()


def test_the_end_of_a_quoted_cell_is_not_sought_far_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listing_lint.read.delimited._MOST_LINES", 500)
    monkeypatch.setattr("listing_lint.read.delimited._FEWEST_LINES", 20)
    cell = 'a,"' + "words\n" * 400 + 'end"\n'
    assert [len(record) for record in Counting(lines([cell]), ",")] == [2]
    tokenizer = Counting(lines(['"a,b\n"' * 2000]), ",")
    assert len(list(tokenizer)) > 1000
    assert tokenizer.looks < 2000 * 60


@pytest.mark.parametrize(("most", "kind"), [(2, "few"), (2**32 - 1, "all")])
def test_a_tally_counts_as_a_counter_does(most: int, kind: str) -> None:
    tally, counter = Tally(most), Counter[str]()
    for number in range(9000):
        text = f"{kind}-{number * number % 3001}"
        counter[text] += 1
        assert tally.add(text) == min(counter[text], most)
    assert all(tally[text] == min(count, most) for text, count in counter.items())
    assert tally["never met"] == 0


def _peak(rows: Iterator[str], path: Path) -> int:
    path.write_text("id,title,description,item_group_id\n" + "".join(rows), encoding="utf-8")
    tracemalloc.start()
    assert sum(1 for _ in read_file(path).listings) > 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_reading_a_table_keeps_a_few_bytes_a_row(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[str]:
        return (f'{n},Mug {n},"Stoneware, {n} ml. {"Made by hand. " * 20}",g{n // 2}\n' for n in range(count))

    _peak(rows(100), tmp_path / "first.csv")
    small = _peak(rows(3000), tmp_path / "small.csv")
    large = _peak(rows(15000), tmp_path / "large.csv")
    # A row has more than 300 characters; what is kept of it are numbers that stand for its id and its group.
    assert large - small < 60 * 12000
