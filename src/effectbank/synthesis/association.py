"""The tests that go with Mantel-Haenszel: of association, and of one odds ratio for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from effectbank.kernel import association as kernel
from effectbank.kernel import mantel_haenszel, person_time
from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.studies import Floats
from effectbank.measures.build import table_cells
from effectbank.measures.effects import Effects
from effectbank.problems import NotEstimable
from effectbank.synthesis.hypothesis_test import HypothesisTest
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told

NO_ASSOCIATION = "in no study is the group associated with the event"
ONE_RATIO = "all studies share one odds ratio"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AssociationTests(Told):
    """`mantel_haenszel` with the continuity correction, `uncorrected` without; the others are None for rates."""

    mantel_haenszel: HypothesisTest
    uncorrected: HypothesisTest
    cochran: HypothesisTest | None
    breslow_day: HypothesisTest | None
    tarone: HypothesisTest | None

    def __iter__(self) -> Iterator[HypothesisTest]:
        every = (self.mantel_haenszel, self.uncorrected, self.cochran, self.breslow_day, self.tarone)
        return (test for test in every if test is not None)

    @property
    def headline(self) -> str:
        """The first test in a line."""
        return str(self.mantel_haenszel).partition("; null")[0]

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    def rows(self) -> list[dict[str, Any]]:
        """One record a test."""
        return [test.to_dict() for test in self]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        return stamped({"what": "AssociationTests"}, {"tests": self.rows()})


@takes(Effects, Pooled)
def association_tests(of: Effects | Pooled) -> AssociationTests:
    """Tests over the raw counts, or events and person-time, of all studies whose cells are known.

    Mantel & Haenszel 1959, with and without the correction; Cochran 1954; Breslow & Day 1980 and Tarone 1985 about
    the Mantel-Haenszel odds ratio. Raises NotEstimable for effects without such cells, or without any event.
    """
    effects = of.effects if isinstance(of, Pooled) else of
    if "t1i" in effects.cells:
        return _of_rates(effects)
    x = mantel_haenszel.tables(*table_cells(effects))
    log_or, _ = mantel_haenszel.odds_ratio(x)
    spread, corrected, df = (float(one) for one in kernel.breslow_day(x, log_or))
    homogeneous = np.isfinite(log_or)
    return AssociationTests(
        mantel_haenszel=_associated("Mantel-Haenszel test, corrected", kernel.mantel_haenszel(x, correct=True)),
        uncorrected=_associated("Mantel-Haenszel test", kernel.mantel_haenszel(x, correct=False)),
        cochran=_associated("Cochran's test, corrected", kernel.cochran(x, correct=True)),
        breslow_day=_test("Breslow-Day test", ONE_RATIO, spread, df) if homogeneous else None,
        tarone=_test("Tarone's test", ONE_RATIO, corrected, df) if homogeneous else None,
    )


def _of_rates(effects: Effects) -> AssociationTests:
    x = person_time.person_time(*(effects.cells[name] for name in ("x1i", "t1i", "x2i", "t2i")))
    return AssociationTests(
        mantel_haenszel=_associated("Mantel-Haenszel test, corrected", person_time.association(x, correct=True)),
        uncorrected=_associated("Mantel-Haenszel test", person_time.association(x, correct=False)),
        cochran=None,
        breslow_day=None,
        tarone=None,
    )


def _associated(name: str, statistic: Floats) -> HypothesisTest:
    if not np.isfinite(statistic):
        raise NotEstimable("no study has both events and non-events, so nothing can be associated with them")
    return _test(name, NO_ASSOCIATION, float(statistic), 1.0)


def _test(name: str, null: str, statistic: float, df: float) -> HypothesisTest:
    return HypothesisTest(
        name=name, null=null, statistic=statistic, symbol="X^2", df=df, p=float(chi2_upper(statistic, df))
    )
