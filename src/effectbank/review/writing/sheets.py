"""Records to CSV: the columns a file had, in their order, then those that records newly fill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from effectbank.review.model import Arm, Contrast, Datum, Fact, Provenance, RiskOfBias, StoredResult, Study
from effectbank.review.reading import bias, data, studies
from effectbank.review.reading.sheet import PROVENANCE, Columns, sheet_of

Cells = Mapping[str, str]


def sheet_bytes(rows: Sequence[Cells], wanted: Columns, before: str = "") -> bytes:
    """Rows as UTF-8 CSV. `before` is the file's text, whose columns come first."""
    had = sheet_of("", before, wanted)[0].columns if before else ()
    filled = [column for column in _all_columns(rows, wanted) if any(row.get(column) for row in rows)]
    columns = list(dict.fromkeys((*had, *wanted.needed, *filled)))
    text = io.StringIO()
    text.writelines(_comments_on_top(before))
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _one_break(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode()


def _one_break(cell: str) -> str:
    """Line breaks as \\n: a lone \\r, which the csv module of Python 3.11 leaves unquoted, would end the row."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _comments_on_top(before: str) -> list[str]:
    lines = before.splitlines(keepends=True)
    return list(takewhile(lambda line: line.startswith("#"), lines))


def _all_columns(rows: Sequence[Cells], wanted: Columns) -> Iterable[str]:
    """Known columns in their own order, those of the rows' own making before the provenance."""
    others = [column for row in rows for column in row if column not in tuple(wanted)]
    return dict.fromkeys((*wanted.needed, *wanted.known, *others, *PROVENANCE))


def study_cells(study: Study) -> Cells:
    """A row of studies.csv; a label or status that reading would supply is left empty."""
    cells = _cells(study, ("year", "country", "status", "reason", "randomised"), study.provenance)
    label = "" if study.label == studies.label_of(study.name) else study.label
    return {"study": study.name, "label": label, **cells, **study.fields}


def arm_cells(arm: Arm) -> Cells:
    """A row of arms.csv."""
    cells = _cells(arm, ("study", "treatment", "randomised", "description"), arm.provenance)
    return {"arm": arm.name, **cells}


def datum_cells(row: Datum) -> Cells:
    """A row of data/OUTCOME.csv."""
    return _cells(row, (*data.COLUMNS.needed, *data.COLUMNS.known), row.provenance)


def contrast_cells(row: Contrast) -> Cells:
    """A row of data/OUTCOME.contrasts.csv."""
    return _cells(row, (*data.CONTRAST_COLUMNS.needed, *data.CONTRAST_COLUMNS.known), row.provenance)


def fact_cells(fact: Fact) -> Cells:
    """A row of facts.csv."""
    return {"fact": fact.name, **_cells(fact, ("value", "of", "source", "where"), fact.provenance)}


def judgement_cells(row: RiskOfBias) -> Cells:
    """A row of risk_of_bias.csv."""
    return _cells(row, (*bias.COLUMNS.needed, *bias.COLUMNS.known), row.provenance)


def stored_cells(row: StoredResult) -> Cells:
    """A row of published.csv, its numbers as they were written."""
    cells = {name: getattr(row, name) for name in ("analysis", "subgroup", "study", "stratum", "applies_to")}
    return cells | {name: number.words for name, number in row.numbers.items()}


def _cells(record: object, fields: Iterable[str], provenance: Provenance) -> Cells:
    own = {field: written(getattr(record, field)) for field in fields}
    return own | {field: written(getattr(provenance, field)) for field in PROVENANCE}


def written(value: Any) -> str:
    """A cell's text: unknown is empty, a whole number has no point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
