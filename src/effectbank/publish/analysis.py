"""An analysis as the page tells it: its forest plot, sentences, and the source's numbers beside ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from effectbank import numerals
from effectbank.publish.dots import Dots
from effectbank.publish.forest import ForestTable, forest_table, sentence_case
from effectbank.publish.models import model_words, overall_sentence, spread_sentence
from effectbank.publish.quantities import NAMES
from effectbank.publish.tables import anchor_of
from effectbank.review import Review
from effectbank.review.agreement import Agreement, printed
from effectbank.review.synthesis import PARTIAL, Synthesis, driving_of
from effectbank.synthesis import Absolute
from effectbank.words import Interval, within_sentence

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One number of the source beside ours, in print."""

    name: str
    published: str
    computed: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisView:
    """What the page shows of an analysis; without a fit the `reason` stands, as a sentence.

    `number` is the source's own; `estimate` and `studies` are what a line of contents says of it.
    """

    name: str
    number: str
    label: str
    comparison: str
    comparison_label: str
    caption: str
    estimate: str
    studies: str
    fitted: bool
    table: ForestTable | None
    sentences: tuple[str, ...]
    compared: tuple[Compared, ...]
    dots: tuple[Dots, ...]
    drive: str
    reason: str
    published_words: str
    published_name: str

    @property
    def title(self) -> str:
        """Its label after its number, if it has one."""
        return f"Analysis {self.number} {self.label}" if self.number else self.label

    @property
    def compared_says(self) -> str:
        """How many of the source's numbers ours meet, in words."""
        same = sum(one.agrees for one in self.compared)
        return f"{same} of {len(self.compared)} the same"


def analysis_view(review: Review, name: str) -> AnalysisView:
    """The view of the analysis of that name."""
    synthesis = review.synthesis(name)
    fit = synthesis.fit
    comparison = review.comparisons.get(synthesis.analysis.comparison)
    return AnalysisView(
        name=name,
        number=synthesis.analysis.number,
        label=synthesis.analysis.label,
        comparison=synthesis.analysis.comparison,
        comparison_label=(comparison.label or comparison.name) if comparison else "",
        caption=_caption(review, synthesis),
        estimate=_brief_estimate(synthesis),
        studies=_brief_studies(synthesis),
        fitted=fit is not None,
        table=forest_table(review, synthesis),
        sentences=tuple(_sentences(synthesis)),
        compared=_all_compared(review, synthesis),
        dots=_dots(synthesis),
        drive=_drive(synthesis),
        reason=f"{sentence_case(synthesis.reason)}." if synthesis.reason else "",
        published_words=_published_words(synthesis),
        published_name=anchor_of(synthesis.published.place)
        if synthesis.published and synthesis.published.place
        else "",
    )


def _caption(review: Review, synthesis: Synthesis) -> str:
    comparison = review.comparisons.get(synthesis.analysis.comparison)
    outcome = review.outcomes.get(synthesis.analysis.outcome)
    if comparison is None or outcome is None:
        return ""
    units = f" ({synthesis.analysis.units})" if synthesis.analysis.units else ""
    when = f", {outcome.time_point}" if outcome.time_point else ""
    return f"{sentence_case(synthesis.display_label)}{units}, {comparison.label or comparison.name}{when}."


def _brief_estimate(synthesis: Synthesis) -> str:
    """The total's estimate, or the study's own where there is but one; else why there is none, in two words."""
    found = [row for row in synthesis.rows if row.estimate is not None]
    if synthesis.fit:
        return _told(synthesis, synthesis.fit.display.estimate, synthesis.fit.display.ci)
    if len(found) == 1:
        return _told(synthesis, found[0].estimate, found[0].ci)
    return "no total" if found else synthesis.status


def _brief_studies(synthesis: Synthesis) -> str:
    """Of how many studies with a result the estimate is and, where all are known, of how many people."""
    rows = [row for row in synthesis.rows if row.estimate is not None or synthesis.fit is None]
    studies, every = len({row.study for row in rows}), len({row.study for row in synthesis.rows})
    totals = [total for row in rows if row.part.applies_to != "subgroup" for total in (row.total1, row.total2)]
    people = "" if None in totals else f", {numerals.integer(sum(filter(None, totals)))} people"
    counted = f"{studies} of {every} studies" if studies < every else f"{every} studies"
    return f"{'1 study' if studies == every == 1 else counted}{people}" if every else ""


def _told(synthesis: Synthesis, estimate: float | None, ci: Interval | None) -> str:
    digits = numerals.usual_digits(synthesis.analysis.measure)
    numbers = numerals.estimate_ci(estimate, ci.low, ci.high, digits) if ci else numerals.fixed(estimate, digits)
    return f"{synthesis.display_label} {numbers.replace(' ', NO_BREAK)}"


def _sentences(synthesis: Synthesis) -> Iterable[str]:
    fit = synthesis.fit
    if fit and synthesis.status == PARTIAL:
        lost = ", ".join(row.label for row in synthesis.rows if row.estimate is None)
        yield f"Partly computed only: {fit.k} of {len(synthesis.rows)} studies; unknown are numbers of {lost}."
    if fit:
        yield " ".join(filter(None, (overall_sentence(fit), spread_sentence(fit))))
    if test := synthesis.subgroup_test:
        found = f"Q {numerals.fixed(test.q, 2)} on {test.df} df, {numerals.p_value(test.p)}"
        yield f"Difference between the subgroups: {found}; each was pooled by itself, as its row says."
    if fit and fit.k > 1:
        yield f"Model: {model_words(fit.options)}."
    if fit and synthesis.absolute and synthesis.status != PARTIAL:
        yield _absolute_sentence(synthesis.absolute)
    yield from (f"{sentence_case(note)}." for note in synthesis.notes if not note.startswith("the fit leaves out"))


def _absolute_sentence(found: Absolute) -> str:
    source = {
        "pooled": "all control groups together",
        "median": "the median control group",
        "given": "the risk given",
    }
    return f"In absolute numbers, from {source[found.baseline]}: {found.sentence()}"


def _dots(synthesis: Synthesis) -> tuple[Dots, ...]:
    """Two pictures of a hundred, where a hundred are enough to show any difference."""
    found = synthesis.absolute
    if found is None or synthesis.status == PARTIAL:
        return ()
    ours, theirs = (within_sentence(name) for name in synthesis.groups)
    pair = (
        Dots(group=f"with {ours}", risk=found.corresponding.estimate, kind="corresponding risk"),
        Dots(group=f"with {theirs}", risk=found.assumed.estimate, kind="assumed risk"),
    )
    return pair if pair[0].filled != pair[1].filled else ()


def _drive(synthesis: Synthesis) -> str:
    found = driving_of(synthesis)
    return found.sentence(synthesis.labels) if found else ""


def _all_compared(review: Review, synthesis: Synthesis) -> tuple[Compared, ...]:
    """The source's numbers beside ours; of a file whose stored numbers are proved only where one differs."""
    rows = synthesis.published_agrees
    return () if review.stored and all(row.agrees for row in rows) else tuple(map(_compared, rows))


def _compared(row: Agreement) -> Compared:
    return Compared(
        name=NAMES[row.name],
        published=_printed(row, row.published, row.decimals),
        computed=_printed(row, row.computed, row.decimals if row.agrees else row.decimals + 1),
        agrees=row.agrees,
    )


def _printed(row: Agreement, value: float, decimals: int) -> str:
    if row.name in ("k", "n"):
        return numerals.integer(value)
    if row.name.endswith("_risk"):
        return numerals.per(value, 1000)
    return printed(row.name, value, decimals)


def _published_words(synthesis: Synthesis) -> str:
    """What the source gives for an analysis that cannot be carried out here."""
    said = synthesis.published
    if synthesis.fit or said is None or said.estimate is None:
        return ""
    numbers = (
        numerals.estimate_ci(said.estimate, said.low, said.high) if said.low is not None else f"{said.estimate:g}"
    )
    base = ", ".join(f"{n:,} {what}" for n, what in ((said.k, "studies"), (said.n, "people")) if n is not None)
    source = f" ({said.where})" if said.where else ""
    return f"As published: {said.measure} {numbers}{f' from {base}' if base else ''}{source}."
