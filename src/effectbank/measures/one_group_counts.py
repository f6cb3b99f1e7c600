"""One group, a proportion: PR, PLN, PLO, PRZ, PAS, PFT from x events among n, arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, inside, log, within
from effectbank.measures.family import (
    NOT_NEGATIVE,
    ONE_OR_MORE,
    Cell,
    Cells,
    Family,
    Formula,
    Instead,
    Together,
    added_to_zero,
)
from effectbank.problems import UnknownName

AVERAGED = "as LS with the proportion of all studies given, weighted by their sizes"
PR_VARIANCES: Mapping[str, str] = MappingProxyType(
    {"LS": "p (1 - p) / n, large sample", "UB": "p (1 - p) / (n - 1), unbiased", "AV": AVERAGED}
)
LOG_VARIANCES: Mapping[str, str] = MappingProxyType({"LS": "from the study's own counts", "AV": AVERAGED})


def proportion(x: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """p = x/n, variance p (1 - p) / n."""
    p = _spread(x, n, variance, PR_VARIANCES)
    return _share(x, n), p * (1 - p) / (n - (variance == "UB"))


def log_proportion(x: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """log(x/n), variance 1/x - 1/n."""
    p = _spread(x, n, variance, LOG_VARIANCES)
    return log(_share(x, n)), (1 - p) / above(n * p, 0)


def logit_proportion(x: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """log(p / (1 - p)), variance 1/x + 1/(n - x)."""
    yi = log(above(x, 0)) - log(above(n - x, 0))
    p = _spread(x, n, variance, LOG_VARIANCES)
    return yi, 1 / above(n * p, 0) + 1 / above(n * (1 - p), 0)


def _spread(x: Floats, n: Floats, variance: str, known: Mapping[str, str]) -> Floats:
    """The proportion that a variance is made of: the study's own, or that of all."""
    if variance not in known:
        raise UnknownName("variance of a proportion", variance, known)
    if variance != "AV":
        return _share(x, n)
    there = np.isfinite(x) & np.isfinite(n)
    events, people = (np.where(there, each, 0.0).sum(-1, keepdims=True) for each in (x, n))
    return np.broadcast_to(events / above(people, 0), x.shape)


def probit_proportion(x: Floats, n: Floats) -> Estimates:
    """The normal quantile z of p, variance 2 pi p (1 - p) exp(z^2) / n (delta method)."""
    p = inside(x / above(n, 0), 0, 1)
    z = normal_quantile(p)
    return z, 2 * np.pi * p * (1 - p) * np.exp(z**2) / n


def arcsine_proportion(x: Floats, n: Floats) -> Estimates:
    """arcsin sqrt p, variance 1/(4n)."""
    return np.arcsin(np.sqrt(_share(x, n))), 1 / (4 * above(n, 0))


def double_arcsine_proportion(x: Floats, n: Floats) -> Estimates:
    """Half the sum of arcsin sqrt(x/(n+1)) and arcsin sqrt((x+1)/(n+1)), variance 1/(4n + 2).

    Freeman & Tukey (1950); the half puts it on the scale of the arcsine, as in Miller (1978).
    """
    x = within(x, 0, np.inf)
    first, second = _share(x, n + 1), _share(x + 1, n + 1)
    return (np.arcsin(np.sqrt(first)) + np.arcsin(np.sqrt(second))) / 2, 1 / (4 * above(n, 0) + 2)


def _share(x: Floats, n: Floats) -> Floats:
    return within(x / above(n, 0), 0, 1)


EVENTS = Cell("xi", "events", "events", NOT_NEGATIVE)
TOTAL = Cell("ni", "totals", "total", ONE_OR_MORE)
NAMES = ("xi", "ni")


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """Events and total after the correction: the constant to events and non-events where either is 0."""
    x, n = cells["xi"], cells["ni"]
    added = added_to_zero((x == 0) | (x == n), rule, add)
    return {**cells, "xi": x + added, "ni": n + 2 * added}


UNCORRECTED = "no events, or nothing but events, and no correction asked for"
FAMILY = Family(
    name="one-group counts",
    cells=(EVENTS, TOTAL),
    correction=corrected,
    together=(Together(NAMES, np.greater, "at most the total", "are events and total swapped?"),),
    instead=(Instead(of=TOTAL, role="nonevents", given="mi", follows=lambda cells: cells["xi"] + cells["mi"]),),
    formulas={
        "PR": Formula(of=proportion, cells=NAMES, undefined=UNCORRECTED, options=("variance",)),
        "PLN": Formula(of=log_proportion, cells=NAMES, undefined=UNCORRECTED, options=("variance",)),
        "PLO": Formula(of=logit_proportion, cells=NAMES, undefined=UNCORRECTED, options=("variance",)),
        "PRZ": Formula(of=probit_proportion, cells=NAMES, undefined=UNCORRECTED),
        "PAS": Formula(of=arcsine_proportion, cells=NAMES, corrected=False),
        "PFT": Formula(of=double_arcsine_proportion, cells=NAMES, corrected=False),
    },
)
