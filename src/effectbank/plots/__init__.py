"""A synthesis → a figure. Only this room knows matplotlib, and loads it when something is drawn."""

from __future__ import annotations

from effectbank.plots.forest_of import forest
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.forest_text import forest_text
from effectbank.plots.funnel_of import funnel

__all__ = [
    "Forest",
    "ForestColumn",
    "ForestRow",
    "RowKind",
    "forest",
    "forest_text",
    "funnel",
]
