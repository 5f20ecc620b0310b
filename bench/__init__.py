"""Benchmarks: how far each step is from the least that it could cost on the same machine."""
