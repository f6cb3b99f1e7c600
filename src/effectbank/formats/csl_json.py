"""CSL-JSON, as Zotero, Mendeley and citation processors write it: read, and written so that it comes back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from operator import itemgetter
from typing import Any

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.as_written import AsWritten, native
from effectbank.formats.bibliography.csl_forms import FORMS, IDS, issued, issued_as_json
from effectbank.formats.bibliography.extension import carried, completed
from effectbank.formats.bibliography.json_fields import SURROGATE, Item, JsonFields, packed, text_of, texts_of
from effectbank.formats.bibliography.json_items import Shape, read_json_records
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.problems import Place
from effectbank.screening.record import Pairs, Record

LABEL = "CSL-JSON"
CUSTOM, OURS = "custom", "effectbank"  # where CSL lets a program keep what CSL has no place for
TAKEN = frozenset({*FORMS, *IDS, "id", "issued", CUSTOM, "journalAbbreviation"})


def read_csl_json(file: str, raw: bytes) -> RecordsRead:
    """Every item; keys that a Record doesn't have are kept."""
    read = read_json_records(
        file,
        raw,
        Shape(
            label=LABEL, lists=(("items",),), is_one=lambda item: not TAKEN.isdisjoint(item), record_of=record_of
        ),
    )
    spoilt = [record.place for record in read.records if record.place and _is_spoilt(record)]
    return replace(read, problems=(*read.problems, *map(faults.broken_extension, spoilt)))


def _is_spoilt(record: Record) -> bool:
    return any(key == f"csl/json:{CUSTOM}" and f'"{OURS}":' in value for key, value in record.other)


def record_of(item: Item, place: Place | None = None) -> Record:
    """A Record of one item."""
    fields = JsonFields(item)
    written: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for key, form in FORMS.items():
        if (given := fields.take(key)) is not None:
            values[form.field] = form.read(given)
            _keep(key, given, form.write(values[form.field]), written)
    if not values.get("container_short"):
        values["container_short"] = fields.text("journalAbbreviation")
    year, date = issued(fields.take("issued"))
    _keep("issued", item.get("issued"), issued_as_json(year, date), written)
    _keep("id", fields.take("id"), text_of(item.get("id")) or None, written)
    ids = {key: [(scheme, words) for words in texts_of(fields.take(key))] for key, scheme in IDS.items()}
    for key, found in ids.items():
        _keep(key, item.get(key), _ids_as_json(found), written)
    ours, custom = _custom(fields.take(CUSTOM))
    record = Record(
        **values,
        key=text_of(item.get("id")),
        year=year,
        date=date,
        ids=tuple(pair for found in ids.values() for pair in found),
        written=tuple(sorted(written, key=itemgetter(0))),
        other=fields.rest("csl") + custom,
        place=place,
    )
    if ours is None:
        return record
    return completed(record, packed(ours)) or replace(
        record, other=(*fields.rest("csl"), (f"csl/json:{CUSTOM}", packed(item.get(CUSTOM))))
    )


def _keep(key: str, given: Any, plain: Any, written: list[tuple[str, str]]) -> None:
    """Keep what was written, as JSON, where we'd write it otherwise."""
    if given is not None and (given != plain or type(given) is not type(plain)):
        written.append((f"csl:{key}", packed(given)))


def _custom(custom: Any) -> tuple[Any, Pairs]:
    """What EffectBank put there (None: nothing), and what others did."""
    if not isinstance(custom, dict):
        return None, () if custom is None else ((f"csl/json:{CUSTOM}", packed(custom)),)
    others = {key: value for key, value in custom.items() if key != OURS}
    return custom.get(OURS), ((f"csl/json:{CUSTOM}", packed(others)),) if others else ()


def _ids_as_json(ids: Iterable[tuple[str, str]]) -> Any:
    found = [value for _, value in ids]
    return found[0] if len(found) == 1 else found or None


def csl_json_of(records: Iterable[Record]) -> str:
    """The text of a CSL-JSON file; an item has an id and a type even where the record has none."""
    listed = list(records)
    text = json.dumps([item_of(*pair) for pair in zip(listed, _names(listed), strict=True)], **LAYOUT)
    return SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"


def _names(records: Sequence[Record]) -> Iterator[str]:
    """The id of each: its key, else PubMed's number or the DOI, the same in every list, else its place or later."""
    used = {"", *(record.key for record in records)}
    for number, record in enumerate(records, start=1):
        names = chain((record.pmid, record.doi), map(str, count(number)))
        name = record.key or next(name for name in names if name not in used)
        used.add(name)
        yield name


LAYOUT: dict[str, Any] = {"indent": 1, "ensure_ascii": False, "allow_nan": False}


def item_of(record: Record, name: str) -> dict[str, Any]:
    """The record as an item of CSL-JSON; `name` is its id."""
    written = AsWritten(record, "csl")
    item: dict[str, Any] = {"id": _as_given(written, "id", name, text_of, record.key)}
    for key, form in FORMS.items():
        value = getattr(record, form.field)
        item[key] = _as_given(written, key, form.write(value), form.read, value)
    item["type"] = item["type"] or "document"
    when = record.year, record.date
    item["issued"] = _as_given(written, "issued", issued_as_json(*when), issued, when)
    for key, scheme in IDS.items():
        found = list(record.ids_of(scheme))
        item[key] = _as_given(written, key, _ids_as_json((scheme, value) for value in found), texts_of, found)
    for key, value in native(record.other, "csl"):
        if key not in TAKEN:
            item.setdefault(key, value)
    for key, value in native(record.other, "csl/json"):
        if key not in TAKEN - {CUSTOM}:
            item.setdefault(key, _loaded(value))
    item = {key: value for key, value in item.items() if value is not None}
    if rest := carried(record, record_of(item)):
        custom = item.get(CUSTOM)
        item[CUSTOM] = (custom if isinstance(custom, dict) else {}) | {OURS: json.loads(rest)}
    return item


def _as_given(written: AsWritten, key: str, plain: Any, read: Any, value: Any) -> Any:
    """What the source wrote, where that is kept and still says it; else our own way."""
    kept = written.of(key, "", lambda words: read(_loaded(words)), value)
    return _loaded(kept) if kept else plain


def _loaded(words: str) -> Any:
    """A value of its JSON; None where it is none."""
    try:
        return json.loads(words, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
