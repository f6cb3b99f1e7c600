"""New digits for a folder's text.md: what could change, what was accepted, and the way back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from effectbank.cli.output import counted, document
from effectbank.problems import BadInput, Problem
from effectbank.review import Review, open_folder
from effectbank.review.claims import Change, rewrite
from effectbank.review.text import FILE
from effectbank.review.writing.files import write_atomically

UNDO = f".{FILE}.undo-"  # then a digest of what was written; a name with a dot is no part of the entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the changes."""

    folder: str
    changes: tuple[Change, ...]
    accepted: tuple[int, ...]
    diff: str
    remaining: tuple[Problem, ...]
    left_to_you: tuple[Problem, ...]  # what would fail even after every change

    def to_dict(self) -> dict[str, object]:
        """The document of `write --json`."""
        changes = [
            {
                "line": change.line,
                "path": change.path,
                "before": change.before,
                "after": change.after,
                "written": change.number in self.accepted,
            }
            for change in self.changes
        ]
        remaining = [problem.to_dict() for problem in self.remaining]
        return document("write", folder=self.folder, changes=changes, diff=self.diff, remaining=remaining)

    def lines(self) -> Iterator[str]:
        """What a person is told."""
        if self.accepted:
            yield f"Wrote {counted(len(self.accepted), 'change')}; `effectbank write --undo` takes them back."
        elif self.changes:
            yield f"Nothing was written: {counted(len(self.changes), 'change')} possible; --yes accepts all."
        for problem in self.remaining if self.accepted else self.left_to_you:
            yield str(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A folder with the changes that its text could take."""

    review: Review
    path: Path
    changes: tuple[Change, ...]
    diff: str
    left_to_you: tuple[Problem, ...]

    @property
    def all_numbers(self) -> tuple[int, ...]:
        """The numbers of all changes."""
        return tuple(change.number for change in self.changes)

    def save(self, accept: Sequence[int]) -> Written:
        """Make the changes of those numbers, keeping the old text for undo. Raises TextMoved."""
        done = rewrite(self.review, accept)
        if done.accepted:
            if self.path.read_bytes() != done.old:
                raise TextMoved(self.path)
            _keep(self.path, done.old, done.new)
            write_atomically(self.path, done.new)
        return Written(
            folder=self.review.name,
            changes=self.changes,
            accepted=done.accepted,
            diff=self.diff,
            remaining=done.remaining,
            left_to_you=self.left_to_you,
        )


class TextMoved(BadInput):
    """The file was changed by somebody else meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} was changed while this ran; nothing was written, run it again")


class NothingToUndo(BadInput):
    """There is no write to take back, or the text has moved on since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is not as a write left it: there is nothing to take back")


def rewriting_of(folder: str) -> Rewriting:
    """Read a folder and work out the changes."""
    review = open_folder(folder)
    found = rewrite(review)
    return Rewriting(
        review=review,
        path=Path(folder) / FILE,
        changes=found.changes,
        diff=found.diff,
        left_to_you=found.remaining,
    )


def undo_last(folder: str) -> Path:
    """Put text.md back as it was before the last write. Raises NothingToUndo if it was changed since."""
    path = Path(folder) / FILE
    kept = path.with_name(UNDO + _digest(path.read_bytes()))
    if kept.is_symlink() or not kept.is_file():
        raise NothingToUndo(path)
    write_atomically(path, kept.read_bytes())
    kept.unlink()
    return path


def _keep(path: Path, old: bytes, new: bytes) -> None:
    """Keep the old text under a name that holds the new one's digest; one step back is enough."""
    for earlier in path.parent.glob(f"{UNDO}*"):
        earlier.unlink()
    write_atomically(path.with_name(UNDO + _digest(new)), old, like=path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
