"""Matched pairs, or the same people twice, counts: MPRD, MPRR, MPOR, MPORC, MPPETO.

From pairs with the event in both (a), only the first (b), only the second (c), neither (d), arrays (..., k).
Marginal measures compare the two risks; conditional ones the discordant pairs.
"""

from __future__ import annotations

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, log
from effectbank.measures.family import NOT_NEGATIVE, Cell, Cells, Family, Formula, added_to_zero


def marginal_risk_difference(a: Floats, b: Floats, c: Floats, d: Floats) -> Estimates:
    """(b - c)/n, variance (b/n + c/n - ((b-c)/n)^2) / n (May & Johnson 1997)."""
    n = above(a + b + c + d, 0)
    yi = (b - c) / n
    return yi, ((b + c) / n - yi**2) / n


def marginal_risk_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> Estimates:
    """log((a+b)/(a+c)), variance (b+c)/((a+b)(a+c)) (Zou 2007)."""
    first, second = above(a + b, 0), above(a + c, 0)
    return log(first / second), (b + c) / (first * second) + 0 * d


def marginal_odds_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> Estimates:
    """log of the ratio of the two marginal odds; variance by the delta method (Zou 2007)."""
    n = above(a + b + c + d, 0)
    first, second = (a + b) * above(c + d, 0), (a + c) * above(b + d, 0)
    yi = log((a + b) / (c + d)) - log((a + c) / (b + d))
    return yi, n * ((b + c) * n - (b - c) ** 2) / (above(first, 0) * above(second, 0))


def conditional_odds_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> Estimates:
    """log(b/c), variance 1/b + 1/c: only discordant pairs speak (McNemar's setting; Curtin et al. 2002)."""
    b, c = above(b, 0), above(c, 0)
    return log(b / c) + 0 * (a + d), 1 / b + 1 / c


def conditional_peto_odds_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> Estimates:
    """(O - E)/V with E = (b+c)/2, V = (b+c)/4: 2(b - c)/(b + c), variance 4/(b + c) (Curtin et al. 2002)."""
    discordant = above(b + c, 0)
    return 2 * (b - c) / discordant + 0 * (a + d), 4 / discordant


CELLS = (
    Cell("ai", "pairs", "pairs with the event in both", NOT_NEGATIVE),
    Cell("bi", "pairs", "pairs with the event in the first only", NOT_NEGATIVE),
    Cell("ci", "pairs", "pairs with the event in the second only", NOT_NEGATIVE),
    Cell("di", "pairs", "pairs with the event in neither", NOT_NEGATIVE),
)
NAMES = tuple(cell.name for cell in CELLS)


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """The four counts after the correction: the constant to each where any is 0."""
    zero = (cells["ai"] == 0) | (cells["bi"] == 0) | (cells["ci"] == 0) | (cells["di"] == 0)
    added = added_to_zero(zero, rule, add)
    return {name: cell + added for name, cell in cells.items()}


UNDEFINED = "a zero cell, and no correction asked for"
FAMILY = Family(
    name="matched pairs, counts",
    cells=CELLS,
    correction=corrected,
    formulas={
        "MPRD": Formula(of=marginal_risk_difference, cells=NAMES, undefined=UNDEFINED),
        "MPRR": Formula(of=marginal_risk_ratio, cells=NAMES, undefined=UNDEFINED),
        "MPOR": Formula(of=marginal_odds_ratio, cells=NAMES, undefined=UNDEFINED),
        "MPORC": Formula(of=conditional_odds_ratio, cells=NAMES, undefined=UNDEFINED),
        "MPPETO": Formula(of=conditional_peto_odds_ratio, cells=NAMES, undefined=UNDEFINED),
    },
)
