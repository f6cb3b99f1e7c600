"""Cronbach's alpha: ARAW, AHW, ABT from alpha, the number of items and the sample size, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, log
from effectbank.measures.family import AT_MOST_ONE, ONE_OR_MORE, TWO_OR_MORE, Cell, Family, Formula


def alpha(a: Floats, items: Floats, n: Floats) -> Estimates:
    """Alpha as it is, variance 2 m (1 - a)^2 / ((m - 1)(n - 2)) (van Zyl, Neudecker & Nel 2000; Bonett 2010)."""
    return a, (1 - _below_one(a)) ** 2 * _bonett(items, n)


def cube_root_alpha(a: Floats, items: Floats, n: Floats) -> Estimates:
    """1 - (1 - a)^(1/3), variance 18 m (n-1) (1-a)^(2/3) / ((m-1) (9n-11)^2) (Hakstian & Whalen 1976).

    Their transformation is the cube root itself; subtracted from 1 here so that it rises with alpha.
    """
    root, m = np.cbrt(1 - _below_one(a)), at_least(items, 2)
    return 1 - root, 18 * m * (above(n, 2) - 1) * root**2 / ((m - 1) * (9 * n - 11) ** 2)


def log_alpha(a: Floats, items: Floats, n: Floats) -> Estimates:
    """-log(1 - a), variance 2m / ((m-1)(n-2)) (Bonett 2002), the sign turned so that it rises with alpha."""
    return -log(1 - a), _bonett(items, n)


def _below_one(a: Floats) -> Floats:
    return np.where(a < 1, a, np.nan)


def _bonett(items: Floats, n: Floats) -> Floats:
    m = at_least(items, 2)
    return 2 * m / ((m - 1) * (above(n, 2) - 2))


NAMES = ("ai", "mi", "ni")
UNDEFINED = "an alpha of 1, or 2 people or fewer"
FAMILY = Family(
    name="alphas",
    cells=(
        Cell("ai", "alphas", "alpha", AT_MOST_ONE),
        Cell("mi", "items", "number of items", TWO_OR_MORE),
        Cell("ni", "totals", "total", ONE_OR_MORE),
    ),
    formulas={
        "ARAW": Formula(of=alpha, cells=NAMES, undefined=UNDEFINED),
        "AHW": Formula(of=cube_root_alpha, cells=NAMES, undefined=UNDEFINED),
        "ABT": Formula(of=log_alpha, cells=NAMES, undefined=UNDEFINED),
    },
)
