"""The family of two groups' means beyond MD and SMD: other SMDs, ratios of means and spreads, odds ratios."""

from __future__ import annotations

from effectbank.measures.conversions import log_odds_ratio_from_d
from effectbank.measures.domain import Estimates
from effectbank.measures.family import ANY, NOT_NEGATIVE, ONE_OR_MORE, Cell, Family, Formula
from effectbank.measures.means import Groups, standardised_mean_difference
from effectbank.measures.means_ratio import cv_ratio, ratio_of_means, variability_ratio
from effectbank.measures.smd import smd_by_control_sd, smd_by_control_sd_unequal_variances, smd_unequal_variances

CELLS = (
    Cell("m1i", "means", "mean of group 1", ANY),
    Cell("sd1i", "sds", "SD of group 1", NOT_NEGATIVE),
    Cell("n1i", "totals", "total of group 1", ONE_OR_MORE),
    Cell("m2i", "means", "mean of group 2", ANY),
    Cell("sd2i", "sds", "SD of group 2", NOT_NEGATIVE),
    Cell("n2i", "totals", "total of group 2", ONE_OR_MORE),
)
ALL = tuple(cell.name for cell in CELLS)
NO_SPREAD = "no spread (an SD of 0), or too few people"
SIGNS = "means of opposite sign or 0, no spread, or too few people"
NOT_POSITIVE = "a mean that is not above 0, no spread, or too few people"


def log_odds_ratio_logistic(x: Groups) -> Estimates:
    """D2ORL: Cohen's d as a log odds ratio, for logistic outcomes."""
    return log_odds_ratio_from_d(*standardised_mean_difference(x, small_sample="none"), model="logistic")


def log_odds_ratio_normal(x: Groups) -> Estimates:
    """D2ORN: Cohen's d as a log odds ratio, for normal outcomes."""
    return log_odds_ratio_from_d(*standardised_mean_difference(x, small_sample="none"), model="normal")


STANDARDISED = ("variance", "small_sample")
RATIO = ("variance", "bias_corrected")
FAMILY = Family(
    name="two-group means",
    cells=CELLS,
    formulas={
        "SMDH": Formula(
            of=smd_unequal_variances, cells=ALL, record=Groups, undefined=NO_SPREAD, options=STANDARDISED
        ),
        "SMD1": Formula(
            of=smd_by_control_sd,
            cells=("m1i", "n1i", "m2i", "sd2i", "n2i"),
            undefined=NO_SPREAD,
            options=STANDARDISED,
        ),
        "SMD1H": Formula(
            of=smd_by_control_sd_unequal_variances,
            cells=ALL,
            record=Groups,
            undefined=NO_SPREAD,
            options=("small_sample",),
        ),
        "ROM": Formula(of=ratio_of_means, cells=ALL, record=Groups, undefined=SIGNS, options=RATIO),
        "CVR": Formula(of=cv_ratio, cells=ALL, record=Groups, undefined=NOT_POSITIVE, options=RATIO),
        "VR": Formula(
            of=variability_ratio, cells=("sd1i", "n1i", "sd2i", "n2i"), undefined=NO_SPREAD, options=RATIO
        ),
        "D2ORL": Formula(of=log_odds_ratio_logistic, cells=ALL, record=Groups, undefined=NO_SPREAD),
        "D2ORN": Formula(of=log_odds_ratio_normal, cells=ALL, record=Groups, undefined=NO_SPREAD),
    },
)
