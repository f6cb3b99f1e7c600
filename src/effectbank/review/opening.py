"""Open a folder by its path, or a shipped example by its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from effectbank.problems import BadInput, did_you_mean
from effectbank.review.read import read_folder
from effectbank.review.reading.folder import DEFAULT_CAPS, Caps
from effectbank.review.review import Review


class NoFolder(BadInput):
    """Neither a folder at that path nor a shipped example of that name."""

    def __init__(self, given: str | Path) -> None:
        self.given = str(given)
        what = "is a file, not a folder" if _is(Path.is_file, given) else "is no folder and no shipped example"
        super().__init__(f"{self.given!r} {what}; {did_you_mean(self.given, shipped())}")


def open_folder(path_or_name: str | Path, *, caps: Caps = DEFAULT_CAPS) -> Review:
    """The review at a path; else the shipped example of that name. Raises NoFolder."""
    return read_folder(folder_at(path_or_name), caps=caps)


def folder_at(path_or_name: str | Path) -> Path:
    """The folder at a path; else that of the shipped example of that name. Raises NoFolder."""
    if _is(Path.is_dir, path_or_name):
        return Path(path_or_name)
    if str(path_or_name) in shipped():
        return examples() / str(path_or_name)
    raise NoFolder(path_or_name)


def _is(kind: Callable[[Path], bool], given: str | Path) -> bool:
    """Whether a path leads to a file or folder. An empty one leads nowhere, nor does one too long to ask for."""
    try:
        return bool(str(given)) and kind(Path(given))
    except OSError:
        return False


def shipped() -> tuple[str, ...]:
    """The names of the examples that come with the package."""
    root = examples()
    return (
        tuple(sorted(path.name for path in root.iterdir() if (path / "entry.toml").is_file()))
        if root.is_dir()
        else ()
    )


def examples() -> Path:
    """Where the shipped examples lie."""
    return Path(str(files("effectbank"))) / "examples"
