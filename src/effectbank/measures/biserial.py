"""Two groups' means as a correlation with the group: RPB, RBIS and their artanh, ZPB and ZBIS; arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, inside
from effectbank.measures.means import Groups, pooled_sd
from effectbank.problems import UnknownName

RPB_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "ST": "the two groups of fixed size (delta method from d)",
        "CS": "people drawn at once, the sizes of the groups by chance (Tate 1954)",
    }
)


def point_biserial(x: Groups, *, variance: str = "ST") -> Estimates:
    """r = d / sqrt(d^2 + h), h = m/n1 + m/n2, m = n1 + n2 - 2, with the variance named (RPB_VARIANCES)."""
    d, h, n = _d(x), _h(x), x.n1 + x.n2
    r = d / np.sqrt(d**2 + h)
    if variance == "ST":
        return r, h**2 / (h + d**2) ** 3 * (1 / x.n1 + 1 / x.n2 + d**2 / (2 * n))
    if variance == "CS":
        return r, (1 - r**2) ** 2 * (n * r**2 / (4 * x.n1 * x.n2) + (2 - 3 * r**2) / (2 * n))
    raise UnknownName("variance of RPB", variance, RPB_VARIANCES)


def biserial(x: Groups) -> Estimates:
    """The correlation with a normal outcome cut in two: RPB sqrt(p q) / f, f the normal density at the cut.

    Variance (p q / f^2 - (3/2 + (1 - p z/f)(1 + q z/f)) r^2 + r^4) / (n - 1) (Soper 1914), r held to 1 in it.
    """
    n = x.n1 + x.n2
    p, q = inside(x.n1 / n, 0, 1), inside(x.n2 / n, 0, 1)
    z = -normal_quantile(p)
    f = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    r = np.sqrt(p * q) / f * point_biserial(x)[0]
    held = np.clip(r, -1, 1)
    spread = p * q / f**2 - (1.5 + (1 - p * z / f) * (1 + q * z / f)) * held**2 + held**4
    return r, spread / (above(n, 1) - 1)


def z_point_biserial(x: Groups, *, variance: str = "ST") -> Estimates:
    """artanh of a point-biserial r, by the delta method (it does not level the variance here)."""
    return _artanh(*point_biserial(x, variance=variance))


def z_biserial(x: Groups) -> Estimates:
    """artanh of a biserial r, by the delta method (it does not level the variance here)."""
    return _artanh(*biserial(x))


def _artanh(r: Floats, vi: Floats) -> Estimates:
    r = inside(r, -1, 1)
    return np.arctanh(r), vi / (1 - r**2) ** 2


def _d(x: Groups) -> Floats:
    return (x.m1 - x.m2) / above(pooled_sd(x), 0)


def _h(x: Groups) -> Floats:
    m = above(x.n1 + x.n2 - 2, 0)
    return m / x.n1 + m / x.n2
