"""The funnel plot: each study's estimate against its precision, with where chance alone would put 95 in 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.plots.axis import Axis
from effectbank.plots.figure import Figure
from effectbank.plots.scale import scale_for
from effectbank.problems import NotEstimable
from effectbank.synthesis import Pooled

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPoint:
    """One study: its label, its estimate on the display scale, and its standard error on the analysis scale."""

    label: str
    estimate: float
    se: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel(Figure):
    """Points under a funnel that opens downwards from the pooled estimate.

    `left` and `right` are its sides at the standard errors of `rows`; straight on the analysis scale, they
    may be curves on the display scale.
    """

    points: tuple[FunnelPoint, ...]
    centre: float
    left: tuple[float, ...]
    right: tuple[float, ...]
    rows: tuple[float, ...]
    axis: Axis
    title: str = ""

    def draw(self) -> Canvas:
        """Draw on a new matplotlib figure."""
        from effectbank.plots.funnel_drawing import draw_funnel  # noqa: PLC0415 -- slow import (matplotlib)

        return draw_funnel(self)


def funnel(fit: Pooled, *, labels: Mapping[str, str] | None = None, title: str = "") -> Funnel:
    """The funnel plot of a fit: centred on its estimate, sides at the estimate ± z se of the fit's level.

    The sides leave heterogeneity out, as is usual (Sterne & Egger 2001): points outside say that studies differ by
    more than chance, not that any is missing. Raises NotEstimable for fewer than two studies.
    """
    effects = fit.effects
    used = np.isfinite(effects.yi)
    if used.sum() < 2:
        raise NotEstimable("a funnel plot needs two studies with an estimate")
    names = labels or {}
    back, errors = effects.of.back, np.sqrt(effects.vi)
    rows = np.linspace(0, 1.08 * float(errors[used].max()), 40)
    reach = float(normal_quantile(0.5 + fit.options.level / 2)) * rows
    left, right = (tuple(map(float, back(fit.estimate + side))) for side in (-reach, reach))
    estimates = [float(number) for number in effects.told(effects.yi)[used]]
    return Funnel(
        points=tuple(
            FunnelPoint(
                label=names.get(effects.labels[i], effects.labels[i]), estimate=estimate, se=float(errors[i])
            )
            for i, estimate in zip(np.flatnonzero(used), estimates, strict=True)
        ),
        centre=fit.display.estimate,
        left=left,
        right=right,
        rows=tuple(map(float, rows)),
        axis=Axis(
            label=f"{fit.display.label[:1].upper()}{fit.display.label[1:]}",
            scale=scale_for(estimates, (), whole=(left[-1], right[-1]), null=fit.display.null),
        ),
        title=title,
    )
