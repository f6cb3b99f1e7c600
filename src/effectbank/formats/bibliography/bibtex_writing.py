"""Records as BibTeX, which comes back as it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from effectbank.formats.bibliography.as_written import AsWritten, native
from effectbank.formats.bibliography.bibtex_fields import CARRIED, KEY, SYNONYMS, TYPE, record_of
from effectbank.formats.bibliography.bibtex_forms import FORMS, KINDS, TYPES
from effectbank.formats.bibliography.bibtex_values import MONTHS, stands
from effectbank.formats.bibliography.dates import parts_of
from effectbank.formats.bibliography.extension import carried
from effectbank.formats.bibliography.tagged import Fields, as_read
from effectbank.formats.bibliography.tex_text import to_tex
from effectbank.screening.record import Record

NAME, ENTRY_TYPE = re.compile(r"[a-z][a-z0-9_-]*"), re.compile(r"(?!comment|preamble|string)[a-z]\w*", re.ASCII)
BAD_IN_A_KEY = re.compile(r"[\s,{}()=#%\"'~@\\]")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
ABBREVIATED = {name: f"{short}" for short, name in MONTHS.items()}
ID_FIELDS = ("issn", "isbn", "pmcid")


def bibtex_of(records: Iterable[Record]) -> str:
    """The text of a BibTeX file; a record without a key that BibTeX takes gets one for the file."""
    used: set[str] = set()
    return "\n".join(_entry(record, used) for record in records)


def _entry(record: Record, used: set[str]) -> str:
    pairs = [(tag, as_read(tex)) for tag, tex in _pairs(record, _key(record, used))]
    pairs = [(tag, tex) for tag, tex in pairs if tex and (tag[0] == TYPE or stands(tex))]
    if rest := carried(record, record_of(Fields.of(pairs))):
        pairs.append((CARRIED, STRING.sub(_without_braces, rest)))
    values = dict(pairs[:2])
    fields = "".join(f"  {tag} = {_enclosed(tag, tex)},\n" for tag, tex in pairs[2:])
    return f"@{values[TYPE]}{{{values[KEY]},\n{fields}}}\n"


def _enclosed(tag: str, tex: str) -> str:
    return ABBREVIATED[tex] if tag == "month" and tex in ABBREVIATED else f"{{{tex}}}"


def _without_braces(found: re.Match[str]) -> str:
    """A string of JSON with its braces spelt out, as BibTeX counts them."""
    return found[0].replace("{", "\\u007b").replace("}", "\\u007d")


def _key(record: Record, used: set[str]) -> str:
    """The record's own key, or one of its first author and year that the file doesn't have yet."""
    if record.key and not BAD_IN_A_KEY.search(record.key) and record.key == as_read(record.key):
        used.add(record.key)
        return record.key
    first = str(record.authors[0]).partition(",")[0] if record.authors else ""
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    name = re.sub(r"\W", "", plain).lower() + str(record.year or "") or "record"
    key, number = name, 1
    while key in used:
        number += 1
        key = f"{name}_{number}"
    used.add(key)
    return key


def _pairs(record: Record, key: str) -> Iterator[tuple[str, str]]:
    """The type, the key, and the fields in TeX, as the source wrote them where that is known."""
    written = AsWritten(record, "bibtex")
    type_ = written.of(TYPE, TYPES.get(record.kind, "misc"), lambda words: KINDS.get(words, ""), record.kind)
    yield TYPE, type_ if ENTRY_TYPE.fullmatch(type_) else "misc"
    yield KEY, key
    for tag, form in FORMS.items():
        value = getattr(record, form.field)
        name = "booktitle" if tag == "journal" and record.kind in ("chapter", "paper-conference") else tag
        yield name, written.of(tag, form.write(value), form.read, value)
    yield from _when(record)
    for scheme in ID_FIELDS:
        yield scheme, next(iter(record.ids_of(scheme)), "")
    yield from zip(("note", "annote"), map(to_tex, record.notes), strict=False)
    taken = {*SYNONYMS, *ID_FIELDS, "note", "annote", "year", "month", "day", CARRIED}
    for tag, tex in native(record.other, "bibtex"):
        if NAME.fullmatch(tag) and tag not in taken:
            yield tag, tex


def _when(record: Record) -> Iterator[tuple[str, str]]:
    if record.year is None:
        return
    yield "year", f"{record.year:04}"
    parts = parts_of(record.date) or []
    if len(parts) > 1 and parts[0] == record.year:
        yield "month", list(MONTHS.values())[parts[1] - 1]
    if len(parts) > 2 and parts[0] == record.year:
        yield "day", str(parts[2])
