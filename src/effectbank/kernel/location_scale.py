"""Location-scale models: moderators of the mean and, through log tau2 = z'alpha, of the heterogeneity.

The likelihood may have several maxima, and none in closed form: Newton's rule climbs from many places at once, all
in one batch, and the highest end is kept (Viechtbauer & Lopez-Lopez 2022).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.projection import Design, Projection, einsum, fit_weighted
from effectbank.kernel.regression_likelihood import likelihood_of
from effectbank.kernel.studies import Floats

STARTS, SPREAD, LONGEST_STEP = 48, 2.0, 2.0  # in log tau2
CLIMBS, SHORTENED = 200, 30
PROMISED = 1e-13  # of log-likelihood still to be gained, before a last step that squares the error
ROUNDING = 1e-12  # of log-likelihood: less than this is no fall
FLAT = 1e-4  # of information on a part of alpha, an error of 100 in log tau2: the likelihood has no peak along it
FARTHEST = 60.0  # of log tau2 from the typical log variance: beyond, tau2 or v is rounded away


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """`alpha` (q,) at the highest likelihood, its covariance (q, q), tau2 of each study (k,), and the fit there.

    `peaked` is False where the likelihood goes on rising as tau2 of some studies goes to 0.
    """

    alpha: Floats
    covariance: Floats
    tau2: Floats
    log_likelihood: float
    fit: Projection
    peaked: bool


def highest_scale(d: Design, z: Design, *, restricted: bool, seed: int = 0) -> Scale:
    """The highest of the maxima over alpha for one analysis; `z` holds the columns of the scale."""
    rows = z.x * np.sqrt(d.s.k)  # an intercept is 1, a moderator has unit spread: alpha's parts are comparable
    typical = float(np.log(d.s.v).mean())
    starts = _starts(rows, typical, seed)
    alpha = _climb(d, rows, starts, typical, restricted=restricted)
    heights = _height(d, rows, alpha, restricted=restricted)
    best = alpha[np.argmax(heights)]
    return _at(d, z, rows, best, restricted=restricted)


def derivatives(d: Design, z: Floats, alpha: Floats, *, restricted: bool) -> tuple[Floats, Floats]:
    """Gradient (..., q) and Hessian (..., q, q) of the log-likelihood in alpha, for rows z (q, k).

    With u = Py and a = tau2 z: d ll = a (u^2 - P_ii) / 2 and d2 ll = a (P_ij^2 / 2 - u_i P_ij u_j) a', and the
    gradient's own z on the diagonal; W in place of P, but for the products with u, under ML.
    """
    tau2 = np.exp(alpha @ z)
    at = fit_weighted(d, d.s.present / (d.s.v + tau2))
    root = np.sqrt(at.w)
    u, c = root * at.residual, at.q * root[..., None, :]
    hat = at.hat if restricted else np.zeros_like(at.w)
    pull = (u**2 - at.w * (1 - hat)) / 2 * tau2
    a = z * tau2[..., None, :]
    bent = at.w**2 * (1 - 2 * hat) / 2 - u**2 * at.w
    along = einsum("...ak,...pk,...k->...ap", a, c, u)
    hessian = einsum("...ak,...bk,...k->...ab", a, a, bent) + einsum("...ap,...bp->...ab", along, along)
    hessian += einsum("ak,bk,...k->...ab", z, z, pull)
    if restricted:
        inner = einsum("...ak,...ik,...jk->...aij", a, c, c)
        hessian += einsum("...aij,...bij->...ab", inner, inner) / 2
    return einsum("ak,...k->...a", z, pull), hessian


def _starts(rows: Floats, typical: float, seed: int) -> Floats:
    """Log tau2 at the typical variance and below, the same for all studies or leaning any way."""
    drawn = np.random.default_rng(seed).normal(scale=SPREAD, size=(STARTS, len(rows)))
    level = np.linalg.lstsq(rows.T, np.full(rows.shape[1], typical), rcond=None)[0]
    one = np.linalg.lstsq(rows.T, np.ones(rows.shape[1]), rcond=None)[0]
    flat = np.linspace(-6.0, 3.0, 10)[:, None] * one
    return np.concatenate([level + flat, level + drawn])


def _climb(d: Design, rows: Floats, alpha: Floats, typical: float, *, restricted: bool) -> Floats:
    """Each start to the top of its hill: Newton steps, shortened until they rise."""

    def height_at(alpha: Floats) -> Floats:
        within = np.asarray((np.abs(alpha @ rows - typical) < FARTHEST).all(-1))
        heights = _height(d, rows, np.where(within[:, None], alpha, 0.0), restricted=restricted)
        return np.where(within, heights, -np.inf)

    height, climbing = height_at(alpha), np.arange(len(alpha))
    for _ in range(CLIMBS):
        step, promised = _step(*derivatives(d, rows, alpha[climbing], restricted=restricted))
        reached, least = height_at(alpha[climbing] + step), height[climbing] - ROUNDING
        for _ in range(SHORTENED):
            short: NDArray[np.bool_] = np.less(reached, least)
            if short.any():
                step[short] /= 2
                reached[short] = height_at(alpha[climbing][short] + step[short])
        rises = reached >= least
        alpha[climbing[rises]] += step[rises]
        height[climbing[rises]] = reached[rises]
        climbing = climbing[rises & (promised > PROMISED)]
        if not climbing.size:
            break
    return alpha


def _step(gradient: Floats, hessian: Floats) -> tuple[Floats, Floats]:
    """Newton's step uphill, of bounded length, and the rise it promises."""
    values, vectors = np.linalg.eigh(-hessian)
    along = einsum("...ab,...a->...b", vectors, gradient)
    part = along / np.maximum(np.abs(values), 1e-6)
    step = einsum("...ab,...b->...a", vectors, part)
    length = np.sqrt((step**2).sum(-1))
    return step * np.minimum(1.0, LONGEST_STEP / np.maximum(length, 1e-300))[..., None], (along * part).sum(-1)


def _height(d: Design, rows: Floats, alpha: Floats, *, restricted: bool) -> Floats:
    at = fit_weighted(d, d.s.present / (d.s.v + np.exp(alpha @ rows)))
    return likelihood_of(d, at, restricted=restricted)


def _at(d: Design, z: Design, rows: Floats, best: Floats, *, restricted: bool) -> Scale:
    """Back from comparable parts to the columns given."""
    tau2 = np.exp(best @ rows)
    at = fit_weighted(d, d.s.present / (d.s.v + tau2))
    information = -derivatives(d, rows, best, restricted=restricted)[1]
    peaked = bool(np.linalg.eigvalsh(information).min() > FLAT)
    back = np.linalg.inv(z.r) * np.sqrt(d.s.k)
    return Scale(
        alpha=back @ best,
        covariance=back @ np.linalg.pinv(information) @ back.T,
        tau2=tau2,
        log_likelihood=float(likelihood_of(d, at, restricted=restricted)),
        fit=at,
        peaked=peaked,
    )
