"""The profile of tau2: the fit at its top, its interval where it has fallen by half a chi-squared quantile."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable


def test_it_is_the_likelihood_written_out():
    found = eb.tau2_profile(eb.pool(bcg(), tau2="ML"), [0.0, 0.2])
    y, v = bcg().yi, bcg().vi + 0.2
    mean = (y / v).sum() / (1 / v).sum()
    by_hand = -0.5 * (13 * math.log(2 * math.pi) + np.log(v).sum() + ((y - mean) ** 2 / v).sum())
    assert found.log_likelihood[1] == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("estimator", ["ML", "REML"])
def test_its_top_is_the_fit(estimator):
    fit = eb.pool(bcg(), tau2=estimator)
    found = eb.tau2_profile(fit)
    top = int(found.log_likelihood.argmax())
    assert found.at[top] == found.best == fit.heterogeneity.tau2
    assert found.log_likelihood[top] == pytest.approx(found.peak, rel=1e-14)


def test_its_interval_is_where_it_crosses_the_cut():
    fit = eb.pool(bcg())
    ends = eb.tau2_interval(fit, "profile-likelihood").tau2
    found = eb.tau2_profile(fit, list(ends))
    assert found.interval == ends
    assert found.log_likelihood == pytest.approx([found.cut, found.cut], rel=1e-10)
    assert found.peak - found.cut == pytest.approx(3.841458820694124 / 2, rel=1e-12)  # qchisq(.95, 1)


def test_the_grid_goes_beyond_the_interval():
    found = eb.tau2_profile(eb.pool(bcg()), level=0.5)
    assert found.at[0] == 0
    assert found.at[-1] > found.interval.high
    assert (np.diff(found.at) > 0).all()


def test_print_and_json():
    found = eb.tau2_profile(eb.pool(bcg()))
    assert "Profile of tau^2 (restricted log-likelihood)" in str(found)
    assert "tau^2: 0.3132, where it is -12.2024" in str(found)  # pinned: fitstats of bcg, REML
    assert len(found.rows()) == found.at.size
    json.dumps(found.to_dict(), allow_nan=False)


def test_what_is_refused():
    with pytest.raises(BadInput, match="'DL'"):
        eb.tau2_profile(eb.pool(bcg(), tau2="DL"))
    with pytest.raises(BadInput, match=r"-1\.0"):
        eb.tau2_profile(eb.pool(bcg()), [0.1, -1.0])
    with pytest.raises(NotEstimable):
        eb.tau2_profile(eb.pool(bcg().subset([0])))
