"""How often each of very many texts is met, in the memory of a few bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left

_MASK = (1 << 64) - 1
_PARTS = 1024
"""Sorted lists that the texts are spread over, so that one stays short enough to insert into."""


class Tally:
    """Counts texts up to ``most``. It keeps 64 bits of each text: of a million, two are one in 37 million cases."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._type = "B" if most < 256 else "I"
        self._parts: dict[int, tuple[array[int], array[int]]] = {}

    def add(self, text: str) -> int:
        """Counts ``text`` once more; how often it was met so far, this time included, but no more than ``most``."""
        key, keys, counts = self._part(text)
        at = bisect_left(keys, key)
        if at == len(keys) or keys[at] != key:
            keys.insert(at, key)
            counts.insert(at, 0)
        if counts[at] < self._most:
            counts[at] += 1
        return counts[at]

    def __getitem__(self, text: str) -> int:
        key, keys, counts = self._part(text)
        at = bisect_left(keys, key)
        return counts[at] if at < len(keys) and keys[at] == key else 0

    def _part(self, text: str) -> tuple[int, array[int], array[int]]:
        key = hash(text) & _MASK
        part = self._parts.get(key % _PARTS)
        if part is None:
            part = self._parts[key % _PARTS] = (array("Q"), array(self._type))
        return key, *part
