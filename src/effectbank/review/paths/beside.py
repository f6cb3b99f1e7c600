"""The live number beside the source's own, and the other way round, where the two print differently."""

from __future__ import annotations

from dataclasses import replace

from effectbank.review.paths.fit import ENDS, estimate_ci
from effectbank.review.paths.published import PUBLISHED, published_value
from effectbank.review.paths.standing import Standing
from effectbank.review.paths.value import BadPath, Step, Value, over
from effectbank.review.synthesis import COMPLETE


def beside_published(at: Standing, value: Value, rest: tuple[Step, ...]) -> Value:
    """A live value, with the source's own beside it where the two print differently."""
    published, end = at.synthesis.published, rest[-1].name if rest else ""
    if published is None or (end and end not in PUBLISHED):
        return value
    try:
        theirs = published_value(
            at.review, at.synthesis.analysis, f"{at.name}.published{'.' * bool(end)}{end}", end
        )
    except BadPath:
        return value
    return replace(value, other=theirs) if str(theirs) != str(value) else value


def published_at(at: Standing, _step: Step, rest: tuple[Step, ...]) -> Value:
    end = rest[0].name if rest else ""
    over(at.address, rest[1:], end)
    value = published_value(at.review, at.synthesis.analysis, at.address, end)
    if at.synthesis.status != COMPLETE:
        return value
    try:
        live = (ENDS[end] if end else estimate_ci)(replace(at, address=".".join(filter(None, (at.name, end)))))
    except BadPath:
        return value
    return replace(value, other=live) if str(live) != str(value) else value
