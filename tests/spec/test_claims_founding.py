"""Every number of the founding document, in its own shape, against the founding folder.

The words are the number phrases of the Effectiveness Bank's entry of 15 July 2011, the paths those of its folder.
A phrase in the first table is true; in the second it was made false by one digit or word.
"""

from __future__ import annotations

import pytest

from effectbank.review import Review, open_folder
from effectbank.review.claims import checked
from effectbank.review.text import parse

TRUE = [
    # x of n
    ("39 of 116", "enforced.intervention"),
    ("just 13 of 114", "enforced.control"),
    ("13 of 54", "imprisoned.intervention"),
    ("16 of 32", "imprisoned.control"),
    ("just eight of 71", "fact:birmingham_opiate_free"),
    # so many in every hundred: the corresponding and the assumed risk, not the crude ones
    ("24 in every 100", "retained.corresponding_risk"),
    ("24 in every 100", "retained.published.corresponding_risk"),
    ("17 in every 100", "retained.assumed_risk"),
    ("17 in every 100", "retained.published.assumed_risk"),
    ("28%", "retained.intervention.crude_risk"),
    ("as high as 1 in 12", "fact:australia_deaths"),
    # percentages side by side
    ("22%", "without_russian.control.crude_risk"),
    ("18%", "without_russian.intervention.crude_risk"),
    ("72%", "fact:drop_out"),
    ("52%", "fact:cornish_retained_naltrexone"),
    ("33%", "fact:cornish_retained_control"),
    ("8%", "fact:cornish_positive_naltrexone"),
    ("30% of tests", "fact:cornish_positive_control"),
    ("56%", "fact:cornish_imprisoned_control"),
    ("just 26%", "fact:cornish_imprisoned_naltrexone"),
    ("57%", "fact:drug_court_naltrexone"),
    ("none", "fact:drug_court_control"),
    # fractions in words
    ("almost exactly a third", "enforced.intervention.crude_risk"),
    ("A quarter", "imprisoned.intervention.crude_risk"),
    ("A quarter (13 of 54)", "imprisoned.intervention"),
    ("half", "imprisoned.control.crude_risk"),
    ("half (16 of 32)", "imprisoned.control"),
    ("about two-thirds", "fact:later_trial_drop_out"),
    ("Only a third", "fact:rawson_joined"),
    ("more than twice as many", "times_as_many"),
    # counts of studies and people
    ("13 relevant studies", "studies.count"),
    ("All 13", "studies.count"),
    ("1158 outpatients", "studies.randomised"),
    ("891 in all", "compared"),
    ("these six studies", "retained.k"),
    ("three in all", "enforced.k"),
    ("two Russian studies", "russian_trials"),
    ("two US studies", "us_trials"),
    ("Of the 300 potentially eligible offenders", "fact:cornish_eligible"),
    ("51 joined the study", "fact:cornish_joined"),
    ("just one trial", "fact:depot_trials"),
    ("the sole head-to-head comparison", "fact:head_to_head_trials"),
    ("only one measure", "fact:significant_outcomes"),
    ("Just two patients", "fact:birmingham_completed"),
    ("Another three", "fact:birmingham_substitute"),
    # durations
    ("at most 10 months", "fact:follow_up_longest"),
    ("once a day", "fact:dosing_daily"),
    ("six months later", "fact:birmingham_months"),
    ("three months", "fact:australia_months"),
    ("early 20s", "fact:russian_age"),
    ("six months", "fact:russian_months"),
    ("two-week induction", "fact:rawson_induction_weeks"),
    ("one-week inpatient", "fact:rawson_inpatient_weeks"),
    ("three 'clean' urines", "fact:rawson_clean_urines"),
    ("seven days", "fact:rawson_clean_days"),
    ("every two days", "fact:rawson_urine_days"),
    ("12 months", "fact:rawson_months"),
    # significance and direction in words
    ("statistically significant", "imprisoned.significance"),
    ("sole statistically significant advantage", "imprisoned.published.significance"),
    ("statistically significant difference in favour of naltrexone", "enforced.significance"),
    ("had not reliably improved", "retained.significance"),
    ("could not be relied on", "retained.published.significance"),
    ("non-significant advantage", "retained.significance"),
    ("non-significantly more", "imprisoned.study(rawson_1979).significance"),
    ("in favour of naltrexone", "retained.direction"),
    ("in favour of naltrexone", "imprisoned.direction"),
    ("a smaller proportion", "imprisoned.direction"),
    ("a slightly higher proportion", "without_russian.control.direction"),
    # estimates
    ("RR 0.47, 0.26 to 0.84", "imprisoned.published"),
    ("1.43 (0.72 to 2.82)", "retained"),
    ("2.93 (1.66 to 5.18)", "enforced.published"),
    ("0.91 (0.52 to 1.58)", "without_russian"),
]

FALSE = [
    ("24 in every 100", "retained.intervention.crude_risk"),  # the founding trap
    ("almost exactly a third", "imprisoned.intervention.crude_risk"),
    ("39 of 114", "enforced.intervention"),
    ("eight of 72", "fact:birmingham_opiate_free"),
    ("1 in 11", "fact:australia_deaths"),
    ("23%", "without_russian.control.crude_risk"),
    ("a third", "imprisoned.control.crude_risk"),
    ("twice as many", "times_as_many"),
    ("12 studies", "studies.count"),
    ("1,159", "studies.randomised"),
    ("seven studies", "retained.k"),
    ("less than 10 months", "fact:follow_up_longest"),
    ("none", "fact:drug_court_naltrexone"),
    ("statistically significant", "retained.significance"),
    ("due to chance", "imprisoned.significance"),
    ("in favour of placebo", "retained.direction"),
    ("a higher proportion", "without_russian.direction"),
    ("0.47 (0.26 to 0.83)", "imprisoned.published"),
    ("OR 0.47, 0.26 to 0.84", "imprisoned.published"),
]


@pytest.fixture(scope="module")
def founding() -> Review:
    return open_folder("naltrexone-2011")


@pytest.mark.parametrize(("words", "path"), TRUE)
def test_true(founding: Review, words: str, path: str) -> None:
    (found,) = checked(founding, parse(f"[{words}](={path})"))
    assert found.holds, (str(found.value), found.reading)


@pytest.mark.parametrize(("words", "path"), FALSE)
def test_false(founding: Review, words: str, path: str) -> None:
    (found,) = checked(founding, parse(f"[{words}](={path})"))
    assert found.value is not None
    assert not found.holds
