"""Each study left out in turn, as one batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeaveOneOut:
    """Arrays, one element a study left out (in the order of `labels`), on the analysis scale."""

    labels: tuple[str, ...]
    estimate: Floats
    se: Floats
    p: Floats
    low: Floats
    high: Floats
    q: Floats
    tau2: Floats
    i2: Floats
    h2: Floats

    def rows(self) -> list[dict[str, object]]:
        """One record a study left out."""
        names = ("estimate", "se", "p", "low", "high", "q", "tau2", "i2", "h2")
        return [
            {"left_out": label} | {name: float(getattr(self, name)[i]) for name in names}
            for i, label in enumerate(self.labels)
        ]


def leave_one_out(fit: Pooled) -> LeaveOneOut:
    """The fit's own analysis without each of its studies in turn; NaN where nothing is left to pool."""
    weighted = np.flatnonzero(np.isfinite(fit.weights))
    masks = np.ones((weighted.size, len(fit.effects)), dtype=bool)
    masks[np.arange(weighted.size), weighted] = False
    fits = fit_batch(fit.effects, fit.options, masks)
    found = fits.inference
    return LeaveOneOut(
        labels=tuple(fit.effects.labels[i] for i in weighted),
        estimate=readonly(fits.estimate),
        se=readonly(found.se),
        p=readonly(found.p),
        low=readonly(found.low),
        high=readonly(found.high),
        q=readonly(fits.q),
        tau2=readonly(fits.tau2),
        i2=readonly(fits.i2),
        h2=readonly(fits.h2),
    )
