"""Names that are not there, are there twice, or cannot be names."""

from __future__ import annotations

from dataclasses import replace

from small_folder import codes, load_doc, told

from effectbank.review import Review


@load_doc
def test_a_study_that_is_not_listed(review: Review) -> None:
    """
    data/relapsed.csv
    4| betta,treated,7,50,report
    """
    assert told(review, "unknown-study") == [
        "data/relapsed.csv:4 [study]: error: 'betta' is not a study of studies.csv"
        " — did you mean beta? known: alpha, beta (concerns relapsed, clinics)"
    ]


@load_doc
def test_an_arm_of_a_study_that_is_not_listed(review: Review) -> None:
    """
    arms.csv
    4| gamma,treated,treatment,50
    """
    assert told(review, "unknown-study") == [
        "arms.csv:4 [study]: error: 'gamma' is not a study of studies.csv — known: alpha, beta"
    ]


@load_doc
def test_an_arm_that_the_study_does_not_have(review: Review) -> None:
    """
    data/relapsed.csv
    4| beta,treatd,7,50,report
    """
    assert told(review, "unknown-arm") == [
        "data/relapsed.csv:4 [arm]: error: beta has no arm 'treatd' in arms.csv"
        " — did you mean treated? known: control, treated (concerns relapsed)"
    ]


@load_doc
def test_a_treatment_that_no_arm_was_given(review: Review) -> None:
    """
    review.toml
    2| intervention = ["treatmnt"]
    """
    assert told(review, "unknown-treatment") == [
        "review.toml:2 [comparisons.treated_v_usual.intervention]: error: no arm was given 'treatmnt'"
        " — did you mean treatment? known: treatment, usual_care (concerns relapsed, clinics)"
    ]


@load_doc
def test_a_treatment_on_both_sides(review: Review) -> None:
    """
    review.toml
    3| control = ["usual_care", "treatment"]
    """
    assert told(review, "treatment-on-both-sides") == [
        "review.toml:1 [comparisons.treated_v_usual]: error: 'treatment' is on both sides of the comparison"
        " — keep it on one side (concerns relapsed, clinics)"
    ]


@load_doc
def test_a_row_counted_twice(review: Review) -> None:
    """
    data/relapsed.csv
    4| alpha,control,10,40,report
    """
    assert told(review, "counted-twice") == [
        "data/relapsed.csv:4 [arm]: error: alpha, arm 'control', is already on line 3"
        " — delete one, or tell them apart in a column stratum; until then neither is used"
        " (concerns relapsed, clinics)"
    ]
    assert [gap.reason for gap in review.synthesis("clinics").missing] == ["two rows for the arm control"]


@load_doc
def test_a_study_listed_twice(review: Review) -> None:
    """
    studies.csv
    3| alpha,2004,Canada,included,100,home
    """
    assert told(review, "named-twice") == [
        "studies.csv:3 [study]: error: 'alpha' is already on line 2; this one is left out"
    ]
    assert review.studies["alpha"].year == 2001


@load_doc
def test_an_arm_listed_twice(review: Review) -> None:
    """
    arms.csv
    3| alpha,treated,usual_care,40
    """
    assert told(review, "arm-twice") == [
        "arms.csv:3 [arm]: error: arm 'treated' of alpha is already on line 2"
        " — give each arm of a study its own name (concerns relapsed, clinics)"
    ]


@load_doc
def test_an_arm_without_a_treatment(review: Review) -> None:
    """
    arms.csv
    3| alpha,control,,40
    """
    assert told(review, "arm-without-treatment")[0].startswith(
        "arms.csv:3 [treatment]: error: arm 'control' of alpha has no treatment, so no comparison can choose it"
    )


@load_doc
def test_a_row_without_a_name(review: Review) -> None:
    """
    data/relapsed.csv
    4| ,treated,7,50,report
    """
    assert told(review, "missing-cell") == [
        "data/relapsed.csv:4 [study]: error: is empty, so the row is left out ('treated, 7, 50, report')"
        " — fill the cell or delete the row (concerns relapsed, clinics)"
    ]


@load_doc
def test_a_name_that_no_path_can_hold(review: Review) -> None:
    """
    studies.csv
    3| Beta 2004,2004,Canada,included,100,home
    """
    assert told(review, "not-a-slug") == [
        "studies.csv:3 [study]: error: 'Beta 2004' is used in paths, so it may hold only a-z, 0-9 and _"
        " — write beta_2004"
    ]


@load_doc
def test_a_data_file_of_no_outcome(review: Review) -> None:
    """
    data/relapse.csv
    1| study,arm,events,total
    """
    assert told(review, "unknown-outcome") == [
        "data/relapse.csv: error: 'relapse' is not one of [outcomes] in review.toml"
        " — did you mean relapsed? known: relapsed"
    ]


@load_doc
def test_more_analysed_than_randomised(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,44,report
    """
    assert told(review, "analysed-above-randomised") == [
        "data/relapsed.csv:3 [total]: error: alpha, arm 'control': 44 people analysed,"
        " but arms.csv has 40 randomised"
        " — correct one of the two, or leave randomised empty (concerns relapsed, clinics)"
    ]


@load_doc
def test_fewer_analysed_than_randomised_is_worth_knowing(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,36,report
    """
    assert told(review, "attrition") == [
        "data/relapsed.csv:3 [total]: note: alpha, arm 'control': 36 people analysed of 40 randomised"
        " (concerns relapsed, clinics)"
    ]
    assert codes(review) == set()


@load_doc
def test_arms_that_do_not_add_up_to_the_study(review: Review) -> None:
    """
    studies.csv
    2| alpha,2001,Norway,included,90,clinic
    """
    assert told(review, "head-count") == [
        "studies.csv:2 [randomised]: warning: alpha: 90 people randomised, but its arms in arms.csv add up to 80"
        " — is an arm missing, or in two rows? (concerns relapsed, clinics)"
    ]


@load_doc
def test_a_study_without_arms(review: Review) -> None:
    """
    studies.csv
    4| gamma,2010,Norway,included,,clinic
    """
    assert told(review, "study-without-arms") == [
        "studies.csv:4: warning: gamma has no arm in arms.csv — list its arms, even with sizes unknown"
    ]


@load_doc
def test_studies_without_arms_of_a_source_are_told_once(review: Review) -> None:
    """
    studies.csv
    4| gamma,2010,Norway,included,,clinic
    5| delta,2011,Norway,included,,clinic
    """
    imported = replace(review, card=replace(review.card, taken_from="RevMan 5"))
    assert told(imported, "study-without-arms") == [
        "studies.csv: note: 2 studies are in no analysis, so they have no arm in arms.csv: gamma, delta"
    ]


@load_doc
def test_an_arm_without_data(review: Review) -> None:
    """
    arms.csv
    6| beta,third,treatment_b,
    """
    assert told(review, "arm-without-data") == ["arms.csv:6: note: no data file speaks of beta, arm 'third'"]


@load_doc
def test_data_of_an_excluded_study(review: Review) -> None:
    """
    studies.csv
    3| beta,2004,Canada,excluded,100,home
    """
    assert told(review, "study-not-included")[0] == (
        "data/relapsed.csv:4: warning: beta is excluded, so no analysis uses this row"
        " — set its status in studies.csv:3, or delete the row (concerns relapsed)"
    )
    assert [row.study for row in review.synthesis("relapsed").rows] == ["alpha"]


@load_doc
def test_a_judgement_on_no_study(review: Review) -> None:
    """
    risk_of_bias.csv
    1| tool,study,outcome,domain,judgement
    2| RoB 1,gama,,allocation concealment,low
    3| RoB 1,beta,relaps,allocation concealment,low
    """
    assert told(review, "unknown-study")[0].startswith("risk_of_bias.csv:2 [study]: error: 'gama' is not a study")
    assert told(review, "unknown-outcome")[0].startswith("risk_of_bias.csv:3 [outcome]: error: 'relaps' is not one")


@load_doc
def test_a_fact_without_a_source(review: Review) -> None:
    """
    facts.csv
    2| national,45%,people leaving,,page 12
    """
    assert told(review, "fact-without-source") == [
        "facts.csv:2 [source]: error: the fact 'national' has no source — say where it was read"
    ]


@load_doc
def test_references_without_an_id_and_twice(review: Review) -> None:
    """
    references.json
    1| [{"title": "No name"},
    2|  {"id": "smith_2001"}, {"id": "smith_2001"}, 7]
    """
    assert told(review, "reference-without-id") == [
        'references.json [item 1]: error: has no id (\'No name\') — write "id": "author_year"'
    ]
    assert told(review, "reference-twice") == [
        "references.json [item 3]: error: the id 'smith_2001' is already that of item 2 — give each item its own id"
    ]
    assert told(review, "wrong-type") == [
        "references.json [item 4]: error: 7 is not a CSL-JSON item ({…}); passed over"
    ]


@load_doc
def test_references_that_are_no_json(review: Review) -> None:
    """
    references.json
    1| [
    2| {"id": "smith_2001",}]
    """
    assert told(review, "json-syntax")[0].startswith("references.json:2: error: is not JSON: ")
