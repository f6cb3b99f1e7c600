"""The measures: code, names, and how each is turned back to the scale it is told on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures import further
from effectbank.problems import UnknownName

BackTransform = Callable[[ArrayLike], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A code (metafor's), its name on the analysis scale and on the display scale, and the way between."""

    code: str
    family: str  # what it is computed from: two-group counts, two-group means, given estimates
    label: str  # on the analysis scale, of yi
    display_label: str
    back: BackTransform
    null: float  # no effect, on the display scale

    @property
    def sized_by(self) -> str:
        """The cell of the sizes that the way back depends on (PFT, IRFT); "" where it depends on none."""
        return further.SIZED[self.code][0] if self.code in further.SIZED else ""

    def sized(self, sizes: ArrayLike) -> Measure:
        """The same, turned back for groups of these sizes; only where `sized_by` names a cell."""
        return replace(self, back=partial(further.SIZED[self.code][1], sizes=sizes))

    @property
    def is_ratio(self) -> bool:
        """Analysed as a logarithm, told as a ratio."""
        return self.back is np.exp


def _same(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=float)


COUNTS, MEANS, GIVEN = "two-group counts", "two-group means", "given estimates"

_RATIOS = (
    ("RR", COUNTS, "risk ratio"),
    ("OR", COUNTS, "odds ratio"),
    ("PETO", COUNTS, "Peto odds ratio"),
    ("HR", GIVEN, "hazard ratio"),
    ("RATIO", GIVEN, "ratio"),
)
_DIFFERENCES = (
    ("RD", COUNTS, "risk difference"),
    ("AS", COUNTS, "arcsine risk difference"),
    ("MD", MEANS, "mean difference"),
    ("SMD", MEANS, "standardised mean difference"),
    ("GEN", GIVEN, "estimate"),
)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        code: Measure(code=code, family=family, label=f"log {name}", display_label=name, back=np.exp, null=1.0)
        for code, family, name in _RATIOS
    }
    | {
        code: Measure(code=code, family=family, label=name, display_label=name, back=_same, null=0.0)
        for code, family, name in _DIFFERENCES
    }
    | {
        code: Measure(code=code, family=family, label=label, display_label=told, back=back, null=null)
        for code, family, label, told, back, null in further.ROWS
    }
)


ELSEWHERE = MappingProxyType(  # metafor's other names, R's meta's
    {
        "OR2D": "OR2DL", "D2OR": "D2ORL", "AUC": "CLES", "AUCN": "CLESN",
        "ASD": "AS", "DOR": "OR", "PRAW": "PR", "PLOGIT": "PLO", "LOGRR": "RR", "LOGOR": "OR",
        "LNRRATIO": "RR", "LNORATIO": "OR", "RDIFF": "RD", "MDIFF": "MD", "WMD": "MD",  # and Stata's
        "HEDGESG": "SMD", "HEDGES": "SMD", "G": "SMD", "GLASSDELTA2": "SMD1", "RELATIVE RISK": "RR",
    }
)  # fmt: skip


ALL_MEASURES = "effectbank pool --measures lists them"


def measure_named(code: str) -> Measure:
    """The measure of that code; raises UnknownName with the nearest known one."""
    try:
        return MEASURES[code]
    except (KeyError, TypeError):
        meant = ELSEWHERE.get(code.upper()) or _in_words(code) if isinstance(code, str) else ""
        raise UnknownName("measure", code, MEASURES, meant and repr(meant), all_by=ALL_MEASURES) from None


def _in_words(words: str) -> str:
    """The measure that is called so on a page ("Risk ratio"), or ""."""
    asked = words.strip().casefold()
    return next((code for code, one in MEASURES.items() if asked in (one.display_label, one.label)), "")
