"""What a folder says, judged: one rule a file; the first line of a file's docstring is the rule's documentation."""

from __future__ import annotations

from effectbank.review.checks.registry import ALL_CHECKS, problems_of

__all__ = ["ALL_CHECKS", "problems_of"]
