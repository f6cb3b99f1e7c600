"""RIS, in the dialects that databases and reference managers write; each record by its TY line, none lost."""

from __future__ import annotations

import re

from effectbank.formats import record_faults as faults
from effectbank.formats.record_reading import Lines, Reading, RecordsRead, numbered, tell_between
from effectbank.formats.ris_fields import CARRIED, record_of, values_of
from effectbank.formats.tagged import Dialect, Fields, fields_of, heads_of, lines_of, parts_of
from effectbank.problems import Place

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
    parts = parts_of(text, RIS)
    before = next(parts)
    stray = _after(before.text.split("\n"), before.line, reading)
    for part in parts:
        lines = part.text.split("\n")
        fields, end = fields_of(lines, RIS)
        place = Place(file=file, line=part.line)
        _add(fields, place, reading)
        if end == len(lines):
            reading.tally(faults.no_end, place)
        elif end + 1 < len(lines):
            stray += _after(lines[end + 1 :], part.line + end + 1, reading)
    tell_between(stray, reading)
    return reading.done()


def _after(lines: list[str], first: int, reading: Reading) -> Lines:
    """The stray lines of those that follow a record; lines with tags up to an ER are a record without its TY."""
    stray: Lines = []
    start = 0
    ends = [at for at, line in enumerate(lines) if (tag := TAG.match(line)) and tag[1] == RIS.last]
    for end in [*ends, len(lines)]:
        part = lines[start:end]
        tagged = next((at for at, line in enumerate(part) if TAG.match(line)), len(part))
        if end == len(lines) or tagged == len(part):  # no record ends here, or there is nothing in it
            stray += numbered(lines[start : end + 1], first + start)
        else:
            stray += numbered(part[:tagged], first + start)
            place = Place(file=reading.file, line=first + start + tagged)
            _add(fields_of(part[tagged:], RIS)[0], place, reading)
            reading.tally(faults.no_type, place)
        start = end + 1
    return stray


def _add(fields: Fields, place: Place, reading: Reading) -> None:
    """A record of these fields, unless there is nothing in it."""
    reading.starts += 1
    if not fields.say_more_than(RIS.first):
        reading.reject(place, "it has no field but its type", "export it again, or delete it")
        return
    record = record_of(fields, place)
    if any(key == f"ris:{CARRIED}" for key, _ in record.other):
        reading.problems.append(faults.broken_extension(place))
    reading.add(record, place)
