"""`likelihood_ratio`: whether the larger of two nested regressions tells more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from effectbank.kernel.distributions import chi2_upper
from effectbank.numerals import aligned, fixed, p_value
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.location_scale import LocationScale
from effectbank.synthesis.nested import (
    Fit,
    check_nested,
    check_same_studies,
    fitted_by,
    formula,
    method,
    parameters,
    q_of,
    same_means,
    statistics_by,
    tau2_of,
)
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.telling import Told

STATISTICS = ("aic", "bic", "aicc", "log_likelihood")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LikelihoodRatio(Told):
    """A test of `full` against `reduced`, both as compared: by ML, or by REML where only tau2 differs.

    Null hypothesis: what `full` has beyond `reduced` is 0. Where that is tau2, which can't be negative, the p-value
    errs to the large side.
    """

    by: str
    full: Fit
    reduced: Fit
    statistic: float
    df: int
    p: float

    @property
    def null(self) -> str:
        """The hypothesis that `p` speaks of."""
        return f"{formula(self.reduced)} is all there is"

    @property
    def headline(self) -> str:
        """The test in a line."""
        return f"by {self.by}, X^2(df = {self.df}) = {fixed(self.statistic, 4)}, {p_value(self.p)}"

    def rows(self) -> list[dict[str, Any]]:
        """One record a fit, the larger first; tau2 is None where it differs between studies."""
        return [
            {"fit": name, "formula": formula(fit), "parameters": parameters(fit)}
            | asdict(statistics_by(fit, self.by))
            | {"q": q_of(fit), "tau2": tau2_of(fit)}
            for name, fit in (("full", self.full), ("reduced", self.reduced))
        ]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {name: fit.to_dict()["asked"] for name, fit in (("full", self.full), ("reduced", self.reduced))}
        found = {"by": self.by, "statistic": self.statistic, "df": self.df, "p": self.p, "null": self.null}
        return stamped({"what": "LikelihoodRatio", **asked}, found | {"fits": self.rows()})

    def __str__(self) -> str:
        head = ("", "parameters", "AIC", "BIC", "AICc", "logLik", "QE", "tau^2")
        rows = [_line(row) for row in self.rows()]
        test = f"Likelihood ratio({self.by}, df = {self.df}) = {fixed(self.statistic, 4)}, {p_value(self.p)}"
        return "\n".join([*aligned([head, *rows]), test])


@takes(Regression, LocationScale, count=2)
def likelihood_ratio(full: Fit, reduced: Fit) -> LikelihoodRatio:
    """2 (ll full - ll reduced), chi-squared on the parameters that `reduced` lacks, for designs of mean or scale.

    Fits whose means have different designs are fitted anew by ML, since their restricted likelihoods have nothing
    in common; fits that differ in tau2 alone are compared by REML unless they were made by ML. Raises BadInput for
    fits of different studies or that are not nested.
    """
    check_same_studies(full, reduced)
    by = "REML" if same_means(full, reduced) and "ML" not in (method(full), method(reduced)) else "ML"
    full, reduced = fitted_by(full, by), fitted_by(reduced, by)
    check_nested(full, reduced)
    gain = statistics_by(full, by).log_likelihood - statistics_by(reduced, by).log_likelihood
    statistic, df = max(0.0, 2 * gain), parameters(full) - parameters(reduced)
    p = float(chi2_upper(statistic, df))
    return LikelihoodRatio(by=by, full=full, reduced=reduced, statistic=statistic, df=df, p=p)


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    tau2 = "" if row["tau2"] is None else fixed(row["tau2"], 4)
    return (row["fit"], str(row["parameters"]), *(fixed(row[name], 4) for name in (*STATISTICS, "q")), tau2)
