"""Meaning as vectors: an optional layer behind a small protocol (the extra ``semantic``)."""
