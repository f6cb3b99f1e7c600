"""All files of a folder on three sides: as last imported, as it is, and as the newer source gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import eq

from effectbank.problems import BadInput, Problem, Severity
from effectbank.review.read import KEPT, read_files
from effectbank.review.reading import references, stored, studies
from effectbank.review.reading.decode import text_of
from effectbank.review.updating import items, lines, sheets, tables
from effectbank.review.updating.change import Change, Fate, fate_of

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a newer source makes of a folder: its files in full, and every difference with what becomes of it."""

    files: Mapping[str, bytes]
    changes: tuple[Change, ...]

    def of(self, fate: Fate) -> tuple[Change, ...]:
        """The differences of one fate."""
        return tuple(change for change in self.changes if change.fate is fate)

    @property
    def conflicts(self) -> tuple[Problem, ...]:
        """What was edited by hand and changed in the source, each with both values."""
        return tuple(change.problem() for change in self.of(Fate.CONFLICT))

    @property
    def added(self) -> tuple[str, ...]:
        """Studies that are new."""
        return tuple(change.part for change in self._studies() if change.theirs is not None)

    @property
    def gone(self) -> tuple[str, ...]:
        """Studies that the newer source no longer has."""
        return tuple(change.part for change in self._studies() if change.theirs is None)

    @property
    def stored(self) -> tuple[Change, ...]:
        """The source's own results that are new, changed or gone."""
        return tuple(change for change in self.of(Fate.TAKEN) if change.file == stored.FILE)

    @property
    def others(self) -> tuple[Change, ...]:
        """All else that is taken from the newer source."""
        told = {id(change) for change in (*self._studies(), *self.stored)}
        return tuple(change for change in self.of(Fate.TAKEN) if id(change) not in told)

    def _studies(self) -> Iterator[Change]:
        return (change for change in self.of(Fate.TAKEN) if change.file == studies.FILE and not change.name)


def update_of(base: Files, ours: Files, theirs: Files) -> Update:
    """The update of a folder's files; none of the three is changed.

    Raises BadInput where a file that would change could not be read in full: what was not read would be lost.
    """
    files = dict(ours)
    changes: list[Change] = []
    for file in dict.fromkeys((*ours, *theirs)):
        if file not in base and file not in theirs:
            continue  # somebody's own
        made, found = _merged(file, base.get(file), ours.get(file), theirs.get(file))
        changes += found
        if made:
            files[file] = made
        else:
            files.pop(file, None)
    _refuse_unread(ours, {change.file for change in changes if change.fate is Fate.TAKEN})
    return Update(files=files, changes=tuple(_placed(files, changes)))


def _merged(
    file: str, base: bytes | None, ours: bytes | None, theirs: bytes | None
) -> tuple[bytes, tuple[Change, ...]]:
    """The bytes of a file (none: it goes), and what differs in it."""
    if ours is None and base is not None and theirs is not None:
        return b"", _whole(file, base, ours, theirs)  # taken out by hand
    was, now, new = (text_of(file, raw or b"")[0] for raw in (base, ours, theirs))
    kind = sheets.kind_of(file)
    if file.startswith(KEPT):
        found = _whole(file, base, ours, theirs)
        return (theirs if found and found[0].fate is Fate.TAKEN else ours) or b"", found
    if kind:
        text, changes = sheets.merged_sheet(file, kind, was, now, new)
    elif file.endswith(".toml"):
        text, changes = tables.merged_toml(file, was, now, new)
    elif file == references.FILE:
        text, changes = items.merged_items(file, was, now, new)
    else:
        text, changes = lines.merged_text(file, was, now, new)
    return (ours or b"" if text == now else text.encode()), changes


def _whole(file: str, base: bytes | None, ours: bytes | None, theirs: bytes | None) -> tuple[Change, ...]:
    """The difference of a file that is judged as one."""
    fate = fate_of(base, ours, theirs, eq)
    if fate is None:
        return ()
    sides = (None if raw is None else f"a file of {len(raw):,} bytes" for raw in (base, ours, theirs))
    was, now, new = sides
    return (Change(fate=fate, file=file, part="", name="", base=was, ours=now, theirs=new),)


def _refuse_unread(ours: Files, changed: set[str]) -> None:
    for problem in read_files("", ours).read_problems:
        if problem.severity is Severity.ERROR and problem.place.file in changed:
            file = problem.place.file
            raise BadInput(f"{file} would change, but not all of it can be read; mend this first: {problem}")


def _placed(files: Files, changes: list[Change]) -> Iterator[Change]:
    """The changes with the lines they stand on in the files as they become."""
    known: dict[str, Mapping[str, int]] = {}
    for change in changes:
        file = change.file
        if file not in known:
            known[file] = _lines(file, text_of(file, files.get(file, b""))[0])
        keys = (".".join(filter(None, (change.part, change.name))), change.part)
        yield change if change.line else change.at(next(filter(None, map(known[file].get, keys)), None))


def _lines(file: str, text: str) -> Mapping[str, int]:
    if kind := sheets.kind_of(file):
        return sheets.lines_of(file, kind, text)
    return tables.lines_of(file, text) if file.endswith(".toml") else {}
