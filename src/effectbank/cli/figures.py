"""The pictures of a folder's analyses: of each, those that its number of studies can bear."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from effectbank.cli.run_text import synthesis_forest
from effectbank.plots.draw import draw
from effectbank.plots.figure import Figure
from effectbank.plots.funnel_of import funnel
from effectbank.plots.funnel_over import Over
from effectbank.problems import BadInput, NotEstimable
from effectbank.review import Review
from effectbank.review.synthesis import NOT_POOLED, Synthesis
from effectbank.synthesis import Pooled, cumulative, leave_one_out
from effectbank.synthesis.baujat import baujat
from effectbank.synthesis.blup import blup
from effectbank.synthesis.egger import egger
from effectbank.synthesis.fragility import fragility
from effectbank.synthesis.gosh import gosh
from effectbank.synthesis.influence import influence
from effectbank.synthesis.labbe import labbe
from effectbank.synthesis.limit_meta import limit_meta
from effectbank.synthesis.p_value_function import p_value_function
from effectbank.synthesis.qqnorm import qqnorm
from effectbank.synthesis.radial import radial
from effectbank.synthesis.small_study import FEW
from effectbank.synthesis.tau2_profile import tau2_profile
from effectbank.synthesis.trim_and_fill import trim_and_fill

SUBSETS = 2**15  # of a GOSH plot: all of fifteen studies
PEOPLE = 200  # after whom the search for a fragility index is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An analysis of a folder, and its fit."""

    review: Review
    synthesis: Synthesis
    fit: Pooled

    def drawn(self, record: object) -> Figure:
        """The picture of a record, in the folder's words."""
        of = self.synthesis
        return draw(record, labels=of.labels, groups=of.groups, title=of.analysis.label)

    def funnel(self, *over: Over, contours: bool = False) -> Figure:
        """The funnel plot, in the folder's words."""
        of = self.synthesis
        return funnel(self.fit, *over, contours=contours, labels=of.labels, title=of.analysis.label)

    @property
    def years(self) -> list[int | None]:
        """Of each study of the fit."""
        known = {row.slug: self.review.studies[row.study].year for row in self.synthesis.rows}
        return [known[label] for label in self.fit.effects.labels]


# By name: the fewest studies of which it says anything, and how it is drawn. Below ten, asymmetry is not told from
# chance (Sterne et al. 2011), so nothing is laid over a funnel.
PICTURES: Mapping[str, tuple[int, Callable[[Case], Figure]]] = MappingProxyType(
    {
        "forest": (1, lambda case: synthesis_forest(case.synthesis)),
        "labbe": (2, lambda case: case.drawn(labbe(case.fit))),
        "p-values": (2, lambda case: case.drawn(p_value_function(case.fit))),
        "fragility": (2, lambda case: case.drawn(fragility(case.fit, PEOPLE))),
        "funnel": (3, Case.funnel),
        "leave-one-out": (3, lambda case: case.drawn(leave_one_out(case.fit))),
        "cumulative": (3, lambda case: case.drawn(cumulative(case.fit, by=case.years))),
        "predicted": (3, lambda case: case.drawn(blup(case.fit))),
        "baujat": (3, lambda case: case.drawn(baujat(case.fit))),
        "radial": (3, lambda case: case.drawn(radial(case.fit))),
        "influence": (3, lambda case: case.drawn(influence(case.fit))),
        "tau2": (3, lambda case: case.drawn(tau2_profile(case.fit))),
        "gosh": (4, lambda case: case.drawn(gosh(case.fit, SUBSETS))),
        "qq": (5, lambda case: case.drawn(qqnorm(case.fit))),
        "funnel-contours": (FEW, lambda case: case.funnel(contours=True)),
        "funnel-filled": (FEW, lambda case: case.drawn(trim_and_fill(case.fit))),
        "funnel-lines": (FEW, lambda case: case.funnel(egger(case.fit), limit_meta(case.fit))),
    }
)


def save_figures(review: Review, synthesis: Synthesis, folder: Path, ending: str) -> list[str]:
    """Save each picture there is of an analysis in a folder of its name; their names.

    Of one without a total the forest plot alone, and none where nothing could be computed; left out are those that
    its measure, its model or its data don't allow.
    """
    place = folder / re.sub(r"[^\w-]+", "_", synthesis.analysis.name)  # whatever the name, not out of the folder
    if synthesis.fit is None and synthesis.status != NOT_POOLED:
        return []
    place.mkdir(parents=True, exist_ok=True)
    if synthesis.fit is None:
        synthesis_forest(synthesis).save(place / f"forest.{ending}")
        return ["forest"]
    case = Case(review=review, synthesis=synthesis, fit=synthesis.fit)
    return [name for name in PICTURES if _save(case, name, place / f"{name}.{ending}")]


def _save(case: Case, name: str, path: Path) -> bool:
    least, drawn = PICTURES[name]
    if case.fit.k < least:
        return False
    try:
        drawn(case).save(path)
    except (NotEstimable, BadInput):
        return False
    return True
