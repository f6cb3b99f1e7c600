"""The forest plot as a table: the rows, with all numbers as text, and what is drawn beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from effectbank import numerals
from effectbank.plots.forest_parts import percent_of
from effectbank.plots.scale import Scale, scale_for, tick_label
from effectbank.publish.forest_cells import Columns, columns_for
from effectbank.publish.forest_marks import Mark, mark
from effectbank.publish.models import model_name
from effectbank.publish.tables import anchor_of, anchors_of
from effectbank.review import Review
from effectbank.review.study_rows import StudyRow
from effectbank.review.synthesis import Synthesis
from effectbank.synthesis import Pooled
from effectbank.words import Confidence, Interval

WITHOUT_WEIGHTS = 0.4  # the squares of studies that are not weighed against each other


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """A row: `sort` is study, group, sub, sum, pred, as-published or lost; `small` is said under the label."""

    sort: str
    label: str
    small: str = ""
    cells: tuple[str, ...] = ()
    weight: str = ""
    estimate: str = ""
    mark: Mark | None = None
    anchor: str = ""  # the row of the data it leads to
    others: str = ""  # the study's other rows
    name: str = ""  # by which numbers lead to it
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestTable:
    """The rows under their heads, and the axis they are drawn on; without ticks there is nothing to draw.

    `notes` are what is to be said of single studies, by their labels.
    """

    heads: tuple[tuple[str, str], ...]  # each group and what is given of it
    weighed: bool
    pooled: bool
    estimate_head: str
    rows: tuple[PlotRow, ...]
    favours: tuple[str, str]
    null: float  # where no effect falls, in percent of the axis, as all places
    ticks: tuple[tuple[float, str], ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> int:
        """How many cells a row has."""
        return len(self.heads) + self.weighed + 3


def forest_table(review: Review, synthesis: Synthesis) -> ForestTable | None:
    """The table of an analysis that has any study, else None; one without a total has all but that."""
    if not synthesis.rows:
        return None
    drawn = any(row.ci is not None for row in synthesis.rows)
    scale = _scale(synthesis)
    columns = columns_for(review, synthesis)
    rows = [*_study_rows(synthesis, columns, scale), *_summary_rows(synthesis, columns, scale)]
    return ForestTable(
        heads=columns.heads,
        weighed=any(row.weight for row in rows),
        pooled=synthesis.fit is not None,
        estimate_head=_estimate_head(synthesis),
        rows=(*rows, *_lost_rows(synthesis, columns)),
        favours=synthesis.favours,
        null=round(scale.at(scale.null), 2),
        ticks=tuple((round(scale.at(tick), 2), tick_label(tick)) for tick in scale.ticks) if drawn else (),
        notes=tuple((row.label, row.note) for row in synthesis.rows if row.note),
    )


def _estimate_head(synthesis: Synthesis) -> str:
    label = synthesis.display_label
    pooled, own = percent_of(synthesis.level), percent_of(synthesis.study_level)
    if pooled == own or not (synthesis.fit or synthesis.subgroups):
        return f"{sentence_case(label)} ({own} CI)"
    return f"{sentence_case(label)} ({pooled} CI, of studies {own})"


def sentence_case(words: str) -> str:
    """The first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def _scale(synthesis: Synthesis) -> Scale:
    """The axis that holds every estimate, the pooled intervals and the source's."""
    studies = [row for row in synthesis.rows if row.estimate is not None and row.ci is not None]
    published, fit, effects = _published_interval(synthesis), synthesis.fit, synthesis.effects
    summaries = [one.display.ci for one in _fits(synthesis)] + ([published] if published else [])
    prediction = (fit.display.prediction if fit else None) or ()
    return scale_for(
        [row.estimate for row in studies if row.estimate is not None],
        [*(end for row in studies for end in row.ci or ()), *prediction],
        whole=[end for interval in summaries for end in interval],
        null=effects.of.null if effects else 0.0,
        reach=synthesis.reach,
    )


def _fits(synthesis: Synthesis) -> Iterable[Pooled]:
    if synthesis.fit:
        yield synthesis.fit
    if synthesis.subgroups:
        yield from synthesis.subgroups.groups.values()


def _study_rows(synthesis: Synthesis, columns: Columns, scale: Scale) -> Iterable[PlotRow]:
    rows = {row.slug: row for row in synthesis.rows if row.estimate is not None}
    heaviest = max((row.weight or 0 for row in rows.values()), default=0)
    headings = synthesis.headings or {"": tuple(rows)}
    named = any(headings)
    for name, slugs in headings.items():
        members = [rows[slug] for slug in slugs if slug in rows]
        if named and members:
            yield PlotRow(sort="group", label=_group_label(synthesis, name))
        yield from (_study_row(row, columns, scale, heaviest) for row in members)
        yield from _subtotal(synthesis, name, members, columns, scale)


def _subtotal(
    synthesis: Synthesis, name: str, members: Sequence[StudyRow], columns: Columns, scale: Scale
) -> Iterable[PlotRow]:
    """The row of a subgroup's own result; where it alone has none, that is said."""
    found = synthesis.subgroups
    counting = [row for row in members if row.part.applies_to in ("", "subgroup")]
    if found and name in found.groups:
        yield _summary_row("sub", "Subtotal", found.groups[name], columns.totals(counting), scale)
    elif found and name in found.not_estimable and members:
        yield PlotRow(sort="sub", label="Subtotal", cells=columns.totals(counting), estimate="not estimable")


def _group_label(synthesis: Synthesis, name: str) -> str:
    if not name:
        return "In no subgroup"
    by = (synthesis.analysis.subgroups or "").replace("_", " ")
    return name if by == "subgroup" else f"{sentence_case(by)}: {name}"


def _study_row(row: StudyRow, columns: Columns, scale: Scale, heaviest: float) -> PlotRow:
    share = (row.weight or 0) / heaviest if heaviest else WITHOUT_WEIGHTS
    return PlotRow(
        sort="study",
        label=row.label,
        small="; ".join(filter(None, (known_words(row.confidence, columns.what), row.part.counts_in))),
        cells=columns.cells(row),
        weight="" if row.weight is None else f"{numerals.fixed(row.weight, 1)}%",
        estimate=_estimate(columns.measure, row.estimate, row.ci),
        mark=mark("square", scale, row.estimate, row.ci, share),
        anchor=anchors_of(row.places[:1]),
        others=anchors_of(row.places[1:]),
    )


def known_words(confidence: Iterable[Confidence], what: str) -> str:
    """How a study's numbers are known, where that is less than stated."""
    said = [str(word) for word in dict.fromkeys(confidence) if word is not Confidence.STATED]
    return f"{what} {' and '.join(said)}" if said else ""


def _estimate(measure: str, estimate: float | None, ci: Interval | None) -> str:
    if estimate is None:
        return "not estimable"
    digits = numerals.usual_digits(measure)
    return numerals.estimate_ci(estimate, ci.low, ci.high, digits) if ci else numerals.fixed(estimate, digits)


def _summary_row(sort: str, label: str, fit: Pooled, cells: tuple[str, ...], scale: Scale) -> PlotRow:
    shown = fit.display
    return PlotRow(
        sort=sort,
        label=label,
        small=model_name(fit.options),
        cells=cells,
        weight="100%" if sort == "sum" else "",
        estimate=_estimate(fit.effects.measure, shown.estimate, shown.ci),
        mark=mark("diamond", scale, shown.estimate, shown.ci, 1),
    )


def _summary_rows(synthesis: Synthesis, columns: Columns, scale: Scale) -> Iterable[PlotRow]:
    fit = synthesis.fit
    if fit is None:
        return
    fitted = [row for row in synthesis.rows if row.weight is not None]
    yield _summary_row("sum", _total_label(synthesis, fit), fit, columns.totals(fitted), scale)
    blank = tuple("" for _ in columns.heads)
    if fit.display.prediction:
        reach = fit.display.prediction
        words = numerals.interval(reach.low, reach.high, numerals.usual_digits(fit.effects.measure))
        drawn = mark("prediction", scale, None, reach, 1)
        small = "where the effect of a further study is expected"
        yield PlotRow(
            sort="pred", label="Prediction interval", small=small, cells=blank, estimate=words, mark=drawn
        )
    interval = _published_interval(synthesis)
    if synthesis.published and synthesis.published.estimate is not None:
        yield _published_row(synthesis, interval, blank, scale)


def _total_label(synthesis: Synthesis, fit: Pooled) -> str:
    if fit.k == 1:
        return "The one study chosen" if synthesis.left_out else "The one study"
    return f"The {fit.k} studies chosen" if synthesis.left_out else f"All {fit.k} studies"


def _published_interval(synthesis: Synthesis) -> Interval | None:
    said = synthesis.published
    if said is None or said.low is None or said.high is None:
        return None
    return Interval(said.low, said.high)


def _published_row(synthesis: Synthesis, ci: Interval | None, blank: tuple[str, ...], scale: Scale) -> PlotRow:
    said = synthesis.published
    other = {row.name for row in synthesis.published_agrees if not row.agrees}
    return PlotRow(
        sort="as-published",
        label="As published",
        small=said.where if said else "",
        cells=blank,
        estimate=_estimate(synthesis.analysis.measure, said.estimate if said else None, ci),
        mark=mark("published", scale, said.estimate if said else None, ci, 1),
        name=anchor_of(said.place) if said and said.place else "",
        differs=bool(other & {"estimate", "low", "high"}),
    )


def _lost_rows(synthesis: Synthesis, columns: Columns) -> Iterable[PlotRow]:
    for row in synthesis.rows:
        if row.estimate is None:
            yield PlotRow(
                sort="lost",
                label=row.label,
                small=row.reason,
                cells=columns.cells(row),
                estimate="not estimable",
                anchor=anchors_of(row.places[:1]),
                others=anchors_of(row.places[1:]),
            )
