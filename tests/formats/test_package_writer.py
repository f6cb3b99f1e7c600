"""A folder as a data package: read again it says the same, and whatever it cannot say is told and counted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from package_folders import ROWS, SETTINGS_2
from rich_folder import rich

from effectbank.formats import data_package, rm5
from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.cochrane.from_review import source_of
from effectbank.formats.cochrane.source import SourceAnalysis, SourceGroup, SourceReview
from effectbank.formats.package_writer import package_bytes, package_files, write_package
from effectbank.problems import Problem
from effectbank.review import Review, open_folder
from effectbank.review.proving import prove
from effectbank.review.write import write_folder

DATA = Path(__file__).parent / "data"


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(str(problem.severity), problem.message) for problem in problems]


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    (raw,) = (raw for path, raw in files.items() if path.endswith(name))
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def fleiss() -> Review:
    return review_of(data_package.read_source(DATA / "fleiss1993.zip"))


@pytest.fixture(scope="module")
def fluoride() -> Review:
    return review_of(rm5.read_source(DATA / "cd007868-fluoride-toothpaste.rm5"))


@pytest.fixture(scope="module")
def tea() -> SourceReview:
    return source_of(rich())


def test_a_package_imported_exported_and_imported_again_is_the_same_folder(fleiss: Review, tmp_path: Path) -> None:
    source = source_of(fleiss)
    assert write_package(source, tmp_path / "fleiss1993.zip") == ()
    again = data_package.read_source(tmp_path / "fleiss1993.zip")
    assert again == replace(source, problems=())
    assert review_of(again) == fleiss


def test_the_folder_of_it_on_disk_gives_the_same_package(fleiss: Review, tmp_path: Path) -> None:
    write_folder(fleiss, tmp_path / "fleiss1993")
    assert package_bytes(source_of(open_folder(tmp_path / "fleiss1993"))) == package_bytes(source_of(fleiss))


def test_what_revman_5_stored_is_told_to_six_decimals_and_reproduced(fluoride: Review, tmp_path: Path) -> None:
    """1551 numbers are stored: 143 have no column in a package, the other 1408 come out of its data again."""
    source = source_of(fluoride)
    problems = write_package(source, tmp_path / "cd007868.zip")
    assert told(problems) == [
        ("note", "has no place for the review's title, authors and citation"),
        (
            "note",
            "has no column for 143 stored numbers: 43 studies, 22 weight, 25 log_estimate, 25 log_low, "
            "25 log_high, 1 q_between, 1 p_between, 1 i2_between",
        ),
        ("note", "1260 stored numbers are rounded to 6 decimals"),
    ]
    again = data_package.read_source(tmp_path / "cd007868.zip")
    assert (again.name, again.problems) == ("cd007868", ())
    proof = prove(review_of(again))
    assert (proof.stored, proof.reproduced, proof.findings) == (1408, 1408, ())
    for one, other in zip(source.analyses, again.analyses, strict=True):
        assert replace(one, stored={}, subgroups=(), rows=()) == replace(other, stored={}, subgroups=(), rows=())
        assert [replace(row, stored={}) for row in one.rows] == [replace(row, stored={}) for row in other.rows]
    assert again.studies == source.studies


def test_the_founding_review_gives_a_package_whose_numbers_are_reproduced(tmp_path: Path) -> None:
    source = source_of(open_folder("naltrexone-2011"))
    problems = (*source.problems, *write_package(source, tmp_path / "naltrexone_2011.zip"))
    assert {str(problem.severity) for problem in problems} == {"note"}
    messages = " ".join(problem.message for problem in problems)
    assert "41 facts" in messages
    assert "111 sources of rows" in messages
    assert "references" not in messages
    again = data_package.read_source(tmp_path / "naltrexone_2011.zip")
    retained = again.analyses[0]
    assert retained.source_says["Subgroup by"] == "adherence"
    assert {name: number.words for name, number in retained.stored.items() if name in ("estimate", "tau2")} == {
        "estimate": "1.427391",
        "tau2": "0.420572",
    }
    assert replace(again, problems=()).analyses == source.analyses
    assert prove(review_of(again)).holds


def test_the_tables_have_the_columns_and_spellings_of_version_2(tea: SourceReview) -> None:
    files = package_files(tea)
    assert list(files) == [
        "tea-analysis-data/tea-data-rows.csv",
        "tea-analysis-data/tea-subgroup-estimates.csv",
        "tea-analysis-data/tea-overall-estimates-and-settings.csv",
        "tea-study-data/tea-study-information.csv",
        "tea-study-data/tea-risk-of-bias.csv",
        "tea-study-data/tea-included.ris",
        "tea-study-data/tea-excluded.ris",
        "tea-study-data/tea-ongoing.ris",
        "tea-other-references/tea-additional.ris",
    ]
    for name, raw in files.items():
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\r\n") is name.endswith(".csv")
    settings = table(files, "settings.csv")
    assert ",".join(settings[0]) == SETTINGS_2
    insomnia = settings[0]
    assert insomnia["Heterogeneity estimator"] == insomnia["Data source eligibility"] == "#N/A"
    assert (insomnia["CI/PI level"], settings[2]["CI/PI level"]) == ("95%", "99%")
    assert (insomnia["Log-scale data"], settings[2]["Log-scale data"]) == ("true", "false")
    assert (insomnia["Data type"], insomnia["Analysis model"]) == ("Dichotomous", "Fixed effect")
    rows = table(files, "data-rows.csv")
    assert ",".join(rows[0]).startswith(ROWS)
    assert rows[0]["Weight"] == "11.119082"
    death = next(row for row in rows if row["Analysis name"] == "Death")
    assert (death["GIV Mean"], death["GIV SE"]) == ("-0.25", "0.2")  # the logarithm, and in full
    assert death["Mean"] == "0.778801"  # exp(-0.25), as displayed


def test_the_bytes_depend_on_the_review_only(tea: SourceReview) -> None:
    raw = package_bytes(tea)
    assert raw == package_bytes(source_of(rich()))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_thing_left_out_stays_and_several_stay(tea: SourceReview) -> None:
    hints = {problem.message: problem.hint for problem in tea.problems}
    assert hints["1 fact: left out"] == "it stays in the folder"
    assert hints["4 times at risk: left out"] == "they stay in the folder"


def test_all_that_a_rich_folder_loses_is_told(tea: SourceReview, tmp_path: Path) -> None:
    assert told((*tea.problems, *write_package(tea, tmp_path / "tea.zip"))) == [
        ("note", "8 words of prose: left out"),
        ("note", "1 fact: left out"),
        ("note", "1 good direction: left out"),
        ("note", "4 times at risk: left out"),
        ("warning", "another study is called 'Cedar 2009' too; told as 'Cedar 2009 (dogwood_2010)'"),
        ("warning", "analysis Insomnia in clinics is told as pooled otherwise: tau2 by REML, not PM"),
        ("warning", "the contrast of Cedar 2009 is told without numbers: reported as OR, not HR"),
        (
            "warning",
            "analysis Falls is told as 2 estimates with standard errors: Review Manager has no events by "
            "person-time",
        ),
        (
            "error",
            "analysis Sleep quality is left out: it names the outcome sleep_quality, which is not defined",
        ),
        ("note", "has no place for the review's title, authors and citation"),
        ("note", "has no place for the review's question"),
        ("note", "the group of outcomes of 1 judgement stands in the domain's name"),
    ]


@pytest.fixture(scope="module")
def again(tea: SourceReview, tmp_path_factory: pytest.TempPathFactory) -> SourceReview:
    path = tmp_path_factory.mktemp("packages") / "tea.zip"
    write_package(tea, path)
    return data_package.read_source(path)


def analysis(source: SourceReview, name: str) -> SourceAnalysis:
    return next(one for one in source.analyses if one.name == name)


def test_the_analyses_of_a_rich_folder_come_back_as_they_were_told(tea: SourceReview, again: SourceReview) -> None:
    assert again.analyses == tea.analyses
    assert prove(review_of(again)).findings == ()
    assert [f"{one.comparison}.{one.number}" for one in again.analyses] == [
        "2.3",
        "2.4",
        "2.5",
        "2.6",
        "2.7",
        "2.8",
    ]


def test_arms_that_an_analysis_takes_together_are_told_as_one_group(again: SourceReview) -> None:
    ash = analysis(again, "Insomnia").rows[1]
    assert (ash.study, ash.experimental, ash.control) == (
        "Ash 2001", SourceGroup(events=5, total=40), SourceGroup(events=8, total=20),
    )  # fmt: skip
    assert ash.footnote == "arms combined: tea and green"


def test_how_numbers_are_known_stands_in_the_footnote(again: SourceReview) -> None:
    assert analysis(again, "Insomnia").rows[0].footnote == "numbers reconstructed"


def test_rows_under_headings_and_strata_keep_both(again: SourceReview) -> None:
    latency = analysis(again, "Time to sleep (min)")
    assert (latency.totals, latency.level, latency.units) == ("subgroups", 0.99, "minutes")
    assert [(row.study, row.subgroup, row.applies_to, row.footnote) for row in latency.rows] == [
        ("Ash 2001", "1", "", "men"), ("Ash 2001", "1", "", "women"), ("Birch 2004", "2", "subgroup", ""),
    ]  # fmt: skip
    assert latency.rows[0].experimental == SourceGroup(mean=12.5, sd=3.1, total=10)
    assert "estimate" not in latency.stored


def test_a_contrast_the_other_way_round_is_turned(again: SourceReview) -> None:
    death = analysis(again, "Death")
    assert [(row.estimate, row.se) for row in death.rows] == [(-0.25, 0.2), (-0.1, 0.3), (None, None)]
    assert (death.rows[0].experimental.total, death.rows[0].control.events) == (20, 5)  # people beside it


def test_observed_less_expected_stays_so(again: SourceReview) -> None:
    relapse = analysis(again, "Relapse")
    assert (relapse.kind, relapse.method, relapse.model) == ("o_e", "Peto", "common")
    assert [(row.o_e, row.variance) for row in relapse.rows] == [(-1.5, 4.25), (0.75, 3.0)]
    # sum of O - E over sum of V (Yusuf 1985): exp(-0.75 / 7.25)
    assert relapse.stored["estimate"].words == "0.901723"


def test_events_by_person_time_become_log_rate_ratios(again: SourceReview) -> None:
    falls = analysis(again, "Falls")
    ash = falls.rows[0]
    assert (falls.kind, falls.measure, falls.log) == ("contrasts", "IRR", True)
    # ln((4 / 100.5) / (9 / 98)), sqrt(1 / 4 + 1 / 9)
    assert (ash.estimate, ash.se) == (pytest.approx(-0.836120465), pytest.approx(0.600925213))
    assert (ash.experimental.events, ash.control.events) == (4, 9)


def test_judgements_of_a_result_go_with_its_rows(again: SourceReview) -> None:
    made = Counter((one.tool, one.study, one.domain, one.judgement, one.analysis) for one in again.judgements)
    assert made == Counter(
        {
            ("RoB 1", "Ash 2001", "Allocation concealment", "low", ""): 1,
            ("RoB 1", "Ash 2001", "Blinding: Subjective outcomes", "high", ""): 1,
            ("RoB 1", "Birch 2004", "Allocation concealment", "unclear", ""): 1,
            ("RoB 2", "Ash 2001", "Overall bias", "some concerns", "2.3"): 1,
            ("RoB 2", "Ash 2001", "Overall bias", "some concerns", "2.4"): 1,
        }
    )


def test_characteristics_are_every_column_of_the_folder(again: SourceReview) -> None:
    ash, birch = again.studies[:2]
    assert (ash.data_source, dict(ash.characteristics)) == (
        "PUB",
        {"Methods": 'A trial, "open"', "Country": "Norway", "Randomised": "60", "Setting": "clinic"},
    )
    assert birch.characteristics["Methods"] == "Two lines\nof text"
    assert again.studies[4].reason == "no control group"


def test_studies_of_every_list_come_back_with_their_reports(tea: SourceReview, again: SourceReview) -> None:
    assert [(study.name, str(study.status)) for study in again.studies][3:] == [
        ("Cedar 2009 (dogwood_2010)", "included"), ("Elm 2011", "excluded"), ("Fir 2012", "ongoing"),
    ]  # fmt: skip
    (report,) = again.studies[0].references
    assert (report["id"], report["title"], report["author"]) == ("ash_2001", "Of tea", [{"family": "Ash"}])
    assert again.studies == tea.studies
    assert again.references == tea.references == ({"id": "survey", "type": "report", "title": "A survey"},)


def test_a_list_names_the_study_of_each_report_and_studies_without_any(tea: SourceReview) -> None:
    lists = {name: raw.decode("utf-8-sig") for name, raw in package_files(tea).items() if name.endswith(".ris")}
    assert "TI  - Of tea\nNS  - Ash 2001\n" in lists["tea-study-data/tea-included.ris"]
    assert lists["tea-study-data/tea-excluded.ris"] == "TY  - JOUR\nNS  - Elm 2011\nER  - \n"


def test_a_folder_mended_since_its_import_is_told_as_it_is_now(fluoride: Review, tmp_path: Path) -> None:
    """A mean corrected from 0.73 to 0.37: its study, and the total that rests on it, are computed anew."""
    changed = dict(fluoride.data)
    rows = list(changed["dmfs_1_1"])
    where = next(i for i, row in enumerate(rows) if row.mean == 0.73)
    rows[where] = replace(rows[where], mean=0.37)
    review = replace(fluoride, data={**changed, "dmfs_1_1": tuple(rows)})
    source = source_of(review)
    (stale,) = [problem for problem in source.problems if problem.code == "computed-anew"]
    assert stale.message.startswith("analysis DMFS stores")
    jensen = next(
        row for row in source.analyses[0].rows if row.experimental.mean == 0.37 or row.control.mean == 0.37
    )
    assert jensen.stored["estimate"] == pytest.approx(-0.87)  # 0.37 - 1.24
    write_package(source, tmp_path / "cd007868.zip")
    assert prove(review_of(data_package.read_source(tmp_path / "cd007868.zip"))).findings == ()


def test_stored_results_are_kept_where_that_is_asked_for(fleiss: Review, tmp_path: Path) -> None:
    whole = fleiss.stored[0]
    other = replace(whole, numbers={**whole.numbers, "estimate": type(whole.numbers["p"])("0.75")})
    review = replace(fleiss, stored=(other, *fleiss.stored[1:]))
    assert source_of(review).analyses[0].stored["estimate"].words == "0.896866"
    kept = source_of(review, keep_stored=True)
    assert kept.analyses[0].stored["estimate"].words == "0.75"
    assert [problem.code for problem in kept.problems] == ["as-stored"]


def test_rules_that_review_manager_does_not_have_show_in_a_result_told_apart() -> None:
    """Without the half added to empty cells the odds ratio of the rosiglitazone trials is 1.43, with it 1.28."""
    source = source_of(open_folder("rosiglitazone-2007"))
    (other,) = [problem for problem in source.problems if problem.code == "other-result"]
    assert other.message == (
        "analysis Myocardial infarction, Mantel-Haenszel comes to 1.27756 (0.94628 to 1.72483) by Review Manager's "
        "rules, in the folder to 1.42692 (1.02937 to 1.978)"
    )
