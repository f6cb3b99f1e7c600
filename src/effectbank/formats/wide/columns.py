"""The columns of a wide CSV: metafor's names for each kind of data, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from effectbank.review.reading.sheet import Columns

STUDY = "study."  # before the name of a column of studies.csv
GROUPS, CONTRAST = "groups", "contrast"  # what `given` says a row has
CELLS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(  # kind → cell → of intervention and control
    {
        "counts": {"events": ("ai", "ci"), "total": ("n1i", "n2i")},
        "means": {"mean": ("m1i", "m2i"), "sd": ("sd1i", "sd2i"), "total": ("n1i", "n2i")},
        "contrasts": {"events": ("ai", "ci"), "total": ("n1i", "n2i")},  # beside them, in rows of their own
        "rates": {"events": ("x1i", "x2i"), "time": ("t1i", "t2i")},
    }
)
WHERE = ("subgroup", "stratum", "applies_to")
LABELS = ("outcome.label", "comparison.label", "intervention.label", "control.label")
NUMBERS = (
    "ai", "bi", "n1i", "ci", "di", "n2i", "m1i", "sd1i", "m2i", "sd2i", "x1i", "t1i", "x2i", "t2i", "yi", "vi",
    "sei", "yi.measure", "o_e", "variance",
)  # fmt: skip
COLUMNS = Columns(
    needed=("outcome", "comparison", "kind", "measure", "intervention", "control", "study", "slab", "given"),
    known=(*WHERE, *NUMBERS, *LABELS),
    any_other=True,
    comments=False,
)


def treatment_of(treatments: Sequence[str]) -> str:
    """One name for treatments that are taken together: placebo_or_none."""
    return re.sub(r"\s+", "_", "_or_".join(treatments))
