"""Permutation tests of a regression: how often chance alone does as much, without trusting any distribution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.permutations import (
    all_orders,
    all_signs,
    count_of_orders,
    flipped,
    reordered,
    some_orders,
    some_signs,
)
from effectbank.kernel.projection import Design, joined
from effectbank.kernel.regression import Tested, tau2_of, tests_at
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.numerals import aligned
from effectbank.problems import BadInput, UnknownName, confidence, is_number
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regress import checked_design
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.regression_summary import bare_p
from effectbank.synthesis.telling import Told
from effectbank.words import Interval

MOST_EXACT = 2**18
BATCH = 2**20  # numbers of one batch of refits, so that memory stays bounded
STATISTICS = ("statistic", "coefficient")
ALTERNATIVES = ("two-sided", "greater", "less")
TIED = 1e-8  # what differs by rounding alone is as extreme as what was observed

Table = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PermutationTest(Told):
    """P-values as shares of the rearrangements that are as extreme as the data. Null hypothesis: no effect.

    `p`: by coefficient; `p_of_test`: of all moderators at once (QM). `exact`: all rearrangements, each once;
    else `count` of them from `seed`, the data as they came among them. `values`: the statistics compared,
    (count, coefficients).
    """

    fit: Regression
    of: str
    alternative: str
    exact: bool
    count: int
    seed: int | None
    p: Mapping[str, float]
    p_of_test: float
    values: Floats

    @property
    def null(self) -> str:
        """The hypothesis that each p speaks of."""
        symmetric = "the estimates are symmetric about 0"
        return symmetric if _flips(self.fit) else "no moderator has to do with the effect"

    @property
    def headline(self) -> str:
        """The test in a line."""
        how = "exact" if self.exact else f"seed {self.seed}"
        return f"of ~ {self.fit.moderators.asked}, {self.count} rearrangements, {how}"

    def rows(self) -> list[dict[str, Any]]:
        """One record a coefficient, and one for all moderators at once."""
        usual = {name: c.p for name, c in self.fit.coefficients.items()}
        told = [{"coefficient": name, "p": usual[name], "permuted": p} for name, p in self.p.items()]
        return [*told, {"coefficient": "QM", "p": self.fit.test.p, "permuted": self.p_of_test}]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "PermutationTest", "of": self.of, "alternative": self.alternative, "seed": self.seed}
        found = {"exact": self.exact, "count": self.count, "null": self.null, "p": self.rows()}
        return stamped(asked | {"fit": self.fit.to_dict()["asked"]}, found)

    def __str__(self) -> str:
        how = "all" if self.exact else "a sample of"
        rows = [(name, bare_p(self.fit.coefficients[name].p), bare_p(p)) for name, p in self.p.items()]
        rows.append(("QM", bare_p(self.fit.test.p), bare_p(self.p_of_test)))
        lines = aligned([("", "p", "p by permutation"), *rows])
        return "\n".join([f"Permutation test ({how} {self.count} rearrangements)", "", *lines])


@takes(Regression)
def permutation_test(
    fit: Regression,
    iterations: int = 1000,
    *,
    seed: int = 1,
    exact: bool | None = None,
    of: str = "statistic",
    alternative: str = "two-sided",
) -> PermutationTest:
    """Deal the moderators' rows to the studies anew and refit, tau2 included, all as one batch.

    Without moderators the estimates' signs are flipped instead (Follmann & Proschan 1999; Higgins & Thompson
    2004; Viechtbauer et al. 2015). Exact where there are no more rearrangements than `iterations`, or where
    `exact` is asked for. `of`: compare each "statistic" (z or t) or each "coefficient". Raises BadInput,
    UnknownName.
    """
    for what, given, known in (("permutation of", of, STATISTICS), ("alternative", alternative, ALTERNATIVES)):
        if given not in known:
            raise UnknownName(what, given, known)
    iterations = _whole(iterations)
    d = checked_design(fit.effects, fit.moderators, fit.options.model)
    ways = 2 ** int(d.s.k) if _flips(fit) else count_of_orders(d)
    whole = ways <= iterations if exact is None else exact
    if whole and ways > MOST_EXACT:
        raise BadInput(f"{ways} rearrangements are too many to try each; at most {MOST_EXACT}, or sample them")
    found = _refits(d, _rearrangements(fit, d, None if whole else iterations, seed), fit)
    values, qm = _compared(found, of)
    observed, observed_qm = _compared([tests_of(d, fit)], of)
    p = _shares(values, observed[0], alternative)
    return PermutationTest(
        fit=fit,
        of=of,
        alternative=alternative,
        exact=whole,
        count=len(values),
        seed=None if whole else seed,
        p=MappingProxyType(dict(zip(fit.moderators.names, p.tolist(), strict=True))),
        p_of_test=float(_shares(qm[:, None], observed_qm, "greater")[0]),
        values=readonly(values),
    )


def _whole(iterations: object) -> int:
    if not (is_number(iterations) and iterations >= 1):
        raise BadInput(f"{iterations!r} iterations given, at least 1 expected")
    return int(iterations)


@takes(PermutationTest)
def permutation_interval(test: PermutationTest, name: str, level: float | None = None) -> Interval:
    """All values of a coefficient that the same permutation test does not reject, by halving to rounding.

    The value is taken off the data, estimate - value × column, and the test repeated. An end is infinite where
    the rearrangements are too few to reject anything. Raises UnknownName.
    """
    fit = test.fit
    if name not in test.p:
        raise UnknownName("coefficient", name, test.p)
    column = fit.moderators.names.index(name)
    d = checked_design(fit.effects, fit.moderators, fit.options.model)
    table = _rearrangements(fit, d, None if test.exact else test.count, test.seed or 0)
    alpha = 1 - confidence(fit.options.level if level is None else level)

    def rejected(value: float) -> bool:
        moved = _without(d, fit.moderators.matrix[:, column] * value)
        values, _ = _compared(_refits(moved, table, fit), test.of)
        observed, _ = _compared([tests_of(moved, fit)], test.of)
        return bool(_shares(values, observed[0], test.alternative)[column] <= alpha)

    c = fit.coefficients[name]
    lower = -np.inf if test.alternative == "less" else _end(rejected, c.estimate, -c.se)
    upper = np.inf if test.alternative == "greater" else _end(rejected, c.estimate, c.se)
    return Interval(lower, upper)


def tests_of(d: Design, fit: Regression) -> Tested:
    """Coefficients and tests of a batch under the fit's own options, tau2 estimated for each."""
    o = fit.options
    return tests_at(d, tau2_of(d, o.between), test=o.test, level=o.level, intercept=fit.moderators.intercept)


def _flips(fit: Regression) -> bool:
    return not fit.moderators.terms


def _rearrangements(fit: Regression, d: Design, sampled: int | None, seed: int) -> Table:
    """Signs or orders, one rearrangement a row; None: all of them."""
    k = int(d.s.k)
    if _flips(fit):
        return all_signs(k) if sampled is None else some_signs(k, sampled, seed)
    return all_orders(d) if sampled is None else some_orders(d, sampled, seed)


def _refits(d: Design, table: Table, fit: Regression) -> list[Tested]:
    """In batches of bounded size."""
    rearranged: Callable[[Design, Table], Design] = flipped if _flips(fit) else reordered
    step = max(1, BATCH // d.x.size)
    return [tests_of(rearranged(d, table[i : i + step]), fit) for i in range(0, len(table), step)]


def _compared(found: list[Tested], of: str) -> tuple[Floats, Floats]:
    each = [np.atleast_2d(t.b if of == "coefficient" else t.inference.statistic) for t in found]
    return np.concatenate(each), np.concatenate([np.atleast_1d(t.qm) for t in found])


def _shares(values: Floats, observed: Floats, alternative: str) -> Floats:
    """Of each column, the share as extreme as what was observed."""
    if alternative == "two-sided":
        values, observed = np.abs(values), np.abs(observed)
    elif alternative == "less":
        values, observed = -values, -observed
    return np.asarray((values >= observed - TIED * np.maximum(np.abs(observed), TIED)).mean(0), dtype=float)


def _without(d: Design, part: Floats) -> Design:
    s = d.s
    return joined(replace(s, y=s.y - part), d.x, d.r, d.independent)


def _end(rejected: Callable[[float], bool], start: float, step: float) -> float:
    """The first value from `start` outward that is rejected: found by widening steps, then halved to rounding."""
    inside, outside = start, start + step
    for _ in range(12):
        if rejected(outside):
            break
        inside, outside = outside, outside + 2 * (outside - inside)
    else:
        return float(np.copysign(np.inf, step))
    while abs(outside - inside) > 1e-10 * abs(step):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if rejected(middle) else (middle, outside)
    return outside
