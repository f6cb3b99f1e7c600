"""Counts, means and given estimates → Effects. One family a file; one door, `effects`."""

from __future__ import annotations

from effectbank.measures.build import recount
from effectbank.measures.catalogue import MEASURES, Measure, measure_named
from effectbank.measures.door import effects
from effectbank.measures.effects import Effects, Missing
from effectbank.measures.errors import BadCell, UnequalLengths, WrongColumns

__all__ = [
    "MEASURES", "BadCell", "Effects", "Measure", "Missing", "UnequalLengths", "WrongColumns", "effects",
    "measure_named", "recount",
]  # fmt: skip
