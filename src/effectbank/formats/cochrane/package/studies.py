"""The studies of a package: its study-information.csv, and whoever only the data rows name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from effectbank.formats.cochrane.package import faults
from effectbank.formats.cochrane.package.tables import INFORMATION
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.problems import Place, Problem
from effectbank.review.model import EARLIEST, LATEST
from effectbank.review.reading.faults import named_twice
from effectbank.review.reading.sheet import Row, Sheet

CHARACTERISTIC = "Char: "
REASON = "Reason for exclusion"


def studies_of(information: Sheet, problems: list[Problem]) -> dict[str, SourceStudy]:
    """The studies of study-information.csv by name, with their characteristics by heading."""
    headings = {name: name.removeprefix(CHARACTERISTIC) for name in information.columns if name not in INFORMATION}
    studies: dict[str, SourceStudy] = {}
    for row in information.rows:
        place = Place(file=row.file, line=row.line)
        name = row.cells["Study"]
        if not name:
            problems.append(faults.row_of_nothing(row.file, row.line, "Study"))
        elif name in studies:
            problems.append(named_twice(place, name, studies[name].place))
        else:
            told = {heading: row.cells[column] for column, heading in headings.items() if row.cells[column]}
            studies[name] = SourceStudy(
                key=name,
                name=name,
                year=_year(row, "Year", name, problems),
                data_source=row.cells["Data source"],
                reason=told.pop(REASON, ""),
                characteristics=told,
                place=place,
            )
    return studies


def add_from_rows(studies: dict[str, SourceStudy], rows: Sequence[Row], problems: list[Problem]) -> None:
    """What the data rows say of studies: their years, and studies that no list holds."""
    listed = bool(studies)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        name, year = row.cells["Study"], row.cells["Study year"]
        if not name or (name, year) in seen:
            continue
        seen.add((name, year))
        place = Place(file=row.file, line=row.line)
        known = studies.get(name)
        if known is None:
            if listed:
                problems.append(faults.unlisted_study(place, name))
            studies[name] = SourceStudy(
                key=name, name=name, year=_year(row, "Study year", name, problems), place=place
            )
        elif known.year is None and known.place.file == row.file:
            continue  # its impossible year was told
        elif known.year is None:
            studies[name] = replace(known, year=_year(row, "Study year", name, problems))
        elif year and year.rstrip(".") != str(known.year):
            found = _year(row, "Study year", name, problems)
            if found is not None and found != known.year:
                problems.append(faults.two_years(place, name, found, known.year))


def _year(row: Row, column: str, study: str, problems: list[Problem]) -> int | None:
    """A study's year; None where it is empty or (told) impossible."""
    cell = row.cells[column].rstrip(".")
    if not cell:
        return None
    if cell.isascii() and cell.isdigit() and len(cell) == 4 and EARLIEST <= int(cell) <= LATEST:
        return int(cell)
    problems.append(faults.odd_year(Place(file=row.file, line=row.line, key=column), study, row.cells[column]))
    return None
