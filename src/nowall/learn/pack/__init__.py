"""The editor's way in: a corpus pack, read from its files, checked, and its quotes proved."""
