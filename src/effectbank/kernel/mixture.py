"""The distribution of a generalised Q, a sum of chi-squared variables of different weights: without eigenvalues.

Q = sum a (y - mean_a)^2 of y with variances m = v + tau2 has the Laplace transform
prod (1 + 2 z a m)^(-1/2) × [sum (a / sum a) / (1 + 2 z a m)]^(-1/2): what the k - 1 eigenvalues would give, by the
determinant of a diagonal matrix less one of rank one. P(Q <= q) is the integral of exp(zq) × transform / z along a
parabola through the saddle point, bent as the steepest descent there: all singularities lie to its left, and the
trapezoidal rule converges so fast that 150 points give 13 digits (Trefethen & Weideman 2014).
"""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats

_STEP = 0.035  # of s; the path is followed as sinh s, since it may have to be followed far
MOST_STEPS = 100
_PLACES = np.sinh((np.arange(155) + 0.5) * _STEP)  # in units in which the integrand falls as exp(-u^2 / 2) at first
_SPACING = np.cosh((np.arange(155) + 0.5) * _STEP) * _STEP


def probability_below(q: float, a: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    """P(Q <= q) at tau2 for weights a and variances v, (k,), and its slope in tau2; q > 0."""
    m = a * (v + tau2)
    share = a / a.sum()
    expected = float((m * (1 - share)).sum())
    saddle, curvature, bend = _saddle(q, m, right=q <= expected)
    u = _PLACES / np.sqrt(curvature)
    z, along = saddle + 1j * u + bend * u * u, 1j + 2 * bend * u
    part = 1 / (1 + 2 * z[:, None] * m)
    mixed = part @ share
    height = np.exp(z * q + 0.5 * (np.log(part).sum(-1) - np.log(mixed))) / z * along
    height *= _SPACING / np.sqrt(curvature)
    pull = z[:, None] * a * part
    falling = (part * pull) @ share / mixed - pull.sum(-1)  # of the transform's logarithm in tau2
    passed = 0.0 if saddle > 0 else 1.0  # the pole at 0, when the path runs to its left
    return passed + float(height.imag.sum() / np.pi), float((height * falling).imag.sum() / np.pi)


def _saddle(q: float, m: Floats, *, right: bool) -> tuple[float, float, float]:
    """Where zq - log |z| - 1/2 sum log(1 + 2 z m) is least on one side of 0, its curvature and the path's bend.

    The sum is over all but one study, the smallest: near enough to the transform for a path, and the path may
    run anywhere to the right of -1 / (2 m_max).
    """
    beside = np.sort(m)[1:]
    low, high = (1.0 / q, np.inf) if right else (-0.5 / beside[-1], 0.0)
    z = low if right else low / 2
    for _ in range(MOST_STEPS):
        part = beside / (1 + 2 * z * beside)
        slope, curvature = q - 1 / z - part.sum(), 1 / z**2 + 2 * (part**2).sum()
        low, high = (z, high) if slope < 0 else (low, z)
        newton = z - slope / curvature
        z = newton if low < newton < high else (low + high) / 2
        if abs(slope) < 1e-6 * abs(z) * curvature:
            break
    bend = -(2 / 3) * (part**3).sum() / (part**2).sum()  # the pole at 0 apart
    return float(z), float(curvature), float(bend)
