"""The family of paired means: the cells its measures take, and which choices each offers."""

from __future__ import annotations

from effectbank.measures import paired
from effectbank.measures.family import ANY, CORRELATION, NOT_NEGATIVE, ONE_OR_MORE, Cell, Family, Formula
from effectbank.measures.paired import Pairs

CELLS = (
    Cell("m1i", "means", "first mean", ANY),
    Cell("sd1i", "sds", "first SD", NOT_NEGATIVE),
    Cell("m2i", "means", "second mean", ANY),
    Cell("sd2i", "sds", "second SD", NOT_NEGATIVE),
    Cell("ni", "totals", "number of pairs", ONE_OR_MORE),
    Cell("ri", "correlations", "correlation of first and second", CORRELATION),
)
ALL = tuple(cell.name for cell in CELLS)
NO_SPREAD = "no spread (an SD of 0, or of the change), or too few pairs"
SIGNS = "means of opposite sign or 0, no spread, or too few pairs"
NOT_POSITIVE = "a mean that is not above 0, no spread, or too few pairs"
STANDARDISED = ("variance", "small_sample")
RATIO = ("variance", "bias_corrected")

FAMILY = Family(
    name="paired means",
    cells=CELLS,
    formulas={
        "MC": Formula(of=paired.mean_change, cells=ALL, record=Pairs, undefined=NO_SPREAD),
        "SMCC": Formula(
            of=paired.change_by_change_sd, cells=ALL, record=Pairs, undefined=NO_SPREAD, options=STANDARDISED
        ),
        "SMCR": Formula(
            of=paired.change_by_first_sd,
            cells=("m1i", "sd1i", "m2i", "ni", "ri"),
            undefined=NO_SPREAD,
            options=STANDARDISED,
        ),
        "SMCRH": Formula(
            of=paired.change_by_first_sd_unequal_variances,
            cells=ALL,
            record=Pairs,
            undefined=NO_SPREAD,
            options=STANDARDISED,
        ),
        "SMCRP": Formula(
            of=paired.change_by_mean_sd, cells=ALL, record=Pairs, undefined=NO_SPREAD, options=("small_sample",)
        ),
        "SMCRPH": Formula(
            of=paired.change_by_mean_sd_unequal_variances,
            cells=ALL,
            record=Pairs,
            undefined=NO_SPREAD,
            options=STANDARDISED,
        ),
        "ROMC": Formula(of=paired.ratio_of_paired_means, cells=ALL, record=Pairs, undefined=SIGNS, options=RATIO),
        "VRC": Formula(
            of=paired.paired_variability_ratio,
            cells=("sd1i", "sd2i", "ni", "ri"),
            undefined=NO_SPREAD,
            options=("variance",),
        ),
        "CVRC": Formula(of=paired.paired_cv_ratio, cells=ALL, record=Pairs, undefined=NOT_POSITIVE, options=RATIO),
    },
)
