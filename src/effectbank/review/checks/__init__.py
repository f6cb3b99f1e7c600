"""What a folder says, judged: one rule a file; the first line of a file's docstring is the rule's documentation.

A rule is a function `check(review) -> Iterable[Problem]`; its code is the file's name with hyphens.
"""

from __future__ import annotations

from effectbank.review.checks.registry import ALL_CHECKS, RULES, problems_of

__all__ = ["ALL_CHECKS", "RULES", "problems_of"]
