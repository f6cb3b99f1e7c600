"""Cochrane's numbers for the analyses of a folder: those that it has, else the next that are free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from effectbank.review import Review

Number = tuple[str, str]  # of the comparison, and of the analysis within it
GIVEN = re.compile(r"([1-9]\d{0,5})\.([1-9]\d{0,5})", re.ASCII)


def numbers_of(review: Review) -> Mapping[str, Number]:
    """The number of each analysis by its name, none given twice; analyses of a comparison stand together."""
    numbers: dict[str, Number] = {}
    for name, analysis in review.analyses.items():
        given = GIVEN.fullmatch(analysis.number)
        if given and given.groups() not in numbers.values():
            numbers[name] = (given[1], given[2])
    comparisons = {review.analyses[name].comparison: number[0] for name, number in reversed(numbers.items())}
    for name, analysis in review.analyses.items():
        if name not in numbers:
            first = comparisons.setdefault(
                analysis.comparison, _next([*comparisons.values(), *(a for a, _ in numbers.values())])
            )
            numbers[name] = (first, _next(b for a, b in numbers.values() if a == first))
    return numbers


def _next(taken: Iterable[str]) -> str:
    return str(1 + max(map(int, taken), default=0))
