"""The forest plot as a table: its text alone gives all numbers, and what is drawn is where the numbers are."""

from __future__ import annotations

import pytest
from parsed_page import Element, parsed
from tea_folder import AWAKE, REVIEW, folder

from effectbank.plots import forest, forest_text
from effectbank.plots.scale import scale_for
from effectbank.problems import Severity
from effectbank.publish import article
from effectbank.publish.analysis import analysis_view
from effectbank.publish.dots import Dots
from effectbank.publish.forest_marks import mark
from effectbank.publish.row_tables import row_tables
from effectbank.review import Review
from effectbank.review.read import read_files
from effectbank.review.synthesis import PARTIAL
from effectbank.words import Interval


def rows_of(review: Review, name: str) -> list[list[str]]:
    """The rows of an analysis's forest plot on its page, as their words; what only repeats a head is left out."""
    plot = parsed(article(review)).one("div", id=f"analysis-{name}").one("table", class_="forest")
    return [[said for cell in cells(row) if (said := cell_words(cell))] for row in plot.all("tr")]


def cells(row: Element) -> list[Element]:
    """The cells; the two sides of the axis count as one each."""
    sides = row.all("div", class_="favours")
    own = [child for child in row.children if isinstance(child, Element)]
    return [span for side in sides for span in side.all("span")] or own


def cell_words(cell: Element) -> str:
    parts = (
        child if isinstance(child, str) else "" if child.tag == "svg" else f" {child.text()} "
        for child in cell.children
    )
    return " ".join("".join(parts).split())


def test_the_founding_analysis():
    """The issue's table for `retained`: every number a reader needs is in the text."""
    assert rows_of(Review.open("naltrexone-2011"), "retained") == [
        ["Study", "Naltrexone events/analysed", "Placebo or no medication events/analysed", "Weight",
         "Risk ratio (95% CI)"],
        ["Adherence: enforced"],
        ["Curran 1976 counts reconstructed", "2/19", "2/19", "9.1%", "1.00 (0.16 to 6.38)"],
        ["Krupitsky 2004", "12/27", "4/25", "17.8%", "2.78 (1.03 to 7.49)"],
        ["Krupitsky 2006 counts derived", "25/70", "7/70", "20.9%", "3.57 (1.65 to 7.71)"],
        ["Subtotal random effects", "39/116", "13/114", "2.90 (1.63 to 5.17)"],
        ["Adherence: not enforced"],
        ["Lerner 1992", "9/15", "8/16", "22.8%", "1.20 (0.63 to 2.28)"],
        ["San 1991 counts reconstructed", "4/28", "8/22", "16.8%", "0.39 (0.14 to 1.14)"],
        ["Schottenfeld 2008 counts reconstructed", "4/43", "3/39", "12.6%", "1.21 (0.29 to 5.07)"],
        ["Subtotal random effects", "17/86", "19/77", "0.86 (0.41 to 1.81)"],
        ["All 6 studies random effects", "56/202", "32/191", "100%", "1.43 (0.72 to 2.82)"],
        ["Prediction interval where the effect of a further study is expected", "0.34 to 6.03"],
        ["As published the review's summary-of-findings table", "1.43 (0.72 to 2.82)"],
        ["favours placebo or no medication", "favours naltrexone"],
    ]  # fmt: skip


def test_what_the_founding_analysis_says_beside_its_plot():
    view = analysis_view(Review.open("naltrexone-2011"), "retained")
    said = " ".join(view.sentences)
    assert "Heterogeneity: Q 13.40 on 5 df, p = .0199; I² 63%, τ² 0.42." in said
    assert "168 per 1000" in said
    assert "239 per 1000" in said
    assert "San 1991 alone" in view.drive
    assert "1.89 (1.08 to 3.32)" in view.drive
    assert "both Krupitsky 2004 and Krupitsky 2006" in view.drive
    assert "0.91 (0.52 to 1.58)" in view.drive
    assert [(dots.filled, dots.kind) for dots in view.dots] == [(24, "corresponding risk"), (17, "assumed risk")]


def test_studies_that_the_plan_leaves_out_are_told_beside_the_total():
    review = folder(review=REVIEW.replace('method = "MH"', 'method = "MH"\nwithout = ["bee_2002"]'))
    assert [row[0] for row in rows_of(review, "awake")[1:3]] == [
        "Ant 2001",
        "The one study chosen common effect, Mantel-Haenszel",
    ]
    told = "Without Bee 2002 (the plan leaves out 1 study with data)."
    assert told in analysis_view(review, "awake").sentences
    enforced = rows_of(Review.open("naltrexone-2011"), "enforced")
    assert "The 3 studies chosen" in " ".join(enforced[4])


def test_the_source_beside_the_data():
    compared = {row.name: row for row in analysis_view(Review.open("naltrexone-2011"), "retained").compared}
    assert compared["Estimate"].agrees
    risk = compared["Corresponding risk"]
    assert (risk.published, risk.computed, risk.agrees) == ("240 in every 1000", "239 in every 1000", False)


def test_a_tiny_p_is_told_as_below_the_last_digit_not_as_nought():
    """Of 400 of 500 against 100 of 500 the p is beyond any print."""
    awake = "study,arm,events,total\nant_2001,tea,400,500\nant_2001,water,100,500\n"
    review = folder(review=REVIEW + "\n[analyses.awake.published]\nestimate = 4.00\np = 0.0000\n", awake=awake)
    (p,) = [row for row in analysis_view(review, "awake").compared if row.name == "p"]
    assert (p.published, p.computed, p.agrees) == ("< .0001", "< .0001", True)
    off = folder(review=REVIEW + "\n[analyses.awake.published]\nestimate = 4.00\np = 0.0321\n", awake=awake)
    assert "published p 0.0321, computed < .0001" in [problem.message for problem in off.problems()]


def test_a_partial_analysis_lists_what_is_unknown():
    review = Review.open("naltrexone-2011")
    rows = rows_of(review, "follow_up")
    lost = [row for row in rows if row[-1] == "not estimable"]
    assert [row[0].split(" events")[0] for row in lost] == ["Rawson 1979", "San 1991"]
    assert lost[0][1:3] == ["?/20", "4/15"]
    view = analysis_view(review, "follow_up")
    assert "Partly computed only: 1 of 3 studies" in view.sentences[0]
    assert view.dots == ()


def test_where_nothing_can_be_pooled_the_sources_number_stands_alone():
    said = parsed(article(Review.open("naltrexone-2011"))).one("div", id="analysis-side_effects").text()
    assert "none of its studies has all the numbers needed" in said.lower()
    assert "As published: RR 1.29 (0.54 to 3.11) from 4 studies, 159 people" in said


MEANS = """\
study,arm,mean,sd,total
ant_2001,tea,5.1,2.3,20
ant_2001,water,4,2,20
bee_2002,tea,6,2,50
bee_2002,water,5,2,50
"""


def test_means_show_mean_spread_and_size():
    review = REVIEW.replace('label = "Awake"', 'label = "Awake"\nkind = "means"')
    review = review.replace('measure = "RR"\nmodel = "common"\nmethod = "MH"', 'measure = "MD"')
    rows = rows_of(folder(review=review, awake=MEANS), "awake")
    assert rows[0][1:3] == ["Tea mean (SD), n", "Water mean (SD), n"]
    assert rows[1][:3] == ["Ant 2001", "5.1 (2.3), 20", "4 (2), 20"]
    assert rows[3][:3] == ["All 2 studies random effects", "70", "70"]


def test_contrasts_need_no_groups():
    review = REVIEW.replace('label = "Awake"', 'label = "Awake"\nkind = "contrasts"').replace(
        'method = "MH"', 'method = "IV"'
    )
    contrasts = (
        "study,arm,against,measure,estimate,se\nant_2001,tea,water,RR,0.1,0.1\nbee_2002,tea,water,RR,0.3,0.2\n"
    )
    held = folder(review=review, awake="")
    files = {**held.files, "data/awake.contrasts.csv": contrasts.encode()}
    rows = rows_of(read_files("tea-2020", files), "awake")
    assert rows[0] == ["Study", "Weight", "Risk ratio (95% CI)"]
    assert rows[1] == ["Ant 2001", "80.0%", "1.11 (0.91 to 1.34)"]


CONTRASTS = "study,arm,against,measure,estimate,se\nant_2001,tea,water,HR,0.1,0.1\nbee_2002,tea,water,HR,0.3,0.2\n"


def contrasts(people: str) -> Review:
    """The tea folder of hazard ratios, with what its arms tell beside them."""
    review = REVIEW.replace('label = "Awake"', 'label = "Awake"\nkind = "contrasts"')
    review = review.replace('measure = "RR"\nmodel = "common"\nmethod = "MH"', 'measure = "HR"\nmodel = "common"')
    files = {**folder(review=review, awake=people).files, "data/awake.contrasts.csv": CONTRASTS.encode()}
    return read_files("tea-2020", files)


def test_events_and_totals_stand_beside_contrasts_and_are_not_pooled():
    review = contrasts(AWAKE)
    assert [problem for problem in review.problems() if problem.severity is Severity.ERROR] == []
    rows = rows_of(review, "awake")
    assert rows[0][1:3] == ["Tea events/analysed", "Water events/analysed"]
    assert rows[1] == ["Ant 2001", "10/20", "5/20", "80.0%", "1.11 (0.91 to 1.34)"]
    assert rows[3][1:3] == ["40/70", "25/70"]
    arms = next(table for table in row_tables(review) if "each arm" in table.caption)
    assert [cell.text for cell in arms.rows[0].cells[:4]] == ["Ant 2001", "Tea", "10", "20"]


def test_totals_alone_stand_beside_contrasts_as_who_was_analysed():
    rows = rows_of(contrasts("study,arm,total\nant_2001,tea,20\nant_2001,water,21\n"), "awake")
    assert rows[0][1:3] == ["Tea analysed", "Water analysed"]
    assert rows[1][1:3] == ["20", "21"]
    assert rows[2] == ["Bee 2002", "20.0%", "1.35 (0.91 to 2.00)"]


def test_a_study_of_people_without_a_contrast_is_told():
    review = contrasts(AWAKE)
    without = CONTRASTS.replace("bee_2002,tea,water,HR,0.3,0.2\n", "")
    review = read_files("tea-2020", {**review.files, "data/awake.contrasts.csv": without.encode()})
    synthesis = review.synthesis("awake")
    assert [(gap.study, gap.reason) for gap in synthesis.missing] == [("bee_2002", "no contrast of its arms")]
    assert synthesis.status == PARTIAL
    assert any(
        "Bee 2002" in row[0] and "no contrast of its arms" in " ".join(row) for row in rows_of(review, "awake")
    )


def test_a_mean_beside_contrasts_is_of_another_kind():
    review = contrasts("study,arm,events,mean\nant_2001,tea,4,2.5\n")
    assert [p.message for p in review.problems() if p.code == "other-kind"] == [
        "mean given, but awake is an outcome of contrasts"
    ]


@pytest.mark.parametrize(
    ("good", "left", "right"),
    [("more", "favours water", "favours tea"), ("less", "favours tea", "favours water")],
)
def test_which_side_favours_whom(good, left, right):
    review = REVIEW.replace('good = "more"', f'good = "{good}"')
    table = analysis_view(folder(review=review), "awake").table
    assert table is not None
    assert table.favours == (left, right)


def test_without_a_good_direction_nobody_is_favoured():
    table = analysis_view(folder(review=REVIEW.replace('good = "more"', "")), "awake").table
    assert table is not None
    assert table.favours == ("less with tea", "more with tea")


def test_a_number_that_differs_from_the_source_is_marked():
    review = REVIEW + "\n[analyses.awake.published]\nestimate = 1.7\nlow = 1.2\nhigh = 2.3\n"
    (row,) = [row for row in rows_of(folder(review=review), "awake") if row[0] == "As published"]
    assert row[-1] == "1.70 (1.20 to 2.30) differs"


def test_squares_grow_with_weight_and_places_with_the_effect():
    scale = scale_for([0.5, 2.0], [0.25, 4.0], null=1.0)
    heavy = mark("square", scale, 2.0, Interval(1.0, 4.0), 1.0)
    light = mark("square", scale, 0.5, Interval(0.25, 1.0), 0.25)
    assert heavy is not None
    assert light is not None
    assert heavy.side == pytest.approx(2 * light.side)  # a quarter of the area
    assert heavy.at is not None
    assert light.at is not None
    assert heavy.at - 50 == pytest.approx(50 - light.at, abs=0.02)
    assert (heavy.cut_low, heavy.cut_high) == (False, False)


def test_an_interval_beyond_the_axis_is_cut_with_a_sign():
    scale = scale_for([1.2, 1.1], [0.9, 1.5, 0.001, 900.0], null=1.0)
    wide = mark("square", scale, 1.1, Interval(0.001, 900.0), 0.1)
    assert wide is not None
    assert (wide.low, wide.high, wide.cut_low, wide.cut_high) == (0.0, 100.0, True, True)


def test_an_endless_interval_is_not_drawn():
    scale = scale_for([1.2], [0.9, 1.5], null=1.0)
    assert mark("square", scale, 1.2, Interval(0.0, float("inf")), 0.1) is None


def test_a_hundred_dots():
    dots = Dots(group="with tea", risk=0.2394, kind="corresponding risk")
    assert (dots.words, dots.filled) == ("24 in every 100", 24)
    assert dots.path(on=True) == "M0.5 0.5h19.1M0.5 1.5h3.1"  # a row of twenty, and four
    assert dots.path(on=False) == "M4.5 1.5h15.1M0.5 2.5h19.1M0.5 3.5h19.1M0.5 4.5h19.1"
    assert Dots(group="", risk=1.2, kind="").path(on=False) == ""


def test_rows_keep_the_counts_of_the_folder():
    assert AWAKE.count("\n") == 5
    assert [row[1:3] for row in rows_of(folder(), "awake")[1:4]] == [
        ["10/20", "5/20"],
        ["30/50", "20/50"],
        ["40/70", "25/70"],
    ]


def test_a_risk_difference_has_the_decimals_that_tell_it_from_nothing():
    """60 and 40 of 1000: 0.02, standard error sqrt(.06 * .94 / 1000 + .04 * .96 / 1000) = 0.009737."""
    rows = "ant_2001,tea,60,1000,r,stated\nant_2001,water,40,1000,r,stated\n"
    review = folder(
        awake=f"study,arm,events,total,source,confidence\n{rows}",
        review=REVIEW.replace('"RR"\nmodel = "common"\nmethod = "MH"', '"RD"\nmodel = "common"'),
    )
    said = "0.020 (0.001 to 0.039)"
    assert said in str(rows_of(review, "awake"))
    assert said in forest_text(forest(review.synthesis("awake")))


# --- plans that ask for no total, for headings, for other levels -------------------------------------------

HEADED = """\
study,arm,subgroup,applies_to,events,total,note
ant_2001,tea,Long,,10,20,Hours read off a figure
ant_2001,water,Long,,5,20,
bee_2002,tea,Short,,30,50,
bee_2002,water,Short,,20,50,
bee_2002,tea,Long,subgroup,15,25,
bee_2002,water,Long,subgroup,10,25,
"""


def headed(more: str = "", rows: str = HEADED) -> Review:
    plan = REVIEW.replace('method = "MH"\n', f'method = "MH"\nsubgroups = "subgroup"\n{more}\n')
    return folder(review=plan, awake=rows)


def test_without_a_total_studies_and_subtotals_stand_and_the_page_says_why():
    review = headed('totals = "subgroups"')
    assert rows_of(review, "awake") == [
        ["Study", "Tea events/analysed", "Water events/analysed", "Weight", "Risk ratio (95% CI)"],
        ["Long"],
        ["Ant 2001", "10/20", "5/20", "33.3%", "2.00 (0.83 to 4.81)"],
        ["Bee 2002 counts in its subgroup only", "15/25", "10/25", "66.7%", "1.50 (0.84 to 2.67)"],
        ["Subtotal common effect, Mantel-Haenszel", "25/45", "15/45", "1.67 (1.03 to 2.71)"],
        ["Short"],
        ["Bee 2002", "30/50", "20/50", "100.0%", "1.50 (1.00 to 2.26)"],
        ["Subtotal common effect, Mantel-Haenszel", "30/50", "20/50", "1.50 (1.00 to 2.26)"],
        ["favours water", "favours tea"],
    ]
    said = parsed(article(review)).one("div", id="analysis-awake").text()
    assert "The review gives no total but those of its subgroups." in said
    assert "Difference between the subgroups" in said
    assert "Hours read off a figure" in said
    assert "All 2 studies" not in said


def test_without_any_total_headings_stand_alone():
    rows = rows_of(headed('totals = "none"\nsubgroup_test = false'), "awake")
    assert rows[0] == ["Study", "Tea events/analysed", "Water events/analysed", "Risk ratio (95% CI)"]
    assert [row[0] for row in rows[1:]] == [
        "Long", "Ant 2001", "Bee 2002 counts in its subgroup only", "Short", "Bee 2002", "favours water",
    ]  # fmt: skip


def test_the_plan_says_labels_levels_order_and_how_far_the_axis_goes():
    more = """study_level = 0.99
order = "effect"
favours = ["Favours water", "Favours tea"]
groups = ["Green tea", "Water, warm"]
units = "hours"
number = "1.2"
scale = 4
"""
    review = headed(more)
    rows = rows_of(review, "awake")
    assert rows[0][-1] == "Risk ratio (95% CI, of studies 99%)"
    assert rows[-1] == ["Favours water", "Favours tea"]
    assert [row[0].split(" counts")[0] for row in rows[1:5]] == [
        "Long",
        "Bee 2002",
        "Ant 2001",
        "Subtotal common effect, Mantel-Haenszel",
    ]
    view = analysis_view(review, "awake")
    assert view.title == "Analysis 1.2 Awake after an hour"
    assert view.caption == "Risk ratio (hours), Tea v water."
    assert view.table is not None
    assert view.table.heads[0][0] == "Green tea"
    ant = next(row.mark for row in view.table.rows if row.label == "Ant 2001")
    assert ant is not None
    assert ant.at == pytest.approx(75, abs=1.5)  # 2, on an axis from a quarter to 4


def test_swapped_events_stand_as_they_are_pooled():
    rows = rows_of(headed("swap_events = true"), "awake")
    assert rows[2][:3] == ["Ant 2001", "10/20", "15/20"]
    view = analysis_view(headed("swap_events = true"), "awake")
    assert "Counts are of those without the event." in view.sentences


def test_studies_nobody_can_pool_keep_their_counts_on_the_page():
    rows = "study,arm,events,total\nant_2001,tea,0,20\nant_2001,water,0,21\n"
    table = analysis_view(headed(rows=rows), "awake").table
    assert table is not None
    assert [(row.label, row.cells, row.estimate) for row in table.rows] == [
        ("Ant 2001", ("0/20", "0/21"), "not estimable")
    ]
    assert table.ticks == ()
