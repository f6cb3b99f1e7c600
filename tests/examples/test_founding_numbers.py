"""Every number of the founding document stands in the founding folder's text, bound to where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import effectbank as eb
from effectbank.review.claims import coverage
from effectbank.review.paths import resolve
from effectbank.review.review import Review
from effectbank.review.text import parse
from effectbank.review.text.tree import VoiceBlock
from effectbank.words import NumberKind, Voice

# The founding document's numbers in its order: our words, and the address they are bound to.
FINDINGS = [
    ("once a day", "fact:dosing_daily"),
    ("two", "fact:dosing_days_least"),
    ("three", "fact:dosing_days_most"),
    ("Thirteen studies", "studies.count"),
    ("1158", "studies.randomised"),
    ("10 months", "fact:follow_up_longest"),
    ("891", "compared"),
    ("statistically significant", "imprisoned.published.significance"),
    ("only one", "fact:significant_outcomes"),
    ("six studies", "retained.published.k"),
    ("24 in every 100", "retained.published.corresponding_risk"),
    ("17 in every 100", "retained.published.assumed_risk"),
    ("not statistically significant", "retained.published.significance"),
    ("three studies", "enforced.published.k"),
    ("two", "russian.k"),
    ("39 of 116", "enforced.intervention"),
    ("almost exactly a third", "enforced.intervention.crude_risk"),
    ("just 13 of 114", "enforced.control"),
    ("Two studies", "imprisoned.published.k"),
    ("a quarter", "imprisoned.intervention.crude_risk"),
    ("13 of 54", "imprisoned.intervention"),
    ("half", "imprisoned.control.crude_risk"),
    ("16 of 32", "imprisoned.control"),
]
CONCLUSIONS = [
    ("13 studies", "studies.count"),
    ("72%", "fact:drop_out"),
]
COMMENTARY = [
    ("just eight of 71", "fact:birmingham_opiate_free"),
    ("six months", "fact:birmingham_months"),
    ("just two", "fact:birmingham_completed"),
    ("as many as 1 in 12", "fact:australia_deaths"),
    ("three months", "fact:australia_months"),
    ("just one trial", "fact:depot_trials"),
    ("one trial", "fact:head_to_head_trials"),
    ("two", "russian_trials"),
    ("22%", "without_russian.control.crude_risk"),
    ("18%", "without_russian.intervention.crude_risk"),
    ("at least one", "fact:russian_relatives"),
    ("early 20s", "fact:russian_age"),
    ("two", "fact:russian_years_least"),
    ("three", "fact:russian_years_most"),
    ("six months", "fact:russian_months"),
    ("two weeks", "fact:russian_weeks_between_visits"),
    ("more than twice as many", "times_as_many"),
    ("Two", "us_trials"),
    ("six months", "fact:prison_months"),
    ("300", "fact:cornish_eligible"),
    ("51", "fact:cornish_joined"),
    ("weekly", "fact:cornish_visits"),
    ("52%", "fact:cornish_retained_naltrexone"),
    ("33%", "fact:cornish_retained_control"),
    ("8%", "fact:cornish_positive_naltrexone"),
    ("30%", "fact:cornish_positive_control"),
    ("six months", "fact:cornish_months"),
    ("56%", "fact:cornish_imprisoned_control"),
    ("just 26%", "fact:cornish_imprisoned_naltrexone"),
    ("about two-thirds", "fact:later_trial_drop_out"),
    ("57%", "fact:drug_court_naltrexone"),
    ("none", "fact:drug_court_control"),
    ("two-week", "fact:rawson_induction_weeks"),
    ("one week", "fact:rawson_inpatient_weeks"),
    ("three", "fact:rawson_clean_urines"),
    ("seven days", "fact:rawson_clean_days"),
    ("two weeks", "fact:rawson_induction_weeks"),
    ("two days", "fact:rawson_urine_days"),
    ("Just a third", "fact:rawson_joined"),
    ("12 months", "fact:rawson_months"),
    ("non-significantly", "imprisoned.study(rawson_1979).significance"),
]
NOTES = [("Three", "fact:birmingham_substitute")]


@pytest.fixture(scope="module")
def review() -> Review:
    return eb.Review.open("naltrexone-2011")


@pytest.fixture(scope="module")
def said(review: Review) -> Mapping[Voice | None, list[tuple[str, str]]]:
    """The claims of each voice; those of the notes under None."""
    voices: dict[Voice | None, list[tuple[str, str]]] = {None: []}
    starts = {block.line: block.voice for block in parse(review.text).blocks if isinstance(block, VoiceBlock)}
    notes = min(note.line for note in parse(review.text).notes)
    for claim in parse(review.text).claims:
        voice = None if claim.line >= notes else starts[max(line for line in starts if line < claim.line)]
        voices.setdefault(voice, []).append((claim.words, claim.path))
    return voices


@pytest.mark.parametrize(
    ("voice", "numbers"),
    [
        (Voice.FINDINGS, FINDINGS),
        (Voice.CONCLUSIONS, CONCLUSIONS),
        (Voice.COMMENTARY, COMMENTARY),
        (None, NOTES),
    ],
)
def test_numbers_stand_in_their_voice(
    said: Mapping[Voice | None, list[tuple[str, str]]],
    voice: Voice | None,
    numbers: list[tuple[str, str]],
) -> None:
    assert [number for number in numbers if number not in said[voice]] == []


def test_every_claim_resolves(review: Review) -> None:
    for claim in parse(review.text).claims:
        assert resolve(review, claim.path).label, claim.path


def test_coverage_is_whole(review: Review) -> None:
    found = coverage(review)
    assert found.unbound == ()
    assert found.exempt == ()
    assert found.bound == found.total
    assert found.total > 70


def test_expected_shares_are_never_the_crude_ones(review: Review) -> None:
    assert resolve(review, "retained.published.corresponding_risk").kind is not NumberKind.CRUDE
    assert resolve(review, "retained.published.assumed_risk").kind is not NumberKind.CRUDE
    assert resolve(review, "retained.intervention.crude_risk").kind is NumberKind.CRUDE


def test_both_statements_of_the_longest_follow_up_are_kept(review: Review) -> None:
    longest, rawson = review.facts["follow_up_longest"], review.facts["rawson_months"]
    assert (longest.value, rawson.value) == ("10", "12")
    assert longest.where != rawson.where


def test_the_percentage_that_does_not_fit_is_quoted_with_its_conflict(review: Review) -> None:
    fact = review.facts["cornish_imprisoned_control"]
    assert fact.value == "56%"
    assert "17" in fact.provenance.note
    row = next(row for row in review.data["imprisoned"] if (row.study, row.arm) == ("cornish_1997", "control"))
    assert (row.events, row.total) == (10, 17)
    assert "56 %" in row.provenance.note


def test_jumps_lead_to_the_headed_sections(review: Review) -> None:
    text = parse(review.text)
    assert {passage.name for passage in text.passages} == {"family-supervision", "imprisonment"}
    assert {jump.to for jump in text.jumps} == {"family-supervision", "imprisonment"}
    assert len(text.unfolds) == 1
