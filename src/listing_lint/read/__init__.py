"""Bytes to listings: the only place that knows file formats and positions."""

from listing_lint.read.dispatch import FORMATS, read_bytes, read_file
from listing_lint.read.reading import Column, Problem, Reading, ReadOptions

__all__ = ["FORMATS", "Column", "Problem", "ReadOptions", "Reading", "read_bytes", "read_file"]
