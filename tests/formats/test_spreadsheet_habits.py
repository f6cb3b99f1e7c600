"""Each program's column habits: the exact numbers, and the mapping table that says how they were read."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from spreadsheet_tables import book_at, counts, estimates, is_sound, mapped, means, read_text

from effectbank.formats.spreadsheet import read

GROUPS = ("intervention", "control")


def test_metafors_cells_events_and_totals(tmp_path: Path) -> None:
    """The BCG trials as metadat carries them: dat.bcg's first three, moderators beside them."""
    done = read_text(
        tmp_path,
        """
        study,ai,n1i,ci,n2i,year,ablat,alloc
        Aronson 1948,4,123,11,139,1948,44,random
        Ferguson & Simes 1949,6,306,29,303,1949,55,random
        Rosenthal et al 1960,3,231,11,220,1960,42,random
        """,
    )
    assert mapped(done) == [
        ("study", "study", True),
        ("ai", "events, intervention", True),
        ("n1i", "total, intervention", True),
        ("ci", "events, control", True),
        ("n2i", "total, control", True),
        ("year", "year", True),
        ("ablat", "moderator", True),
        ("alloc", "moderator", True),
    ]
    assert counts(done) == {
        ("aronson_1948", "intervention"): (4, 123),
        ("aronson_1948", "control"): (11, 139),
        ("ferguson_simes_1949", "intervention"): (6, 306),
        ("ferguson_simes_1949", "control"): (29, 303),
        ("rosenthal_et_al_1960", "intervention"): (3, 231),
        ("rosenthal_et_al_1960", "control"): (11, 220),
    }
    study = done.review.studies["aronson_1948"]
    assert (study.label, study.year, study.fields["ablat"], study.fields["alloc"]) == (
        "Aronson 1948", 1948, "44", "random",
    )  # fmt: skip
    assert done.review.data["outcome"][0].provenance.source == "trials.csv, line 2"
    is_sound(done)


@pytest.mark.parametrize(
    "header",
    [
        "author,year,tpos,tneg,cpos,cneg",
        "author,year,ai,bi,ci,di",
        "author,year,tdead,tnodead,cdead,cnodead",
    ],
)
def test_four_cells_make_the_total_which_is_called_derived(tmp_path: Path, header: str) -> None:
    done = read_text(tmp_path, f"{header}\nAronson,1948,4,119,11,128\nComstock et al,1974,186,50448,141,27197\n")
    assert counts(done) == {
        ("aronson_1948", "intervention"): (4, 123),
        ("aronson_1948", "control"): (11, 139),
        ("comstock_et_al_1974", "intervention"): (186, 50634),
        ("comstock_et_al_1974", "control"): (141, 27338),
    }
    assert {(row.provenance.confidence, row.provenance.note) for row in done.review.data["outcome"]} == {
        ("derived", "total is events and non-events together")
    }
    assert [study.label for study in done.review.studies.values()] == ["Aronson 1948", "Comstock et al 1974"]
    is_sound(done)


@pytest.mark.parametrize(
    "header",
    [
        "studlab,event.e,n.e,event.c,n.c",
        "Study,Experimental cases,Experimental N,Control cases,Control N",
        "Study,Events 1,Total 1,Events 2,Total 2",
        "Study,Intervention events,Intervention total,Control events,Control total",
        "Study,Events (treatment),Group size (treatment),Events (control),Group size (control)",
        "study name,treated_events,treated_N,control_events,control_N",
    ],
)
def test_events_and_totals_in_every_programs_words(tmp_path: Path, header: str) -> None:
    done = read_text(tmp_path, f"{header}\nA,1,10,2,11\n")
    assert [read_as for _, read_as, _ in mapped(done)] == [
        "study", "events, intervention", "total, intervention", "events, control", "total, control",
    ]  # fmt: skip
    assert done.mapping.certain
    assert list(counts(done).values()) == [(1, 10), (2, 11)]
    is_sound(done)


@pytest.mark.parametrize(
    "header",
    [
        "study,m1i,sd1i,n1i,m2i,sd2i,n2i",
        "studlab,mean.e,sd.e,n.e,mean.c,sd.c,n.c",
        "study,mean1,sd1,n1,mean2,sd2,n2",
        "Study,Experimental mean,Experimental SD,Experimental N,Control mean,Control SD,Control N",
        "Study,Intervention mean,Intervention standard deviation,Intervention n,Control mean,Control SD,Control n",
    ],
)
def test_means_in_every_programs_words(tmp_path: Path, header: str) -> None:
    """Normand 1999's first trial (dat.normand1999)."""
    done = read_text(tmp_path, f"{header}\nEdinburgh,55,47,155,75,64,156\n")
    assert done.mapping.certain
    assert means(done) == {
        ("edinburgh", "intervention"): (55, 47, 155),
        ("edinburgh", "control"): (75, 64, 156),
    }
    assert done.review.outcomes["outcome"].kind == "means"
    assert done.review.synthesis("outcome").fit.estimate == pytest.approx(-20)
    is_sound(done)


def test_standard_errors_of_means_become_sds_called_derived(tmp_path: Path) -> None:
    """Handbook 6.5.2.2: SD = SE x sqrt(n): 0.5 x 5 and 0.5 x 6."""
    header = "Study,Intervention mean,Intervention SE,Intervention n,Control mean,Control SE,Control n"
    done = read_text(tmp_path, f"{header}\nA,5,0.5,25,6,0.5,36\n")
    assert means(done) == {("a", "intervention"): (5, 2.5, 25), ("a", "control"): (6, 3.0, 36)}
    assert {row.provenance.confidence for row in done.review.data["outcome"]} == {"derived"}


def test_rates(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,x1i,t1i,x2i,t2i\nAFASAK,9,413,19,398\n")
    assert [(row.events, row.time) for row in done.review.data["outcome"]] == [(9, 413), (19, 398)]
    assert done.review.analyses["outcome"].measure == "IRR"
    is_sound(done)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("study,yi,vi", "-0.5,0.04"), ("study,yi,sei", "-0.5,0.2"), ("studlab,TE,seTE", "-0.5,0.2")],
)
def test_estimates_already_made(tmp_path: Path, header: str, cells: str) -> None:
    done = read_text(tmp_path, f"{header}\nA,{cells}\n")
    assert done.mapping.certain
    assert estimates(done) == {"a": ("GEN", -0.5, pytest.approx(0.2, rel=1e-15))}
    is_sound(done)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Study,OR (95% CI)", '"0.50 (0.25 to 1.00)"'),
        ("Study,Odds ratio [95% CI]", '"0.50 [0.25; 1.00]"'),
        ("Study,OR,95% CI", "0.50,0.25–1.00"),
        ("Study,OR,Lower 95% CI,Upper 95% CI", "0.50,0.25,1.00"),
    ],
)
def test_ratios_as_printed_are_taken_to_their_logarithms(tmp_path: Path, header: str, cells: str) -> None:
    """se = (log 1.00 - log 0.25) / (2 x 1.959964)."""
    done = read_text(tmp_path, f"{header}\nA,{cells}\n")
    assert done.mapping.certain, mapped(done)
    measure, estimate, se = estimates(done)["a"]
    assert (measure, estimate) == ("OR", pytest.approx(math.log(0.5), rel=1e-15))
    assert se == pytest.approx(math.log(4) / (2 * 1.959963984540054), rel=1e-12)
    assert done.review.contrasts["outcome"][0].provenance.confidence == "derived"
    is_sound(done)


def test_stata_es_lci_uci_says_no_scale_so_it_is_asked(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,es,lci,uci\nA,0.5,0.25,1.0\n")
    assert done.review is None
    assert mapped(done) == [
        ("study", "study", True), ("es", "estimate", True), ("lci", "low", True), ("uci", "high", True),
    ]  # fmt: skip
    assert done.mapping.doubts == (
        "the scale of the estimates of outcome isn't said; set measure, and ratio = true for ratios",
        "the interval of outcome is taken to be at 95 %; the headings don't say",
    )


def test_groups_own_numbers_go_before_estimates_made_of_them(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,ai,n1i,ci,n2i,yi,vi\nA,1,10,2,10,-0.69,1.3\n")
    assert mapped(done)[-2:] == [("yi", "moderator", True), ("vi", "moderator", True)]
    assert done.review.studies["a"].fields == {"yi": "-0.69", "vi": "1.3"}


def test_one_row_an_arm(tmp_path: Path) -> None:
    done = read_text(
        tmp_path,
        """
        study,treatment,events,n,dose,site
        Smith 2001,naltrexone,5,40,50 mg,clinic
        Smith 2001,placebo,10,41,,clinic
        Jones 2003,naltrexone,3,30,25 mg,prison
        Jones 2003,placebo,6,29,,prison
        """,
    )
    assert done.mapping.layout == "one row an arm"
    assert mapped(done) == [
        ("study", "study", True), ("treatment", "arm", True), ("events", "events", True), ("n", "total", True),
        ("dose", "moderator", True), ("site", "moderator", True),
    ]  # fmt: skip
    assert counts(done) == {
        ("smith_2001", "naltrexone"): (5, 40), ("smith_2001", "placebo"): (10, 41),
        ("jones_2003", "naltrexone"): (3, 30), ("jones_2003", "placebo"): (6, 29),
    }  # fmt: skip
    comparison = done.review.comparisons["naltrexone_v_placebo"]
    assert (comparison.intervention, comparison.control) == (("naltrexone",), ("placebo",))
    assert [study.fields["site"] for study in done.review.studies.values()] == ["clinic", "prison"]
    is_sound(done)


def test_a_name_typed_once_over_its_arms_goes_down_and_what_differs_between_arms_is_the_arms(
    tmp_path: Path,
) -> None:
    done = read_text(
        tmp_path,
        """
        study,arm,mean,sd,n,dose
        A,drug,1.5,2.1,10,5 mg
        ,placebo,2,1.1,11,none
        B,drug,3,1,10,10 mg
        ,placebo,4,1,12,none
        """,
    )
    assert means(done)["b", "placebo"] == (4, 1, 12)
    assert [arm.description for arm in done.review.arms] == [
        "dose: 5 mg",
        "dose: none",
        "dose: 10 mg",
        "dose: none",
    ]
    assert [p.message for p in done.problems] == ["2 rows without a name are of the study named above them"]
    is_sound(done)


def test_several_treatments_against_one_control_are_asked_about(tmp_path: Path) -> None:
    rows = "A,high,1,10\nA,low,2,10\nA,placebo,3,10\nB,high,1,10\nB,placebo,3,10\n"
    done = read_text(tmp_path, f"study,arm,events,total\n{rows}")
    assert done.review is None
    assert done.mapping.doubts == (
        "several treatments (high and low) stand against placebo; all are proposed as intervention",
    )


def test_two_groups_of_which_neither_is_a_control_by_name_are_asked_about(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,arm,events,total\nA,x,1,10\nA,y,2,10\nB,x,3,10\nB,y,4,10\n")
    assert done.review is None
    assert "which arms are the control isn't said" in done.mapping.doubts[0]
    done = read_text(tmp_path, "Study,Drug A events,Drug A N,Drug B events,Drug B N\nS,1,10,2,11\n")
    assert done.review is None
    assert (done.mapping.intervention, done.mapping.control) == (("Drug A",), ("Drug B",))


@pytest.mark.parametrize(
    "header", ["death_ai,death_ci,mi_ai,mi_ci,n1i,n2i", "ai.death,ci.death,ai.mi,ci.mi,n1i,n2i"]
)
def test_outcomes_side_by_side_by_prefix_or_suffix_may_share_their_totals(tmp_path: Path, header: str) -> None:
    done = read_text(tmp_path, f"study,{header}\nA,1,2,3,4,30,31\n")
    assert list(counts(done, "death").values()) == [(1, 30), (2, 31)]
    assert list(counts(done, "mi").values()) == [(3, 30), (4, 31)]
    assert [outcome.label for outcome in done.review.outcomes.values()] == ["Death", "Mi"]
    assert mapped(done)[1] == (header.partition(",")[0], "events, intervention, of death", True)
    assert list(done.review.analyses) == ["death", "mi"]
    is_sound(done)


def test_outcomes_side_by_side_under_merged_headings(tmp_path: Path) -> None:
    rows = [
        ["Study", "Death", None, None, None, "Pain", None, None, None, None, None],
        [None, "Naltrexone", None, "Placebo", None, "Naltrexone", None, None, "Placebo", None, None],
        [None, "Events", "N", "Events", "N", "Mean", "SD", "N", "Mean", "SD", "N"],
        ["A", 1, 30, 2, 31, 4.5, 1.5, 29, 5.5, 1.25, 30],
    ]
    merged = ["A1:A3", "B1:E1", "F1:K1", "B2:C2", "D2:E2", "F2:H2", "I2:K2"]
    done = read(book_at(tmp_path, {"Data": rows}, merged))
    assert done.mapping.certain, mapped(done)
    assert counts(done, "death") == {("a", "naltrexone"): (1, 30), ("a", "placebo"): (2, 31)}
    assert means(done, "pain") == {("a", "naltrexone"): (4.5, 1.5, 29), ("a", "placebo"): (5.5, 1.25, 30)}
    assert [a.measure for a in done.review.analyses.values()] == ["RR", "MD"]
    is_sound(done)


def test_outcomes_named_in_a_column(tmp_path: Path) -> None:
    done = read_text(
        tmp_path, "study,outcome,ai,n1i,ci,n2i\nA,Death,1,10,2,10\nA,Stroke,3,10,4,10\nB,Death,5,20,6,21\n"
    )
    assert counts(done, "death") == {
        ("a", "intervention"): (1, 10), ("a", "control"): (2, 10),
        ("b", "intervention"): (5, 20), ("b", "control"): (6, 21),
    }  # fmt: skip
    assert list(counts(done, "stroke").values()) == [(3, 10), (4, 10)]
    is_sound(done)


def test_one_group_a_study_is_no_comparison(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,xi,ni\nA,1,10\nB,2,20\n")
    assert done.review is None
    assert "one group a study, as xi and ni, is pooled by effectbank pool" in done.mapping.doubts[0]


def test_of_three_groups_side_by_side_none_is_left_out_unasked(tmp_path: Path) -> None:
    head = "Study,Drug A events,Drug A N,Drug B events,Drug B N,Placebo events,Placebo N"
    done = read_text(tmp_path, f"{head}\nS,1,10,2,11,3,12\n")
    assert done.review is None
    assert done.mapping.doubts == (
        "several groups stand beside the control (Drug A and Drug B); the first is proposed",
    )


def test_a_total_of_all_groups_and_a_mean_age_are_no_outcomes(tmp_path: Path) -> None:
    """The mean age has no SD of its own, and doesn't borrow the outcome's."""
    head = "Study,Intervention mean,Intervention SD,Intervention n,Control mean,Control SD,Control n"
    done = read_text(tmp_path, f"{head},Control mean age,Total\nA,1,2,30,3,4,31,45,61\n")
    assert done.mapping.certain
    assert means(done) == {("a", "intervention"): (1, 2, 30), ("a", "control"): (3, 4, 31)}
    assert done.review.studies["a"].fields == {"control_mean_age": "45", "total": "61"}
    assert list(done.review.outcomes) == ["outcome"]


def test_no_events_is_not_taken_for_number_of_events(tmp_path: Path) -> None:
    head = "Study,Treatment events,Treatment no events,Control events,Control no events"
    done = read_text(tmp_path, f"{head}\nA,1,9,2,8\n")
    assert done.review is None
    assert mapped(done)[2] == ("Treatment no events", "non-events, intervention", False)
    assert counts(read_text(tmp_path, f"{head}\nA,1,9,2,8\n", mapping=done.mapping.confirmed())) == {
        ("a", "intervention"): (1, 10), ("a", "control"): (2, 10),
    }  # fmt: skip


def test_an_outcomes_unit_in_one_heading_of_a_group_goes_with_the_others(tmp_path: Path) -> None:
    head = "Study,Intervention Mean (mmHg),Intervention SD,Intervention N,Control Mean (mmHg),Control SD,Control N"
    done = read_text(tmp_path, f"{head}\nA,1,2,30,3,4,31\n")
    assert means(done, "mmhg") == {("a", "intervention"): (1, 2, 30), ("a", "control"): (3, 4, 31)}
    assert done.review.outcomes["mmhg"].label == "mmHg"


def test_cells_whose_group_only_their_place_shows_are_asked_about(tmp_path: Path) -> None:
    done = read_text(tmp_path, "Study,Experimental Mean,SD,Total,Control Mean,SD,Total\nA,1,2,30,3,4,31\n")
    assert [certain for _, _, certain in mapped(done)] == [True, True, False, False, True, False, False]
    done = read_text(
        tmp_path,
        "Study,Experimental Mean,SD,Total,Control Mean,SD,Total\nA,1,2,30,3,4,31\n",
        mapping=done.mapping.confirmed(),
    )
    assert means(done) == {("a", "intervention"): (1, 2, 30), ("a", "control"): (3, 4, 31)}


def test_counts_and_means_of_one_row_an_arm_are_two_outcomes_that_share_the_total(tmp_path: Path) -> None:
    done = read_text(
        tmp_path,
        """
        Study,Arm,Events,N,Mean,SD
        Able 2001,Drug X,5,20,3.4,1.2
        Able 2001,Placebo,9,21,4.4,1.1
        """,
    )
    assert mapped(done)[2:] == [
        ("Events", "events, of outcome", True),
        ("N", "total", True),
        ("Mean", "mean, of means", True),
        ("SD", "sd, of means", True),
    ]
    found = {name: plan.measure for name, plan in done.review.analyses.items()}
    assert sorted(found.values()) == ["MD", "RR"]
    assert [(r.arm, r.events, r.total) for r in done.review.data["outcome"]] == [
        ("drug_x", 5, 20),
        ("placebo", 9, 21),
    ]
    assert [(r.arm, r.mean, r.sd, r.total) for r in done.review.data["means"]] == [
        ("drug_x", 3.4, 1.2, 20),
        ("placebo", 4.4, 1.1, 21),
    ]
    is_sound(done)


def test_an_outcome_with_n_of_n_takes_no_total_that_is_of_others(tmp_path: Path) -> None:
    """Remission among all who were randomised, the score among those analysed."""
    heads = [
        f"{group} {cell}"
        for group in ("Treatment", "Control")
        for cell in ("Remission n/N", "ISI mean", "ISI SD", "N")
    ]
    done = read_text(tmp_path, f"Study,{','.join(heads)}\nA,21/40,9.1,4.2,38,9/41,12.3,4.4,39\n")
    assert done.mapping.certain
    assert done.problems == ()
    remission, isi = done.review.data["remission"], done.review.data["isi"]
    assert [(row.events, row.total) for row in remission] == [(21, 40), (9, 41)]
    assert [(row.mean, row.sd, row.total) for row in isi] == [(9.1, 4.2, 38), (12.3, 4.4, 39)]
    is_sound(done)


def test_two_totals_of_one_outcome_that_differ_are_told_with_the_way_out(tmp_path: Path) -> None:
    done = read_text(tmp_path, "Study,Treatment n/N,Treatment N,Control n/N,Control N\nA,21/40,38,9/41,41\n")
    assert [str(problem) for problem in done.problems if problem.code == "contradiction"] == [
        "trials.csv:2 [C2 (Treatment N)]: error: the total is 38 and 40; taken as unknown — look the numbers up in "
        'the source, or name its outcome where a column is another outcome\'s total (outcome = "…" in the mapping)'
    ]


def test_means_beside_counts_whose_outcomes_a_column_names_are_asked_about(tmp_path: Path) -> None:
    """They are no outcome besides: rows of a column of outcomes are read one way, so nothing is dropped unasked."""
    done = read_text(
        tmp_path,
        """
        Outcome,Study,Arm,Events,N,Mean,SD
        Relapse,Able 2001,Drug X,5,20,,
        Relapse,Able 2001,Placebo,9,21,,
        Craving,Able 2001,Drug X,,20,3.4,1.2
        Craving,Able 2001,Placebo,,21,4.4,1.1
        """,
    )
    assert mapped(done)[3:] == [
        ("Events", "events", True),
        ("N", "total", True),
        ("Mean", "mean", False),
        ("SD", "sd", False),
    ]
    assert done.review is None
    assert not done.problems


def test_a_score_with_its_sd_beside_events_is_an_outcome_of_its_own(tmp_path: Path) -> None:
    """Drug X | Mean score (SD): the X is part of a name, and mean and SD needn't stand side by side."""
    done = read_text(
        tmp_path,
        """
        ,Drug X,,,Placebo,,
        Study,Events,N,Mean score (SD),Events,N,Mean score (SD)
        Able 2001,5,20,3.4 (1.2),9,21,4.4 (1.1)
        Baker 2003,7,40,3.1 (1.0),12,40,4.0 (1.3)
        """,
    )
    assert done.mapping.certain
    assert done.mapping.intervention == ("Drug X",)
    assert [(r.arm, r.mean, r.sd, r.total) for r in done.review.data["score"]][:2] == [
        ("drug_x", 3.4, 1.2, 20),
        ("placebo", 4.4, 1.1, 21),
    ]
    assert [(r.events, r.total) for r in done.review.data["outcome"]] == [(5, 20), (9, 21), (7, 40), (12, 40)]
    is_sound(done)


RELAPSED = """
,Drug X,,Placebo,
Study,Relapsed,N,Relapsed,N
Able 2001,5,20,9,21
Baker 2003,7,40,12,40
"""


def test_an_unknown_word_beside_the_totals_may_be_the_events_and_no_group(tmp_path: Path) -> None:
    done = read_text(tmp_path, RELAPSED)
    assert mapped(done)[1:] == [
        ("Drug X | Relapsed", "events, intervention", False),
        ("Drug X | N", "total, intervention", True),
        ("Placebo | Relapsed", "events, control", False),
        ("Placebo | N", "total, control", True),
    ]
    assert done.mapping.doubts == ()
    assert [plan.name for plan in done.mapping.outcomes] == ["relapsed"]


def test_counts_of_both_groups_that_no_outcome_takes_are_asked_about(tmp_path: Path) -> None:
    done = read_text(
        tmp_path,
        """
        ,Drug X,,,Placebo,,
        Study,Relapsed,Events,N,Relapsed,Events,N
        Able 2001,5,3,20,9,4,21
        Baker 2003,7,4,40,12,5,40
        """,
    )
    assert done.review is None
    unsure = [(column.heading, column.role) for column in done.mapping.columns if not column.certain]
    assert unsure == [("Drug X | Relapsed", "moderator"), ("Placebo | Relapsed", "moderator")]


def test_ages_under_both_groups_are_kept_as_they_are(tmp_path: Path) -> None:
    """They are no counts, and of one heading nobody can tell; a sheet with them still goes straight through."""
    text = RELAPSED.replace("Relapsed", "Events").replace(",Drug X,,Placebo,", ",Drug X,,,Placebo,,")
    text = text.replace("Events,N", "Events,N,Age").replace("5,20,9,21", "5,20,31.5,9,21,32.1")
    done = read_text(tmp_path, text.replace("7,40,12,40", "7,40,40.5,12,40,41.2"))
    assert done.mapping.certain
    assert done.review.studies["able_2001"].fields == {"age": "31.5", "age_2": "32.1"}
