"""A new folder to begin with: a tiny review whose check passes as laid out, with comments that teach."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from effectbank.problems import BadInput
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
    root = Path(path)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise FolderTaken(root)
    made = []
    for name in FILES:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_words(name, title), encoding="utf-8", newline="\n")
        made.append(place)
    return tuple(made)


def _words(name: str, title: str) -> str:
    text = files("effectbank.review").joinpath("skeleton", name).read_text(encoding="utf-8")
    return text.replace('"TITLE"', json.dumps(title, ensure_ascii=False)) if name == entry.FILE else text
