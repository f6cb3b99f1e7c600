"""A CSV of three sides: rows are known by what they are of, and each cell is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from effectbank.review.reading import arms, bias, data, facts, stored, studies
from effectbank.review.reading.sheet import Columns, Row, sheet_of
from effectbank.review.updating.change import Change, Fate, alike_words, fate_of
from effectbank.review.writing.sheets import sheet_bytes

Key = tuple[str, ...]
Cells = Mapping[str, str]
Rows = dict[Key, Cells]
Side = Cells | None  # a row, or none where a side lacks it

_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A sheet's columns, and those by which its rows are told apart."""

    columns: Columns
    key: tuple[str, ...]


_PART = ("subgroup", "stratum", "applies_to")
_KINDS = {
    studies.FILE: Kind(columns=studies.COLUMNS, key=("study",)),
    arms.FILE: Kind(columns=arms.COLUMNS, key=("study", "arm")),
    facts.FILE: Kind(columns=facts.COLUMNS, key=("fact",)),
    bias.FILE: Kind(columns=bias.COLUMNS, key=("tool", "study", "outcome", "domain")),
    stored.FILE: Kind(columns=stored.COLUMNS, key=("analysis", "study", *_PART)),
}
_DATA = Kind(columns=data.COLUMNS, key=("study", "arm", *_PART))
_CONTRASTS = Kind(columns=data.CONTRAST_COLUMNS, key=("study", "arm", "against", *_PART))


def kind_of(file: str) -> Kind | None:
    """The kind of a sheet of the folder; None of any other file."""
    if data.is_data(file):
        return _CONTRASTS if file.endswith(data.CONTRASTS) else _DATA
    return _KINDS.get(file)


def merged_sheet(file: str, kind: Kind, base: str, ours: str, theirs: str) -> tuple[str, tuple[Change, ...]]:
    """The text of the folder's sheet brought up to date, and every difference; "" where no row is left.

    A sheet of which nothing changes keeps its bytes.
    """
    sides = [_rows(file, kind, text) for text in (base, ours, theirs)]
    found = [_Row(file=file, key=key, base=b, ours=o, theirs=t) for key, b, o, t in _aligned(*sides)]
    changes = tuple(chain.from_iterable(row.changes() for row in found))
    if not any(change.fate is Fate.TAKEN for change in changes):
        return ours, changes
    rows = [cells for row in found if (cells := row.merged()) is not None]
    text = sheet_bytes(rows, kind.columns, ours).decode() if rows else ""
    return text, changes


def lines_of(file: str, kind: Kind, text: str) -> dict[str, int]:
    """On which line each row begins, by the words that a Change calls it."""
    return {_called(key): row.line for key, row in _keyed(file, kind, text)}


def _rows(file: str, kind: Kind, text: str) -> Rows:
    return {
        key: {name: _with_point(cell) if row.decimal_comma else cell for name, cell in row.cells.items() if cell}
        for key, row in _keyed(file, kind, text)
    }


def _keyed(file: str, kind: Kind, text: str) -> Iterator[tuple[Key, Row]]:
    """Each row under its key; of several of one key the later are numbered."""
    met: dict[Key, int] = {}
    for row in sheet_of(file, text, kind.columns)[0].rows if text else ():
        key = tuple(row.cells.get(name, "") for name in kind.key)
        met[key] = met.get(key, 0) + 1
        yield (key if met[key] == 1 else (*key, f"no. {met[key]}")), row


def _with_point(cell: str) -> str:
    return cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell


def _aligned(base: Rows, ours: Rows, theirs: Rows) -> Iterator[tuple[Key, Side, Side, Side]]:
    """Every key with its row on each side, in the folder's order; a new one after the one before it there."""
    order = list(ours)
    for before, key in pairwise((None, *theirs)):
        if key is not None and key not in ours:
            order.insert(0 if before is None else order.index(before) + 1, key)
    for key in (*order, *(key for key in base if key not in ours and key not in theirs)):
        yield key, base.get(key), ours.get(key), theirs.get(key)


def _called(key: Key) -> str:
    return ", ".join(filter(None, key))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row on three sides."""

    file: str
    key: Key
    base: Side
    ours: Side
    theirs: Side

    def merged(self) -> Side:
        """The row as the folder gets it; None for none."""
        if self.whole:
            return self.theirs if self._fate is Fate.TAKEN else self.ours
        taken = {change.name: change.theirs or "" for change in self._cells() if change.fate is Fate.TAKEN}
        return {**(self.ours or {}), **taken}

    def changes(self) -> Iterator[Change]:
        """Each difference: of the row itself, or of its cells."""
        if not self.whole:
            yield from self._cells()
        elif self._fate:
            base, ours, theirs = map(_told, (self.base, self.ours, self.theirs))
            part = _called(self.key)
            yield Change(fate=self._fate, file=self.file, part=part, name="", base=base, ours=ours, theirs=theirs)

    @property
    def whole(self) -> bool:
        """Whether the folder or the newer source lacks the row."""
        return self.ours is None or self.theirs is None

    @property
    def _fate(self) -> Fate | None:
        return fate_of(self.base, self.ours, self.theirs, _alike)

    def _cells(self) -> Iterator[Change]:
        base, ours, theirs = (side or {} for side in (self.base, self.ours, self.theirs))
        for name in dict.fromkeys((*ours, *theirs, *base)):
            values = base.get(name, ""), ours.get(name, ""), theirs.get(name, "")
            if fate := fate_of(*values, alike_words):
                b, o, t = values
                part = _called(self.key)
                yield Change(fate=fate, file=self.file, part=part, name=name, base=b, ours=o, theirs=t)


def _alike(one: Side, other: Side) -> bool:
    if one is None or other is None:
        return one is other
    return all(alike_words(one.get(name, ""), other.get(name, "")) for name in {*one, *other})


def _told(cells: Side) -> str | None:
    return None if cells is None else ", ".join(f"{name} {cell}" for name, cell in cells.items())
