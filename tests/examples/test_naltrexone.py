"""The founding review gives its published results from its own rows.

Receipts: published numbers are those of CD001333.pub4 (abstract and summary-of-findings table) and of the
Effectiveness Bank's analysis of 15 July 2011; the others are the table of the founding issue, met there by
recomputation with Mantel-Haenszel and DerSimonian-Laird formulas.
"""

from __future__ import annotations

import pytest

import effectbank as eb
from effectbank.numerals import estimate_ci, fixed, per, percent
from effectbank.review.review import Review
from effectbank.words import Confidence


@pytest.fixture(scope="module")
def review() -> Review:
    return eb.Review.open("naltrexone-2011")


# The common-effect lower limit without the Russian trials is 0.5145, so it prints 0.51.
# analysis: printed estimate and interval, studies, naltrexone, no naltrexone
TABLE = {
    "retained": ("1.43 (0.72 to 2.82)", 6, (56, 202), (32, 191)),
    "enforced": ("2.93 (1.66 to 5.18)", 3, (39, 116), (13, 114)),
    "without_russian": ("0.91 (0.52 to 1.58)", 4, (19, 105), (21, 96)),
    "without_russian_common": ("0.85 (0.51 to 1.41)", 4, (19, 105), (21, 96)),
    "imprisoned": ("0.47 (0.26 to 0.84)", 2, (13, 54), (16, 32)),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_results(review: Review, name: str) -> None:
    printed, k, treated, others = TABLE[name]
    synthesis, shown = review.synthesis(name), review.run(name).display
    assert estimate_ci(shown.estimate, shown.ci.low, shown.ci.high) == printed
    assert synthesis.status == "complete"
    assert review.run(name).k == k
    assert (synthesis.intervention.events, synthesis.intervention.total) == treated
    assert (synthesis.control.events, synthesis.control.total) == others


def test_tau2_comes_from_the_q_about_the_mantel_haenszel_estimate(review: Review) -> None:
    # Q 13.40 on 5 df, tau2 0.421, I2 63 %; with the Q about the inverse-variance mean the interval differs
    heterogeneity = review.run("retained").heterogeneity
    assert fixed(heterogeneity.q, 2) == "13.40"
    assert heterogeneity.df == 5
    assert fixed(heterogeneity.tau2, 3) == "0.421"
    assert fixed(heterogeneity.i2, 0) == "63"


def test_risks_are_assumed_and_corresponding_not_crude(review: Review) -> None:
    synthesis = review.synthesis("retained")
    absolute, published = synthesis.absolute, synthesis.published
    assert absolute is not None
    assert published is not None
    assert per(absolute.assumed.estimate, 1000) == "168 in every 1000"
    assert per(absolute.corresponding.estimate, 1000) == "239 in every 1000"
    assert per(published.corresponding_risk, 1000) == "240 in every 1000"
    for corresponding in (absolute.corresponding.estimate, published.corresponding_risk):
        assert per(corresponding, 100) == "24 in every 100"
    for assumed in (absolute.assumed.estimate, published.assumed_risk):
        assert per(assumed, 100) == "17 in every 100"
    assert percent(synthesis.intervention.crude_risk, 1) == "27.7%"


def test_without_the_russian_trials_the_shares_turn(review: Review) -> None:
    synthesis = review.synthesis("without_russian")
    assert percent(synthesis.intervention.crude_risk) == "18%"
    assert percent(synthesis.control.crude_risk) == "22%"


def test_what_drives_the_result(review: Review) -> None:
    driving = eb.driving(review.run("retained"))
    turns = {left_out.left_out: left_out for left_out in driving.sets}
    assert set(turns) == {("san_1991",), ("krupitsky_2004", "krupitsky_2006")}
    assert turns["san_1991",].turns == "significance"
    assert turns["krupitsky_2004", "krupitsky_2006"].turns == "direction"
    shown = turns["san_1991",].fit.display
    assert estimate_ci(shown.estimate, shown.ci.low, shown.ci.high) == "1.89 (1.08 to 3.32)"


def test_follow_up_is_partial_and_keeps_the_published_result(review: Review) -> None:
    synthesis = review.synthesis("follow_up")
    assert synthesis.status == "partial"
    assert [study for study, *_ in synthesis.missing] == ["rawson_1979", "san_1991"]
    published = synthesis.published
    assert published is not None
    assert estimate_ci(published.estimate, published.low, published.high) == "1.28 (0.80 to 2.05)"
    assert published.n == 116
    assert sum(row.total for row in review.data["follow_up"] if row.total) == 116


def test_side_effects_are_not_estimable_but_their_people_are_known(review: Review) -> None:
    synthesis = review.synthesis("side_effects")
    assert synthesis.fit is None
    assert all(row.events is None for row in review.data["side_effects"])
    assert sum(row.total or 0 for row in review.data["side_effects"]) == 159


def test_no_study_measured_mortality(review: Review) -> None:
    synthesis = review.synthesis("mortality")
    assert synthesis.status == "no data"
    assert synthesis.fit is None
    assert "mortality" not in review.data


def test_head_counts(review: Review) -> None:
    studies = review.studies.values()
    assert len(studies) == 13
    assert sum(study.randomised or 0 for study in studies) == 1158
    assert sum(int(study.fields["compared"]) for study in studies) == 891


def test_versions_stand_side_by_side(review: Review) -> None:
    before, now = review.versions["2006"], review.versions["2011"]
    assert (before["studies"], before["people"]) == (10, 696)
    shown = [before[f"heroin_use_{part}"] for part in ("estimate", "low", "high")]
    assert estimate_ci(*shown) == "0.72 (0.58 to 0.90)"
    shown = [before[f"heroin_use_v_placebo_{part}"] for part in ("estimate", "low", "high")]
    assert estimate_ci(*shown) == "0.79 (0.59 to 1.06)"
    assert (now["studies"], now["people"]) == (13, 1158)


RECONSTRUCTED = {
    ("retained", "curran_1976", "naltrexone"), ("retained", "curran_1976", "control"),
    ("retained", "san_1991", "naltrexone"), ("retained", "san_1991", "control"),
    ("retained", "schottenfeld_2008", "naltrexone"), ("retained", "schottenfeld_2008", "control"),
    ("imprisoned", "cornish_1997", "control"),
    ("imprisoned", "rawson_1979", "naltrexone"), ("imprisoned", "rawson_1979", "control"),
    ("follow_up", "san_1991", "control"), ("follow_up", "rawson_1979", "control"),
}  # fmt: skip


def test_counts_solved_back_from_totals_are_called_reconstructed(review: Review) -> None:
    rows = [row for rows in review.data.values() for row in rows]
    called = {
        (row.outcome, row.study, row.arm) for row in rows if row.provenance.confidence is Confidence.RECONSTRUCTED
    }
    assert called == RECONSTRUCTED


def test_unknown_cells_are_empty_and_called_unknown(review: Review) -> None:
    rows = [row for rows in review.data.values() for row in rows]
    assert all((row.events is None) == (row.provenance.confidence is Confidence.UNKNOWN) for row in rows)


def test_every_number_has_a_source_and_a_confidence(review: Review) -> None:
    rows = [row for rows in review.data.values() for row in rows]
    for record in (*review.studies.values(), *review.arms, *rows, *review.facts.values(), *review.risk_of_bias):
        assert record.provenance.source or getattr(record, "source", ""), record.place
        assert record.provenance.confidence is not None, record.place


def test_risk_of_bias_is_given_for_the_five_studies_where_it_is_known(review: Review) -> None:
    judged = {row.study for row in review.risk_of_bias}
    assert judged == {"guo_2001", "krupitsky_2004", "ladewig_1990", "rawson_1979", "san_1991"}
    assert len(review.risk_of_bias) == 25
