"""`draw`: the picture of a record, whatever it is a record of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from effectbank.measures import Effects
from effectbank.plots.baujat_of import baujat_chart
from effectbank.plots.bubble_of import bubble_chart, regression_chart
from effectbank.plots.figure import Figure
from effectbank.plots.forest_of import forest
from effectbank.plots.fragility_of import fragility_chart
from effectbank.plots.funnel_of import funnel_chart
from effectbank.plots.gosh_of import gosh_chart
from effectbank.plots.influence_of import influence_chart
from effectbank.plots.labbe_of import labbe_chart
from effectbank.plots.normal_quantiles_of import normal_quantiles_chart
from effectbank.plots.p_values_of import p_value_chart
from effectbank.plots.permutation_of import permutation_chart
from effectbank.plots.radial_of import radial_chart
from effectbank.plots.tau2_profile_of import tau2_profile_chart
from effectbank.plots.wording import Wording, chosen_of
from effectbank.problems import BadInput
from effectbank.synthesis import Pooled, Subgroups, pool
from effectbank.synthesis.asymmetry_test import AsymmetryTest
from effectbank.synthesis.baujat import Baujat
from effectbank.synthesis.blup import Blups
from effectbank.synthesis.driving import Driving
from effectbank.synthesis.fragility import Fragility
from effectbank.synthesis.gosh import Gosh
from effectbank.synthesis.influence import Influence
from effectbank.synthesis.kinds import called
from effectbank.synthesis.labbe import Labbe
from effectbank.synthesis.limit_meta import LimitMeta
from effectbank.synthesis.p_value_function import PValueFunction
from effectbank.synthesis.per_study import PerStudy
from effectbank.synthesis.permutation import PermutationTest
from effectbank.synthesis.pet_peese import PetPeese
from effectbank.synthesis.predictions import Predictions
from effectbank.synthesis.qqnorm import NormalQuantiles
from effectbank.synthesis.radial import Radial
from effectbank.synthesis.refits import Cumulative, LeaveOneOut, Refits
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.tau2_profile import Tau2Profile
from effectbank.synthesis.trim_and_fill import TrimAndFill

Pictured = Callable[[Any, Wording], Figure]


def draw(
    of: object,
    *,
    labels: Mapping[str, str] | None = None,
    groups: tuple[str, str] = ("Intervention", "Control"),
    highlight: str | Sequence[str] = (),
    title: str = "",
) -> Figure:
    """The picture of a record, or of a folder's synthesis.

    Of what `baujat`, `radial`, `labbe`, `p_value_function`, `gosh`, `influence`, `qqnorm`, `tau2_profile`,
    `fragility`, `regress`, `predict`, `permutation_test` found: a chart. Of `pool`, `subgroups`, `leave_one_out`,
    `cumulative`, `driving`, `blup`: a forest plot. Of `trim_and_fill`, `egger`, `pet_peese`, `limit_meta`: over a
    funnel plot, of their fit or, where they hold only effects, of these pooled as they weigh them; `funnel` takes
    any fit.

    `labels` renames studies, `groups` names the two groups, `highlight` points out studies; `forest` and `funnel`
    have more options. Raises BadInput for a record without a picture, UnknownName for a study that isn't there.
    """
    if hasattr(of, "subgroups"):  # a folder's synthesis
        return forest(of, labels=labels, highlight=highlight, title=title)  # type: ignore[arg-type]
    pictured = next((PICTURES[kind] for kind in type(of).__mro__ if kind in PICTURES), None)
    if pictured is None:
        known = ", ".join(sorted(kind.__name__ for kind in PICTURES))
        raise BadInput(f"{called(of)} given, of which there is no picture; there is one of {known}")
    picked = chosen_of(highlight, _studies(of))
    return pictured(of, Wording(labels=labels or {}, groups=groups, title=title, picked=picked))


def _studies(of: Any) -> Sequence[str]:
    """Who may be pointed out."""
    if isinstance(of, Subgroups):
        return [label for part in of.groups.values() for label in part.effects.labels]
    if isinstance(of, PerStudy | Gosh | PValueFunction | Refits):
        return of.labels
    effects: Effects = of.effects if hasattr(of, "effects") else of.fit.effects
    return effects.labels


def _forest(of: Any, wording: Wording) -> Figure:
    return forest(of, **_told(wording))


def _told(wording: Wording) -> dict[str, Any]:
    """A Wording as the options of `forest`."""
    picked = sorted(wording.picked)
    return {"labels": wording.labels, "groups": wording.groups, "highlight": picked, "title": wording.title}


def _blups(of: Blups, wording: Wording) -> Figure:
    if isinstance(of.fit, Regression):
        raise BadInput("the predictions of a regression given, which has no pooled effect; draw the blup of a pool")
    return forest(of.fit, blups=of, **_told(wording))


def _filled(of: TrimAndFill, wording: Wording) -> Figure:
    return funnel_chart(of.fit, (of,), wording)


def _asymmetry(of: AsymmetryTest, wording: Wording) -> Figure:
    """About the effect pooled by the same weights: 1 / v, or with the tau2 of the same estimator."""
    model = of.model
    fit = pool(of.effects, tau2=model.tau2) if model.tau2 else pool(of.effects, model="common")
    return funnel_chart(fit, (of,), wording)


def _pet_peese(of: PetPeese, wording: Wording) -> Figure:
    return funnel_chart(pool(of.effects, model="common"), (of,), wording)


def _limit(of: LimitMeta, wording: Wording) -> Figure:
    return funnel_chart(pool(of.effects, tau2=of.estimator, level=of.level), (of,), wording)


PICTURES: Mapping[type, Pictured] = MappingProxyType(
    {
        AsymmetryTest: _asymmetry,
        Baujat: baujat_chart,
        Blups: _blups,
        Cumulative: _forest,
        Driving: _forest,
        Fragility: fragility_chart,
        Gosh: gosh_chart,
        Influence: influence_chart,
        Labbe: labbe_chart,
        LeaveOneOut: _forest,
        LimitMeta: _limit,
        NormalQuantiles: normal_quantiles_chart,
        PValueFunction: p_value_chart,
        PermutationTest: permutation_chart,
        PetPeese: _pet_peese,
        Pooled: _forest,
        Predictions: bubble_chart,
        Radial: radial_chart,
        Regression: regression_chart,
        Subgroups: _forest,
        Tau2Profile: tau2_profile_chart,
        TrimAndFill: _filled,
    }
)
