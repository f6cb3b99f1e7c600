"""Back from the analysis scale to the one an estimate is told on; elementwise, arrays of any shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import normal_below
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import above


def as_it_is(y: ArrayLike) -> Floats:
    """y."""
    return np.asarray(y, dtype=float)


def exponential(y: ArrayLike) -> Floats:
    """exp y, of the log of one group's proportion, rate, mean or SD (a ratio's is numpy's exp itself)."""
    return np.asarray(np.exp(y), dtype=float)


def from_logit(y: ArrayLike) -> Floats:
    """1 / (1 + exp(-y)), written so that no exponential overflows."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -np.asarray(y, dtype=float))), dtype=float)


def from_arcsine(y: ArrayLike) -> Floats:
    """sin^2 y, y held to 0 to pi/2 (an interval may reach beyond)."""
    return np.asarray(np.sin(np.clip(y, 0, np.pi / 2)) ** 2, dtype=float)


def from_root(y: ArrayLike) -> Floats:
    """y^2, y held to 0 or more."""
    return np.asarray(np.maximum(y, 0.0) ** 2, dtype=float)


def from_z(y: ArrayLike) -> Floats:
    """tanh y: r from Fisher's z."""
    return np.asarray(np.tanh(y), dtype=float)


def from_z_of_root(y: ArrayLike) -> Floats:
    """tanh^2 y, y held to 0 or more: R2 from ZR2."""
    return np.asarray(np.tanh(np.maximum(y, 0.0)) ** 2, dtype=float)


def from_probit(y: ArrayLike) -> Floats:
    """The proportion below y of a standard normal."""
    return normal_below(y)


def from_cube_root_alpha(y: ArrayLike) -> Floats:
    """1 - (1 - y)^3: alpha from AHW."""
    return np.asarray(1 - (1 - np.asarray(y, dtype=float)) ** 3, dtype=float)


def from_log_alpha(y: ArrayLike) -> Floats:
    """1 - exp(-y): alpha from ABT."""
    return np.asarray(-np.expm1(-np.asarray(y, dtype=float)), dtype=float)


def from_double_arcsine(y: ArrayLike, sizes: ArrayLike) -> Floats:
    """The proportion of n people (`sizes`) behind a Freeman-Tukey double arcsine; 0 or 1 beyond its reach.

    Miller (1978). For a pooled value he takes n as the harmonic mean of the studies' sizes. The answer depends on
    that choice (Schwarzer et al. 2019): PLO or PAS need none.
    """
    y, n = np.asarray(y, dtype=float), above(sizes, 0)
    none, every = np.arcsin(np.sqrt(1 / (n + 1))) / 2, (np.arcsin(np.sqrt(n / (n + 1))) + np.pi / 2) / 2
    sine, cosine = np.sin(2 * np.clip(y, none, every)), np.cos(2 * np.clip(y, none, every))
    root = np.sqrt(np.maximum(1 - (sine + (sine - 1 / sine) / n) ** 2, 0.0))
    inner = (1 - np.sign(cosine) * root) / 2
    return np.where(y <= none, 0.0, np.where(y >= every, 1.0, inner))


def from_freeman_tukey_rate(y: ArrayLike, sizes: ArrayLike) -> Floats:
    """The rate over person-time t (`sizes`) behind IRFT; 0 below the transform of no event.

    With s = sqrt(x/t), u = sqrt((x+1)/t): u + s = 2y and u^2 - s^2 = 1/t give s = y - 1/(4 t y).
    """
    y, t = np.asarray(y, dtype=float), above(sizes, 0)
    least = 1 / (2 * np.sqrt(t))
    held = np.maximum(y, least)
    return np.asarray((held - 1 / (4 * t * held)) ** 2, dtype=float)


def harmonic_mean(sizes: ArrayLike) -> Floats:
    """k / sum(1/n) over the last axis, of the sizes known and above 0."""
    inverse = 1 / above(sizes, 0)
    return np.asarray((~np.isnan(inverse)).sum(-1) / above(np.nansum(inverse, -1), 0), dtype=float)
