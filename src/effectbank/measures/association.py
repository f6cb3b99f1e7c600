"""Two groups, counts, as an association: PHI, RTET, YUQ, YUY; as an SMD: OR2DN, OR2DL, PBIT; RRN, of non-events.

From events and totals (a of n1, c of n2) after any correction, arrays (..., k).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.conversions import d_from_log_odds_ratio
from effectbank.measures.domain import Estimates, above, at_least, inside, log
from effectbank.measures.tetrachoric import tetrachoric
from effectbank.measures.zero_cells import Cells
from effectbank.problems import UnknownName

PHI_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "CS": "the whole sample drawn at once (Yule 1912, p. 603)",
        "ST": "the two groups drawn apart, of fixed size (delta method)",
    }
)


def phi(cells: Cells, *, variance: str = "CS") -> Estimates:
    """(ad - bc) / sqrt(n1 n2 (a+c) (b+d)), with the variance named (PHI_VARIANCES)."""
    row, column = _shares(cells)
    a, n1, c, n2 = cells
    spread = np.sqrt(row * (1 - row) * column * (1 - column))
    yi = (a * (n2 - c) - (n1 - a) * c) / ((n1 + n2) ** 2 * spread)
    if variance == "CS":
        return yi, _sampled_at_once(yi, n1 + n2, row, column, spread)
    if variance == "ST":
        return yi, _sampled_apart(cells, row, column)
    raise UnknownName("variance of PHI", variance, PHI_VARIANCES)


def _sampled_at_once(y: Floats, n: Floats, row: Floats, column: Floats, spread: Floats) -> Floats:
    """Yule (1912, p. 603): row and column are the shares of the first row and of the first column."""
    rows, columns = 2 * row - 1, 2 * column - 1
    skew = rows**2 / (row * (1 - row)) + columns**2 / (column * (1 - column))
    return (1 - y**2 + y * (1 + y**2 / 2) * rows * columns / spread - 0.75 * y**2 * skew) / n


def _sampled_apart(cells: Cells, w: Floats, p: Floats) -> Floats:
    """phi = (p1 - p2) sqrt(w (1-w)) / sqrt(p (1-p)), p = w p1 + (1-w) p2, w fixed: the delta method in p1, p2."""
    a, n1, c, n2 = cells
    p1, p2 = a / n1, c / n2
    lean = (p1 - p2) * (1 - 2 * p) / (2 * p * (1 - p))
    of1, of2 = (1 - lean * w) ** 2 * p1 * (1 - p1) / n1, (1 + lean * (1 - w)) ** 2 * p2 * (1 - p2) / n2
    return w * (1 - w) / (p * (1 - p)) * (of1 + of2)


def _shares(cells: Cells) -> tuple[Floats, Floats]:
    a, n1, c, n2 = cells
    total = above(n1 + n2, 0)
    return inside(n1 / total, 0, 1), inside((a + c) / total, 0, 1)


def yules_q(cells: Cells) -> Estimates:
    """(ad - bc) / (ad + bc), variance (1 - Q^2)^2 / 4 times that of the log odds ratio (Yule 1900, p. 285)."""
    ad, bc = _products(cells)
    q = (ad - bc) / above(ad + bc, 0)
    return q, (1 - q**2) ** 2 / 4 * _woolf(cells)


def yules_y(cells: Cells) -> Estimates:
    """As Q with the roots of the products; variance (1 - Y^2)^2 / 16 times that of log OR (Yule 1912, p. 593)."""
    ad, bc = _products(cells)
    y = (np.sqrt(ad) - np.sqrt(bc)) / above(np.sqrt(ad) + np.sqrt(bc), 0)
    return y, (1 - y**2) ** 2 / 16 * _woolf(cells)


def _products(cells: Cells) -> tuple[Floats, Floats]:
    a, n1, c, n2 = (at_least(cell, 0) for cell in cells)
    return a * (n2 - c), (n1 - a) * c


def smd_logistic(cells: Cells) -> Estimates:
    """OR2DL: log OR sqrt(3)/pi, for logistic outcomes cut in two (Hasselblad & Hedges 1995; Chinn 2000)."""
    return _smd(cells, "logistic")


def smd_normal(cells: Cells) -> Estimates:
    """OR2DN: log OR / 1.65, for normal outcomes cut in two (Cox & Snell 1989)."""
    return _smd(cells, "normal")


def _smd(cells: Cells, model: str) -> Estimates:
    ad, bc = _products(cells)
    return d_from_log_odds_ratio(log(ad) - log(bc), _woolf(cells), model=model)


def _woolf(cells: Cells) -> Floats:
    """The variance of the log odds ratio."""
    a, n1, c, n2 = cells
    return 1 / above(a, 0) + 1 / above(n1 - a, 0) + 1 / above(c, 0) + 1 / above(n2 - c, 0)


def smd_probit(cells: Cells) -> Estimates:
    """PBIT: the difference of the normal quantiles of the risks, variance 2 pi p q exp(z^2) / n summed.

    Sanchez-Meca, Marin-Martinez & Chacon-Moscoso (2003, eq. 21).
    """
    a, n1, c, n2 = cells
    (z1, v1), (z2, v2) = _probit(a, n1), _probit(c, n2)
    return z1 - z2, v1 + v2


def _probit(x: Floats, n: Floats) -> Estimates:
    p = inside(x / above(n, 0), 0, 1)
    z = normal_quantile(p)
    return z, 2 * np.pi * p * (1 - p) * np.exp(z**2) / n


def log_risk_ratio_of_non_events(cells: Cells) -> Estimates:
    """RRN: the log risk ratio of staying free of the event, variance 1/b - 1/n1 + 1/d - 1/n2.

    Not the RR turned round, as it would be for the odds ratio.
    """
    a, n1, c, n2 = cells
    b, d = above(n1 - a, 0), above(n2 - c, 0)
    return log(b / n1) - log(d / n2), 1 / b - 1 / n1 + 1 / d - 1 / n2


def z_phi(cells: Cells, *, variance: str = "CS") -> Estimates:
    """artanh of phi, by the delta method (it does not level the variance here)."""
    return _artanh(*phi(cells, variance=variance))


def z_tetrachoric(cells: Cells) -> Estimates:
    """artanh of a tetrachoric r, by the delta method (it does not level the variance here)."""
    return _artanh(*tetrachoric(cells))


def _artanh(r: Floats, vi: Floats) -> Estimates:
    r = inside(r, -1, 1)
    return np.arctanh(r), vi / (1 - r**2) ** 2


FORMULAS = {
    "RRN": log_risk_ratio_of_non_events,
    "PHI": phi,
    "ZPHI": z_phi,
    "RTET": tetrachoric,
    "ZTET": z_tetrachoric,
    "YUQ": yules_q,
    "YUY": yules_y,
    "OR2DL": smd_logistic,
    "OR2DN": smd_normal,
    "PBIT": smd_probit,
}
