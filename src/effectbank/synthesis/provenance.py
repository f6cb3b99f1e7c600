"""What was found, with what was asked and by which program: JSON-ready, equal questions with equal digests."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from effectbank.version import __version__


def stamped(asked: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """`found` with `asked`, the program's version and a digest of what was asked; NaN and infinity as None."""
    question = _finite(asked)
    digest = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
    provenance = {"program": f"effectbank {__version__}", "digest": digest}
    return {**{name: _finite(value) for name, value in found.items()}, "asked": question, "provenance": provenance}


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
