"""Rows, subgroups and settings of a package, put together by the number of their analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from effectbank.formats.cochrane.package import faults, results
from effectbank.formats.cochrane.package import settings as words
from effectbank.formats.cochrane.package.cells import NoNumber, Told, number, without_bad
from effectbank.formats.cochrane.package.rows import RowReader
from effectbank.formats.cochrane.package.settings import Settings
from effectbank.formats.cochrane.package.subgroups import numbered
from effectbank.formats.cochrane.package.tables import GROUP, NAME, NUMBER, SUBGROUP
from effectbank.formats.cochrane.package.worked_out import WorkedOut, worked_out
from effectbank.formats.cochrane.source import SourceAnalysis, SourceRow, SourceSubgroup, Stored
from effectbank.problems import Place, Problem
from effectbank.review.reading.sheet import Row, Sheet

MOST_WORKED_OUT = 2000  # a review has several hundred analyses
Key = tuple[str, str]  # the numbers of the comparison and of the analysis within it


@dataclass(slots=True, kw_only=True)
class Tables:
    """The three tables of analyses, by analysis."""

    rows: dict[Key, list[Row]]
    subgroups: dict[Key, list[Row]]
    settings: dict[Key, Row]
    problems: list[Problem] = field(default_factory=list)


def tables_of(rows: Sheet, subgroups: Sheet, settings: Sheet) -> Tables:
    """The rows of each table by analysis; those that don't say theirs are told and left out."""
    problems: list[Problem] = []
    tables = Tables(
        rows=_by_analysis(rows, "Study", problems),
        subgroups=_by_analysis(subgroups, GROUP, problems),
        settings={},
        problems=problems,
    )
    for key, found in _by_analysis(settings, GROUP, problems).items():
        tables.settings[key] = found[0]
        problems += [
            faults.analysis_twice(settings.file, row.line, ".".join(key), found[0].line) for row in found[1:]
        ]
    for key, found in tables.subgroups.items():
        if key not in tables.settings and key not in tables.rows:
            problems += [faults.subgroup_of_nothing(row.file, row.line, ".".join(key)) for row in found]
    return tables


def _by_analysis(sheet: Sheet, needed: str, problems: list[Problem]) -> dict[Key, list[Row]]:
    """The rows by the numbers of their analysis; one without them, or without the `needed` cell, is left out."""
    found: dict[Key, list[Row]] = {}
    for row in sheet.rows:
        cells = row.cells
        key = cells[GROUP], cells[NUMBER]
        if key[0] and key[1] and cells[needed]:
            found.setdefault(key, []).append(row)
        else:
            missing = next(column for column in (GROUP, NUMBER, needed) if not cells[column])
            problems.append(faults.row_of_nothing(sheet.file, row.line, missing))
    return found


@dataclass(slots=True, kw_only=True)
class AnalysisReader:
    """Makes the analyses of one package."""

    tables: Tables
    row_reader: RowReader
    of_subgroups: Told
    of_settings: Told
    unknown: tuple[str, ...] = ()  # columns of the settings that nobody knows
    problems: list[Problem] = field(default_factory=list)
    asked_for: int = 0  # how often an analysis had to be worked out

    def all(self) -> list[SourceAnalysis]:
        """Every analysis with settings, in their order; then those of which there are rows only."""
        settings = self.tables.settings
        found = [self.with_settings(key, row) for key, row in settings.items()]
        return found + [self.without_settings(key) for key in self.tables.rows if key not in settings]

    def with_settings(self, key: Key, row: Row) -> SourceAnalysis:
        """An analysis as its settings say; where they name no known kind or measure, as its numbers do."""
        said = Settings(row=row, told=self.of_settings, unknown=self.unknown)
        kind = said.kind()
        measure, log = said.measure(kind)
        if not (kind and measure):
            found = self._worked_out(self.tables.rows.get(key, []))
            kind, measure, log = (found.kind, found.measure, found.log) if found else ("other", "", False)
            self.problems.append(faults.unclear_settings(row.file, row.line, ".".join(key), found))
        model = said.word("Analysis model", words.MODELS, "common")
        test = said.word("CI method", words.TESTS, "z")
        tau2_interval = said.word("Tau² CI", words.TAU2_INTERVALS, "")
        asked = _Asked(kind=kind, model=model, test=test, tau2=tau2_interval, prediction=said.prediction())
        rows, subgroups = self._parts(key, kind, asked)
        if not rows:
            self.problems.append(faults.without_rows(row.file, row.line, ".".join(key)))
        stored = _total(row, asked, self.of_settings)
        return SourceAnalysis(
            comparison=key[0],
            number=key[1],
            comparison_name=said.text("Analysis group name"),
            name=said.text(NAME),
            kind=kind,
            measure=measure,
            measure_words=said.text("Effect measure"),
            log=log,
            method=said.word("Statistical method", words.METHODS, "IV"),
            model=model,
            tau2=said.word("Heterogeneity estimator", words.ESTIMATORS, "DL") if model == "random" else "",
            test=test,
            tau2_interval=tau2_interval,
            prediction=asked.prediction,
            level=said.level("Estimate CI", "CI/PI level"),
            study_level=said.level("Study CI", "CI/PI level"),
            totals=said.totals(),
            subgroup_test=said.truth("Test for subgroup differences", default=True),
            swap_events=said.truth("Swap event and non-event", default=False),
            order=said.word("Sort by", words.ORDERS, "given"),
            units=said.text("Unit of effect measure"),
            scale=said.scale(),
            groups=said.groups(),
            favours=(said.text("Graph label (left)"), said.text("Graph label (right)")),
            subgroups=subgroups,
            rows=rows,
            stored=stored,
            calculated=_is_calculated(self.tables.rows.get(key, []), rows, subgroups, stored),
            source_says=said.says(),
            place=Place(file=row.file, line=row.line),
        )

    def without_settings(self, key: Key) -> SourceAnalysis:
        """An analysis of which the package has rows only, as far as its numbers show what it is."""
        written = self.tables.rows[key]
        found = self._worked_out(written)
        self.problems.append(faults.without_settings(written[0].file, written[0].line, ".".join(key), found))
        one = found or WorkedOut(kind="other", measure="", log=False, level=0.95)
        asked = _Asked(kind=one.kind, model=one.model, test="z", tau2="", prediction=False)
        rows, subgroups = self._parts(key, one.kind, asked)
        return SourceAnalysis(
            comparison=key[0],
            number=key[1],
            comparison_name="",
            name=written[0].cells[NAME],
            kind=one.kind,
            measure=one.measure,
            log=one.log,
            method=one.method or "IV",
            model=one.model or "common",
            tau2=one.tau2,
            level=one.level,
            study_level=one.level,
            totals=one.totals,
            swap_events=one.swap,
            order="given",
            subgroups=subgroups,
            rows=rows,
            calculated=_is_calculated(written, rows, subgroups, {}),
            place=Place(file=written[0].file, line=written[0].line),
        )

    def _parts(
        self, key: Key, kind: str, asked: _Asked
    ) -> tuple[tuple[SourceRow, ...], tuple[SourceSubgroup, ...]]:
        """The rows of an analysis; its subgroups with their results, and those that only the rows name."""
        of_studies = self.tables.rows.get(key, ())
        known, numbered_rows = numbered(
            self.tables.subgroups.get(key, ()), of_studies, ".".join(key), self.problems
        )
        subgroups = {
            number_: SourceSubgroup(
                number=number_,
                name=row.cells[SUBGROUP],
                stored=_total(row, asked, self.of_subgroups),
                place=Place(file=row.file, line=row.line),
            )
            for number_, row in numbered_rows
        }
        rows = []
        self.problems += _several_times(of_studies, ".".join(key))
        for row in of_studies:
            made = self.row_reader.read(row, kind, known.of(row))
            rows.append(made)
            if made.subgroup and made.subgroup not in subgroups:
                name = row.cells[SUBGROUP]
                subgroups[made.subgroup] = SourceSubgroup(number=made.subgroup, name=name, place=made.place)
        return tuple(rows), tuple(subgroups.values())

    def _worked_out(self, rows: Sequence[Row]) -> WorkedOut | None:
        """What an analysis is by its numbers, as long as there are not too many to be worked out."""
        self.asked_for += 1
        return worked_out(rows) if self.asked_for <= MOST_WORKED_OUT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What tells a result from a zero that stands for none."""

    kind: str
    model: str
    test: str
    tau2: str
    prediction: bool


def _total(row: Row, asked: _Asked, told: Told) -> Stored:
    def read(row: Row) -> Stored:
        return results.of_total(
            row.cells,
            counts=asked.kind == "counts",
            random=asked.model == "random",
            by_t=asked.test != "z",
            tau2_interval=bool(asked.tau2),
            prediction=asked.prediction,
        )

    try:
        return read(row)
    except NoNumber:
        return read(without_bad(row, results.ALL_NUMBERS, told))


def _several_times(rows: Sequence[Row], number: str) -> list[Problem]:
    """Rows of an analysis that stand there more than once, cell for cell."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(row.cells.values()), []).append(row)
    return [
        faults.row_twice(found[1].file, [row.line for row in found], found[0].cells["Study"], number)
        for found in alike.values()
        if len(found) > 1
    ]


def _is_calculated(
    written: Sequence[Row], rows: Sequence[SourceRow], subgroups: Sequence[SourceSubgroup], stored: Stored
) -> bool:
    """Whether any result is there; or nothing is, and nothing looks as if one should have been."""
    parts = (stored, *(row.stored for row in rows), *(subgroup.stored for subgroup in subgroups))
    if any("estimate" in part for part in parts):
        return True
    return not any(_is_zero(row.cells["Mean"]) for row in written)


def _is_zero(cell: str) -> bool:
    try:
        found = number(cell)
    except NoNumber:
        return False
    return found is not None and not found
