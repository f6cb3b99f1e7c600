"""Every check by its code, and all of them run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import ModuleType

from effectbank.problems import Place, Problem
from effectbank.review.checks import (
    analysed_above_randomised,
    arm_twice,
    arm_without_data,
    arm_without_treatment,
    attrition,
    contrast_se,
    counted_twice,
    events_above_total,
    fact_without_source,
    head_count,
    missing_title,
    negative_count,
    not_a_slug,
    not_estimable,
    odd_year,
    other_kind,
    part_of_another_model,
    partial_analysis,
    published_differs,
    published_order,
    reconstructed,
    reference_twice,
    reference_without_id,
    study_not_included,
    study_without_arms,
    text_claims,
    text_coverage,
    text_fences,
    text_jumps,
    text_notes,
    text_passages,
    text_unparsed,
    text_voices,
    treatment_on_both_sides,
    unknown_arm,
    unknown_column_chosen,
    unknown_comparison,
    unknown_option,
    unknown_outcome,
    unknown_study,
    unknown_study_left_out,
    unknown_treatment,
    unknown_value_chosen,
    unmeasured_outcome,
)
from effectbank.review.checks.telling import note
from effectbank.review.concerns import Resting
from effectbank.review.review import Review

Check = Callable[[Review], Iterable[Problem]]

MOST = 200  # of one rule: a folder with more is told so, and the rest wait until these are mended


def _code(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2].replace("_", "-")


ALL_CHECKS: Mapping[str, Check] = {
    _code(module): module.check
    for module in (
        analysed_above_randomised,
        arm_twice,
        arm_without_data,
        arm_without_treatment,
        attrition,
        contrast_se,
        counted_twice,
        events_above_total,
        fact_without_source,
        head_count,
        missing_title,
        negative_count,
        not_a_slug,
        not_estimable,
        odd_year,
        other_kind,
        part_of_another_model,
        partial_analysis,
        published_differs,
        published_order,
        reconstructed,
        reference_twice,
        reference_without_id,
        study_not_included,
        study_without_arms,
        text_claims,
        text_coverage,
        text_fences,
        text_jumps,
        text_notes,
        text_passages,
        text_unparsed,
        text_voices,
        treatment_on_both_sides,
        unknown_arm,
        unknown_column_chosen,
        unknown_comparison,
        unknown_option,
        unknown_outcome,
        unknown_study,
        unknown_study_left_out,
        unknown_treatment,
        unknown_value_chosen,
        unmeasured_outcome,
    )
}


def problems_of(review: Review) -> tuple[Problem, ...]:
    """All Problems of a review: those of reading, then those of each check; each with what rests on its place."""
    resting = Resting(review)
    found = [*review.read_problems, *(problem for code in ALL_CHECKS for problem in _told(code, review))]
    return tuple(replace(one, concerns=one.concerns or resting.on(one.place)) for one in found)


def _told(code: str, review: Review) -> Iterator[Problem]:
    """What one check finds, up to MOST."""
    found = list(islice(ALL_CHECKS[code](review), MOST + 1))
    yield from found[:MOST]
    if len(found) > MOST:
        place = Place(file=found[MOST].place.file)
        yield note("and-more", place, f"there are more than {MOST} Problems of the kind {code}; mend these first")
