"""`variance_inflation`: how much the correlation of moderators costs each coefficient, and each term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.numerals import aligned, fixed
from effectbank.problems import NotEstimable
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.location_scale import Part
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class TermInflation:
    """Of a term with `df` coefficients: GVIF (Fox & Monette 1992) and its `per_coefficient` root, GVIF^(1/2df)."""

    gvif: float
    df: int

    @property
    def per_coefficient(self) -> float:
        """How much wider intervals are than without correlation, comparable between terms."""
        return float(self.gvif ** (1 / (2 * self.df)))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Inflation(Told):
    """How much the correlation of moderators inflates the variance of each coefficient, and of each term."""

    coefficients: Mapping[str, float]
    terms: Mapping[str, TermInflation]

    @property
    def headline(self) -> str:
        """The largest in a line."""
        return f"of {len(self.coefficients)} coefficients, at most {fixed(max(self.coefficients.values()), 2)}"

    def __str__(self) -> str:
        each = [(name, fixed(vif, 4)) for name, vif in self.coefficients.items()]
        whole = [(name, fixed(t.gvif, 4), str(t.df), fixed(t.per_coefficient, 4)) for name, t in self.terms.items()]
        by_term = aligned([("term", "GVIF", "df", "GVIF^(1/2df)"), *whole])
        return "\n".join([*aligned([("coefficient", "VIF"), *each]), "", *by_term])

    def rows(self) -> list[dict[str, Any]]:
        """One record a coefficient."""
        return [{"coefficient": name, "vif": vif} for name, vif in self.coefficients.items()]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        terms = {name: asdict(t) | {"per_coefficient": t.per_coefficient} for name, t in self.terms.items()}
        return stamped({"what": "Inflation"}, {"coefficients": dict(self.coefficients), "terms": terms})


@takes(Regression, Part)
def variance_inflation(fit: Regression | Part) -> Inflation:
    """VIF of each coefficient and GVIF of each term, from the correlations of the estimates; 1 is none.

    The intercept is left out of both. Raises NotEstimable without moderators.
    """
    first = 1 if fit.moderators.intercept else 0
    names = fit.moderators.names[first:]
    if not names:
        raise NotEstimable("variance inflation of a regression without moderators")
    v = fit.covariance[first:, first:]
    r = v / np.sqrt(np.outer(np.diag(v), np.diag(v)))
    terms = {
        term: TermInflation(gvif=_generalised(r, np.array(columns) - first), df=len(columns))
        for term, columns in fit.moderators.terms.items()
    }
    each = np.diag(np.linalg.inv(r)).tolist()
    return Inflation(
        coefficients=MappingProxyType(dict(zip(names, each, strict=True))), terms=MappingProxyType(terms)
    )


def _generalised(r: Floats, inside: NDArray[np.intp]) -> float:
    """det R11 det R22 / det R."""
    outside = np.setdiff1d(np.arange(len(r)), inside)
    parts = r[np.ix_(inside, inside)], r[np.ix_(outside, outside)]
    return float(np.linalg.det(parts[0]) * np.linalg.det(parts[1]) / np.linalg.det(r))
