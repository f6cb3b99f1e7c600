"""An analysis asks for a measure, model, method, estimator, test, rule or preset that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.measures import measure_named
from effectbank.problems import BadInput, Problem, UnknownName, did_you_mean
from effectbank.review.checks.telling import error, key_of
from effectbank.review.model import Analysis
from effectbank.review.review import Review
from effectbank.review.synthesis import options_of
from effectbank.synthesis import options


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for analysis in review.analyses.values():
        yield from _measure(review, analysis)
        yield from _options(review, analysis)
        yield from _interval(review, analysis)


def _measure(review: Review, analysis: Analysis) -> Iterator[Problem]:
    try:
        measure_named(analysis.measure)
    except UnknownName as fault:
        message = f"unknown measure {analysis.measure!r}" if analysis.measure else "names no measure"
        yield error("unknown-option", key_of(review, analysis.place, "measure"), message, fault.hint)


def _interval(review: Review, analysis: Analysis) -> Iterator[Problem]:
    """The interval of tau2; its methods are loaded only where one is asked for."""
    if analysis.tau2_interval is None:
        return
    from effectbank.synthesis.tau2_interval import METHODS  # noqa: PLC0415 -- slow import, rarely needed

    if analysis.tau2_interval not in METHODS:
        message, hint = (
            f"unknown interval {analysis.tau2_interval!r}",
            did_you_mean(analysis.tau2_interval, METHODS),
        )
        yield error("unknown-option", key_of(review, analysis.place, "tau2_interval"), message, hint)


def _options(review: Review, analysis: Analysis) -> Iterator[Problem]:
    """The options one at a time, so that each unknown one is told, then together, for what excludes each other."""
    wrong = False
    for option, chosen in options_of(analysis).items():
        try:
            options(**{option: chosen})
        except UnknownName as fault:
            wrong = True
            message = f"unknown {fault.what} {chosen!r}"
            place = key_of(review, analysis.place, option)
            yield error("unknown-option", place, message, did_you_mean(str(chosen), fault.known))
        except BadInput:
            continue  # judged with the others below
    if not wrong:
        yield from _together(analysis)


def _together(analysis: Analysis) -> Iterator[Problem]:
    try:
        options(**options_of(analysis))
    except BadInput as fault:
        yield error("unknown-option", analysis.place, str(fault))
