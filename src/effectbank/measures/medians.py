"""Mean and SD from a median with its quartiles, its range, or both; with a test of skewness. Arrays (..., k).

Mean: Luo et al. (2018) or Wan et al. (2014); SD: Wan et al. (2014), Shi et al. (2020); skewness: Shi et al. (2023);
log-normal outcomes: Shi, Tong, Wang & Genton (2020). Needs n of 5 or more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import above, at_least
from effectbank.problems import BadInput, UnknownName

MEAN_METHODS = ("luo2018", "wan2014")
SD_METHODS = ("shi2020", "wan2014")  # they differ only where quartiles and range are both known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recovered:
    """Means and SDs, with the statistic of skewness and its 5 % critical value; NaN where not to be had."""

    mean: Floats
    sd: Floats
    skewness: Floats
    critical: Floats

    @property
    def skewed(self) -> NDArray[np.bool_]:
        """Where the summary speaks against a normal outcome, so that mean and SD mislead."""
        return np.asarray(self.skewness >= self.critical)

    def warnings(self, labels: Sequence[str]) -> tuple[str, ...]:
        """A sentence for each skewed study (arrays of shape (k,))."""
        return tuple(
            f"{labels[i]}: the median lies off the middle of its quartiles or range ({self.skewness[i]:.3f}, "
            f"critical {self.critical[i]:.3f}), so the outcome is skewed and a mean and SD made from them mislead; "
            "take it as log-normal, or analyse it apart"
            for i in np.flatnonzero(self.skewed).tolist()
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Five:
    """Minimum, quartiles, median, maximum and n, with the middles and widths that the formulas speak of."""

    low: Floats
    q1: Floats
    median: Floats
    q3: Floats
    high: Floats
    n: Floats

    @property
    def mid_range(self) -> Floats:
        return (self.low + self.high) / 2

    @property
    def mid_quartile(self) -> Floats:
        return (self.q1 + self.q3) / 2

    @property
    def range_sd(self) -> Floats:
        """Range over its expectation in SDs (Wan et al. 2014, eq. 9)."""
        return np.asarray((self.high - self.low) / (2 * normal_quantile((self.n - 0.375) / (self.n + 0.25))))

    @property
    def quartile_sd(self) -> Floats:
        """Interquartile range over its expectation in SDs (Wan et al. 2014, eq. 16)."""
        return np.asarray((self.q3 - self.q1) / (2 * normal_quantile((0.75 * self.n - 0.125) / (self.n + 0.25))))

    @property
    def range_weight(self) -> Floats:
        """Of the range beside the quartiles, in the SD (Shi et al. 2020, eq. 10)."""
        return 1 / (1 + 0.07 * self.n**0.6)


def mean_and_sd(
    median: ArrayLike,
    n: ArrayLike,
    *,
    quartiles: tuple[ArrayLike, ArrayLike] | None = None,
    extremes: tuple[ArrayLike, ArrayLike] | None = None,
    mean: str = "luo2018",
    sd: str = "shi2020",
    log_normal: bool = False,
) -> Recovered:
    """Mean and SD of each study from all of what it gives: quartiles (q1, q3), extremes (lowest, highest), or both.

    Where the median is unknown the SD is still to be had, the mean not. `log_normal` takes the logarithm for
    normal and turns back with the bias corrections of Shi, Tong et al. (2020). Raises BadInput for values out of
    order or, when log-normal, not above 0; UnknownName for a method.
    """
    for given, known in ((mean, MEAN_METHODS), (sd, SD_METHODS)):
        if given not in known:
            raise UnknownName("method for medians", given, known)
    x = _ordered(_five(median, n, quartiles, extremes))
    if log_normal:
        x = _logged(x)
    skewness, critical = _skewness(x)
    yi, spread = _mean(x, mean), _sd(x, sd)
    if log_normal:
        yi, spread = _log_normal(x, yi)
    return Recovered(mean=yi, sd=spread, skewness=skewness, critical=critical)


def _five(
    median: ArrayLike,
    n: ArrayLike,
    quartiles: tuple[ArrayLike, ArrayLike] | None,
    extremes: tuple[ArrayLike, ArrayLike] | None,
) -> _Five:
    (q1, q3), (low, high) = quartiles or (np.nan, np.nan), extremes or (np.nan, np.nan)
    parts = (np.asarray(part, dtype=float) for part in (low, q1, median, q3, high, at_least(n, 5)))
    low, q1, median, q3, high, n = np.broadcast_arrays(*parts)
    return _Five(low, q1, median, q3, high, n)


def _ordered(x: _Five) -> _Five:
    """The summary, once min <= q1 <= median <= q3 <= max is seen to hold of what is known."""
    names, values = ("minimum", "q1", "median", "q3", "maximum"), (x.low, x.q1, x.median, x.q3, x.high)
    for i, lower in enumerate(values):
        for j in range(i + 1, 5):
            for place in np.argwhere(lower > values[j]).tolist():
                at = tuple(place)
                where = f" of study {at[-1] + 1}" if at else ""
                raise BadInput(
                    f"{names[i]} {lower[at]:g}{where} is above its {names[j]} {values[j][at]:g}; are they swapped?"
                )
    return x


def _logged(x: _Five) -> _Five:
    values = (x.low, x.q1, x.median, x.q3, x.high)
    if any((value <= 0).any() for value in values):
        raise BadInput("a value of 0 or less given for a log-normal outcome; values above 0 expected")
    low, q1, median, q3, high = (np.log(value) for value in values)
    return _Five(low, q1, median, q3, high, x.n)


def _mean(x: _Five, method: str) -> Floats:
    """For both, quartiles, range: Luo et al. (2018, eqs. 15, 11, 7), or Wan et al. (2014)."""
    n = x.n
    if method == "wan2014":
        both = (x.low + 2 * x.q1 + 2 * x.median + 2 * x.q3 + x.high) / 8
        return _by_case(x, both, (x.q1 + x.median + x.q3) / 3, (x.low + 2 * x.median + x.high) / 4)
    of_range, of_quartiles = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    both = of_range * x.mid_range + of_quartiles * x.mid_quartile + (1 - of_range - of_quartiles) * x.median
    alone = 0.7 + 0.39 / n
    quartiles = alone * x.mid_quartile + (1 - alone) * x.median
    alone = 4 / (4 + n**0.75)
    return _by_case(x, both, quartiles, alone * x.mid_range + (1 - alone) * x.median)


def _sd(x: _Five, method: str) -> Floats:
    """For both, quartiles, range: Shi et al. (2020, eq. 10) or the plain mean; Wan et al. (2014, eqs. 16, 9)."""
    w = x.range_weight if method == "shi2020" else np.full_like(x.n, 0.5)
    return _by_case(x, w * x.range_sd + (1 - w) * x.quartile_sd, x.quartile_sd, x.range_sd)


def _skewness(x: _Five) -> tuple[Floats, Floats]:
    """The statistic and its critical value at 5 %, for both, quartiles, range (Shi et al. 2023)."""
    n = x.n
    of_range = np.abs(x.mid_range - x.median) / (above(x.high - x.low, 0) / 2)
    of_quartiles = np.abs(x.mid_quartile - x.median) / (above(x.q3 - x.q1, 0) / 2)
    both = np.maximum(2.65 * np.log(0.6 * n) / np.sqrt(n) * of_range, of_quartiles)
    critical = (3 / np.sqrt(n) - 40 / n**3, 2.65 / np.sqrt(n) - 6 / n**2, 1 / np.log(n + 9) + 2.5 / (n + 1))
    return _by_case(x, both, of_quartiles, of_range), _by_case(x, *critical)


def _log_normal(x: _Five, log_mean: Floats) -> tuple[Floats, Floats]:
    """Mean and SD of the outcome from those of its logarithm, bias-corrected (Shi, Tong, Wang & Genton 2020)."""
    n, w, log_n2 = x.n, x.range_weight, np.log(x.n) ** 2
    spread = _by_case(x, w * x.range_sd + (1 - w) * x.quartile_sd, x.quartile_sd, x.range_sd)
    v = spread**2 / _by_case(x, 1 + 0.28 / log_n2, 1 + 1.58 / n, 1.01 + 0.25 / log_n2)
    fourth = spread**4 / _by_case(x, 1 + 3.93 / n, 1 + 19.2 / n**1.2, 1 + 2.23 / log_n2)
    of_mean = _factor(x, (0.405, 0.57, 0.565), v, (0.315, 0.75, 0.37), fourth)
    of_square = _factor(x, (1.62, 2.28, 2.26), v, (5.04, 12.0, 5.92), fourth)
    of_squared_mean = _factor(x, (1.62, 2.28, 2.26), v, (1.26, 3.0, 1.48), fourth)
    square, squared_mean = np.exp(2 * log_mean + 2 * v) / of_square, np.exp(2 * log_mean + v) / of_squared_mean
    return np.exp(log_mean + v / 2) / of_mean, np.sqrt(at_least(square - squared_mean, 0))


Cases = tuple[float, float, float]  # both, quartiles, range


def _factor(x: _Five, second: Cases, v: Floats, fourth: Cases, v2: Floats) -> Floats:
    """1 + a v/n + b v2/n, the constants by case."""
    a, b = (_by_case(x, *(np.full_like(x.n, constant) for constant in cases)) for cases in (second, fourth))
    return np.asarray(1 + a * v / x.n + b * v2 / x.n, dtype=float)


def _by_case(x: _Five, both: Floats, quartiles: Floats, extremes: Floats) -> Floats:
    """Each study's value by what it gives: quartiles and range, quartiles alone, range alone; else NaN."""
    quartered, ranged = ~np.isnan(x.q1 + x.q3), ~np.isnan(x.low + x.high)
    return np.select([quartered & ranged, quartered, ranged], [both, quartiles, extremes], np.nan)
