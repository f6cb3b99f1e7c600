"""Which rows of the data an analysis stands on: its studies, each with the arms of its comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from effectbank.problems import Place
from effectbank.quickly import quickly_made
from effectbank.review.model import Analysis, Contrast, Datum, Study
from effectbank.review.review import Review
from effectbank.words import StudyStatus

OF_DATA = ("stratum", "subgroup")  # columns of the data by which rows can be chosen or grouped
COUNTS_IN = {"subgroup": "counts in its subgroup only", "total": "counts in the total only"}
NOT_STATED = "not stated"  # the subgroup of studies whose row says nothing in the column
OWN_COLUMNS = ("study", "label", "year", "country", "status", "reason", "randomised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a study's data a line is of: the heading it stands under, its stratum, and where it counts."""

    subgroup: str = ""
    stratum: str = ""
    applies_to: str = ""

    def label(self, study: str) -> str:
        """The slug a fit knows the line by: the study, then what tells its lines apart, each in a place of its own.

        "smith/2" is a stratum, "smith//2" a heading: no two parts of a study have one slug.
        """
        if not (self.stratum or self.subgroup or self.applies_to):
            return study
        words = (study, *(_without_slashes(word) for word in (self.stratum, self.subgroup, self.applies_to)))
        return "/".join(words).rstrip("/")

    def in_words(self, study: str) -> str:
        """How the line is printed; the subgroup is a heading over it and the place where it counts no name."""
        return f"{study}, {self.stratum}" if self.stratum else study

    @property
    def counts_in(self) -> str:
        """In words, where the line counts; "" for everywhere."""
        return COUNTS_IN.get(self.applies_to, "")


def _without_slashes(word: str) -> str:
    return word.replace("%", "%25").replace("/", "%2F")


WHOLE = Part()


def part_of(row: Datum | Contrast) -> Part:
    """The part of its study that a row of data is of."""
    return part(row.subgroup, row.stratum, row.applies_to)


@lru_cache(maxsize=1 << 12)
def part(subgroup: str, stratum: str, applies_to: str) -> Part:
    """The part of those names: one and the same for the rows of all studies."""
    return Part(subgroup=subgroup, stratum=stratum, applies_to=applies_to)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What one study, or one part of it, gave on either side of a comparison; a side may be empty."""

    study: Study
    part: Part
    intervention: tuple[Datum, ...]
    control: tuple[Datum, ...]

    @property
    def label(self) -> str:
        """The slug a fit knows it by."""
        return self.part.label(self.study.name)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its rows are written."""
        return tuple([datum.place for datum in (*self.intervention, *self.control)])


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


def group_of(study: Study, part: Part, column: str) -> str:
    """The subgroup of a line when they are made by a column of studies.csv or of the data; "" for none.

    Studies of which studies.csv says nothing are a subgroup too; a row of data under no heading is in none.
    """
    if column == "subgroup":
        return part.subgroup
    return (part.stratum if column == "stratum" else study_column(study, column)) or NOT_STATED


def study_columns(review: Review) -> tuple[str, ...]:
    """Every column by which studies can be chosen or grouped."""
    others = dict.fromkeys(column for study in review.studies.values() for column in study.fields)
    return (*OWN_COLUMNS, *others)


def chosen_by(study: Study, where: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a study's row has, in every column of a filter, one of the values asked for."""
    return all(study_column(study, column) in values for column, values in where.items() if column not in OF_DATA)


def studies_in(review: Review, analysis: Analysis, among: Collection[str]) -> list[Study]:
    """The included studies, of those named, that an analysis may draw on, in the order of studies.csv.

    Those that its `where` chooses, less those it is `without`.
    """
    known = (review.studies[name] for name in among if name in review.studies)
    found = [s for s in known if s.status is StudyStatus.INCLUDED and s.name not in analysis.without]
    order, where = review.order, analysis.where
    chosen = [s for s in found if chosen_by(s, where)] if where else found
    return sorted(chosen, key=lambda study: order[study.name])


def pairs_of(review: Review, analysis: Analysis) -> tuple[Pair, ...]:
    """The studies (and strata) with a row on either side of the comparison, in the order of studies.csv."""
    comparison = review.comparisons.get(analysis.comparison)
    if comparison is None:
        return ()
    given = review.treatments
    rows = _by_study_and_part(review.data.get(analysis.outcome, ()))
    found = (
        Pair(
            study=study,
            part=part,
            intervention=_given_one_of(comparison.intervention, own, given),
            control=_given_one_of(comparison.control, own, given),
        )
        for study in studies_in(review, analysis, rows)
        for part, own in rows[study.name].items()
        if not analysis.where or _chosen(part, analysis.where)
    )
    return tuple(pair for pair in found if pair.intervention or pair.control)


def _by_study_and_part(rows: Iterable[Datum]) -> dict[str, dict[Part, list[Datum]]]:
    found: dict[str, dict[Part, list[Datum]]] = {}
    for row in rows:
        found.setdefault(row.study, {}).setdefault(part_of(row), []).append(row)
    return found


def _chosen(part: Part, where: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the part has, in each column of the data that a filter names, one of the values asked for."""
    return all(getattr(part, column) in where[column] for column in OF_DATA if column in where)


def _given_one_of(
    chosen: tuple[str, ...], rows: Iterable[Datum], given: Mapping[tuple[str, str], str]
) -> tuple[Datum, ...]:
    return tuple([row for row in rows if given.get((row.study, row.arm)) in chosen])


def contrasts_in(review: Review, analysis: Analysis) -> tuple[ContrastRow, ...]:
    """The contrasts between arms of the analysis's comparison, either way round, in the order of their file."""
    comparison = review.comparisons.get(analysis.comparison)
    if comparison is None:
        return ()
    given = review.treatments
    sides = (comparison.intervention, comparison.control)
    rows = review.contrasts.get(analysis.outcome, ())
    studies = {
        study.name: study for study in studies_in(review, analysis, dict.fromkeys(row.study for row in rows))
    }
    found = []
    for row in rows:
        against = given.get((row.study, row.arm)), given.get((row.study, row.against))
        straight, turned = _lies(against, sides), _lies(against, sides[::-1])
        if row.study in studies and (straight or turned) and _chosen(part_of(row), analysis.where):
            found.append(ContrastRow(study=studies[row.study], contrast=row, turned=not straight))
    return tuple(found)


def _lies(given: tuple[str | None, str | None], sides: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    return given[0] in sides[0] and given[1] in sides[1]
