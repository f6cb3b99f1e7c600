"""An analysis asks for a baseline risk from which no absolute risks can be made."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import key_of, shown, warning
from effectbank.review.review import Review
from effectbank.review.synthesis import WITH_ABSOLUTE


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name, analysis in review.analyses.items():
        synthesis = review.synthesis(name)
        if analysis.baseline is None or synthesis.fit is None or synthesis.absolute is not None:
            continue
        message = f"no absolute risks can be made from the baseline {shown(analysis.baseline)}"
        if analysis.measure in WITH_ABSOLUTE:
            hint = "no control counts are known; give it as a proportion (baseline = 0.168)"
        else:
            hint = f"they need one of {', '.join(WITH_ABSOLUTE)}; delete the key"
        yield warning("no-absolute", key_of(review, analysis.place, "baseline"), message, hint)
