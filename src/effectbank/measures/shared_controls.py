"""One control group, several comparisons: split it, merge the arms, or keep all and say how they covary.

Cochrane Handbook 23.3.4. Splitting and merging keep the estimates independent; `covariance` gives the matrix of
sampling variances for a model that allows dependence (Gleser & Olkin 2009).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import above, at_least, nonzero
from effectbank.problems import BadInput

Moments = tuple[Floats, Floats, Floats]  # mean, SD, n


def comparisons(controls: Sequence[Hashable]) -> Floats:
    """How many rows share each row's control group, named in `controls`, shape (k,)."""
    return np.array([controls.count(name) for name in controls], dtype=float)


def split(count: ArrayLike, among: ArrayLike) -> Floats:
    """A shared group's events, total or person-time over the comparisons it serves; means and SDs stay as they are.

    Fractions are kept: rounding would lose people (Handbook 23.3.4).
    """
    return at_least(count, 0) / at_least(among, 1)


def merged_counts(*groups: tuple[ArrayLike, ArrayLike]) -> tuple[Floats, Floats]:
    """Arms of one trial as one group: events and totals (or person-times) added."""
    events, totals = zip(*groups, strict=True)
    return sum(at_least(x, 0) for x in events) + np.zeros(()), sum(at_least(n, 0) for n in totals) + np.zeros(())


def merged_means(*groups: tuple[ArrayLike, ArrayLike, ArrayLike]) -> Moments:
    """Arms (mean, SD, n) of one trial as one group: the moments of all their people (Handbook 6.5.2.10)."""
    m, sd, n = (np.stack(np.broadcast_arrays(*part)).astype(float) for part in zip(*groups, strict=True))
    total = above(n.sum(0), 0)
    mean = (n * m).sum(0) / total
    square = ((n - 1) * sd**2 + n * (m - mean) ** 2).sum(0) / above(total - 1, 0)
    return mean, np.sqrt(square), total


def covariance(vi: ArrayLike, shared: ArrayLike, controls: Sequence[Hashable]) -> Floats:
    """The (k, k) sampling covariance of k comparisons, those of one control covarying by what it adds to each.

    The diagonal is vi; `shared` (k,) is the control's part of each variance, from one of the functions below.
    Raises BadInput where rows of one control do not agree on it (for the SMD see `smd_covariance`).
    """
    v, part = np.asarray(vi, dtype=float), np.asarray(shared, dtype=float)
    same = _same(controls)
    apart = same & ~np.isclose(part[:, None], part[None, :], rtol=1e-9, atol=0.0, equal_nan=True)
    for i, j in np.argwhere(apart).tolist():
        raise BadInput(
            f"rows {i + 1} and {j + 1} share control {controls[i]!r} but give it different data "
            f"(its part of the variance {part[i]:g} and {part[j]:g})"
        )
    matrix = np.where(same, part[None, :], 0.0)
    np.fill_diagonal(matrix, v)
    return matrix


def smd_covariance(
    yi: ArrayLike, vi: ArrayLike, n1: ArrayLike, n2: ArrayLike, controls: Sequence[Hashable]
) -> Floats:
    """The (k, k) sampling covariance of SMDs: 1/n2 + g_i g_j / (2N) between rows of one control.

    N is all the people of the trial, the control counted once (Gleser & Olkin 2009, eq. 19.19).
    """
    g, same = np.asarray(yi, dtype=float), _same(controls)
    n2 = np.asarray(n2, dtype=float)
    everyone = (same * np.asarray(n1, dtype=float)).sum(1) + n2
    matrix = np.where(same, 1 / above(n2, 0)[:, None] + np.outer(g, g) / (2 * above(everyone, 0)[:, None]), 0.0)
    np.fill_diagonal(matrix, np.asarray(vi, dtype=float))
    return matrix


def control_part_of_log_risk_ratio(c: ArrayLike, n2: ArrayLike) -> Floats:
    """1/c - 1/n2."""
    return 1 / above(c, 0) - 1 / above(n2, 0)


def control_part_of_log_odds_ratio(c: ArrayLike, n2: ArrayLike) -> Floats:
    """1/c + 1/d."""
    c = above(c, 0)
    return 1 / c + 1 / above(np.asarray(n2, dtype=float) - c, 0)


def control_part_of_risk_difference(c: ArrayLike, n2: ArrayLike) -> Floats:
    """p2 (1 - p2) / n2."""
    n = above(n2, 0)
    p = at_least(c, 0) / n
    return p * (1 - p) / n


def control_part_of_log_rate_ratio(x2: ArrayLike) -> Floats:
    """1/x2."""
    return 1 / above(x2, 0)


def control_part_of_mean_difference(sd2: ArrayLike, n2: ArrayLike) -> Floats:
    """sd2^2/n2."""
    return at_least(sd2, 0) ** 2 / above(n2, 0)


def control_part_of_ratio_of_means(m2: ArrayLike, sd2: ArrayLike, n2: ArrayLike) -> Floats:
    """sd2^2/(n2 m2^2) (Lajeunesse 2011)."""
    return np.asarray((at_least(sd2, 0) / nonzero(m2)) ** 2 / above(n2, 0), dtype=float)


def _same(controls: Sequence[Hashable]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    position = {name: i for i, name in enumerate(dict.fromkeys(controls))}
    codes = np.array([position[name] for name in controls])
    return np.asarray(codes[:, None] == codes[None, :])
