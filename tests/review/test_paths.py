"""Paths of the founding folder: each leads to its kind of number, with its rows, model and the number beside it.

Receipts: published numbers are CD001333.pub4's (abstract, summary-of-findings table); 239 per 1000 is
32/191 × 1.4274; p is that of z = ln 1.4274 × 3.92 / ln(2.8161/0.7235) = 1.0264; 56 of 202 and 32 of 191 are the
sums of data/retained.csv.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effectbank.numerals import fixed
from effectbank.review import Review
from effectbank.review.paths import BadPath, resolve, shown
from effectbank.words import Confidence, NumberKind

# path | prints | kind | shape
LEADS = [
    ("retained", "1.43 (0.72 to 2.82)", "pooled", "estimate ci"),
    ("retained.estimate", "1.43", "pooled", "estimate"),
    ("retained.ci", "0.72 to 2.82", "pooled", "interval"),
    ("retained.low", "0.72", "pooled", "number"),
    ("retained.high", "2.82", "pooled", "number"),
    ("retained.p", "p = .3047", "pooled", "p"),
    ("retained.i2", "62.7%", "pooled", "proportion"),
    ("retained.tau2", "0.42", "pooled", "number"),
    ("retained.k", "6", "counted", "count"),
    ("retained.n", "393", "counted", "count"),
    ("retained.nnt", "14", "computed", "count"),
    ("retained.significance", "not significant", "pooled", "significance"),
    ("retained.direction", "higher", "pooled", "direction"),
    ("retained.control.direction", "lower", "pooled", "direction"),
    ("retained.intervention", "56 of 202", "crude", "events of total"),
    ("retained.intervention.events", "56", "crude", "count"),
    ("retained.intervention.total", "202", "crude", "count"),
    ("retained.intervention.crude_risk", "27.7%", "crude", "proportion"),
    ("retained.control.crude_risk", "16.8%", "crude", "proportion"),
    ("retained.assumed_risk", "16.8%", "assumed risk", "proportion"),
    ("retained.control.assumed_risk", "16.8%", "assumed risk", "proportion"),
    ("retained.corresponding_risk", "23.9%", "corresponding risk", "proportion"),
    ("retained.intervention.corresponding_risk", "23.9%", "corresponding risk", "proportion"),
    ("retained.published", "1.43 (0.72 to 2.82)", "published", "estimate ci"),
    ("retained.published.corresponding_risk", "24.0%", "published", "proportion"),
    ("retained.published.n", "393", "published", "count"),
    ("retained.published.significance", "not significant", "published", "significance"),
    ("imprisoned.published.significance", "significant", "published", "significance"),
    ("imprisoned.published.direction", "lower", "published", "direction"),
    ("enforced", "2.93 (1.66 to 5.18)", "pooled", "estimate ci"),
    ("enforced.intervention", "39 of 116", "crude", "events of total"),
    ("without_russian", "0.91 (0.52 to 1.58)", "pooled", "estimate ci"),
    ("retained.without(krupitsky_2004,krupitsky_2006)", "0.91 (0.52 to 1.58)", "pooled", "estimate ci"),
    ("retained.without(krupitsky_2004,krupitsky_2006).intervention", "19 of 105", "crude", "events of total"),
    ("retained.without(san_1991)", "1.89 (1.08 to 3.32)", "pooled", "estimate ci"),
    ("retained.without(san_1991).significance", "significant", "pooled", "significance"),
    ("retained.study(krupitsky_2006).intervention", "25 of 70", "crude", "events of total"),
    ("retained.study(krupitsky_2006).control.crude_risk", "10.0%", "crude", "proportion"),
    ("retained.study(krupitsky_2006).significance", "significant", "computed", "significance"),
    ("imprisoned.study(rawson_1979).significance", "not significant", "computed", "significance"),
    ("retained.studies.count", "6", "counted", "count"),
    ("mortality.studies.count", "0", "counted", "count"),
    ("follow_up.studies.count", "3", "counted", "count"),
    ("follow_up.published", "1.28 (0.80 to 2.05)", "published", "estimate ci"),
    ("studies.count", "13", "counted", "count"),
    ("studies.randomised", "1,158", "counted", "count"),
    ("compared", "891", "counted", "count"),
    ("values.compared", "891", "counted", "count"),
    ("russian_trials", "2", "counted", "count"),
    ("us_trials", "2", "counted", "count"),
    ("times_as_many", "3.29", "computed", "multiple"),
    ("versions.2006.studies", "10", "quoted", "count"),
    ("versions.2006.heroin_use_estimate", "0.72", "quoted", "number"),
    ("fact:birmingham_opiate_free", "8 of 71", "quoted", "events of total"),
    ("fact:drop_out", "72.0%", "quoted", "proportion"),
]


@pytest.mark.parametrize(("path", "prints", "kind", "shape"), LEADS)
def test_a_path_leads_to_its_value(founding: Review, path: str, prints: str, kind: str, shape: str) -> None:
    value = resolve(founding, path)
    assert (str(value), str(value.kind), value.shape) == (prints, kind, shape)
    assert value.address == path
    assert value.label


def test_a_crude_risk_has_the_corresponding_one_beside_it(founding: Review) -> None:
    """The founding trap: 24 in every 100 is 32/191 × 1.43, not 56/202."""
    crude = resolve(founding, "retained.intervention.crude_risk")
    assert crude.other is not None
    assert (crude.other.kind, fixed(crude.other.numbers[0], 3)) == (NumberKind.CORRESPONDING, "0.239")
    assert crude.other.address == "retained.intervention.corresponding_risk"
    assert resolve(founding, crude.other.address).numbers == crude.other.numbers


def test_the_assumed_risk_is_not_repeated_where_it_is_the_crude_one(founding: Review) -> None:
    assert resolve(founding, "retained.control.crude_risk").other is None


def test_the_published_number_has_the_live_one_beside_it_where_they_differ(founding: Review) -> None:
    published = resolve(founding, "retained.published.corresponding_risk")
    assert published.other is not None
    assert shown(published.other, 1) == "23.91%"
    assert resolve(founding, "retained.published").other is None  # they print alike


@pytest.mark.parametrize(
    "path", ["retained.without(lerner_1992).intervention", "retained.without(lerner_1992).control"]
)
def test_what_stands_beside_can_itself_be_reached(founding: Review, path: str) -> None:
    other = resolve(founding, path).other
    if other is not None:
        assert resolve(founding, other.address).numbers == other.numbers


def test_rows_model_source_and_confidence(founding: Review) -> None:
    arm = resolve(founding, "imprisoned.intervention")
    assert {place.file for place in arm.rows} == {"data/imprisoned.csv"}
    assert len(arm.rows) == 2
    assert "no study weighted" in arm.model
    pooled = resolve(founding, "retained")
    assert len(pooled.rows) == 12
    assert pooled.model == (
        "risk ratio of 6 studies, random effects, Mantel-Haenszel, tau² by DL, Q about the Mantel-Haenszel estimate"
    )
    assert Confidence.RECONSTRUCTED in pooled.confidence
    assert (pooled.measure, pooled.level) == ("RR", 0.95)
    assert "a common effect" in resolve(founding, "enforced").model
    assert resolve(founding, "retained.published").source == "the review's summary-of-findings table"
    fact = resolve(founding, "fact:birmingham_opiate_free")
    assert (fact.rows[0].file, "15 July 2011" in fact.source) == ("facts.csv", True)


def test_directions_say_who_is_favoured(founding: Review) -> None:
    assert {"higher", "better", "favours naltrexone"} <= set(resolve(founding, "retained.direction").words)
    prison = set(resolve(founding, "imprisoned.direction").words)  # less is better
    assert {"lower", "better", "favours naltrexone"} <= prison
    without = set(resolve(founding, "without_russian.direction").words)
    assert {"lower", "worse", "favours placebo"} <= without
    seen = set(resolve(founding, "without_russian.control.direction").words)
    assert {"higher", "better", "favours placebo"} <= seen


# path | message | hint begins
NOWHERE = [
    ("retaind", "'retaind' is not known of this folder", "did you mean retained?"),
    ("retained.estimat", "'estimat' is not known of the analysis retained", "did you mean estimate?"),
    ("retained.intervention.event", "'event' is not known of retained.intervention", "did you mean events?"),
    ("retained.published.lo", "'lo' is not known of retained.published", "did you mean low?"),
    ("retained.published.p", "retained.published does not give p", "write it under [analyses.retained.published]"),
    ("enforced.published.assumed_risk", "enforced.published does not give assumed_risk", "write it under"),
    ("russian.published", "russian has no published numbers", "write them under [analyses.russian.published]"),
    ("retained.estimate.x", "nothing is known beyond estimate: 'x' was given", "leave out .x"),
    ("retained.without", "without needs studies in brackets", "as in without(curran_1976)"),
    (
        "retained.without(sann_1991)",
        "'sann_1991' is not known of the studies of retained",
        "did you mean san_1991?",
    ),
    ("retained.study(guo_2001).events", "'guo_2001' is not known of the studies of retained", ""),
    ("retained.study(san_1991).even", "'even' is not known of retained.study(san_1991)", "known: ci"),
    ("retained.study(san_1991,lerner_1992).ci", "2 rows have an estimate each", "name one study"),
    ("retained.studies", "retained.studies needs a name after it", "known: count"),
    (
        "retained.control.corresponding_risk",
        "the corresponding risk is the intervention's",
        "=retained.intervention",
    ),
    ("retained.intervention.assumed_risk", "the assumed risk is the control's", "=retained.control.assumed_risk"),
    ("enforced.prediction", "enforced has no prediction interval", 'model = "random"'),
    ("follow_up", "follow_up has no live value (partial)", "bind the source's own number: =follow_up.published"),
    ("follow_up.significance", "follow_up has no live value (partial)", "bind the source's own number"),
    (
        "follow_up.intervention",
        "not all events and totals of follow_up.intervention are known",
        "bind the source's",
    ),
    ("mortality", "mortality has no live value (no data): no study measured death", ""),
    ("fact:birmingam_months", "'birmingam_months' is not known of facts.csv", "did you mean birmingham_months?"),
    ("versions.2005.studies", "'2005' is not known of [versions]", "did you mean 2006?"),
    ("versions.2006.trials", "'trials' is not known of [versions.2006]", "known: heroin_use_estimate"),
    ("values.compard", "'compard' is not known of [values]", "did you mean compared?"),
    ("studies.randomized", "'randomized' is not known of studies", "did you mean randomised?"),
    ("studies.adherence", "adherence of cornish_1997 is unknown: nothing to add up", "see studies.csv:2"),
    ("compared.k", "nothing is known beyond compared: 'k' was given", "leave out .k"),
    ("", "the path ends in nothing", "as in"),
    ("retained.", "the path ends in nothing", "as in"),
    ("retained..k", "what stands at '.k' is not a name", "names are joined by dots"),
    ("retained.without((a", "what stands at 'without((a' is not a name", "names are joined"),
    ("retained()", "'retained' is not known of this folder", ""),
]


@pytest.mark.parametrize(("path", "message", "hint"), NOWHERE)
def test_a_path_that_leads_nowhere_says_why(founding: Review, path: str, message: str, hint: str) -> None:
    with pytest.raises(BadPath) as error:
        resolve(founding, path)
    assert error.value.message.startswith(message)
    assert error.value.hint.startswith(hint)
    assert error.value.address == path


def test_a_name_that_is_an_analysis_and_a_value(changed: Callable[..., Review]) -> None:
    review = changed(("review.toml", "[values.compared]", "[values.retained]"))
    with pytest.raises(BadPath, match=r"both an analysis and a value; write values\.retained"):
        resolve(review, "retained")
    assert str(resolve(review, "values.retained")) == "891"
