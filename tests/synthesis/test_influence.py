"""Influence: metafor's rule, Knapp-Hartung, weights of one's own, and what cannot be told."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import TRIALS, bcg

import effectbank as eb
from effectbank.problems import NotEstimable
from effectbank.synthesis import deletion


def test_nobody_is_influential_under_random_effects():
    # influence(rma(yi, vi, data=dat.bcg))$is.infl is FALSE throughout
    assert not eb.influence(eb.pool(bcg())).influential.any()


def test_three_trials_are_influential_under_a_common_effect():
    # The pinned cook.d of bcg, EE: 4.97, 7.49, 59.5 for Hart, Stein, Madras, and at most 0.29 for all others
    found = eb.influence(eb.pool(bcg(), model="common"))
    assert [TRIALS[i] for i in np.flatnonzero(found.influential)] == ["Hart", "Stein", "Madras"]
    assert {row["study"] for row in found.rows() if row["influential"]} == {"Hart", "Stein", "Madras"}


@pytest.mark.parametrize(
    ("y", "v", "what"),
    [
        ([0.0, 0.1, 0.0, 0.1, 0.0, 0.1, 0.05, 9.0], [1.0] * 8, "cook_d"),
        ([0.01, 0.02, 0.01, 0.02, 0.01], [0.01, 1, 1, 1, 1], "hat"),
    ],
)
def test_each_limit_flags(y, v, what):
    found = eb.influence(eb.pool(eb.effects("GEN", estimates=y, variances=v), model="common"))
    largest = int(getattr(found, what).argmax())
    assert found.influential[largest]
    assert found.influential.sum() == 1


def test_without_each_study_the_numbers_are_those_of_leave_one_out():
    fit = eb.pool(bcg(), test="knapp-hartung")
    found, less = eb.influence(fit), eb.leave_one_out(fit)
    assert found.tau2_del == pytest.approx(less.tau2, rel=1e-12)
    assert found.q_del == pytest.approx(less.q, rel=1e-12)
    assert found.cov_r == pytest.approx((less.se / fit.se) ** 2, rel=1e-12)
    assert found.cook_d == pytest.approx(((fit.estimate - less.estimate) / fit.se) ** 2, rel=1e-12)


def test_weights_of_ones_own_follow_the_written_out_matrices():
    # dffits and dfbetas: sqrt of diag(H M H') and of (X'AX)^-1 X'A M A X (X'AX)^-1 with M = v + tau2 of the others
    sizes = np.array([3.0, 1, 4, 1, 5])
    effects = eb.effects("GEN", estimates=[0.1, 0.5, -0.2, 0.9, 0.3], variances=[0.1, 0.2, 0.05, 0.3, 0.08])
    fit = eb.pool(effects, weights=sizes, tau2="DL")
    found = eb.influence(fit)
    h = sizes / sizes.sum()
    shift = fit.estimate - eb.leave_one_out(fit).estimate
    for i in range(5):
        spread = np.sqrt(h**2 @ (effects.vi + found.tau2_del[i]))
        assert found.dffits[i] == pytest.approx(shift[i] / spread, rel=1e-12)
        assert found.dfbetas[i] == pytest.approx(shift[i] / spread, rel=1e-12)
    assert found.hat == pytest.approx(h)


def test_a_study_without_estimate_is_left_out_and_the_rest_keep_their_names():
    effects = eb.effects("GEN", estimates=[0.1, np.nan, -0.2, 0.9], variances=[0.1, 0.2, 0.05, 0.3])
    assert eb.influence(eb.pool(effects)).labels == ("1", "3", "4")


def test_print_and_data():
    found = eb.influence(eb.pool(bcg(), model="common"))
    assert repr(found).startswith("<Influence of 13 studies, <Pooled log risk ratio")
    assert str(found).splitlines()[0] == "Influence (k = 13)"
    madras = next(line for line in str(found).splitlines() if line.startswith("Madras"))
    assert madras.endswith("*")
    assert str(found).splitlines()[-1].startswith("* influential: of k studies")
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert data["studies"][7]["study"] == "Madras"
    assert data["asked"]["options"]["model"] == "common"
    with pytest.raises(ValueError, match="read-only"):
        found.hat[0] = 1.0


def test_what_cannot_be_told():
    with pytest.raises(NotEstimable, match="only study"):
        eb.influence(eb.pool(eb.effects("GEN", estimates=[0.1], variances=[0.1])))
    with pytest.raises(NotEstimable, match="method='IV'"):
        eb.influence(eb.pool(bcg(), model="common", method="MH"))


def test_agreement_beyond_chance_leaves_no_variance_to_divide_by():
    """Equal estimates: Knapp and Hartung's standard error is 0, and what is divided by it unknown."""
    fit = eb.pool(eb.effects("GEN", estimates=[0.5] * 4, variances=[0.1, 0.2, 0.3, 0.4]), test="knapp-hartung")
    found = eb.influence(fit)
    assert np.isnan(found.cook_d).all()
    assert not found.influential[1:].any()


@pytest.mark.parametrize("asked", [{"test": "knapp-hartung"}, {"weights": list(range(1, 14)), "test": "ad-hoc"}])
def test_studies_are_left_out_some_at_a_time_where_they_are_many(monkeypatch, asked):
    fit = eb.pool(bcg(), **asked)
    at_once = eb.influence(fit).columns()
    monkeypatch.setattr(deletion, "CELLS", 13 * 4)
    assert [block.size for block in deletion.blocks(13)] == [4, 4, 4, 1]
    for name, column in eb.influence(fit).columns().items():
        assert column == pytest.approx(at_once[name], rel=1e-11), name


def test_the_rule_in_numbers():
    found = eb.influence(eb.pool(bcg()))
    assert found.cutoffs.dffits == pytest.approx(3 * (1 / 12) ** 0.5)
    assert found.cutoffs.cook_d == pytest.approx(0.454936423119573)  # qchisq(.5, 1)
    assert found.cutoffs.hat == pytest.approx(3 / 13)
