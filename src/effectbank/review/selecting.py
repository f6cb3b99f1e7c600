"""Which rows of the data an analysis stands on: its studies, each with the arms of its comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from effectbank.problems import Place
from effectbank.review.model import Analysis, Contrast, Datum, Study
from effectbank.review.review import Review
from effectbank.words import StudyStatus

OWN_COLUMNS = ("study", "label", "year", "country", "status", "reason", "randomised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What one study, or one stratum of it, gave on either side of a comparison; a side may be empty."""

    study: Study
    stratum: str
    intervention: tuple[Datum, ...]
    control: tuple[Datum, ...]

    @property
    def label(self) -> str:
        """The slug a fit knows it by: the study, or study/stratum."""
        return f"{self.study.name}/{self.stratum}" if self.stratum else self.study.name

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its rows are written."""
        return tuple(datum.place for datum in (*self.intervention, *self.control))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastRow:
    """A contrast of one study; `turned` when it was reported as control against intervention."""

    study: Study
    contrast: Contrast
    turned: bool


def study_column(study: Study, column: str) -> str:
    """What a study's row says in any column of studies.csv, as text; "" where it says nothing."""
    if column in study.fields:
        return study.fields[column]
    own = {"study": study.name, "status": str(study.status), "country": study.country, "label": study.label}
    numbers = {"year": study.year, "randomised": study.randomised, "reason": study.reason}
    found = own.get(column, numbers.get(column))
    return "" if found is None else str(found)


def study_columns(review: Review) -> tuple[str, ...]:
    """Every column by which studies can be chosen or grouped."""
    others = dict.fromkeys(column for study in review.studies.values() for column in study.fields)
    return (*OWN_COLUMNS, *others)


def chosen_by(study: Study, where: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a study's row has, in every column of a filter, one of the values asked for."""
    return all(study_column(study, column) in values for column, values in where.items() if column != "stratum")


def studies_in(review: Review, analysis: Analysis) -> tuple[Study, ...]:
    """The included studies an analysis may draw on: those its `where` chooses, less those it is `without`."""
    included = (study for study in review.studies.values() if study.status is StudyStatus.INCLUDED)
    return tuple(s for s in included if s.name not in analysis.without and chosen_by(s, analysis.where))


def treatments(review: Review) -> Mapping[tuple[str, str], str]:
    """What each arm, as (study, arm), was given."""
    return {(arm.study, arm.name): arm.treatment for arm in review.arms}


def pairs_of(review: Review, analysis: Analysis) -> tuple[Pair, ...]:
    """The studies (and strata) with a row on either side of the comparison, in the order of studies.csv."""
    comparison = review.comparisons.get(analysis.comparison)
    if comparison is None:
        return ()
    given = treatments(review)
    rows = _by_study_and_stratum(review.data.get(analysis.outcome, ()))
    strata = analysis.where.get("stratum")
    found = (
        Pair(
            study=study,
            stratum=stratum,
            intervention=_given_one_of(comparison.intervention, own, given),
            control=_given_one_of(comparison.control, own, given),
        )
        for study in studies_in(review, analysis)
        for stratum, own in rows.get(study.name, {}).items()
        if strata is None or stratum in strata
    )
    return tuple(pair for pair in found if pair.intervention or pair.control)


def _by_study_and_stratum(rows: Iterable[Datum]) -> dict[str, dict[str, list[Datum]]]:
    found: dict[str, dict[str, list[Datum]]] = {}
    for row in rows:
        found.setdefault(row.study, {}).setdefault(row.stratum, []).append(row)
    return found


def _given_one_of(
    chosen: tuple[str, ...], rows: Iterable[Datum], given: Mapping[tuple[str, str], str]
) -> tuple[Datum, ...]:
    return tuple(row for row in rows if given.get((row.study, row.arm)) in chosen)


def contrasts_in(review: Review, analysis: Analysis) -> tuple[ContrastRow, ...]:
    """The contrasts between arms of the analysis's comparison, either way round, in the order of their file."""
    comparison = review.comparisons.get(analysis.comparison)
    if comparison is None:
        return ()
    given = treatments(review)
    sides = (comparison.intervention, comparison.control)
    studies = {study.name: study for study in studies_in(review, analysis)}
    found = []
    for row in review.contrasts.get(analysis.outcome, ()):
        against = given.get((row.study, row.arm)), given.get((row.study, row.against))
        straight, turned = _lies(against, sides), _lies(against, sides[::-1])
        if row.study in studies and (straight or turned):
            found.append(ContrastRow(study=studies[row.study], contrast=row, turned=not straight))
    return tuple(found)


def _lies(given: tuple[str | None, str | None], sides: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    return given[0] in sides[0] and given[1] in sides[1]
