"""One group, a proportion: PR, PLN, PLO, PAS, PFT from x events among n, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, log, within
from effectbank.measures.family import (
    NOT_NEGATIVE,
    ONE_OR_MORE,
    Cell,
    Cells,
    Family,
    Formula,
    Instead,
    Together,
    added_to_zero,
)


def proportion(x: Floats, n: Floats) -> Estimates:
    """p = x/n, variance p (1 - p) / n."""
    p = _share(x, n)
    return p, p * (1 - p) / n


def log_proportion(x: Floats, n: Floats) -> Estimates:
    """log(x/n), variance 1/x - 1/n."""
    p = _share(x, n)
    return log(p), (1 - p) / above(x, 0)


def logit_proportion(x: Floats, n: Floats) -> Estimates:
    """log(p / (1 - p)), variance 1/x + 1/(n - x)."""
    x, m = above(x, 0), above(n - x, 0)
    return log(x) - log(m), 1 / x + 1 / m


def arcsine_proportion(x: Floats, n: Floats) -> Estimates:
    """arcsin sqrt p, variance 1/(4n)."""
    return np.arcsin(np.sqrt(_share(x, n))), 1 / (4 * above(n, 0))


def double_arcsine_proportion(x: Floats, n: Floats) -> Estimates:
    """Half the sum of arcsin sqrt(x/(n+1)) and arcsin sqrt((x+1)/(n+1)), variance 1/(4n + 2).

    Freeman & Tukey (1950); the half puts it on the scale of the arcsine, as in Miller (1978).
    """
    x = within(x, 0, np.inf)
    first, second = _share(x, n + 1), _share(x + 1, n + 1)
    return (np.arcsin(np.sqrt(first)) + np.arcsin(np.sqrt(second))) / 2, 1 / (4 * above(n, 0) + 2)


def _share(x: Floats, n: Floats) -> Floats:
    return within(x / above(n, 0), 0, 1)


EVENTS = Cell("xi", "events", "events", NOT_NEGATIVE)
TOTAL = Cell("ni", "totals", "total", ONE_OR_MORE)
NAMES = ("xi", "ni")


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """Events and total after the correction: the constant to events and non-events where either is 0."""
    x, n = cells["xi"], cells["ni"]
    added = added_to_zero((x == 0) | (x == n), rule, add)
    return {**cells, "xi": x + added, "ni": n + 2 * added}


UNCORRECTED = "no events, or nothing but events, and no correction asked for"
FAMILY = Family(
    name="one-group counts",
    cells=(EVENTS, TOTAL),
    correction=corrected,
    together=(Together(NAMES, np.greater, "at most the total", "are events and total swapped?"),),
    instead=(Instead(of=TOTAL, role="nonevents", given="mi", follows=lambda cells: cells["xi"] + cells["mi"]),),
    formulas={
        "PR": Formula(of=proportion, cells=NAMES, undefined=UNCORRECTED),
        "PLN": Formula(of=log_proportion, cells=NAMES, undefined=UNCORRECTED),
        "PLO": Formula(of=logit_proportion, cells=NAMES, undefined=UNCORRECTED),
        "PAS": Formula(of=arcsine_proportion, cells=NAMES, corrected=False),
        "PFT": Formula(of=double_arcsine_proportion, cells=NAMES, corrected=False),
    },
)
