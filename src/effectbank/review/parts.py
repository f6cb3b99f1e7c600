"""Analyses that are part of another: a part pooled by another model than its total is no partition of it."""

from __future__ import annotations

from effectbank.review.model import Analysis
from effectbank.review.review import Review


def parts_of(review: Review, whole: Analysis) -> tuple[Analysis, ...]:
    """The analyses that pool, by the same measure, only those of its studies that a filter chooses."""
    if whole.where:
        return ()
    return tuple(part for part in review.analyses.values() if part.where and _same_question(part, whole))


def otherwise_pooled(part: Analysis, whole: Analysis) -> bool:
    """Whether a part and its total differ in model or method."""
    return _model(part) != _model(whole)


def sentence(part: Analysis, whole: Analysis) -> str:
    """What a reader of either must know of the other."""
    return (
        f"‘{part.label}’ is pooled by another model ({_model(part)}) than its total, ‘{whole.label}’ "
        f"({_model(whole)}): it is part of the same studies, but no partition of that result"
    )


def notes_on(review: Review, analysis: Analysis) -> tuple[str, ...]:
    """The sentences that concern one analysis, as a total or as a part."""
    return tuple(sentence(*pair) for pair in _pairs(review, analysis) if otherwise_pooled(*pair))


def _pairs(review: Review, analysis: Analysis) -> list[tuple[Analysis, Analysis]]:
    """Every part with its total that an analysis is either of."""
    if not analysis.where:
        return [(part, analysis) for part in parts_of(review, analysis)]
    wholes = (whole for whole in review.analyses.values() if not whole.where)
    return [(analysis, whole) for whole in wholes if _same_question(analysis, whole)]


def _same_question(part: Analysis, whole: Analysis) -> bool:
    same = (part.outcome, part.comparison, part.measure) == (whole.outcome, whole.comparison, whole.measure)
    return same and part.name != whole.name and set(whole.without) == set(part.without)


def _model(analysis: Analysis) -> str:
    """Model and method as pool() takes them: random and IV unless said, but Peto's is common."""
    method = analysis.method or "IV"
    return f"{analysis.model or ('common' if method == 'Peto' else 'random')}, {method}"
