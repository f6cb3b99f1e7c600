"""What was found, with what was asked and by which program: JSON-ready, equal questions with equal digests."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from effectbank.version import __version__

T = TypeVar("T")


def stamped(asked: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """`found` with `asked`, the program's version and a digest of what was asked; NaN and infinity as None."""
    question = _finite(asked)
    digest = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
    provenance = {"program": f"effectbank {__version__}", "digest": digest}
    return {**{name: _finite(value) for name, value in found.items()}, "asked": question, "provenance": provenance}


def by_study(labels: Sequence[str], values: Sequence[T]) -> dict[str, T]:
    """The values by label; a label that repeats is numbered: A, A (2)."""
    met: Counter[str] = Counter()
    named = {}
    for label, value in zip(labels, values, strict=True):
        met[label] += 1
        named[label if met[label] == 1 else f"{label} ({met[label]})"] = value
    return named


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
