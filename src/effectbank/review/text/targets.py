"""What a jump in the prose may lead to besides passages: an analysis and a study, by their names."""

from __future__ import annotations

from collections.abc import Iterable


def analysis(name: str) -> str:
    """As `[words](#analysis-NAME)` has it."""
    return f"analysis-{name}"


def study(name: str) -> str:
    """As `[words](#study-NAME)` has it."""
    return f"study-{name}"


def targets(analyses: Iterable[str], studies: Iterable[str]) -> list[str]:
    """All that a review has."""
    return [*map(analysis, analyses), *map(study, studies)]
