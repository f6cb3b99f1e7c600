"""Data rearranged as they might have come if nothing mattered: all ways where they are few, else a sample."""

from __future__ import annotations

from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.projection import Design, joined
from effectbank.kernel.studies import Floats, Studies

Orders = NDArray[np.intp]


def count_of_orders(d: Design) -> int:
    """How many different ways the moderators' rows can be dealt to the studies: k! / product of repeats!"""
    repeats = np.unique(d.x.T, axis=0, return_counts=True)[1].tolist()
    return prod(comb(sum(repeats[: i + 1]), n) for i, n in enumerate(repeats))


def all_orders(d: Design) -> Orders:
    """Each different way once, shape (ways, k): which row of moderators each study gets."""
    _, first, repeats = np.unique(d.x.T, axis=0, return_index=True, return_counts=True)
    table = np.zeros((1, 0), dtype=np.intp)
    for row, n in zip(first.tolist(), repeats.tolist(), strict=True):
        table = _interleaved(table, row, n)
    return table


def some_orders(d: Design, count: int, seed: int) -> Orders:
    """A sample of `count` ways, the first as the data came."""
    k = d.x.shape[-1]
    orders = np.tile(np.arange(k), (count, 1))
    orders[1:] = np.random.default_rng(seed).permuted(orders[1:], axis=1)
    return orders


def all_signs(k: int) -> Floats:
    """Every combination of k signs, shape (2^k, k), the first as the data came."""
    return np.asarray(1.0 - 2.0 * ((np.arange(2**k)[:, None] >> np.arange(k)) & 1), dtype=float)


def some_signs(k: int, count: int, seed: int) -> Floats:
    """A sample of `count` combinations, the first as the data came."""
    signs = np.ones((count, k))
    signs[1:] = np.random.default_rng(seed).choice([-1.0, 1.0], size=(count - 1, k))
    return signs


def reordered(d: Design, orders: Orders) -> Design:
    """A batch of the same studies with the moderators dealt anew; `d` is a single analysis without gaps."""
    x = np.moveaxis(d.x[:, orders], 0, 1)
    return _batch(d, d.s.y, x, len(orders))


def flipped(d: Design, signs: Floats) -> Design:
    """A batch of the same studies with their estimates' signs as given."""
    return _batch(d, d.s.y * signs, d.x, len(signs))


def _batch(d: Design, y: Floats, x: Floats, count: int) -> Design:
    k, p = d.s.y.size, d.p

    def repeated(part: NDArray[np.generic], *own: int) -> Floats:
        return np.broadcast_to(part, (count, *own))

    y, v, present, lesser = (repeated(part, k) for part in (y, d.s.v, d.s.present, d.s.lesser))
    s = Studies(y, v, present, lesser, repeated(d.s.k), d.s.whole)
    return joined(s, repeated(x, p, k), repeated(d.r, p, p), np.broadcast_to(d.independent, (count, p)))


def _interleaved(table: Orders, row: int, n: int) -> Orders:
    """Every row of the table with n more places, in all positions, given to `row`."""
    width = table.shape[1] + n
    chosen = list(combinations(range(width), width - n))
    places = np.array(chosen, dtype=np.intp).reshape(len(chosen), width - n)
    out = np.full((len(table), len(places), width), row, dtype=np.intp)
    out[:, np.arange(len(places))[:, None], places] = table[:, None, :]
    return out.reshape(-1, width)
