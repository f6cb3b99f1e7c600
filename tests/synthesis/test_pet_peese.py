"""PET-PEESE: which of the two is used, and what it says."""

from __future__ import annotations

import json

import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable


def test_bcg_stays_with_pet():
    # lm(yi ~ sei, weights = 1/vi): intercept -0.1909, se 0.2201, p = 0.4042
    found = eb.pet_peese(bcg())
    assert found.used == "PET"
    assert repr(found) == "<PetPeese PET -0.1909 [-0.6753, 0.2935], PET p = .4042, k=13>"
    assert "PEESE: -0.3800 (SE = 0.1573), t(df = 11) = -2.4162, p = .0342" in str(found)
    assert "risk ratio: 0.8262 (0.5090 to 1.3411)" in str(found)
    assert json.loads(json.dumps(found.to_dict()))["used"] == "PET"


def test_peese_where_pet_rejects():
    found = eb.pet_peese(bcg(), threshold=0.5)
    assert found.used == "PEESE"
    assert found.estimate == found.peese.limit.estimate
    assert tuple(found.ci) == tuple(eb.egger(bcg(), predictor="vi").limit.ci)


def test_what_cannot_be():
    with pytest.raises(BadInput, match="probability between 0 and 1"):
        eb.pet_peese(bcg(), threshold=10)
    with pytest.raises(NotEstimable):
        eb.pet_peese(bcg().subset([0, 1]))
