"""Claims: whether the words of the prose are true of the values they are bound to; rewriting; coverage."""

from __future__ import annotations

from effectbank.review.claims.checked import Checked, checked
from effectbank.review.claims.coverage import Coverage, coverage
from effectbank.review.claims.problems import check_claims
from effectbank.review.claims.rewrite import Change, Rewrite, rewrite

__all__ = ["Change", "Checked", "Coverage", "Rewrite", "check_claims", "checked", "coverage", "rewrite"]
