"""Tests of quote cards."""
