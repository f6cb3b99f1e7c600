"""The data sets of the reference tests, in metafor's names: every number as the file has it, in one go."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from spreadsheet_tables import is_sound, told

from effectbank.formats.spreadsheet import read
from effectbank.review.model import Contrast, Datum

DATA = Path(__file__).parents[1] / "reference" / "data"
ONE_GROUP = {"xi", "ri", "mi"}  # one group, or one correlation, a study: no comparison
GROUPS = {
    "ai": (0, "events"), "ci": (1, "events"), "n1i": (0, "total"), "n2i": (1, "total"), "x1i": (0, "events"),
    "x2i": (1, "events"), "t1i": (0, "time"), "t2i": (1, "time"), "m1i": (0, "mean"), "m2i": (1, "mean"),
    "sd1i": (0, "sd"), "sd2i": (1, "sd"),
}  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell: str) -> float | None:
    return None if cell in ("", "NA") else float(cell)


SETS = sorted(DATA.glob("*.csv"))
COMPARED = [path for path in SETS if not ONE_GROUP & set(rows_of(path)[0])]


def test_there_are_as_many_as_there_were() -> None:
    assert (len(SETS), len(COMPARED)) == (47, 39)


@pytest.mark.parametrize("path", COMPARED, ids=lambda path: path.stem)
def test_every_number_is_as_the_file_has_it(path: Path) -> None:
    done = read(path)
    assert done.mapping.certain
    is_sound(done)
    assert {code for code, _, _ in told(done)} <= {"study-again"}
    rows = rows_of(path)
    assert done.count.read == len(rows) == len(done.review.studies)
    data: tuple[Datum, ...] = done.review.data.get("outcome", ())
    contrasts: tuple[Contrast, ...] = done.review.contrasts.get("outcome", ())
    assert len(data) + 2 * len(contrasts) == 2 * len(rows)
    for n, row in enumerate(rows):
        for column, (group, cell) in GROUPS.items():
            if data and column in row:
                assert getattr(data[2 * n + group], cell) == number(row[column]), (path.stem, n, column)
        if contrasts:
            assert contrasts[n].estimate == number(row["yi"])
            squared = number(row["vi"])
            assert contrasts[n].se == (pytest.approx(squared**0.5, rel=1e-15) if squared else None)
    kept = {column.casefold() for column in rows[0]} - set(GROUPS) - {"study", "yi", "vi", "year"}
    assert all(kept <= {*study.fields, "country"} for study in done.review.studies.values())


@pytest.mark.parametrize("path", sorted(set(SETS) - set(COMPARED)), ids=lambda path: path.stem)
def test_one_group_a_study_is_asked_about(path: Path) -> None:
    done = read(path)
    assert done.review is None
    assert "is pooled by effectbank pool" in done.mapping.doubts[0]
