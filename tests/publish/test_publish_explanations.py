"""The card of a bound number: of what kind it is, and which others it could be mistaken for."""

from __future__ import annotations

import pytest

from effectbank.publish.explanations import explanations
from effectbank.review import open_folder
from effectbank.review.text.tree import Claim

CRUDE = "Counted straight from the rows, it is 56 of 202, 27.7%."  # data/retained.csv: 56 of 202 given naltrexone


def card(path: str):
    """The card of a number of the founding review."""
    claim = Claim(number=1, words="24 in every 100", path=path, line=1, start=0, end=0, children=(), offsets=())
    return explanations(open_folder("naltrexone-2011"), (claim,), ())[0]


@pytest.mark.parametrize(
    "path",
    [
        "retained.published.corresponding_risk",
        "retained.corresponding_risk",
        "retained.intervention.corresponding_risk",
    ],
)
def test_the_crude_rate_stands_beside_a_corresponding_risk(path: str) -> None:
    assert card(path).other.endswith(CRUDE)


def test_a_published_risk_says_how_it_is_computed_here() -> None:
    found = card("retained.published.corresponding_risk")
    assert found.says == "Retained in treatment and abstinent: as published: 24.0%."
    assert found.other.startswith(
        "The corresponding risk computed here is 23.9% (baseline pooled: 168 per 1000, with the risk ratio of 6"
    )


def test_other_numbers_stand_without_it() -> None:
    for path in ("retained.published.assumed_risk", "retained", "retained.published", "enforced.intervention"):
        assert "straight from the rows, it is 56" not in card(path).other
