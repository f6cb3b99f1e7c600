"""Cochrane data packages, versions 1 and 2: a zip, RevMan's export with a zip in it, a folder, or data-rows.csv."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path

from effectbank.formats.archives import DEFAULT_CAPS, ArchiveCaps
from effectbank.formats.cochrane.package import bias, faults, files, studies, tables
from effectbank.formats.cochrane.package.analyses import AnalysisReader, tables_of
from effectbank.formats.cochrane.package.cells import Told
from effectbank.formats.cochrane.package.rows import RowReader
from effectbank.formats.cochrane.source import SourceReview
from effectbank.problems import Problem
from effectbank.review.reading.sheet import Sheet

EMPTY = Sheet(file="")


def read_source(path: str | PathLike[str], *, caps: ArchiveCaps = DEFAULT_CAPS) -> SourceReview:
    """What a data package says. Never stops at a fault: what was wrong, and where, is among its problems.

    Raises BadInput only where there is no such file or folder.
    """
    place = Path(path)
    found, problems = files.files_in(place, caps)
    return _Reading(files=found, problems=problems).review(place)


class _Reading:
    """One package being read: its tables one after the other, and all that was told of them."""

    def __init__(self, *, files: files.PackageFiles, problems: list[Problem]) -> None:
        self.files = files
        self.problems = problems

    def review(self, path: Path) -> SourceReview:
        """All of it."""
        rows = self._sheet(files.DATA_ROWS, tables.ROWS, tables.IN_EVERY_ROW)
        settings = self._sheet(files.SETTINGS, tables.SETTINGS, tables.IN_EVERY_SETTING)
        subgroups = self._sheet(files.SUBGROUPS, tables.SUBGROUPS, tables.IN_EVERY_SUBGROUP)
        by_analysis = tables_of(rows, subgroups, settings)
        version = 2 if any(name in settings.columns for name in tables.ONLY_VERSION_2) else 1
        told = {name: Told(self._path(name)) for name in (files.DATA_ROWS, files.SUBGROUPS, files.SETTINGS)}
        if rows.rows and files.SETTINGS not in self.files.tables:
            self.problems.append(faults.no_settings(self._path(files.DATA_ROWS)))
        if files.DATA_ROWS not in self.files.tables and self.files.tables:
            self.problems.append(faults.no_data_rows(self.files.id))
        reader = AnalysisReader(
            tables=by_analysis,
            version=version,
            row_reader=RowReader(told=told[files.DATA_ROWS]),
            of_subgroups=told[files.SUBGROUPS],
            of_settings=told[files.SETTINGS],
            unknown=tuple(name for name in settings.columns if name not in tables.SETTINGS),
        )
        analyses = reader.all()
        self.problems += by_analysis.problems + reader.problems
        for each in told.values():
            self.problems += each.all()
        listed = studies.studies_of(
            self._sheet(files.INFORMATION, studies.INFORMATION, studies.INFORMATION), self.problems
        )
        studies.add_from_rows(listed, rows.rows, self.problems)
        judgements = bias.of_studies(self._sheet(files.BIAS, ("Study",), ("Study",)))
        domains = bias.domains_of(rows.columns)
        if domains:
            judgements += bias.of_results(rows.rows, domains)
        if files.PARAMETERS in self.files.tables:
            self.problems.append(faults.diagnostic(self._path(files.PARAMETERS)))
        return SourceReview(
            name=name_of(self.files.id, path),
            format=f"data package {version}",
            preset="revman-web",
            card={},
            studies=tuple(listed.values()),
            judgements=tuple(judgements),
            analyses=tuple(analyses),
            problems=tuple(self.problems),
        )

    def _path(self, table: str) -> str:
        return self.files.tables[table].path if table in self.files.tables else table

    def _sheet(self, table: str, known: tuple[str, ...], filled: tuple[str, ...]) -> Sheet:
        file = self.files.tables.get(table)
        if file is None:
            return EMPTY
        sheet, told = tables.table_of(file.path, file.raw, known, filled)
        self.problems += told
        return sheet


def name_of(review: str, path: Path) -> str:
    """A slug for the folder: the review's number (CD001333), or else what the file is called."""
    called = review if re.fullmatch(r"[A-Za-z]{2}\d{6}", review) else path.name.partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "_", called.casefold()).strip("_") or "review"
