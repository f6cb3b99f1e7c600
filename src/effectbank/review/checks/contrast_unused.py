"""A contrast beside arms that give the same numbers themselves: the arms are used, the contrast is not."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, note
from effectbank.review.model import Analysis, Contrast
from effectbank.review.review import Review
from effectbank.review.selecting import contrasts_in


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    passed: dict[str, list[str]] = {}
    rows: dict[str, Contrast] = {}
    for name, analysis in review.analyses.items():
        for row in _passed_over(review, analysis):
            rows[str(row.place)] = row
            passed.setdefault(str(row.place), []).append(name)
    for place, row in rows.items():
        message = f"{row.study}: its arms' own numbers are used, not this contrast, by {', '.join(passed[place])}"
        hint = "delete whichever is not to be used"
        yield note("contrast-unused", at(row.place, "study"), message, hint)


def _passed_over(review: Review, analysis: Analysis) -> Iterator[Contrast]:
    """Contrasts on the analysis's measure that none of its rows rests on."""
    synthesis = review.synthesis(analysis.name)
    used = {place for row in synthesis.rows for place in row.places}
    for found in contrasts_in(review, analysis) if synthesis.rows else ():
        if found.contrast.measure in ("", analysis.measure) and found.contrast.place not in used:
            yield found.contrast
