"""Rank tests for funnel-plot asymmetry: Begg & Mazumdar (1994), and Schwarzer et al. (2007) for counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from effectbank.kernel import mantel_haenszel, noncentral
from effectbank.kernel.kendall import LARGEST_EXACT, Kendall, kendall
from effectbank.kernel.studies import Floats, dot, total
from effectbank.measures.build import table_cells
from effectbank.measures.effects import Effects
from effectbank.measures.zero_cells import is_double_zero
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import SmallStudy, Told, effects_of, estimates

RANK_TESTS = {
    "Begg": "standardised estimates against their variances",
    "Schwarzer": "standardised events against their precision, given the Mantel-Haenszel odds ratio",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RankTest(SmallStudy):
    """Kendall's tau between what the studies found and how precise they are; `s` and `se` as meta prints them.

    `exact`: whether p counts all orderings; else it is that of z = s / se, without continuity correction.
    """

    title: ClassVar[str] = "Rank test for funnel-plot asymmetry"

    method: str
    exact: bool
    kendall: Kendall

    @property
    def hypothesis(self) -> str:
        """The null hypothesis."""
        return "the ranks of the studies' standardised results are unrelated to the ranks of their variances"

    @property
    def tau(self) -> float:
        """Kendall's tau-b."""
        return self.kendall.tau

    @property
    def statistic(self) -> float:
        """z, whether or not p comes from it."""
        return self.kendall.z

    @property
    def p(self) -> float:
        """Two-sided."""
        return self.kendall.p(exact=self.exact)

    @property
    def headline(self) -> str:
        """tau and p."""
        return f"{self.method} tau = {fixed(self.tau, 4)}, {p_value(self.p)}, k={self.k}"

    @property
    def told(self) -> Told:
        """tau, how p was found, and p."""
        how = "exact" if self.exact else f"z = {fixed(self.statistic, 4)}"
        return [
            ("method", f"{self.method}: {RANK_TESTS[self.method]}"),
            ("Kendall's tau", fixed(self.tau, 4)),
            ("test", f"{how}, {p_value(self.p)}"),
        ]

    @property
    def chosen(self) -> Mapping[str, Any]:
        """The method, and whether exact."""
        return {"method": self.method, "exact": self.exact}

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        x = self.kendall
        return {"tau": x.tau, "s": x.s, "se": x.se, "statistic": x.z, "p": self.p}


@takes(Effects, Pooled)
def begg(of: Effects | Pooled, *, method: str = "Begg", exact: bool | None = None) -> RankTest:
    """Rank correlation of (y - common) / sqrt(v - 1 / sum(1 / v)) with v (Begg & Mazumdar 1994, eq. 1).

    method="Schwarzer": of the events' standardised distance from what the Mantel-Haenszel odds ratio and the
    margins lead to expect, with their precision (Schwarzer, Antes & Schumacher 2007); needs counts.
    `exact` None: exact without ties up to 500 studies, as R's cor.test; True insists, False takes the normal.

    Raises NotEstimable for fewer than 3 studies, or all of one variance; UnknownName, BadInput.
    """
    if method not in RANK_TESTS:
        raise UnknownName("rank test", method, RANK_TESTS)
    effects = effects_of(of)
    found = kendall(*(standardised(effects) if method == "Begg" else standardised_counts(effects)))
    if not found.se > 0:
        raise NotEstimable("all studies have the same variance, or the same result: there is nothing to rank")
    if exact and found.ties:
        raise BadInput(
            "exact=True given, but some studies tie: the count of orderings holds without ties; use exact=None"
        )
    counted = not found.ties and found.k <= LARGEST_EXACT if exact is None else exact
    return RankTest(effects=effects, k=found.k, method=method, exact=counted, kendall=found)


def standardised(effects: Effects) -> tuple[Floats, Floats]:
    """Begg's pair: estimates standardised about the common effect, and their variances."""
    y, v = estimates(effects, least=3, what="a rank test")
    w = 1 / v
    common = dot(w, y) / total(w)
    return (y - common) / np.sqrt(v - 1 / total(w)), v


def standardised_counts(effects: Effects) -> tuple[Floats, Floats]:
    """Schwarzer's pair: (a - E) / sqrt(V) and 1 / V, E and V of the noncentral hypergeometric distribution."""
    cells = table_cells(effects)
    usable = np.isfinite(np.array(cells)).all(0) & ~is_double_zero(cells)
    a, n1, c, n2 = (cell[usable] for cell in cells)
    if a.size < 3:
        raise NotEstimable(f"a rank test needs 3 studies or more with events, and has {a.size}")
    odds, _ = mantel_haenszel.pooled(mantel_haenszel.tables(a, n1, c, n2), "OR")
    if not np.isfinite(odds):
        raise NotEstimable("the Mantel-Haenszel odds ratio is 0 or infinite: one group has no events at all")
    each = [noncentral.moments(*study, float(odds)) for study in zip(n1, n2, a + c, strict=True)]
    mean, variance = np.array(each).T
    return (a - mean) / np.sqrt(variance), 1 / variance
