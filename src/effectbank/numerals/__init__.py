"""Every printed or written number, and reading it back."""

from __future__ import annotations

from effectbank.numerals.agreement import Asserted, Plain, agrees, crowded
from effectbank.numerals.formatting import (
    estimate_ci,
    fixed,
    integer,
    interval,
    p_value,
    per,
    percent,
    rounded,
)
from effectbank.numerals.meanings import MEANINGS, Meaning
from effectbank.numerals.quantities import quantities
from effectbank.numerals.reading import Part, Reading, Written, read
from effectbank.numerals.rewriting import rewritten

__all__ = [
    "MEANINGS",
    "Asserted",
    "Meaning",
    "Part",
    "Plain",
    "Reading",
    "Written",
    "agrees",
    "crowded",
    "estimate_ci",
    "fixed",
    "integer",
    "interval",
    "p_value",
    "per",
    "percent",
    "quantities",
    "read",
    "rewritten",
    "rounded",
]
