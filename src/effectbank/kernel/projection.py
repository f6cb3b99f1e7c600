"""Studies with moderators, and what is left of them when the moderators are fitted: never a k × k matrix.

Weighted least squares by modified Gram-Schmidt, a column after the other as textbooks do by hand: as stable as
QR, and the same few array operations for one analysis and for a million. With A = W^(1/2) and A X = Q R, the
residual projection is P = A (I - Q Q') A; its traces are sums over studies and p × p products.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.kernel.studies import Floats, Studies, divide, dot

MANY = 50  # analyses: from here on the batch is longer than most have studies
NEAR_ONE = 0.999  # a leverage: 1 - h has lost three digits
COLLINEAR = 1e-9  # of a column's length left by the columns before it: no more than rounding leaves


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Studies `s` and their moderators as orthonormal rows `x`, shape (..., p, k): the columns given are x' r.

    `rows` holds x and below it the estimates y. `independent`, (..., p): whether a column holds anything the
    columns before it don't.
    """

    s: Studies
    rows: Floats
    r: Floats
    independent: NDArray[np.bool_]

    @property
    def x(self) -> Floats:
        """The orthonormal rows."""
        return self.rows[..., :-1, :]

    @property
    def p(self) -> int:
        """How many coefficients."""
        return int(self.r.shape[-1])

    @property
    def free(self) -> Floats:
        """Studies beyond coefficients, k - p; -1 where the columns are not independent."""
        return np.where(self.independent.all(-1), self.s.k - self.p, -1.0)

    def __getitem__(self, rows: NDArray[np.intp]) -> Design:
        """Some analyses of a flat batch."""
        y, v, present, lesser = (_rows(part, rows) for part in (self.s.y, self.s.v, self.s.present, self.s.lesser))
        s = Studies(y, v, present, lesser, _rows(self.s.k, rows), self.s.whole)
        return Design(s, _rows(self.rows, rows), self.r[rows], self.independent[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A weighted fit: `q` (..., p, k) and `r` (..., p, p) of A x, `c` = q A y, and A times the `residual`."""

    w: Floats
    q: Floats
    r: Floats
    c: Floats
    residual: Floats

    @property
    def rss(self) -> Floats:
        """Sum w residual^2 = y' P y."""
        return dot(self.residual, self.residual)

    @property
    def hat(self) -> Floats:
        """Leverages, shape (..., k)."""
        return einsum("...pk,...pk->...k", self.q, self.q)

    def trace(self, m: Floats) -> Floats:
        """tr((I - QQ') M) for a diagonal M, shape (..., k): tr P for M = W."""
        hat = self.hat
        return dot(m, _left(hat, *self._heavy(hat)))

    def trace_of_two(self, m: Floats, n: Floats) -> Floats:
        """tr((I - QQ') M (I - QQ') N) for diagonal M and N: tr PP for M = N = W.

        That is sum m_i n_i (1 - h_i)^2 and, over pairs of studies, m_i n_j (q_i q_j)^2: pairs of light studies all
        at once, the others each, so that a study which outweighs all others takes no digits from them.
        """
        hat, mn = self.hat, m * n
        heavy, inner = self._heavy(hat)
        if not heavy:
            inside = _between(self.q, m)
            both = inside * (inside if n is m else _between(self.q, n))
            return np.asarray(dot(mn, 1 - 2 * hat) + both.sum((-2, -1)), dtype=float)
        light, beside = np.ones_like(hat), np.zeros_like(hat)
        light[heavy] = 0.0
        q = self.q * light[..., None, :]
        pairs = (_between(q, m) * _between(q, n)).sum((-2, -1)) - dot(mn * light, hat**2)
        m, n = np.broadcast_to(m, hat.shape), np.broadcast_to(n, hat.shape)
        *batch, _ = heavy
        products = m[heavy][:, None] * n[*batch] + n[heavy][:, None] * (m * light)[*batch]
        beside[heavy] = dot(inner**2, products)
        return np.asarray(dot(mn, _left(hat, heavy, inner) ** 2) + pairs + beside.sum(-1), dtype=float)

    def _heavy(self, hat: Floats) -> tuple[tuple[NDArray[np.intp], ...], Floats]:
        """The studies of leverage above 1/2 (their places) and the products of each one's row of Q with the others.

        None where no leverage comes near 1: nothing cancels there.
        """
        if not (hat > NEAR_ONE).any():
            return (), np.zeros((0, hat.shape[-1]))
        heavy = np.nonzero(hat > 0.5)
        *batch, study = heavy
        q, each = self.q[*batch], np.arange(study.size)
        if not batch:
            q = np.broadcast_to(q, (study.size, *q.shape))
        inner = einsum("npk,np->nk", q, q[each, :, study])
        inner[each, study] = 0.0
        return heavy, inner


def design(s: Studies, columns: ArrayLike) -> Design:
    """The design of the columns (..., k, p), the intercept among them if there is one."""
    x = np.swapaxes(np.asarray(columns, dtype=float), -1, -2) * s.present[..., None, :]
    size = np.abs(x).max(-1, initial=0.0)
    scaled = divide(x, size[..., None])
    length = np.sqrt(dot(scaled, scaled))
    once, first = orthonormal(scaled)
    twice, second = orthonormal(
        once.copy()
    )  # once leaves an error of the columns' conditioning, twice leaves rounding
    independent = np.nan_to_num(np.diagonal(first, axis1=-2, axis2=-1)) > COLLINEAR * length
    return joined(s, twice, (second @ first) * size[..., None, :], independent & (size > 0))


def joined(s: Studies, x: Floats, r: Floats, independent: NDArray[np.bool_]) -> Design:
    """The design of moderators already orthonormal."""
    return Design(s, np.concatenate([x, s.y[..., None, :]], axis=-2), r, independent)


def flat(d: Design) -> Design:
    """The same with all leading axes as one; many are laid out so that sums over studies run along them."""
    shape, k, p = d.s.y.shape[:-1], d.s.y.shape[-1], d.p

    def spread(part: NDArray[np.generic], *own: int) -> Floats:
        whole = np.broadcast_to(part, (*shape, *own)).reshape(-1, *own)
        return np.asfortranarray(whole) if len(whole) >= MANY else np.ascontiguousarray(whole)

    y, v, present, lesser = (spread(part, k) for part in (d.s.y, d.s.v, d.s.present, d.s.lesser))
    s = Studies(y, v, present, lesser, spread(d.s.k), d.s.whole)
    return Design(s, spread(d.rows, p + 1, k), spread(d.r, p, p), spread(d.independent, p).astype(bool))


def in_units(d: Design) -> tuple[Design, Floats]:
    """A flat batch with each smallest variance as the unit and what ordinary least squares leaves as y."""
    s = d.s
    unit = np.where(s.present > 0, s.v, np.inf).min(-1)
    y = ordinary(d).residual / np.sqrt(unit)[:, None]
    v = np.where(s.present > 0, s.v / unit[:, None], 1.0)
    return joined(Studies(y, v, s.present, s.lesser, s.k, s.whole), d.x, d.r, d.independent), unit


def project(d: Design, tau2: ArrayLike = 0.0) -> Projection:
    """Fit with weights 1 / (v + tau2); tau2 has shape (...,), or more axes in front."""
    return fit_weighted(d, d.s.weights(np.asarray(tau2, dtype=float)))


def ordinary(d: Design) -> Projection:
    """Fit with weights 1."""
    return fit_weighted(d, d.s.present)


def fit_weighted(d: Design, w: Floats) -> Projection:
    """Fit with the weights given, shape (..., k)."""
    root = np.sqrt(w)
    q, r = orthonormal(d.rows * root[..., None, :], count=d.p)
    return Projection(w, q[..., :-1, :], r[..., :-1], r[..., -1], q[..., -1, :])


def coefficients(d: Design, found: Projection) -> tuple[Floats, Floats]:
    """b (..., p) in the columns given, and the root of its covariance, U with U U' = (X' W X)^-1."""
    root = inverse_upper(found.r @ d.r)
    return einsum("...ij,...j->...i", root, found.c), root


def orthonormal(rows: Floats, count: int | None = None) -> tuple[Floats, Floats]:
    """Rows (..., n, k) made orthonormal one after the other, and r (..., count, n): the rows given are r' q.

    With `count`, only the first rows are; the others keep what those leave of them. The array given is used up.
    """
    q, n = rows, rows.shape[-2]
    count = n if count is None else count
    r = np.zeros((*rows.shape[:-2], count, n))
    for j in range(count):
        one = q[..., j, :]
        r[..., j, j] = length = np.sqrt(dot(one, one))
        one /= np.where(length > 0, length, np.nan)[..., None]
        for i in range(j + 1, n):
            r[..., j, i] = along = dot(q[..., i, :], one)
            q[..., i, :] -= along[..., None] * one
    return q, r


def inverse_upper(r: Floats) -> Floats:
    """The inverse of upper triangular matrices by back substitution, a row at a time."""
    n = r.shape[-1]
    inverse = np.zeros_like(r)
    for i in reversed(range(n)):
        unit = np.zeros(n)
        unit[i] = 1.0
        rest = einsum("...j,...jl->...l", r[..., i, i + 1 :], inverse[..., i + 1 :, :])
        inverse[..., i, :] = divide(unit - rest, r[..., i, i, None])
    return inverse


def einsum(sums: str, *parts: Floats) -> Floats:
    """numpy's, typed: sums of products over the axes that the pattern drops."""
    return np.asarray(np.einsum(sums, *parts), dtype=float)


def _left(hat: Floats, heavy: tuple[NDArray[np.intp], ...], inner: Floats) -> Floats:
    """1 - leverage to its own last digits, however near 0 it is.

    u = 1 - h is u^2 + s, s being the squares of the study's products with the other rows of Q.
    """
    left = 1 - hat
    if heavy:
        s = dot(inner, inner)
        left[heavy] = 2 * s / (1 + np.sqrt(np.maximum(1 - 4 * s, 0.0)))
    return left


def _between(q: Floats, m: Floats) -> Floats:
    """q M q', shape (..., p, p)."""
    return einsum("...ik,...jk->...ij", q * m[..., None, :], q)


def _rows(part: Floats, rows: NDArray[np.intp]) -> Floats:
    """part[rows] in the layout of `flat`, which plain indexing would lose."""
    return np.take(part.T, rows, axis=-1).T if rows.size >= MANY else part[rows]
