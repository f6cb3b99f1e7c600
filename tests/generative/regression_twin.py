"""A slow, plain twin of the meta-regression kernel: one analysis, dense k × k matrices, formulas as published."""

from __future__ import annotations

import numpy as np


def projection(x, w):
    """P = W - W X (X'WX)^-1 X'W."""
    big = np.diag(w)
    return big - big @ x @ np.linalg.inv(x.T @ big @ x) @ x.T @ big


def moments(y, v, x):
    """tau2 by DL, HE, HS, HSk and SJ, untruncated."""
    k, p = x.shape
    at_zero, plain = projection(x, 1 / v), projection(x, np.ones(k))
    qe, start = y @ at_zero @ y, np.mean((y - y.mean()) ** 2)
    return {
        "DL": (qe - (k - p)) / np.trace(at_zero),
        "HE": (y @ plain @ y - np.trace(plain @ np.diag(v))) / (k - p),
        "HS": (qe - k) / (1 / v).sum(),
        "HSk": (qe * k / (k - p) - k) / (1 / v).sum(),
        "DL2": generalised(y, v, x, 1 / (v + max(0.0, (qe - (k - p)) / np.trace(at_zero)))),
        "SJ": start * (y @ projection(x, 1 / (v + start)) @ y) / (k - p) if start > 0 else 0.0,
    }


def generalised(y, v, x, w):
    big = projection(x, w)
    return (y @ big @ y - np.trace(big @ np.diag(v))) / np.trace(big)


def residual_q(y, v, x, tau2):
    """Through least squares of weighted rows: y'Py loses digits where variances differ by orders of magnitude."""
    root = 1 / np.sqrt(v + tau2)
    q, _ = np.linalg.qr(x * root[:, None])
    left = y * root - q @ (q.T @ (y * root))
    return left @ left


def log_likelihood(y, v, x, tau2, *, restricted):
    k, p = x.shape
    w = 1 / (v + tau2)
    height = np.log(w).sum() - residual_q(y, v, x, tau2)
    if not restricted:
        return 0.5 * (height - k * np.log(2 * np.pi))
    dets = np.linalg.slogdet(x.T @ np.diag(w) @ x)[1] - np.linalg.slogdet(x.T @ x)[1]
    return 0.5 * (height - (k - p) * np.log(2 * np.pi) - dets)


def highest_likelihood(y, v, x, *, restricted, points=400):
    far, near = 100 * ((y - y.mean()) ** 2).sum() + v.max(), v.min() * 1e-3
    grid = [0.0, *np.geomspace(near, far, points)]
    return max(log_likelihood(y, v, x, tau2, restricted=restricted) for tau2 in grid)


def fit(y, v, x, tau2):
    """Coefficients and their covariance."""
    w = np.diag(1 / (v + tau2))
    covariance = np.linalg.inv(x.T @ w @ x)
    return covariance @ x.T @ w @ y, covariance


def knapp_hartung_factor(y, v, x, tau2):
    k, p = x.shape
    return residual_q(y, v, x, tau2) / (k - p)


def tau2_variance(estimator, y, v, x, tau2):
    k, p = x.shape
    w = 1 / v
    if estimator in ("DL", "HS"):
        big = projection(x, w)
        per = np.trace(big) if estimator == "DL" else w.sum()
        return (2 * (k - p) + 4 * tau2 * np.trace(big) + 2 * tau2**2 * np.trace(big @ big)) / per**2
    if estimator == "HE":
        big = projection(x, np.ones(k)) @ np.diag(v)
        return (2 * np.trace(big @ big) + 4 * tau2 * np.trace(big) + 2 * tau2**2 * (k - p)) / (k - p) ** 2
    big = projection(x, 1 / (v + tau2))
    return 2 / np.trace(big @ big)
