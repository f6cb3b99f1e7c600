"""The classic meta-analyses give metafor's numbers from the folders' rows.

Receipts: metafor 5.1-12 on R 4.2.2, data sets dat.bcg, dat.egger2001, dat.hackshaw1998, dat.nissen2007 and
dat.collins1985b of metadat 1.7-2: rma(…, method="DL"), rma.mh(…) and rma.peto(…), estimates on the log scale.
"""

from __future__ import annotations

import pytest

import effectbank as eb

# folder, analysis: estimate, standard error, trials pooled
METAFOR = {
    ("bcg-vaccine-1994", "tuberculosis"): (-0.714117222073, 0.178742089535, 13),
    ("magnesium-2001", "death"): (-0.72758291371, 0.196315723212, 16),
    ("magnesium-2001", "death_common"): (0.00608230324634, 0.0303522434707, 16),
    ("magnesium-2001", "without_isis_4"): (-0.852302208418, 0.198109205116, 15),
    ("passive-smoking-1998", "lung_cancer"): (0.213888935684, 0.0471226394375, 37),
    ("passive-smoking-1998", "cohorts"): (0.231710400348, 0.0923109741833, 4),
    ("passive-smoking-1998", "case_control"): (0.216457261697, 0.0547215535667, 33),
    ("rosiglitazone-2007", "infarction"): (0.356488826923, 0.166339592201, None),
    ("rosiglitazone-2007", "infarction_mh"): (0.355516544362, 0.166620687037, None),
    ("rosiglitazone-2007", "cardiovascular_death"): (0.494704611446, 0.262666642124, None),
    ("diuretics-pregnancy-1985", "pre_eclampsia"): (-0.409477813513, 0.0880360660584, 9),
    ("diuretics-pregnancy-1985", "pre_eclampsia_random"): (-0.516762189491, 0.203711609572, 9),
    ("diuretics-pregnancy-1985", "stillbirth"): (-0.390457374135, 0.337417312666, None),
}


@pytest.mark.parametrize(("name", "analysis"), METAFOR)
def test_estimates_are_metafors(name: str, analysis: str) -> None:
    estimate, se, k = METAFOR[name, analysis]
    fit = eb.Review.open(name).run(analysis)
    assert fit.estimate == pytest.approx(estimate, rel=1e-8)
    assert fit.se == pytest.approx(se, rel=1e-8)
    assert k is None or fit.k == k


def test_adding_up_arms_reverses_rosiglitazone() -> None:
    """Crude risks of heart attack lie the other way than the odds ratio."""
    synthesis = eb.Review.open("rosiglitazone-2007").synthesis("infarction")
    assert (synthesis.intervention.events, synthesis.intervention.total) == (86, 15556)
    assert (synthesis.control.events, synthesis.control.total) == (72, 12277)
    assert synthesis.intervention.crude_risk < synthesis.control.crude_risk
    assert synthesis.fit is not None
    assert synthesis.fit.estimate > 0


def test_a_trial_that_did_not_count_stillbirths_is_named_not_dropped() -> None:
    synthesis = eb.Review.open("diuretics-pregnancy-1985").synthesis("stillbirth")
    assert synthesis.status == "partial"
    unknown = [study for study, reason, _ in synthesis.missing if "unknown" in reason]
    assert unknown == ["landesman_1965"]


def test_the_overview_of_1991_is_met_from_the_rows() -> None:
    # Teo 1991, BMJ 303:1499, abstract: 25 deaths of 657, 53 of 644
    synthesis = eb.Review.open("magnesium-2001").synthesis("first_overview")
    assert (synthesis.intervention.events, synthesis.intervention.total) == (25, 657)
    assert (synthesis.control.events, synthesis.control.total) == (53, 644)


def test_passive_smoking_counts_its_cases() -> None:
    # Hackshaw, Law and Wald 1997, BMJ 315:980, abstract: 37 studies, 4626 cases
    studies = eb.Review.open("passive-smoking-1998").studies.values()
    assert len(studies) == 37
    assert sum(int(study.fields["cases"]) for study in studies) == 4626
