"""What rests on a place of the folder: the analyses that use a row or a table, and the values built on them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from effectbank.problems import Place
from effectbank.review.model import Analysis, Arm, Contrast, Datum
from effectbank.review.reading import arms, data, plan, studies
from effectbank.review.review import Review
from effectbank.review.selecting import chosen_by

Row = Datum | Contrast


def resting_on(review: Review, place: Place) -> tuple[str, ...]:
    """The names of the analyses, then of the values, that would change with what is written at a place."""
    return Resting(review).on(place)


class Resting:
    """One review's answers to "what rests on this place?", with its rows indexed once."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.given = review.treatments

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row of every data file."""
        arms = [row for rows in self.review.data.values() for row in rows]
        contrasts = [row for rows in self.review.contrasts.values() for row in rows]
        return (*arms, *contrasts)

    @cached_property
    def by_line(self) -> dict[tuple[str, int | None], Row]:
        """The row written on a line of a file."""
        return {(row.place.file, row.place.line): row for row in self.rows}

    @cached_property
    def by_study(self) -> dict[str, list[Row]]:
        """The rows of a study."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.study, []).append(row)
        return found

    @cached_property
    def studies_at(self) -> dict[int | None, str]:
        """The study written on a line of studies.csv."""
        return {study.place.line: name for name, study in self.review.studies.items()}

    @cached_property
    def arms_at(self) -> dict[int | None, Arm]:
        """The arm written on a line of arms.csv."""
        return {arm.place.line: arm for arm in self.review.arms}

    def on(self, place: Place) -> tuple[str, ...]:
        """The names of the analyses, then of the values, that would change with what is written at a place."""
        if data.is_data(place.file):
            return self._with_values(self._on_data(place))
        if place.file == studies.FILE:
            return self._on_study(place)
        if place.file == arms.FILE:
            return self._with_values(self._on_arm(self.arms_at.get(place.line)))
        if place.file == plan.FILE and place.key:
            return self._with_values(self._on_table(*place.key.split(".")[:2]))
        return ()

    def uses_of(self, row: Row) -> tuple[str, ...]:
        """The analyses a row of the data goes into (or would, were its study or arm known)."""
        treatment = self.given.get((row.study, row.arm))
        analyses = self.review.analyses.items()
        return tuple(name for name, plan in analyses if self._may_use(plan, row, treatment))

    def _may_use(self, analysis: Analysis, row: Row, treatment: str | None) -> bool:
        study = self.review.studies.get(row.study)
        comparison = self.review.comparisons.get(analysis.comparison)
        return (
            analysis.outcome == row.outcome
            and row.study not in analysis.without
            and (study is None or chosen_by(study, analysis.where))
            and (
                treatment is None
                or comparison is None
                or treatment in (*comparison.intervention, *comparison.control)
            )
        )

    def _on_data(self, place: Place) -> Iterable[str]:
        """By the row on that line; where no row was read there, every analysis of the outcome."""
        row = self.by_line.get((place.file, place.line))
        if row:
            return self.uses_of(row)
        outcome = data.outcome_of(place.file)
        return [name for name, analysis in self.review.analyses.items() if analysis.outcome == outcome]

    def _on_arm(self, arm: Arm | None) -> Iterable[str]:
        rows = self.by_study.get(arm.study, ()) if arm else ()
        return (use for row in rows if arm and row.arm == arm.name for use in self.uses_of(row))

    def _on_study(self, place: Place) -> tuple[str, ...]:
        rows = self.by_study.get(self.studies_at.get(place.line, ""), ())
        found = (use for row in rows for use in self.uses_of(row))
        values = self.review.values.items()
        counted = [name for name, value in values if any(path.startswith("studies") for path in value.of)]
        return tuple(dict.fromkeys((*self._with_values(found), *counted)))

    def _on_table(self, table: str, name: str = "") -> Iterable[str]:
        """By the table of review.toml: an analysis itself, or the analyses that name its outcome or comparison."""
        if table == "analyses":
            return [name]
        names = {"outcomes": "outcome", "comparisons": "comparison"}
        if table not in names:
            return []
        return [one for one, plan in self.review.analyses.items() if getattr(plan, names[table]) == name]

    def _with_values(self, analyses: Iterable[str]) -> tuple[str, ...]:
        """The analyses in the order of the plan, then the values whose paths begin with one of them."""
        wanted = set(analyses)
        found = [name for name in self.review.analyses if name in wanted]
        built = [
            name
            for name, value in self.review.values.items()
            if any(path.partition(".")[0] in wanted for path in value.of)
        ]
        return (*found, *built)
