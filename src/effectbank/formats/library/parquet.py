"""The data set that a run leaves: parts as they are done, each whole or not there, and what was done before."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effectbank.formats.library.sources import Source, readable
from effectbank.formats.library.tables import FAILED, FILES, RESULTS, Done, Row
from effectbank.problems import BadInput
from effectbank.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

RESULT_PARTS, FILE_PARTS = "results", "files"
MADE_BY = b"effectbank"  # the key under which a part tells the program's version
PART = re.compile(r"[0-9a-f]{24}\.parquet")


class DataSet:
    """Two folders of Parquet files that DuckDB, polars and pandas open as two tables: `results` and `files`.

    A part of `files` is put in place last: what it names is done, and a part of `results` without it is not. Each
    part tells the version of the program that made it; `outdated` counts the files done by another one.
    Raises BadInput where one of the folders holds Parquet files that no run made: they would be read as parts.
    """

    def __init__(self, root: Path) -> None:
        self.outdated = 0
        self.results, self.files = root / RESULT_PARTS, root / FILE_PARTS
        for folder in (self.results, self.files):
            folder.mkdir(parents=True, exist_ok=True)
            _refuse_others(folder)
        done = {path.name for path in self.files.glob("*.parquet")}
        for path in self.results.glob("*.parquet"):
            if path.name not in done:
                path.unlink()
        for folder in (self.results, self.files):
            for left in folder.glob(".*.part"):
                left.unlink()

    def add(self, done: Done) -> None:
        """Keep what a step yields; files that failed in parts of their own: they may be mended, or tried again."""
        kinds: dict[tuple[bool, bool], list[Row]] = {}
        for row in done.files:
            kinds.setdefault((row["status"] == FAILED, _to_be_tried_again(row)), []).append(row)
        for files in kinds.values():
            names, part = {row["file"] for row in files}, f"{_digest(files)}.parquet"
            _write(self.results / part, [row for row in done.results if row["file"] in names], RESULTS)
            _write(self.files / part, files, FILES)

    def finished(self, sources: Iterable[Source], written: Callable[[Source], bool]) -> set[str]:
        """The names of the sources done before that have not changed since; other parts are taken away.

        To be done again is what failed for a reason outside the file (there may be more memory now, or leave to
        read), what another version of the program did, and what was read but is not `written` as the folder that is
        wanted.
        """
        known = {source.name: source for source in sources}
        found: set[str] = set()
        for part in sorted(self.files.glob("*.parquet")):
            rows, version = read_rows(part), version_of(part)
            self.outdated += 0 if version == __version__ else len(rows)
            if version == __version__ and all(_stands(row, known.get(row["file"]), written) for row in rows):
                found.update(row["file"] for row in rows)
            else:
                part.unlink()
                (self.results / part.name).unlink(missing_ok=True)
        return found

    def rows_of_files(self) -> list[Row]:
        """A row for every file done, in order of their paths."""
        rows = (row for part in self.files.glob("*.parquet") for row in read_rows(part))
        return sorted(rows, key=lambda row: row["file"])


def _stands(row: Row, source: Source | None, written: Callable[[Source], bool]) -> bool:
    if source is None or source.state != row["state"] or _to_be_tried_again(row):
        return False
    return row["status"] == FAILED or written(source)


def _to_be_tried_again(row: Row) -> bool:
    """Whether it failed for a reason that need not be there the next time."""
    return row["status"] == FAILED and not row.get("lasting")


def _refuse_others(folder: Path) -> None:
    others = sorted(path.name for path in folder.glob("*.parquet") if not PART.fullmatch(path.name))
    if others:
        raise BadInput(
            f"{str(folder)!r} holds {others[0]!r}, which no run over a library made; "
            "write the results into a folder of their own"
        )


def read_rows(part: Path) -> list[Row]:
    """The rows of one part."""
    import pyarrow.parquet as pq  # noqa: PLC0415 -- an extra

    with pq.ParquetFile(part) as file:  # read_table would load pandas, where there is one
        rows: list[Row] = file.read().to_pylist()
    return rows


def version_of(part: Path) -> str:
    """The version of the program that made a part; "" where it does not tell."""
    import pyarrow.parquet as pq  # noqa: PLC0415 -- an extra

    told = pq.read_schema(part).metadata or {}
    return str(told.get(MADE_BY, b"").decode())


def _digest(rows: Sequence[Row]) -> str:
    return hashlib.sha256("\n".join(f"{row['file']}\t{row['state']}" for row in rows).encode()).hexdigest()[:24]


def _write(path: Path, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """At a stroke: beside its place, to the disk, then into it."""
    import pyarrow as pa  # noqa: PLC0415 -- an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 -- an extra

    fields = schema(columns)
    table = pa.table(
        {name: pa.array(_cells(rows, name, kind), fields.field(name).type) for name, kind in columns.items()},
        fields,
    )
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        pq.write_table(table, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _cells(rows: Sequence[Row], name: str, kind: str) -> list[Any]:
    """A column; a text with half a character, as a name of a file may have, so that it can be written."""
    cells = [row[name] for row in rows]
    return [cell and readable(cell) for cell in cells] if kind == "text" else cells


def schema(columns: Mapping[str, str]) -> pa.Schema:
    """The columns as Parquet has them."""
    import pyarrow as pa  # noqa: PLC0415 -- an extra

    kinds: dict[str, Any] = {"text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()], {MADE_BY: __version__})
