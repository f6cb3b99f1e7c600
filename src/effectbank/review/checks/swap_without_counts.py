"""An analysis swaps the events of an outcome that counts none (rates, means, estimates): nothing is swapped."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import key_of, warning
from effectbank.review.lines import as_applied
from effectbank.review.review import Review

HINT = "take swap_events out; who has estimates of the events turns their sign in the data (for OR and RD)"


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for analysis in review.analyses.values():
        if analysis.swap_events and not as_applied(review, analysis).swap_events:
            kind = review.outcomes[analysis.outcome].kind
            message = f"its outcome holds {kind}, of which no events can be swapped; computed as they stand"
            yield warning("swap-without-counts", key_of(review, analysis.place, "swap_events"), message, HINT)
