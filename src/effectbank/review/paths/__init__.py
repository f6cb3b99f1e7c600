"""Paths: what a claim's address leads to. The grammar is in `resolve`."""

from __future__ import annotations

from effectbank.review.paths.resolve import resolve
from effectbank.review.paths.value import BadPath, Value, shown, steps

__all__ = ["BadPath", "Value", "resolve", "shown", "steps"]
