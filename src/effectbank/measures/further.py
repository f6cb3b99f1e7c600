"""The names of the measures beyond the first: code, family, names on the analysis and display scale, way back.

Rows for the catalogue. One group has no null value: no number is "no effect" there, so it is NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from effectbank.measures import back

TWO_COUNTS, RATES, MEANS = "two-group counts", "two-group rates", "two-group means"
COUNT, RATE, MEAN = "one-group counts", "one-group rates", "one-group means"
PLAIN, PARTIAL, SEMI = "correlations", "partial correlations", "semi-partial correlations"
PAIRED, MATCHED, ALPHAS = "paired means", "matched pairs, counts", "alphas"
AREAS, SQUARED, MARGINS = "areas under the curve", "R2 of regressions", "matched pairs, margins"

Row = tuple[str, str, str, str, Callable[..., Any], float]

RATIOS = (
    ("RRN", TWO_COUNTS, "risk ratio of non-events"),
    ("IRR", RATES, "incidence rate ratio"),
    ("ROM", MEANS, "ratio of means"),
    ("VR", MEANS, "variability ratio"),
    ("CVR", MEANS, "coefficient of variation ratio"),
    ("D2ORL", MEANS, "odds ratio (from an SMD, logistic)"),
    ("D2ORN", MEANS, "odds ratio (from an SMD, normal)"),
    ("MPRR", MATCHED, "risk ratio (matched pairs)"),
    ("MPOR", MATCHED, "odds ratio (matched pairs, marginal)"),
    ("MPORC", MATCHED, "odds ratio (matched pairs, conditional)"),
    ("MPORM", MARGINS, "odds ratio (matched pairs, from margins)"),
    ("MPPETO", MATCHED, "Peto odds ratio (matched pairs)"),
    ("ROMC", PAIRED, "ratio of means (paired)"),
    ("VRC", PAIRED, "variability ratio (paired)"),
    ("CVRC", PAIRED, "coefficient of variation ratio (paired)"),
)
AS_THEY_ARE = (
    ("PHI", TWO_COUNTS, "phi coefficient"),
    ("RTET", TWO_COUNTS, "tetrachoric correlation"),
    ("YUQ", TWO_COUNTS, "Yule's Q"),
    ("YUY", TWO_COUNTS, "Yule's Y"),
    ("OR2DL", TWO_COUNTS, "standardised mean difference (from an odds ratio, logistic)"),
    ("OR2DN", TWO_COUNTS, "standardised mean difference (from an odds ratio, normal)"),
    ("PBIT", TWO_COUNTS, "standardised mean difference (from risks, probit)"),
    ("IRD", RATES, "incidence rate difference"),
    ("IRSD", RATES, "difference of square-root incidence rates"),
    ("SMDH", MEANS, "standardised mean difference (unequal variances)"),
    ("SMD1", MEANS, "standardised mean difference (by the control SD)"),
    ("SMD1H", MEANS, "standardised mean difference (by the control SD, unequal variances)"),
    ("RPB", MEANS, "point-biserial correlation"),
    ("RBIS", MEANS, "biserial correlation"),
    ("MPRD", MATCHED, "risk difference (matched pairs)"),
    ("MC", PAIRED, "mean change"),
    ("SMCC", PAIRED, "standardised mean change (by the SD of the change)"),
    ("SMCR", PAIRED, "standardised mean change (by the first SD)"),
    ("SMCRH", PAIRED, "standardised mean change (by the first SD, unequal variances)"),
    ("SMCRP", PAIRED, "standardised mean change (by the mean SD)"),
    ("SMCRPH", PAIRED, "standardised mean change (by the mean SD, unequal variances)"),
    ("COR", PLAIN, "correlation"),
    ("UCOR", PLAIN, "correlation (unbiased)"),
    ("PCOR", PARTIAL, "partial correlation"),
    ("SPCOR", SEMI, "semi-partial correlation"),
)
TURNED_BACK = (
    ("ZCOR", PLAIN, "Fisher's z", "correlation", back.from_z),
    ("ZPHI", TWO_COUNTS, "Fisher's z of the phi coefficient", "phi coefficient", back.from_z),
    ("ZTET", TWO_COUNTS, "Fisher's z of the tetrachoric correlation", "tetrachoric correlation", back.from_z),
    ("ZPB", MEANS, "Fisher's z of the point-biserial correlation", "point-biserial correlation", back.from_z),
    ("ZBIS", MEANS, "Fisher's z of the biserial correlation", "biserial correlation", back.from_z),
    ("ZPCOR", PARTIAL, "Fisher's z of the partial correlation", "partial correlation", back.from_z),
    ("ZSPCOR", SEMI, "Fisher's z of the semi-partial correlation", "semi-partial correlation", back.from_z),
)
WITHOUT_NULL = (  # 0 is a boundary, or one half would be no effect
    ("CLES", AREAS, "probability of superiority", "probability of superiority", back.as_it_is),
    ("CLESN", MEANS, "probability of superiority (normal)", "probability of superiority (normal)", back.as_it_is),
    ("R2", SQUARED, "R2", "R2", back.as_it_is),
    ("ZR2", SQUARED, "Fisher's z of the root of R2", "R2", back.from_z_of_root),
)
ONE_GROUP = (
    ("PR", COUNT, "proportion", "proportion", back.as_it_is),
    ("PLN", COUNT, "log proportion", "proportion", back.exponential),
    ("PLO", COUNT, "log odds", "proportion", back.from_logit),
    ("PRZ", COUNT, "probit proportion", "proportion", back.from_probit),
    ("PAS", COUNT, "arcsine root proportion", "proportion", back.from_arcsine),
    ("PFT", COUNT, "double arcsine proportion", "proportion", back.from_arcsine),
    ("IR", RATE, "incidence rate", "incidence rate", back.as_it_is),
    ("IRLN", RATE, "log incidence rate", "incidence rate", back.exponential),
    ("IRS", RATE, "root incidence rate", "incidence rate", back.from_root),
    ("IRFT", RATE, "Freeman-Tukey incidence rate", "incidence rate", back.from_root),
    ("MN", MEAN, "mean", "mean", back.as_it_is),
    ("SMN", MEAN, "standardised mean", "standardised mean", back.as_it_is),
    ("MNLN", MEAN, "log mean", "mean", back.exponential),
    ("SDLN", MEAN, "log SD", "standard deviation", back.exponential),
    ("CVLN", MEAN, "log coefficient of variation", "coefficient of variation", back.exponential),
    ("ARAW", ALPHAS, "Cronbach's alpha", "Cronbach's alpha", back.as_it_is),
    ("AHW", ALPHAS, "cube-root alpha", "Cronbach's alpha", back.from_cube_root_alpha),
    ("ABT", ALPHAS, "log alpha", "Cronbach's alpha", back.from_log_alpha),
)
ROWS: tuple[Row, ...] = (
    *((code, family, f"log {name}", name, np.exp, 1.0) for code, family, name in RATIOS),
    *((code, family, name, name, back.as_it_is, 0.0) for code, family, name in AS_THEY_ARE),
    *((*row, 0.0) for row in TURNED_BACK),
    *((*row, float("nan")) for row in (*WITHOUT_NULL, *ONE_GROUP)),
)
# turned back for groups of a certain size: the cell that holds the sizes, and how
SIZED = {"PFT": ("ni", back.from_double_arcsine), "IRFT": ("ti", back.from_freeman_tukey_rate)}
