"""Log-likelihood, deviance and information criteria of a fit, under ML and under REML."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.kernel import fit_statistics as kernel
from effectbank.kernel.projection import Design
from effectbank.kernel.studies import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FitStatistics:
    """Log-likelihood, deviance and information criteria, counted as metafor counts them."""

    log_likelihood: float
    deviance: float
    aic: float
    bic: float
    aicc: float


def fit_statistics(d: Design, tau2: Floats, *, restricted: bool, estimated: bool) -> FitStatistics:
    """Of one analysis at its tau2; `estimated`: whether tau2 counts as a parameter."""
    return as_numbers(kernel.fit_statistics(d, tau2, restricted=restricted, estimated=int(estimated)))


def as_numbers(found: kernel.FitStatistics) -> FitStatistics:
    """The kernel's arrays of one analysis as plain numbers."""
    return FitStatistics(
        log_likelihood=float(found.log_likelihood),
        deviance=float(found.deviance),
        aic=float(found.aic),
        bic=float(found.bic),
        aicc=float(found.aicc),
    )
