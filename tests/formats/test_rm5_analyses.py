"""Every kind of outcome in an artificial .rm5: settings, rows, subgroups and which numbers are results."""

from __future__ import annotations

from typing import Any

import pytest
from rm5_maker import as_bytes, comparison, outcome, review, row, study, subgroup, tag

from effectbank.formats.cochrane.source import SourceAnalysis, SourceGroup, SourceReview
from effectbank.formats.rm5 import read_source

STUDIES = {"INCLUDED": study("STD-Hat-1999", "Hat 1999") + study("STD-Cap-2004", "Cap 2004")}
HAT, CAP = "STD-Hat-1999", "STD-Cap-2004"
NONE = {"EFFECT_SIZE": "0.0", "CI_START": "0.0", "CI_END": "0.0", "SE": "0.0", "WEIGHT": "0.0"}
LOGS = {"LOG_EFFECT_SIZE": "-0.3", "LOG_CI_START": "-0.6", "LOG_CI_END": "0.0"}
EFFECT = {"EFFECT_SIZE": "0.5", "CI_START": "0.25", "CI_END": "1.0"}


def read(outcomes: str, **more: Any) -> SourceReview:
    return read_source(as_bytes(review(studies=STUDIES, analyses=comparison("Hats", outcomes), **more)))


def one(outcomes: str, **more: Any) -> SourceAnalysis:
    (analysis,) = read(outcomes, **more).analyses
    return analysis


def said(numbers: Any) -> dict[str, str]:
    return {name: number.words for name, number in numbers.items()}


def told(found: SourceReview) -> list[str]:
    return [str(problem) for problem in found.problems]


# --- counts ------------------------------------------------------------------------------------------------


def counts(**attributes: Any) -> str:
    settings = {"METHOD": "MH", "EFFECT_MEASURE": "RR", "RANDOM": "YES", "SWAP_EVENTS": "NO", **attributes}
    content = settings.pop("content", "")
    return outcome("DICH", "Wet", content, **settings)


def test_counts_and_their_settings() -> None:
    given = row("DICH", HAT, EVENTS_1="3", TOTAL_1="20", EVENTS_2="6", TOTAL_2="21", SE="0.35", VAR="0.1225",
                O_E="0.0", WEIGHT="100.0", footnote="By post & hand", **EFFECT, **LOGS)  # fmt: skip
    analysis = one(counts(content=given, CI_TOTAL="99", CI_STUDY="90", SWAP_EVENTS="YES", SORT_BY="WEIGHT"))
    assert (analysis.comparison, analysis.number, analysis.comparison_name, analysis.name) == (
        "1",
        "1",
        "Hats",
        "Wet",
    )
    assert (analysis.kind, analysis.measure, analysis.measure_words) == ("counts", "RR", "RR")
    assert (analysis.method, analysis.model, analysis.tau2, analysis.test) == ("MH", "random", "DL", "z")
    assert (analysis.level, analysis.study_level, analysis.swap_events) == (0.99, 0.9, True)
    assert (analysis.totals, analysis.order, analysis.log, analysis.scale) == ("all", "weight", False, 100.0)
    assert (analysis.groups, analysis.favours) == (("Hat", "No hat"), ("Favours hat", "Favours none"))
    (found,) = analysis.rows
    assert found.experimental == SourceGroup(events=3, total=20)
    assert found.control == SourceGroup(events=6, total=21)
    assert found.footnote == "By post & hand"
    assert said(found.stored) == {
        "estimate": "0.5", "low": "0.25", "high": "1.0", "log_estimate": "-0.3", "log_low": "-0.6",
        "log_high": "0.0", "se": "0.35", "variance": "0.1225", "weight": "100.0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "measure", "random", "found"),
    [
        ("MH", "OR", "NO", ("OR", "MH", "common", "")),
        ("IV", "RR", "YES", ("RR", "IV", "random", "DL")),
        ("MH", "RD", "NO", ("RD", "MH", "common", "")),
        ("PETO", "PETO_OR", "NO", ("PETO", "Peto", "common", "")),
    ],
)
def test_methods_and_measures(method: str, measure: str, random: str, found: tuple[str, ...]) -> None:
    analysis = one(counts(METHOD=method, EFFECT_MEASURE=measure, RANDOM=random))
    assert (analysis.measure, analysis.method, analysis.model, analysis.tau2) == found


def test_only_peto_has_an_o_e() -> None:
    given = row("DICH", HAT, O_E="0.0", VAR="2.5", SE="0.6", WEIGHT="0.0", **EFFECT)
    mantel = one(counts(content=given)).rows[0].stored
    peto = one(counts(content=given, METHOD="PETO", EFFECT_MEASURE="PETO_OR")).rows[0].stored
    assert said(mantel) == {"estimate": "0.5", "low": "0.25", "high": "1.0", "se": "0.6", "variance": "2.5"}
    assert said(peto) == {**said(mantel), "o_e": "0.0"}


def test_a_difference_has_no_logarithm() -> None:
    given = row("DICH", HAT, **EFFECT, **LOGS)
    assert set(one(counts(content=given, EFFECT_MEASURE="RD")).rows[0].stored) == {"estimate", "low", "high"}


def test_a_row_without_events_is_not_estimable() -> None:
    given = row("DICH", HAT, EVENTS_1="0", TOTAL_1="20", EVENTS_2="0", TOTAL_2="21", ESTIMABLE="NO", O_E="0.0",
                VAR="0.0", LOG_EFFECT_SIZE="0.0", LOG_CI_START="0.0", LOG_CI_END="0.0", **NONE)  # fmt: skip
    analysis = one(counts(content=given, ESTIMABLE="NO", Z="0.0", P_Z="0.0", DF="0", CHI2="0.0", STUDIES="1",
                          EVENTS_1="0", EVENTS_2="0", TOTAL_1="20", TOTAL_2="21", TAU2="NaN", **NONE))  # fmt: skip
    assert said(analysis.rows[0].stored) == {}
    assert analysis.rows[0].experimental == SourceGroup(events=0, total=20)
    assert said(analysis.stored) == {"studies": "1", "events1": "0", "total1": "20", "events2": "0", "total2": "21"}
    assert analysis.calculated  # that there is no result was calculated


def test_a_common_effect_analysis_has_no_tau2() -> None:
    given = {"DF": "2", "CHI2": "1.5", "P_CHI2": "0.47", "I2": "0.0", "TAU2": "0.0", "Z": "0.0", "P_Z": "1.0",
             "WEIGHT": "100.0", **EFFECT}  # fmt: skip
    common, random = (one(counts(RANDOM=word, **given)).stored for word in ("NO", "YES"))
    assert "tau2" not in common
    assert said(random) == {**said(common), "tau2": "0.0"}
    assert said(common) == {
        "estimate": "0.5", "low": "0.25", "high": "1.0", "z": "0.0", "p": "1.0", "weight": "100.0", "q": "1.5",
        "p_q": "0.47", "i2": "0.0", "df": "2",
    }  # fmt: skip


def test_one_study_has_no_heterogeneity() -> None:
    for p_chi2, tau2 in (("0.0", "NaN"), ("1.0", "0.0")):
        analysis = one(counts(DF="0", CHI2="0.0", P_CHI2=p_chi2, I2="0.0", TAU2=tau2, WEIGHT="0.0", **EFFECT))
        assert set(analysis.stored) == {"estimate", "low", "high"}


# --- subgroups ---------------------------------------------------------------------------------------------

BETWEEN = {"Q": "3.5", "P_Q": "0.06", "I2_Q": "71.4", "SUBGROUPS": "YES"}


def two(**second: Any) -> str:
    first = subgroup("DICH", "Young", row("DICH", HAT, **EFFECT), DF="0", STUDIES="1", WEIGHT="60.0", **EFFECT)
    return first + subgroup("DICH", "Old", row("DICH", CAP, **EFFECT), number=2, **{**EFFECT, **second})


def test_subgroups_and_the_test_between_them() -> None:
    analysis = one(counts(content=two(), TOTALS="SUB", SUBGROUP_TEST="NO", **BETWEEN))
    assert [(group.number, group.name) for group in analysis.subgroups] == [("1", "Young"), ("2", "Old")]
    assert said(analysis.subgroups[0].stored) == {
        "studies": "1", "estimate": "0.5", "low": "0.25", "high": "1.0", "weight": "60.0",
    }  # fmt: skip
    assert [(row.study, row.subgroup) for row in analysis.rows] == [(HAT, "1"), (CAP, "2")]
    assert (analysis.totals, analysis.subgroup_test) == ("subgroups", False)
    assert said(analysis.stored) == {"q_between": "3.5", "p_between": "0.06", "i2_between": "71.4"}


def test_no_test_between_one_subgroup_and_none() -> None:
    for q in ("0.0", "3.5"):
        assert "q_between" not in one(counts(content=two(**NONE), **{**BETWEEN, "Q": q})).stored


@pytest.mark.parametrize(("p", "test", "kept"), [("0.0", "YES", False), ("1.0", "NO", False), ("1.0", "YES", True)])
def test_a_test_of_zero(p: str, test: str, kept: bool) -> None:
    analysis = one(counts(content=two(), SUBGROUP_TEST=test, **{**BETWEEN, "Q": "0.0", "P_Q": p, "I2_Q": "0.0"}))
    assert ("q_between" in analysis.stored) is kept


# --- means -------------------------------------------------------------------------------------------------


def test_means() -> None:
    given = row("CONT", HAT, MEAN_1="1.50", SD_1="0.7", TOTAL_1="10", MEAN_2="2", SD_2="0.80", TOTAL_2="12",
                EFFECT_SIZE="-0.5", CI_START="-1.1", CI_END="0.1", SE="0.31", WEIGHT="100.0")  # fmt: skip
    nobody = row("CONT", CAP, MEAN_1="0.0", SD_1="0.0", TOTAL_1="0", MEAN_2="0.0", SD_2="0.0", TOTAL_2="0",
                 ESTIMABLE="NO", **NONE)  # fmt: skip
    analysis = one(outcome("CONT", "Litres", given + nobody, EFFECT_MEASURE="SMD", RANDOM="NO", UNITS="litres"))
    assert (analysis.kind, analysis.measure, analysis.method, analysis.units) == ("means", "SMD", "IV", "litres")
    first, second = analysis.rows
    assert (first.experimental.mean, first.experimental.sd, first.experimental.total) == (1.5, 0.7, 10)
    assert first.experimental.mean is not None
    assert first.experimental.mean.words == "1.50"
    assert said(first.stored) == {"estimate": "-0.5", "low": "-1.1", "high": "0.1", "se": "0.31", "weight": "100.0"}
    assert (second.experimental, second.stored) == (SourceGroup(total=0), {})


# --- contrasts ---------------------------------------------------------------------------------------------


def contrast(**attributes: Any) -> str:
    return row("IV", HAT, **attributes)


def iv(rows: str, *, measure: str = "Hazard Ratio", **attributes: Any) -> SourceReview:
    return read(outcome("IV", "Rain", rows, measure=measure, **{"RANDOM": "YES", "LOG_DATA": "YES", **attributes}))


def test_a_contrast_as_typed_in() -> None:
    rows = contrast(ESTIMATE="-0.69", SE="0.354", EFFECT_SIZE="0.5016", CI_START="0.2506", CI_END="1.0038",
                    TOTAL_1="0", TOTAL_2="0", WEIGHT="100.0", **LOGS)  # fmt: skip
    (analysis,) = iv(rows).analyses
    assert (analysis.kind, analysis.measure, analysis.measure_words) == ("contrasts", "HR", "Hazard Ratio")
    assert (analysis.log, analysis.method, analysis.model) == (True, "IV", "random")
    (found,) = analysis.rows
    assert (found.estimate, found.se) == (-0.69, 0.354)
    assert (found.experimental, found.control) == (SourceGroup(), SourceGroup())
    assert set(found.stored) == {"estimate", "low", "high", "log_estimate", "log_low", "log_high", "weight"}


def test_a_contrast_from_the_logarithm_that_is_stored() -> None:
    (found,) = (
        iv(contrast(SE="0.354", EFFECT_SIZE="0.5012", CI_START="0.25", CI_END="1.0", **LOGS)).analyses[0].rows
    )
    assert found.estimate == pytest.approx(-0.3 * 2.302585092994046, rel=1e-15)


@pytest.mark.parametrize(
    ("effect", "low", "high", "estimate", "code"),
    [
        ("0.5", "0.2506", "0.9978", -0.6931471805599453, ""),  # a ratio: its logarithms are 1.38 apart
        ("-0.6931", "-1.3838", "-0.0024", -0.6931, ""),  # a logarithm
        ("0.6931", "0.0024", "1.3838", 0.6931, ""),
        ("0.5", "0.4", "0.6", -0.6931471805599453, "rm5-scale"),  # neither
        ("-0.5", "", "", None, "rm5-ratio"),
    ],
)
def test_the_scale_of_a_contrast(effect: str, low: str, high: str, estimate: float | None, code: str) -> None:
    found = iv(contrast(SE="0.3524", EFFECT_SIZE=effect, CI_START=low, CI_END=high))
    assert found.analyses[0].rows[0].estimate == (None if estimate is None else pytest.approx(estimate, abs=1e-12))
    assert code in {"", *(problem.code for problem in found.problems)}


@pytest.mark.parametrize(
    ("words", "log", "code"),
    [
        ("Hazard Ratio", "YES", "HR"), ("log[Hazard Ratio]", "YES", "HR"), ("ln RR", "YES", "RR"),
        ("Rate Ratio", "YES", "IRR"), ("Hazard Ratio", "NO", "GEN"), ("Logit", "NO", "GEN"),
        ("Odd ratio", "YES", "RATIO"), ("Std. Mean Difference", "NO", "SMD"),
    ],
)  # fmt: skip
def test_measures_named_in_words(words: str, log: str, code: str) -> None:
    assert iv("", measure=words, LOG_DATA=log).analyses[0].measure == code


def test_a_ratio_by_its_name_where_the_file_does_not_say() -> None:
    (analysis,) = iv("", LOG_DATA="").analyses
    assert (analysis.measure, analysis.log) == ("HR", True)


def test_differences_are_as_they_stand() -> None:
    (analysis,) = iv(contrast(EFFECT_SIZE="-0.5", CI_START="-1", CI_END="0.1", SE="0.3"), LOG_DATA="NO",
                     measure="Mean Difference").analyses  # fmt: skip
    assert (analysis.measure, analysis.log, analysis.rows[0].estimate) == ("MD", False, -0.5)
    (analysis,) = iv("", LOG_DATA="NO", measure="Odd score").analyses
    assert (analysis.measure, analysis.measure_words) == ("GEN", "Odd score")


def test_a_contrast_that_was_not_filled_in() -> None:
    (found,) = iv(contrast(ESTIMATE="0.0", ESTIMABLE="NO", **NONE)).analyses[0].rows
    assert (found.estimate, found.se, found.stored) == (None, None, {})


# --- O - E and variance ------------------------------------------------------------------------------------


def test_o_e_and_variance() -> None:
    rows = row("IPD", HAT, O_E="-3.5", VAR="5.25", EVENTS_1="4", TOTAL_1="20", EVENTS_2="9", TOTAL_2="21",
               SE="0.436", WEIGHT="100.0", **EFFECT, **LOGS)  # fmt: skip
    rows += row("IPD", CAP, O_E="0.0", VAR="0.0", **NONE)
    analysis = one(outcome("IPD", "Rain", rows, measure="Peto Odds Ratio", METHOD="EXP_O_E_VAR"))
    assert (analysis.kind, analysis.measure, analysis.method, analysis.model) == ("o_e", "PETO", "Peto", "common")
    first, second = analysis.rows
    assert (first.o_e, first.variance, first.experimental) == (-3.5, 5.25, SourceGroup(events=4, total=20))
    assert set(first.stored) == {"estimate", "low", "high", "log_estimate", "log_low", "log_high", "se", "weight"}
    assert (second.o_e, second.variance, second.stored) == (None, None, {})


# --- tables of texts ---------------------------------------------------------------------------------------


def test_a_table_of_texts() -> None:
    rows = row("OTHER", HAT, content="<P>Stayed <B>dry</B></P>") + row(
        "OTHER", CAP, content=tag("VALUE_1", "Wet | cold")
    )
    content = rows + subgroup("OTHER", "Old", row("OTHER", HAT, content="soaked", footnote="On foot"), number=1)
    analysis = one(outcome("OTHER", "What happened", content + tag("VALUE_1_LABEL", "Weather")))
    assert (analysis.kind, analysis.measure, analysis.rows) == ("other", "", ())
    assert analysis.table == (
        "| Subgroup | Study | Result | Weather | Footnote |\n| --- | --- | --- | --- | --- |\n"
        "|  | Hat 1999 | Stayed **dry** |  |  |\n|  | Cap 2004 |  | Wet \\| cold |  |\n"
        "| Old | Hat 1999 | soaked |  | On foot |"
    )


# --- what is told ------------------------------------------------------------------------------------------


def test_faults_of_rows_are_told_and_the_rest_is_read() -> None:
    rows = (
        row("DICH", "", EVENTS_1="1", TOTAL_1="2")
        + row("DICH", "STD-New_x002d_Hat-2001", EVENTS_1="1.5", TOTAL_1="x", EVENTS_2="-1", TOTAL_2="9",
              SE="Infinity", **EFFECT)
        + row("DICH", HAT, EVENTS_1="1", TOTAL_1="2", EFFECT_SIZE="NaN", CI_START="", CI_END="NaN")
    )  # fmt: skip
    found = read(counts(content=rows + tag("ODD", "?") + tag("ODD"), RANDOM="MAYBE", CI_TOTAL="950"))
    assert [row.study for row in found.analyses[0].rows] == ["STD-New_x002d_Hat-2001", HAT]
    assert found.analyses[0].rows[0].experimental == SourceGroup()
    assert found.studies[2].name == "New-Hat 2001"
    assert found.analyses[0].level == 0.95
    assert [(problem.code, str(problem.severity)) for problem in found.problems] == [
        ("rm5-word", "error"), ("rm5-word", "error"), ("rm5-nameless", "error"), ("rm5-study-added", "warning"),
        ("rm5-number", "error"), ("rm5-number", "error"), ("rm5-number", "error"), ("rm5-infinite", "note"),
        ("rm5-element", "warning"),
    ]  # fmt: skip
    assert told(found)[0] == (
        "review.rm5:40 [CMP-001.01 RANDOM]: error: 'MAYBE' is not a word known here; NO is taken — known: NO, YES"
    )
    assert told(found)[-1] == (
        "review.rm5:48 [ODD]: warning: nothing reads 2 elements 'ODD' within DICH_OUTCOME; left out — "
        "look whether the review needs what they say"
    )


def test_an_analysis_without_data_is_kept() -> None:
    found = read(
        counts() + counts(content=row("DICH", HAT, EVENTS_1="1", TOTAL_1="2", EFFECT_SIZE=""), number="1.2")
    )
    empty, uncounted = found.analyses
    assert (empty.name, empty.rows, empty.calculated) == ("Wet", (), True)
    assert (uncounted.number, uncounted.calculated) == ("2", False)
    assert [problem.code for problem in found.problems] == ["rm5-no-data", "rm5-not-calculated"]


def test_a_name_as_an_attribute_and_numbers_that_are_missing() -> None:
    bare = tag("COMPARISON", tag("DICH_OUTCOME", "", NAME="Wet", EFFECT_MEASURE="RR"), NAME="Hats")
    (analysis,) = read_source(as_bytes(review(analyses=bare))).analyses
    assert (analysis.comparison, analysis.number, analysis.comparison_name, analysis.name) == (
        "1",
        "1",
        "Hats",
        "Wet",
    )
    assert (analysis.method, analysis.model, analysis.totals, analysis.level) == ("MH", "common", "all", 0.95)


def test_diagnostic_tests_are_told() -> None:
    found = read_source(as_bytes(review(analyses=tag("TESTS", tag("TEST", tag("NAME", "Sniff"))))))
    assert [problem.code for problem in found.problems] == ["rm5-element"]
    assert "'TESTS' within ANALYSES_AND_DATA" in found.problems[0].message


def test_a_review_of_diagnostic_tests_is_told_as_one() -> None:
    found = read("", TYPE="DIAGNOSTIC")
    assert [(problem.code, problem.severity) for problem in found.problems] == [("diagnostic-accuracy", "error")]
    assert len(found.studies) == 2


# --- what is no number -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["NOT_CALCULATED", "Not estimable", "NO", "n/a"])
def test_a_word_for_none_is_no_fault(word: str) -> None:
    content = row("DICH", HAT, EVENTS_1="1", TOTAL_1="2", EFFECT_SIZE=word, CI_START=word, CI_END=word, SE=word)
    found = read(counts(content=content, EFFECT_SIZE=word, CI_START=word, CI_END=word, Z=word, TAU2=word))
    assert found.analyses[0].rows[0].stored == {}
    assert [problem.code for problem in found.problems] == ["rm5-not-calculated"]


def test_a_minus_that_is_not_a_hyphen() -> None:
    given = {"EFFECT_SIZE": "\u22120.5", "CI_START": "\u22120.9", "CI_END": "\u20130.1", "SE": "0.2"}
    found = one(outcome("CONT", "Wet", row("CONT", HAT, MEAN_1="\u22121.5", **given), EFFECT_MEASURE="MD"))
    (wet,) = found.rows
    assert wet.experimental.mean == -1.5
    assert [wet.stored[name] for name in ("estimate", "low", "high")] == [-0.5, -0.9, -0.1]


def test_a_subgroup_without_rows_stores_no_results_and_is_told() -> None:
    nobody = dict.fromkeys(("STUDIES", "EVENTS_1", "TOTAL_1", "EVENTS_2", "TOTAL_2", "DF"), "0")
    rows = row("DICH", HAT, EVENTS_1="1", TOTAL_1="2", EVENTS_2="1", TOTAL_2="2", **EFFECT)
    groups = subgroup("DICH", "Men", rows) + subgroup("DICH", "Women", "", number=2, **NONE, **nobody)
    found = read(counts(content=groups, **EFFECT))
    assert [(group.name, group.stored) for group in found.analyses[0].subgroups][1] == ("Women", {})
    assert [problem.message for problem in found.problems] == ["the subgroup 'Women' has no data; left out"]


def test_subgroups_of_one_number_are_kept_apart() -> None:
    rows = [row("DICH", key, EVENTS_1="1", TOTAL_1="2", **EFFECT) for key in (HAT, CAP)]
    groups = subgroup("DICH", "Men", rows[0]) + subgroup("DICH", "Women", rows[1])
    found = one(counts(content=groups, **EFFECT))
    assert [(group.number, group.name) for group in found.subgroups] == [("1", "Men"), ("1.2", "Women")]
    assert [(row.study, row.subgroup) for row in found.rows] == [(HAT, "1"), (CAP, "1.2")]
