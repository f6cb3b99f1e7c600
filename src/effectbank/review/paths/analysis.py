"""Paths that begin with an analysis: its fit, its arms, its studies, and the same less some studies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from effectbank.problems import UnknownName
from effectbank.review.paths.arm import arm_value
from effectbank.review.paths.beside import beside_published, published_at
from effectbank.review.paths.fit import ENDS, estimate_ci
from effectbank.review.paths.standing import Standing, counted, studies_named
from effectbank.review.paths.study import study_value
from effectbank.review.paths.value import BadPath, Step, Value, over, unknown_step
from effectbank.review.review import Review
from effectbank.review.synthesis import without


def analysis_value(review: Review, name: str, address: str, rest: tuple[Step, ...]) -> Value:
    """The value of `NAME.…`, NAME one of the review's analyses. Raises BadPath."""
    return _at_analysis(Standing(review=review, synthesis=review.synthesis(name), address=address), rest)


def _at_analysis(at: Standing, rest: tuple[Step, ...]) -> Value:
    if not rest:
        return beside_published(at, estimate_ci(at), ())
    step, after = rest[0], rest[1:]
    if step.name in ("intervention", "control"):
        return arm_value(at, step.name, after)
    if step.name in _INNER:
        return _INNER[step.name](at, step, after)
    if step.name not in ENDS:
        raise unknown_step(
            at.address, step.name, f"the analysis {at.name}", (*ENDS, *_INNER, "intervention", "control")
        )
    over(at.address, after, step.name)
    return beside_published(at, ENDS[step.name](at), rest)


def _at_without(at: Standing, step: Step, rest: tuple[Step, ...]) -> Value:
    try:
        less = without(at.review, at.synthesis.analysis.name, studies_named(at, step))
    except UnknownName as error:
        raise BadPath(at.address, str(error)) from error
    return _at_analysis(
        replace(at, synthesis=less, base=f"{at.name}.without({','.join(step.arguments or ())})"), rest
    )


def _at_studies(at: Standing, _step: Step, rest: tuple[Step, ...]) -> Value:
    if not rest or rest[0].name != "count":
        raise unknown_step(at.address, rest[0].name if rest else "", f"{at.name}.studies", ("count",))
    over(at.address, rest[1:], "count")
    return counted(at, float(len({row.study for row in at.synthesis.rows})), "studies with data", fit=False)


_INNER: dict[str, Callable[[Standing, Step, tuple[Step, ...]], Value]] = {
    "published": published_at,
    "without": _at_without,
    "study": study_value,
    "studies": _at_studies,
}
