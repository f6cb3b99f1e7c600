"""A new folder to begin with: a tiny review whose check passes as laid out, with comments that teach."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from effectbank.problems import BadInput
from effectbank.review.opening import open_folder
from effectbank.review.read import TEXT
from effectbank.review.reading import entry, facts, plan, studies
from effectbank.review.reading.arms import FILE as ARMS

FILES = (entry.FILE, TEXT, plan.FILE, studies.FILE, ARMS, "data/relapsed.csv", facts.FILE)
TITLE = "The title of the document analysed"


class FolderTaken(BadInput):
    """The folder to lay out holds files already."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{str(path)!r} is there already and not empty; give another name, or empty it first")


def scaffold(path: str | Path, *, title: str = TITLE) -> tuple[Path, ...]:
    """Lay out a new folder and return its files. Raises FolderTaken where there is anything already."""
    return lay_out(path, laid_out(title=title))


def laid_out(*, title: str = TITLE) -> dict[str, bytes]:
    """The files of a new folder."""
    return {name: _words(name, title).encode("utf-8") for name in FILES}


def copy_of(source: str | Path, path: str | Path) -> tuple[Path, ...]:
    """Copy a folder, or a shipped example by its name, to begin from; return its files.

    Raises NoFolder where there is no such folder, FolderTaken where there is anything at `path` already.
    """
    return lay_out(path, open_folder(source).files)


def check_free(path: str | Path) -> None:
    """Raise FolderTaken where there is anything already but an empty folder."""
    root = Path(path)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise FolderTaken(root)


def lay_out(path: str | Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write a new folder's files and return them. Raises FolderTaken where there is anything already."""
    check_free(path)
    root = Path(path)
    for name, content in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return tuple(root / name for name in contents)


def _words(name: str, title: str) -> str:
    text = files("effectbank.review").joinpath("skeleton", name).read_text(encoding="utf-8")
    return text.replace('"TITLE"', json.dumps(title, ensure_ascii=False)) if name == entry.FILE else text
