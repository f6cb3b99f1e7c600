"""The words of an analysis that no fit knows: its two groups, whom each side of no effect favours, its rows."""

from __future__ import annotations

from collections.abc import Iterable

from effectbank.problems import Place
from effectbank.review.model import Analysis
from effectbank.review.review import Review
from effectbank.words import within_sentence

NAMELESS = ("Intervention", "Control")


def groups_of(review: Review, analysis: Analysis) -> tuple[str, str]:
    """What the two groups are called, as a heading has it."""
    if analysis.groups:
        ours, theirs = analysis.groups
        return ours or NAMELESS[0], theirs or NAMELESS[1]
    comparison = review.comparisons.get(analysis.comparison)
    if comparison is None:
        return NAMELESS
    return comparison.intervention_label or NAMELESS[0], comparison.control_label or NAMELESS[1]


def favours_of(review: Review, analysis: Analysis) -> tuple[str, str]:
    """What lies left and right of no effect: right of it there is more of the outcome with the intervention."""
    if any(analysis.favours):
        left, right = analysis.favours
        return left, right
    ours, theirs = (within_sentence(name) for name in groups_of(review, analysis))
    outcome = review.outcomes.get(analysis.outcome)
    if outcome is None or not outcome.good:
        return f"less with {ours}", f"more with {ours}"
    sides = f"favours {ours}", f"favours {theirs}"
    return sides if outcome.good == "less" else (sides[1], sides[0])


def title_of(analysis: Analysis) -> str:
    """What an analysis is called, with the source's own number of it."""
    return analysis.label + (f" (Analysis {analysis.number})" if analysis.number else "")


def lines_in_words(places: Iterable[Place]) -> str:
    """Lines of the data, file by file: data/retained.csv, lines 2, 3, 6."""
    lines: dict[str, set[int]] = {}
    for place in places:
        lines.setdefault(place.file, set()).add(place.line or 0)
    return "; ".join(
        f"{file}, {'line' if len(found) == 1 else 'lines'} {', '.join(map(str, sorted(found)))}"
        for file, found in lines.items()
    )
