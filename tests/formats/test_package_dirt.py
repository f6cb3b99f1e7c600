"""What real packages hold besides clean data: each kind of dirt by hand, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from package_folders import (
    ANALYSIS,
    COUNTED,
    DICHOTOMOUS,
    ROWS,
    SETTINGS,
    SETTINGS_2,
    SUBGROUPS,
    Cells,
    package,
    table,
)  # fmt: skip

from effectbank.formats.cochrane.package import analyses
from effectbank.formats.cochrane.source import SourceGroup, SourceReview
from effectbank.formats.data_package import read_source

EVENTS = {"Experimental cases": 1, "Experimental N": 10, "Control cases": 3, "Control N": 10}
# ln RR = ln(1/3); its error by sqrt(1/1 - 1/10 + 1/3 - 1/10)
RESULT = {"Weight": 100, "Mean": 0.333333, "CI start": 0.041372, "CI end": 2.685666}
ROW = COUNTED | EVENTS | RESULT


def read(
    tmp_path: Path, rows: Iterable[Cells] = (ROW,), settings: Iterable[Cells] | str = (DICHOTOMOUS,), **tables: str
) -> SourceReview:
    """A package of these rows and settings."""
    said = settings if isinstance(settings, str) else table(SETTINGS, *settings)
    return read_source(
        package(tmp_path, **{"data_rows": table(ROWS, *rows), "settings": said, "risk_of_bias": "Study\n"} | tables)
    )


def codes(review: SourceReview) -> list[str]:
    return [problem.code for problem in review.problems]


def words(stored: object) -> dict[str, str]:
    return {name: number.words for name, number in dict(stored).items()}  # type: ignore[call-overload]


def test_a_clean_package_tells_nothing(tmp_path: Path) -> None:
    review = read(tmp_path)
    assert review.name == "cd000001"
    assert review.problems == ()
    assert words(review.analyses[0].rows[0].stored) == {
        "estimate": "0.333333", "low": "0.041372", "high": "2.685666", "weight": "100",
    }  # fmt: skip


@pytest.mark.parametrize("mangled", ["Tau2", "TauÂ²", "Tau\ufffd", "TAU²", "tau ²", "Tau^2"])
def test_superscripts_of_headings_in_any_mangling(tmp_path: Path, mangled: str) -> None:
    row = DICHOTOMOUS | {"Analysis model": "Random effect", "Heterogeneity Tau²": 0.25} | RESULT
    text = table(SETTINGS, row).replace("Tau²", mangled)
    assert words(read(tmp_path, settings=text).analyses[0].stored)["tau2"] == "0.25"


def test_not_applicable_is_unknown(tmp_path: Path) -> None:
    row = DICHOTOMOUS | {"Data source eligibility": "#N/A", "Outcome": "#N/A", "Subgroup Chi²": "#N/A"}
    analysis = read(tmp_path, settings=[row]).analyses[0]
    assert analysis.source_says == {}
    assert "q_between" not in analysis.stored


@pytest.mark.parametrize(
    ("cell", "level"), [("95%", 0.95), ("99%", 0.99), ("90 %", 0.9), ("95", 0.95), ("0.99", 0.99), ("", 0.95)]
)
def test_levels_in_percent(tmp_path: Path, cell: str, level: float) -> None:
    analysis = read(tmp_path, settings=[DICHOTOMOUS | {"Study CI": cell, "Estimate CI": "99%"}]).analyses[0]
    assert (analysis.study_level, analysis.level) == (level, 0.99)


def test_a_level_that_is_none_is_told(tmp_path: Path) -> None:
    review = read(tmp_path, settings=[DICHOTOMOUS | {"Study CI": "high", "Estimate CI": "0%"}])
    assert [(p.code, p.place.key) for p in review.problems] == [
        ("bad-number", "Estimate CI"), ("bad-number", "Study CI"),
    ]  # fmt: skip
    assert review.analyses[0].level == 0.95


@pytest.mark.parametrize(
    ("subgroups", "overall", "totals"),
    [("true", "true", "all"), ("TRUE", "False", "subgroups"), ("false", "false", "none"), ("", "", "all")],
)
def test_truths(tmp_path: Path, subgroups: str, overall: str, totals: str) -> None:
    row = DICHOTOMOUS | {"Subgroup estimates": subgroups, "Overall estimates": overall}
    assert read(tmp_path, settings=[row]).analyses[0].totals == totals


def test_given_estimates_are_on_the_log_scale_and_results_are_displayed(tmp_path: Path) -> None:
    given = COUNTED | {"GIV Mean": -1.0986, "GIV SE": 1.0646, **RESULT}
    settings = DICHOTOMOUS | {
        "Data type": "Contrast level",
        "Statistical method": "IV",
        "Effect measure": "Hazard Ratio",
    }
    analysis = read(tmp_path, [given], [settings]).analyses[0]
    assert (analysis.kind, analysis.measure, analysis.log) == ("contrasts", "HR", True)
    row = analysis.rows[0]
    assert (row.estimate, row.se, row.stored["estimate"]) == (-1.0986, 1.0646, 0.333333)
    assert row.experimental == SourceGroup()


def test_given_differences_are_not_logarithms(tmp_path: Path) -> None:
    settings = DICHOTOMOUS | {
        "Data type": "Contrast level", "Log-scale data": "false", "Effect measure": "Mean Difference",
    }  # fmt: skip
    analysis = read(tmp_path, [COUNTED | {"GIV Mean": "-1.5", "GIV SE": 0.5}], [settings]).analyses[0]
    assert (analysis.measure, analysis.log, analysis.rows[0].estimate) == ("MD", False, -1.5)


def test_observed_less_expected(tmp_path: Path) -> None:
    settings = DICHOTOMOUS | {
        "Data type": "O-E and variance", "Statistical method": "Exp[(O-E) / Var]", "Effect measure": "Hazard Ratio",
    }  # fmt: skip
    analysis = read(tmp_path, [COUNTED | {"O-E": 0, "Variance": 2.5, "Experimental N": 30}], [settings]).analyses[0]
    assert (analysis.kind, analysis.measure, analysis.log, analysis.method) == ("o_e", "HR", True, "Peto")
    row = analysis.rows[0]
    assert (row.o_e, row.variance, row.experimental.total) == (0.0, 2.5, 30)
    assert "variance" not in row.stored


CONTINUOUS = DICHOTOMOUS | {
    "Data type": "Continuous", "Log-scale data": "false", "Effect measure": "Mean Difference",
}  # fmt: skip
NOUGHTS = dict.fromkeys(
    ("GIV Mean", "GIV SE", "Experimental mean", "Experimental SD", "Control mean", "Control SD", "O-E", "Variance"),
    "0.0",
)


def test_noughts_that_do_not_apply_are_as_blanks(tmp_path: Path) -> None:
    blank = read(tmp_path / "blank").analyses[0].rows
    nought = read(tmp_path / "nought", [ROW | NOUGHTS]).analyses[0].rows
    assert blank == nought


def test_noughts_that_apply_are_noughts(tmp_path: Path) -> None:
    settings = DICHOTOMOUS | {
        "Data type": "Continuous",
        "Effect measure": "Mean Difference",
        "Log-scale data": "false",
    }
    cells = COUNTED | {
        "Experimental mean": "0.0",
        "Experimental SD": 1.5,
        "Experimental N": 10,
        "Experimental cases": 0,
    }
    row = read(tmp_path, [cells], [settings]).analyses[0].rows[0]
    assert row.experimental == SourceGroup(mean=row.experimental.mean, sd=row.experimental.sd, total=10)
    assert (row.experimental.mean, row.experimental.sd) == (0.0, 1.5)


def test_a_converted_file_keeps_its_own_error_and_its_square(tmp_path: Path) -> None:
    row = read(tmp_path, [ROW | NOUGHTS | {"GIV SE": 1.064581, "Variance": 1.133333}]).analyses[0].rows[0]
    assert (row.estimate, row.se, row.o_e, row.variance) == (None, None, None, None)
    assert (row.stored["se"], row.stored["variance"]) == (1.064581, 1.133333)


def test_an_analysis_of_zeros_was_never_calculated(tmp_path: Path) -> None:
    zeros = {"Weight": 0, "Mean": 0, "CI start": 0, "CI end": "0.0"}
    fit = dict.fromkeys(("Heterogeneity Chi²", "Heterogeneity P", "Heterogeneity I²", "Effect Z", "Effect P"), 0)
    settings = DICHOTOMOUS | EVENTS | zeros | fit | {"Heterogeneity df": 4}
    analysis = read(tmp_path, [ROW | zeros], [settings]).analyses[0]
    assert not analysis.calculated
    assert not analysis.rows[0].stored
    assert words(analysis.stored) == {"events1": "1", "total1": "10", "events2": "3", "total2": "10"}


def test_double_zero_rows_have_no_results(tmp_path: Path) -> None:
    nobody = COUNTED | {"Experimental cases": 0, "Experimental N": 10, "Control cases": 0, "Control N": 12}
    analysis = read(tmp_path, [nobody]).analyses[0]
    assert analysis.calculated  # there is nothing to calculate
    assert analysis.rows[0].experimental == SourceGroup(events=0, total=10)
    assert not analysis.rows[0].stored


def test_a_difference_of_nought_is_a_result(tmp_path: Path) -> None:
    row = read(tmp_path, [ROW | {"Mean": 0, "CI start": -0.2, "CI end": 0.2, "Weight": 0}]).analyses[0].rows[0]
    assert words(row.stored) == {"estimate": "0", "low": "-0.2", "high": "0.2"}  # a weight of 0: no total was shown


def test_heterogeneity_of_one_study_is_none(tmp_path: Path) -> None:
    fit = {
        "Heterogeneity Chi²": 0,
        "Heterogeneity df": 0,
        "Heterogeneity P": 1,
        "Heterogeneity I²": 0,
        "Effect Z": 1.03,
    }
    stored = read(tmp_path, settings=[DICHOTOMOUS | RESULT | fit | {"Effect P": 0}]).analyses[0].stored
    assert words(stored) == {
        "estimate": "0.333333", "low": "0.041372", "high": "2.685666", "z": "1.03", "p": "0",
    }  # fmt: skip


def test_a_subgroup_test_without_a_total_is_kept(tmp_path: Path) -> None:
    test = {"Subgroup Chi²": 2.5, "Subgroup df": 1, "Subgroup P": 0.113846, "Subgroup I²": 60}
    settings = DICHOTOMOUS | {"Overall estimates": "false", "Mean": 0, "CI start": 0, "CI end": 0, **test}
    stored = read(tmp_path, settings=[settings]).analyses[0].stored
    assert words(stored) == {"q_between": "2.5", "df_between": "1", "p_between": "0.113846", "i2_between": "60"}


@pytest.mark.parametrize("year", ["198", "492", "2109", "5825", "42017", "in press"])
def test_impossible_years_are_unknown_and_told_once(tmp_path: Path, year: str) -> None:
    review = read(tmp_path, [ROW | {"Study year": year}, ROW | {"Study year": year, "Footnotes": "again"}])
    assert [study.year for study in review.studies] == [None]
    assert [(p.code, p.place.line, p.place.key) for p in review.problems] == [("odd-year", 2, "Study year")]


def test_years_are_those_of_the_study_information(tmp_path: Path) -> None:
    information = table(
        "Study,Year,Data source", {"Study": "Smith 2001", "Year": "2001."}, {"Study": "Li", "Year": ""}
    )
    rows = [ROW, ROW | {"Study year": 2002}, ROW | {"Study": "Li", "Study year": 1999}]
    review = read(tmp_path, rows, study_information=information)
    assert [(study.name, study.year) for study in review.studies] == [("Smith 2001", 2001), ("Li", 1999)]
    assert [(p.code, p.place.line) for p in review.problems] == [("two-years", 3)]


def test_where_a_row_counts(tmp_path: Path) -> None:
    asked = ["SUBGROUP_AND_OVERALL", "SUBGROUP_ONLY", "OVERALL_ONLY", "", "NOWHERE", "NOWHERE"]
    review = read(tmp_path, [ROW | {"Applicability": word} for word in asked])
    assert [row.applies_to for row in review.analyses[0].rows] == ["", "subgroup", "total", "", "", ""]
    assert [(p.code, p.place.line) for p in review.problems] == [("row-twice", 7), ("unknown-setting", 6)]


def test_a_package_without_study_data_says_so(tmp_path: Path) -> None:
    whole = package(tmp_path, data_rows=table(ROWS, ROW), settings=table(SETTINGS, DICHOTOMOUS))
    (told,) = read_source(whole).problems
    assert (told.code, told.severity, told.place.file) == ("no-study-data", "warning", "CD000001")
    assert told.message.startswith("holds no study data: studies are those that data rows name")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    review = read(tmp_path, data_rows=table(ROWS.replace("Control N,", "").replace("O-E,", ""), ROW))
    assert [str(p) for p in review.problems] == [
        "CD000001-analysis-data/CD000001-data-rows.csv:1: warning: has no column 'Control N', 'O-E'; what would"
        " stand there is taken as unknown — give the file as it was exported"
    ]


def test_a_row_that_stands_twice_is_told_where_it_does_so_in_one_analysis(tmp_path: Path) -> None:
    review = read(tmp_path, [ROW, ROW | {"Experimental cases": 2}, ROW])
    assert [str(p) for p in review.problems] == [
        "CD000001-analysis-data/CD000001-data-rows.csv:4: warning: the row of 'Smith 2001' in analysis 1.1 stands"
        " twice, cell for cell (first on line 2) — delete all but one"
    ]


def test_a_study_several_times_in_one_analysis(tmp_path: Path) -> None:
    review = read(tmp_path, [ROW, ROW | {"Experimental cases": 2}])
    assert [(row.study, row.experimental.events) for row in review.analyses[0].rows] == [
        ("Smith 2001", 1), ("Smith 2001", 2),
    ]  # fmt: skip
    assert len(review.studies) == 1


def test_settings_without_rows_and_rows_without_settings(tmp_path: Path) -> None:
    review = read(tmp_path, [ROW | {"Analysis number": 2, "Analysis name": "Stroke"}])
    first, second = review.analyses
    assert (first.number, first.rows) == ("1", ())
    assert (second.number, second.name, second.kind, second.measure) == ("2", "Stroke", "counts", "RR")
    assert [(p.code, p.severity) for p in review.problems] == [("no-rows", "note"), ("no-settings", "note")]
    assert "risk ratios (1 of 1 stored are reproduced)" in review.problems[1].message


def test_settings_twice(tmp_path: Path) -> None:
    review = read(tmp_path, settings=[DICHOTOMOUS, DICHOTOMOUS | {"Effect measure": "Odds Ratio"}])
    assert [analysis.measure for analysis in review.analyses] == ["RR"]
    assert [(p.code, p.place.line) for p in review.problems] == [("named-twice", 3)]


def test_subgroups_by_number_and_those_without_results(tmp_path: Path) -> None:
    rows = [ROW | {"Subgroup": name} for name in ("Adults", "Children", "Unknown", "Adults", "")]
    totals = [ANALYSIS | {"Subgroup": "Children", "Subgroup number": 2, **RESULT, **EVENTS},
              ANALYSIS | {"Subgroup": "Adults", "Subgroup number": 1}]  # fmt: skip
    analysis = read(tmp_path, rows, subgroup_estimates=table(SUBGROUPS, *totals)).analyses[0]
    assert [(part.number, part.name, "estimate" in part.stored) for part in analysis.subgroups] == [
        ("2", "Children", True), ("1", "Adults", False), ("3", "Unknown", False),
    ]  # fmt: skip
    assert [row.subgroup for row in analysis.rows] == ["1", "2", "3", "1", ""]


def test_subgroups_of_one_name_and_of_no_analysis_are_told(tmp_path: Path) -> None:
    part = ANALYSIS | {"Subgroup": "Adults", "Subgroup number": 1}
    totals = [part, part | {"Subgroup number": 2}, part | {"Analysis number": 9}]
    review = read(tmp_path, [ROW | {"Subgroup": "Adults"}], subgroup_estimates=table(SUBGROUPS, *totals))
    assert [(p.code, p.place.line) for p in review.problems] == [("unknown-analysis", 4), ("named-twice", 3)]
    assert [part.number for part in review.analyses[0].subgroups] == ["1", "2"]


@pytest.mark.parametrize(
    ("people", "numbers", "told"),
    [
        ((60, 100), ["1", "1", "2"], "parted by how many people each counts"),
        ((30, 130), ["1", "2", "2"], "parted by how many people each counts"),
        ((50, 110), ["1", "1", "1"], "taken as of the first"),  # no rows one after another are 50
        (("", ""), ["1", "1", "1"], "taken as of the first"),
    ],
)
def test_rows_of_two_subgroups_of_one_name_are_parted_by_their_sums(
    tmp_path: Path, people: tuple[Any, Any], numbers: list[str], told: str
) -> None:
    rows = [ROW | {"Subgroup": "Adults", "Experimental cases": 1, "Experimental N": n, "Control cases": 2,
                   "Control N": 20, "Footnotes": a} for a, n in zip("abc", (30, 30, 100), strict=True)]  # fmt: skip
    times = [numbers.count(number) for number in ("1", "2")]
    totals = [
        ANALYSIS | {"Subgroup": "Adults", "Subgroup number": n, "Experimental cases": k, "Experimental N": many,
                    "Control cases": 2 * k, "Control N": 20 * k}
        for n, (many, k) in enumerate(zip(people, times, strict=True), start=1)
    ]  # fmt: skip
    review = read(tmp_path, rows, subgroup_estimates=table(SUBGROUPS, *totals))
    assert [row.subgroup for row in review.analyses[0].rows] == numbers
    assert [p.message for p in review.problems] == [
        f"analysis 1.1 has two subgroups called 'Adults'; its rows are {told}"
    ]


def test_subgroups_of_one_number_or_an_odd_one_keep_their_results(tmp_path: Path) -> None:
    totals = [ANALYSIS | RESULT | {"Subgroup": name, "Subgroup number": number} for name, number in
              (("Adults", 1), ("Children", 1), ("Others", "²"), ("Unknown", ""))]  # fmt: skip
    rows = [ROW | {"Subgroup": name} for name in ("Children", "Others", "New")]
    analysis = read(tmp_path, rows, subgroup_estimates=table(SUBGROUPS, *totals)).analyses[0]
    assert [(part.number, part.name, "estimate" in part.stored) for part in analysis.subgroups] == [
        ("1", "Adults", True), ("2", "Children", True), ("²", "Others", True), ("3", "Unknown", True),
        ("4", "New", False),
    ]  # fmt: skip
    assert [row.subgroup for row in analysis.rows] == ["2", "²", "4"]


def test_of_a_thousand_strange_analyses_most_are_worked_out_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyses, "MOST_WORKED_OUT", 2)
    review = read(tmp_path, [ROW | {"Analysis number": number} for number in range(1, 5)], settings=())
    assert [analysis.kind for analysis in review.analyses] == ["counts", "counts", "other", "other"]


def test_numbers_of_subgroups_in_the_rows_tell_two_of_one_name_apart(tmp_path: Path) -> None:
    rows = table(f"{ROWS},Subgroup number", *(ROW | {"Subgroup": "Adults", "Subgroup number": n} for n in (1, 2)))
    analysis = read(tmp_path, data_rows=rows).analyses[0]
    assert [(row.subgroup, row.study) for row in analysis.rows] == [("1", "Smith 2001"), ("2", "Smith 2001")]
    assert [(part.number, part.name) for part in analysis.subgroups] == [("1", "Adults"), ("2", "Adults")]


def test_a_measure_that_nobody_knows_is_worked_out(tmp_path: Path) -> None:
    review = read(tmp_path, settings=[DICHOTOMOUS | {"Effect measure": "Relative thing"}])
    assert (review.analyses[0].kind, review.analyses[0].measure) == ("counts", "RR")
    assert codes(review) == ["unclear-settings"]


def test_what_is_not_certain_is_told_as_not_computable(tmp_path: Path) -> None:
    review = read(tmp_path, [ROW | {"Mean": 0.4}], [DICHOTOMOUS | {"Data type": "Network"}])
    assert (review.analyses[0].kind, len(review.analyses[0].rows)) == ("other", 1)
    assert [(p.code, p.severity) for p in review.problems] == [
        ("unclear-settings", "warning"), ("unknown-setting", "warning"),
    ]  # fmt: skip


def test_rows_read_and_rows_rejected_are_all_rows(tmp_path: Path) -> None:
    rows = [ROW, ROW | {"Study": ""}, ROW | {"Analysis group": ""}, *(ROW | {"Footnotes": note} for note in "ab")]
    text = table(ROWS, *rows) + "1,1,Death,one,comma,too,many" + "," * 30 + "x\n"
    review = read(tmp_path, data_rows=text)
    assert sum(len(analysis.rows) for analysis in review.analyses) == 3
    assert [(p.code, p.place.line, p.place.key) for p in review.problems] == [
        ("ragged-row", 7, None), ("missing-cell", 3, "Study"), ("missing-cell", 4, "Analysis group"),
    ]  # fmt: skip


def test_cells_that_are_no_numbers_are_told_and_unknown(tmp_path: Path) -> None:
    cells = {"Experimental cases": "one", "Control cases": 2.5, "Mean": "1_0", "Weight": "٣", "CI start": "NaN"}
    review = read(tmp_path, [ROW | cells])
    row = review.analyses[0].rows[0]
    assert (row.experimental.events, row.control.events, row.experimental.total) == (None, None, 10)
    assert not row.stored
    assert [p.place.key for p in review.problems] == ["Experimental cases", "Control cases", "Weight", "Mean"]
    assert str(review.problems[0]) == (
        "CD000001-analysis-data/CD000001-data-rows.csv:2 [Experimental cases]: error: 'one' is not a count; "
        "taken as unknown — mend the cell, or leave it empty"
    )


def test_after_fifty_bad_cells_the_others_are_only_counted(tmp_path: Path) -> None:
    review = read(tmp_path, [ROW | {"Experimental N": "?"}] * 120)
    assert review.problems[0].message == (
        "the row of 'Smith 2001' in analysis 1.1 stands 120 times, cell for cell (first on line 2)"
    )
    assert len(review.problems[1:]) == 51
    assert review.problems[-1].message == "70 more of its cells are no numbers; taken as unknown"


def test_a_spreadsheet_of_another_country_saved_it(tmp_path: Path) -> None:
    text = table(ROWS, ROW).replace(",", ";").replace("0.333333", "0,333333")
    row = read(tmp_path, data_rows=text).analyses[0].rows[0]
    assert (row.stored["estimate"], row.stored["estimate"].words) == (0.333333, "0.333333")


def test_windows_letters(tmp_path: Path) -> None:
    root = package(
        tmp_path, data_rows=table(ROWS, ROW | {"Study": "Müller 2001"}), settings=table(SETTINGS, DICHOTOMOUS)
    )
    file = next(tmp_path.rglob("*data-rows.csv"))
    file.write_bytes(file.read_text(encoding="utf-8-sig").encode("cp1252"))
    review = read_source(root)
    assert [study.name for study in review.studies] == ["Müller 2001"]
    assert codes(review) == ["legacy-encoding", "no-study-data"]


VERSION_2 = DICHOTOMOUS | {
    "Statistical method": "IV", "Analysis model": "Random effect", "Heterogeneity estimator": "REML",
    "Tau² CI": "Q-profile", "Prediction interval": "true", "CI method": "HKSJ", "CI/PI level": "99%",
    "Sort by": "Year", "Graph label (left)": "Favours aspirin", "Graph label (right)": "Favours placebo",
    "Graph scale": 100, "Show risk of bias": "true", "Unit of effect measure": "points",
}  # fmt: skip
VERSION_2_RESULTS = RESULT | {
    "PI start": 0.01, "PI end": 9, "Heterogeneity Tau²": 0.2, "Tau² CI start": 0, "Tau² CI end": 3.5,
    "Heterogeneity Chi²": 3, "Heterogeneity df": 2, "Heterogeneity P": 0.22313, "Heterogeneity I²": 33.3,
    "Effect T": 1.5, "Effect Z": 0, "Effect P": 0.2,
}  # fmt: skip


def test_version_2_says_how_it_was_pooled(tmp_path: Path) -> None:
    review = read(tmp_path, settings=table(SETTINGS_2, VERSION_2 | VERSION_2_RESULTS))
    one = review.analyses[0]
    assert review.format == "data package 2"
    assert (one.model, one.tau2, one.test, one.tau2_interval, one.prediction) == (
        "random", "REML", "knapp-hartung", "Q-profile", True,
    )  # fmt: skip
    assert (one.level, one.study_level, one.order, one.scale, one.units) == (0.99, 0.99, "year", 100, "points")
    assert one.favours == ("Favours aspirin", "Favours placebo")
    assert one.source_says == {"Show risk of bias": "true"}
    intervals = ("prediction_low", "prediction_high", "tau2_low", "tau2_high")
    assert [words(one.stored)[name] for name in ("t", *intervals)] == ["1.5", "0.01", "9", "0", "3.5"]
    assert "z" not in one.stored


def test_intervals_nobody_asked_for_are_no_results(tmp_path: Path) -> None:
    unasked = {
        "Tau² CI": "false",
        "Prediction interval": "",
        "CI method": "Wald",
        "Heterogeneity estimator": "#N/A",
    }
    zeros = {"PI start": 0, "PI end": 0, "Tau² CI start": 0, "Tau² CI end": 0, "Effect T": 0, "Effect Z": 1.5}
    row = VERSION_2 | VERSION_2_RESULTS | unasked | zeros
    stored = read(tmp_path, settings=table(SETTINGS_2, row)).analyses[0].stored
    assert not {"prediction_low", "prediction_high", "tau2_low", "tau2_high", "t"} & {*stored}
    assert stored["z"] == 1.5


def test_settings_in_unknown_words_are_told_with_what_is_taken(tmp_path: Path) -> None:
    row = VERSION_2 | {"Heterogeneity estimator": "Bayes", "CI method": "bootstrap", "Sort by": "mood"}
    review = read(tmp_path, settings=table(SETTINGS_2, row))
    assert {p.place.key: p.message.partition("; ")[2] for p in review.problems} == {
        "CI method": "taken as z", "Heterogeneity estimator": "taken as DL", "Sort by": "taken as given",
    }  # fmt: skip


def test_columns_that_nobody_knows_are_kept_or_told(tmp_path: Path) -> None:
    rows = table(f"{ROWS},Colour", ROW | {"Colour": "red"})
    settings = table(f"{SETTINGS},Mood", DICHOTOMOUS | {"Mood": "good"})
    review = read(tmp_path, settings=settings, data_rows=rows)
    assert review.analyses[0].source_says == {"Mood": "good"}
    assert [(p.code, p.place.key) for p in review.problems] == [("unread-column", "Colour")]


def test_characteristics_and_studies_listed_twice_or_nowhere(tmp_path: Path) -> None:
    header = "Study,Year,Data source,Char: Methods,Char: Notes,Char: Reason for exclusion"
    smith = {"Study": "Smith 2001", "Year": 2001, "Data source": "PUB", "Char: Methods": "Randomised,\nblind"}
    out = {"Study": "Out 1990", "Char: Reason for exclusion": "no control"}
    information = table(header, smith, smith | {"Year": 1999}, out, {"Year": 1980})
    review = read(tmp_path, [ROW, ROW | {"Study": "Li 1999"}], study_information=information)
    assert {study.name: (study.data_source, study.characteristics, study.reason) for study in review.studies} == {
        "Smith 2001": ("PUB", {"Methods": "Randomised,\nblind"}, ""), "Out 1990": ("", {}, "no control"),
        "Li 1999": ("", {}, ""),
    }  # fmt: skip
    assert [(p.code, p.place.line) for p in review.problems] == [
        ("named-twice", 4), ("missing-cell", 7), ("unlisted-study", 3),
    ]  # fmt: skip


def test_risk_of_bias_of_a_study(tmp_path: Path) -> None:
    header = "Study,Domain (judgement): Allocation,Domain (support): Allocation,Domain (judgement): Blinding"
    smith = dict(zip(header.split(","), ("Smith 2001", "Low risk", "sealed", "Unclear risk"), strict=True))
    empty = {"Study": "Li 1999"}
    judgements = read(tmp_path, risk_of_bias=table(header, smith, empty)).judgements
    assert [(j.tool, j.study, j.outcome, j.domain, j.judgement, j.support) for j in judgements] == [
        ("RoB 1", "Smith 2001", "", "Allocation", "low", "sealed"),
        ("RoB 1", "Smith 2001", "", "Blinding", "unclear", ""),
    ]


@pytest.mark.parametrize("heading", ["{} (judgement),{} (support)", "Domain (judgement): {},Domain (support): {}"])
def test_risk_of_bias_of_a_result(tmp_path: Path, heading: str) -> None:
    columns = heading.replace("{}", "Missing outcome data")
    judgement, support = columns.split(",")
    lost = ROW | {judgement: "Some concerns", support: "12 lost"}
    rows = [lost, lost, ROW | {"Subgroup": "Adults", judgement: "High risk"}]
    judgements = read(tmp_path, data_rows=table(f"{ROWS},{columns}", *rows)).judgements
    assert [(j.tool, j.analysis, j.outcome, j.domain, j.judgement, j.support) for j in judgements] == [
        ("RoB 2", "1.1", "Death", "Missing outcome data", "some concerns", "12 lost"),
        ("RoB 2", "1.1", "Death: Adults", "Missing outcome data", "high", ""),
    ]


def test_a_review_of_diagnostic_accuracy_keeps_its_studies(tmp_path: Path) -> None:
    information = table("Study,Year,Data source", {"Study": "Smith 2001", "Year": 2001})
    review = read(tmp_path, parameters="Test,Sensitivity\n", study_information=information)
    assert review.analyses == ()
    assert [study.name for study in review.studies] == ["Smith 2001"]
    assert [(p.code, p.severity) for p in review.problems] == [("diagnostic-accuracy", "error")]


def test_what_no_record_is_for_is_kept_as_it_is(tmp_path: Path) -> None:
    review = read(tmp_path, study_arms="Study,Arm\nSmith 2001,aspirin\n", study_results="Study,Result\n")
    (tmp_path / "CD000001-study-data" / "CD000001.json").write_text('{"studies": []}')
    review = read_source(tmp_path)
    assert review.kept == {
        "study-arms.csv": "Study,Arm\nSmith 2001,aspirin\n", "study-results.csv": "Study,Result\n",
        "json": '{"studies": []}',
    }  # fmt: skip
    assert codes(review) == ["kept", "kept", "kept"]
