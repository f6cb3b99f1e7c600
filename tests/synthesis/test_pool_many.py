"""Many analyses out of one table: each number the single fit's, whatever the sizes, none dropped."""

from __future__ import annotations

import numpy as np
import pytest

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.pooled_batch import NO_ESTIMATE, NO_STUDY, REASONS

NAMES = ("k", "estimate", "se", "statistic", "p")
SPREAD = ("q", "df", "p", "tau2", "tau2_se", "i2", "h2")


def ragged(seed: int, count: int = 60, largest: int = 90) -> tuple[eb.Effects, np.ndarray]:
    """A table of analyses of 1 to `largest` studies, shuffled."""
    rng = np.random.default_rng(seed)
    by = np.repeat(np.arange(count), rng.integers(1, largest, count))
    v = 10 ** rng.uniform(-3, 0, by.size)
    y = 0.3 + rng.normal(0, np.sqrt(v + 0.05))
    shuffled = rng.permutation(by.size)
    return eb.effects("GEN", estimates=y[shuffled], variances=v[shuffled]), by[shuffled]


@pytest.mark.parametrize("tau2", ["DL", "REML", "PM", "SJ"])
@pytest.mark.parametrize("test", ["z", "knapp-hartung"])
def test_each_number_is_the_single_fits(tau2, test):
    effects, by = ragged(7)
    many = eb.pool_many(effects, by, tau2=tau2, test=test)
    assert many.labels == tuple(dict.fromkeys(str(label) for label in by))
    for i in range(len(many)):
        one = eb.pool(effects.subset(by == int(many.labels[i])), tau2=tau2, test=test)
        assert [getattr(many, n)[i] for n in NAMES] == pytest.approx(
            [getattr(one, n) for n in NAMES], rel=1e-12, abs=1e-15, nan_ok=True
        )
        assert [getattr(many.heterogeneity, n)[i] for n in SPREAD] == pytest.approx(
            [getattr(one.heterogeneity, n) for n in SPREAD], rel=1e-12, abs=1e-15, nan_ok=True
        )
        assert many[i].estimate == one.estimate


def test_analyses_in_one_piece_and_shuffled_are_the_same():
    effects, by = ragged(11)
    sorted_rows = np.argsort(by, kind="stable")
    apart, together = eb.pool_many(effects, by), eb.pool_many(effects.subset(sorted_rows), by[sorted_rows])
    place = [together.labels.index(label) for label in apart.labels]
    assert apart.estimate == pytest.approx(together.estimate[place], rel=1e-13)


def test_labels_may_be_words_numbers_or_mixed():
    effects = eb.effects("GEN", estimates=[0.1, 0.2, 0.3, 0.4], variances=[0.1] * 4)
    assert eb.pool_many(effects, ["b", "a", "b", "a"]).labels == ("b", "a")
    assert eb.pool_many(effects, [2, "a", 2, "a"]).labels == ("2", "a")
    assert eb.pool_many(effects, ["b", "a", "b", "a"])["b"].estimate == pytest.approx(0.2)


def test_what_cannot_be_fitted_stays_with_its_reason():
    effects = eb.effects(
        "RR", study=list("abcdef"), events=([1, 2, 0, 0, None, 3], [2, 2, 4, 5, 1, 1]), totals=([9] * 6, [9] * 6)
    )
    many = eb.pool_many(
        effects, ["good", "good", "no events", "no events", "unknown", "good"], model="common", method="MH"
    )
    assert list(many.reason) == [0, NO_ESTIMATE, NO_STUDY]
    assert list(many.estimable) == [True, False, False]
    assert many.not_estimable == {"no events": REASONS[NO_ESTIMATE], "unknown": REASONS[NO_STUDY]}
    assert np.isnan(many.p[1:]).all()
    with pytest.raises(NotEstimable, match="no events at all"):
        many["no events"]
    with pytest.raises(UnknownName, match="did you mean good"):
        many["goods"]


def test_progress_ends_at_the_whole():
    effects, by = ragged(3)
    seen: list[tuple[int, int]] = []
    eb.pool_many(effects, by, tau2="DL", progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (60, 60)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_weights_of_ones_own_go_along():
    effects, by = ragged(5, count=8, largest=12)
    weights = np.linspace(1, 9, len(effects))
    many = eb.pool_many(effects, by, tau2="GENQ", weights=weights)
    for i, label in enumerate(many.labels):
        mine = by == int(label)
        one = eb.pool(effects.subset(mine), tau2="GENQ", weights=weights[mine])
        assert (many.estimate[i], many.heterogeneity.tau2[i]) == pytest.approx(
            (one.estimate, one.heterogeneity.tau2), rel=1e-12, abs=1e-15
        )


def test_refusals():
    effects = eb.effects("GEN", estimates=[0.1, 0.2], variances=[0.1] * 2)
    with pytest.raises(BadInput, match="1 labels given for 2 studies"):
        eb.pool_many(effects, ["a"])
    with pytest.raises(BadInput, match="3 weights given for 2 studies"):
        eb.pool_many(effects, ["a", "a"], weights=[1, 2, 3])
    with pytest.raises(NotEstimable, match="no analysis was given"):
        eb.pool_many(eb.effects("GEN", estimates=[], variances=[]), [])
    with pytest.raises(NotEstimable, match="MH pools RR, OR, RD"):
        eb.pool_many(effects, ["a", "a"], method="MH")
