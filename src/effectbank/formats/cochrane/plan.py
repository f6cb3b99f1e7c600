"""The comparisons, outcomes and analyses of a Cochrane file as the plan of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from effectbank.formats.cochrane.naming import Names, slug
from effectbank.formats.cochrane.source import SourceAnalysis, SourceReview, Stored
from effectbank.numerals import fixed
from effectbank.problems import Place
from effectbank.review.model import Analysis, AsWritten, Comparison, Outcome, Published

NAMELESS = ("Experimental", "Control")
PLAN = "review.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An analysis of the source with the name that its outcome and plan have in the folder, and its comparison."""

    source: SourceAnalysis
    name: str
    comparison: Comparison

    @property
    def arms(self) -> tuple[str, str]:
        """The names of the two arms, which are those of their treatments."""
        return self.comparison.intervention[0], self.comparison.control[0]


def planned_of(source: SourceReview) -> tuple[Planned, ...]:
    """Every analysis that can be computed, in order; tables of texts are no analyses."""
    computed = [one for one in source.analyses if one.kind != "other"]
    names = Names()
    return tuple(
        Planned(
            source=one,
            name=names.new(f"{slug(one.name, longest=40)}_{one.comparison}_{one.number}", "analysis", longest=60),
            comparison=comparison,
        )
        for one, comparison in zip(computed, _comparisons(computed), strict=True)
    )


def _comparisons(analyses: list[SourceAnalysis]) -> Iterator[Comparison]:
    """The comparison of each analysis: one for every pair of groups under a number of the source's.

    A Cochrane file labels the groups of each analysis by themselves, whatever the comparison that it stands under.
    """
    under: dict[str, list[SourceAnalysis]] = {}
    for one in analyses:
        under.setdefault(one.comparison, []).append(one)
    names = Names()
    made = {number: _Comparisons(number, found, names) for number, found in under.items()}
    return (made[one.comparison].of(one) for one in analyses)


class _Comparisons:
    """The comparisons under one number of the source's: groups of one label have one treatment there."""

    def __init__(self, number: str, analyses: list[SourceAnalysis], names: Names) -> None:
        self.number, self.names = number, names
        self.label = analyses[0].comparison_name
        self.several = len({tuple(map(_key, _groups(one))) for one in analyses}) > 1
        self.treatments: dict[tuple[str, bool], str] = {}
        self.treatment_names = Names()
        self.made: dict[tuple[str, ...], Comparison] = {}

    def of(self, one: SourceAnalysis) -> Comparison:
        """The comparison of an analysis's two groups."""
        groups = _groups(one)
        pair = tuple(map(_key, groups))
        if pair not in self.made:
            self.made[pair] = self._made(*groups)
        return self.made[pair]

    def _made(self, ours: str, theirs: str) -> Comparison:
        words = f"{ours} v {theirs}" if self.several else self.label
        return Comparison(
            name=self.names.new(f"{slug(words, longest=40)}_{self.number}", f"comparison_{self.number}"),
            label=self.label or f"Comparison {self.number}",
            intervention=(self._treatment(ours, "experimental"),),
            control=(self._treatment(theirs, "control", again=_key(ours) == _key(theirs)),),
            intervention_label=ours,
            control_label=theirs,
            place=Place(file=PLAN),
        )

    def _treatment(self, label: str, fallback: str, *, again: bool = False) -> str:
        """What a group of that label was given; `again` tells a second group so called in one analysis apart."""
        key = _key(label), again
        if key not in self.treatments:
            self.treatments[key] = self.treatment_names.new(f"{slug(label, longest=30)}_{self.number}", fallback)
        return self.treatments[key]


def _groups(one: SourceAnalysis) -> tuple[str, str]:
    """What its groups are called; one without a label is not called after those of other analyses."""
    return one.groups[0] or NAMELESS[0], one.groups[1] or NAMELESS[1]


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()


def outcome_of(planned: Planned) -> Outcome:
    """The outcome that an analysis measures: each analysis of a Cochrane file has data of its own."""
    kind = "contrasts" if planned.source.kind in ("contrasts", "o_e") else planned.source.kind
    return Outcome(
        name=planned.name,
        label=planned.source.name,
        kind=kind,
        time_point=planned.source.time_point,
        good="",
        description="",
        place=Place(file=PLAN),
    )


def analysis_of(planned: Planned, preset: str) -> Analysis:
    """The plan of an analysis, its model, method and intervals as the source has them."""
    one = planned.source
    given = planned.comparison.intervention_label, planned.comparison.control_label
    return Analysis(
        name=planned.name,
        label=one.name,
        number=f"{one.comparison}.{one.number}",
        outcome=planned.name,
        comparison=planned.comparison.name,
        measure=one.measure,
        measure_label=one.measure_words,
        model=one.model,
        method="IV" if one.kind in ("contrasts", "o_e") else one.method,
        tau2=one.tau2 or None,
        test=one.test or None,
        preset=preset,
        level=one.level,
        study_level=one.study_level if one.study_level != one.level else None,
        tau2_interval=one.tau2_interval or None,
        prediction_interval=one.prediction or None,
        swap_events=one.swap_events,
        totals=one.totals,
        subgroup_test=one.subgroup_test,
        order=one.order if one.order != "given" else None,
        groups=one.groups if any(one.groups) and one.groups != given else (),
        favours=one.favours if any(one.favours) else (),
        units=one.units,
        scale=one.scale,
        subgroups="subgroup" if one.subgroups else None,
        source_says=one.source_says,
        published=_published(one),
        place=Place(file=PLAN),
    )


def _published(one: SourceAnalysis) -> Published | None:
    """The source's pooled result as it would print it; the unrounded numbers stand in published.csv."""
    if one.totals != "all" or not {"estimate", "low", "high"} <= one.stored.keys():
        return None
    total1, total2 = one.stored.get("total1"), one.stored.get("total2")
    return Published(
        estimate=_rounded(one.stored, "estimate", 4),
        low=_rounded(one.stored, "low", 4),
        high=_rounded(one.stored, "high", 4),
        k=_whole(one.stored.get("studies")),
        n=None if total1 is None or total2 is None else round(total1 + total2),
        p=_rounded(one.stored, "p", 4),
        i2=_rounded(one.stored, "i2", 1),
        tau2=_rounded(one.stored, "tau2", 4),
        where=f"Analysis {one.comparison}.{one.number} of the review's own file",
        place=Place(file=PLAN),
    )


def _rounded(stored: Stored, name: str, decimals: int) -> AsWritten | None:
    return AsWritten(fixed(stored[name], decimals).replace("−", "-")) if name in stored else None


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)
