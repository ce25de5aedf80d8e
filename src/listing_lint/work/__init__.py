"""The work of a run cut into blocks, so that several processes can share it and a cache can spare it."""
