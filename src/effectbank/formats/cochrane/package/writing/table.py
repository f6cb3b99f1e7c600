"""A package's table as bytes: UTF-8 with its byte-order mark, lines ended as Review Manager ends them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from effectbank.formats.cochrane.decimals import as_given, rounded
from effectbank.formats.cochrane.source import Stored

Cells = Mapping[str, str]
NOT_APPLICABLE = "#N/A"  # of a setting


def table_bytes(columns: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """Rows by column; a cell that a row doesn't have is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def truth(yes: bool) -> str:
    """As Review Manager writes it."""
    return "true" if yes else "false"


def percent(level: float) -> str:
    """The level of an interval: 95%."""
    return f"{as_given(float(f'{100 * level:.10g}'))}%"


def stored_cells(stored: Stored, columns: Mapping[str, str]) -> Cells:
    """Results under their headings, to six decimals."""
    return {column: rounded(stored[name]) for name, column in columns.items() if name in stored}
