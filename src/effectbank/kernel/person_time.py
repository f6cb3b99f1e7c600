"""Mantel-Haenszel pooling of events over person-time: rate ratio, rate difference, and their test of association.

x1 events in t1 and x2 in t2 of the two groups, shape (..., k); NaN = absent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.mantel_haenszel import log_or_nan
from effectbank.kernel.studies import Floats, divide, total


@dataclass(frozen=True, slots=True, eq=False)
class PersonTime:
    """Events and person-time of both groups, T = t1 + t2; absent studies are all 0 with T = 1."""

    x1: Floats
    t1: Floats
    x2: Floats
    t2: Floats
    time: Floats
    present: Floats


def person_time(x1: ArrayLike, t1: ArrayLike, x2: ArrayLike, t2: ArrayLike) -> PersonTime:
    """Broadcast; a study with NaN anywhere, or without person-time, is absent and adds nothing to any sum."""
    parts = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (x1, t1, x2, t2)))
    present = np.all([np.isfinite(part) for part in parts], axis=0) & (parts[1] > 0) & (parts[3] > 0)
    e1, s1, e2, s2 = (np.where(present, part, 0.0) for part in parts)
    return PersonTime(e1, s1, e2, s2, np.where(present, s1 + s2, 1.0), present.astype(float))


def rate_ratio(x: PersonTime) -> tuple[Floats, Floats]:
    """log IRR and its variance (Rothman, Greenland & Lash 2008, p. 273; Greenland & Robins 1985)."""
    numerator, denominator = total(x.x1 * x.t2 / x.time), total(x.x2 * x.t1 / x.time)
    spread = total(x.t1 * x.t2 * (x.x1 + x.x2) / x.time**2)
    return log_or_nan(divide(numerator, denominator)), divide(spread, numerator * denominator)


def rate_difference(x: PersonTime) -> tuple[Floats, Floats]:
    """IRD weighted by t1 t2 / T, and its variance (Greenland & Robins 1985)."""
    weight = total(x.t1 * x.t2 / x.time)
    difference = divide(total((x.x1 * x.t2 - x.x2 * x.t1) / x.time), weight)
    return difference, divide(total((x.x1 * x.t2**2 + x.x2 * x.t1**2) / x.time**2), weight**2)


def association(x: PersonTime, *, correct: bool) -> Floats:
    """(|sum x1 - sum E| - 1/2)^2 / sum V, chi-squared on 1, with E = (x1 + x2) t1 / T and V = E t2 / T.

    The half only if `correct` (Rothman, Greenland & Lash 2008).
    """
    expected = (x.x1 + x.x2) * x.t1 / x.time
    gap = np.abs(total(x.x1 - expected)) - (0.5 if correct else 0.0)
    return divide(np.maximum(gap, 0.0) ** 2, total(expected * x.t2 / x.time))


def study_weights(x: PersonTime, measure: str) -> Floats:
    """What each study weighs: IRR x2 t1 / T, IRD t1 t2 / T; 0 for absent ones."""
    return (x.x2 if measure == "IRR" else x.t2) * x.t1 / x.time


POOLS = {"IRR": rate_ratio, "IRD": rate_difference}
