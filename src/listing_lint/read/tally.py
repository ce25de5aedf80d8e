"""How often each of very many texts is met, in the memory of a few numbers each."""

from __future__ import annotations

from array import array

_MASK = (1 << 64) - 1
_FULL = 0.6


class Tally:
    """Counts texts up to ``most``. It keeps 64 bits of each text: of a million, two are one in 37 million cases."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = array("B" if most < 256 else "I")
        self._keys = array("Q")
        self._used = 0
        self._resize(1 << 10)

    def add(self, text: str) -> int:
        """Counts ``text`` once more; how often it was met so far, this time included, but no more than ``most``."""
        if self._used > _FULL * len(self._keys):
            self._resize(2 * len(self._keys))
        key = hash(text) & _MASK or 1
        at = self._place(key)
        if not self._keys[at]:
            self._keys[at] = key
            self._used += 1
        count = self._count[at]
        if count < self._most:
            self._count[at] = count = count + 1
        return count

    def __getitem__(self, text: str) -> int:
        return self._count[self._place(hash(text) & _MASK or 1)]

    def _place(self, key: int) -> int:
        keys = self._keys
        last = len(keys) - 1
        at = key & last
        while keys[at] and keys[at] != key:
            at = (at + 1) & last
        return at

    def _resize(self, size: int) -> None:
        keys, count = self._keys, self._count
        self._keys = array("Q", (0,)) * size
        self._count = array(count.typecode, (0,)) * size
        last = size - 1
        for key, number in zip(keys, count, strict=True):
            if key:
                at = key & last
                while self._keys[at]:
                    at = (at + 1) & last
                self._keys[at] = key
                self._count[at] = number
