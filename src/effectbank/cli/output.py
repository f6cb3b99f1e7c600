"""What commands print: JSON of a named, versioned shape, and the few words shared by all text output."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from shutil import get_terminal_size
from typing import Any

import click

from effectbank.words import Interval


def document(name: str, version: int = 1, **content: object) -> dict[str, object]:
    """One JSON document; `schema` names its shape, and a changed shape gets a new version."""
    return {"schema": f"effectbank.{name}/{version}", **content}


def echo_json(content: object) -> None:
    """Print as JSON: strict (NaN becomes null), indented, keys in the order they were given."""
    click.echo(json.dumps(plain(content), indent=2, ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """JSON-ready data: records as their fields, intervals as pairs, arrays as lists, what isn't known as null."""
    value = value.value if isinstance(value, Enum) else value
    value = value.tolist() if hasattr(value, "tolist") else value  # NumPy's, which need not be imported for this
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Interval):
        return [plain(value.low), plain(value.high)]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def counted(number: float, noun: str, plural: str = "") -> str:
    """'1 error', '2 errors', 'no errors'."""
    word = noun if number == 1 else plural or noun + "s"
    return f"{number or 'no'} {word}"


def heading(words: str) -> str:
    """A heading, bold where there are bold letters."""
    return click.style(words, bold=True)


def terminal_width() -> int | None:
    """How many characters a line of this terminal holds; None in a pipe, where lines are left whole."""
    return max(get_terminal_size().columns, 60) if sys.stdout.isatty() else None
