"""The family of two groups' means: differences, SMDs, ratios of means and spreads, correlations, odds ratios."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures import biserial
from effectbank.measures.conversions import log_odds_ratio_from_d
from effectbank.measures.domain import Estimates
from effectbank.measures.estimates import d_from_t, t_from_signed_p
from effectbank.measures.family import (
    ANY,
    NOT_NEGATIVE,
    ONE_OR_MORE,
    SIGNED_P,
    Cell,
    Cells,
    Domain,
    Family,
    Formula,
    Mask,
    Standardised,
    Together,
)
from effectbank.measures.means import Groups, mean_difference, standardised_mean_difference
from effectbank.measures.means_ratio import cv_ratio, ratio_of_means, variability_ratio
from effectbank.measures.smd import smd_by_control_sd, smd_by_control_sd_unequal_variances, smd_unequal_variances
from effectbank.measures.superiority import normal_superiority

CELLS = (
    Cell("m1i", "means", "intervention mean", ANY),
    Cell("sd1i", "sds", "intervention SD", NOT_NEGATIVE),
    Cell("n1i", "totals", "intervention total", ONE_OR_MORE),
    Cell("m2i", "means", "control mean", ANY),
    Cell("sd2i", "sds", "control SD", NOT_NEGATIVE),
    Cell("n2i", "totals", "control total", ONE_OR_MORE),
)
ALL = tuple(cell.name for cell in CELLS)
NO_SPREAD = "no spread (an SD of 0), or too few people"
BEYOND_ONE = "a correlation of 1 or more, no spread, or too few people"
SIGNS = "means of opposite sign or 0, no spread, or too few people"
NOT_POSITIVE = "a mean that is not above 0, no spread, or too few people"


def log_odds_ratio_logistic(x: Groups) -> Estimates:
    """D2ORL: Cohen's d as a log odds ratio, for logistic outcomes."""
    return log_odds_ratio_from_d(*standardised_mean_difference(x, small_sample="none"), model="logistic")


def log_odds_ratio_normal(x: Groups) -> Estimates:
    """D2ORN: Cohen's d as a log odds ratio, for normal outcomes."""
    return log_odds_ratio_from_d(*standardised_mean_difference(x, small_sample="none"), model="normal")


def no_spread(sd1: Floats, sd2: Floats) -> Mask:
    """An SD of 0 in both groups."""
    return np.asarray((sd1 == 0) & (sd2 == 0))


def groups_of(d: Floats) -> Cells:
    """Two groups with SDs of 1 whose means are d apart."""
    return {"m1i": d, "m2i": np.zeros_like(d), "sd1i": np.ones_like(d), "sd2i": np.ones_like(d)}


def groups_of_t(cells: Cells, t: Floats) -> Cells:
    """The same from the t of a test of the two."""
    return groups_of(d_from_t(t, cells["n1i"], cells["n2i"]))


def groups_of_p(cells: Cells) -> Cells:
    """The same from that test's p-value, with the sign of the difference."""
    return groups_of_t(cells, t_from_signed_p(cells["pi"], cells["n1i"] + cells["n2i"] - 2))


FROM_D = frozenset({"SMD", "RPB", "ZPB", "RBIS", "ZBIS", "D2ORL", "D2ORN", "CLESN"})  # need no more than d


def given_as(role: str, given: str, words: str, domain: Domain, working: Callable[[Cells], Cells]) -> Standardised:
    """A way to give d in place of means and SDs."""
    return Standardised(
        role=role,
        given=given,
        words=words,
        domain=domain,
        replaces=("means", "sds"),
        measures=FROM_D,
        working=working,
    )


STANDARDISED = ("variance", "small_sample")
RATIO = ("variance", "bias_corrected")
FAMILY = Family(
    name="two-group means",
    cells=CELLS,
    together=(Together(("sd1i", "sd2i"), no_spread, "an SD above 0 in either group", "is it a standard error?"),),
    standardised=(
        given_as("ds", "di", "standardised difference", ANY, lambda cells: groups_of(cells["di"])),
        given_as("ts", "ti", "t", ANY, lambda cells: groups_of_t(cells, cells["ti"])),
        given_as("ps", "pi", "p-value", SIGNED_P, groups_of_p),
    ),
    formulas={
        "MD": Formula(of=mean_difference, cells=ALL, record=Groups, undefined=NO_SPREAD, options=("variance",)),
        "SMD": Formula(
            of=standardised_mean_difference, cells=ALL, record=Groups, undefined=NO_SPREAD, options=STANDARDISED
        ),
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
        "RPB": Formula(
            of=biserial.point_biserial, cells=ALL, record=Groups, undefined=NO_SPREAD, options=("variance",)
        ),
        "ZPB": Formula(
            of=biserial.z_point_biserial, cells=ALL, record=Groups, undefined=NO_SPREAD, options=("variance",)
        ),
        "RBIS": Formula(of=biserial.biserial, cells=ALL, record=Groups, undefined=NO_SPREAD),
        "ZBIS": Formula(of=biserial.z_biserial, cells=ALL, record=Groups, undefined=BEYOND_ONE),
        "CLESN": Formula(
            of=normal_superiority, cells=ALL, record=Groups, undefined=NO_SPREAD, options=("variance",)
        ),
        "D2ORN": Formula(of=log_odds_ratio_normal, cells=ALL, record=Groups, undefined=NO_SPREAD),
    },
)
