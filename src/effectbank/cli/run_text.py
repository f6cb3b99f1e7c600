"""What `run` prints for a person: the summary, the forest plot, risks, what drives it, and the source's numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import wrap

from effectbank.cli.driving import driving_if_searched
from effectbank.cli.output import counted, heading, terminal_width
from effectbank.cli.run_json import head_counts
from effectbank.numerals import integer, percent
from effectbank.plots import Forest, ForestColumn, ForestRow, RowKind, forest, forest_text
from effectbank.plots.forest_parts import WIDEST_GROUP
from effectbank.problems import Severity
from effectbank.review import Review
from effectbank.review.agreement import COMPARED, decimals_of, printed
from effectbank.review.study_rows import ArmTotals, StudyRow
from effectbank.review.synthesis import NO_DATA, NOT_POOLED, PARTIAL, Synthesis
from effectbank.review.wording import title_of
from effectbank.words import Confidence, StudyStatus


def run_lines(review: Review, syntheses: Sequence[Synthesis], *, ascii_only: bool) -> Iterator[str]:
    """The lines of the whole print."""
    yield heading(review.card.title or review.name)
    if not syntheses:
        yield "This folder holds no analyses: it is an entry of text alone."
        return
    yield _people(review)
    errors = sum(problem.severity is Severity.ERROR for problem in review.problems())
    if errors:
        yield f"The folder has {counted(errors, 'error')}, which `check` tells: what follows may be wrong."
    for synthesis in syntheses:
        yield ""
        yield from _one(synthesis, ascii_only=ascii_only)


def _people(review: Review) -> str:
    """How many studies, and how many people were randomised in them, as far as that is stated."""
    counts = head_counts(review)
    people = counts["randomised"]
    included = [one for one in review.studies.values() if one.status is StudyStatus.INCLUDED]
    stated = sum(one.randomised is not None for one in included)
    if people is not None:
        told = f", {integer(people)} people randomised"
    else:
        told = f"; how many people were randomised is {f'stated of {stated}' if stated else 'not stated'}"
    return f"{counted(counts['count'] or 0, 'study', 'studies')}{told}"


def _one(synthesis: Synthesis, *, ascii_only: bool) -> Iterator[str]:
    plan = synthesis.analysis
    title = f"{plan.name}: {title_of(plan)}"
    yield heading(title)
    yield "─" * len(title) if not ascii_only else "-" * len(title)
    if synthesis.fit is None and synthesis.status != NOT_POOLED:
        yield f"{'No data' if synthesis.status == NO_DATA else 'Not estimable'}: {synthesis.reason}."
    else:
        if synthesis.status == PARTIAL:
            yield "Partial: this is of the studies whose numbers are known, not of all that measured it."
        if synthesis.fit:
            yield str(synthesis.fit)
            yield ""
        drawn = synthesis_forest(synthesis)
        yield forest_text(drawn, ascii_only=ascii_only, within=terminal_width()).rstrip("\n")
        yield ""
        yield from _said(synthesis)
    yield from _published(synthesis)
    yield from _gaps(synthesis)


def synthesis_forest(synthesis: Synthesis) -> Forest:
    """The forest plot of a folder's synthesis in the folder's words; reconstructed and unknown counts say so."""
    drawn = _with_people(forest(synthesis, title=synthesis.analysis.label), synthesis)
    if synthesis.effects and {"ai", "n1i"} <= synthesis.effects.cells.keys():
        known = {row.label: _counts(row) for row in synthesis.rows if row.reason}
        drawn = replace(drawn, rows=tuple(_told(row, known.get(row.label, {})) for row in drawn.rows))
    marks = {row.label: str(word) for row in synthesis.rows if (word := _weakest(row.confidence))}
    column = ForestColumn(name="counts", title="Counts", align="left", side="right")
    return drawn.with_column(column, marks) if marks else drawn


def _with_people(drawn: Forest, synthesis: Synthesis) -> Forest:
    """The plot with the events and totals that arms tell beside contrasts, of which no measure is made."""
    rows = [row for row in synthesis.rows if row.total1 is not None or row.total2 is not None]
    of_arms = any(column.name == "group1" for column in drawn.columns)
    if of_arms or not rows or any(row.mean1 is not None or row.time1 is not None for row in rows):
        return drawn
    counted = any(row.events1 is not None or row.events2 is not None for row in rows)
    cells = {row.label: _counts(row) if counted else _totals_alone(row) for row in rows}
    what = "events/total" if counted else "total"
    heads = ["\n".join([*wrap(name, WIDEST_GROUP), what]) for name in synthesis.groups]
    columns = tuple(ForestColumn(name=f"group{n}", title=head) for n, head in enumerate(heads, 1))
    told = tuple(_told(row, cells.get(row.label, {})) for row in drawn.rows)
    return replace(drawn, rows=told, columns=(*columns, *drawn.columns))


def _totals_alone(row: StudyRow) -> dict[str, str]:
    return {f"group{n}": "?" if total is None else str(total) for n, total in ((1, row.total1), (2, row.total2))}


def _counts(row: StudyRow) -> dict[str, str]:
    """The counts of a study that cannot be pooled, as far as they are known."""
    sides = {"group1": (row.events1, row.total1), "group2": (row.events2, row.total2)}
    return {name: "/".join("?" if n is None else str(n) for n in side) for name, side in sides.items()}


def _told(row: ForestRow, cells: Mapping[str, str]) -> ForestRow:
    return replace(row, cells={**row.cells, **cells}) if row.kind is RowKind.STUDY else row


def _weakest(words: Sequence[Confidence]) -> Confidence | str:
    """The word a row is marked with: counts that were read or worked out need none."""
    marked = (Confidence.UNKNOWN, Confidence.RECONSTRUCTED)
    return next((word for word in marked if word in words), "")


def _said(synthesis: Synthesis) -> Iterator[str]:
    one, two = synthesis.groups
    totals = (_totals(one, synthesis.intervention), _totals(two, synthesis.control))
    if synthesis.fit and all(totals):
        yield f"Crude totals: {totals[0]}; {totals[1]}. They are not what is pooled."
    if synthesis.absolute:
        source = {"pooled": "all control groups together", "median": "the median control group"}
        where = source.get(synthesis.absolute.baseline, "given")
        yield f"Absolute effect (assumed risk: {where}): {synthesis.absolute.sentence()}"
        yield f"Number needed to treat: {_needed(synthesis)}."
    driving = driving_if_searched(synthesis)
    if driving is not None:
        yield f"Which studies drive this: {driving.sentence(synthesis.labels)}"
    for note in synthesis.notes:
        yield f"Note: {note}."
    for row in synthesis.rows:
        if row.note or row.part.counts_in:
            yield f"Note on {row.label}: {'; '.join(filter(None, (row.part.counts_in, row.note)))}"


def _needed(synthesis: Synthesis) -> str:
    """The number, or why none is printed: whether the event is a benefit or a harm is not for us to guess."""
    if synthesis.absolute and synthesis.absolute.nnt:
        return synthesis.absolute.nnt.sentence()
    return f'not known, for [outcomes.{synthesis.analysis.outcome}] has no good = "more" or good = "less"'


def _totals(name: str, side: ArmTotals) -> str:
    if side.events is None or side.total is None:
        return ""
    return f"{name} {side.events} of {side.total} ({percent(side.crude_risk, 1)})"


def _published(synthesis: Synthesis) -> Iterator[str]:
    found = synthesis.published
    if found is None:
        return
    where = f" ({found.where})" if found.where else ""
    same = [entry for entry in synthesis.published_agrees if entry.agrees]
    if same:
        told = ", ".join(f"{entry.name} {printed(entry.name, entry.published, entry.decimals)}" for entry in same)
        yield f"Published{where} and computed here alike: {told}.".replace("_", " ")
    for entry in synthesis.published_agrees:
        if not entry.agrees:
            yield f"Published{where} and computed here differ: {entry}.".replace("_", " ")
    if not synthesis.published_agrees:
        numbers = {name: getattr(found, name) for name in COMPARED}
        known = {name: number for name, number in numbers.items() if number is not None}
        told = ", ".join(f"{name} {printed(name, x, decimals_of(x))}" for name, x in known.items())
        told = told.replace("_", " ")
        yield f"Published{where}: {told}. Not compared, as the data here are not those it rests on."


def _gaps(synthesis: Synthesis) -> Iterator[str]:
    for gap in synthesis.missing:
        yield f"  {gap.place}: {gap.study}: {gap.reason}"
