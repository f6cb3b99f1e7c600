"""The colours that mean something are told apart without one kind of cone, and darker than paper in print."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from effectbank.plots.paper import MARK, PICK, SECOND

# Machado, Oliveira & Fernandes 2009 (IEEE TVCG 15:1291), severity 1, on linear RGB.
SEEN = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colour: str, seen: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of an sRGB colour as it is seen."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = seen @ np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(linear, 0, 1) / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", SEEN)
def test_studies_those_pointed_out_and_what_is_laid_over_are_told_apart(vision: str) -> None:
    seen = [lab(colour, SEEN[vision]) for colour in (MARK, PICK, SECOND)]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 25  # a just noticeable difference is 2.3
    assert max(colour[0] for colour in seen) < 60
