"""Rows under headings, rows that count in one place only, totals not given, swapped events, O - E."""

from __future__ import annotations

import math

import pytest

import effectbank as eb
from effectbank.review import Review, read_files
from effectbank.review.selecting import Part
from effectbank.review.synthesis import NOT_POOLED
from effectbank.review.write import bytes_of

PLAN = """
[comparisons.c]
intervention = ["drug"]
control = ["none"]
[outcomes.well]
kind = "{kind}"
[analyses.well]
outcome = "well"
comparison = "c"
measure = "{measure}"
model = "common"
method = "{method}"
subgroups = "subgroup"
{more}
"""
ROWS = """\
study,arm,subgroup,stratum,applies_to,events,total
ash,drug,Adults,,,10,40
ash,none,Adults,,,20,40
ash,drug,Children,,,5,30
ash,none,Children,,,6,30
birch,drug,Adults,,,8,50
birch,none,Adults,,,9,50
birch,drug,Adults,2,subgroup,7,25
birch,none,Adults,2,subgroup,9,25
cedar,drug,,,,3,20
cedar,none,,,,6,20
"""
CONTRASTS = """\
study,arm,against,measure,estimate,se,o_e,variance,subgroup
ash,drug,none,HR,,,-4,10,Adults
birch,drug,none,HR,,,-2,8,Adults
birch,drug,none,HR,,,1,5,Children
"""


def review(
    more: str = "", *, kind: str = "counts", measure: str = "RR", method: str = "MH", **files: str
) -> Review:
    plan = PLAN.format(kind=kind, measure=measure, method=method, more=more)
    studies = ("ash", "birch", "cedar")
    folder = {
        "entry.toml": 'kind = "review"\ntitle = "Headings"\n',
        "review.toml": plan,
        "studies.csv": "study,year\nash,2003\nbirch,2001\ncedar,2002\n",
        "arms.csv": "study,arm,treatment\n" + "".join(f"{s},{a},{a}\n" for s in studies for a in ("drug", "none")),
        **(files or {"data/well.csv": ROWS}),
    }
    return read_files("headings", {name: text.encode() for name, text in folder.items()})


def fit(*rows: tuple[int, int, int, int]) -> eb.Pooled:
    a, n1, c, n2 = zip(*rows, strict=True)
    return eb.pool(eb.effects("RR", events=(a, c), totals=(n1, n2)), model="common", method="MH")


ASH, CHILDREN, BIRCH, AGAIN, CEDAR = (
    (10, 40, 20, 40),
    (5, 30, 6, 30),
    (8, 50, 9, 50),
    (7, 25, 9, 25),
    (3, 20, 6, 20),
)


def test_rows_are_pooled_under_their_headings_and_counted_where_they_apply() -> None:
    found = review().synthesis("well")
    assert found.fit is not None
    assert found.subgroups is not None
    assert found.fit.estimate == pytest.approx(fit(ASH, CHILDREN, BIRCH, CEDAR).estimate, rel=1e-12)
    adults, children = found.subgroups.groups["Adults"], found.subgroups.groups["Children"]
    assert adults.estimate == pytest.approx(fit(ASH, BIRCH, AGAIN).estimate, rel=1e-12)
    assert children.estimate == pytest.approx(fit(CHILDREN).estimate, rel=1e-12)
    assert [row.slug for row in found.rows] == [
        "ash//Adults", "ash//Children", "birch//Adults", "birch/2/Adults/subgroup", "cedar",
    ]  # fmt: skip
    assert [row.weight is None for row in found.rows] == [False, False, False, True, False]


def test_no_total_where_the_plan_asks_for_none() -> None:
    found = review('totals = "subgroups"').synthesis("well")
    assert (found.status, found.fit) == (NOT_POOLED, None)
    assert found.subgroups is not None
    assert found.subgroups.groups["Adults"].estimate == pytest.approx(fit(ASH, BIRCH, AGAIN).estimate, rel=1e-12)
    assert sum(row.weight for row in found.rows if row.part.subgroup == "Adults" and row.weight) == pytest.approx(
        100
    )
    nothing = review('totals = "none"').synthesis("well")
    assert (nothing.status, nothing.fit, nothing.subgroups) == (NOT_POOLED, None, None)
    assert nothing.rows[0].estimate == pytest.approx(0.5)
    assert "not-estimable" not in {problem.code for problem in review('totals = "none"').problems()}


def test_swapped_events_are_those_without_the_event() -> None:
    found = review("swap_events = true").synthesis("well")
    turned = [(n1 - a, n1, n2 - c, n2) for a, n1, c, n2 in (ASH, CHILDREN, BIRCH, CEDAR)]
    assert found.fit is not None
    assert found.fit.estimate == pytest.approx(fit(*turned).estimate, rel=1e-12)
    assert "counts are of those without the event" in found.notes
    assert (found.rows[0].events1, found.rows[0].events2) == (30, 20)
    assert (found.intervention.events, found.intervention.total) == (30 + 25 + 42 + 17, 140)


@pytest.mark.parametrize(
    ("order", "slugs"),
    [
        ("year", ["birch//Adults", "birch/2/Adults/subgroup", "cedar", "ash//Adults", "ash//Children"]),
        ("effect", ["ash//Adults", "cedar", "birch/2/Adults/subgroup", "ash//Children", "birch//Adults"]),
        ("weight", ["ash//Adults", "birch//Adults", "ash//Children", "cedar", "birch/2/Adults/subgroup"]),
    ],
)
def test_rows_stand_in_the_order_asked_for(order: str, slugs: list[str]) -> None:
    found = review(f'order = "{order}"').synthesis("well")
    assert [row.slug for row in found.rows] == slugs
    estimates = {row.slug: row.estimate for row in found.rows}
    assert estimates["ash//Adults"] == pytest.approx(0.5)
    assert estimates["cedar"] == pytest.approx(0.5)


def test_headings_stand_in_the_order_of_the_data_with_their_rows_in_the_order_asked_for() -> None:
    """Birch comes first by its year, but the source lists adults first, then children; cedar is under neither."""
    turned = ROWS.splitlines()
    children = [line for line in turned if ",Children," in line]
    data = "\n".join([turned[0], *children, *(line for line in turned[1:] if line not in children)])
    found = review('order = "year"', **{"data/well.csv": data}).synthesis("well")
    assert found.headings == {
        "Children": ("ash//Children",),
        "Adults": ("birch//Adults", "birch/2/Adults/subgroup", "ash//Adults"),
        "": ("cedar",),
    }
    assert found.subgroups is not None
    assert list(found.subgroups.groups) == ["Children", "Adults"]


def test_headings_stay_where_no_subtotal_is_given() -> None:
    found = review('totals = "none"').synthesis("well")
    assert list(found.headings) == ["Adults", "Children", ""]
    assert (found.subgroups, found.subgroup_test) == (None, None)
    assert found.reason == "the review gives no total"


def test_rows_that_count_in_their_subgroup_only_are_not_among_the_people_of_the_whole() -> None:
    found = review().synthesis("well")
    assert (found.intervention.total, found.control.total) == (140, 140)


def test_the_test_of_subgroups_is_told_where_the_plan_has_it() -> None:
    told, untold = (review(more).synthesis("well") for more in ("", "subgroup_test = false"))
    assert told.subgroup_test is not None
    assert told.subgroup_test.df == 1
    assert untold.subgroup_test is None
    assert untold.subgroups is not None


def test_studies_may_have_intervals_of_another_level() -> None:
    wide = review("study_level = 0.99").synthesis("well")
    plain = review().synthesis("well")
    assert wide.fit is not None
    assert plain.fit is not None
    assert wide.fit.ci == plain.fit.ci
    half = [math.log(row.ci.high / row.ci.low) for row in (wide.rows[0], plain.rows[0]) if row.ci]
    assert half[0] / half[1] == pytest.approx(2.5758293035489 / 1.95996398454005, rel=1e-12)


def test_observed_less_expected_is_pooled_as_petos() -> None:
    """Sum of O - E over sum of V: -5 / 23, and -6 / 18 among adults."""
    made = review(kind="contrasts", measure="HR", method="IV", **{"data/well.contrasts.csv": CONTRASTS})
    found = made.synthesis("well")
    assert found.fit is not None
    assert found.subgroups is not None
    assert found.fit.estimate == pytest.approx(-5 / 23, rel=1e-12)
    assert found.fit.se == pytest.approx(1 / math.sqrt(23), rel=1e-12)
    assert found.subgroups.groups["Adults"].estimate == pytest.approx(-6 / 18, rel=1e-12)


def test_people_of_a_contrast_are_shown_where_the_data_tell_them() -> None:
    people = "study,arm,subgroup,total\nash,drug,Adults,50\nash,none,Adults,51\n"
    files = {"data/well.contrasts.csv": CONTRASTS, "data/well.csv": people}
    row = review(kind="contrasts", measure="HR", method="IV", **files).synthesis("well").rows[0]
    assert (row.slug, row.total1, row.total2) == ("ash//Adults", 50, 51)
    assert row.estimate == pytest.approx(math.exp(-0.4))


def test_all_of_it_is_written_as_it_was_read() -> None:
    more = 'totals = "subgroups"\nswap_events = true\nstudy_level = 0.99\norder = "year"\nnumber = "1.2"\n'
    more += 'groups = ["Drug", "Nothing"]\nfavours = ["Favours drug", "Favours nothing"]\nsubgroup_test = false\n'
    read = review(more)
    own = {name: getattr(read, name) for name in Review.__dataclass_fields__ if not name.startswith("_")}
    again = bytes_of(Review(**(own | {"files": {}})))
    assert read_files("headings", again) == read


CLASH = """\
study,arm,subgroup,stratum,events,total
ash,drug,2,,10,40
ash,none,2,,20,40
ash,drug,,2,5,80
ash,none,,2,6,80
"""


def test_a_heading_and_a_stratum_of_one_name_are_two_rows_each_with_its_own_weight() -> None:
    found = review(**{"data/well.csv": CLASH}).synthesis("well")
    (one, other) = found.rows
    assert (one.part.subgroup, other.part.stratum) == ("2", "2")
    assert one.slug != other.slug
    assert (one.estimate, other.estimate) == (pytest.approx(0.5), pytest.approx(5 / 6))
    assert (one.weight, other.weight) == (pytest.approx(100 * 20 / 26), pytest.approx(100 * 6 / 26))  # MH: c n1 / N


@pytest.mark.parametrize(
    ("part", "slug"),
    [
        (Part(), "ash"),
        (Part(stratum="men"), "ash/men"),
        (Part(subgroup="men"), "ash//men"),
        (Part(applies_to="total"), "ash///total"),
        (Part(subgroup="men/women", stratum="50%"), "ash/50%25/men%2Fwomen"),
    ],
)
def test_the_slug_of_each_part_is_its_own(part: Part, slug: str) -> None:
    assert part.label("ash") == slug


SWAPPED = "swap_events = true"


def test_events_of_rates_are_not_swapped_and_that_is_told() -> None:
    """There is no number of people without the event by person-time: the rows stay as they are."""
    rates = "study,arm,events,time\nash,drug,10,400\nash,none,20,400\nbirch,drug,8,500\nbirch,none,9,500\n"
    kept = {"kind": "rates", "measure": "IRR", "method": "IV", "data/well.csv": rates}
    swapped, plain = review(SWAPPED, **kept), review(**kept)
    found = swapped.synthesis("well")
    assert found.fit is not None
    assert found.fit.estimate == plain.run("well").estimate
    assert [(row.events1, row.events2) for row in found.rows] == [(10, 20), (8, 9)]
    assert "counts are of those without the event" not in found.notes
    (told,) = [one for one in swapped.problems() if one.code == "swap-without-counts"]
    assert (told.severity, told.place.key) == ("warning", "analyses.well.swap_events")
    assert told.message == "its outcome holds rates, of which no events can be swapped; computed as they stand"


def test_of_given_estimates_nothing_is_swapped_and_that_is_told() -> None:
    kept = {"kind": "contrasts", "measure": "HR", "method": "IV", "data/well.contrasts.csv": CONTRASTS}
    swapped = review(SWAPPED, **kept)
    assert swapped.run("well").estimate == review(**kept).run("well").estimate
    assert "counts are of those without the event" not in swapped.synthesis("well").notes
    assert [one.severity for one in swapped.problems() if one.code == "swap-without-counts"] == ["warning"]


def beside_counts(measure: str) -> Review:
    rows = ROWS.replace("cedar,drug,,,,3,20\ncedar,none,,,,6,20\n", "")
    given = f"study,arm,against,measure,estimate,se\ncedar,drug,none,{measure},-0.4,0.5\n"
    return review(
        SWAPPED, measure=measure, method="IV", **{"data/well.csv": rows, "data/well.contrasts.csv": given}
    )


def test_an_odds_ratio_given_beside_counts_is_turned_with_them() -> None:
    found = beside_counts("OR").synthesis("well")
    cedar = found.rows[-1]
    assert (cedar.yi, cedar.note) == (0.4, "sign turned, as events are swapped")
    assert found.rows[0].yi == pytest.approx(math.log((30 / 10) / (20 / 20)))


def test_a_risk_ratio_given_beside_counts_cannot_be_turned_and_is_left_out_with_its_reason() -> None:
    found = beside_counts("RR").synthesis("well")
    assert found.rows[-1].reason == "the RR of those without the event does not follow from its estimate"
    assert found.status == "partial"
    assert found.rows[0].yi == pytest.approx(math.log((30 / 40) / (20 / 40)))
