"""The same work by other Python libraries, where they are installed: `pip install pymare statsmodels`."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.timing import Row, cpu_of

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Work = Callable[[], object]


def beside(ours: float, module: str, name: str, make: Callable[[], Work], *, of: float = 1) -> Iterator[Row]:
    """A row of the peer's time beside `ours`; `of`: the part of the work that is measured, where all takes long.

    A peer that isn't installed is named without a time.
    """
    if importlib.util.find_spec(module) is None:
        yield Row(f"{name}: {module} not installed", None)
    else:
        yield Row(name, cpu_of(make(), times=3) / of, ours=ours)


def pymare_fit(y: Floats, v: Floats, tau2: str = "REML") -> Work:
    """One fit, or the independent columns of (k, analyses) at once, with intervals."""
    from pymare import Dataset  # noqa: PLC0415 -- a peer, if there is one
    from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator  # noqa: PLC0415 -- a peer

    estimator = DerSimonianLaird() if tau2 == "DL" else VarianceBasedLikelihoodEstimator(method=tau2)
    columns = (x if x.ndim == 2 else x[:, None] for x in (y, v))
    data = Dataset(*columns)
    return lambda: estimator.fit_dataset(data).summary().get_fe_stats()


def pymare_of_each(y: Floats, v: Floats, sets: list[np.ndarray[tuple[int], np.dtype[np.intp]]], tau2: str) -> Work:
    """A fit of each of the sets of studies."""
    fits = [pymare_fit(y[chosen], v[chosen], tau2) for chosen in sets]
    return lambda: [fit() for fit in fits]


def pymare_permutations(y: Floats, v: Floats, x: Floats, times: int) -> Work:
    """A permutation test of a moderator."""
    from pymare import Dataset  # noqa: PLC0415 -- a peer
    from pymare.estimators import VarianceBasedLikelihoodEstimator  # noqa: PLC0415 -- a peer

    data = Dataset(y[:, None], v[:, None], X=x[:, None])
    found = VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(data).summary()
    return lambda: found.permutation_test(n_perm=times)


def statsmodels_fit(y: Floats, v: Floats) -> Work:
    """One fit by Paule and Mandel with the Knapp-Hartung interval; it knows no REML."""
    from statsmodels.stats.meta_analysis import combine_effects  # noqa: PLC0415 -- a peer

    return lambda: combine_effects(y, v, method_re="iterated", use_t=True).conf_int(use_t=True)
