"""How much the studies differ beyond chance: Q, I2, H2 and the typical variance they are made with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import (
    Floats,
    Studies,
    cochran_q,
    contrast_of_sums,
    divide,
    dot,
    every,
    total,
)


@dataclass(frozen=True, slots=True, eq=False)
class AtNoTau2:
    """The studies weighed by w = 1 / v: Q about the centre on `df`, and tr P, what a unit of tau2 adds to it.

    `w1` is sum w; `lesser` are the weights of all studies but the firmest, `rest` and `squares` sums of them and
    of their squares.
    """

    w: Floats
    w1: Floats
    mean: Floats
    q: Floats
    df: Floats
    trace: Floats
    lesser: Floats
    rest: Floats
    squares: Floats


def at_no_tau2(s: Studies, centre: ArrayLike | None = None) -> AtNoTau2:
    """`centre`: where Q is measured from; by default the inverse-variance mean.

    Q is exactly 0 for a single study, which cannot differ from itself.
    """
    w = s.weights()
    lesser = w * s.lesser
    w1, rest, squares = total(w), total(lesser), dot(lesser, lesser)
    mean = divide(dot(w, s.y), w1)
    q = cochran_q(w, s.y, mean if centre is None else np.nan_to_num(centre))
    df = s.df
    return AtNoTau2(
        w, w1, mean, _where_two(df, q, 0.0), df, contrast_of_sums(w1, rest, squares), lesser, rest, squares
    )


def i2_from_tau2(tau2: Floats, df: Floats, trace: Floats) -> Floats:
    """I2 = 100 tau2 / (tau2 + s2), percent, for the typical variance s2 = df / tr P; 0 for a single study.

    Higgins & Thompson 2002, eq. 9.
    """
    return _where_two(df, divide(100 * tau2 * trace, tau2 * trace + df), 0.0)


def h2_from_tau2(tau2: Floats, df: Floats, trace: Floats) -> Floats:
    """H2 = tau2 / s2 + 1; 1 for a single study."""
    return _where_two(df, divide(tau2 * trace, df) + 1, 1.0)


def _where_two(df: Floats, value: Floats, otherwise: float) -> Floats:
    """The value where two studies or more are present."""
    two = df > 0
    return value if every(two) else np.where(two, value, otherwise)


def i2_from_q(q: Floats, df: Floats) -> Floats:
    """I2 = 100 max(0, (Q - df) / Q), percent (Higgins & Thompson 2002); 0 where Q is 0."""
    return np.maximum(0.0, 100 * divide(q - df, np.where(q > 0, q, np.inf)))


def h2_from_q(q: Floats, df: Floats) -> Floats:
    """H2 = Q / df; 1 for a single study."""
    return np.where(df > 0, divide(q, df), 1.0)
