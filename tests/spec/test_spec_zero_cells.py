"""Zero cells: what each rule makes of the same four trials."""

from __future__ import annotations

from fractions import Fraction
from math import exp, isnan

import pytest
from readable_tables import column

import effectbank as eb
from effectbank.problems import NotEstimable

TRIALS = """
    study  | a | n1 | c  | n2
    plain  | 2 | 10 | 4  | 10
    zero   | 0 | 10 | 2  | 10
    double | 0 | 10 | 0  | 10
    uneven | 0 | 20 | 1  | 10
"""

# study | risk ratio by rule; a blank has no estimate. Worked by hand as fractions.
EXPECTED = {
    "none": ("1/2", "", "", ""),
    "only0": ("1/2", "1/5", "1", "11/63"),  # 0.5 of 21 against 1.5 of 11
    "if0all": ("5/9", "1/5", "1", "11/63"),  # 2.5 of 11 against 4.5 of 11
    "all": ("5/9", "1/5", "1", "11/63"),
    "treatment-arm": ("1/2", "1/5", "1", "1/4"),  # 2/3 of 21 1/3 against 4/3 of 10 2/3
    "revman": ("1/2", "1/5", "", "11/63"),
    "revman-web": ("1/2", "1/5", "", "11/63"),
}


def effects(measure: str = "RR", drawn: str = TRIALS, **rule: str) -> eb.Effects:
    events, totals = (column(drawn, "a"), column(drawn, "c")), (column(drawn, "n1"), column(drawn, "n2"))
    return eb.effects(measure, events=events, totals=totals, **rule)


@pytest.mark.parametrize("rule", EXPECTED)
def test_risk_ratios_by_rule(rule: str):
    """Each rule changes only the trials it speaks of; the rest keep their plain ratio."""
    fit = eb.pool(effects(), zero_cells=rule)  # named in pool: the studies shown are the studies pooled
    for yi, expected in zip(fit.effects.yi, EXPECTED[rule], strict=True):
        if expected:
            assert exp(yi) == pytest.approx(float(Fraction(expected)))
        else:
            assert isnan(yi)
    assert fit.k == sum(map(bool, EXPECTED[rule]))


def test_where_everybody_had_the_event_revman_web_has_a_ratio_of_one():
    """Its variance is that of the corrected cells: 1/10.5 - 1/11 + 1/20.5 - 1/21. RevMan 5 drops such a study."""
    everybody = {"events": ([10.0, 2], [20.0, 4]), "totals": ([10.0, 10], [20.0, 10])}
    found = eb.effects("RR", **everybody)
    web = eb.pool(found, preset="revman-web", model="common")
    assert web.k == 2
    assert web.effects.yi[0] == 0
    assert web.effects.vi[0] == pytest.approx(1 / 10.5 - 1 / 11 + 1 / 20.5 - 1 / 21)
    assert eb.pool(found, preset="revman5", model="common").k == 1
    assert eb.pool(eb.effects("OR", **everybody), preset="revman-web", model="common").k == 1


def test_a_dropped_double_zero_says_why():
    found = effects(double_zero="drop")
    assert [gap.reason for gap in found.missing] == [
        "no event in either group, or nothing but events (dropped by rule)"
    ]


def test_mantel_haenszel_needs_no_correction():
    """By default the tables are pooled as they are: sum a n2/N over sum c n1/N, here 1 over 2 + 1 + 2/3."""
    fit = eb.pool(effects(), method="MH", model="common")
    assert fit.display.estimate == pytest.approx(1 / (2 + 1 + 2 / 3))


def test_a_named_rule_corrects_the_tables_too():
    """With RevMan's: 1 + 0.5*11/22 + 0.5*11/32 over 2 + 2.5*11/22 + 1.5*21/32; the double zero is dropped."""
    fit = eb.pool(effects(), method="MH", model="common", preset="revman5")
    expected = (1 + 0.5 * 11 / 22 + 0.5 * 11 / 32) / (2 + 2.5 * 11 / 22 + 1.5 * 21 / 32)
    assert fit.display.estimate == pytest.approx(expected)
    assert fit.k == 3


def test_revman_risk_differences_are_corrected_in_the_variance_only():
    """Double zeros stay: their difference is 0, their variance that of 0.5 of 11 twice."""
    fit = eb.pool(effects("RD"), preset="revman5")
    assert list(fit.effects.yi) == pytest.approx([-0.2, -0.2, 0.0, -0.1])
    assert fit.effects.vi[2] == pytest.approx(2 * 0.5 * 10.5 / 11**3)
    assert fit.effects.vi[0] == pytest.approx((2 * 8 + 4 * 6) / 10**3)


def test_revman_risk_differences_pool_with_the_variance_for_large_tables():
    """REVMAN 3.5, item 4: sum (a b n2^3 + c d n1^3) / (n1 n2 N^2) over the square of sum n1 n2 / N."""
    fit = eb.pool(effects("RD"), method="MH", model="common", preset="revman5")
    weights = [5, 5, 5, 200 / 30]
    spread = [(16 + 24) * 1000 / (100 * 400), 16 * 1000 / (100 * 400), 0, 9 * 8000 / (200 * 900)]
    assert fit.estimate == pytest.approx((-0.2 * 5 - 0.2 * 5 - 0.1 * 200 / 30) / sum(weights))
    assert fit.se**2 == pytest.approx(sum(spread) / sum(weights) ** 2)


def test_all_events_in_both_arms_say_nothing_of_a_ratio_to_revman():
    drawn = """
        a  | n1 | c | n2
        5  | 5  | 4 | 4
        2  | 10 | 4 | 10
    """
    for measure in ("RR", "OR"):
        assert eb.pool(effects(measure, drawn), preset="revman5").k == 1


def test_peto_takes_tables_as_they_are():
    """O - E over V: for the plain trial a - 10*6/20 = -1, V = 100*6*14/(400*19)."""
    fit = eb.pool(effects("OR"), method="Peto")
    v = [100 * 6 * 14 / (400 * 19), 100 * 2 * 18 / (400 * 19), 0, 200 * 1 * 29 / (900 * 29)]
    assert fit.estimate == pytest.approx((-1 - 1 + 0 - 2 / 3) / sum(v))
    assert fit.se == pytest.approx(sum(v) ** -0.5)
    assert fit.display.label == "Peto odds ratio"


@pytest.mark.parametrize("method", ["IV", "MH"])
@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@pytest.mark.parametrize("rule", EXPECTED)
def test_nobody_in_a_group_is_no_estimate_by_any_rule(rule: str, measure: str, method: str):
    """0 of 0 against 4 of 50 says nothing: half an event added to nobody would make a risk ratio of 5.67 of it."""
    drawn = """
        study  | a | n1 | c | n2
        plain  | 2 | 10 | 4 | 10
        nobody | 0 | 0  | 4 | 50
    """
    alone = """
        study  | a | n1 | c | n2
        plain  | 2 | 10 | 4 | 10
    """
    made = eb.pool(effects(measure, drawn), model="common", method=method, zero_cells=rule)
    assert (made.k, made.effects.k) == (1, 1)
    assert made.effects.missing[0].reason == "nobody in the intervention group"
    assert (
        made.estimate == eb.pool(effects(measure, alone), model="common", method=method, zero_cells=rule).estimate
    )
    assert isnan(effects(measure, drawn, zero_cells=rule).yi[1])


@pytest.mark.parametrize("choices", [{"method": "IV"}, {"method": "MH"}, {"method": "MH", "preset": "revman5"}])
def test_a_risk_difference_of_nought_is_an_estimate_under_random_effects(choices: dict[str, str]):
    assert eb.pool(effects("RD"), model="random", **choices).k == 4  # the double zero says 0 of 10 against 0 of 10


def test_peto_without_any_event_names_no_rule_that_could_not_help():
    drawn = """
        study | a | n1 | c | n2
        none  | 0 | 10 | 0 | 10
        more  | 0 | 20 | 0 | 10
    """
    with pytest.raises(NotEstimable) as told:
        eb.pool(effects("OR", drawn), model="common", method="Peto")
    assert "zero_cells" not in str(told.value)
