"""Combining p-values: where studies tell no more than that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.kernel import combining
from effectbank.kernel.combining import Combined
from effectbank.kernel.studies import Floats
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput, NotEstimable, UnknownName, confidence
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told

FEWEST_FOR_MEAN = 4


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CombinedP(Told):
    """Independent one-sided p-values combined. Null hypothesis: no study has an effect in that direction.

    `k`: p-values used. `statistic` by its `name`, `df` None where its distribution has none. `left_out`: unknown.
    """

    method: str
    k: int
    name: str
    statistic: float
    df: float | None
    p: float
    given: tuple[float, ...]
    left_out: int

    @property
    def null(self) -> str:
        """The hypothesis that `p` speaks of."""
        return "no study has an effect in that direction"

    @property
    def headline(self) -> str:
        """The test in a line."""
        return str(self)

    def __str__(self) -> str:
        df = "" if self.df is None else f"({fixed(self.df, 4).rstrip('0').rstrip('.')})"
        unknown = f"; {self.left_out} unknown left out" if self.left_out else ""
        found = f"{self.name}{df} = {fixed(self.statistic, 4)}, {p_value(self.p)}"
        return f"{METHODS[self.method]}: {found} (k = {self.k}{unknown})"

    def rows(self) -> list[dict[str, object]]:
        """One record: the method, its statistic and p."""
        return [{name: value for name, value in asdict(self).items() if name not in ("given", "left_out")}]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance."""
        asked = {"what": "CombinedP", "method": self.method, "p": list(self.given)}
        return stamped(asked, self.rows()[0] | {"null": self.null})


METHODS: Mapping[str, str] = MappingProxyType(
    {
        "fisher": "Fisher's sum of logarithms",
        "pearson": "Pearson's sum of logarithms of 1 - p",
        "stouffer": "Stouffer's sum of z",
        "tippett": "Tippett's smallest p",
        "wilkinson": "Wilkinson's r-th smallest p",
        "maximum": "Wilkinson's largest p",
        "edgington": "Edgington's sum of p",
        "mean": "Edgington's mean p",
        "logit": "Mudholkar and George's sum of logits",
        "inverse-chi2": "Lancaster's sum of chi-squared",
        "inverse-t": "Winer's sum of t",
        "binomial": "Wilkinson's count of significant results",
        "bonferroni": "Bonferroni's smallest p",
        "simes": "Simes's test",
        "cauchy": "Liu and Xie's Cauchy combination",
    }
)


def combine_p(
    p: ArrayLike,
    method: str = "fisher",
    *,
    weights: ArrayLike | None = None,
    r: int = 1,
    df: ArrayLike | None = None,
    level: float = 0.95,
) -> CombinedP:
    """Combine independent one-sided p-values, all against the same direction, by a method of METHODS.

    `weights` for "stouffer" and "cauchy" (default equal; the roots of the sample sizes are usual for the first).
    `r` for "wilkinson". `df` for "inverse-chi2" (default 1 each) and "inverse-t" (one, or one a study; above 2).
    `level` for "binomial": a result counts whose p is at most 1 - level. Formulas: kernel/combining.py. Two-sided
    p-values lose the direction: p/2 if the effect lies that way, 1 - p/2 if not. NaN is left out and counted.
    Raises BadInput, UnknownName, and NotEstimable for fewer than two p-values.
    """
    if method not in METHODS:
        raise UnknownName("method of combining p-values", method, METHODS)
    try:
        given = np.atleast_1d(np.asarray(p, dtype=float)).ravel()
    except (TypeError, ValueError):
        raise BadInput(f"p-values {p!r} given; numbers from 0 to 1 expected") from None
    known = ~np.isnan(given)
    used = _checked(given, known)
    _refuse_unused(method, {"weights": weights, "df": df})
    asked = _Given(
        p=used,
        weights=_column("weights", weights, known, least=0.0),
        df=_column("df", df, known, least=2.0 if method == "inverse-t" else 0.0),
        r=_place(r, used.size),
        level=confidence(level),
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # of p-values of 0 and of 1: infinite, or told below
        found = _METHODS[method](asked)
    if isnan(found.p):
        raise NotEstimable(f"p-values of both 0 and 1 have no {METHODS[method]}", "method='tippett' takes them")
    return CombinedP(
        method=method,
        k=used.size,
        name=found.name,
        statistic=found.statistic,
        df=None if isnan(found.df) else found.df,
        p=found.p,
        given=tuple(given.tolist()),
        left_out=int((~known).sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Given:
    """What a method may use."""

    p: Floats
    weights: Floats
    df: Floats
    r: int
    level: float


_METHODS: Mapping[str, Callable[[_Given], Combined]] = MappingProxyType(
    {
        "fisher": lambda g: combining.fisher(g.p),
        "pearson": lambda g: combining.pearson(g.p),
        "stouffer": lambda g: combining.stouffer(g.p, g.weights),
        "tippett": lambda g: combining.wilkinson(g.p, 1),
        "wilkinson": lambda g: combining.wilkinson(g.p, g.r),
        "maximum": lambda g: combining.wilkinson(g.p, g.p.size),
        "edgington": lambda g: combining.edgington(g.p),
        "mean": lambda g: _mean(g.p),
        "logit": lambda g: combining.logit(g.p),
        "inverse-chi2": lambda g: combining.inverse_chi2(g.p, g.df),
        "inverse-t": lambda g: combining.inverse_t(g.p, g.df),
        "binomial": lambda g: combining.binomial(g.p, g.level),
        "bonferroni": lambda g: combining.bonferroni(g.p),
        "simes": lambda g: combining.simes(g.p),
        "cauchy": lambda g: combining.cauchy(g.p, g.weights),
    }
)
_TAKES: Mapping[str, Sequence[str]] = MappingProxyType(
    {"stouffer": ("weights",), "cauchy": ("weights",), "inverse-chi2": ("df",), "inverse-t": ("df",)}
)


def _mean(p: Floats) -> Combined:
    if p.size < FEWEST_FOR_MEAN:
        raise NotEstimable(f"{p.size} p-values have no nearly normal mean", "method='edgington' is exact")
    return combining.mean_p(p)


def _checked(given: Floats, known: NDArray[np.bool_]) -> Floats:
    for i in np.flatnonzero(known & ~((given >= 0) & (given <= 1))).tolist():
        raise BadInput(f"p-value {i + 1} is {float(given[i])!r}; a number from 0 to 1 expected")
    if known.sum() < 2:
        raise NotEstimable(f"{int(known.sum())} p-value is nothing to combine", "give two or more")
    return given[known]


def _column(name: str, values: ArrayLike | None, known: NDArray[np.bool_], *, least: float) -> Floats:
    """One value a p-value used, 1 each where none is given."""
    if values is None:
        return np.ones(int(known.sum()))
    column = np.asarray(values, dtype=float)
    if column.ndim and column.shape != known.shape:
        raise BadInput(f"{column.size} {name} given for {known.size} p-values; one a p-value expected")
    used = np.broadcast_to(column, known.shape)[known]
    if not (np.isfinite(used) & (used > least)).all():
        raise BadInput(f"{name} {used.tolist()} given; numbers above {least:g} expected")
    return used


def _refuse_unused(method: str, choices: Mapping[str, ArrayLike | None]) -> None:
    for name, value in choices.items():
        if value is not None and name not in _TAKES.get(method, ()):
            takers = " and ".join(taker for taker, names in _TAKES.items() if name in names)
            raise BadInput(f"{name} given, but method={method!r} takes none; {takers} do")
    if method == "inverse-t" and choices["df"] is None:
        raise BadInput("method='inverse-t' needs df, above 2: one, or one a study")


def _place(r: int, k: int) -> int:
    if not (r == int(r) and 1 <= r <= k):
        raise BadInput(f"r={r!r} given; a whole number from 1 to {k} expected")
    return int(r)
