"""Faults of files of records, one function each; the docstring is the documentation."""

from __future__ import annotations

from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import error, note, shown, warning

REJECTED = "record-rejected"


def rejected(place: Place, reason: str, hint: str = "") -> Problem:
    """A record that begins in the file but can't be read: counted, told, and not among the records."""
    return error(REJECTED, place, f"a record begins here that is not read: {reason}", hint)


def too_large(file: str, size: int, cap: int) -> Problem:
    """A file over the cap of bytes."""
    message = f"{size:,} bytes, over the cap of {cap:,}, so it is not read"
    return error("too-large", Place(file=file), message, "export it in parts")


def no_records(file: str, format_: str) -> Problem:
    """A file in which no record begins."""
    return error("no-records", Place(file=file), f"no record of {format_} begins in it", "is it the right file?")


def unknown_format(file: str, known: list[str]) -> Problem:
    """A file that is like none of the formats known."""
    message = "is like no format of records known here, so it is not read"
    return error("unknown-format", Place(file=file), message, f"name it if you know it; known: {', '.join(known)}")


def other_ending(file: str, ending: str, label: str) -> Problem:
    """A file whose ending says another format than its content: the content is believed."""
    return note(
        "other-ending", Place(file=file), f"ends in {shown(ending)}, but is read as {label}, which it holds"
    )


def miscounted(file: str, starts: int, read: int, told: int) -> Problem:
    """Records begin that were neither read nor told: a fault of the program."""
    message = f"{starts:,} records begin, but {read:,} are read and {told:,} rejected"
    return error("miscounted", Place(file=file), message, "this is a fault of the program; please report it")


def no_end(place: Place, number: int) -> Problem:
    """Records without their last line (ER): read up to where the next begins."""
    message = f"{counted(number)} without the line that ends it (ER); read up to where the next begins"
    return warning("record-no-end", place, message, "was the file cut short, or are records glued together?")


def no_type(place: Place, number: int) -> Problem:
    """Records without their first line (TY): read, of unknown kind."""
    message = f"{counted(number)} without the line that begins it (TY); read, of unknown kind"
    return warning("record-no-type", place, message, "was the file edited by hand?")


def unknown_type(place: Place, number: int) -> Problem:
    """Records whose first line (TY) gives a type that RIS doesn't have: read, of unknown kind."""
    message = f"{counted(number)} of a type that RIS doesn't have; read, of unknown kind"
    return warning("record-unknown-type", place, message, "mend its TY line: JOUR, BOOK, CHAP, THES, RPRT …")


def same_key(place: Place, number: int) -> Problem:
    """Records of a BibTeX file with the key of an earlier one: all are read, but a citation means only one."""
    message = f"{counted(number)} with the key of an earlier one; all are read"
    return warning("record-same-key", place, message, "give each a key of its own")


def same_doi(place: Place, number: int) -> Problem:
    """Records with the DOI of an earlier one: all are read, and they may be of one document."""
    return note("record-same-doi", place, f"{counted(number)} with the DOI of an earlier one; all are read")


def several_dois(place: Place, number: int) -> Problem:
    """Records with more DOIs than one: a Record has one, so the others stay among what no field holds."""
    message = f"{counted(number)} with more than one DOI; the first is taken, the others are kept beside it"
    return note("record-several-dois", place, message)


def no_title(place: Place, number: int) -> Problem:
    """Records without a title."""
    return warning("record-no-title", place, f"{counted(number)} without a title", "look them up in their database")


def between(place: Place, number: int, sample: str) -> Problem:
    """Lines between records, as some databases write them (numbers, search strategies): no part of any."""
    message = f"{number:,} line{'s' * (number != 1)} between records, no part of any: {shown(sample)} …"
    return note("between-records", place, message)


def broken_extension(place: Place) -> Problem:
    """What EffectBank itself added to a record, but spoilt since: kept as text."""
    message = "what EffectBank added to this record cannot be read; kept among its other fields"
    return warning("broken-extension", place, message, "was the file edited by hand?")


def not_a_number(place: Place, number: int) -> Problem:
    """NaN or Infinity, which JSON doesn't have: read as unknown."""
    return warning("not-a-number", place, f"{number:,} times NaN or Infinity; read as unknown")


def named_twice(place: Place, key: str, number: int) -> Problem:
    """A key given twice in one object: the last stands."""
    return warning("named-twice", place, f"{shown(key)} is given twice ({number:,} such keys); the last stands")


def one_page(place: Place, items: int, total: int) -> Problem:
    """A page of an answer that has more of them."""
    message = f"holds {items:,} of {total:,} records found; it is one page of several"
    return warning("one-page", place, message, "get the other pages too")


def no_column(place: Place, column: str) -> Problem:
    """A table without the column that tells its records: nothing of it is read."""
    message = f"has no column {column!r}, so none of its rows is read"
    return error("no-column", place, message, "download it again, with all columns")


def json_syntax(place: Place, reason: str) -> Problem:
    """JSON that breaks off or isn't JSON: what can be read is."""
    hint = "get the whole file again"
    return error("json-syntax", place, f"is not JSON: {reason}; from here on the file is not read", hint)


def counted(number: int) -> str:
    """ "1 record", "2 records"."""
    return f"{number:,} record{'s' * (number != 1)}"
