"""references.json: CSL-JSON items."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from effectbank.problems import Place
from effectbank.review.reading import faults
from effectbank.review.reading.source import Source

FILE = "references.json"


def references_of(source: Source) -> tuple[Mapping[str, Any], ...]:
    """The items, in the order of the file; what is no item is told and passed over."""
    if FILE not in source.files:
        return ()
    try:
        found = json.loads(source.text(FILE) or "[]")
    except json.JSONDecodeError as fault:
        source.problems.append(faults.json_syntax(Place(file=FILE, line=fault.lineno), fault.msg))
        return ()
    except (RecursionError, ValueError) as fault:
        source.problems.append(faults.json_syntax(Place(file=FILE), str(fault)))
        return ()
    return tuple(_items(found, source))


def _items(found: object, source: Source) -> list[Mapping[str, Any]]:
    if not isinstance(found, list):
        source.problems.append(faults.wrong_type(Place(file=FILE), found, "a list of CSL-JSON items ([…])"))
        return []
    for number, item in enumerate(found, start=1):
        if not isinstance(item, dict):
            place = Place(file=FILE, key=f"item {number}")
            source.problems.append(faults.wrong_type(place, item, "a CSL-JSON item ({…})"))
    return [item for item in found if isinstance(item, dict)]
