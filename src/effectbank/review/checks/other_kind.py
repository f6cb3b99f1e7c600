"""A row whose filled cells are of another kind of outcome than review.toml says."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error
from effectbank.review.combining import BESIDE_CONTRASTS, NEEDED
from effectbank.review.lines import CONTRASTS
from effectbank.review.review import Review

TOLD = {**NEEDED, CONTRASTS: BESIDE_CONTRASTS}


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name, rows in review.data.items():
        outcome = review.outcomes.get(name)
        for row in rows:
            found = [cell for cell in ("events", "mean", "sd", "time") if getattr(row, cell) is not None]
            odd = [cell for cell in found if outcome and cell not in TOLD.get(outcome.kind, ())]
            if outcome and odd:
                message = f"{', '.join(odd)} given, but {name} is an outcome of {outcome.kind}"
                place = at(row.place, odd[0])
                yield error("other-kind", place, message, f"set kind in [outcomes.{name}], or move the cell")
