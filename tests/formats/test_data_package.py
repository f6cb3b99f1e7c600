"""Data packages of versions 1 and 2, the sample that R's meta ships and each kind of dirt by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from effectbank.formats.cochrane.source import SourceGroup, SourceReview
from effectbank.formats.data_package import read_source

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def fleiss() -> SourceReview:
    return read_source(DATA / "fleiss1993.zip")


def test_the_sample_has_two_analyses_of_seven_and_five_studies(fleiss: SourceReview) -> None:
    assert (fleiss.name, fleiss.format, fleiss.preset) == ("fleiss1993", "data package 1", "revman-web")
    assert [(a.comparison, a.number, len(a.rows)) for a in fleiss.analyses] == [("1", "1", 7), ("1", "2", 5)]
    assert [str(problem) for problem in fleiss.problems] == [
        "fleiss1993.zip: note: holds the article and figures besides the data, which are not read"
    ]


def test_the_sample_says_how_it_was_pooled(fleiss: SourceReview) -> None:
    deaths = fleiss.analyses[0]
    assert deaths.name == "Aspirin for Preventing Death after Myocardial Infarction"
    assert deaths.comparison_name == "Examples from Fleiss (1993)"
    assert (deaths.kind, deaths.measure, deaths.measure_words, deaths.log) == ("counts", "OR", "Odds Ratio", True)
    assert (deaths.method, deaths.model, deaths.tau2, deaths.test) == ("MH", "common", "", "z")
    assert (deaths.level, deaths.study_level, deaths.totals, deaths.swap_events) == (0.95, 0.95, "all", False)
    assert deaths.source_says == {"Data source": "Custom input", "ID": "analysis:444821446161559182"}


def test_the_sample_keeps_every_stored_number_as_written(fleiss: SourceReview) -> None:
    deaths = fleiss.analyses[0]
    assert {name: number.words for name, number in deaths.stored.items()} == {
        "events1": "2128", "total1": "14186", "events2": "2286", "total2": "13817",
        "estimate": "0.896866", "low": "0.840514", "high": "0.956995",
        "q": "9.946056", "df": "6", "p_q": "0.126942", "i2": "39.67458", "z": "3.287633", "p": "0.00101",
    }  # fmt: skip
    amis = deaths.rows[0]
    assert (amis.study, amis.place.line) == ("AMIS", 2)
    assert amis.experimental == SourceGroup(events=246, total=2267)
    assert amis.control == SourceGroup(events=219, total=2257)
    assert {name: number.words for name, number in amis.stored.items()} == {
        "estimate": "1.132736", "low": "0.934665", "high": "1.372783", "weight": "10.153491",
    }  # fmt: skip


def test_the_samples_second_analysis_was_never_calculated(fleiss: SourceReview) -> None:
    treatment = fleiss.analyses[1]
    assert (treatment.kind, treatment.measure, treatment.calculated) == ("means", "SMD", False)
    assert dict(treatment.stored) == {"total1": 106, "total2": 126}  # 13 + 30 + 35 + 20 + 8; 13 + 50 + 35 + 20 + 8
    assert all(not row.stored for row in treatment.rows)
    davis = treatment.rows[0]
    assert (davis.experimental.mean, davis.experimental.sd, davis.experimental.total) == (5.0, 4.7, 13)
    assert davis.experimental.events is None  # 0 in the file: not applicable


def test_the_samples_studies(fleiss: SourceReview) -> None:
    assert [(study.name, study.year, study.data_source) for study in fleiss.studies][:3] == [
        ("AMIS", 1980, "PUB"), ("CDP", 1976, "PUB"), ("Davis", 1973, "PUB"),
    ]  # fmt: skip
    assert len(fleiss.studies) == 12
    assert {(j.tool, j.domain, j.judgement) for j in fleiss.judgements} == {
        ("RoB 1", "Allocation concealment?", "not applicable")
    }
