"""`forest`: the forest plot of whatever has rows of estimates with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from effectbank.calls import answering
from effectbank.measures import Effects
from effectbank.numerals import usual_digits
from effectbank.plots.forest_fit import fit_forest, subgroups_forest
from effectbank.plots.forest_folder import FolderSynthesis, effects_drawn, folder_forest
from effectbank.plots.forest_refits import driving_forest, refits_forest
from effectbank.plots.forest_rows import Forest
from effectbank.plots.wording import Wording, chosen_of
from effectbank.synthesis import Pooled, Subgroups
from effectbank.synthesis.driving import Driving
from effectbank.synthesis.elsewhere import ELSEWHERE
from effectbank.synthesis.kinds import WrongKind
from effectbank.synthesis.refits import Refits

if TYPE_CHECKING:
    from effectbank.synthesis.blup import Blups


Forested = Pooled | FolderSynthesis | Refits | Subgroups | Driving


@answering(ELSEWHERE["choice of a plot"])
def forest(
    of: Forested,
    *,
    subgroups: Subgroups | None = None,
    blups: Blups | None = None,
    labels: Mapping[str, str] | None = None,
    groups: tuple[str, str] | None = None,
    favours: tuple[str, str] | None = None,
    highlight: str | Sequence[str] = (),
    title: str = "",
    digits: int | None = None,
) -> Forest:
    """The forest plot of a fit or of a folder's synthesis, of its subgroups, of what `leave_one_out`, `cumulative`
    or `driving` made of it; on the display scale.

    A fit takes `subgroups` with it, and `blups`: each study's true effect as predicted, below its own.
    `labels` renames studies, `groups` names the two groups, `favours` says what lies left and right of no
    effect; a folder's synthesis brings its own, with its headings, its order of rows and the level of the studies'
    intervals; where it gives no total it is drawn without one. `highlight` points out studies. `digits` are
    decimals, by default the measure's usual ones. Study intervals are normal ones, else at the fit's level.
    Raises NotEstimable for a synthesis without any estimate, UnknownName for a study that isn't there.
    """
    given: object = of  # may be what its type forbids
    if isinstance(given, Effects):
        raise WrongKind("forest", given, (Pooled,))
    told = of if not isinstance(of, Pooled | Refits | Subgroups | Driving) else Wording()
    effects = _effects_of(of)
    wording = Wording(
        labels=labels or told.labels,
        groups=groups or told.groups,
        favours=favours or told.favours,
        title=title,
        digits=usual_digits(effects.measure) if digits is None else digits,
        picked=chosen_of(highlight, _studies_of(of, effects)),
    )
    if isinstance(of, Refits):
        return refits_forest(of, wording)
    if isinstance(of, Driving):
        return driving_forest(of, wording)
    if isinstance(of, Subgroups):
        return subgroups_forest(of, wording)
    if isinstance(of, Pooled):
        return fit_forest(of, subgroups, blups, wording)
    if of.fit and (subgroups or blups):
        return fit_forest(of.fit, subgroups or of.subgroups, blups, wording)
    return folder_forest(of, wording)


def _effects_of(of: Forested) -> Effects:
    """The effects that say the measure."""
    if isinstance(of, Pooled):
        return of.effects
    if isinstance(of, Subgroups):
        return next(iter(of.groups.values())).effects
    if isinstance(of, Refits | Driving):
        return of.fit.effects
    return effects_drawn(of)


def _studies_of(of: Forested, effects: Effects) -> Sequence[str]:
    if isinstance(of, Subgroups):
        return [label for part in of.groups.values() for label in part.effects.labels]
    return of.labels if isinstance(of, Refits) else effects.labels
