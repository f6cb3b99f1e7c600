"""The two sample files: every study, row and stored number is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from effectbank.formats.cochrane.source import SourceAnalysis, SourceReview
from effectbank.formats.rm5 import read_source
from effectbank.words import StudyStatus, Voice

DATA = Path(__file__).parent / "data"
ROW_NUMBERS = {
    "EFFECT_SIZE": "estimate", "CI_START": "low", "CI_END": "high", "SE": "se", "WEIGHT": "weight",
    "VAR": "variance",
    "LOG_EFFECT_SIZE": "log_estimate", "LOG_CI_START": "log_low", "LOG_CI_END": "log_high",
}  # fmt: skip


@pytest.fixture(scope="module")
def fluoride() -> SourceReview:
    return read_source(DATA / "cd007868-fluoride-toothpaste.rm5")


@pytest.fixture(scope="module")
def fleiss() -> SourceReview:
    return read_source(DATA / "fleiss1993.rm5")


def of(review: SourceReview, number: str) -> SourceAnalysis:
    return next(one for one in review.analyses if f"{one.comparison}.{one.number}" == number)


def words(numbers: object) -> dict[str, str]:
    return {name: value.words for name, value in numbers.items()}  # type: ignore[attr-defined] # a mapping


def test_the_fluoride_file_is_read_whole(fluoride: SourceReview) -> None:
    assert (len(fluoride.studies), len(fluoride.analyses)) == (96, 41)
    assert sum(len(one.rows) for one in fluoride.analyses) == 197
    assert {study.status for study in fluoride.studies} == {StudyStatus.INCLUDED}
    assert {one.kind for one in fluoride.analyses} == {"counts", "means"}
    assert [str(problem) for problem in fluoride.problems] == []
    assert fluoride.name == "cd007868"


def test_its_card_has_no_note_of_data_only(fluoride: SourceReview) -> None:
    assert fluoride.card == {
        "title": "Fluoride toothpastes of different concentrations for preventing dental caries",
        "authors": ["Up 2 M.", "Up 3 M.", "Up 4 M.", "Up 5 M.", "Up 6 M."],
        "citation": "Cochrane Database of Systematic Reviews: 2019, 3, Art. No.: CD007868.",
        "year": 2019,
        "issue": "3",
        "cd_number": "CD007868",
        "version": "6.0",
    }


def test_personal_data_are_left_out_and_counted(fluoride: SourceReview) -> None:
    assert fluoride.left_out == {"e-mail addresses": 6, "postal addresses": 1, "telephone numbers": 1}
    everything = repr(fluoride)
    for personal in ("example.org", "+00 0000", "Exampleton"):
        assert personal not in everything


def test_every_number_of_a_row_is_stored_as_written(fluoride: SourceReview) -> None:
    """Counted against the file by another way: an XPath over its rows."""
    root = etree.parse(str(DATA / "cd007868-fluoride-toothpaste.rm5"))
    elements = root.xpath("//*[self::DICH_DATA or self::CONT_DATA]")
    rows = [row for one in fluoride.analyses for row in one.rows]
    by_line = {row.place.line: row for row in rows}
    for element in elements:
        row = by_line[element.sourceline]
        kept = {
            name: element.get(key)
            for key, name in ROW_NUMBERS.items()
            if element.get(key) is not None and not (key == "WEIGHT" and element.get(key) == "0.0")
        }
        assert words(row.stored) == kept
        assert row.experimental.total == int(element.get("TOTAL_1"))
        assert row.study == element.get("STUDY_ID")
    assert len(elements) == len(rows) == len(by_line)


def test_a_pool_with_subgroups(fluoride: SourceReview) -> None:
    one = of(fluoride, "4.1")
    assert (one.measure, one.method, one.model, one.tau2, one.totals) == ("MD", "IV", "random", "DL", "subgroups")
    assert (one.order, one.subgroup_test, one.scale) == ("effect", False, 5.0)
    assert one.groups == ("Higher fluoride", "Lower fluoride")
    assert one.favours == ("Favours higher fluoride", "Favours lower fluoride")
    assert [(group.number, group.name) for group in one.subgroups] == [("1", "dmfs"), ("2", "ANC")]
    assert [row.subgroup for row in one.rows] == ["1", "1", "2", "2", "2", "2"]
    assert words(one.stored) == {
        "studies": "4", "total1": "1346", "total2": "897", "estimate": "-0.10528099740904133",
        "low": "-0.3967697125557406", "high": "0.18620771773765793", "z": "0.7079072103162769",
        "p": "0.47900288690862225", "weight": "200.0", "q": "14.622074394205907", "p_q": "0.012105344817286978",
        "i2": "65.80512542063606", "tau2": "0.1058379930687886", "df": "5", "q_between": "0.513022662539365",
        "p_between": "0.47383334982577485", "i2_between": "0.0",
    }  # fmt: skip
    assert one.rows[4].footnote == "Caries-inactive group"


def test_one_study_has_no_heterogeneity(fluoride: SourceReview) -> None:
    """ESTIMABLE="NO" hides a total that was calculated all the same; TAU2 is NaN, CHI2 and WEIGHT are 0.0."""
    one = of(fluoride, "1.2")
    assert set(one.stored) == {"studies", "total1", "total2", "estimate", "low", "high", "z", "p"}
    assert one.calculated


def test_no_total_no_results(fluoride: SourceReview) -> None:
    one = of(fluoride, "14.2")
    assert one.totals == "none"
    assert words(one.stored) == {"studies": "4", "total1": "2974", "total2": "2810"}
    assert all("estimate" in row.stored and "weight" not in row.stored for row in one.rows)


def test_an_escaped_id_and_a_missing_year(fluoride: SourceReview) -> None:
    studies = {study.key: study for study in fluoride.studies}
    assert studies["STD-S_x00f8_nju-Clasen-1995"].name == "Sønju Clasen 1995"
    assert studies["STD-Fan-2008"].year is None
    assert studies["STD-CL_x002d_213-1983"].data_source == "MIX"


def test_the_plain_language_summary_stands_open_where_there_is_no_abstract(fluoride: SourceReview) -> None:
    (summary,) = fluoride.sections  # all other parts are blank
    assert (summary.heading, summary.folded, summary.voice) == ("Plain-language summary", False, Voice.FINDINGS)
    assert "Authors from [Cochrane Oral Health](http://oralhealth.cochrane.org/) carried out" in summary.text
    assert summary.text.count("**") == 14


def test_fleiss_without_results(fleiss: SourceReview) -> None:
    counts, means = fleiss.analyses
    assert (counts.measure, counts.method, counts.model, counts.order) == ("OR", "MH", "common", "given")
    assert "tau2" not in counts.stored
    assert words(counts.stored)["weight"] == "100.00000000000001"
    assert words(means.stored) == {"studies": "5", "total1": "106", "total2": "126"}
    assert not means.calculated
    assert [str(problem) for problem in fleiss.problems] == [
        "fleiss1993.rm5:455 [CMP-001.02]: note: the file holds no results of "
        "'Mental Health Treatment versus Control'; nothing to compare"
    ]
    assert fleiss.name == "fleiss1993"
    assert fleiss.left_out == {}
    assert fleiss.sections == ()


def test_fleiss_judgements(fleiss: SourceReview) -> None:
    assert len(fleiss.judgements) == 12
    first = fleiss.judgements[0]
    assert (first.tool, first.study, first.domain) == ("RoB 1", "STD-AMIS", "Allocation concealment?")
    assert (first.judgement, first.support, first.outcome) == ("unclear", "", "")
