"""Correlations from tables and means, areas under the curve, R2, and what may be given in place of raw data."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

import effectbank as eb
from effectbank.measures import tetrachoric
from effectbank.measures.explained import R2_VARIANCES
from effectbank.measures.superiority import CLES_VARIANCES, CLESN_VARIANCES
from effectbank.problems import BadInput, UnknownName

TABLE = {"events": ([135], [40]), "nonevents": ([15], [10])}  # Handbook of Research Synthesis, Table 13.4
SCORES = np.array([3, 3, 4, 5, 6, 4, 7, 6, 5, 4, 3, 5, 1, 5, 2, 4, 6, 4, 2, 4.0])
HALVED = np.array([20, 31, 18, 22, 30, 16, 28, 24, 23, 27, 1, 4, 8, 15, 9, 11, 11, 6, 8, 4])


def delta(f, values, variances, h=1e-5):
    """The delta method by numerical slopes: an independent way to a variance."""
    steps = np.eye(len(values)) * h
    slopes = [(f(*(values + step)) - f(*(values - step))) / (2 * h) for step in steps]
    return sum(slope**2 * v for slope, v in zip(slopes, variances, strict=True))


def test_tetrachoric_of_the_handbook():
    # metafor's test file: 0.2603, 0.1423; its optimiser stops in the fourth decimal
    ours = eb.effects("RTET", **TABLE)
    assert_allclose([ours.yi[0], ours.se[0]], [0.2603, 0.1423], atol=1.5e-4)


@pytest.mark.parametrize(
    ("h", "k", "r"), [(0, 0, 0.3), (0, 0.7, 0.3), (0.5, -0.3, 0.6), (-0.5, 0, -0.9), (1, 2, 0.99)]
)
def test_bivariate_normal_by_owens_t(h, k, r):
    expected = stats.multivariate_normal.cdf([-h, -k], cov=[[1, r], [r, 1]], abseps=1e-12, releps=1e-12)
    ours = tetrachoric.both_above(*(np.array([x], dtype=float) for x in (h, k, r)))
    assert_allclose(ours, expected, rtol=1e-9)


def test_tetrachoric_gives_the_tables_own_probability_back():
    rng = np.random.default_rng(2)
    a, b, c, d = rng.integers(1, 400, (4, 200)).astype(float)
    r, vi = tetrachoric.tetrachoric((a, a + b, c, c + d))
    n = a + b + c + d
    h, k = -stats.norm.ppf((a + b) / n), -stats.norm.ppf((a + c) / n)
    assert_allclose(tetrachoric.both_above(h, k, r), a / n, rtol=1e-10)
    assert (vi > 0).all()


def test_tetrachoric_variance_is_that_of_many_drawn_tables():
    rng = np.random.default_rng(3)
    a, b, c, d = rng.multinomial(2000, [0.3, 0.15, 0.2, 0.35], 4000).T.astype(float)
    r, vi = tetrachoric.tetrachoric((a, a + b, c, c + d))
    assert vi.mean() == pytest.approx(r.var(), rel=0.05)


def test_a_table_with_an_empty_cell_has_no_tetrachoric_correlation():
    ours = eb.effects("RTET", events=([0, 5], [4, 4]), totals=([9, 9], [9, 9]))
    assert [gap.study for gap in ours.missing] == ["1"]
    assert eb.effects("RTET", events=([0], [4]), totals=([9], [9]), zero_cells="all").k == 1


@pytest.mark.parametrize(("plain", "z"), [("PHI", "ZPHI"), ("RTET", "ZTET"), ("RPB", "ZPB"), ("RBIS", "ZBIS")])
def test_fishers_z_by_the_delta_method(plain, z):
    data = TABLE if plain in ("PHI", "RTET") else two_groups()
    r, ours = eb.effects(plain, **data), eb.effects(z, **data)
    assert_allclose(ours.yi, np.arctanh(r.yi))
    assert_allclose(ours.vi, r.vi / (1 - r.yi**2) ** 2)
    assert ours.of.back(ours.yi)[0] == pytest.approx(r.yi[0])


def two_groups() -> dict[str, object]:
    """The scores of those above and of those below the median of x."""
    above = np.median(HALVED) < HALVED
    groups = SCORES[above], SCORES[~above]
    return {
        "means": tuple([g.mean()] for g in groups),
        "sds": tuple([g.std(ddof=1)] for g in groups),
        "totals": tuple([g.size] for g in groups),
    }


def test_biserial_correlations():
    # metafor's test file, data of Jacobs & Viechtbauer 2017: 0.3685, 0.0384 and 0.4619, 0.0570
    point, whole = eb.effects("RPB", **two_groups()), eb.effects("RBIS", **two_groups())
    assert_allclose(
        [point.yi[0], point.vi[0], whole.yi[0], whole.vi[0]], [0.3685, 0.0384, 0.4619, 0.0570], atol=5e-5
    )
    assert point.yi[0] == pytest.approx(np.corrcoef(np.median(HALVED) < HALVED, SCORES)[0, 1])


def test_point_biserial_variance_of_fixed_groups_is_the_delta_method_from_d():
    d = eb.effects("SMD", **two_groups(), small_sample="none")
    expected = delta(lambda d: d / np.sqrt(d**2 + 18 / 10 + 18 / 10), np.array([d.yi[0]]), [d.vi[0]])
    assert eb.effects("RPB", **two_groups(), variance="ST").vi[0] == pytest.approx(expected, rel=1e-7)
    # Tate 1954 with r = 0.3685, n = 20, n1 = n2 = 10
    r = eb.effects("RPB", **two_groups()).yi[0]
    by_hand = (1 - r**2) ** 2 * (20 * r**2 / 400 + (2 - 3 * r**2) / 40)
    assert eb.effects("RPB", **two_groups(), variance="CS").vi[0] == pytest.approx(by_hand)


def test_areas_under_the_curve():
    """Hanley & McNeil 1982, table II: 58 and 51 readings, area .893, SE .032; over n1 n2, as they have it."""
    area = {"aucs": [0.893], "totals": ([51], [58])}
    vi = eb.effects("CLES", **area, variance="LS2").vi[0]
    theirs = (0.893 * 0.107 + 50 * (0.893 / 1.107 - 0.893**2) + 57 * (2 * 0.893**2 / 1.893 - 0.893**2)) / (51 * 58)
    assert theirs**0.5 == pytest.approx(0.032, abs=6e-4)
    assert vi == pytest.approx(theirs * 51 * 58 / (50 * 57))
    assert eb.effects("CLES", **area, variance="LS").vi[0] == pytest.approx(vi, rel=0.05)
    assert eb.effects("CLES", **area, variance="H0").vi[0] == pytest.approx(110 / (12 * 51 * 58))
    assert eb.effects("CLES", **area, variance="MAX").vi[0] == pytest.approx(0.893 * 0.107 / 50)
    assert set(CLES_VARIANCES) == {"LS", "LS2", "H0", "MAX"}


@pytest.mark.parametrize("variance", CLESN_VARIANCES)
def test_normal_areas_are_the_delta_method_from_d(variance):
    measure, of = ("SMD", "LS") if variance == "HO" else ("SMDH", variance)
    d = eb.effects(measure, **two_groups(), small_sample="none", variance=of)
    ours = eb.effects("CLESN", **two_groups(), variance=variance)
    assert ours.yi[0] == pytest.approx(stats.norm.cdf(d.yi[0] / np.sqrt(2)))
    expected = delta(lambda d: stats.norm.cdf(d / np.sqrt(2)), np.array([d.yi[0]]), [d.vi[0]])
    assert ours.vi[0] == pytest.approx(expected, rel=1e-6)


def test_explained_variance():
    data = {"r2": [0.3, 0.1], "predictors": [4, 4], "totals": [60, 80]}
    plain, z = eb.effects("R2", **data), eb.effects("ZR2", **data)
    assert_allclose(plain.vi, [4 * 0.3 * 0.49 / 60, 4 * 0.1 * 0.81 / 80])
    full = eb.effects("R2", **data, variance="LS2").vi[0]
    assert full == pytest.approx(4 * 0.3 * 0.49 * 55**2 / (3599 * 63))
    mean = (60 * 0.3 + 80 * 0.1) / 140
    assert_allclose(eb.effects("R2", **data, variance="AV").vi, 4 * mean * (1 - mean) ** 2 / np.array([60, 80]))
    assert_allclose(z.yi, np.arctanh(np.sqrt([0.3, 0.1])))
    assert_allclose(z.of.back(z.yi), [0.3, 0.1])
    assert_allclose(delta(lambda r2: np.arctanh(np.sqrt(r2)), np.array([0.3]), [plain.vi[0]]), z.vi[0], rtol=1e-6)
    f = 0.3 / 4 / (0.7 / 55)
    assert eb.effects("R2", fs=[f], predictors=[4], totals=[60]).yi[0] == pytest.approx(0.3)
    assert set(R2_VARIANCES) == {"LS", "LS2", "AV"}


def test_probit_proportions_are_the_delta_method_and_come_back():
    ours = eb.effects("PRZ", events=[3, 12], totals=[10, 40])
    expected = delta(stats.norm.ppf, np.array([0.3]), [0.3 * 0.7 / 10])
    assert_allclose([ours.yi[1], ours.vi[1], ours.vi[0]], [stats.norm.ppf(0.3), expected / 4, expected], rtol=1e-7)
    assert_allclose(ours.of.back(ours.yi), [0.3, 0.3])


def test_marginal_odds_ratio_of_margins_is_that_of_the_whole_table():
    """20 both, 10 first only, 5 second only, 20 neither: the margins and phi say as much as MPOR needs."""
    whole = eb.effects("MPOR", pairs=([20], [10], [5], [20]))
    phi = (20 * 20 - 10 * 5) / np.sqrt(30 * 25 * 25 * 30)
    ours = eb.effects("MPORM", events=([30], [25]), totals=[55], correlations=[phi])
    assert_allclose([ours.yi, ours.vi], [whole.yi, whole.vi])
    # metafor's test file: 0.3646, 0.0782
    assert_allclose([ours.yi[0], ours.vi[0]], [0.3646, 0.0782], atol=5e-5)
    assert eb.effects("MPORM", events=([0], [5]), totals=[9], correlations=[0.1]).k == 1  # 1/2 added
    with pytest.raises(BadInput, match="at most the number of pairs"):
        eb.effects("MPORM", events=([10], [5]), totals=[9], correlations=[0.1])


D = {"totals": ([12], [18])}


@pytest.mark.parametrize("measure", ["SMD", "RPB", "RBIS", "ZPB", "ZBIS", "D2ORL", "D2ORN"])
def test_d_its_t_and_its_p_are_as_good_as_means(measure):
    raw = eb.effects(measure, means=([10.0], [11.0]), sds=([2.0], [2.0]), **D)
    t = -0.5 / np.sqrt(1 / 12 + 1 / 18)
    p = -2 * stats.t.sf(abs(t), 28)  # signed as the difference is
    for given in ({"ds": [-0.5]}, {"ts": [t]}, {"ps": [p]}):
        ours = eb.effects(measure, **given, **D)
        assert_allclose([ours.yi, ours.vi], [raw.yi, raw.vi], rtol=1e-9)
        assert not {"m1i", "sd1i"} & ours.cells.keys()  # what was worked with is no raw data
    assert eb.effects(measure, ds=[-0.5], **D).cells["di"] == [-0.5]


def test_from_d_the_area_takes_the_sds_to_be_equal():
    raw = eb.effects("CLESN", means=([10.0], [11.0]), sds=([2.0], [2.0]), **D, variance="HO")
    ours = eb.effects("CLESN", ds=[-0.5], **D, variance="HO")
    assert_allclose([ours.yi, ours.vi], [raw.yi, raw.vi])


def test_an_unknown_or_impossible_p_is_told():
    ours = eb.effects("SMD", ps=[None, 0.04], totals=([9, 9], [9, 9]))
    assert [gap.reason for gap in ours.missing] == ["p-value unknown"]
    with pytest.raises(
        BadInput, match=r"p-value: 1\.2 given, a p-value with the sign of the effect, not 0 expected"
    ):
        eb.effects("SMD", ps=[1.2], **D)
    with pytest.raises(BadInput, match=r"ps: 0\.0 given, a p-value with the sign of the effect, not 0 expected"):
        eb.effects("COR", ps=[0.0], totals=[20])


def test_correlations_from_signed_p_values():
    r, n = -0.4, 30
    t = r * np.sqrt((n - 2) / (1 - r**2))
    ours = eb.effects("ZCOR", ps=[-2 * stats.t.sf(abs(t), n - 2)], totals=[n])
    assert_allclose(ours.yi, np.arctanh(r))
    t = r * np.sqrt((n - 4) / (1 - r**2))
    partial = eb.effects("PCOR", ps=[-2 * stats.t.sf(abs(t), n - 4)], predictors=[3], totals=[n])
    assert_allclose(partial.yi, r)


COUNTS = {"events": ([10, 20, 5], [15, 40, 9]), "totals": ([100, 150, 60], [90, 160, 70])}


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
def test_variances_from_the_risks_of_all_studies(measure):
    """metafor's vtype="AV": by hand, each group's risk over all its people."""
    ours = eb.effects(measure, **COUNTS, variance="AV")
    p1, p2 = 35 / 310, 64 / 320
    n1, n2 = (np.array(column) for column in COUNTS["totals"])
    by_hand = {
        "RR": (1 - p1) / (p1 * n1) + (1 - p2) / (p2 * n2),
        "OR": 1 / (p1 * (1 - p1) * n1) + 1 / (p2 * (1 - p2) * n2),
        "RD": p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2,
    }[measure]
    assert_allclose(ours.vi, by_hand)
    assert_allclose(ours.yi, eb.effects(measure, **COUNTS).yi)
    assert ours.variance == "AV"
    again = eb.recount(ours, zero_cells="none")  # remembered where the counts are read again
    assert_allclose(again.vi, by_hand)


def test_further_variances_by_name():
    unbiased = eb.effects("RD", events=([10], [15]), totals=([100], [90]), variance="UB").vi[0]
    assert unbiased == pytest.approx(0.1 * 0.9 / 99 + (1 / 6) * (5 / 6) / 89)
    assert eb.effects("PR", events=[10], totals=[100], variance="UB").vi[0] == pytest.approx(0.09 / 99)
    for measure, vi in (
        ("PR", 0.12 * 0.88 / 100), ("PLN", 1 / 12 - 1 / 100), ("PLO", 1 / 12 + 1 / 88),
    ):  # fmt: skip
        averaged = eb.effects(measure, events=[10, 20], totals=[100, 150], variance="AV")
        assert averaged.vi[0] == pytest.approx(vi)
    equal = eb.effects("MD", means=([1], [2]), sds=([3], [5]), totals=([10], [20]), variance="HO").vi[0]
    assert equal == pytest.approx((9 * 9 + 19 * 25) / 28 * (1 / 10 + 1 / 20))
    one = eb.effects("MN", means=[1, 2], sds=[3, 5], totals=[10, 20], variance="HO").vi
    assert_allclose(one, (9 * 9 + 19 * 25) / 28 / np.array([10, 20]))
    drawn_apart = eb.effects("PHI", **TABLE, variance="ST")
    assert drawn_apart.vi[0] != pytest.approx(eb.effects("PHI", **TABLE).vi[0], rel=1e-3)
    for measure, data in (("RR", COUNTS), ("PR", {"events": [1], "totals": [9]})):
        with pytest.raises(UnknownName, match="unknown variance of"):
            eb.effects(measure, **data, variance="LS9")


@pytest.mark.parametrize(("given", "ours"), [("OR2D", "OR2DL"), ("D2OR", "D2ORL"), ("AUC", "CLES"), ("PRAW", "PR")])
def test_another_programs_code_is_answered_with_ours(given, ours):
    with pytest.raises(UnknownName, match=f"unknown measure '{given}'; that is '{ours}' here"):
        eb.effects(given, estimates=[1], variances=[1])
