"""Rows of words and numbers in print: as lines of equal columns, and as a table of HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from numbers import Integral, Real

from effectbank.numerals.formatting import fixed


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines of a table: the first column to the left, numbers to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    ]


def html_table(caption: str, records: Sequence[Mapping[str, object]]) -> str:
    """Records under their names; the first column heads each row."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (records[0] if records else ()))
    rows = "".join(f"<tr>{_row([cell(value) for value in record.values()])}</tr>" for record in records)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(cells: list[str]) -> str:
    first, *others = (escape(one) for one in cells)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{one}</td>" for one in others)


def cell(value: object) -> str:
    """A number with four decimals, a whole one as it is; words as they are, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Integral):
        return str(value)
    return fixed(float(value), 4) if isinstance(value, Real) else str(value)
