"""Slow, plain twins of what doubts a fit: loops and fractions, formulas as in the papers."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import slow_twin


def without(values, i):
    return [value for j, value in enumerate(values) if j != i]


def influence(y, v, estimator=slow_twin.dersimonian_laird):
    """Viechtbauer & Cheung (2010), a study at a time, with matrices of one column written out."""
    tau2 = estimator(y, v)
    mean, se = slow_twin.random_effects(y, v, tau2)
    rows = []
    for i in range(len(y)):
        rest_y, rest_v = without(y, i), without(v, i)
        tau2_del = estimator(rest_y, rest_v)
        mean_del, se_del = slow_twin.random_effects(rest_y, rest_v, tau2_del)
        hat = 1 / (v[i] + tau2) * se**2
        rows.append(
            {
                "rstudent": (y[i] - mean_del) / math.sqrt(v[i] + tau2_del + se_del**2),
                "dffits": (mean - mean_del) / math.sqrt(hat * (v[i] + tau2_del)),
                "cook_d": (mean - mean_del) ** 2 / se**2,
                "cov_r": se_del**2 / se**2,
                "tau2_del": tau2_del,
                "q_del": slow_twin.weighted(rest_y, rest_v, 0)[2],
                "hat": hat,
                "dfbetas": (mean - mean_del) / slow_twin.random_effects(y, v, tau2_del)[1],
            }
        )
    return rows


def rstandard(y, v, tau2):
    """(I - H) M (I - H)' written out."""
    w, mean, _ = slow_twin.weighted(y, v, tau2)
    h = [a / sum(w) for a in w]
    m = [a + tau2 for a in v]
    found = []
    for i in range(len(y)):
        variance = sum(((1.0 if i == j else 0.0) - h[j]) ** 2 * m[j] for j in range(len(y)))
        found.append((y[i] - mean) / math.sqrt(variance))
    return found


def gosh(y, v, estimator):
    """Estimate, Q and tau2 by the set of positions."""
    found = {}
    for size in range(1, len(y) + 1):
        for chosen in combinations(range(len(y)), size):
            ys, vs = [y[i] for i in chosen], [v[i] for i in chosen]
            tau2 = estimator(ys, vs)
            found[chosen] = (
                slow_twin.weighted(ys, vs, tau2)[1],
                slow_twin.weighted(ys, vs, 0)[2] if size > 1 else 0.0,
                tau2,
            )
    return found


def gosh_exact(y, v):
    """Q of the common effect in fractions, by the set of positions."""
    found = {}
    for size in range(1, len(y) + 1):
        for chosen in combinations(range(len(y)), size):
            pairs = [(Fraction(y[i]), 1 / Fraction(v[i])) for i in chosen]
            total = sum(w for _, w in pairs)
            mean = sum(a * w for a, w in pairs) / total
            found[chosen] = (float(mean), float(sum(w * (a - mean) ** 2 for a, w in pairs)), 0.0)
    return found


def fisher(a, n1, c, n2):
    """The exact test in whole numbers."""

    def ways(x):
        return math.comb(n1, x) * math.comb(n2, a + c - x)

    events = a + c
    every = [ways(x) for x in range(max(0, events - n2), min(events, n1) + 1)]
    return float(Fraction(sum(w for w in every if w <= ways(a)), sum(every)))


def sum_of_uniforms(total, k, steps=400):
    """P(sum of k uniforms <= total) by convolving the density on a grid of midpoints."""
    density = [1.0] * steps
    for _ in range(k - 1):
        running, out = 0.0, []
        for i in range(len(density) + steps - 1):
            running += density[i] if i < len(density) else 0.0
            running -= density[i - steps] if i >= steps else 0.0
            out.append(running / steps)
        density = out
    return sum(d for i, d in enumerate(density) if (i + k / 2) / steps <= total) / steps
