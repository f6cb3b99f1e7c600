"""The statistics: one fit and a million, beside the peers that are installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

import effectbank as eb
from benchmarks.timing import Row, cpu_of

SEED = 20260101
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def rows() -> Iterator[Row]:
    """Every row, measured as it is asked for; times are of the processor, as other work may share the machine."""
    ten, thirteen = data(10), data(13)
    one = partial(eb.pool, given(*ten), test="knapp-hartung")
    ours = cpu_of(one, repeat=200)
    yield Row("one REML + Knapp-Hartung fit in full, k = 10", ours, promised=0.3)
    yield from _peers(*ten, ours)
    yield Row("the same with its printed summary", cpu_of(lambda: str(one()), repeat=50))
    fit = eb.pool(given(*thirteen))
    yield Row("leave-one-out, REML, k = 13", cpu_of(lambda: eb.leave_one_out(fit), repeat=50), promised=1.5)
    large = given(*data(5000))
    yield Row("one REML fit, k = 5,000", cpu_of(lambda: eb.pool(large), repeat=10), promised=5)
    effects, by = ragged(10_000, 3, 31)
    for estimator, test, promised in (("DL", "z", 10.0), ("REML", "knapp-hartung", 100.0)):
        many = partial(eb.pool_many, effects, by, tau2=estimator, test=test)
        name = f"10,000 analyses of 3 to 30 studies, {estimator}{'' if test == 'z' else ' + Knapp-Hartung'}"
        yield Row(name, cpu_of(many), promised=promised)
    yield from _million()


def data(k: int) -> tuple[Floats, Floats]:
    """Estimates with some heterogeneity, and their variances."""
    rng = np.random.default_rng(SEED + k)
    v = rng.uniform(0.02, 0.3, k)
    return 0.3 + rng.normal(0, np.sqrt(v + 0.1)), v


def given(y: Floats, v: Floats) -> eb.Effects:
    return eb.effects("GEN", estimates=y, variances=v)


def ragged(
    analyses: int, smallest: int, beyond: int
) -> tuple[eb.Effects, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """One long table of analyses of unequal size, and which analysis each row belongs to."""
    rng = np.random.default_rng(SEED)
    by = np.repeat(np.arange(analyses), rng.integers(smallest, beyond, analyses))
    v = rng.uniform(0.02, 0.3, by.size)
    apart = rng.normal(0, 0.3, analyses)[by]
    return given(0.3 + apart + rng.normal(0, np.sqrt(v)), v), by


def _million() -> Iterator[Row]:
    effects, by = ragged(1_000_000, 3, 14)
    many = partial(eb.pool_many, effects, by, tau2="DL")
    yield Row("1,000,000 analyses of 3 to 13 studies, DL", cpu_of(many, times=3), promised=1500)


def _peers(y: Floats, v: Floats, ours: float) -> Iterator[Row]:
    """The same fit by each peer that is installed; the others are named without a time."""
    for module, name, fit in (
        ("pymare", "PyMARE (REML, z)", _pymare),
        ("statsmodels", "statsmodels (Paule-Mandel + Knapp-Hartung)", _statsmodels),
    ):
        if importlib.util.find_spec(module) is None:
            yield Row(f"{name}: not installed", None)
        else:
            yield Row(name, cpu_of(fit(y, v), repeat=5), ours=ours)


def _pymare(y: Floats, v: Floats) -> Callable[[], object]:
    from pymare import Dataset  # noqa: PLC0415 -- a peer, if there is one
    from pymare.estimators import VarianceBasedLikelihoodEstimator  # noqa: PLC0415 -- a peer

    def fit() -> object:
        estimator = VarianceBasedLikelihoodEstimator(method="REML")
        return estimator.fit_dataset(Dataset(y[:, None], v[:, None])).summary().get_fe_stats()

    return fit


def _statsmodels(y: Floats, v: Floats) -> Callable[[], object]:
    from statsmodels.stats.meta_analysis import combine_effects  # noqa: PLC0415 -- a peer

    return lambda: combine_effects(y, v, method_re="iterated", use_t=True).conf_int(use_t=True)
