"""Counts solved back from published totals: that they reproduce those totals is consistency, not proof."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import note
from effectbank.review.review import Review
from effectbank.words import Confidence


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.data.values():
        found = [row for row in rows if row.provenance.confidence is Confidence.RECONSTRUCTED]
        if found:
            studies = ", ".join(dict.fromkeys(row.study for row in found))
            message = f"{len(found)} of {len(rows)} rows are reconstructed ({studies})"
            hint = "that they reproduce the published totals is consistency, not proof"
            yield note("reconstructed", Place(file=found[0].place.file, line=found[0].place.line), message, hint)
