"""P-values combined: published examples and refusals."""

from __future__ import annotations

import json

import pytest

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.combine_p import METHODS

BECKER = [0.016, 0.067, 0.25, 0.405, 0.871]  # Becker 1994, as metap's dat.metap$beckerp
TEACHERS = [
    0.405, 0.208, 0.799, 0.002, 0.243, 0.72, 0.577, 0.926, 0.051, 0.001, 0.04, 0.211, 0.528, 0.216, 0.871, 0.64,
    0.016, 0.227, 0.656,
]  # teachers' expectations, Becker 1994, as metap's dat.metap$teachexpect  # fmt: skip
EDGINGTON = [0.2, 0.35, 0.35, 0.4, 0.4, 0.4, 0.4]  # Edgington 1972


@pytest.mark.parametrize(
    ("p", "statistic", "df", "combined", "digits"),
    [
        (TEACHERS, 2.763, 99, 0.0034, 4),  # Becker 1994, quoted on metap's page of logitp
        (BECKER, 1.62, 29, 0.058, 3),
    ],
)
def test_logits(p, statistic, df, combined, digits):
    found = eb.combine_p(p, "logit")
    assert round(found.statistic, 3 if statistic == 2.763 else 2) == statistic
    assert found.df == df
    assert round(found.p, digits) == combined


def test_edgington_1972():
    # seven p-values with sum 2.5: (2.5^7 - 7 * 1.5^7 + 21 * 0.5^7) / 7! = 0.0974
    expected = (2.5**7 - 7 * 1.5**7 + 21 * 0.5**7) / 5040
    assert eb.combine_p(EDGINGTON, "edgington").p == pytest.approx(expected, rel=1e-12)


def test_closed_answers():
    p = [0.01, 0.2, 0.6]
    closed = {
        "tippett": 1 - 0.99**3,
        "maximum": 0.6**3,
        "bonferroni": 0.03,
        "simes": 0.03,
        "binomial": 1 - 0.95**3,  # one of three at or below .05
    }
    for method, expected in closed.items():
        assert eb.combine_p(p, method).p == pytest.approx(expected, rel=1e-12)
    # the second smallest of three below .2: 3 * .04 * .8 + .008
    assert eb.combine_p(p, "wilkinson", r=2).p == pytest.approx(3 * 0.04 * 0.8 + 0.008, rel=1e-12)
    assert eb.combine_p([*p, 0.5], "mean").statistic == pytest.approx((0.5 - 1.31 / 4) * 48**0.5, rel=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_one_answer_for_the_same_p_twice_over_is_symmetric(method):
    df = 6 if method == "inverse-t" else None
    a, b = (eb.combine_p(p, method, df=df) for p in (BECKER, BECKER[::-1]))
    assert a.p == pytest.approx(b.p, rel=1e-12)
    assert 0 < a.p < 1
    assert METHODS[method] in str(a)
    json.dumps(a.to_dict(), allow_nan=False)


def test_lancaster_with_two_df_each_is_fisher():
    assert eb.combine_p(BECKER, "inverse-chi2", df=2).p == pytest.approx(eb.combine_p(BECKER).p, rel=1e-12)


def test_weights_that_are_equal_change_nothing_and_weights_count():
    plain = eb.combine_p([0.01, 0.9], "stouffer")
    assert eb.combine_p([0.01, 0.9], "stouffer", weights=[3, 3]).p == pytest.approx(plain.p, rel=1e-12)
    assert eb.combine_p([0.01, 0.9], "stouffer", weights=[5, 1]).p < plain.p


def test_tiny_p_values_keep_their_digits():
    # -2 log of 1e-300 twice on 4 df: exp(-x/2)(1 + x/2) with x/2 = 600 log 10, below the smallest float
    assert eb.combine_p([1e-300, 1e-300]).p == 0
    assert eb.combine_p([1e-100, 0.5]).p == pytest.approx(0.5e-100 * (1 + 230.2585093 + 0.693147181), rel=1e-8)
    assert eb.combine_p([1e-200, 0.3, 0.9], "cauchy").p == pytest.approx(3e-200, rel=1e-9)


def test_certainty():
    assert eb.combine_p([0.0, 0.5]).p == 0
    assert eb.combine_p([1.0, 0.5], "stouffer").p == 1
    with pytest.raises(NotEstimable, match="both 0 and 1"):
        eb.combine_p([0.0, 1.0], "stouffer")


def test_the_unknown_is_left_out_and_said():
    found = eb.combine_p([*BECKER, float("nan")])
    assert (found.k, found.left_out) == (5, 1)
    assert "1 unknown left out" in str(found)
    assert found.p == eb.combine_p(BECKER).p
    assert eb.combine_p([*BECKER, float("nan")], "stouffer", weights=[1, 2, 3, 4, 5, 6]).p == pytest.approx(
        eb.combine_p(BECKER, "stouffer", weights=[1, 2, 3, 4, 5]).p, rel=1e-12
    )


@pytest.mark.parametrize(
    ("p", "choices", "words"),
    [
        ([0.1, 1.2], {}, "p-value 2 is 1.2"),
        ([0.1, -0.2], {}, "from 0 to 1"),
        (BECKER, {"method": "stouffer", "weights": [1, 2]}, "2 weights given for 5"),
        (BECKER, {"method": "stouffer", "weights": [1, 2, 3, 4, -5]}, "above 0"),
        (BECKER, {"weights": [1, 2, 3, 4, 5]}, "stouffer and cauchy do"),
        (BECKER, {"method": "inverse-t"}, "needs df"),
        (BECKER, {"method": "inverse-t", "df": 2}, "above 2"),
        (BECKER, {"method": "wilkinson", "r": 6}, "1 to 5"),
        (BECKER, {"method": "binomial", "level": 95}, "0.95, not 95"),
    ],
)
def test_bad_input(p, choices, words):
    with pytest.raises(BadInput, match=words.replace(".", r"\.")):
        eb.combine_p(p, **choices)


def test_what_cannot_be_combined():
    with pytest.raises(UnknownName, match="did you mean fisher"):
        eb.combine_p(BECKER, "fischer")
    with pytest.raises(NotEstimable, match="two or more"):
        eb.combine_p([0.1])
    with pytest.raises(NotEstimable, match="edgington"):
        eb.combine_p([0.1, 0.2, 0.3], "mean")
