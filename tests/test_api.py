"""The Python interface: no printing, no exit."""

import pytest

from listing_lint import lint, lint_file, quantities
from listing_lint.errors import ReadError


def test_lint_takes_a_mapping(capsys):
    (finding,) = lint({"title": "Dress", "description": "Asian size"}, select=["size-note-regional"])
    assert (finding.field, finding.text, finding.span.text) == ("description", "Asian size", "Asian size")
    assert capsys.readouterr() == ("", "")


def test_lint_file_reads_as_the_command_line_does(catalog):
    (finding,) = lint_file(catalog, select=["size-note-regional"])
    assert (finding.listing, finding.location.line) == ("D-1", 2)


def test_what_cannot_be_read_raises(tmp_path):
    with pytest.raises(ReadError, match="no such file"):
        lint_file(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="variants"):
        lint({"title": "x", "variants": "S"})


def test_halves_of_characters_are_read_as_damage():
    """JSON can spell them (``"\\ud800"``), and no library takes them for text."""
    (finding,) = lint({"title": "Dress \ud83d", "description": "\udfff Asian size"}, select=["size-note-regional"])
    assert (finding.text, finding.start) == ("Asian size", 2)
    (quantity,) = quantities("\ud800 5 cm")
    assert (quantity.value, quantity.unit) == (5, "centimeter")
