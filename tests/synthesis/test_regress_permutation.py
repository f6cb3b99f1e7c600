"""Permutation tests: published exact ones, what is enumerated, what is sampled."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest
from regress_data import bcg

import effectbank as eb
from effectbank.kernel.permutations import all_orders, all_signs, count_of_orders, some_orders
from effectbank.kernel.projection import design
from effectbank.kernel.studies import studies
from effectbank.problems import BadInput, UnknownName


def hine() -> eb.Effects:
    """Lidocaine after infarction (Hine et al. 1989; metadat's dat.hine1989), with metafor's made-up moderator."""
    trials = {"a": [2, 4, 6, 7, 7, 11], "n1": [39, 44, 107, 103, 110, 154], "c": [1, 4, 4, 5, 3, 4],
              "n2": [43, 44, 110, 100, 106, 146], "mod": [3, 1, 2, 2, 4, 5]}  # fmt: skip
    return eb.effects("RD", trials, events=("a", "c"), totals=("n1", "n2"))


def follmann() -> eb.Effects:
    """Follmann & Proschan 1999, Table 1."""
    events = [173, 157, 131, 56, 52, 36, 62, 2], [210, 193, 121, 84, 65, 42, 20, 2]
    totals = [5331, 1906, 4541, 2051, 424, 1149, 6582, 88], [5296, 1900, 4516, 2030, 422, 1129, 1663, 30]
    return eb.effects("PETO", events=events, totals=totals)


def test_signs_flipped_without_moderators():
    # metafor, test_misc_permutest.r: p = 0.0625 over all 64 combinations of signs
    found = eb.permutation_test(eb.regress(hine(), "1"))
    assert (found.exact, found.count, found.seed) == (True, 64, None)
    assert found.p == {"intrcpt": 0.0625}


def test_rows_dealt_anew_with_moderators():
    # metafor, test_misc_permutest.r: p = 1 and .0028 over the 360 different orders of 3, 1, 2, 2, 4, 5
    found = eb.permutation_test(eb.regress(hine(), ["mod"]))
    assert (found.exact, found.count) == (True, 360)
    assert found.p["intrcpt"] == 1.0
    assert found.p["mod"] == found.p_of_test == 1 / 360
    assert str(found).splitlines()[0] == "Permutation test (all 360 rearrangements)"


def test_follmann_and_proschan():
    # p = 10/256, interval -0.3677 to -0.0020 (metafor, test_misc_permutest.r; its bounds are good to about 1e-4)
    found = eb.permutation_test(eb.regress(follmann(), "1", tau2="DL"), of="coefficient")
    assert found.p["intrcpt"] == 10 / 256
    low, high = eb.permutation_interval(found, "intrcpt")
    assert (low, high) == pytest.approx((-0.3677, -0.0020), abs=1e-4)


def test_an_interval_is_where_the_test_turns():
    effects = follmann()
    low, high = eb.permutation_interval(eb.permutation_test(eb.regress(effects, "1", tau2="DL")), "intrcpt")
    width = high - low
    for end, outward in ((low, -1), (high, 1)):
        inside, outside = (
            eb.permutation_test(eb.regress(shifted(effects, end + step * outward * width), "1", tau2="DL")).p[
                "intrcpt"
            ]
            for step in (-1e-6, 1e-6)
        )
        assert outside <= 0.05 < inside


def shifted(effects: eb.Effects, by: float) -> eb.Effects:
    return eb.effects("GEN", estimates=effects.yi - by, variances=effects.vi)


def test_too_few_rearrangements_reject_nothing():
    found = eb.permutation_test(eb.regress(hine().subset([0, 1, 2]), "1", tau2="DL"))
    assert tuple(eb.permutation_interval(found, "intrcpt")) == (-np.inf, np.inf)


def test_a_sample_starts_with_the_data_and_is_the_seeds_own():
    fit = eb.regress(bcg(), "ablat")
    one, again, other = (eb.permutation_test(fit, 200, seed=seed) for seed in (3, 3, 4))
    assert (one.exact, one.count, one.seed) == (False, 200, 3)
    assert one.values[0].tolist() == pytest.approx([c.statistic for c in fit.coefficients.values()])
    assert one.p == again.p
    assert (one.values != other.values).any()
    assert min(one.p.values()) >= 1 / 200  # the data are one of the ways


def test_one_sided_shares_add_up():
    fit = eb.regress(hine(), ["mod"])
    greater, less = (eb.permutation_test(fit, alternative=side) for side in ("greater", "less"))
    ties = 1 / 360
    assert greater.p["mod"] + less.p["mod"] == pytest.approx(1 + ties)


def test_each_different_order_comes_once():
    d = design(studies([1.0, 2, 3, 4, 5], [1.0] * 5), np.column_stack([np.ones(5), [7.0, 7, 8, 8, 9]]))
    orders = all_orders(d)
    dealt = {tuple(row) for row in np.array([7, 7, 8, 8, 9])[orders].tolist()}
    assert len(orders) == len(dealt) == count_of_orders(d) == factorial(5) // 4
    assert sorted(map(tuple, all_signs(3).tolist())) == sorted(
        {(a, b, c) for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)}
    )
    assert (np.sort(some_orders(d, 9, 1), axis=1) == np.arange(5)).all()


def test_what_is_refused():
    fit = eb.regress(bcg(), "ablat")
    with pytest.raises(BadInput, match="389188800 rearrangements are too many"):
        eb.permutation_test(fit, exact=True)
    with pytest.raises(BadInput, match="0 iterations given"):
        eb.permutation_test(fit, 0)
    with pytest.raises(UnknownName, match="did you mean two-sided"):
        eb.permutation_test(fit, alternative="two.sided")
    with pytest.raises(UnknownName, match="unknown permutation of 'coef'; known: coefficient"):
        eb.permutation_test(fit, of="coef")
    with pytest.raises(UnknownName, match="unknown coefficient 'ablatt'"):
        eb.permutation_interval(eb.permutation_test(fit, 10), "ablatt")
