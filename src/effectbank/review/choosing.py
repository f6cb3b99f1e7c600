"""What the plan of an analysis leaves out of the studies that have data for it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from effectbank.review.lines import Line, lines_of
from effectbank.review.model import Analysis
from effectbank.review.review import Review


def left_out_by_plan(review: Review, analysis: Analysis, lines: Sequence[Line]) -> tuple[str, ...]:
    """The studies that would have a line but for `where` and `without`, in the order of studies.csv."""
    if not (analysis.where or analysis.without):
        return ()
    kept = {line.study.name for line in lines}
    every = lines_of(review, replace(analysis, where={}, without=()))
    return tuple(dict.fromkeys(line.study.name for line in every if line.study.name not in kept))


def choice_in_words(review: Review, analysis: Analysis, left_out: Sequence[str]) -> str:
    """Which studies the plan chooses, and how many of those with data it leaves out; "" where it chooses none."""
    where = " and ".join(f"{column} {' or '.join(values)}" for column, values in analysis.where.items())
    but = ", ".join(review.studies[name].label for name in analysis.without if name in review.studies)
    said = [f"only studies with {where}"] if where else []
    said += [f"without {but}"] if but else []
    many = f"{len(left_out)} {'study' if len(left_out) == 1 else 'studies'} with data"
    return f"{', '.join(said)} (the plan leaves out {many})" if said else ""
