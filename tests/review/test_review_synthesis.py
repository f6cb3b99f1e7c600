"""Analyses of folders: arms chosen and combined, strata, contrasts, subgroups, what is missing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from effectbank.plots import forest
from effectbank.problems import NotEstimable, UnknownName
from effectbank.review import Review, open_folder, read_files
from effectbank.review.opening import NoFolder
from effectbank.review.paths import BadPath, resolve
from effectbank.review.study_rows import ArmTotals, totals_of
from effectbank.review.synthesis import driving_of, without

ENTRY = b'kind = "review"\ntitle = "t"\n'
STUDIES = """study,setting,status
alpha,clinic,
beta,home,
gamma,,
"""
ARMS = """study,arm,treatment
alpha,low,drug
alpha,high,drug_high
alpha,control,placebo
beta,treated,drug
beta,control,none
gamma,treated,drug
gamma,control,placebo
"""
PLAN = """[comparisons.c]
intervention = ["drug", "drug_high"]
control = ["placebo", "none"]
[outcomes.o]
good = "less"
kind = "KIND"
[analyses.a]
outcome = "o"
comparison = "c"
measure = "RR"
model = "common"
method = "IV"
"""


def folder(data: str, *, kind: str = "counts", plan: str = "", contrasts: str = "") -> Review:
    files = {
        "entry.toml": ENTRY,
        "studies.csv": STUDIES.encode(),
        "arms.csv": ARMS.encode(),
        "review.toml": (PLAN.replace("KIND", kind) + plan).encode(),
        "data/o.csv": data.encode(),
    }
    if contrasts:
        files["data/o.contrasts.csv"] = contrasts.encode()
    return read_files("r", {name: raw for name, raw in files.items() if raw})


COUNTS = """study,arm,events,total
alpha,low,3,20
alpha,high,2,22
alpha,control,8,40
beta,treated,4,30
beta,control,9,31
"""


def test_matching_arms_are_combined_and_said_to_be() -> None:
    synthesis = folder(COUNTS).synthesis("a")
    first = synthesis.rows[0]
    assert (first.events1, first.total1, first.events2, first.total2) == (5, 42, 8, 40)
    assert first.note == "arms combined: low and high"
    assert first.yi == pytest.approx(math.log((5 / 42) / (8 / 40)), rel=1e-14)
    assert synthesis.status == "complete"
    assert (synthesis.intervention.events, synthesis.intervention.total) == (9, 72)
    assert synthesis.control.crude_risk == pytest.approx(17 / 71)


def test_what_the_plan_leaves_out_is_told_and_counted() -> None:
    data = COUNTS + "gamma,treated,4,30\ngamma,control,9,31\n"
    review = folder(data, plan='without = ["gamma"]\nwhere = { setting = ["clinic", "shelter"] }\n')
    synthesis = review.synthesis("a")
    assert synthesis.left_out == ("beta", "gamma")
    told = "only studies with setting clinic or shelter, without Gamma (the plan leaves out 2 studies with data)"
    assert synthesis.notes == (told,)
    assert [(p.severity, p.message) for p in review.problems() if p.code == "left-out-by-plan"] == [("note", told)]
    nobody = folder(data, plan='without = ["alpha", "beta", "gamma"]\n').synthesis("a")
    assert (nobody.status, nobody.left_out) == ("no data", ("alpha", "beta", "gamma"))
    assert nobody.notes == ("without Alpha, Beta, Gamma (the plan leaves out 3 studies with data)",)
    assert folder(data).synthesis("a").left_out == ()


def test_weights_and_labels_are_those_of_the_rows() -> None:
    synthesis = folder(COUNTS).synthesis("a")
    assert synthesis.effects.labels == ("alpha", "beta")
    assert [row.label for row in synthesis.rows] == ["Alpha", "Beta"]
    assert sum(row.weight for row in synthesis.rows) == pytest.approx(100)
    low, high = synthesis.rows[0].ci
    assert math.sqrt(low * high) == pytest.approx(synthesis.rows[0].estimate)  # symmetric on the log scale


def test_strata_are_rows_of_their_own() -> None:
    review = folder(
        "study,arm,stratum,events,total\n"
        "beta,treated,men,4,30\nbeta,control,men,9,31\nbeta,treated,women,2,20\nbeta,control,women,3,21\n",
        plan='[analyses.men]\noutcome = "o"\ncomparison = "c"\nmeasure = "RR"\nwhere = { stratum = "men" }\n',
    )
    synthesis = review.synthesis("a")
    assert synthesis.effects.labels == ("beta/men", "beta/women")
    assert [row.label for row in synthesis.rows] == ["Beta, men", "Beta, women"]
    assert synthesis.labels_of(["beta"]) == ("beta/men", "beta/women")
    assert review.synthesis("men").effects.labels == ("beta/men",)


def test_a_study_with_one_side_only_is_missing_with_its_place() -> None:
    synthesis = folder(COUNTS + "gamma,treated,4,30\n").synthesis("a")
    assert synthesis.status == "partial"
    (gap,) = synthesis.missing
    assert (gap.study, gap.reason, str(gap.place)) == ("gamma", "no row for the control arm", "data/o.csv:7")
    assert synthesis.control.total is None  # unknown stays unknown
    assert synthesis.fit.k == 2
    assert synthesis.notes == ("the fit leaves out, for want of numbers: Gamma",)


def test_a_contrast_stands_in_where_arms_give_no_numbers() -> None:
    review = folder(
        COUNTS,
        contrasts="study,arm,against,measure,estimate,se\ngamma,treated,control,RR,-0.5,0.2\nbeta,treated,control,RR,9,1\n",
    )
    synthesis = review.synthesis("a")
    assert [row.yi for row in synthesis.rows][2] == -0.5
    assert synthesis.rows[1].events1 == 4  # beta's own counts come before its contrast
    w = [1 / row.vi for row in synthesis.rows]
    mean = sum(a * row.yi for a, row in zip(w, synthesis.rows, strict=True)) / sum(w)
    assert synthesis.fit.estimate == pytest.approx(mean, rel=1e-12)


def test_a_subgroup_and_a_stratum_of_one_name_keep_their_own_numbers_beside_a_contrast() -> None:
    cells = ((",2", 3, 6), ("2,", 8, 2))
    rows = "".join(f"beta,treated,{part},{a},30\nbeta,control,{part},{c},30\n" for part, a, c in cells)
    review = folder(
        f"study,arm,stratum,subgroup,events,total\n{rows}",
        contrasts="study,arm,against,measure,estimate,se\ngamma,treated,control,RR,-0.5,0.2\n",
    )
    found = [row.estimate for row in review.synthesis("a").rows]
    assert found == pytest.approx([0.5, 4.0, math.exp(-0.5)])


CONTRASTS = "study,arm,against,measure,estimate,se\n"


@pytest.mark.parametrize("second", ["beta,treated,control,RR,0.9,0.2", "beta,control,treated,RR,-0.5,0.2"])
def test_two_contrasts_of_a_study_are_neither_chosen_between_nor_both_used(second: str) -> None:
    review = folder("", kind="contrasts", contrasts=f"{CONTRASTS}beta,treated,control,RR,0.5,0.2\n{second}\n")
    synthesis = review.synthesis("a")
    assert synthesis.fit is None
    assert synthesis.rows[0].reason == "several contrasts fit this comparison (lines 2, 3)"
    (told,) = [problem for problem in review.problems() if problem.code == "contrast-twice"]
    assert (told.severity, told.place.line, told.hint) == ("error", 3, "delete one; until then neither is used")


def test_a_contrast_on_another_measure_before_the_one_asked_for_does_not_hide_it() -> None:
    rows = "beta,treated,control,HR,0.9,0.2\nbeta,treated,control,RR,0.5,0.2\n"
    assert folder("", kind="contrasts", contrasts=CONTRASTS + rows).run("a").estimate == 0.5


def test_a_contrast_whose_numbers_are_unknown_leaves_the_others_theirs() -> None:
    rows = "alpha,low,control,HR,0.1,0.2\nbeta,treated,control,HR,,\n"
    files = {
        "entry.toml": ENTRY,
        "studies.csv": STUDIES.encode(),
        "arms.csv": ARMS.encode(),
        "review.toml": PLAN.replace("KIND", "contrasts").replace('"RR"', '"HR"').encode(),
        "data/o.contrasts.csv": (CONTRASTS + rows).encode(),
    }
    synthesis = read_files("r", files).synthesis("a")
    assert synthesis.status == "partial"
    assert (synthesis.fit.k, synthesis.fit.estimate) == (1, pytest.approx(0.1))
    assert synthesis.rows[1].reason == "estimate and se unknown"


def test_a_contrast_beside_usable_arms_is_said_to_be_passed_over() -> None:
    review = folder(
        COUNTS, contrasts=f"{CONTRASTS}alpha,low,control,RR,0.5,0.2\ngamma,treated,control,RR,-0.5,0.2\n"
    )
    (told,) = [problem for problem in review.problems() if problem.code == "contrast-unused"]
    assert (told.severity, str(told.place)) == ("note", "data/o.contrasts.csv:2 [study]")
    assert told.message == "alpha: its arms' own numbers are used, not this contrast, by a"


def test_a_contrast_reported_the_other_way_round_is_turned_and_said_so() -> None:
    synthesis = folder(
        "", kind="contrasts", contrasts="study,arm,against,measure,estimate,se\nbeta,control,treated,RR,0.5,0.2\n"
    ).synthesis("a")
    assert synthesis.fit.estimate == pytest.approx(-0.5)
    assert synthesis.rows[0].note == "reported the other way round; sign turned"


def test_a_contrast_on_another_measure_is_missing_with_the_reason() -> None:
    synthesis = folder(
        "", kind="contrasts", contrasts="study,arm,against,measure,estimate,se\nbeta,treated,control,HR,0.5,0.2\n"
    ).synthesis("a")
    assert synthesis.status == "not estimable"
    assert synthesis.missing[0].reason == "reported as HR, not RR"


def test_contrasts_do_not_go_into_mantel_haenszel() -> None:
    review = folder(
        COUNTS,
        plan='[analyses.mh]\noutcome = "o"\ncomparison = "c"\nmeasure = "RR"\nmodel = "common"\nmethod = "MH"\n',
        contrasts="study,arm,against,measure,estimate,se\ngamma,treated,control,RR,-0.5,0.2\n",
    )
    synthesis = review.synthesis("mh")
    assert synthesis.status == "not estimable"
    assert "hold no counts" in synthesis.reason


def test_means() -> None:
    review = folder(
        "study,arm,mean,sd,total\nbeta,treated,10,2,30\nbeta,control,12,3,31\n",
        kind="means",
        plan='[analyses.md]\noutcome = "o"\ncomparison = "c"\nmeasure = "MD"\nmodel = "common"\n',
    )
    fit = review.run("md")
    assert fit.estimate == pytest.approx(-2.0)
    assert fit.se == pytest.approx(math.sqrt(4 / 30 + 9 / 31))
    assert review.synthesis("md").absolute is None
    assert review.synthesis("a").status == "not estimable"  # a risk ratio of means


def test_rates() -> None:
    review = folder(
        "study,arm,events,time\nbeta,treated,12,100.5\nbeta,control,20,98\n",
        kind="rates",
        plan='[analyses.irr]\noutcome = "o"\ncomparison = "c"\nmeasure = "IRR"\nmodel = "common"\n',
    )
    fit = review.run("irr")
    assert fit.estimate == pytest.approx(math.log((12 / 100.5) / (20 / 98)))
    assert fit.se == pytest.approx(math.sqrt(1 / 12 + 1 / 20))  # Rothman, Greenland & Lash 2008: var log IRR
    assert review.synthesis("irr").rows[0].time1 == 100.5


def test_subgroups_hold_every_study_of_the_total() -> None:
    review = folder(
        COUNTS + "gamma,treated,4,30\ngamma,control,6,30\n",
        plan='[analyses.g]\noutcome = "o"\ncomparison = "c"\nmeasure = "RR"\nsubgroups = "setting"\n',
    )
    found = review.synthesis("g").subgroups
    assert {name: fit.k for name, fit in found.groups.items()} == {"clinic": 1, "home": 1, "not stated": 1}
    assert (found.by, found.test.df) == ("setting", 2)


def test_less_some_studies() -> None:
    review = folder(COUNTS)
    less = without(review, "a", ["alpha"])
    assert less.effects.labels == ("beta",)
    assert less.fit.estimate == pytest.approx(math.log((4 / 30) / (9 / 31)))
    with pytest.raises(UnknownName, match="unknown study of a 'alfa'; did you mean alpha"):
        without(review, "a", ["alfa"])


def test_a_synthesis_is_made_once() -> None:
    review = folder(COUNTS)
    assert review.synthesis("a") is review.synthesis("a")
    assert driving_of(review.synthesis("a")) is driving_of(review.synthesis("a"))


def test_an_analysis_that_is_not_there() -> None:
    with pytest.raises(UnknownName, match="unknown analysis 'aa'; did you mean a"):
        folder(COUNTS).run("aa")


def test_running_what_has_no_data_says_why() -> None:
    with pytest.raises(NotEstimable, match="not estimable: mortality: no study measured death"):
        open_folder("naltrexone-2011").run("mortality")


def test_a_double_zero_is_named_and_the_analysis_still_complete() -> None:
    data = COUNTS + "gamma,treated,0,30\ngamma,control,0,30\n"
    review = folder(
        data, plan='[analyses.rev]\noutcome = "o"\ncomparison = "c"\nmeasure = "RR"\npreset = "revman5"\n'
    )
    synthesis = review.synthesis("rev")
    assert synthesis.status == "complete"
    assert [row.study for row in synthesis.rows if row.weight is None] == ["gamma"]
    assert synthesis.rows[2].reason
    assert synthesis.control.total == 101  # the crude counts hold everyone


def test_the_benefit_of_an_absolute_effect_is_the_outcomes_good() -> None:
    assert folder(COUNTS).synthesis("a").absolute.nnt.direction == "benefit"  # fewer events, less is good


def test_published_beside_computed() -> None:
    review = open_folder("naltrexone-2011")
    published = review.analyses["retained"].published
    found = {row.name: (row.published, row.agrees) for row in review.comparison_of(published)}
    assert found["estimate"] == (1.43, True)
    assert found["corresponding_risk"] == (0.24, False)  # 240 is 168 x 1.43; computed 239
    assert review.comparison_of(review.analyses["follow_up"].published) == ()  # partial: nothing to compare


def test_the_studies_pooled_are_told_from_those_with_data() -> None:
    plan = folder(COUNTS).files["review.toml"]
    rows = "gamma,treated,0,10\ngamma,control,0,10\n"  # no event in either group: no risk ratio of its own
    for data, said in ((COUNTS, "studies pooled"), (COUNTS + rows, "studies pooled, of 3 with data")):
        files = {**folder(data).files, "review.toml": plan + b'preset = "revman5"\n'}
        value = resolve(read_files("r", files), "a.k")
        assert (value.numbers, value.label.partition(": ")[2]) == ((2,), said)


def test_without_a_good_direction_no_number_is_needed_to_benefit_or_to_harm() -> None:
    review = folder(COUNTS)
    plan = review.files["review.toml"].replace(b'good = "less"\n', b"")
    unsaid = read_files("r", {**review.files, "review.toml": plan})
    assert unsaid.synthesis("a").absolute.nnt is None
    with pytest.raises(BadPath, match=r'good = "more" or good = "less" under \[outcomes\.o\]'):
        resolve(unsaid, "a.nnt")


def test_a_study_that_the_measure_refuses_leaves_the_others_their_estimate() -> None:
    plan = PLAN.replace("KIND", "means").replace('"RR"', '"MD"')
    rows = "alpha,low,5,0,20\nalpha,control,4,0,20\nbeta,treated,5,2,20\nbeta,control,4,2,20\n"
    files = {**folder(COUNTS).files, "review.toml": plan.encode()}
    review = read_files("r", {**files, "data/o.csv": f"study,arm,mean,sd,total\n{rows}".encode()})
    synthesis = review.synthesis("a")
    assert (synthesis.status, synthesis.fit.k, synthesis.fit.estimate) == ("partial", 1, 1.0)
    (gap,) = synthesis.missing
    assert (gap.study, str(gap.place)) == ("alpha", "data/o.csv:2")
    assert gap.reason.startswith("intervention SD: 0.0 given, an SD above 0 in either group expected")
    told = [str(problem.place) for problem in review.problems() if problem.code == "sd-zero"]
    assert told == ["data/o.csv:2 [sd]", "data/o.csv:3 [sd]"]


@pytest.mark.parametrize("given", ["a" * 5000, "", "nul\0"])
def test_what_cannot_be_a_path_is_no_folder(given: str) -> None:
    with pytest.raises(NoFolder, match="is no folder and no shipped example"):
        open_folder(given)


def test_a_subgroup_that_cannot_be_pooled_is_not_estimable_and_not_compared() -> None:
    rows = "alpha,low,5,20\nalpha,control,0,20\nbeta,treated,4,30\nbeta,control,6,30\n"  # M-H: 5 / 0 in clinics
    plan = PLAN.replace("KIND", "counts").replace('"IV"', '"MH"') + 'subgroups = "setting"\n'
    files = {**folder(COUNTS).files, "review.toml": plan.encode()}
    review = read_files("r", {**files, "data/o.csv": f"study,arm,events,total\n{rows}".encode()})
    synthesis = review.synthesis("a")
    why = "MH finds no finite estimate: one group has no events at all"
    assert synthesis.notes == (f"the subgroup clinic is not estimable by itself: {why}",)
    drawn = [(row.label, row.cells.get("estimate", "")) for row in forest(synthesis).rows]
    assert [label for label, _ in drawn[:3]] == ["clinic", "Alpha", "Subtotal"]
    assert drawn[2] == ("Subtotal", "not estimable")
    assert not any("subgroup differences" in label for label in drawn)
    (told,) = [problem for problem in review.problems() if problem.code == "subgroup-not-estimable"]
    assert (told.place.key, told.message) == ("analyses.a.subgroups", synthesis.notes[0])


@pytest.mark.parametrize(
    ("measure", "hint"), [("RR", "no control counts are known; "), ("HR", "they need one of RR")]
)
def test_a_baseline_of_which_nothing_comes_is_told(measure: str, hint: str) -> None:
    rows = f"{CONTRASTS}beta,treated,control,{measure},0.5,0.2\n"
    plan = PLAN.replace("KIND", "contrasts").replace('"RR"', f'"{measure}"') + 'baseline = "median"\n'
    files = {**folder("", kind="contrasts", contrasts=rows).files, "review.toml": plan.encode()}
    (told,) = [problem for problem in read_files("r", files).problems() if problem.code == "no-absolute"]
    assert (told.severity, told.place.key) == ("warning", "analyses.a.baseline")
    assert told.message == "no absolute risks can be made from the baseline 'median'"
    assert told.hint.startswith(hint)


def test_impossible_counts_are_told_as_impossible_and_are_in_no_sum() -> None:
    more = COUNTS.replace("beta,treated,4,30", "beta,treated,30,20")
    assert more != COUNTS
    review = folder(more)
    found = review.synthesis("a")
    told = "30 events among 20 people (treated)"
    assert [(gap.study, gap.reason) for gap in found.fit.left_out] == [("beta", told)]
    assert [(gap.study, gap.reason) for gap in found.missing] == [("beta", told)]
    assert (found.intervention.events, found.intervention.total) == (None, None)
    assert (found.control.events, found.control.total) != (None, None)
    with pytest.raises(BadPath, match=r"not all events and totals of a\.intervention are known"):
        resolve(review, "a.intervention")


def test_a_side_with_a_time_below_zero_is_in_no_crude_total() -> None:
    (row, *others) = Review.open("naltrexone-2011").synthesis("retained").rows
    whole = totals_of([row, *others], 1)
    assert None not in (whole.events, whole.total)
    assert totals_of([replace(row, time1=-1.0), *others], 1) == ArmTotals(events=None, total=None)
