"""references.json of three sides: documents are known by their id, and each field is judged by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from effectbank.review.reading.references import FILE, references_of
from effectbank.review.reading.source import Source
from effectbank.review.updating.change import Change, Fate, fate_of
from effectbank.review.writing.tables import same

Item = Mapping[str, Any]
Items = dict[str, Item]


def merged_items(file: str, base: str, ours: str, theirs: str) -> tuple[str, tuple[Change, ...]]:
    """The text of the folder's list brought up to date, and every difference; "" where no document is left."""
    was, now, new = (_items(text) for text in (base, ours, theirs))
    changes = tuple(_changes(file, was, now, new))
    if not any(change.fate is Fate.TAKEN for change in changes):
        return ours, changes
    found = (_merged(was.get(key), now.get(key), new.get(key)) for key in dict.fromkeys((*now, *new)))
    merged = [item for item in found if item is not None]
    return (f"{json.dumps(merged, indent=2, ensure_ascii=False)}\n" if merged else ""), changes


def _items(text: str) -> Items:
    """The documents by id; of several of one id the later are numbered, and so is one without."""
    found: Items = {}
    for item in references_of(Source(files={FILE: text.encode()}, problems=[])):
        key, number = str(item.get("id", "")), 2
        while key in found:
            key, number = f"{item.get('id', '')}, no. {number}", number + 1
        found[key] = item
    return found


def _merged(base: Item | None, ours: Item | None, theirs: Item | None) -> Item | None:
    if ours is None or theirs is None:
        return theirs if fate_of(base, ours, theirs, same) is Fate.TAKEN else ours
    was = base or {}
    found = {key: _field(key, was, ours, theirs) for key in dict.fromkeys((*ours, *theirs))}
    return {key: value for key, value in found.items() if value is not None}


def _field(key: str, base: Item, ours: Item, theirs: Item) -> Any:
    taken = fate_of(base.get(key), ours.get(key), theirs.get(key), same) is Fate.TAKEN
    return (theirs if taken else ours).get(key)


def _changes(file: str, base: Items, ours: Items, theirs: Items) -> Iterator[Change]:
    for part in dict.fromkeys((*ours, *theirs, *base)):
        was, now, new = base.get(part), ours.get(part), theirs.get(part)
        if now is None or new is None:
            pairs = [("", was, now, new)]
        else:
            keys = dict.fromkeys((*now, *new, *(was or {})))
            pairs = [(key, (was or {}).get(key), now.get(key), new.get(key)) for key in keys]
        for name, b, o, t in pairs:
            if fate := fate_of(b, o, t, same):
                yield Change(
                    fate=fate, file=file, part=part, name=name, base=_told(b), ours=_told(o), theirs=_told(t)
                )


def _told(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
