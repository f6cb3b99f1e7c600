"""What a format has no place for, carried along in one field of it, so that a record comes back whole."""

from __future__ import annotations

import json
from dataclasses import replace

from effectbank.screening.record import FIELDS, Record, field_as_json, fields_from_json


def carried(record: Record, back: Record) -> str:
    """The fields in which a record differs from what is read `back`, as JSON on one line; "" where none do."""
    if record == back:
        return ""
    different = {
        name: field_as_json(record, name) for name in FIELDS if getattr(record, name) != getattr(back, name)
    }
    return json.dumps(different, ensure_ascii=True, separators=(",", ":"))


def completed(record: Record, carried_: str) -> Record | None:
    """The record with the fields that were carried along; None where they can't be read."""
    try:
        given = json.loads(carried_)
        return replace(record, **fields_from_json(given)) if isinstance(given, dict) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
