"""The reviews of a library: which files and folders below a folder are one, and whether each is as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".zip", ".rm5")
ROWS = "-data-rows.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One review of a library, by its path below it; `state` changes when it does."""

    path: str
    size: int
    state: str


def sources_of(root: Path) -> tuple[Source, ...]:
    """Every package (zip, or folder with its data-rows.csv), RevMan file and review folder, by their paths."""
    return tuple(_source(root, path) for path in sorted(_paths(root)))


def _paths(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if "entry.toml" in names:
            folders.clear()
            yield here
            continue
        yield from (here / name for name in names if name.casefold().endswith(ENDINGS) and not name.startswith("."))
        if any(name.endswith(ROWS) for name in names):
            yield _package(root, here)


def _package(root: Path, folder: Path) -> Path:
    """The folder that holds both analysis data and study data; a lone data-rows.csv is found by its folder."""
    return folder.parent if folder.name.endswith("-analysis-data") and folder != root else folder


def _source(root: Path, path: Path) -> Source:
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    states = [one.stat() for one in files]
    return Source(
        path=path.relative_to(root).as_posix(),
        size=sum(state.st_size for state in states),
        state=f"{sum(state.st_size for state in states)}-{max((state.st_mtime_ns for state in states), default=0)}",
    )
