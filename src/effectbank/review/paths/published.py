"""The source's own numbers as values: `ANALYSIS.published…`."""

from __future__ import annotations

from effectbank.review.model import Analysis, Published
from effectbank.review.paths.value import BadPath, Value, known, unknown_step
from effectbank.review.paths.words import direction_words, significance_words
from effectbank.review.review import Review
from effectbank.words import NumberKind

PUBLISHED = (
    "estimate", "ci", "low", "high", "p", "k", "n", "i2", "tau2", "significance", "direction", "assumed_risk",
    "corresponding_risk",
)  # fmt: skip
RATIOS = ("RR", "OR", "PETO", "HR", "ROM", "IRR")
_SHAPES = {"estimate": "estimate", "p": "p", "k": "count", "n": "count", "i2": "proportion",
           "assumed_risk": "proportion", "corresponding_risk": "proportion"}  # fmt: skip


def published_value(review: Review, analysis: Analysis, address: str, end: str) -> Value:
    """The source's own number; `end` "" is the estimate with its interval. Raises BadPath where it isn't given."""
    found = analysis.published
    if found is None:
        raise BadPath(
            address,
            f"{analysis.name} has no published numbers",
            f"write them under [analyses.{analysis.name}.published]",
        )
    if end and end not in PUBLISHED:
        raise unknown_step(address, end, f"{analysis.name}.published", PUBLISHED)
    shape, numbers, words = _published(review, analysis, found, address, end)
    measure = found.measure or analysis.measure
    return Value(
        address=address,
        kind=NumberKind.PUBLISHED,
        shape=shape,
        numbers=numbers,
        words=words,
        label=f"{analysis.label}: as published",
        rows=(found.place,) if found.place else (),
        source=found.where,
        measure=("OR" if measure == "PETO" else measure) if shape.startswith("estimate") else "",
        level=analysis.level,
    )


def _needs(analysis: Analysis, address: str, **numbers: float | None) -> tuple[float, ...]:
    lacking = [name for name, number in numbers.items() if number is None]
    if lacking or not known(numbers.values()):
        raise BadPath(address, f"{analysis.name}.published does not give {' or '.join(lacking)}",
                      f"write it under [analyses.{analysis.name}.published]")  # fmt: skip
    return tuple(float(number) for number in numbers.values() if number is not None)


def _published(
    review: Review, analysis: Analysis, found: Published, address: str, end: str
) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    interval = {"low": found.low, "high": found.high}
    null = 1.0 if (found.measure or analysis.measure) in RATIOS else 0.0
    match end:
        case "":
            return "estimate ci", _needs(analysis, address, estimate=found.estimate, **interval), ()
        case "ci":
            return "interval", _needs(analysis, address, **interval), ()
        case "significance":
            return "significance", (), _significance(analysis, found, address, null)
        case "direction":
            (estimate,) = _needs(analysis, address, estimate=found.estimate)
            outcome = review.outcomes.get(analysis.outcome)
            comparison = review.comparisons.get(analysis.comparison)
            return "direction", (), direction_words(estimate, null, outcome.good if outcome else "", comparison)
        case _:
            (number,) = _needs(analysis, address, **{end: getattr(found, end)})
            return _SHAPES.get(end, "number"), (number / 100 if end == "i2" else number,), ()


def _significance(analysis: Analysis, found: Published, address: str, null: float) -> tuple[str, ...]:
    """By the p the source gives, else by its interval."""
    if found.p is not None:
        return significance_words(found.p < 1 - analysis.level)
    low, high = _needs(analysis, address, low=found.low, high=found.high)
    return significance_words(not low <= null <= high)
