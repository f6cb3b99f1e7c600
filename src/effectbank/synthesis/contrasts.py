"""`contrasts`: sums of a regression's coefficients, each with its test and interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.inference import wald
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.numerals import aligned, fixed
from effectbank.problems import BadInput, confidence
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.location_scale import Part
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regression import Coefficient, Regression
from effectbank.synthesis.regression_summary import bare_p
from effectbank.synthesis.telling import Told
from effectbank.words import Interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Contrasts(Told):
    """Sums of coefficients on the analysis scale; of a scale part, on that of log tau2. Null of each: it is 0.

    `weights` (m, p): what each coefficient counts in each sum. `each`: by what it says, in that order; its
    statistic is z, or t on `df`.
    """

    weights: Floats
    df: int | None
    each: Mapping[str, Coefficient]

    @property
    def headline(self) -> str:
        """How many."""
        return f"of {len(self.each)} sums of {self.weights.shape[1]} coefficients"

    def rows(self) -> list[dict[str, Any]]:
        """One record a contrast."""
        return [
            {"contrast": name, "estimate": c.estimate, "se": c.se, "statistic": c.statistic, "p": c.p,
             "low": c.ci.low, "high": c.ci.high}
            for name, c in self.each.items()
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "Contrasts", "weights": self.weights.tolist()}
        return stamped(asked, {"df": self.df, "contrasts": self.rows()})

    def __str__(self) -> str:
        kind = "z" if self.df is None else f"t({self.df})"
        numbers = [
            (
                name,
                *(fixed(x, 4) for x in (c.estimate, c.se, c.statistic)),
                bare_p(c.p),
                *(fixed(x, 4) for x in c.ci),
            )
            for name, c in self.each.items()
        ]
        return "\n".join(aligned([("", "estimate", "se", kind, "p", "low", "high"), *numbers]))


@takes(Regression, Part)
def contrasts(fit: Regression | Part, weights: ArrayLike, level: float = 0.95) -> Contrasts:
    """L b with its errors, sqrt diag(L V L'): one contrast a row of `weights` (m, p), or a single one (p,).

    Of "ablat + alloc", [1, 30, 0, 0] is the mean effect at 30 degrees under the reference allocation and
    [0, 0, 1, -1] the difference of the other two. `wald_test` tests several together. Raises BadInput for weights
    that are not one a coefficient.
    """
    rows, names = weighted(fit, weights)
    b = np.array([c.estimate for c in fit.coefficients.values()])
    se = np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.covariance, rows))
    found = wald(rows @ b, se, np.nan if fit.df is None else fit.df, confidence(level))
    columns = (rows @ b, found.se, found.statistic, found.p, found.low, found.high)
    each = {
        name: Coefficient(estimate=value, se=error, statistic=statistic, p=p, ci=Interval(low, high))
        for name, value, error, statistic, p, low, high in zip(names, *(c.tolist() for c in columns), strict=True)
    }
    return Contrasts(weights=readonly(rows), df=fit.df, each=MappingProxyType(each))


def weighted(fit: Regression | Part, weights: ArrayLike) -> tuple[Floats, tuple[str, ...]]:
    """The weights as rows (m, p), and what each says; raises BadInput where they are not one a coefficient."""
    names, p = fit.moderators.names, len(fit.coefficients)
    try:
        rows = np.atleast_2d(np.asarray(weights, dtype=float))
    except (TypeError, ValueError):
        raise BadInput(f"contrasts {weights!r} given; rows of {p} numbers expected ({', '.join(names)})") from None
    if rows.ndim > 2 or rows.shape[-1] != p or not np.isfinite(rows).all():
        raise BadInput(
            f"contrasts of {rows.shape[-1]} weights given; one a coefficient expected, {p} in all "
            f"({', '.join(names)}). To test coefficients together, name them"
        )
    return rows, tuple(_said(row, names) for row in rows)


def _told(c: Coefficient) -> tuple[str, ...]:
    before, after = (c.estimate, c.se, c.statistic), c.ci
    return (*(fixed(x, 4) for x in before), bare_p(c.p), *(fixed(x, 4) for x in after))


def _said(row: Floats, names: tuple[str, ...]) -> str:
    """A sum in words: intrcpt + 30 ablat - alloc[T.random]."""
    parts = [
        f"{'-' if w < 0 else '+'} {'' if abs(w) == 1 else f'{abs(w):g} '}{name}"
        for w, name in zip(row, names, strict=True)
        if w
    ]
    return " ".join(parts).removeprefix("+ ")
