"""Bytes to text."""

import pytest

from listing_lint.errors import ReadError
from listing_lint.read.encoding import decode


def test_a_byte_order_mark_is_not_text():
    assert decode(b"\xef\xbb\xbfname")[:2] == ("name", "utf-8")


def test_an_unknown_encoding_is_refused():
    with pytest.raises(ReadError, match="no encoding 'klingon'"):
        decode(b"name", "klingon")
