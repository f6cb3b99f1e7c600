"""study-results.csv: what each arm of a study gave for an outcome, or what was reported as a contrast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from effectbank.formats.cochrane.decimals import as_given
from effectbank.formats.cochrane.package.writing.table import Cells
from effectbank.formats.cochrane.revman_csv.naming import Names
from effectbank.review import Review
from effectbank.review.lines import CONTRASTS as GIVEN
from effectbank.review.model import Arm, Contrast, Datum, Provenance
from effectbank.review.selecting import Part
from effectbank.words import Confidence

COLUMNS = (
    "Study", "Outcome", "Data type", "Effect measure", "Arm", "Reference arm", "Sample size", "Cases", "Mean",
    "SD", "SE", "Variance", "CI level", "CI start", "CI end", "Exp mean", "Exp CI start", "Exp CI end", "t-test",
    "z-test", "P value", "Covariance method", "Covariance", "Other arm 1", "Other arm 2", "Correlation arm 1",
    "Correlation arm 2", "Correlation", "Other mean", "Other SE", "Other variance", "Other CI level",
    "Other CI start", "Other CI end", "Other exp mean", "Other exp CI start", "Other exp CI end", "Other t-test",
    "Other z-test", "Other P value", "Footnotes",
)  # fmt: skip
BY_HAND = ("Study", "Outcome", "Arm", "Reference arm", "Numbers", "Why")
ARMS = ("Study", "Arm", "Description", "Intervention")
TYPES = {"counts": "Dichotomous", "means": "Continuous"}
MEASURES = {
    "RR": "Dichotomous", "OR": "Dichotomous", "RD": "Dichotomous", "HR": "Dichotomous",
    "MD": "Continuous", "SMD": "Continuous",
}  # fmt: skip
DATA = {"events": "Cases", "total": "Sample size", "mean": "Mean", "sd": "SD"}


@dataclass(slots=True, kw_only=True)
class Results:
    """The rows of all outcomes, the arms they are of, and those that somebody has to type in."""

    review: Review
    names: Names
    rows: list[Cells] = field(default_factory=list)
    by_hand: list[Cells] = field(default_factory=list)
    used: dict[tuple[str, str], dict[Part, None]] = field(default_factory=dict)
    told: set[tuple[str, ...]] = field(default_factory=set)

    def read(self) -> None:
        """Every row of an included study, outcome by outcome."""
        given = {(arm.study, arm.name): arm for arm in self.review.arms}
        for name in self.names.outcomes:
            outcome = self.review.outcomes.get(name)
            for datum in self.review.data.get(name, ()):
                if datum.study in self.names.studies:
                    self._datum(datum, given.get((datum.study, datum.arm)), outcome.kind if outcome else "counts")
            for contrast in self.review.contrasts.get(name, ()):
                if contrast.study in self.names.studies:
                    pair = (given.get((contrast.study, one)) for one in (contrast.arm, contrast.against))
                    self._contrast(contrast, *pair)

    def arms(self) -> list[Cells]:
        """The arms of the included studies, a name once a study; with a row for each part that results are of."""
        found: dict[tuple[str, str], Cells] = {}
        for arm in self.review.arms:
            study = self.names.studies.get(arm.study)
            for part in self.used.get((arm.study, arm.name), {Part(): None}) if study else ():
                name = self.names.arm(arm, part)
                cells = (study, name, arm.description, self.names.treatments[arm.treatment])
                found.setdefault((arm.study, name), dict(zip(ARMS, cells, strict=True)))  # type: ignore[arg-type]
        return list(found.values())

    def _datum(self, row: Datum, arm: Arm | None, kind: str) -> None:
        whose = self._whose(row) | {"Arm": self._named(row, arm) if arm else row.arm}
        if arm is None:
            self._by_hand(whose, _numbers(row, (*DATA, "time")), "an arm that isn't described")
        elif kind in TYPES:
            cells = {column: as_given(getattr(row, name)) for name, column in DATA.items()}
            self._add(whose, {"Data type": TYPES[kind], **cells}, row)
        else:
            why = "people of a contrast" if kind == GIVEN else "events by person-time"
            self._by_hand(whose, _numbers(row, (*DATA, "time")), why)

    def _contrast(self, row: Contrast, arm: Arm | None, against: Arm | None) -> None:
        whose = self._whose(row) | {
            "Arm": self._named(row, arm) if arm else row.arm,
            "Reference arm": self._named(row, against) if against else row.against,
        }
        every = _numbers(row, ("measure", "estimate", "se", "o_e", "variance"))
        if arm is None or against is None:
            self._by_hand(whose, every, "an arm that isn't described")
        elif row.o_e is not None or row.variance is not None:
            self._by_hand(whose, every, "O - E and its variance")
        elif (measure := row.measure or self._measure(row.outcome)) in MEASURES:
            numbers = {"Mean": as_given(row.estimate), "SE": as_given(row.se)}
            self._add(whose, {"Data type": MEASURES[measure], "Effect measure": measure, **numbers}, row)
        else:
            self._by_hand(whose, every, "a measure that isn't imported")

    def _measure(self, outcome: str) -> str:
        """That of the outcome's first analysis, on which a contrast is that names none."""
        return next((one.measure for one in self.review.analyses.values() if one.outcome == outcome), "")

    def _whose(self, row: Datum | Contrast) -> dict[str, str]:
        return {"Study": self.names.studies[row.study], "Outcome": self.names.outcomes[row.outcome]}

    def _named(self, row: Datum | Contrast, arm: Arm) -> str:
        part = self.names.part(row)
        self.used.setdefault((arm.study, arm.name), {})[part] = None
        return self.names.arm(arm, part)

    def _add(self, whose: Mapping[str, str], numbers: Mapping[str, str], row: Datum | Contrast) -> None:
        """A row; a second one of the same names is left to whoever knows which is right."""
        key = tuple(whose.values())
        if key in self.told:
            told = "; ".join(f"{column} {cell}" for column, cell in numbers.items() if cell)
            self._by_hand(whose, told, "the study has another such row")
        else:
            self.told.add(key)
            self.rows.append({**whose, **numbers, "Footnotes": _footnote(row.provenance)})

    def _by_hand(self, whose: Mapping[str, str], numbers: str, why: str) -> None:
        self.by_hand.append({**whose, "Numbers": numbers, "Why": why})


def _numbers(row: Datum | Contrast, names: tuple[str, ...]) -> str:
    told = {name: getattr(row, name) for name in names}
    words = {name: value if isinstance(value, str) else as_given(value) for name, value in told.items()}
    return "; ".join(f"{name} {word}" for name, word in words.items() if word)


def _footnote(provenance: Provenance) -> str:
    known = provenance.confidence
    told = f"numbers {known}" if known not in (None, Confidence.STATED) else ""
    return "; ".join(text for text in (told, provenance.note) if text)
