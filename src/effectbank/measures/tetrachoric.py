"""The tetrachoric correlation: of two normal outcomes, each cut in two. Arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import normal_below, normal_quantile, special
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, inside
from effectbank.measures.zero_cells import Cells


def tetrachoric(cells: Cells) -> Estimates:
    """RTET: the r with P(X > h, Y > k) = a/N, cut at the margins (Pearson 1900), which is its ML estimate.

    Variance by the delta method over the three free cells of the table, sampled at once, as Pearson (1900) has it.
    NaN where a cell is empty: r would be -1 or 1.
    """
    a, n1, c, n2 = cells
    a, b, c, d = (inside(cell / (n1 + n2), 0, 1) for cell in (a, n1 - a, c, n2 - c))
    h, k = -normal_quantile(a + b), -normal_quantile(a + c)
    r = _correlation(h, k, a)
    return r, _variance(h, k, r, (a, b, c, d)) / (n1 + n2)


def both_above(h: Floats, k: Floats, r: Floats) -> Floats:
    """P(X > h, Y > k) of standard normals correlated by r, through Owen's T (Owen 1956, eq. 2.1)."""
    root = np.sqrt(1 - r**2)

    def wedge(x: Floats, y: Floats) -> Floats:
        """T(x, (y - r x) / (x root)); at x = 0 the limit, a quarter of a turn with the sign of y."""
        steep = np.where(y < 0, -np.inf, np.inf)
        slope = np.where(x != 0, (y - r * x) / (np.where(x != 0, x, 1.0) * root), steep)
        return np.asarray(special().owens_t(x, slope), dtype=float)

    at_origin = 0.25 + np.arcsin(r) / (2 * np.pi)
    apart = (h * k < 0) | ((h * k == 0) & (h + k < 0))
    below = (normal_below(h) + normal_below(k)) / 2 - wedge(h, k) - wedge(k, h) - 0.5 * apart
    above = 1 - normal_below(h) - normal_below(k) + below
    return np.where((h == 0) & (k == 0), at_origin, above)


def density(h: Floats, k: Floats, r: Floats) -> Floats:
    """Of standard normals correlated by r: how fast P(X > h, Y > k) rises with r."""
    free, square = 1 - r**2, h**2 - 2 * r * h * k + k**2
    return np.asarray(np.exp(-square / (2 * free)) / (2 * np.pi * np.sqrt(free)), dtype=float)


def _correlation(h: Floats, k: Floats, a: Floats) -> Floats:
    """The root in r, sought in t = 1 - r, along which P falls."""
    r = np.full(a.shape, np.nan)
    known = np.isfinite(a + h + k)
    of_h, of_k, of_a = h[known], k[known], a[known]

    def excess(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        hh, kk, rr = of_h[rows], of_k[rows], 1 - t
        return both_above(hh, kk, rr) - of_a[rows], -density(hh, kk, rr)

    if of_a.size:
        nearest = 1e-9  # r of +-(1 - 1e-9): beyond, a cell is empty
        low, high = np.full(of_a.shape, nearest), np.full(of_a.shape, 2 - nearest)
        r[known] = 1 - falling_root(excess, low, high, np.ones(of_a.shape))
    return r


def _variance(h: Floats, k: Floats, r: Floats, shares: tuple[Floats, Floats, Floats, Floats]) -> Floats:
    """N times the variance: the slopes of r in a, a + b and a + c over the multinomial covariance of the cells.

    With u = P(Y > k | X = h) and w = P(X > h | Y = k): dr = (da - u d(a+b) - w d(a+c)) / density.
    """
    root = np.sqrt(1 - r**2)
    u, w = 1 - normal_below((k - r * h) / root), 1 - normal_below((h - r * k) / root)
    a, b, c, _ = shares
    mean = a * (1 - u - w) - b * u - c * w
    square = a * (1 - u - w) ** 2 + b * u**2 + c * w**2
    return np.asarray((square - mean**2) / density(h, k, r) ** 2, dtype=float)
