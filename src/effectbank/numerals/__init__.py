"""Every printed or written number, and reading it back."""

from __future__ import annotations

from effectbank.numerals.agreement import Asserted, Plain, agrees, crowded
from effectbank.numerals.context import Around, around_number, around_verdict, of_total
from effectbank.numerals.formatting import (
    estimate_ci,
    fixed,
    integer,
    interval,
    p_value,
    per,
    percent,
    rounded,
    significant,
    usual_digits,
)
from effectbank.numerals.meanings import MEANINGS, Meaning
from effectbank.numerals.quantities import quantities
from effectbank.numerals.reading import Part, Reading, Written, read
from effectbank.numerals.rewriting import rewritten
from effectbank.numerals.tables import aligned, html_table

__all__ = [
    "MEANINGS",
    "Around",
    "Asserted",
    "Meaning",
    "Part",
    "Plain",
    "Reading",
    "Written",
    "agrees",
    "aligned",
    "around_number",
    "around_verdict",
    "crowded",
    "estimate_ci",
    "fixed",
    "html_table",
    "integer",
    "interval",
    "of_total",
    "p_value",
    "per",
    "percent",
    "quantities",
    "read",
    "rewritten",
    "rounded",
    "significant",
    "usual_digits",
]
