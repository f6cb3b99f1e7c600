"""Trim and fill: published examples, both sides, and where it cannot be done."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.kernel import trimming
from effectbank.kernel.trimming import signed_ranks
from effectbank.problems import BadInput, NotEstimable, UnknownName


def test_bcg_as_metafor_prints_it():
    # trimfill(rma(yi, vi, data=dat.bcg, method="EE")): 4 missing on the right side (SE = 2.3853),
    # estimate -0.2910, se 0.0383, ci -0.3660 to -0.2160, Q(df = 16) = 262.7316
    found = eb.trim_and_fill(eb.pool(bcg(), model="common"))
    f = found.filled
    assert (found.lacking, found.side, round(found.lacking_se, 4)) == (4, "right", 2.3853)
    assert [round(x, 4) for x in (f.estimate, f.se, *f.ci)] == [-0.2910, 0.0383, -0.3660, -0.2160]
    assert (f.heterogeneity.df, round(f.heterogeneity.q, 4)) == (16, 262.7316)
    assert f.effects.labels[-4:] == ("filled 1", "filled 2", "filled 3", "filled 4")
    assert repr(found) == "<TrimAndFill 4 lacking on the right (L0), filled -0.2910 [-0.3660, -0.2160]>"
    assert "studies lacking on the right: 4 (SE = 2.3853)" in str(found)
    assert "risk ratio filled: 0.7475 (0.6935 to 0.8057)" in str(found)


def test_a_mirror_image_turns_the_sides():
    effects = bcg()
    turned = eb.effects("GEN", estimates=-effects.yi, variances=effects.vi)
    one, other = (eb.trim_and_fill(eb.pool(e, tau2="DL")) for e in (effects, turned))
    assert (one.side, other.side, one.lacking) == ("right", "left", other.lacking)
    assert one.filled.estimate == pytest.approx(-other.filled.estimate, rel=1e-12)


def test_the_filled_are_mirror_images_of_the_most_extreme():
    found = eb.trim_and_fill(eb.pool(bcg(), model="common"))
    filled, extreme = np.sort(found.filled.effects.yi[-4:])[::-1], np.sort(bcg().yi)[:4]
    centre = eb.pool(bcg().subset(bcg().yi > extreme[-1]), model="common").estimate  # of the nine that are left
    np.testing.assert_allclose(filled - centre, centre - extreme, rtol=1e-12)


def test_a_symmetric_funnel_lacks_none():
    y = [-0.8, -0.4, -0.2, 0.0, 0.2, 0.4, 0.8]
    effects = eb.effects("GEN", estimates=y, variances=[0.5, 0.2, 0.1, 0.01, 0.1, 0.2, 0.5])
    for estimator in ("L0", "R0"):
        found = eb.trim_and_fill(eb.pool(effects, model="common"), side="left", estimator=estimator)
        assert found.lacking == 0
        assert found.filled.estimate == found.fit.estimate


@pytest.mark.parametrize("centre", [-1e-16, 0.0, 1e-16])
def test_what_rounding_alone_parts_is_tied(centre):
    y = np.array([-0.8, -0.4, -0.2, 0.0, 0.2, 0.4, 0.8])
    assert signed_ranks(y, centre).tolist() == [-6, -4, -2, 0, 3, 5, 7]  # R: rank(abs(y), ties = "first")


def test_r0_tests_that_none_lacks():
    # P(R0 >= n) = 2^-(n + 1) for a symmetric funnel (Duval & Tweedie 2000)
    found = eb.trim_and_fill(eb.pool(bcg(), tau2="DL"), estimator="R0")
    assert found.p_none == 0.5 ** (found.lacking + 1)
    assert "no study lacks on the right" in found.hypothesis
    assert eb.trim_and_fill(eb.pool(bcg())).p_none is None


def test_it_says_what_it_is_for():
    found = eb.trim_and_fill(eb.pool(bcg().subset(np.arange(8))))
    assert found.notes[0].startswith("8 studies, fewer than 10")
    assert "no corrected result" in found.notes[-1]
    told = json.loads(json.dumps(found.to_dict()))
    assert len(told["yi_filled"]) == told["lacking"] == found.lacking
    assert told["asked"]["choices"]["estimator"] == "L0"


def test_studies_without_an_estimate_stay_missing():
    y = [*bcg().yi.tolist(), float("nan")]
    effects = eb.effects("GEN", estimates=y, variances=[*bcg().vi.tolist(), 1.0])
    found = eb.trim_and_fill(eb.pool(effects, model="common"))
    assert (found.k, found.lacking, found.filled.k) == (13, 4, 17)


def test_a_given_zero_cell_rule_and_own_weights_go_along():
    ruled = eb.trim_and_fill(eb.pool(bcg(), zero_cells="all", model="common"))
    assert ruled.filled.k == 13 + ruled.lacking
    data = {"yi": bcg().yi, "vi": bcg().vi, "w": np.arange(1.0, 14)}
    weighted = eb.pool(eb.effects("GEN", data, estimates="yi", variances="vi"), weights="w")
    assert eb.trim_and_fill(weighted, side="right").filled.k >= 13


def test_a_double_arcsine_is_told_by_all_its_sizes():
    effects = eb.effects("PFT", events=[20, 24, 14, 30, 60, 150], totals=[22, 30, 20, 60, 160, 500])
    found = eb.trim_and_fill(eb.pool(effects, model="common"), side="left")
    assert found.lacking > 0
    assert len(found.filled.effects.cells["ni"]) == 6 + found.lacking
    assert 0 < found.filled.display.estimate < found.fit.display.estimate


def test_what_cannot_be_filled():
    fit = eb.pool(bcg())
    with pytest.raises(UnknownName, match="known: L0, Q0, R0"):
        eb.trim_and_fill(fit, estimator="L1")
    with pytest.raises(UnknownName, match="left, right"):
        eb.trim_and_fill(fit, side="top")
    with pytest.raises(BadInput, match="method='IV'"):
        eb.trim_and_fill(eb.pool(bcg(), model="common", method="MH"))
    with pytest.raises(NotEstimable, match="3 studies or more"):
        eb.trim_and_fill(eb.pool(bcg().subset([0, 1])))
    same = eb.effects("GEN", estimates=[1, 2, 4.0], variances=[1, 1, 1.0])
    with pytest.raises(NotEstimable, match="name a side"):
        eb.trim_and_fill(eb.pool(same))
    assert eb.trim_and_fill(eb.pool(same), side="left").side == "left"


def test_counts_of_hand_made_ranks():
    # signed ranks of 5 studies, only rank 2 to the left: T = 13; R0 = 5 - 2 - 1, L0 = (52 - 30) / 9,
    # Q0 = 4.5 - sqrt(50 - 52 + 1/4), which has no real value
    ranks = np.array([1.0, -2, 3, 4, 5])
    assert trimming.right_most_run(ranks) == 2
    assert trimming.right_most_run(np.zeros(5)) == -1  # none to the right
    assert trimming.right_most_run(np.arange(1.0, 5)) == 3  # all to the right
    assert trimming.linear(ranks) == pytest.approx(22 / 9)
    assert np.isnan(trimming.quadratic(ranks))


def test_a_given_tau2_is_kept():
    found = eb.trim_and_fill(eb.pool(bcg(), tau2=0.3))
    assert found.side == "right"
    assert found.filled.heterogeneity.tau2 == 0.3
