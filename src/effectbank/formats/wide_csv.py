"""A review's data as one wide CSV: one row a study, outcome and comparison, the numbers under metafor's names.

Arms that a comparison takes together are taken together here; a study that gave only a contrast has its yi and sei,
on the measure that `yi.measure` names; people told beside it have a row of their own. Outcomes that no analysis
compares are in the long file only, and so are studies that aren't included. Read back it is a review with two arms
a study and comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from effectbank.formats.wide.columns import CELLS, COLUMNS, CONTRAST, GROUPS, STUDY, treatment_of
from effectbank.formats.wide.folder import Folder
from effectbank.review import Review, read_files
from effectbank.review.combining import arm_twice, side_of
from effectbank.review.model import Analysis, Comparison, Datum, Outcome, Provenance
from effectbank.review.reading.decode import text_of
from effectbank.review.reading.sheet import PROVENANCE, sheet_of
from effectbank.review.reading.studies import label_of
from effectbank.review.selecting import ContrastRow, Pair, Part, contrasts_in, pairs_of, part_of
from effectbank.review.writing import sheets
from effectbank.review.writing.files import write_atomically
from effectbank.words import Confidence

Cells = Mapping[str, str]


def write(review: Review, path: str | Path) -> Path:
    """Write one row a study, outcome and comparison that the review's analyses name."""
    return write_atomically(Path(path), sheets.sheet_bytes(list(rows_of(review)), COLUMNS))


def rows_of(review: Review) -> Iterator[Cells]:
    """The rows by column, in the order of the data's files; a cell that isn't known is empty."""
    for analysis in _compared(review):
        outcome, comparison = review.outcomes[analysis.outcome], review.comparisons[analysis.comparison]
        about = _about(outcome, comparison, analysis.measure)
        for pair in _in_file_order(pairs_of(review, analysis), review.data.get(outcome.name, ())):
            yield about | _of_pair(pair, outcome.kind)
        for row in contrasts_in(review, analysis):
            yield about | _of_contrast(row)


def _compared(review: Review) -> Iterator[Analysis]:
    """The first analysis of each outcome and comparison, without its filters."""
    met: set[tuple[str, str]] = set()
    for one in review.analyses.values():
        key = one.outcome, one.comparison
        if key not in met and one.outcome in review.outcomes and one.comparison in review.comparisons:
            met.add(key)
            yield Analysis(
                name=one.name, label="", outcome=one.outcome, comparison=one.comparison, measure=one.measure,
                place=one.place,
            )  # fmt: skip


def _in_file_order(pairs: Iterable[Pair], rows: tuple[Datum, ...]) -> list[Pair]:
    where = {id(row): number for number, row in enumerate(rows)}
    return sorted(pairs, key=lambda pair: min(where[id(row)] for row in pair.intervention or pair.control))


def _about(outcome: Outcome, comparison: Comparison, measure: str) -> dict[str, str]:
    """What all rows of one outcome and comparison say."""
    treatments = {"intervention": comparison.intervention, "control": comparison.control}
    said = {
        "outcome": outcome.name, "comparison": comparison.name, "kind": outcome.kind, "measure": measure,
        **{side: treatment_of(words) for side, words in treatments.items()},
        "outcome.label": "" if outcome.label == label_of(outcome.name) else outcome.label,
        "comparison.label": "" if comparison.label == label_of(comparison.name) else comparison.label,
        "intervention.label": comparison.intervention_label, "control.label": comparison.control_label,
    }  # fmt: skip
    same = {f"{side}.label": said[f"{side}.label"] == said[side] for side in treatments}
    return {column: "" if same.get(column) else words for column, words in said.items()}


def _of_study(pair: Pair | ContrastRow, part: Part) -> dict[str, str]:
    own = sheets.study_cells(pair.study)
    rest = {f"{STUDY}{column}": own[column] for column in own if column not in ("study", "label", *PROVENANCE)}
    where = {"subgroup": part.subgroup, "stratum": part.stratum, "applies_to": part.applies_to}
    return {"study": pair.study.name, "slab": pair.study.label, **where, **rest}


def _of_pair(pair: Pair, kind: str) -> dict[str, str]:
    numbers: dict[str, float | None] = {}
    notes = []
    for rows, group in ((pair.intervention, 0), (pair.control, 1)):
        side, twice = side_of(rows), arm_twice(rows)
        notes += [f"two rows for one arm ({twice}): left empty"] if twice else []
        numbers |= {names[group]: getattr(side, cell) for cell, names in CELLS.get(kind, {}).items()}
    for events, total, rest in (("ai", "n1i", "bi"), ("ci", "n2i", "di")):
        a, n = numbers.get(events), numbers.get(total)
        numbers[rest] = None if a is None or n is None else n - a
    said = _together([row.provenance for row in (*pair.intervention, *pair.control)], notes)
    return _of_study(pair, pair.part) | {"given": GROUPS} | _written(numbers) | said


def _of_contrast(row: ContrastRow) -> dict[str, str]:
    one, sign = row.contrast, -1 if row.turned else 1
    numbers = {
        "yi": None if one.estimate is None else sign * one.estimate,
        "vi": None if one.se is None else one.se * one.se,
        "sei": one.se,
        "o_e": None if one.o_e is None else sign * one.o_e,
        "variance": one.variance,
    }
    told = {"given": CONTRAST, "yi.measure": one.measure}
    return _of_study(row, part_of(one)) | told | _written(numbers) | _together([one.provenance], [])


def _written(numbers: Mapping[str, float | None]) -> dict[str, str]:
    return {name: sheets.written(number) for name, number in numbers.items()}


def _together(provenances: Iterable[Provenance], notes: Iterable[str]) -> dict[str, str]:
    """The provenance of both groups in one: every source and note once, the weakest word of confidence."""
    listed = list(provenances)
    words = [one.confidence for one in listed if one.confidence]
    order = list(Confidence)
    return {
        "source": "; ".join(dict.fromkeys(one.source for one in listed if one.source)),
        "confidence": str(max(words, key=order.index)) if words else "",
        "note": "; ".join(dict.fromkeys(note for note in (*(one.note for one in listed), *notes) if note)),
    }


def read(path: str | Path) -> Review:
    """The review in a wide CSV; its `read_problems` tell what could not be read."""
    file = Path(path).name
    text, problems = text_of(file, Path(path).read_bytes())
    sheet, more = sheet_of(file, text, COLUMNS)
    made = Folder(title=Path(path).stem)
    for row in sheet.rows:
        problem = made.take(row)
        problems.extend([problem] if problem else [])
    return read_files(Path(path).stem, made.files(), refused=[*problems, *more])
