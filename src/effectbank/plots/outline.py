"""The outline of how numbers are spread: their shares on even steps of an axis."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.plots.scale import Scale

FEWEST, MOST, EACH = 12, 80, 12  # steps, and how many numbers one should hold


def outline(values: Floats, scale: Scale, *, of: int | None = None) -> tuple[Floats, Floats]:
    """Two places a step, its ends, and the share of the values in it at both; as many steps as suit `of` values."""
    edges = scale.steps(min(max(FEWEST, (values.size if of is None else of) // EACH), MOST))
    shares = np.histogram(values, bins=edges)[0] / max(values.size, 1)
    return np.repeat(edges, 2)[1:-1], np.repeat(shares, 2)
