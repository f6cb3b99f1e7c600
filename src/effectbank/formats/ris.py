"""RIS, in the dialects that databases and reference managers write; each record by its TY line, none lost."""

from __future__ import annotations

import re
from dataclasses import replace

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.reading import Reading, RecordsRead, tell_between
from effectbank.formats.bibliography.ris_fields import CARRIED, record_of, values_of
from effectbank.formats.bibliography.tagged import Dialect, Fields, Lines, each_line, groups_of, heads_of, lines_of
from effectbank.problems import Place
from effectbank.screening.identifiers import doi_of
from effectbank.screening.record import Record

LABEL = "RIS"
BLANK = "[ \\t\u00a0]"
# With one space before the dash, only tags of the format: a wrapped line may well begin with "CI - ".
KNOWN = (
    "A[1-4D]|A[BNUTV]|B[TP]|C[1-8ANPTY]|D[ABOP]|E[DPRT]|I[DS]|J[1-2AFO]|K[WP]|L[1-4ABK]|M[1-3]|N[12]|O[P]|P[BMPY]|"
    "R[IPN]|S[ENPT]|T[1-3AITY]|U[1-5R]|V[LO]|Y[12]"
)
WIDE, NARROW = f"{BLANK}{{2,3}}-", f"{BLANK}?-(?:{BLANK}|$)"
NAME = "[A-Z][A-Z0-9]{1,3}"
TAG = re.compile(
    f"(?={NAME}{WIDE}|(?:{KNOWN}){NARROW}|ER{BLANK}*$)({NAME}){BLANK}*-?{BLANK}*", re.MULTILINE
)  # some write ER without its dash
RIS = Dialect(first="TY", last="ER", tag=TAG, heads=heads_of("  - "), values=values_of)


def read_ris(file: str, raw: bytes) -> RecordsRead:
    """Every record of a RIS file; what stands between records is told, and is no part of any."""
    text, problems = lines_of(file, raw)
    reading = Reading(file=file, format=LABEL, problems=problems)
    stray: list[tuple[int, str]] = []
    for group in groups_of(each_line(text), RIS):
        if group.fields is None:
            stray += _without_first_lines(group.stray, reading)
            continue
        place = Place(file=file, line=group.line)
        _add(group.fields, place, reading)
        if not group.ended:
            reading.tally(faults.no_end, place)
    tell_between(stray, reading)
    return reading.done()


def _without_first_lines(lines: Lines, reading: Reading) -> Lines:
    """The stray lines of those between two records; lines with tags up to an ER are a record without its TY."""
    stray: list[tuple[int, str]] = []
    part: list[tuple[int, str]] = []
    for number, line in lines:
        part.append((number, line))
        tag = TAG.match(line)
        if tag is None or tag[1] != RIS.last:
            continue
        tagged = next(at for at, (_, one) in enumerate(part) if TAG.match(one))
        stray += part[:tagged]
        if tagged + 1 == len(part):  # nothing but the ER
            stray += part[tagged:]
        else:
            place = Place(file=reading.file, line=part[tagged][0])
            (group, *_) = groups_of([one for _, one in part[tagged:]], RIS, within=part[tagged][0])
            _add(group.fields or Fields({}, []), place, reading)
            reading.tally(faults.no_type, place)
        part = []
    return [*stray, *part]


def _add(fields: Fields, place: Place, reading: Reading) -> None:
    """A record of these fields, unless there is nothing in it."""
    reading.starts += 1
    if not fields.say_more_than(RIS.first):
        reading.reject(place, "it has no field but its type", "export it again, or delete it")
        return
    type_ = fields.peek(RIS.first)[1]
    record = record_of(fields, place)
    if type_ and not record.kind:
        reading.tally(faults.unknown_type, replace(place, key=type_))
    if record.other:
        _tell_rest(record, place, reading)
    reading.add(record, place)


def _tell_rest(record: Record, place: Place, reading: Reading) -> None:
    """What is told of the tags that no field took."""
    if any(key == "ris:DO" and doi_of(words) not in ("", record.doi) for key, words in record.other):
        reading.tally(faults.several_dois, place)
    if any(key == f"ris:{CARRIED}" for key, _ in record.other):
        reading.problems.append(faults.broken_extension(place))
