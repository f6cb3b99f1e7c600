"""`location_scale`: moderators of the effect and moderators of how much it varies between studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.fit_statistics import counted
from effectbank.kernel.inference import wald
from effectbank.kernel.location_scale import highest_scale
from effectbank.kernel.projection import Design, coefficients, project
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import Effects, Missing, readonly
from effectbank.numerals import aligned, fixed, p_value
from effectbank.problems import NotEstimable, UnknownName, confidence
from effectbank.synthesis.fit_statistics import FitStatistics, as_numbers
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.moderators import Asked, Moderators, moderators
from effectbank.synthesis.provenance import by_study, stamped
from effectbank.synthesis.regress import checked_design
from effectbank.synthesis.regression import Coefficient, WaldTest, wald_of
from effectbank.synthesis.regression_summary import bare_p
from effectbank.synthesis.telling import Told
from effectbank.words import Interval

METHODS, TESTS = ("REML", "ML"), ("z", "t")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One half of the model: its design, coefficients, their covariance, and the test of its moderators.

    `df`: of its t and F, k less the part's coefficients; None for z and chi-squared. `wald_test` and
    `variance_inflation` take a part as they take a regression.
    """

    moderators: Moderators
    df: int | None
    coefficients: Mapping[str, Coefficient]
    covariance: Floats
    test: WaldTest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LocationScale(Told):
    """A location-scale model: `location` of the mean effect, `scale` of log tau2.

    `tau2`: of each study, in the order of `effects.labels`, NaN for those left out. `q`: QE, the test that the
    location's moderators leave nothing, on `q_df`. `statistics` are by `method`.
    """

    effects: Effects
    method: str
    test: str
    level: float
    k: int
    location: Part
    scale: Part
    tau2: Floats
    q: float
    q_df: int
    q_p: float
    statistics: FitStatistics
    left_out: tuple[Missing, ...]

    def __repr__(self) -> str:
        asked = f"~ {self.location.moderators.asked}, scale ~ {self.scale.moderators.asked}"
        return f"<LocationScale {self.effects.of.label} {asked}, k={self.k} {self.method}>"

    def __str__(self) -> str:
        q = f"QE(df = {self.q_df}) = {fixed(self.q, 4)}, {p_value(self.q_p)}"
        lines = [
            f"Location-scale model (k = {self.k}; tau^2 estimator: {self.method})",
            "",
            f"Test for residual heterogeneity: {q}",
            *_told("Location (the mean effect)", self.location),
            *_told("Scale (log tau^2)", self.scale),
        ]
        return "\n".join([*lines, *(f"left out: {gap.study} ({gap.reason})" for gap in self.left_out)])

    def rows(self) -> list[dict[str, object]]:
        """One record a coefficient."""
        return [
            {"part": name, "coefficient": label, "estimate": c.estimate, "se": c.se, "statistic": c.statistic,
             "p": c.p, "low": c.ci.low, "high": c.ci.high}
            for name, part in (("location", self.location), ("scale", self.scale))
            for label, c in part.coefficients.items()
        ]  # fmt: skip

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance; NaN becomes None."""
        used = np.isfinite(self.tau2)
        asked = {
            "measure": self.effects.measure, "location": self.location.moderators.asked,
            "scale": self.scale.moderators.asked, "method": self.method, "test": self.test, "level": self.level,
            "yi": self.effects.yi[used].tolist(), "vi": self.effects.vi[used].tolist(),
        }  # fmt: skip
        found = {
            "k": self.k, "coefficients": self.rows(), "q": self.q, "q_df": self.q_df, "q_p": self.q_p,
            "tau2": by_study(self.effects.labels, self.tau2.tolist()),
            "location_test": asdict(self.location.test), "scale_test": asdict(self.scale.test),
            **asdict(self.statistics),
            "left_out": by_study([gap.study for gap in self.left_out], [gap.reason for gap in self.left_out]),
        }  # fmt: skip
        return stamped(asked, found)


@takes(Effects)
def location_scale(
    effects: Effects, location: Asked, scale: Asked, *, method: str = "REML", test: str = "z", level: float = 0.95
) -> LocationScale:
    """Regress study effects on the moderators of `location`, and log tau2 on those of `scale`.

    Formulas as in `regress`; method="REML" | "ML"; test="z" | "t". The errors of the scale's coefficients come
    from the curvature of the likelihood at its highest point (Viechtbauer & Lopez-Lopez 2022). Raises NotEstimable
    where the likelihood has no highest point: it may rise as tau2 of some studies falls to 0.
    """
    for what, given, known in (("method", method, METHODS), ("test", test, TESTS)):
        if given not in known:
            raise UnknownName(f"location-scale {what}", given, known)
    level = confidence(level)
    used, gaps = _complete(effects, location, scale)
    whole = effects.subset(used)
    parts = moderators(whole, location), moderators(whole, scale)
    return location_scale_of(effects, *parts, used=used, method=method, test=test, level=level, gaps=gaps)


def location_scale_of(
    effects: Effects,
    means: Moderators,
    spreads: Moderators,
    *,
    used: NDArray[np.bool_],
    method: str,
    test: str,
    level: float,
    gaps: tuple[Missing, ...],
) -> LocationScale:
    """The model on designs already made of the studies `used`; `gaps`: the others, with their reasons."""
    whole = effects.subset(used)
    d, z = checked_design(whole, means, "random"), checked_design(whole, spreads, "random")
    found = highest_scale(d, z, restricted=method == "REML")
    if not found.peaked:
        raise NotEstimable(
            f"the likelihood of scale ~ {spreads.asked} rises without end as tau2 of some studies falls to 0",
            "give the scale fewer moderators",
        )
    b, root = coefficients(d, found.fit)
    df, df_scale = (int(x.free) if test == "t" else None for x in (d, z))
    tau2 = np.full(len(effects), np.nan)
    tau2[used] = found.tau2
    qe, q_df = float(project(d).rss), int(d.free)
    return LocationScale(
        effects=effects,
        method=method,
        test=test,
        level=level,
        k=int(d.s.k),
        location=_part(means, b, root @ root.T, df, level),
        scale=_part(spreads, found.alpha, found.covariance, df_scale, level),
        tau2=readonly(tau2),
        q=qe,
        q_df=q_df,
        q_p=float(chi2_upper(qe, q_df)),
        statistics=_statistics(d, z, found.log_likelihood, restricted=method == "REML"),
        left_out=gaps,
    )


def _statistics(d: Design, z: Design, ll: float, *, restricted: bool) -> FitStatistics:
    return as_numbers(counted(d, np.array(ll), d.p + z.p, restricted=restricted))


def _complete(effects: Effects, location: Asked, scale: Asked) -> tuple[NDArray[np.bool_], tuple[Missing, ...]]:
    """Which studies have the moderators of both parts, and the others with their reasons."""
    parts = moderators(effects, location), moderators(effects, scale)
    reasons = [dict(zip(np.flatnonzero(~part.used).tolist(), part.missing, strict=True)) for part in parts]
    either = reasons[1] | reasons[0]
    return parts[0].used & parts[1].used, tuple(either[i] for i in sorted(either))


def _part(asked: Moderators, b: Floats, covariance: Floats, df: int | None, level: float) -> Part:
    found = wald(b, np.sqrt(np.diag(covariance)), np.nan if df is None else df, level)
    columns = (b, found.se, found.statistic, found.p, found.low, found.high)
    table = {
        name: Coefficient(estimate=est, se=se, statistic=statistic, p=p, ci=Interval(low, high))
        for name, est, se, statistic, p, low, high in zip(asked.names, *(c.tolist() for c in columns), strict=True)
    }
    return Part(
        moderators=asked,
        df=df,
        coefficients=MappingProxyType(table),
        covariance=readonly(covariance),
        test=_joint(asked, b, covariance, df),
    )


def _joint(asked: Moderators, b: Floats, covariance: Floats, df: int | None) -> WaldTest:
    """All moderators of the part at once; the intercept where there are none."""
    first = 1 if asked.intercept and len(b) > 1 else 0
    value, v = b[first:], covariance[first:, first:]
    return wald_of(asked.names[first:], float(value @ np.linalg.solve(v, value)), df)


def _told(title: str, part: Part) -> list[str]:
    kind = "z" if part.df is None else f"t({part.df})"
    rows = [
        (
            name,
            *(fixed(x, 4) for x in (c.estimate, c.se, c.statistic)),
            bare_p(c.p),
            fixed(c.ci.low, 4),
            fixed(c.ci.high, 4),
        )
        for name, c in part.coefficients.items()
    ]
    return ["", title, str(part.test), "", *aligned([("", "estimate", "se", kind, "p", "low", "high"), *rows])]
