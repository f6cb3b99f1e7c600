"""Sets of studies that searches for tau2 stumble on, and the truth about them by brute force with 50 digits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np

KINDS = {  # how many studies, and how their variances are drawn
    "plain": (lambda g: g.integers(2, 13), lambda g, k: 10 ** g.uniform(-2, 1, k)),
    "variances of 1e-12": (lambda g: g.integers(2, 13), lambda g, k: 1e-12 * 10 ** g.uniform(-2, 1, k)),
    "variances of 1e6": (lambda g: g.integers(2, 13), lambda g, k: 1e6 * 10 ** g.uniform(-2, 1, k)),
    "over twelve orders": (lambda g: g.integers(2, 13), lambda g, k: 10 ** g.uniform(-6, 6, k)),
    "equal variances": (lambda g: g.integers(2, 13), lambda g, k: np.full(k, 10 ** g.uniform(-3, 1))),
    "two studies": (lambda _: 2, lambda g, k: 10 ** g.uniform(-6, 6, k)),
    "three studies": (lambda _: 3, lambda g, k: 10 ** g.uniform(-6, 6, k)),
    "an outlier": (lambda g: g.integers(3, 13), lambda g, k: 10 ** g.uniform(-2, 1, k)),
    "too much agreement": (lambda g: g.integers(2, 13), lambda g, k: 10 ** g.uniform(-2, 1, k)),
    "many studies": (lambda g: g.integers(20, 60), lambda g, k: 10 ** g.uniform(-2, 1, k)),
}


def hard_set(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Estimates and variances of a kind of KINDS."""
    g = np.random.default_rng([seed, list(KINDS).index(kind)])
    size, spread = KINDS[kind]
    v = spread(g, int(size(g)))
    y = g.normal(0, np.sqrt(v + g.choice([0, 0.01, 1.0, 100.0]) * np.median(v)))
    if kind == "an outlier":
        y[0] += 30 * np.sqrt(v.max())
    return (0.01 * y if kind == "too much agreement" else y) + g.choice([0, 3.7]) * np.sqrt(np.median(v)), v


class Exact:
    """One set with 50 digits: its likelihoods, their scores and Q, at any tau2."""

    def __init__(self, y: np.ndarray, v: np.ndarray) -> None:
        self.y, self.v = [Decimal(float(a)) for a in y], [Decimal(float(a)) for a in v]

    def sums(self, tau2: Decimal) -> tuple[list[Decimal], Decimal, list[Decimal]]:
        """Weights, their sum and the squared residuals."""
        w = [1 / (v + tau2) for v in self.v]
        w1 = sum(w)
        mean = sum(a * b for a, b in zip(w, self.y, strict=True)) / w1
        return w, w1, [(y - mean) ** 2 for y in self.y]

    def height(self, tau2: Decimal, *, restricted: bool) -> Decimal:
        """Twice the log-likelihood up to a constant."""
        w, w1, squares = self.sums(tau2)
        height = sum(a.ln() for a in w) - sum(a * b for a, b in zip(w, squares, strict=True))
        return height - w1.ln() if restricted else height

    def score(self, tau2: Decimal, *, restricted: bool) -> Decimal:
        """Its derivative in tau2."""
        w, w1, squares = self.sums(tau2)
        score = sum(a * a * b for a, b in zip(w, squares, strict=True)) - w1
        return score + sum(a * a for a in w) / w1 if restricted else score

    def q(self, tau2: Decimal) -> Decimal:
        """The generalised Q."""
        w, _, squares = self.sums(tau2)
        return sum(a * b for a, b in zip(w, squares, strict=True))


def highest(y: np.ndarray, v: np.ndarray, *, restricted: bool) -> Decimal:
    """The tau2 of the highest likelihood: every hill of a fine scan climbed by halving, the boundary among them."""
    grid = scan(y, v)
    heights = log_likelihood(y, v, grid, restricted=restricted)
    padded = np.concatenate([[-np.inf], heights, [-np.inf]])
    tops = np.flatnonzero(
        (padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]) & (heights > heights.max() - 1e-6)
    )
    with localcontext() as context:
        context.prec = 50
        x = Exact(y, v)
        ends = [
            [Decimal(repr(float(grid[max(0, min(top + step, grid.size - 1))]))) for step in (-1, 1)] for top in tops
        ]
        hills = [falling(lambda t: x.score(t, restricted=restricted), low, high) for low, high in ends]
        return max(hills, key=lambda t: x.height(t, restricted=restricted))


def root_of_q(y: np.ndarray, v: np.ndarray, target: float) -> Decimal:
    """The tau2 at which Q is the target, or 0."""
    with localcontext() as context:
        context.prec = 50
        x = Exact(y, v)
        high = Decimal(float(v.max() + np.ptp(y) ** 2))
        while x.q(high) > Decimal(target):
            high *= 2
        return falling(lambda t: x.q(t) - Decimal(target), Decimal(0), high)


def falling(curve: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal:
    """Where a falling curve meets 0, by halving; `low` where it starts below."""
    if curve(low) <= 0:
        return low
    for _ in range(130):
        middle = (low + high) / 2
        low, high = (middle, high) if curve(middle) > 0 else (low, middle)
    return (low + high) / 2


def scan(y: np.ndarray, v: np.ndarray, points: int = 3000) -> np.ndarray:
    """0 and far beyond the squared range, even in the logarithm."""
    near, far = v.min() * 1e-4, 4 * np.ptp(y) ** 2 + v.max()
    return np.concatenate([[0.0], np.geomspace(near, far, points)]).astype(np.longdouble)


def log_likelihood(y: np.ndarray, v: np.ndarray, grid: np.ndarray, *, restricted: bool) -> np.ndarray:
    """Up to a constant, at all points of the grid at once."""
    w = 1 / (v.astype(np.longdouble) + grid[:, None])
    w1 = w.sum(1)
    residual = y - ((w * y).sum(1) / w1)[:, None]
    height = np.log(w).sum(1) - (w * residual**2).sum(1)
    return 0.5 * (height - np.log(w1) if restricted else height)


def line_likelihood(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, grid: np.ndarray, *, restricted: bool
) -> np.ndarray:
    """The same of a regression on an intercept and x, written out for two coefficients."""
    w = 1 / (v.astype(np.longdouble) + grid[:, None])
    w1 = w.sum(1)
    dx, dy = (a - ((w * a).sum(1) / w1)[:, None] for a in (x.astype(np.longdouble), y))
    spread = (w * dx**2).sum(1)
    residual = dy - ((w * dx * dy).sum(1) / spread)[:, None] * dx
    height = np.log(w).sum(1) - (w * residual**2).sum(1)
    return 0.5 * (height - np.log(w1) - np.log(spread) if restricted else height)
