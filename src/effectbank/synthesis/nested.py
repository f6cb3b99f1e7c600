"""What a likelihood ratio needs to know of a regression, with or without a design of its scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.projection import COLLINEAR
from effectbank.kernel.studies import Floats
from effectbank.problems import BadInput
from effectbank.synthesis.fit_statistics import FitStatistics
from effectbank.synthesis.location_scale import LocationScale, location_scale_of
from effectbank.synthesis.regress import regression_of
from effectbank.synthesis.regression import Regression

Fit = Regression | LocationScale


def designs(fit: Fit) -> tuple[Floats, Floats]:
    """Columns of the mean and of log tau2: one of ones where a single tau2 is estimated, none where it is not."""
    if isinstance(fit, LocationScale):
        return fit.location.moderators.matrix, fit.scale.moderators.matrix
    return fit.moderators.matrix, np.ones((fit.k, int(fit.options.estimates_tau2)))


def parameters(fit: Fit) -> int:
    """Coefficients of both designs."""
    return sum(x.shape[1] for x in designs(fit))


def formula(fit: Fit) -> str:
    """`'ablat' (random)`, or `'ablat', scale 'year'`."""
    if isinstance(fit, LocationScale):
        return f"{fit.location.moderators.asked!r}, scale {fit.scale.moderators.asked!r}"
    return f"{fit.moderators.asked!r} ({fit.options.model})"


def method(fit: Fit) -> str | None:
    """What tau2 was fitted by; None in a common-effect model."""
    return fit.method if isinstance(fit, LocationScale) else fit.options.tau2


def tau2_of(fit: Fit) -> float | None:
    """The heterogeneity, where all studies have the same."""
    return None if isinstance(fit, LocationScale) else fit.heterogeneity.tau2


def q_of(fit: Fit) -> float:
    """QE."""
    return fit.q if isinstance(fit, LocationScale) else fit.heterogeneity.q


def statistics_by(fit: Fit, by: str) -> FitStatistics:
    """Of a fit made `fitted_by` the same."""
    if isinstance(fit, LocationScale):
        return fit.statistics
    return fit.ml if by == "ML" else fit.reml


def fitted_by(fit: Fit, by: str) -> Fit:
    """The same fit by "ML" or "REML"; itself where it was, or estimates no tau2."""
    if method(fit) == by or not designs(fit)[1].size:
        return fit
    if isinstance(fit, LocationScale):
        parts = fit.location.moderators, fit.scale.moderators
        return location_scale_of(
            fit.effects, *parts, used=_used(fit), method=by, test=fit.test, level=fit.level, gaps=fit.left_out
        )
    return regression_of(fit.effects, fit.moderators, replace(fit.options, tau2=by))


def check_nested(full: Fit, reduced: Fit) -> None:
    """Raises BadInput unless `full` holds `reduced` and more, in both designs."""
    inside = all(_within(x, part) for x, part in zip(designs(full), designs(reduced), strict=True))
    if not inside or _other_tau2(full, reduced) or parameters(full) <= parameters(reduced):
        raise BadInput(
            f"{formula(full)} does not hold {formula(reduced)} and more; a likelihood ratio compares nested fits, "
            "the larger first"
        )


def _other_tau2(full: Fit, reduced: Fit) -> bool:
    """Whether tau2 is fixed in both, at different values."""
    if isinstance(full, LocationScale) or isinstance(reduced, LocationScale):
        return False
    return not full.options.estimates_tau2 and reduced.options.between != full.options.between


def check_same_studies(full: Fit, reduced: Fit) -> None:
    """Raises BadInput for fits that are not of the same estimates."""
    for label in sorted(_labels(full) ^ _labels(reduced)):
        raise BadInput(
            f"study {label!r} is in one of the fits and not in the other; leave it out of both before fitting"
        )
    one, other = (np.stack([f.effects.yi, f.effects.vi])[:, _used(f)] for f in (full, reduced))
    if not np.array_equal(one, other):
        raise BadInput("the fits compared are of different estimates")


def same_means(a: Fit, b: Fit) -> bool:
    """Whether both designs of the mean say the same."""
    (x, _), (other, _) = designs(a), designs(b)
    return x.shape == other.shape and _within(x, other)


def _within(whole: Floats, part: Floats) -> bool:
    """Whether the columns of `part` are combinations of those of `whole`."""
    q, _ = np.linalg.qr(whole / np.abs(whole).max(0))
    left = part - q @ (q.T @ part)
    return bool((np.linalg.norm(left, axis=0) <= COLLINEAR * np.linalg.norm(part, axis=0)).all())


def _labels(fit: Fit) -> set[str]:
    return {label for label, used in zip(fit.effects.labels, _used(fit), strict=True) if used}


def _used(fit: Fit) -> NDArray[np.bool_]:
    return np.isfinite(fit.tau2) if isinstance(fit, LocationScale) else fit.moderators.used
