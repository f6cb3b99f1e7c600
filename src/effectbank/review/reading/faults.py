"""Every fault that reading can meet, one function each: it words its Problem. Its docstring is its documentation.

A fault of reading is about how something is written; what it says is judged by effectbank.review.checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from effectbank.problems import Place, Problem, Severity, did_you_mean, nearest

LONGEST_SHOWN = 60


def shown(found: object) -> str:
    """What was found, in quotes, with control characters spelt out, and cut when long."""
    words = repr(found) if isinstance(found, str) else str(found)
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"


def error(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A Problem that fails `check`."""
    return Problem(code=code, severity=Severity.ERROR, place=place, message=message, hint=hint)


def warning(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A Problem that may mislead a reader."""
    return Problem(code=code, severity=Severity.WARNING, place=place, message=message, hint=hint)


def note(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A Problem worth knowing."""
    return Problem(code=code, severity=Severity.NOTE, place=place, message=message, hint=hint)


# --- the folder --------------------------------------------------------------------------------------------


def symlink(file: str) -> Problem:
    """A link in the folder: it may lead out of it, so it is never followed."""
    return error("symlink", Place(file=file), "a link, which is not followed", "put the file itself in the folder")


def odd_name(file: str) -> Problem:
    """A file name with bytes that are not UTF-8, or with control characters."""
    return error("odd-name", Place(file=file), "the file's name cannot be printed as it is", "rename the file")


def unreadable(file: str, reason: str) -> Problem:
    """A file that the system does not let us read, or that is no ordinary file."""
    return error("unreadable", Place(file=file), f"cannot be read: {reason}")


def too_large(file: str, size: int, cap: int) -> Problem:
    """A file over the cap for one file."""
    message = f"{size:,} bytes, over the cap of {cap:,} for one file, so it is not read"
    return error("too-large", Place(file=file), message, "split it, or raise the cap with Caps(file_bytes=…)")


def too_much(file: str, cap: int) -> Problem:
    """The file with which the folder goes over its cap of bytes."""
    message = f"with it the folder goes over the cap of {cap:,} bytes, so it is not read"
    return error(
        "too-much", Place(file=file), message, "keep only the entry's own files, or raise Caps(total_bytes=…)"
    )


def too_many(file: str, cap: int) -> Problem:
    """The first file over the cap of files: it and the rest are not read."""
    message = f"the folder holds more than {cap:,} files; from this one on they are not read"
    return error("too-many", Place(file=file), message, "keep only the entry's own files, or raise Caps(files=…)")


def unknown_file(file: str, known: Iterable[str]) -> Problem:
    """A file the format does not know: kept, but nothing reads it. A warning if its name looks mistyped."""
    near = nearest(file, known)
    if near:
        return warning("unknown-file", Place(file=file), "nothing reads this file", f"did you mean {near}?")
    return note("unknown-file", Place(file=file), "nothing reads this file", "it is kept as it is")


def missing_file(file: str, why: str) -> Problem:
    """A file without which the folder is no entry."""
    return error("missing-file", Place(file=file), f"there is no {file}", why)


# --- the bytes ---------------------------------------------------------------------------------------------


def byte_order_mark(file: str) -> Problem:
    """A UTF-8 byte-order mark, as spreadsheets write it: understood."""
    return note("byte-order-mark", Place(file=file, line=1), "begins with a byte-order mark, which is passed over")


def utf16(file: str) -> Problem:
    """A file in UTF-16 with its mark, as some spreadsheets write "Unicode text": understood."""
    return note("utf-16", Place(file=file, line=1), "is in UTF-16; read as such", "save it as UTF-8")


def not_utf8(file: str, line: int, byte: int) -> Problem:
    """Bytes that are not UTF-8: shown as U+FFFD, since to take them for another encoding would be a guess."""
    as_windows = bytes([byte]).decode("cp1252", "replace")
    message = f"byte 0x{byte:02X} is not UTF-8 (in Windows-1252 it would be {as_windows!r})"
    hint = 'save it as UTF-8 (in Excel: Save As, "CSV UTF-8")'
    return error("not-utf8", Place(file=file, line=line), message, hint)


def nul_bytes(file: str, line: int) -> Problem:
    """NUL characters: no text file holds them."""
    hint = "is it a spreadsheet or UTF-16 without its mark? save it as UTF-8 text"
    return error("nul-bytes", Place(file=file, line=line), "holds NUL characters", hint)


# --- CSV ---------------------------------------------------------------------------------------------------


def empty_file(file: str) -> Problem:
    """A CSV without even a header."""
    return error("empty-file", Place(file=file), "is empty", "give it a header line, or delete the file")


def other_delimiter(file: str, line: int, delimiter: str) -> Problem:
    """A CSV parted by semicolons or tabs, as spreadsheets of many countries write it: understood."""
    name = {";": "semicolons", "\t": "tabs"}[delimiter]
    return note("delimiter", Place(file=file, line=line), f"cells are parted by {name}; read as such")


def broken_quotes(file: str, line: int, reason: str) -> Problem:
    """A quoted cell that does not end, or goes on after its closing quote: the line is left out."""
    hint = 'a quote inside a quoted cell is written twice ("")'
    return error(
        "broken-quotes", Place(file=file, line=line), f"quotes do not pair ({reason}); line left out", hint
    )


def too_broken(file: str, line: int) -> Problem:
    """So many lines with broken quotes that the rest of the file is not read."""
    return error(
        "too-broken", Place(file=file, line=line), "too many broken lines; from here on the file is not read"
    )


def too_wide(file: str, line: int, columns: int, cap: int) -> Problem:
    """A header of more columns than any table has: the file is not read."""
    message = f"{columns:,} columns, over the cap of {cap:,}, so the file is not read"
    return error("too-wide", Place(file=file, line=line), message, "is it a table with one row a study or arm?")


def too_long(file: str, line: int, cap: int) -> Problem:
    """A table of more rows than any review has: those over the cap are not read."""
    message = f"more than {cap:,} rows; from this one on they are not read"
    return error("too-long", Place(file=file, line=line), message, "split the review")


def ragged_row(file: str, line: int, cells: int, columns: int) -> Problem:
    """A row with more cells than the header has columns: left out, for its cells may be under wrong headings."""
    message = f"{cells} cells under {columns} columns; the row is left out"
    return error(
        "ragged-row", Place(file=file, line=line), message, 'put a cell that holds a comma in quotes ("a, b")'
    )


def short_row(file: str, line: int, cells: int, columns: int) -> Problem:
    """A row with fewer cells than the header has columns: those at the end are taken as empty, that is unknown."""
    message = f"{cells} cells under {columns} columns; the last are taken as empty"
    return warning("short-row", Place(file=file, line=line), message, "end the row with its empty cells")


def duplicate_column(file: str, line: int, column: str) -> Problem:
    """Two columns of one name: only the first is read."""
    message = "the header holds this column twice; only the first is read"
    return error("duplicate-column", Place(file=file, line=line, key=column), message, "rename or delete one")


def unnamed_column(file: str, line: int, number: int) -> Problem:
    """Cells under a heading that is empty: nothing reads them."""
    message = f"column {number} has no heading, but its cells are not empty; nothing reads them"
    return warning("unnamed-column", Place(file=file, line=line), message, "give it a name")


def column_case(file: str, line: int, found: str, column: str) -> Problem:
    """A known column in capitals: understood."""
    return note("column-case", Place(file=file, line=line, key=column), f"{shown(found)} is read as {column}")


def missing_column(file: str, line: int, column: str, found: Iterable[str]) -> Problem:
    """A CSV without a column that it cannot do without: none of its rows is read."""
    message = f"has no column {column}, so none of its rows is read"
    there = ", ".join(name for name in found if name)
    near = nearest(column, [name for name in found if name])
    hint = (f"is {near} meant to be it? " if near else "") + f"columns found: {there}"
    return error("missing-column", Place(file=file, line=line, key=column), message, hint)


def unknown_column(file: str, line: int, column: str, known: Iterable[str]) -> Problem:
    """A column that nothing reads: an error where its name looks mistyped, else a note."""
    names = tuple(known)
    place, message = Place(file=file, line=line, key=column), f"nothing reads column {shown(column)}"
    tell = error if nearest(column, names) else note
    return tell("unknown-column", place, message, did_you_mean(column, names))


# --- cells -------------------------------------------------------------------------------------------------


def bad_number(place: Place, cell: str, wanted: str, hint: str) -> Problem:
    """A cell that should hold a number and does not: taken as unknown."""
    return error("bad-number", place, f"{shown(cell)} is not {wanted}; taken as unknown", hint)


def decimal_comma(place: Place, cell: str) -> Problem:
    """A decimal comma in a CSV parted by semicolons or tabs, where it has one meaning: understood."""
    return note("decimal-comma", place, f"{shown(cell)} is read with a decimal comma", "write a point")


def doubtful_comma(place: Place, cell: str) -> Problem:
    """A number with commas or spaces in it, which may be of thousands or decimals: refused, taken as unknown."""
    plain = "".join(sign for sign in cell if sign.isdigit())
    message = f"{shown(cell)} has a separator of thousands, or a decimal comma; taken as unknown"
    return error("doubtful-comma", place, message, f"write {plain}, or a decimal point")


def fractional_count(place: Place, cell: str) -> Problem:
    """A count with a fraction: taken as unknown."""
    return error(
        "fractional-count", place, f"{shown(cell)} is not a whole number; taken as unknown", "count people"
    )


def not_available(place: Place, cell: str) -> Problem:
    """NA, N/A, NR or nan in a cell of numbers: understood as unknown."""
    return note("not-available", place, f"{shown(cell)} is read as unknown", "leave an unknown cell empty")


def unknown_word(place: Place, found: str, known: Iterable[str]) -> Problem:
    """A word outside a closed list."""
    return error(
        "unknown-word", place, f"{shown(found)} is not one of the words known here", did_you_mean(found, known)
    )


def missing_cell(place: Place, row: str) -> Problem:
    """An empty cell where the row needs a name: the row is left out."""
    return error(
        "missing-cell", place, f"is empty, so the row is left out ({row})", "fill the cell or delete the row"
    )


def named_twice(place: Place, name: str, first: Place) -> Problem:
    """A name given twice: the first stands, the second is left out."""
    return error("named-twice", place, f"{shown(name)} is already on line {first.line}; this one is left out")


# --- TOML and JSON -----------------------------------------------------------------------------------------


def toml_syntax(place: Place, reason: str, left_out: str, hint: str = "") -> Problem:
    """TOML that does not parse: the table it stands in is left out, the rest is read."""
    return error("toml-syntax", place, f"is not TOML: {reason}; {left_out} left out", hint)


def unknown_key(place: Place, key: str, known: Iterable[str], elsewhere: Mapping[str, Iterable[str]]) -> Problem:
    """A key that nothing reads here, though it may be read in another table."""
    table = next((table for table, keys in elsewhere.items() if key in keys), "")
    hint = f"it belongs under [{table}]" if table else did_you_mean(key, known)
    return error("unknown-key", place, f"nothing reads the key {shown(key)}", hint)


def more_keys(place: Place, number: int) -> Problem:
    """Unknown keys of one table beyond those told one by one."""
    return error("unknown-key", place, f"nothing reads {number:,} more of its keys")


def wrong_type(place: Place, found: object, wanted: str) -> Problem:
    """A value of another kind than its key takes: passed over."""
    return error("wrong-type", place, f"{shown(found)} is not {wanted}; passed over")


def missing_key(place: Place, key: str, hint: str = "") -> Problem:
    """A table without a key that it cannot do without."""
    return error("missing-key", place, f"has no {key}", hint)


def nothing_chosen(place: Place, column: str) -> Problem:
    """A filter with an empty list: no study has one of no values."""
    hint = f'list the values, as {column} = ["…"], or delete the key to choose all'
    return error("nothing-chosen", place, "its list is empty, so no study is chosen", hint)


def huge_number(place: Place) -> Problem:
    """A whole number of more digits than anything counted has: passed over, for it may be too long to print."""
    return error("huge-number", place, "a whole number of 19 digits or more; passed over", "write it as text")


def not_one_function(place: Place, found: Iterable[str], known: Iterable[str]) -> Problem:
    """A named value without a function, or with several: it is left out."""
    message = (
        f"a value takes exactly one function, and this one has {' and '.join(found) or 'none'}; it is left out"
    )
    return error("not-one-function", place, message, f"known: {', '.join(known)}")


def json_syntax(place: Place, reason: str) -> Problem:
    """JSON that does not parse: the file is passed over."""
    return error("json-syntax", place, f"is not JSON: {reason}; the file is passed over")
