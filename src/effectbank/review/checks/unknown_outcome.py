"""An analysis, a data file or a judgement names an outcome that review.toml does not define.

A judgement may also be of a group of outcomes, in words: "Self-reported outcomes".
"""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.checks.not_a_slug import SLUG
from effectbank.review.checks.telling import at, error, key_of, shown
from effectbank.review.reading import data
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for place, named in _named(review):
        if named and named not in review.outcomes:
            message = f"{shown(named)} is not one of [outcomes] in review.toml"
            yield error("unknown-outcome", place, message, did_you_mean(named, review.outcomes))


def _named(review: Review) -> Iterator[tuple[Place, str]]:
    """Each place that names an outcome."""
    for analysis in review.analyses.values():
        yield key_of(review, analysis.place, "outcome"), analysis.outcome
    for outcome in review.data:
        yield Place(file=f"{data.FOLDER}{outcome}.csv"), outcome
    for outcome in review.contrasts:
        yield Place(file=f"{data.FOLDER}{outcome}{data.CONTRASTS}"), outcome
    for judgement in review.risk_of_bias:
        if SLUG.fullmatch(judgement.outcome):
            yield at(judgement.place, "outcome"), judgement.outcome
