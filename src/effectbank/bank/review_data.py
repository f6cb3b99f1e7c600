"""An entry's data as JSON: its card, its plan, its rows and what its analyses give."""

from __future__ import annotations

import json
from typing import Any

from effectbank.plain import plain
from effectbank.review import Review

SCHEMA = "effectbank.entry/1"
PARTS = (
    "card", "question", "eligibility", "searches", "versions", "comparisons", "outcomes", "studies", "arms",
    "data", "contrasts", "facts", "references", "risk_of_bias",
)  # fmt: skip


def review_data(review: Review) -> str:
    """One JSON document; what isn't known is null, never 0."""
    document: dict[str, Any] = {"schema": SCHEMA, "name": review.name}
    document |= {part: plain(getattr(review, part)) for part in PARTS}
    document["analyses"] = {name: _analysis(review, name) for name in review.analyses}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _analysis(review: Review, name: str) -> dict[str, Any]:
    synthesis = review.synthesis(name)
    fit = plain(synthesis.fit.to_dict()) if synthesis.fit else None
    return {
        "plan": plain(review.analyses[name]),
        "status": synthesis.status,
        "reason": synthesis.reason,
        "fit": fit,
    }
