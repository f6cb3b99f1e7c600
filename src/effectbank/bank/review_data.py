"""An entry's data as JSON: its card, its plan, its rows and what its analyses give."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from effectbank.review import Review

SCHEMA = "effectbank.entry/1"
PARTS = (
    "card", "question", "eligibility", "searches", "versions", "comparisons", "outcomes", "studies", "arms",
    "data", "contrasts", "facts", "references", "risk_of_bias",
)  # fmt: skip


def review_data(review: Review) -> str:
    """One JSON document; what isn't known is null, never 0."""
    document: dict[str, Any] = {"schema": SCHEMA, "name": review.name}
    document |= {part: _plain(getattr(review, part)) for part in PARTS}
    document["analyses"] = {name: _analysis(review, name) for name in review.analyses}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _analysis(review: Review, name: str) -> dict[str, Any]:
    synthesis = review.synthesis(name)
    fit = _plain(synthesis.fit.to_dict()) if synthesis.fit else None
    return {
        "plan": _plain(review.analyses[name]),
        "status": synthesis.status,
        "reason": synthesis.reason,
        "fit": fit,
    }


def _plain(value: Any) -> Any:
    value = value.value if isinstance(value, Enum) else value
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
