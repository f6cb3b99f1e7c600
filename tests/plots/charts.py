"""What the tests of charts share: a fit of known numbers, and reading marks off a drawn chart."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

import effectbank as eb
from effectbank.plots.chart import Chart, Ink, Panel, Points

# Colditz et al. 1994, as in metadat's dat.bcg.
TRIALS = {
    "study": ["Aronson", "Ferguson", "Rosenthal 1960", "Hart", "Frimodt-Moller", "Stein", "Vandiviere", "Madras",
              "Coetzee", "Rosenthal 1961", "Comstock 1974", "Comstock & Webster", "Comstock 1976"],
    "a": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
    "n": [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
    "c": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
    "m": [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
    "ablat": [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33],
    "alloc": ["random"] * 3 + ["alternate"] + ["random"] * 2 + ["systematic"] * 7,
}  # fmt: skip


def effects() -> eb.Effects:
    return eb.effects("RR", TRIALS, events=("a", "c"), totals=("n", "m"), study="study")


def fit(**choices: Any) -> eb.Pooled:
    return eb.pool(effects(), **choices)


def only(chart: Chart) -> Panel:
    """The panel of a chart of one."""
    (panel,) = chart.panels
    return panel


def at(panel: Panel, ink: Ink = Ink.STUDY) -> tuple[np.ndarray, np.ndarray]:
    """Where the points of an ink are."""
    marks = [mark for mark in panel.of(Points) if mark.ink is ink]
    return np.concatenate([mark.x for mark in marks]), np.concatenate([mark.y for mark in marks])


def words(svg: str) -> set[str]:
    """All the words of a drawing."""
    return set(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
