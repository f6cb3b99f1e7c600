"""The 13 trials of BCG vaccine (Colditz et al. 1994, as in metadat's dat.bcg)."""

from __future__ import annotations

import effectbank as eb

TRIALS = (
    "Aronson", "Ferguson", "Rosenthal 1960", "Hart", "Frimodt-Moller", "Stein", "Vandiviere", "Madras", "Coetzee",
    "Rosenthal 1961", "Comstock 1974", "Comstock and Webster", "Comstock 1976",
)  # fmt: skip
VACCINATED = (4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27), (
    123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913,
)  # fmt: skip
OTHERS = (11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29), (
    139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854,
)  # fmt: skip


def bcg(measure: str = "RR", **rules: str) -> eb.Effects:
    """Its effects on a measure."""
    events, totals = zip(VACCINATED, OTHERS, strict=True)
    return eb.effects(measure, events=events, totals=totals, study=list(TRIALS), **rules)
