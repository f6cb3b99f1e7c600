"""The proof: stored results reproduced, explained by another plan or a change of the data, or left unexplained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from effectbank.review import Review, read_files, read_folder
from effectbank.review.model import AsWritten, StoredResult
from effectbank.review.proving import Proof, prove, prove_many
from effectbank.review.proving.agreeing import decimals_of
from effectbank.review.proving.computed import computed
from effectbank.review.proving.lines_together import task_of
from effectbank.review.updating import Record, write_record
from effectbank.review.write import bytes_of, write_folder

# Fleiss 1993, aspirin after myocardial infarction, as Review Manager Web stores it (to six decimals):
# study, events and totals of both groups; weight, odds ratio, lower and upper limit.
TRIALS = """
amis    246  2267  219 2257  10.153491  1.132736  0.934665  1.372783
cdp      44   758   64  771   3.101689  0.68076   0.457391  1.013212
gasp     32   317   38  309   1.795485  0.800739  0.486261  1.318597
isis_2 1570  8587 1720 8600  72.87984   0.894969  0.829418  0.965702
mrc_1    49   615   67  624   3.17649   0.719714  0.488975  1.059336
mrc_2   102   832  126  850   5.67538   0.80287   0.606453  1.062903
paris    85   810   52  406   3.217624  0.798143  0.552563  1.152868
"""
TOTAL = "death,,,0.896866,0.840514,0.956995,,9.946056,6,0.126942,39.67458,3.287633,0.00101,2128,14186,2286,13817\n"
PLAN = """
[comparisons.aspirin]
intervention = ["aspirin"]
control = ["placebo"]
[outcomes.death]
[analyses.death]
outcome = "death"
comparison = "aspirin"
measure = "OR"
model = "common"
method = "MH"
preset = "revman-web"
"""
HEAD = "analysis,subgroup,study,estimate,low,high,weight,q,df,p_q,i2,z,p,events1,total1,events2,total2\n"


def aspirin(plan: str = PLAN, stored: str = "") -> Review:
    """The review as a folder: its data, and the results that its source stores."""
    rows = [line.split() for line in TRIALS.strip().splitlines()]
    data = "".join(f"{s},aspirin,{a},{n}\n{s},placebo,{c},{m}\n" for s, a, n, c, m, *_ in rows)
    results = "".join(f"death,,{s},{e},{low},{high},{w},,,,,,,,,,\n" for s, *_, w, e, low, high in rows)
    files = {
        "entry.toml": 'kind = "review"\ntitle = "Aspirin after infarction"\n',
        "review.toml": plan,
        "studies.csv": "study\n" + "".join(f"{row[0]}\n" for row in rows),
        "arms.csv": "study,arm,treatment\n"
        + "".join(f"{row[0]},{arm},{arm}\n" for row in rows for arm in ("aspirin", "placebo")),
        "data/death.csv": "study,arm,events,total\n" + data,
        "published.csv": HEAD + (stored or TOTAL + results),
    }
    return read_files("aspirin", {name: text.encode() for name, text in files.items()})


def stored_by(review: Review, other: Review) -> Review:
    """The review, storing what another plan or other data yield in full."""
    (task,) = (task_of(other, analysis) for analysis in other.analyses.values())
    results = tuple(
        StoredResult(
            analysis="death", subgroup=key[0], study=key[1], stratum=key[2], applies_to=key[3],
            numbers={name: AsWritten(repr(value)) for name, value in numbers.items()},
            place=other.analyses["death"].place,
        )
        for key, numbers in computed([task])[0].numbers.items()
    )  # fmt: skip
    return replace(review, stored=results)


def told(proof: Proof) -> list[tuple[str, str, str, str]]:
    return [(str(proof), one.whose, one.quantity, one.cause) for one in proof.findings]


def causes(proof: Proof) -> set[str]:
    return {finding.cause for finding in proof.findings}


def test_what_review_manager_stores_is_reproduced_to_its_sixth_decimal() -> None:
    proof = prove(aspirin())
    assert str(proof) == "41 stored numbers: 41 reproduced, 0 explained, 0 unexplained"
    assert proof.holds


@pytest.mark.parametrize(("was", "becomes"), [("0.896866", "0.896868"), ("9.946056", "9.946059"), ("2128", "2129")])
def test_a_digit_too_many_is_unexplained_and_both_values_are_told(was: str, becomes: str) -> None:
    rows = [line.split() for line in TRIALS.strip().splitlines()]
    results = "".join(f"death,,{s},{e},{low},{high},{w},,,,,,,,,,\n" for s, *_, w, e, low, high in rows)
    proof = prove(aspirin(stored=TOTAL.replace(was, becomes) + results))
    (finding,) = proof.findings
    assert (proof.unexplained, proof.reproduced, proof.holds) == (1, 40, False)
    assert finding.stored.words == becomes
    assert finding.computed == pytest.approx(float(was), abs=1e-6)
    assert finding.verdict == "unexplained"
    assert str(finding).startswith("published.csv:2: death: ")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda plan: replace(plan, model="random"), "pooled by random effects"),
        (lambda plan: replace(plan, method="IV"), "pooled by IV"),
        (lambda plan: replace(plan, method="IV", model="random"), "pooled by IV with random effects"),
        (lambda plan: replace(plan, method="Peto"), "pooled by Peto"),
        (lambda plan: replace(plan, level=0.99), "intervals of 99%"),
        (lambda plan: replace(plan, study_level=0.9), "the studies' intervals of 90%"),
        (lambda plan: replace(plan, swap_events=True), "events and non-events swapped"),
        (lambda plan: replace(plan, measure="RR"), "the measure was RR"),
        (lambda plan: replace(plan, without=("cdp",)), "calculated without Cdp"),
    ],
)
def test_another_plan_that_yields_what_is_stored_is_the_cause(change: Callable, cause: str) -> None:
    review = aspirin()
    plan = change(review.analyses["death"])
    other = replace(review, analyses={"death": plan})
    proof = prove(stored_by(review, other))
    assert proof.findings
    assert causes(proof) == {cause}
    assert proof.holds


def only(review: Review, *names: str, decimals: int | None = None) -> Review:
    """The review, of what it stores only some quantities, rounded."""
    kept = [
        replace(
            result,
            numbers={
                name: number if decimals is None else AsWritten(f"{number:.{decimals}f}")
                for name, number in result.numbers.items()
                if name in names
            },
        )
        for result in review.stored
    ]
    return replace(review, stored=tuple(result for result in kept if result.numbers))


def test_a_plan_that_yields_one_rounded_number_is_no_cause() -> None:
    """0.90 is stored as 0.88, which random effects would give, or one of the trials left out: it may be a slip."""
    review = only(stored_by(aspirin(), aspirin(PLAN.replace('"common"', '"random"'))), "estimate", decimals=2)
    (finding,) = prove(review).findings
    assert (finding.stored.words, finding.cause) == ("0.88", "")


def test_a_plan_that_breaks_what_holds_is_no_cause_however_much_it_yields() -> None:
    """The total is that of random effects, all digits; the weights beside it those of a common one."""
    review = aspirin()
    random = stored_by(review, aspirin(PLAN.replace('"common"', '"random"'))).stored
    weighed = [result for result in only(stored_by(review, review), "weight").stored if result.study]
    total = [result for result in random if not result.study]
    assert causes(prove(replace(review, stored=tuple(total)))) == {"pooled by random effects"}
    assert causes(prove(replace(review, stored=(*total, *weighed)))) == {""}


def test_the_cause_says_how_many_numbers_it_yields_and_one_that_it_does_not_is_left() -> None:
    review = stored_by(aspirin(), aspirin(PLAN.replace('"common"', '"random"')))
    number = sum(len(result.numbers) for result in review.stored)
    mistyped = replace(
        review,
        stored=tuple(
            result if result.study else replace(result, numbers={**result.numbers, "low": AsWritten("0.7123456")})
            for result in review.stored
        ),
    )
    found = {(finding.whose, finding.quantity): finding for finding in prove(mistyped).findings}
    high = found["", "high"]
    assert high.yields == (number - 1, number)
    assert high.reason == f"pooled by random effects (which yields {number - 1} of the {number} numbers stored)"
    assert high.to_dict()["yields"] == [number - 1, number]
    assert [key for key, finding in found.items() if not finding.cause] == [("", "low")]


def test_a_row_left_out_of_the_total_may_keep_its_own_estimate_and_its_people() -> None:
    review = aspirin()
    whole = stored_by(review, review)
    left = stored_by(
        review, replace(review, analyses={"death": replace(review.analyses["death"], without=("cdp",))})
    )
    (total,) = [result for result in left.stored if not result.study]
    (all_people,) = [result for result in whole.stored if not result.study]
    people = {name: all_people.numbers[name] for name in ("total1", "total2", "studies", "events1", "events2")}
    rows = [result for result in only(whole, "estimate", "low", "high").stored if result.study]
    proof = prove(replace(review, stored=(replace(total, numbers={**total.numbers, **people}), *rows)))
    assert causes(proof) == {"calculated without Cdp"}


def test_a_result_of_two_digits_each_is_rounded_where_all_of_it_is() -> None:
    review = stored_by(aspirin(), aspirin())
    (total,) = [result for result in review.stored if not result.study]
    short = {name: AsWritten(f"{total.numbers[name]:.2f}") for name in ("estimate", "low", "high")}
    rest = [result for result in review.stored if result.study]
    stored = replace(total, numbers={**total.numbers, **short})
    assert causes(prove(replace(review, stored=(stored, *rest)))) == {"rounded to fewer digits than the rest"}
    one = replace(total, numbers={**total.numbers, "estimate": AsWritten("0.90")})
    assert causes(prove(replace(review, stored=(one, *rest)))) == {""}


def test_a_row_changed_after_its_results_were_stored_is_told_with_what_rests_on_it() -> None:
    review = aspirin()
    changed = [
        replace(row, events=54) if (row.study, row.arm) == ("cdp", "aspirin") else row
        for row in review.data["death"]
    ]
    proof = prove(replace(stored_by(review, review), data={"death": tuple(changed)}))
    by_whom = {finding.whose: finding.cause for finding in proof.findings}
    assert by_whom["Cdp"] == "probably the data of this row were changed after its results were stored"
    assert by_whom[""] == "rests on Cdp, whose data were probably changed since"
    assert proof.holds


@pytest.mark.parametrize("said", ["", "54 by the trial's own report"])
def test_a_changed_row_that_says_why_is_a_note_with_its_words(said: str) -> None:
    review = aspirin()
    changed = [
        replace(row, events=54, provenance=replace(row.provenance, note=said))
        if (row.study, row.arm) == ("cdp", "aspirin")
        else row
        for row in review.data["death"]
    ]
    later = replace(stored_by(review, review), data={"death": tuple(changed)})
    (found,) = [problem for problem in later.problems() if problem.code == "changed-since-stored"]
    assert found.severity == ("note" if said else "warning")
    assert found.message.endswith(f"; its note says: {said}") is bool(said)
    assert ("say so in the row's note" in found.hint) is not bool(said)


def test_a_note_that_the_source_gave_is_no_word_on_a_change_since(tmp_path: Path) -> None:
    review = aspirin()
    noted = [
        replace(row, provenance=replace(row.provenance, note="first year only")) for row in review.data["death"]
    ]
    imported = replace(stored_by(review, review), data={"death": tuple(noted)})
    folder = tmp_path / "aspirin"
    write_folder(imported, folder)
    write_record(folder, Record(file="aspirin.rm5", name="aspirin", files=bytes_of(imported)))
    data = folder / "data" / "death.csv"
    for said, severity in (("first year only", "warning"), ("54 by the trial's own report", "note")):
        changed = [
            replace(row, events=54, provenance=replace(row.provenance, note=said))
            if (row.study, row.arm) == ("cdp", "aspirin")
            else row
            for row in noted
        ]
        data.write_bytes(bytes_of(replace(imported, data={"death": tuple(changed)}))["data/death.csv"])
        problems = read_folder(folder).problems()
        assert [one.severity for one in problems if one.code == "changed-since-stored"] == [severity]


def test_a_study_without_stored_results_is_named_among_what_a_total_rests_on() -> None:
    review = aspirin()
    changed = [
        replace(row, events=54) if (row.study, row.arm) == ("cdp", "aspirin") else row
        for row in review.data["death"]
    ]
    before = replace(review, data={"death": tuple(row for row in review.data["death"] if row.study != "paris")})
    proof = prove(replace(stored_by(review, before), data={"death": tuple(changed)}))
    by_whom = {finding.whose: finding.cause for finding in proof.findings}
    assert by_whom["Cdp"] == "probably the data of this row were changed after its results were stored"
    assert by_whom[""] == (
        "rests on Cdp, whose data were probably changed since, and on Paris, of which no results are stored"
    )


def test_a_subgroup_rests_on_what_was_changed_or_added_in_it_alone() -> None:
    """As the total of all does; the subgroup of a changed row doesn't rest on a row added to the other."""
    review = aspirin(PLAN + 'subgroups = "subgroup"\n')
    rows = [
        replace(row, subgroup="late" if row.study in ("mrc_1", "mrc_2", "paris", "isis_2") else "early")
        for row in review.data["death"]
    ]
    before = replace(review, data={"death": tuple(row for row in rows if row.study != "paris")})
    changed = [replace(row, events=54) if (row.study, row.arm) == ("cdp", "aspirin") else row for row in rows]
    proof = prove(replace(stored_by(review, before), data={"death": tuple(changed)}))
    by_whom = {finding.whose: finding.cause for finding in proof.findings if finding.quantity == "estimate"}
    assert by_whom == {
        "": "rests on Cdp, whose data were probably changed since, and on Paris, of which no results are stored",
        "early": "rests on Cdp, whose data were probably changed since",
        "late": "rests on Paris, of which no results are stored",
        "Cdp, early": "probably the data of this row were changed after its results were stored",
    }
    assert proof.holds


def test_groups_the_other_way_round() -> None:
    review = aspirin(PLAN.replace('"OR"', '"RR"'))
    stored = [row for row in stored_by(review, review).stored if row.study == "cdp"]
    numbers = dict(stored[0].numbers)
    low, high = 1 / numbers["high"], 1 / numbers["low"]
    turned = {"estimate": 1 / numbers["estimate"], "low": low, "high": high}
    result = replace(stored[0], numbers={name: AsWritten(repr(value)) for name, value in turned.items()})
    proof = prove(replace(review, stored=(result,)))
    assert causes(proof) == {"the two groups stand the other way round"}


def test_a_number_that_the_data_do_not_yield_at_all_is_told() -> None:
    review = aspirin(stored=HEAD.replace(HEAD, "death,no such heading,,1.1,1,1.2,,,,,,,,,,,\n"))
    proof = prove(review)
    assert [finding.computed for finding in proof.findings] == [None, None, None]
    assert "computed none" in str(proof.findings[0])


def test_reviews_proved_together_are_proved_as_each_by_itself() -> None:
    reviews = [aspirin(), stored_by(aspirin(), aspirin(PLAN.replace('"common"', '"random"'))), aspirin()]
    together = prove_many(reviews)
    # the last bits of a sum may differ with the batch: what is compared is every verdict with its cause
    assert [told(proof) for proof in together] == [told(prove(review)) for review in reviews]
    assert [proof.stored for proof in together] == [41, together[1].stored, 41]


def test_a_folder_without_stored_results_proves_nothing_and_fails_nothing() -> None:
    review = replace(aspirin(), stored=())
    assert str(prove(review)) == "0 stored numbers: 0 reproduced, 0 explained, 0 unexplained"


def test_numbers_of_an_analysis_that_the_plan_lacks_are_not_reproduced() -> None:
    review = aspirin()
    proof = prove(replace(review, analyses={}))
    assert str(proof) == "41 stored numbers: 0 reproduced, 0 explained, 41 unexplained"
    assert not proof.holds
    assert {finding.computed for finding in proof.findings} == {None}


@pytest.mark.parametrize("nothing", ["0.0", "1.0", "0"])
def test_a_nought_that_needs_no_decimals_is_not_taken_for_a_rounded_number(nothing: str) -> None:
    review = aspirin(PLAN.replace('"common"', '"random"'))
    (total,) = [row for row in stored_by(review, review).stored if not row.study]
    numbers = {**total.numbers, "tau2": AsWritten(nothing)}
    proof = prove(replace(review, stored=(replace(total, numbers=numbers),)))
    ((name, value, cause),) = [(f.quantity, f.computed, f.cause) for f in proof.findings]
    assert (name, value, cause) == ("tau2", pytest.approx(0.0096, abs=0.0005), "")


@pytest.mark.parametrize(("stored", "cause"), [("3.2E-5", ""), ("0.9", ""), ("0.897", "rounded to fewer digits")])
def test_few_digits_are_no_evidence_of_rounding(stored: str, cause: str) -> None:
    rows = [line.split() for line in TRIALS.strip().splitlines()]
    results = "".join(f"death,,{s},{e},{low},{high},{w},,,,,,,,,,\n" for s, *_, w, e, low, high in rows)
    (finding,) = prove(aspirin(stored=TOTAL.replace("0.896866", stored) + results)).findings
    assert finding.cause.startswith(cause)
    assert bool(finding.cause) is bool(cause)


def test_how_many_decimals_a_number_with_an_exponent_has() -> None:
    assert [decimals_of(AsWritten(words)) for words in ("1E-06", "3.25e-5", "1.5E3", "0.10")] == [6, 7, 0, 2]


def test_rows_that_differ_one_and_all_are_no_change_of_data() -> None:
    """A file whose every row differs agrees with itself all the same: the fault may be ours."""
    review = aspirin()
    twice = tuple(replace(row, events=(row.events or 0) * 2 // 3) for row in review.data["death"])
    proof = prove(replace(stored_by(review, review), data={"death": twice}))
    assert proof.explained == 0
    assert not proof.holds


def test_what_rests_on_a_changed_row_is_no_number_of_another_study() -> None:
    review = aspirin()
    changed = [
        replace(row, events=54) if (row.study, row.arm) == ("cdp", "aspirin") else row
        for row in review.data["death"]
    ]
    stored = tuple(
        replace(row, numbers={**row.numbers, "low": AsWritten("0.123456789012345")})
        if row.study == "paris"
        else row
        for row in stored_by(review, review).stored
    )
    proof = prove(replace(review, data={"death": tuple(changed)}, stored=stored))
    assert {finding.whose for finding in proof.findings if not finding.cause} == {"Paris"}


def test_the_same_row_stored_twice_is_explained_once() -> None:
    review = aspirin()
    other = replace(review, analyses={"death": replace(review.analyses["death"], model="random")})
    (total,) = [row for row in stored_by(review, other).stored if not row.study]
    wrong = replace(total, numbers={"estimate": AsWritten("1.234567890123456")})
    proof = prove(replace(review, stored=(wrong, total)))
    assert [finding.quantity for finding in proof.findings if not finding.cause] == ["estimate"]


def test_a_zero_of_one_analysis_corrects_no_row_of_another() -> None:
    review = aspirin(PLAN.replace('preset = "revman-web"', 'zero_cells = "if0all"'))
    empty = tuple(replace(row, events=0) if row.study == "cdp" else row for row in review.data["death"])
    with_zero = replace(review, data={"death": empty})
    stored = stored_by(review, review)
    assert [proof.holds for proof in prove_many([stored, stored_by(with_zero, with_zero)])] == [True, True]
    assert not prove_many([stored, with_zero])[0].findings


def test_rows_that_the_measure_refuses_leave_the_others_their_results() -> None:
    rows = {"cdp": ("0", "0"), "paris": ("0", "0")}
    means = "".join(
        f"{study},{arm},{mean},{rows.get(study, ('1', '2'))[n]},20\n"
        for study in ("amis", "cdp", "gasp", "paris")
        for n, (arm, mean) in enumerate([("aspirin", "3"), ("placebo", "5")])
    )
    plan = PLAN.replace('"OR"', '"MD"').replace('method = "MH"\n', "")
    plan = plan.replace("[outcomes.death]\n", '[outcomes.death]\nkind = "means"\n')
    files = {name: text for name, text in aspirin(plan).files.items() if not name.startswith("published")}
    files["data/death.csv"] = f"study,arm,mean,sd,total\n{means}".encode()
    (found,) = computed([task_of(read_files("aspirin", files), read_files("aspirin", files).analyses["death"])])
    whole = found.numbers["", "", "", ""]
    # MD -2, variance 1/20 + 4/20 twice: se = sqrt(0.25 / 2)
    assert (whole["estimate"], whole["k"], whole["studies"], whole["total1"]) == (-2, 2, 4, 80)
    assert whole["se"] == pytest.approx(0.125**0.5, rel=1e-12)


@pytest.mark.parametrize("totals", ["all", "subgroups"])
def test_a_subgroup_of_risk_differences_without_any_event_has_no_weight_in_their_test(totals: str) -> None:
    plan = PLAN.replace('"OR"', '"RD"') + f'subgroups = "subgroup"\ntotals = "{totals}"\n'
    heads = {"amis": "men", "cdp": "women", "gasp": "nobody"}
    events = {"amis": (5, 10), "cdp": (12, 8), "gasp": (0, 0)}
    rows = "".join(
        f"{study},{arm},{events[study][n]},100,{head}\n"
        for study, head in heads.items()
        for n, arm in enumerate(("aspirin", "placebo"))
    )
    files = aspirin(plan).files | {"data/death.csv": f"study,arm,events,total,subgroup\n{rows}".encode()}
    review = read_files("aspirin", files)
    (found,) = computed([task_of(review, review.analyses["death"])])
    # RD -0.05, variance (5*95 + 10*90) / 1e6; RD 0.04, variance (12*88 + 8*92) / 1e6
    q = 0.09**2 / ((5 * 95 + 10 * 90 + 12 * 88 + 8 * 92) / 1e6)
    whole = found.numbers["", "", "", ""]
    assert (whole["q_between"], whole["df_between"]) == (pytest.approx(q, rel=1e-12), 1)
    test = review.synthesis("death").subgroups.test
    assert (test.q, test.df) == (pytest.approx(q, rel=1e-12), 1)
