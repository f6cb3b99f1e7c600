"""Which studies drive a result, where the search is small enough to be made."""

from __future__ import annotations

from effectbank.review.synthesis import Synthesis, driving_of
from effectbank.synthesis import Driving
from effectbank.synthesis.driving import LARGEST_K


def driving_if_searched(synthesis: Synthesis) -> Driving | None:
    """The driving sets; None where there is nothing to leave out, or more studies than pairs are searched for."""
    fit = synthesis.fit
    return None if fit is None or fit.k > LARGEST_K else driving_of(synthesis)
