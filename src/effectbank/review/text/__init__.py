"""The prose: text.md read into a frozen tree of voices, notes, unfolds, passages, jumps and claims."""

from __future__ import annotations

from effectbank.review.text.parse import FILE, Text, parse

__all__ = ["FILE", "Text", "parse"]
