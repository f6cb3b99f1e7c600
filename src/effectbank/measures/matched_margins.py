"""The same people twice, only the margins of their table known: MPORM; arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.crossover import paired_log_odds_ratio
from effectbank.measures.domain import Estimates
from effectbank.measures.family import (
    CORRELATION,
    NOT_NEGATIVE,
    ONE_OR_MORE,
    Cell,
    Cells,
    Family,
    Formula,
    Mask,
    Together,
    added_to_zero,
)


def marginal_odds_ratio_from_margins(x1: Floats, x2: Floats, n: Floats, r: Floats) -> Estimates:
    """MPORM: log of the ratio of the two marginal odds, less their covariance (Zou 2007; Elbourne et al. 2002).

    r is the correlation (phi) of the two within people.
    """
    return paired_log_odds_ratio(x1, x2, n, r)


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """The constant to events and non-events of both times where any of them is 0."""
    x1, x2, n = cells["x1i"], cells["x2i"], cells["ni"]
    added = added_to_zero(np.asarray((x1 == 0) | (x1 == n) | (x2 == 0) | (x2 == n)), rule, add)
    return {**cells, "x1i": x1 + added, "x2i": x2 + added, "ni": n + 2 * added}


def _too_many(x: Floats, n: Floats) -> Mask:
    return np.asarray(x > n)


MORE = "at most the number of pairs"
FAMILY = Family(
    name="matched pairs, margins",
    cells=(
        Cell("x1i", "events", "events, the first time", NOT_NEGATIVE),
        Cell("x2i", "events", "events, the second time", NOT_NEGATIVE),
        Cell("ni", "totals", "number of pairs", ONE_OR_MORE),
        Cell("ri", "correlations", "correlation of first and second", CORRELATION),
    ),
    together=(Together(("x1i", "ni"), _too_many, MORE), Together(("x2i", "ni"), _too_many, MORE)),
    correction=corrected,
    formulas={
        "MPORM": Formula(
            of=marginal_odds_ratio_from_margins,
            cells=("x1i", "x2i", "ni", "ri"),
            undefined="no events, or nothing but events, and no correction asked for",
        )
    },
)
