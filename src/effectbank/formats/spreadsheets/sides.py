"""Which words of an arm's column are the intervention and which the control."""

from __future__ import annotations

from collections.abc import Sequence

from effectbank.formats.spreadsheets.grid import column_of
from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.table import Table
from effectbank.formats.spreadsheets.vocabulary import CONTROLS_NAMED

MOST_TREATMENTS = 12  # more different words than so many name no treatments
Sides = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]  # intervention, control, doubts


def sides_in(table: Table, arm: Column) -> Sides:
    """The treatments on either side; doubted unless one treatment stands against one that is a control by name."""
    number = column_of(arm.letter) or 0
    cells = (cell.words for cell in table.grid.column(number, table.body))
    treatments = list(dict.fromkeys(cells))[:MOST_TREATMENTS]
    control = tuple(name for name in treatments if is_control(name))
    others = tuple(name for name in treatments if name not in control)
    if len(others) == 1 and control:
        return others, control, ()
    if control and others:
        return others, control, (_several(others, control),)
    first, rest = tuple(treatments[:1]), tuple(treatments[1:])
    return (
        first,
        rest,
        (f"which arms are the control isn't said; {_listed(rest)} proposed, against {_listed(first)}",),
    )


def is_control(name: str) -> bool:
    """Whether a group's name says that it is the control."""
    plain = " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
    return plain in CONTROLS_NAMED or plain.startswith(("placebo", "control ", "sham "))


def _several(others: Sequence[str], control: Sequence[str]) -> str:
    return (
        f"several treatments ({_listed(others)}) stand against {_listed(control)}; all are proposed as intervention"
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) or "none"
