"""Two groups, counts: RR, OR, RD, PETO, AS from events and totals (a of n1, c of n2), arrays (..., k)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

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
from effectbank.problems import UnknownName

Estimates = tuple[Floats, Floats]


AVERAGED = "as LS with each group's risk averaged over the studies given, by their sizes (Berkey et al. 1995)"
RATIO_VARIANCES: Mapping[str, str] = MappingProxyType({"LS": "from the study's own counts", "AV": AVERAGED})
RD_VARIANCES: Mapping[str, str] = MappingProxyType(
    {"LS": "p1 q1 / n1 + p2 q2 / n2, large sample", "UB": "the same on n - 1, unbiased", "AV": AVERAGED}
)


def log_risk_ratio(cells: Cells, *, variance: str = "LS") -> Estimates:
    """log(p1 / p2), variance 1/a - 1/n1 + 1/c - 1/n2 (Katz et al. 1978)."""
    a, n1, c, n2 = cells
    yi = _log(divide(a * n2, c * n1))
    a, n1, c, n2 = _spread(cells, variance, RATIO_VARIANCES, "RR")
    return yi, divide(1.0, a) - divide(1.0, n1) + divide(1.0, c) - divide(1.0, n2)


def log_odds_ratio(cells: Cells, *, variance: str = "LS") -> Estimates:
    """log(ad / bc), variance 1/a + 1/b + 1/c + 1/d (Woolf 1955)."""
    a, n1, c, n2 = cells
    yi = _log(divide(a * (n2 - c), (n1 - a) * c))
    a, n1, c, n2 = _spread(cells, variance, RATIO_VARIANCES, "OR")
    return yi, divide(1.0, a) + divide(1.0, n1 - a) + divide(1.0, c) + divide(1.0, n2 - c)


def risk_difference(cells: Cells, *, variance: str = "LS") -> Estimates:
    """p1 - p2, variance p1 q1 / n1 + p2 q2 / n2."""
    a, n1, c, n2 = cells
    yi, less = divide(a, n1) - divide(c, n2), float(variance == "UB")
    a, n1, c, n2 = _spread(cells, variance, RD_VARIANCES, "RD")
    p1, p2 = divide(a, n1), divide(c, n2)
    return yi, divide(p1 * (1 - p1), n1 - less) + divide(p2 * (1 - p2), n2 - less)


def _spread(cells: Cells, variance: str, known: Mapping[str, str], measure: str) -> Cells:
    """The cells that a variance is made of: the study's own, or with each group's risk over all studies."""
    if variance not in known:
        raise UnknownName(f"variance of {measure}", variance, known)
    if variance != "AV":
        return cells
    a, n1, c, n2 = cells
    return n1 * _average(a, n1), n1, n2 * _average(c, n2), n2


def _average(x: Floats, n: Floats) -> Floats:
    """Sum x / sum n over the studies known, (..., 1)."""
    known = np.isfinite(x) & np.isfinite(n)
    events = np.where(known, x, 0.0).sum(-1, keepdims=True)
    return divide(events, np.where(known, n, 0.0).sum(-1, keepdims=True))


def arcsine_difference(cells: Cells) -> Estimates:
    """arcsin sqrt p1 - arcsin sqrt p2, variance 1/(4 n1) + 1/(4 n2) (Ruecker et al. 2009)."""
    a, n1, c, n2 = cells
    yi = np.arcsin(np.sqrt(divide(a, n1))) - np.arcsin(np.sqrt(divide(c, n2)))
    return yi, divide(0.25, n1) + divide(0.25, n2)


def peto_odds_ratio(cells: Cells) -> Estimates:
    """(O - E) / V with variance 1 / V (Yusuf et al. 1985)."""
    o_e, v = peto.observed_less_expected(mantel_haenszel.tables(*cells))
    return divide(o_e, v), divide(1.0, v)


FORMULAS: Mapping[str, Callable[..., Estimates]] = {
    "RR": log_risk_ratio,
    "OR": log_odds_ratio,
    "RD": risk_difference,
    "AS": arcsine_difference,
    "PETO": peto_odds_ratio,
} | association.FORMULAS
CHOOSE_VARIANCE = ("RR", "OR", "RD", "PHI", "ZPHI")
UNCORRECTED = ("AS", "PHI", "ZPHI", "RTET", "ZTET")  # get a correction only by rule "all" or "if0all"


def estimates(
    measure: str, cells: Cells, *, rule: str, add: float, double_zero: str, variance: str = ""
) -> Estimates:
    """yi and vi by the measure's formula after the zero-cell rule; NaN where not estimable.

    `variance`: one of the measure's by name, "" for its first.
    """
    formula = partial(FORMULAS[measure], variance=variance) if variance else FORMULAS[measure]
    left_out = has_nobody(cells) | ruled_out(cells, double_zero)
    if measure in UNCORRECTED and rule in ("only0", "treatment-arm", *REVMAN):
        rule = "none"
    a, n1, c, n2 = corrected(cells, rule, add)
    yi, vi = formula((np.where(left_out, np.nan, a) if variance == "AV" else a, n1, c, n2))
    if rule in REVMAN and measure == "RD":
        yi, _ = formula(cells)
    if rule == "revman-web" and measure == "RR":
        yi = np.where(all_events(cells), 0.0, yi)
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
