"""One group, a rate: IR, IRLN, IRS, IRFT from x events in person-time t, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, log
from effectbank.measures.family import NOT_NEGATIVE, POSITIVE, Cell, Cells, Family, Formula, added_to_zero


def rate(x: Floats, t: Floats) -> Estimates:
    """x/t, variance x/t^2."""
    yi = at_least(x, 0) / above(t, 0)
    return yi, yi / t


def log_rate(x: Floats, t: Floats) -> Estimates:
    """log(x/t), variance 1/x."""
    return log(x / above(t, 0)), 1 / above(x, 0)


def root_rate(x: Floats, t: Floats) -> Estimates:
    """sqrt(x/t), variance 1/(4t)."""
    t = above(t, 0)
    return np.sqrt(at_least(x, 0) / t), 1 / (4 * t)


def freeman_tukey_rate(x: Floats, t: Floats) -> Estimates:
    """Half the sum of sqrt(x/t) and sqrt((x+1)/t), variance 1/(4t) (Freeman & Tukey 1950)."""
    x, t = at_least(x, 0), above(t, 0)
    return (np.sqrt(x / t) + np.sqrt((x + 1) / t)) / 2, 1 / (4 * t)


NAMES = ("xi", "ti")


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """Events after the correction: the constant where there are none."""
    return {**cells, "xi": cells["xi"] + added_to_zero(cells["xi"] == 0, rule, add)}


UNCORRECTED = "no events, and no correction asked for"
FAMILY = Family(
    name="one-group rates",
    cells=(Cell("xi", "events", "events", NOT_NEGATIVE), Cell("ti", "times", "person-time", POSITIVE)),
    correction=corrected,
    formulas={
        "IR": Formula(of=rate, cells=NAMES, undefined=UNCORRECTED),
        "IRLN": Formula(of=log_rate, cells=NAMES, undefined=UNCORRECTED),
        "IRS": Formula(of=root_rate, cells=NAMES, undefined=UNCORRECTED, corrected=False),
        "IRFT": Formula(of=freeman_tukey_rate, cells=NAMES, undefined=UNCORRECTED, corrected=False),
    },
)
