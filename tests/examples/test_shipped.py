"""Every folder that ships with the package opens without an error and holds what it promises."""

from __future__ import annotations

import re

import pytest

import effectbank as eb
from effectbank.problems import Severity
from effectbank.review.claims import coverage
from effectbank.review.opening import shipped
from effectbank.review.review import Review
from effectbank.review.text import parse
from effectbank.review.text.tree import VoiceBlock
from effectbank.words import EntryKind

CLASSICS = (
    "bcg-vaccine-1994",
    "diuretics-pregnancy-1985",
    "magnesium-2001",
    "passive-smoking-1998",
    "rosiglitazone-2007",
)
FULL = ("naltrexone-2011", *CLASSICS)
# as named at the foot of the founding document
TYPED = {
    "buprenorphine-naltrexone-malaysia-2008": (EntryKind.STUDY, 2008),
    "extended-release-naltrexone-missouri-2015": (EntryKind.STUDY, 2015),
    "naltrexone-offenders-ethics-2018": (EntryKind.HOT_TOPIC, 2018),
    "naltrexone-implants-methadone-prison-2010": (EntryKind.STUDY, 2010),
    "injectable-naltrexone-multicentre-2011": (EntryKind.STUDY, 2011),
    "extended-release-naltrexone-jail-2015": (EntryKind.STUDY, 2015),
    "uk-clinical-guidelines-2017": (EntryKind.DOCUMENT, 2017),
    "extended-release-naltrexone-offenders-2016": (EntryKind.STUDY, 2016),
    "naltrexone-implants-mortality-2010": (EntryKind.STUDY, 2010),
    "ultra-rapid-detoxification-iran-2010": (EntryKind.STUDY, 2010),
}


def test_all_are_found_by_name() -> None:
    assert set(shipped()) == {*FULL, *TYPED}


@pytest.mark.parametrize("name", [*FULL, *TYPED])
def test_opens_without_errors_or_warnings(name: str) -> None:
    problems = eb.Review.open(name).problems()
    assert [str(problem) for problem in problems if problem.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", [*FULL, *TYPED])
def test_has_a_title_a_year_and_subjects(name: str) -> None:
    card = eb.Review.open(name).card
    assert card.title
    assert card.year is not None
    assert str(card.year) == name[-4:]
    assert card.subjects
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", subject) for subject in card.subjects)


@pytest.mark.parametrize("name", TYPED)
def test_typed_entries_hold_only_what_is_known(name: str) -> None:
    review = eb.Review.open(name)
    assert (review.card.kind, review.card.year) == TYPED[name]
    assert set(review.files) == {"entry.toml"}
    assert not review.card.strapline


def test_the_founding_review_names_the_ten() -> None:
    assert eb.Review.open("naltrexone-2011").card.linked == tuple(TYPED)


@pytest.mark.parametrize("name", FULL)
def test_texts_are_bound_throughout_and_say_whose_words_they_are(name: str) -> None:
    review = eb.Review.open(name)
    found = coverage(review)
    assert found.unbound == ()
    assert found.total > 0
    voices = [block.voice for block in parse(review.text).blocks if isinstance(block, VoiceBlock)]
    assert [str(voice) for voice in voices] == ["findings", "conclusions", "commentary"]
    assert parse(review.text).notes
    assert parse(review.text).jumps


@pytest.mark.parametrize("name", FULL)
def test_every_row_names_its_source(name: str) -> None:
    review = eb.Review.open(name)
    rows = [row for rows in (*review.data.values(), *review.contrasts.values()) for row in rows]
    assert rows
    assert all(row.provenance.source for row in (*rows, *review.studies.values(), *review.arms))
    assert all(fact.source and fact.where for fact in review.facts.values())


@pytest.mark.parametrize("name", CLASSICS)
def test_published_results_are_met(name: str) -> None:
    review = eb.Review.open(name)
    for analysis in review.analyses:
        compared = review.synthesis(analysis).published_agrees
        assert [said for said in compared if not said[3]] == []


def subject_of(review: Review) -> set[str]:
    return set(review.card.subjects)


def test_subjects_relate_the_entries() -> None:
    founding = subject_of(eb.Review.open("naltrexone-2011"))
    assert all(founding & subject_of(eb.Review.open(name)) for name in TYPED)
    assert all(
        any(
            subject_of(eb.Review.open(name)) & subject_of(eb.Review.open(other))
            for other in CLASSICS
            if other != name
        )
        for name in CLASSICS
    )
