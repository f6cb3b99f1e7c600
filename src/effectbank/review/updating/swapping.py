"""A folder's next state in the place of its last: made beside it, whole, then swapped; the last one is kept.

Whenever this is killed, the folder or the state kept beside it is whole, and `restore` finds it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from effectbank.problems import BadInput
from effectbank.review.writing.files import write_atomically


class NothingToTakeBack(BadInput):
    """No update of this folder is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{str(folder)!r} was not updated, or its update was taken back: there is nothing to undo")


def before_of(folder: Path) -> Path:
    """Where the state before the last update lies: beside the folder, under a name that no list shows."""
    return _beside(folder, "before-update")


def undone_of(folder: Path) -> Path:
    """Where the state lies that was taken back."""
    return _beside(folder, "undone")


def swap_in(folder: Path, files: Mapping[str, bytes], gone: frozenset[str]) -> None:
    """Put new bytes of `files` in their places and take out `gone`, at one stroke; all else stays.

    The folder as it was is kept at `before_of`, in the place of an earlier one.
    """
    whole, made = folder.resolve(), _beside(folder, "being-made")
    _drop(made)
    shutil.copytree(whole, made, symlinks=True)
    for name, raw in files.items():
        place = made / name
        if not place.is_file() or place.read_bytes() != raw:
            write_atomically(place, raw)
    for name in gone:
        (made / name).unlink(missing_ok=True)
    _drop(before_of(folder))
    whole.rename(before_of(folder))
    try:
        made.rename(whole)
    except BaseException:
        restore(folder)
        raise


def take_back(folder: Path) -> None:
    """Put the folder as it was before its last update; what it had become is kept at `undone_of`.

    Raises NothingToTakeBack.
    """
    if not before_of(folder).is_dir():
        raise NothingToTakeBack(folder)
    whole = folder.resolve()
    _drop(undone_of(folder))
    whole.rename(undone_of(folder))
    before_of(folder).rename(whole)


def restore(folder: Path) -> bool:
    """Mend what an update or an undo left that was killed between its two moves; whether there was anything."""
    if folder.exists() or not before_of(folder).is_dir():
        return False
    before_of(folder).rename(folder.resolve())
    return True


def _beside(folder: Path, what: str) -> Path:
    whole = folder.resolve()
    return whole.with_name(f".{whole.name}.{what}")


def _drop(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
