"""The files of a folder that may come from anyone: no links, nothing outside it, nothing over the caps."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from effectbank.problems import Problem
from effectbank.review.reading import faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much of a folder is read: bytes of one file, bytes of all, number of files."""

    file_bytes: int = 8 * 1024**2
    total_bytes: int = 64 * 1024**2
    files: int = 2000


DEFAULT_CAPS = Caps()


def files_of(root: Path, caps: Caps = DEFAULT_CAPS) -> tuple[dict[str, bytes], list[Problem]]:
    """Every ordinary file under `root` by its relative POSIX path, and what was refused.

    Names that begin with a dot (.git, .DS_Store) are no part of an entry and are passed over.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for number, (name, path) in enumerate(_walk(root, problems)):
        if number >= caps.files:
            problems.append(faults.too_many(name, caps.files))
            break
        raw = _bytes_of(path, name, caps.file_bytes, problems)
        if raw is None:
            continue
        if total + len(raw) > caps.total_bytes:
            problems.append(faults.too_much(name, caps.total_bytes))
            continue
        total += len(raw)
        files[name] = raw
    return files, problems


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Relative name and path of each file, in the order of names; links and odd names are told, not given."""
    for folder, folders, names in os.walk(root, onerror=lambda fault: _unlisted(root, fault, problems)):
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in linked)
        for name in sorted([*names, *linked]):
            if not name.startswith(".") and _is_plain(root, here / name, problems):
                yield (here / name).relative_to(root).as_posix(), here / name


def _is_plain(root: Path, path: Path, problems: list[Problem]) -> bool:
    name = path.relative_to(root).as_posix()
    if not name.isprintable():
        problems.append(faults.odd_name(faults.shown(name)))
        return False
    if path.is_symlink():
        problems.append(faults.symlink(name))
        return False
    return True


def _unlisted(root: Path, fault: OSError, problems: list[Problem]) -> None:
    where = Path(fault.filename or root)
    problems.append(faults.unreadable(where.name, fault.strerror or "it cannot be listed"))


def _bytes_of(path: Path, name: str, cap: int, problems: list[Problem]) -> bytes | None:
    """The bytes of one ordinary file under the cap; the link test is repeated as it opens."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
        with open(handle, "rb") as stream:  # noqa: PTH123 -- a descriptor
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                problems.append(faults.unreadable(name, "it is no ordinary file"))
                return None
            raw = stream.read(cap + 1)
    except OSError as fault:
        problems.append(faults.unreadable(name, fault.strerror or "the system refused"))
        return None
    if len(raw) > cap:
        problems.append(faults.too_large(name, state.st_size, cap))
        return None
    return raw
