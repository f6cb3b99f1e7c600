"""entry.toml and review.toml spoilt: keys, words, numbers and syntax."""

from __future__ import annotations

import pytest
from small_folder import SMALL, load_doc, small_bytes, told

from effectbank.measures import MEASURES
from effectbank.review import Review, read_files


@load_doc
def test_an_unknown_key(review: Review) -> None:
    """
    review.toml
    12| modle = "random"
    """
    (found,) = told(review, "unknown-key")
    assert found.startswith(
        "review.toml:12 [analyses.relapsed.modle]: error: nothing reads the key 'modle'"
        " — did you mean model? known: "
    )
    assert found.endswith("(concerns relapsed)")


@load_doc
def test_a_key_of_another_table(review: Review) -> None:
    """
    review.toml
    12| good = "less"
    """
    assert told(review, "unknown-key") == [
        "review.toml:12 [analyses.relapsed.good]: error: nothing reads the key 'good'"
        " — it belongs under [outcomes.NAME] (concerns relapsed)"
    ]


@load_doc
def test_a_table_that_does_not_parse_and_the_rest_of_the_folder(review: Review) -> None:
    """
    review.toml
    11| measure = RR"
    """
    (found,) = told(review, "toml-syntax")
    assert found.startswith("review.toml:11: error: is not TOML: ")
    assert "the table [analyses.relapsed] is left out" in found
    assert list(review.analyses) == ["clinics"]
    assert review.run("clinics").k == 1


@load_doc
def test_an_unfinished_entry(review: Review) -> None:
    """
    entry.toml
    2| title = "A small
    """
    assert told(review, "toml-syntax")[0].startswith("entry.toml:2: error: is not TOML: ")
    assert list(review.analyses) == ["relapsed", "clinics"]


@load_doc
def test_an_outcome_that_is_not_defined(review: Review) -> None:
    """
    review.toml
    9| outcome = "relapse"
    """
    assert told(review, "unknown-outcome") == [
        "review.toml:9 [analyses.relapsed.outcome]: error: 'relapse' is not one of [outcomes] in review.toml"
        " — did you mean relapsed? known: relapsed (concerns relapsed)"
    ]
    assert review.synthesis("relapsed").status == "not estimable"


@load_doc
def test_a_comparison_that_is_not_defined(review: Review) -> None:
    """
    review.toml
    10| comparison = "treated_v_all"
    """
    assert told(review, "unknown-comparison") == [
        "review.toml:10 [analyses.relapsed.comparison]: error: 'treated_v_all' is not one of [comparisons]"
        " — did you mean treated_v_usual? known: treated_v_usual (concerns relapsed)"
    ]


@load_doc
def test_a_measure_that_does_not_exist(review: Review) -> None:
    """
    review.toml
    11| measure = "RRR"
    """
    (found,) = told(review, "unknown-option")
    assert found.startswith(
        "review.toml:11 [analyses.relapsed.measure]: error: unknown measure 'RRR' — did you mean RR? known: "
    )


@load_doc
def test_of_many_measures_the_nearest_and_the_usual_ones_are_shown_and_where_all_are(review: Review) -> None:
    """
    review.toml
    11| measure = "SMDD"
    """
    (found,) = told(review, "unknown-option")
    assert "did you mean SMD? known: SMD, " in found
    assert ", RR, OR, PETO, HR, RATIO, RD, AS, MD, " in found
    assert f"… ({len(MEASURES)} in all: effectbank pool --measures lists them)" in found


@load_doc
def test_a_measure_in_words(review: Review) -> None:
    """
    review.toml
    11| measure = "risk ratio"
    """
    (found,) = told(review, "unknown-option")
    assert "unknown measure 'risk ratio' — that is 'RR' here; " in found


@load_doc
def test_words_without_quotes(review: Review) -> None:
    """
    entry.toml
    1| kind = hot topic  # for now
    review.toml
    11| measure = OR
    20| measure = True
    """
    assert [one.rpartition(" — ")[2] for one in told(review, "toml-syntax")] == [
        'words stand in quotes: write kind = "hot topic"',
        'words stand in quotes: write measure = "OR"',
        "write measure = true",
    ]


@load_doc
def test_no_measure(review: Review) -> None:
    """
    review.toml
    11|
    """
    (found,) = told(review, "unknown-option")
    assert found.startswith("review.toml:8 [analyses.relapsed.measure]: error: names no measure — known: ")


@load_doc
def test_a_model_and_a_method_that_do_not_exist(review: Review) -> None:
    """
    review.toml
    12| model = "randm"
    13| method = "MHH"
    """
    assert [line.partition(" — ")[0] for line in told(review, "unknown-option")] == [
        "review.toml:12 [analyses.relapsed.model]: error: unknown model 'randm'",
        "review.toml:13 [analyses.relapsed.method]: error: unknown method 'MHH'",
    ]


@load_doc
def test_options_that_exclude_each_other(review: Review) -> None:
    """
    review.toml
    12| model = "random"
    13| method = "Peto"
    """
    (found,) = told(review, "unknown-option")
    assert found.startswith("review.toml:8 [analyses.relapsed]: error: ")
    assert "Peto's method has a common effect only" in found
    assert review.synthesis("relapsed").status == "not estimable"


@load_doc
def test_a_filter_on_a_column_that_is_not_there(review: Review) -> None:
    """
    review.toml
    21| where = { seting = "clinic" }
    """
    (found,) = told(review, "unknown-column-chosen")
    assert found.startswith(
        "review.toml:21 [analyses.clinics.where.seting]: error: 'seting' is not a column of studies.csv"
        " — did you mean setting? known: "
    )


@load_doc
def test_a_filter_on_a_value_that_no_study_has(review: Review) -> None:
    """
    review.toml
    21| where = { setting = ["clinik"] }
    """
    assert told(review, "unknown-value-chosen") == [
        "review.toml:21 [analyses.clinics.where.setting]: error: no study has 'clinik' in the column setting"
        " — did you mean clinic? known: clinic, home (concerns clinics)"
    ]
    assert review.synthesis("clinics").status == "no data"


@load_doc
def test_subgroups_by_a_column_that_is_not_there(review: Review) -> None:
    """
    review.toml
    21| subgroups = "sitting"
    """
    assert told(review, "unknown-column-chosen")[0].startswith(
        "review.toml:21 [analyses.clinics.subgroups]: error: 'sitting' is not a column of studies.csv"
    )


@load_doc
def test_without_a_study_that_is_not_there(review: Review) -> None:
    """
    review.toml
    21| without = ["beta", "alfa"]
    """
    assert told(review, "unknown-study-left-out") == [
        "review.toml:21 [analyses.clinics.without]: error: 'alfa' is not a study of studies.csv"
        " — did you mean alpha? known: alpha, beta (concerns clinics)"
    ]


@load_doc
def test_an_outcome_that_no_study_measured(review: Review) -> None:
    """
    review.toml
    21| [outcomes.death]
    """
    assert told(review, "unmeasured-outcome") == [
        "review.toml:21 [outcomes.death]: note: no study measured Death — its data would be in data/death.csv"
    ]


@load_doc
def test_a_published_interval_the_wrong_way_round(review: Review) -> None:
    """
    review.toml
    21| published = { estimate = 0.48, low = 0.89, high = 0.26 }
    """
    assert told(review, "published-order") == [
        "review.toml:21 [analyses.clinics.published.low]: error: the interval runs from 0.89 down to 0.26"
        " — are low and high swapped? (concerns clinics)"
    ]


@load_doc
def test_a_published_estimate_outside_its_interval(review: Review) -> None:
    """
    review.toml
    21| published = { estimate = 4.8, low = 0.26, high = 0.89 }
    """
    assert told(review, "published-order") == [
        "review.toml:21 [analyses.clinics.published.estimate]: error: 4.8 is outside its interval, 0.26 to 0.89"
        " — compare with the source (concerns clinics)"
    ]


@load_doc
def test_published_numbers_are_compared_at_their_own_precision(review: Review) -> None:
    """
    review.toml
    21| published = { estimate = 0.480, low = 0.3, k = 3, n = 180 }
    """
    # M-H RR of both studies 0.48, so 0.480 agrees; k is 2; the interval by Greenland & Robins is told as computed
    assert {found.name: found.agrees for found in review.synthesis("clinics").published_agrees} == {
        "estimate": True, "low": True, "k": False, "n": True
    }  # fmt: skip
    assert told(review, "published-differs") == [
        "review.toml:21 [analyses.clinics.published]: note: published k (studies with data) 3, computed 2"
        " — the rows it rests on: data/relapsed.csv, lines 2, 3, 4, 5 (concerns clinics)"
    ]


@load_doc
def test_an_entry_without_kind_or_title(review: Review) -> None:
    """
    entry.toml
    1|
    2|
    """
    assert told(review, "missing-key") == [
        "entry.toml [kind]: error: has no kind — one of: study, review, document, hot topic, notes"
    ]
    assert told(review, "missing-title") == ['entry.toml: error: the entry has no title — write title = "…"']


@load_doc
def test_a_kind_that_does_not_exist(review: Review) -> None:
    """
    entry.toml
    1| kind = "reveiw"
    """
    assert told(review, "unknown-word") == [
        "entry.toml:1 [kind]: error: 'reveiw' is not one of the words known here"
        " — did you mean review? known: document, hot topic, notes, review, study"
    ]


@load_doc
def test_a_date_that_is_none(review: Review) -> None:
    """
    entry.toml
    4| revised = "15 July 2011"
    """
    assert told(review, "wrong-type") == [
        "entry.toml:4 [revised]: error: '15 July 2011' is not a date"
        " (year-month-day, as 2011-07-15, without quotes); passed over"
    ]
    assert review.card.revised == ""


@load_doc
def test_a_number_in_quotes(review: Review) -> None:
    """
    review.toml
    21| published = { estimate = "0.48" }
    """
    assert told(review, "wrong-type") == [
        "review.toml:21 [analyses.clinics.published.estimate]: error: '0.48' is not a number (without quotes);"
        " passed over (concerns clinics)"
    ]


@load_doc
def test_a_baseline_that_is_no_risk(review: Review) -> None:
    """
    review.toml
    21| baseline = 168
    """
    assert told(review, "wrong-type") == [
        "review.toml:21 [analyses.clinics.baseline]: error: 168 is not a risk between 0 and 1,"
        ' "pooled" or "median"; passed over (concerns clinics)'
    ]


@load_doc
def test_a_value_of_two_functions(review: Review) -> None:
    """
    review.toml
    22| [values.fewer]
    23| sum = "studies.randomised"
    24| count = "studies"
    """
    assert told(review, "not-one-function") == [
        "review.toml:22 [values.fewer]: error: a value takes exactly one function, and this one has sum and count;"
        " it is left out — known: difference, ratio, share, sum, count"
    ]


@load_doc
def test_an_outcome_of_another_kind_than_its_cells(review: Review) -> None:
    """
    review.toml
    6| kind = "means"
    """
    assert told(review, "other-kind")[0] == (
        "data/relapsed.csv:2 [events]: error: events given, but relapsed is an outcome of means"
        " — set kind in [outcomes.relapsed], or move the cell (concerns relapsed, clinics)"
    )


@load_doc
def test_counts_that_were_reconstructed_are_called_so(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,events,total,confidence
    2| alpha,treated,5,40,stated
    3| alpha,control,10,40,reconstructed
    4| beta,treated,7,50,derived
    5| beta,control,15,50,
    """
    assert told(review, "reconstructed") == [
        "data/relapsed.csv:3: note: 1 of 4 rows are reconstructed (alpha)"
        " — that they reproduce the published totals is consistency, not proof (concerns relapsed, clinics)"
    ]
    assert review.synthesis("relapsed").notes == ("counts reconstructed from published totals: Alpha",)


@load_doc
def test_a_part_pooled_by_another_model_is_no_partition(review: Review) -> None:
    """
    review.toml
    12| model = "random"
    """
    assert told(review, "part-of-another-model") == [
        "review.toml:15 [analyses.clinics]: note: ‘Clinics’ is pooled by another model (common, MH) than its total,"
        " ‘Relapsed’ (random, MH): it is part of the same studies, but no partition of that result"
        " (concerns clinics)"
    ]


@load_doc
def test_a_published_ratio_below_nought(review: Review) -> None:
    """
    review.toml
    14| published = { estimate = 0.5, low = -1, high = 0.9 }
    """
    assert told(review, "published-ratio") == [
        "review.toml:14 [analyses.relapsed.published.low]: error: -1 is no RR"
        " — is it on the log scale, or of another measure? name that as measure (concerns relapsed)"
    ]


@load_doc
def test_a_filter_that_chooses_nothing(review: Review) -> None:
    """
    review.toml
    14| where = { setting = [] }
    """
    assert told(review, "nothing-chosen") == [
        "review.toml:14 [analyses.relapsed.where.setting]: error: its list is empty, so no study is chosen"
        ' — list the values, as setting = ["…"], or delete the key to choose all (concerns relapsed)'
    ]


@pytest.mark.parametrize("said", ["nan", "inf", "true", "[1, 2]", "{ a = 1 }", "2011-07-15", '"1.4"'])
def test_an_estimate_of_a_version_that_is_no_number(said: str) -> None:
    plan = f"{SMALL['review.toml']}[versions.2006]\nrr_estimate = {said}\nrr_low = 1.1\nrr_high = 2.0\n"
    review = read_files("small", small_bytes() | {"review.toml": plan.encode()})
    (found,) = told(review, "wrong-type")
    assert found.startswith("review.toml:23 [versions.2006.rr_estimate]: error: ")
    assert "is not a number (without quotes)" in found


@pytest.mark.parametrize("file", ["review.toml", "entry.toml"])
@pytest.mark.parametrize("said", [f"0x{'f' * 5000}", f"[1, 0x{'f' * 5000}]", str(10**18)])
def test_a_whole_number_too_long_to_print(file: str, said: str) -> None:
    text = (
        SMALL[file]
        .replace('title = "A small review"', f"title = {said}")
        .replace('outcome = "rel', f"k = {said}\n#", 1)
    )
    review = read_files("small", small_bytes() | {file: text.encode()})
    (found,) = told(review, "huge-number")
    assert "a whole number of 19 digits or more; passed over — write it as text" in found
