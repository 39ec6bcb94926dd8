"""Benchmarks: speed and quality, side by side with peers."""
