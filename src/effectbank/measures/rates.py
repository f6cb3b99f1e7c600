"""Two groups, events over person-time: IRR, IRD, IRSD from x events in t, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, log
from effectbank.measures.family import NOT_NEGATIVE, POSITIVE, Cell, Cells, Family, Formula, Mask, added_to_zero


def log_rate_ratio(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Estimates:
    """log((x1/t1) / (x2/t2)), variance 1/x1 + 1/x2 (Rothman, Greenland & Lash 2008)."""
    x1, x2 = above(x1, 0), above(x2, 0)
    return log(x1 / above(t1, 0)) - log(x2 / above(t2, 0)), 1 / x1 + 1 / x2


def rate_difference(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Estimates:
    """x1/t1 - x2/t2, variance x1/t1^2 + x2/t2^2 (Rothman, Greenland & Lash 2008)."""
    rate1, rate2 = at_least(x1, 0) / above(t1, 0), at_least(x2, 0) / above(t2, 0)
    return rate1 - rate2, rate1 / t1 + rate2 / t2


def root_rate_difference(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Estimates:
    """sqrt(x1/t1) - sqrt(x2/t2), variance 1/(4 t1) + 1/(4 t2): the square root levels a Poisson's variance."""
    t1, t2 = above(t1, 0), above(t2, 0)
    yi = np.sqrt(at_least(x1, 0) / t1) - np.sqrt(at_least(x2, 0) / t2)
    return yi, 1 / (4 * t1) + 1 / (4 * t2)


CELLS = (
    Cell("x1i", "events", "events of group 1", NOT_NEGATIVE),
    Cell("t1i", "times", "person-time of group 1", POSITIVE),
    Cell("x2i", "events", "events of group 2", NOT_NEGATIVE),
    Cell("t2i", "times", "person-time of group 2", POSITIVE),
)
NAMES = tuple(cell.name for cell in CELLS)


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """Events of both groups after the correction: the constant to both where either is 0 (rule "only0")."""
    added = added_to_zero((cells["x1i"] == 0) | (cells["x2i"] == 0), rule, add)
    return {**cells, "x1i": cells["x1i"] + added, "x2i": cells["x2i"] + added}


def is_double_zero(cells: Cells) -> Mask:
    """Studies with no event in either group."""
    return np.asarray((cells["x1i"] == 0) & (cells["x2i"] == 0))


NO_EVENTS = "no events in a group, and no correction asked for"
FAMILY = Family(
    name="two-group rates",
    cells=CELLS,
    correction=corrected,
    double_zero=is_double_zero,
    formulas={
        "IRR": Formula(of=log_rate_ratio, cells=NAMES, undefined=NO_EVENTS),
        "IRD": Formula(
            of=rate_difference, cells=NAMES, undefined="no events in either group, and no correction asked for"
        ),
        "IRSD": Formula(of=root_rate_difference, cells=NAMES, undefined=NO_EVENTS, corrected=False),
    },
)
