"""Claims: whether the words of the prose are true of the values they are bound to; rewriting; coverage."""

from __future__ import annotations

from effectbank.review.claims_checked import Checked, checked
from effectbank.review.claims_problems import check_claims
from effectbank.review.coverage import Coverage, coverage
from effectbank.review.rewrite import Change, Rewrite, rewrite

__all__ = ["Change", "Checked", "Coverage", "Rewrite", "check_claims", "checked", "coverage", "rewrite"]
