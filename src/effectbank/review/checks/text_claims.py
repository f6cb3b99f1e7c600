"""Words of the prose that are not true of the value they are bound to, or whose path leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from effectbank.problems import Problem
from effectbank.review.claims.problems import check_claims
from effectbank.review.review import Review


def check(review: Review) -> Iterable[Problem]:
    """One Problem a claim."""
    return check_claims(review)
