"""The reviews of a library: which files and folders below a folder are one, and whether each is as it was."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from effectbank.formats.cochrane.package.beside import ANALYSES, study_data_beside

ENDINGS = (".zip", ".rm5")
ROWS = "-data-rows.csv"
RESERVED = "_library"  # among the folders: where the tables go
LONGEST = 150  # bytes of a folder's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One review of a library, by its path below it; `state` changes when it does.

    `folder` is the name of the folder that it would be written as.
    """

    path: str
    size: int
    state: str
    folder: str = ""

    @property
    def name(self) -> str:
        """The path as it can be written: a name that is no UTF-8 with its bytes as \\udce9."""
        return readable(self.path)


def readable(text: str) -> str:
    """Text that can be written as UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def sources_of(root: Path) -> tuple[Source, ...]:
    """Every package (zip, or folder with its data-rows.csv), RevMan file and review folder, by their paths."""
    found = [_source(root, path) for path in sorted({*_paths(root)})]
    names = [_folder(source.name) for source in found]
    shared = Counter(name.casefold() for name in names)
    shared[RESERVED] += 1
    return tuple(
        replace(source, folder=_told_apart(name, source) if shared[name.casefold()] > 1 else name)
        for source, name in zip(found, names, strict=True)
    )


def passed_over(root: Path, sources: Iterable[Source]) -> dict[str, int]:
    """How many files below `root` are in no source, by their endings; hidden ones are not counted."""
    taken = {root / source.path for source in sources}
    taken |= {beside for path in taken if (beside := study_data_beside(path))}
    found: Counter[str] = Counter()
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        if here in taken:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        others = [here / name for name in names if not name.startswith(".") and here / name not in taken]
        found.update(readable(path.suffix.casefold()) or "without ending" for path in others)
    return dict(sorted(found.items()))


def _folder(path: str) -> str:
    """A source's path without ending as one name; a long one is cut."""
    stem = path[: -len(Path(path).suffix)] if Path(path).suffix.casefold() in ENDINGS else path
    name = "review" if stem in ("", ".") else stem.replace("/", "--").replace("\\", "-")
    return name if len(name.encode()) <= LONGEST else name.encode()[:LONGEST].decode(errors="ignore")


def _told_apart(name: str, source: Source) -> str:
    """A name that several sources would have (x.zip, x.rm5, X.zip), with a mark made of the source's own path."""
    return f"{name}-{hashlib.sha256(source.name.encode()).hexdigest()[:8]}"


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
    """The folder that holds both analysis data and study data; a lone data-rows.csv is found by its folder.

    Where packages were unpacked side by side into one folder, each is found by its analysis data, and its reader
    finds the study data beside them.
    """
    if not folder.name.endswith(ANALYSES) or folder == root:
        return folder
    return folder if len(list(folder.parent.glob(f"*{ANALYSES}"))) > 1 else folder.parent


def _source(root: Path, path: Path) -> Source:
    beside = study_data_beside(path)
    folders = [path] if beside is None else [path, beside]
    files = (
        [path] if path.is_file() else sorted(one for each in folders for one in each.rglob("*") if one.is_file())
    )
    states = [one.stat() for one in files]
    return Source(
        path=path.relative_to(root).as_posix(),
        size=sum(state.st_size for state in states),
        state=f"{sum(state.st_size for state in states)}-{max((state.st_mtime_ns for state in states), default=0)}",
    )
