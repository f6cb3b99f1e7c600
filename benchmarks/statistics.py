"""The statistics: one fit and a million, beside the peers that are installed."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from functools import partial

import numpy as np

import effectbank as eb
from benchmarks import peers
from benchmarks.peers import Floats, beside
from benchmarks.timing import Row, cpu_of

SEED = 20260101
SUBSETS = 2**16 - 1
SAMPLE = 1000  # of the subsets, for a peer that takes minutes for all


def rows() -> Iterator[Row]:
    """Every row, measured as it is asked for; times are of the processor, as other work may share the machine."""
    yield from _one()
    yield from _leave_one_out()
    yield from _permutations()
    yield from _gosh()
    yield from _many()
    yield from _equal()
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


def _one() -> Iterator[Row]:
    y, v = data(10)
    one = partial(eb.pool, given(y, v), test="knapp-hartung")
    ours = cpu_of(one, repeat=200)
    yield Row("one REML + Knapp-Hartung fit in full, k = 10", ours, promised=0.3)
    yield from beside(ours, "pymare", "PyMARE (REML, z)", lambda: peers.pymare_fit(y, v))
    yield from beside(ours, "statsmodels", "statsmodels (PM + Knapp-Hartung)", lambda: peers.statsmodels_fit(y, v))
    yield Row("the same with its printed summary", cpu_of(lambda: str(one()), repeat=50))
    large = given(*data(5000))
    yield Row("one REML fit, k = 5,000", cpu_of(lambda: eb.pool(large), repeat=10), promised=5)


def _leave_one_out() -> Iterator[Row]:
    y, v = data(13)
    fit = eb.pool(given(y, v))
    ours = cpu_of(lambda: eb.leave_one_out(fit), repeat=50)
    yield Row("leave-one-out, REML, k = 13", ours, promised=1.5)
    sets = [np.delete(np.arange(13), i) for i in range(13)]
    yield from beside(ours, "pymare", "PyMARE, 13 fits", lambda: peers.pymare_of_each(y, v, sets, "REML"))


def _permutations() -> Iterator[Row]:
    y, v = data(13)
    x = np.random.default_rng(SEED).normal(size=13)
    effects = eb.effects("GEN", {"y": y, "v": v, "x": x}, estimates="y", variances="v")
    fit = eb.regress(effects, ["x"])
    ours = cpu_of(lambda: eb.permutation_test(fit, 1000), repeat=5)
    yield Row("1,000 permutations of a moderator, REML, k = 13", ours, promised=20)
    yield from beside(ours, "pymare", "PyMARE", lambda: peers.pymare_permutations(y, v, x, 1000))


def _gosh() -> Iterator[Row]:
    y, v = data(16)
    some = np.random.default_rng(SEED).integers(1, SUBSETS + 1, SAMPLE)
    sets = [np.flatnonzero((number >> np.arange(16)) & 1) for number in some]
    common = eb.pool(given(y, v), model="common")
    fits = (
        ("EE", common, 50.0),
        ("DL", eb.pool(given(y, v), tau2="DL"), 50.0),
        ("REML", eb.pool(given(y, v)), 500.0),
    )
    for name, fit, promised in fits:
        ours = cpu_of(partial(eb.gosh, fit))
        yield Row(f"GOSH, {SUBSETS:,} subsets, {name}", ours, promised=promised)
        if name != "EE":
            work = partial(peers.pymare_of_each, y, v, sets, name)
            told = f"PyMARE, from {SAMPLE:,} of the subsets"
            yield from beside(ours, "pymare", told, work, of=SAMPLE / SUBSETS)


def _many() -> Iterator[Row]:
    effects, by = ragged(10_000, 3, 31)
    for estimator, test, promised in (("DL", "z", 10.0), ("REML", "knapp-hartung", 100.0)):
        many = partial(eb.pool_many, effects, by, tau2=estimator, test=test)
        name = f"10,000 analyses of 3 to 30 studies, {estimator}{'' if test == 'z' else ' + Knapp-Hartung'}"
        yield Row(name, cpu_of(many), promised=promised)


def _equal() -> Iterator[Row]:
    """Peers pool analyses of equal size only."""
    y, v = (column.reshape(8, 10_000) for column in data(80_000))
    effects, by = given(y.T.ravel(), v.T.ravel()), np.repeat(np.arange(10_000), 8)
    ours = cpu_of(partial(eb.pool_many, effects, by, tau2="DL"))
    yield Row("10,000 analyses of 8 studies each, DL", ours)
    yield from beside(ours, "pymare", "PyMARE", lambda: peers.pymare_fit(y, v, "DL"))


def _million() -> Iterator[Row]:
    effects, by = ragged(1_000_000, 3, 14)
    many = partial(eb.pool_many, effects, by, tau2="DL")
    yield Row("1,000,000 analyses of 3 to 13 studies, DL", cpu_of(many, times=3), promised=1500)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    yield Row(f"the most memory by then: {peak / 1e9:.2f} GB of 2 promised", None)
