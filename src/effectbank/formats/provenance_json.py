"""A review as JSON, every number with its file, line, source and confidence; read back it is the same review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from effectbank.formats.bibliography.json_records import Telling, value_of
from effectbank.problems import BadInput
from effectbank.review import Review
from effectbank.review.model import (
    Analysis,
    Arm,
    Comparison,
    Contrast,
    Datum,
    EntryCard,
    Fact,
    NamedValue,
    Outcome,
    RiskOfBias,
    StoredResult,
    Study,
)
from effectbank.review.writing.files import write_atomically

SCHEMA = "effectbank.review/1"
Free = Mapping[str, Any]  # what a TOML table may say
FIELDS: Mapping[str, Any] = {
    "name": str,
    "card": EntryCard,
    "question": Free,
    "eligibility": Free,
    "searches": tuple[Free, ...],
    "versions": Mapping[str, Free],
    "comparisons": Mapping[str, Comparison],
    "outcomes": Mapping[str, Outcome],
    "analyses": Mapping[str, Analysis],
    "values": Mapping[str, NamedValue],
    "studies": Mapping[str, Study],
    "arms": tuple[Arm, ...],
    "data": Mapping[str, tuple[Datum, ...]],
    "contrasts": Mapping[str, tuple[Contrast, ...]],
    "facts": Mapping[str, Fact],
    "references": tuple[Free, ...],
    "risk_of_bias": tuple[RiskOfBias, ...],
    "stored": tuple[StoredResult, ...],
    "text": str,
}


class NotAReview(BadInput):
    """A file that isn't a review's JSON, or isn't whole."""

    def __init__(self, path: Path, reason: object) -> None:
        self.path = path
        super().__init__(f"{path.name} is no review as this program writes it ({SCHEMA}): {reason}")


def write(review: Review, path: str | Path) -> Path:
    """Write all that a review says; the Problems of its reading aren't part of it."""
    words = json.dumps(document_of(review), indent=1, ensure_ascii=False, allow_nan=False)
    return write_atomically(Path(path), f"{words}\n".encode())


def document_of(review: Review) -> dict[str, Any]:
    """The document, as JSON-ready data."""
    telling = Telling(review.plan_lines)
    lines = [{"key": list(key), "line": line} for key, line in review.plan_lines.items()]
    return {
        "schema": SCHEMA,
        **{name: telling.value(getattr(review, name)) for name in FIELDS},
        "plan_lines": lines,
    }


def read(path: str | Path) -> Review:
    """The review that was written. Raises NotAReview where the file holds none."""
    try:
        found = json.loads(Path(path).read_bytes())
        if found["schema"] != SCHEMA:
            raise NotAReview(Path(path), f"its schema is {found['schema']!r}")
        said = {name: value_of(kind, found[name]) for name, kind in FIELDS.items()}
        lines = {tuple(map(str, one["key"])): int(one["line"]) for one in found["plan_lines"]}
        return Review(**said, plan_lines=lines, files={}, read_problems=())
    except KeyError as fault:
        raise NotAReview(Path(path), f"it has no {fault}") from None
    except (TypeError, ValueError, AttributeError, RecursionError, StopIteration) as fault:
        raise NotAReview(Path(path), fault) from None
