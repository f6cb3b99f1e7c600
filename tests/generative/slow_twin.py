"""A slow, plain twin of the kernel: one analysis at a time, loops and lists, formulas as in the textbooks."""

from __future__ import annotations

import math


def weighted(y, v, tau2):
    w = [1 / (a + tau2) for a in v]
    mean = sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)
    q = sum(a * (b - mean) ** 2 for a, b in zip(w, y, strict=True))
    return w, mean, q


def dersimonian_laird(y, v):
    w, _, q = weighted(y, v, 0)
    c = sum(w) - sum(a * a for a in w) / sum(w)
    return max(0.0, (q - (len(y) - 1)) / c) if len(y) > 1 else 0.0


def hedges_olkin(y, v):
    k = len(y)
    if k < 2:
        return 0.0
    mean = sum(y) / k
    return max(0.0, sum((a - mean) ** 2 for a in y) / (k - 1) - sum(v) / k)


def paule_mandel(y, v):
    """Bisection."""
    k = len(y)
    if k < 2 or weighted(y, v, 0)[2] <= k - 1:
        return 0.0
    low, high = 0.0, 1.0
    while weighted(y, v, high)[2] > k - 1:
        high *= 2
    for _ in range(400):
        middle = (low + high) / 2
        low, high = (middle, high) if weighted(y, v, middle)[2] > k - 1 else (low, middle)
    return (low + high) / 2


def log_likelihood(y, v, tau2, *, restricted):
    w, _, q = weighted(y, v, tau2)
    penalty = math.log(sum(w)) if restricted else 0.0
    return 0.5 * (sum(math.log(a) for a in w) - q - penalty)


def highest_likelihood(y, v, *, restricted, points=3000):
    """The best log-likelihood over a fine grid, 0 and far beyond the squared range included."""
    far = (max(y) - min(y)) ** 2 * 4 + max(v)
    near = min(v) * 1e-4
    grid = [0.0] + [near * (far / near) ** (i / points) for i in range(points + 1)]
    return max(log_likelihood(y, v, tau2, restricted=restricted) for tau2 in grid)


def random_effects(y, v, tau2):
    w, mean, _ = weighted(y, v, tau2)
    return mean, math.sqrt(1 / sum(w))


def knapp_hartung_se(y, v, tau2):
    w, _, q = weighted(y, v, tau2)
    return math.sqrt(q / (len(y) - 1) / sum(w))


def mantel_haenszel_rr(tables):
    r = sum(a * n2 / (n1 + n2) for a, n1, _, n2 in tables)
    s = sum(c * n1 / (n1 + n2) for _, n1, c, n2 in tables)
    p = sum((n1 * n2 * (a + c) - a * c * (n1 + n2)) / (n1 + n2) ** 2 for a, n1, c, n2 in tables)
    return math.log(r / s), math.sqrt(p / (r * s))


def mantel_haenszel_or(tables):
    r = s = pr = mixed = qs = 0.0
    for a, n1, c, n2 in tables:
        b, d, n = n1 - a, n2 - c, n1 + n2
        p, q, ri, si = (a + d) / n, (b + c) / n, a * d / n, b * c / n
        r, s = r + ri, s + si
        pr, mixed, qs = pr + p * ri, mixed + p * si + q * ri, qs + q * si
    return math.log(r / s), math.sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s))


def peto(tables):
    o_e = v = 0.0
    for a, n1, c, n2 in tables:
        n, events = n1 + n2, a + c
        if n > 1:
            o_e += a - n1 * events / n
            v += n1 * n2 * events * (n - events) / (n * n * (n - 1))
    return o_e / v, math.sqrt(1 / v)
