"""Every printed or written number, and reading it back."""

from __future__ import annotations

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

__all__ = ["estimate_ci", "fixed", "integer", "interval", "p_value", "per", "percent", "rounded"]
