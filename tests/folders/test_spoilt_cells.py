"""Cells of the small folder spoilt one at a time: each is told with its line, its column and a way out."""

from __future__ import annotations

from small_folder import codes, load_doc, told

from effectbank.review import Review

RESTING = "(concerns relapsed, clinics)"


@load_doc
def test_a_word_for_a_number(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,ten,40,report
    """
    assert told(review, "bad-number") == [
        "data/relapsed.csv:3 [events]: error: 'ten' is not a count; taken as unknown"
        f" — write digits only, or leave the cell empty {RESTING}"
    ]
    assert review.synthesis("relapsed").status == "partial"


@load_doc
def test_a_percentage(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,25%,40,report
    """
    assert told(review, "bad-number") == [
        "data/relapsed.csv:3 [events]: error: '25%' is not a count; taken as unknown"
        f" — a percentage: write the events and the total it was made from {RESTING}"
    ]


@load_doc
def test_two_numbers_in_one_cell(review: Review) -> None:
    """
    data/relapsed.csv
    4| beta,treated,7/50,,report
    """
    assert told(review, "bad-number") == [
        "data/relapsed.csv:4 [events]: error: '7/50' is not a count; taken as unknown"
        " — two numbers: write the first under events and the second under total (concerns relapsed)"
    ]


@load_doc
def test_a_fraction_of_a_person(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10.5,40,report
    """
    assert told(review, "fractional-count") == [
        "data/relapsed.csv:3 [events]: error: '10.5' is not a whole number; taken as unknown — count people "
        + RESTING
    ]


@load_doc
def test_a_whole_number_with_a_point_is_a_count(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10.0,40,report
    """
    assert codes(review) == set()
    assert review.data["relapsed"][1].events == 10


@load_doc
def test_a_negative_count(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,-10,40,report
    """
    assert told(review, "negative-count") == [
        f"data/relapsed.csv:3 [events]: error: events is -10, below zero — is a sign too many? {RESTING}"
    ]
    assert review.synthesis("relapsed").missing[0].reason == "events below zero (-10) (control)"


@load_doc
def test_events_above_total(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,40,10,report
    """
    assert told(review, "events-above-total") == [
        "data/relapsed.csv:3 [events]: error: alpha, arm 'control': 40 events among 10 people"
        f" — are events and total swapped? {RESTING}"
    ]
    assert review.synthesis("relapsed").fit.effects.k == 1  # the impossible row is in no fit


@load_doc
def test_a_thousands_separator(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,"1,040",report
    """
    assert told(review, "doubtful-comma") == [
        "data/relapsed.csv:3 [total]: error: '1,040' has a separator of thousands, or a decimal comma;"
        f" taken as unknown — write 1040, or a decimal point {RESTING}"
    ]


@load_doc
def test_a_decimal_comma_among_commas(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,"10,5",40,report
    """
    assert "doubtful-comma" in codes(review)


@load_doc
def test_na_is_unknown_and_said_so(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,NA,40,report
    """
    assert told(review, "not-available") == [
        f"data/relapsed.csv:3 [events]: note: 'NA' is read as unknown — leave an unknown cell empty {RESTING}"
    ]
    assert review.data["relapsed"][1].events is None


@load_doc
def test_more_people_than_live(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,40000000000,report
    """
    assert told(review, "bad-number") == [
        "data/relapsed.csv:3 [total]: error: '40000000000' is not a count; taken as unknown"
        f" — there are not so many people {RESTING}"
    ]


@load_doc
def test_a_word_of_confidence_that_does_not_exist(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,events,total,confidence
    3| alpha,control,10,40,statd
    """
    (found,) = [line for line in told(review, "unknown-word") if ":3 " in line]
    assert found == (
        "data/relapsed.csv:3 [confidence]: error: 'statd' is not one of the words known here"
        f" — did you mean stated? known: derived, reconstructed, stated, unknown {RESTING}"
    )


@load_doc
def test_a_status_that_does_not_exist(review: Review) -> None:
    """
    studies.csv
    3| beta,2004,Canada,inluded,100,home
    """
    assert told(review, "unknown-word") == [
        "studies.csv:3 [status]: error: 'inluded' is not one of the words known here"
        " — did you mean included? known: awaiting, excluded, included, ongoing (concerns relapsed)"
    ]


@load_doc
def test_a_year_of_five_digits(review: Review) -> None:
    """
    studies.csv
    3| beta,20044,Canada,included,100,home
    """
    assert told(review, "odd-year") == [
        "studies.csv:3 [year]: warning: the year is 20044"
        " — is a digit missing, or one too many? (concerns relapsed)"
    ]


@load_doc
def test_an_empty_cell_is_unknown_and_never_zero(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,,40,report
    """
    assert review.data["relapsed"][1].events is None
    assert review.synthesis("relapsed").control.events is None
    assert told(review, "partial-analysis") == [
        "review.toml:8 [analyses.relapsed]: note: some of its studies lack numbers: "
        "alpha (data/relapsed.csv:2): events unknown (control) (concerns relapsed)"
    ]


@load_doc
def test_a_count_that_is_spoilt_but_possible_breaks_the_sentence_that_tells_it(review: Review) -> None:
    """
    data/relapsed.csv
    2| alpha,treated,6,40,report
    """
    (found,) = [problem for problem in review.problems() if problem.code == "text-claims"]
    assert (found.place.file, found.place.line, found.severity) == ("text.md", 2, "error")
    assert "12 of 90" in found.message
    assert "13 of 90" in found.message


@load_doc
def test_an_arm_of_nobody(review: Review) -> None:
    """
    data/relapsed.csv
    2| alpha,treated,0,0,report
    """
    assert told(review, "nobody-in-arm") == [
        "data/relapsed.csv:2 [total]: warning: alpha, arm 'treated': a total of 0 people, of whom nothing can be"
        f" estimated — leave it empty where it is unknown {RESTING}"
    ]
    found = review.synthesis("relapsed")
    assert (found.status, found.fit.k) == ("partial", 1)
    assert [gap.reason for gap in found.missing] == ["nobody in the intervention arm"]
