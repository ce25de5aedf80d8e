"""Positions: from plain text back to the file."""

from listing_lint.model import Field, Location, Offsets

AT = Location("x.csv", record=2, line=10, column=5)


def test_text_that_is_raw_is_located_over_its_line_breaks():
    field = Field("description", "description", "ab\ncd\r\nef", AT, "ab\ncd\r\nef")
    places = [(field.locate(at).line, field.locate(at).column) for at in (0, 1, 3, 4, 6, 7, 8)]
    assert places == [(10, 5), (10, 6), (11, 1), (11, 2), (11, 3), (12, 1), (12, 2)]


def test_entities_and_markup_are_stepped_over():
    # raw: "<b>A&amp;B</b> C", plain: "A&B C"
    offsets = Offsets([(0, 3, 1), (1, 4, 5), (2, 9, 1), (3, 14, 2)], 5)
    field = Field("description", "description", "A&B C", AT, "<b>A&amp;B</b> C", offsets)
    assert [field.raw[slice(*field.raw_span(at, at + 1))] for at in range(5)] == ["A", "&amp;", "B", " ", "C"]
    assert field.raw[slice(*field.raw_span(0, 3))] == "A&amp;B"
    assert field.locate(4).column == 5 + 15


def test_maps_compose():
    # file: a""b&amp;c  -> cell: a"b&amp;c -> text: a"b&c
    cell = Offsets([(0, 0, 1), (1, 1, 2), (2, 3, 7)], 9)
    text = Offsets([(0, 0, 3), (3, 3, 5), (4, 8, 1)], 5)
    both = text.over(cell)
    raw = 'a""b&amp;c'
    assert [raw[both.start(at) : both.end(at + 1)] for at in range(5)] == ["a", '""', "b", "&amp;", "c"]
