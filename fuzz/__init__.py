"""Readers of foreign files under a fuzzer that looks which lines its input reaches: `python -m fuzz TARGET`."""
