"""The work of a run cut into blocks, so that several processes can share it and a cache can spare it."""

SMALL = 1 << 16
"""Files of fewer bytes are linted sooner than the cache is opened."""
LARGE = 1 << 18
"""Files of fewer bytes in all are linted sooner than processes are started."""
