"""`forest`: the forest plot of whatever has rows of estimates with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from effectbank.numerals import usual_digits
from effectbank.plots.forest_fit import fit_forest, subgroups_forest
from effectbank.plots.forest_refits import driving_forest, refits_forest
from effectbank.plots.forest_rows import Forest
from effectbank.plots.wording import Wording, chosen_of
from effectbank.problems import NotEstimable
from effectbank.synthesis import Pooled, Subgroups
from effectbank.synthesis.driving import Driving
from effectbank.synthesis.refits import Refits

if TYPE_CHECKING:
    from effectbank.synthesis.blup import Blups


class HasFit(Protocol):
    """What can be drawn besides a fit: a synthesis of a folder, known by what it holds."""

    @property
    def fit(self) -> Pooled | None: ...
    @property
    def subgroups(self) -> Subgroups | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def groups(self) -> tuple[str, str]: ...
    @property
    def favours(self) -> tuple[str, str]: ...


Forested = Pooled | HasFit | Refits | Subgroups | Driving


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
    effect; a folder's synthesis brings its own. `highlight` points out studies. `digits` are decimals, by default
    the measure's usual ones. Study intervals are normal ones at the fit's level.
    Raises NotEstimable for a synthesis without fit, UnknownName for a study that isn't there.
    """
    told = of if not isinstance(of, Pooled | Refits | Subgroups | Driving) else Wording()
    fit = _fit_of(of)
    wording = Wording(
        labels=labels or told.labels,
        groups=groups or told.groups,
        favours=favours or told.favours,
        title=title,
        digits=usual_digits(fit.effects.measure) if digits is None else digits,
        picked=chosen_of(highlight, _studies_of(of, fit)),
    )
    if isinstance(of, Refits):
        return refits_forest(of, wording)
    if isinstance(of, Driving):
        return driving_forest(of, wording)
    if isinstance(of, Subgroups):
        return subgroups_forest(of, wording)
    parts = subgroups if isinstance(of, Pooled) else subgroups or of.subgroups
    return fit_forest(fit, parts, blups, wording)


def _fit_of(of: Forested) -> Pooled:
    """The fit itself, or the one that says the measure."""
    if isinstance(of, Pooled):
        return of
    if isinstance(of, Subgroups):
        return next(iter(of.groups.values()))
    if of.fit is None:
        raise NotEstimable(getattr(of, "reason", "") or "there is no fit to draw")
    return of.fit


def _studies_of(of: Forested, fit: Pooled) -> Sequence[str]:
    if isinstance(of, Subgroups):
        return [label for part in of.groups.values() for label in part.effects.labels]
    return of.labels if isinstance(of, Refits) else fit.effects.labels
