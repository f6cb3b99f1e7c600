"""Two groups, counts: RR, OR, RD, PETO, AS from events and totals (a of n1, c of n2), arrays (..., k)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from effectbank.kernel import mantel_haenszel, peto
from effectbank.kernel.studies import Floats, divide
from effectbank.measures import association
from effectbank.measures.zero_cells import (
    REVMAN,
    Cells,
    all_events,
    corrected,
    has_nobody,
    is_double_zero,
    ruled_out,
)

Estimates = tuple[Floats, Floats]


def log_risk_ratio(cells: Cells) -> Estimates:
    """log(p1 / p2), variance 1/a - 1/n1 + 1/c - 1/n2 (Katz et al. 1978)."""
    a, n1, c, n2 = cells
    yi = _log(divide(a * n2, c * n1))
    return yi, divide(1.0, a) - divide(1.0, n1) + divide(1.0, c) - divide(1.0, n2)


def log_odds_ratio(cells: Cells) -> Estimates:
    """log(ad / bc), variance 1/a + 1/b + 1/c + 1/d (Woolf 1955)."""
    a, n1, c, n2 = cells
    b, d = n1 - a, n2 - c
    yi = _log(divide(a * d, b * c))
    return yi, divide(1.0, a) + divide(1.0, b) + divide(1.0, c) + divide(1.0, d)


def risk_difference(cells: Cells) -> Estimates:
    """p1 - p2, variance p1 q1 / n1 + p2 q2 / n2."""
    a, n1, c, n2 = cells
    p1, p2 = divide(a, n1), divide(c, n2)
    return p1 - p2, divide(p1 * (1 - p1), n1) + divide(p2 * (1 - p2), n2)


def arcsine_difference(cells: Cells) -> Estimates:
    """arcsin sqrt p1 - arcsin sqrt p2, variance 1/(4 n1) + 1/(4 n2) (Ruecker et al. 2009)."""
    a, n1, c, n2 = cells
    yi = np.arcsin(np.sqrt(divide(a, n1))) - np.arcsin(np.sqrt(divide(c, n2)))
    return yi, divide(0.25, n1) + divide(0.25, n2)


def peto_odds_ratio(cells: Cells) -> Estimates:
    """(O - E) / V with variance 1 / V (Yusuf et al. 1985)."""
    o_e, v = peto.observed_less_expected(mantel_haenszel.tables(*cells))
    return divide(o_e, v), divide(1.0, v)


FORMULAS = {
    "RR": log_risk_ratio,
    "OR": log_odds_ratio,
    "RD": risk_difference,
    "AS": arcsine_difference,
    "PETO": peto_odds_ratio,
} | association.FORMULAS
UNCORRECTED = ("AS", "PHI")  # need no correction, and get one only by rule "all" or "if0all"


def estimates(measure: str, cells: Cells, *, rule: str, add: float, double_zero: str) -> Estimates:
    """yi and vi by the measure's formula after the zero-cell rule; NaN where not estimable."""
    formula = FORMULAS[measure]
    if measure in UNCORRECTED and rule in ("only0", "treatment-arm", *REVMAN):
        rule = "none"
    yi, vi = formula(corrected(cells, rule, add))
    if rule in REVMAN and measure == "RD":
        yi, _ = formula(cells)
    if rule == "revman-web" and measure == "RR":
        yi = np.where(all_events(cells), 0.0, yi)
    left_out = has_nobody(cells) | ruled_out(cells, double_zero)
    absent = left_out | ~np.isfinite(yi) | ~np.isfinite(vi) | (vi <= 0)
    return np.where(absent, np.nan, yi), np.where(absent, np.nan, vi)


def why_missing(cells: Cells, *, double_zero: str) -> Callable[[int], str]:
    """By the position of a study (cells of shape (k,)) the reason it would have no estimate."""

    def reason(i: int) -> str:
        study = tuple(float(cell[i]) for cell in cells)
        unknown = [name for name, cell in zip(_NAMES, study, strict=True) if np.isnan(cell)]
        if unknown:
            return " and ".join(unknown) + " unknown"
        if study[1] == 0 or study[3] == 0:
            return "nobody in the " + ("intervention" if study[1] == 0 else "control") + " group"
        a, n1, c, n2 = cells
        if is_double_zero((a[i], n1[i], c[i], n2[i])):
            return "no event in either group, or nothing but events" + _RULED[double_zero]
        return "a zero cell, and no correction was asked for"

    return reason


_NAMES = ("events of the intervention group", "intervention total", "events of the control group", "control total")
_RULED = {"drop": " (dropped by rule)", "drop-eventless": " (dropped by rule)", "keep": ""}


def _log(x: Floats) -> Floats:
    return np.log(np.where(x > 0, x, np.nan))
