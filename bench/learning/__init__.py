"""Benchmarks of learning: what is found in articles, at what size and speed."""
