"""The optional packages that some formats need, asked for by name when one is read."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from effectbank.problems import NotInstalled


def needed(module: str, extra: str = "formats") -> Any:
    """A module of an optional package; raises NotInstalled, which names the extra that brings it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as fault:
        package = module.partition(".")[0]
        if (fault.name or "").partition(".")[0] != package:
            raise
        raise NotInstalled(package, extra) from None
