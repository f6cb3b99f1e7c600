"""A slow, plain twin of the small-study methods: loops and lists, formulas as in the papers."""

from __future__ import annotations

import math
from itertools import permutations


def line(x, y, w):
    """Weighted least squares: intercept, slope, and t of the slope by the residual mean square."""
    total = sum(w)
    x_mean = sum(a * b for a, b in zip(w, x, strict=True)) / total
    y_mean = sum(a * b for a, b in zip(w, y, strict=True)) / total
    spread = sum(a * (b - x_mean) ** 2 for a, b in zip(w, x, strict=True))
    slope = sum(a * (b - x_mean) * (c - y_mean) for a, b, c in zip(w, x, y, strict=True)) / spread
    intercept = y_mean - slope * x_mean
    rss = sum(a * (c - intercept - slope * b) ** 2 for a, b, c in zip(w, x, y, strict=True))
    return intercept, slope, rss, spread


def concordance(x, y):
    """Concordant less discordant pairs, a pair at a time."""
    s = 0
    for i in range(len(x)):
        for j in range(i):
            s += _sign(x[i] - x[j]) * _sign(y[i] - y[j])
    return s


def share_as_extreme(s, k):
    """Of all orderings of k."""
    reached = [abs(concordance(range(k), order)) >= abs(s) for order in permutations(range(k))]
    return sum(reached) / len(reached)


def common(y, v):
    return sum(a / b for a, b in zip(y, v, strict=True)) / sum(1 / b for b in v)


def trim_left(y, v, count):
    """Trim and fill under a common effect, studies lacking on the left: (how many, filled estimates), or None.

    None where it never settles or would trim all.
    """
    studies = sorted(zip(y, v, strict=True))
    k, lacking, before = len(studies), 0, -1
    for _ in range(200):
        if lacking == before:
            break
        if lacking >= k:
            return None
        before = lacking
        centre = common(*zip(*studies[: k - lacking], strict=True))
        away = [a - centre for a, _ in studies]
        order = sorted(range(k), key=lambda i: abs(away[i]))
        ranks = {study: place + 1 for place, study in enumerate(order)}
        right = [ranks[i] for i in range(k) if away[i] > 0]
        left = [ranks[i] for i in range(k) if away[i] < 0]
        lacking = max(0, round(count(k, sum(right), max(left, default=0))))
    else:
        return None
    return lacking, [2 * centre - a for a, _ in studies[k - lacking :]]


COUNTS = {
    "L0": lambda k, t, _: (4 * t - k * (k + 1)) / (2 * k - 1),
    "R0": lambda k, _, last_left: k - last_left - 1,
}


def significant_counts(chances):
    """The Poisson binomial distribution by recursion on the first study."""
    if not chances:
        return [1.0]
    rest = significant_counts(chances[1:])
    p = chances[0]
    return [(1 - p) * a + p * b for a, b in zip([*rest, 0.0], [0.0, *rest], strict=True)]


def power(theta, v, tau2, alpha_z):
    """P(|y| > z se), y normal about theta with variance v + tau2, through the error function."""
    se, spread = math.sqrt(v), math.sqrt(v + tau2)
    return _above((alpha_z * se - theta) / spread) + _above((alpha_z * se + theta) / spread)


def _above(z):
    return math.erfc(z / math.sqrt(2)) / 2


def _sign(x):
    return (x > 0) - (x < 0)
