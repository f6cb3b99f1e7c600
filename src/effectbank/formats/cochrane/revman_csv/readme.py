"""README.txt: in which order the files go into Review Manager, and what has to be there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from effectbank.problems import Problem

BEFORE = """\
FIRST

Review Manager takes these tables into a review with study-centric data, and only where its own lists hold
the same names, letter by letter. So define them there before anything else."""
ORDER = """\
THEN IMPORT, IN THIS ORDER

The references go first: Review Manager makes the studies of them. If the tables go first, the references
make every study a second time."""
AFTER = """\
NOT IN THESE FILES"""


@dataclass(frozen=True, slots=True)
class Step:
    """A file: its name (before the number of its turn), what it holds, and its bytes."""

    name: str
    says: str
    raw: bytes


def readme(
    title: str,
    files: Mapping[str, str],
    first: Sequence[tuple[str, Iterable[str]]],
    problems: Sequence[Problem],
) -> str:
    """The text: `files` in their order with what each holds, `first` the names to be defined before."""
    parts = [f"{title}\nfor Review Manager (RevMan) on the web", BEFORE]
    for heading, names in first:
        listed = "\n".join(f"  - {name}" for name in names)
        parts += [f"{heading}\n{listed}"] if listed else []
    parts += [ORDER, "\n".join(f"  {name}: {says}" for name, says in files.items())]
    if problems:
        parts += [AFTER, "\n".join(f"  - {problem.place.file}: {problem.message}" for problem in problems)]
    return "\n\n".join(parts) + "\n"
