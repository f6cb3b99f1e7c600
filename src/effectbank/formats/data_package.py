"""Cochrane data packages, versions 1 and 2: a zip, RevMan's export with a zip in it, a folder, or data-rows.csv."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path

from effectbank.formats.archives import DEFAULT_CAPS, ArchiveCaps
from effectbank.formats.cochrane.kept import place_of
from effectbank.formats.cochrane.package import bias, faults, files, studies, tables
from effectbank.formats.cochrane.package import references as lists
from effectbank.formats.cochrane.package.analyses import AnalysisReader, tables_of
from effectbank.formats.cochrane.package.cells import Told
from effectbank.formats.cochrane.package.rows import RowReader
from effectbank.formats.cochrane.source import SourceAnalysis, SourceJudgement, SourceReview
from effectbank.formats.collecting import without_collecting
from effectbank.formats.decoding import decoded
from effectbank.problems import Problem
from effectbank.review.reading.sheet import Sheet


def read_source(path: str | PathLike[str], *, caps: ArchiveCaps = DEFAULT_CAPS, whole: bool = True) -> SourceReview:
    """What a data package says. Never stops at a fault: what was wrong, and where, is among its problems.

    Not `whole`, the lists of studies are passed over, with the studies that only they name, and the judgements of
    bias: for whoever wants the analyses of thousands. Raises BadInput only where there is no such file or folder.
    """
    place = Path(path)
    with without_collecting():
        found, problems = files.files_in(place, caps, references=whole)
        return _Reading(found=found, problems=problems, whole=whole).review(place)


class _Reading:
    """One package being read: its tables one after the other, and all that was told of them."""

    def __init__(self, *, found: files.PackageFiles, problems: list[Problem], whole: bool) -> None:
        self.files = found
        self.problems = problems
        self.whole = whole

    def review(self, path: Path) -> SourceReview:
        """All of it."""
        rows = self._sheet(files.DATA_ROWS, tables.OF_ROWS)
        settings = self._sheet(files.SETTINGS, tables.OF_SETTINGS)
        version = 2 if any(name in settings.columns for name in tables.ONLY_VERSION_2) else 1
        diagnostic = files.PARAMETERS in self.files.tables
        if diagnostic:
            self.problems.append(faults.diagnostic(self._path(files.PARAMETERS)))
        analyses = [] if diagnostic else self._analyses(rows, settings)
        listed = studies.studies_of(self._sheet(files.INFORMATION, tables.OF_INFORMATION), self.problems)
        found = lists.references_of(self.files.references if self.whole else {})
        self.problems += found.problems
        lists.add_to(listed, found)
        studies.add_from_rows(listed, rows.rows, self.problems)
        return SourceReview(
            name=name_of(self.files.id, path),
            format=f"data package {version}",
            preset="revman-web",
            card={},
            studies=tuple(listed.values()),
            judgements=tuple(self._judgements(rows)),
            analyses=tuple(analyses),
            references=tuple(found.others),
            kept=self._kept(),
            problems=tuple(self.problems),
        )

    def _analyses(self, rows: Sheet, settings: Sheet) -> list[SourceAnalysis]:
        subgroups = self._sheet(files.SUBGROUPS, tables.OF_SUBGROUPS)
        if rows.rows and files.SETTINGS not in self.files.tables:
            self.problems.append(faults.no_settings(rows.file))
        if rows.rows and files.SETTINGS in self.files.tables and not self._has_studies:
            self.problems.append(faults.no_studies(self.files.id))
        if self.files.tables and files.DATA_ROWS not in self.files.tables:
            self.problems.append(faults.no_data_rows(self.files.id))
        by_analysis = tables_of(rows, subgroups, settings)
        told = [Told(sheet.file) for sheet in (rows, subgroups, settings)]
        reader = AnalysisReader(
            tables=by_analysis,
            row_reader=RowReader(told=told[0]),
            of_subgroups=told[1],
            of_settings=told[2],
            unknown=tuple(name for name in settings.columns if name not in tables.SETTINGS),
        )
        found = reader.all()
        self.problems += tables.unread_columns(subgroups, tables.SUBGROUPS) + by_analysis.problems + reader.problems
        for each in told:
            self.problems += each.all()
        return found

    @property
    def _has_studies(self) -> bool:
        """Whether any of the study data is there."""
        return bool({files.INFORMATION, files.BIAS} & self.files.tables.keys() or self.files.references)

    def _judgements(self, rows: Sheet) -> list[SourceJudgement]:
        """Of studies, and of results; columns that are neither data nor domains are told."""
        sheet = self._sheet(files.BIAS, tables.OF_BIAS)
        made = bias.of_studies(sheet) if self.whole else []
        domains = bias.domains_of(rows.columns)
        if domains and self.whole:
            made += bias.of_results(rows.rows, domains)
        for table, known in ((sheet, tables.OF_BIAS.known), (rows, tables.ROWS)):
            of_domains = {column for domain in bias.domains_of(table.columns) for column in domain.columns}
            self.problems += tables.unread_columns(table, {*known, *of_domains})
        return made

    def _kept(self) -> dict[str, str]:
        """The texts of files that go with the review as they are."""
        whole = {
            name: file for name, file in self.files.tables.items() if name in (files.ARMS, files.STUDY_RESULTS)
        }
        kept = {}
        for name, file in (whole | self.files.others).items():
            kept[name], told = decoded(file.path, file.raw)
            self.problems += [problem for problem in told if problem.code != "byte-order-mark"]
            self.problems.append(faults.kept(file.path, place_of(name)))
        return kept

    def _path(self, table: str) -> str:
        return self.files.tables[table].path if table in self.files.tables else table

    def _sheet(self, table: str, shape: tables.Shape) -> Sheet:
        file = self.files.tables.get(table)
        if file is None:
            return Sheet(file=table)
        sheet, told = tables.table_of(file.path, file.raw, shape)
        self.problems += told
        return sheet


def name_of(review: str, path: Path) -> str:
    """A slug for the folder: the review's number (CD001333), or else what the file is called."""
    called = review if re.fullmatch(r"[A-Za-z]{2}\d{6}", review) else path.name.partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "_", called.casefold()).strip("_") or "review"
