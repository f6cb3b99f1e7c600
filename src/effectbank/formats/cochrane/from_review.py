"""A folder's review as a Cochrane file says one: its studies, judgements and analyses, with their results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from effectbank.formats.cochrane.back import faults
from effectbank.formats.cochrane.back.bias import judgements_of
from effectbank.formats.cochrane.back.left import left_behind, unused_rows
from effectbank.formats.cochrane.back.numbering import numbers_of
from effectbank.formats.cochrane.back.plan import PRESET
from effectbank.formats.cochrane.back.results import Results, other_results, results_of
from effectbank.formats.cochrane.back.rows import misleads, rows_of, subgroups_of
from effectbank.formats.cochrane.back.studies import is_of_no_study, names_of, studies_of
from effectbank.formats.cochrane.back.told import Told, told_of
from effectbank.formats.cochrane.kept import kept_of
from effectbank.formats.cochrane.naming import slug
from effectbank.formats.cochrane.plan import NAMELESS
from effectbank.formats.cochrane.source import NOTHING, SourceAnalysis, SourceReview
from effectbank.problems import EffectBankError, Problem
from effectbank.review import Review
from effectbank.review.model import Analysis
from effectbank.review.proving.computed import TOTAL

FORMAT = "data package 2"
DOI = "https://doi.org/"


def source_of(review: Review, *, keep_stored: bool = False) -> SourceReview:
    """What a Cochrane file would say of a folder, and among its problems what it has no words for.

    Results that the source stored (published.csv) are told as written where the data still yield them, the others
    computed by Review Manager's rules; `keep_stored` tells them as written in any case.
    """
    problems: list[Problem] = list(left_behind(review))
    names = names_of(review.studies.values(), problems)
    told = _told(review, problems)
    problems += unused_rows(review, told)
    results = results_of(review, told, keep_stored=keep_stored)
    problems += other_results(review, told, results)
    problems += _stale(told, results, keep_stored=keep_stored)
    return SourceReview(
        name=slug(review.name) or "review",
        format=FORMAT,
        preset=PRESET,
        card=card_of(review),
        question={key: str(value) for key, value in review.question.items()},
        eligibility={key: str(value) for key, value in review.eligibility.items()},
        searches=review.searches,
        studies=tuple(studies_of(review, names)),
        judgements=tuple(judgements_of(review, told, names)),
        analyses=tuple(_analysis(review, one, found, names) for one, found in zip(told, results, strict=True)),
        references=tuple(item for item in review.references if is_of_no_study(item, review)),
        kept=kept_of(review.files),
        problems=tuple(problems),
    )


def card_of(review: Review) -> dict[str, Any]:
    """What entry.toml tells of the review."""
    card = review.card
    doi = card.title_url.removeprefix(DOI) if card.title_url.startswith(DOI) else ""
    told = {
        "title": card.title if card.title.casefold() != review.name else "",
        "authors": list(card.authors),
        "citation": card.citation,
        "year": card.year,
        "doi": doi,
        "title_url": "" if doi else card.title_url,
    }
    return {key: value for key, value in told.items() if value}


def _told(review: Review, problems: list[Problem]) -> list[Told]:
    """Every analysis that can be told; the others become a Problem."""
    numbers = numbers_of(review)
    told = []
    for name, analysis in review.analyses.items():
        try:
            one = told_of(review, analysis, numbers[name])
        except EffectBankError as fault:
            problems.append(faults.not_planned(analysis.place, analysis.label, str(fault)))
            continue
        told.append(one)
        problems += one.problems
        problems += [
            faults.unusable(line.places[0], line.study.label, line.reason)
            for line in one.task.lines
            if one.kind == "contrasts" and misleads(line)
        ]
    return told


def _stale(told: Iterable[Told], results: Iterable[Results], *, keep_stored: bool) -> Iterator[Problem]:
    tell = faults.as_stored if keep_stored else faults.stale
    for one, found in zip(told, results, strict=True):
        if found.apart and not one.changed:
            yield tell(one.analysis.place, one.analysis.label, found.apart)


def _analysis(review: Review, told: Told, results: Results, names: Mapping[str, str]) -> SourceAnalysis:
    plan, comparison = told.plan, review.comparisons[told.analysis.comparison]
    subgroups = subgroups_of(told, results)
    return SourceAnalysis(
        comparison=told.number[0],
        number=told.number[1],
        comparison_name=comparison.label,
        name=told.analysis.label,
        kind=told.kind,
        measure=plan.measure,
        measure_words=told.words,
        log=told.log,
        method="Peto" if told.kind == "o_e" else plan.method or "IV",
        model=plan.model or "random",
        tau2=plan.tau2 or "",
        test=plan.test or "z",
        tau2_interval=plan.tau2_interval or "",
        prediction=plan.prediction_interval or False,
        level=plan.level,
        study_level=plan.level,
        totals=plan.totals,
        subgroup_test=plan.subgroup_test,
        swap_events=plan.swap_events,
        order=plan.order or "given",
        units=plan.units,
        scale=plan.scale,
        groups=_groups(review, plan),
        favours=(plan.favours[0], plan.favours[1]) if plan.favours else ("", ""),
        subgroups=subgroups,
        rows=rows_of(told, results, subgroups, names),
        stored=results.numbers.get(TOTAL, NOTHING),
        calculated=results.calculated,
        source_says=_says(review, told),
        place=told.analysis.place,
    )


def _groups(review: Review, plan: Analysis) -> tuple[str, str]:
    """What the two groups are called; the names that stand for none are left out."""
    if plan.groups:
        return plan.groups[0], plan.groups[1]
    comparison = review.comparisons[plan.comparison]
    groups = comparison.intervention_label, comparison.control_label
    return ("", "") if groups == NAMELESS else groups


def _says(review: Review, told: Told) -> dict[str, str]:
    """What settings have a column for and a SourceAnalysis no field; what the source itself said goes before."""
    analysis, outcome = told.analysis, review.outcomes[told.analysis.outcome]
    when = f", {outcome.time_point}" if outcome.time_point else ""
    measured = f"{outcome.label}{when}"
    chosen = [f"{column}: {' or '.join(values)}" for column, values in analysis.where.items()]
    labels = [review.studies[name].label for name in analysis.without if name in review.studies]
    chosen += [f"without {', '.join(labels)}"] if labels else []
    said = {
        "Data source": "Custom input",
        "Outcome": measured if measured != analysis.label else "",
        "Subgroup by": analysis.subgroups if analysis.subgroups not in (None, "subgroup") else "",
        "Filter criteria": "; ".join(chosen),
        "ID": f"analysis:{told.number[0]}{int(told.number[1]):03}",
    }
    return {heading: text for heading, text in said.items() if text} | dict(analysis.source_says)
