"""BibTeX and BibLaTeX, split by bibtexparser; an entry that can't be split is told, and costs no other."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.bibtex_fields import CARRIED, KEY, TYPE, record_of
from effectbank.formats.bibliography.bibtex_values import Macros, value_of
from effectbank.formats.bibliography.reading import Reading, RecordsRead, tell_between
from effectbank.formats.bibliography.tagged import Fields, lines_of
from effectbank.formats.extras import needed
from effectbank.problems import Place

LABEL = "BibTeX"
BEGINS = re.compile(r"@[ \t]*(?!(?:comment|preamble|string)\b)(\w+)[ \t]*[{(]", re.IGNORECASE)
NAMED = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()\"=]+)\s*,")
UNCLOSED = re.compile(r"Unexpected block start: `(.+?)`\..*")
HINT = "look for a brace or a quote that doesn't close, or a comma that is missing"


def read_bibtex(file: str, raw: bytes) -> RecordsRead:
    """Every entry of a BibTeX file; macros are spelt out, fields that a Record doesn't have are kept in TeX."""
    text, problems = lines_of(file, raw)
    reading = Reading(file=file, format=LABEL, problems=problems)
    splitter = needed("bibtexparser.splitter")
    try:
        with _silent():
            blocks = splitter.Splitter(text).split().blocks
    except Exception as fault:  # whatever bibtexparser stumbles over
        return _unread(reading, text, fault)
    macros = Macros()
    between: list[tuple[int, str]] = []
    keys: set[str] = set()
    for block in map(_inner, blocks):
        kind = type(block).__name__
        line = (block.start_line or 0) + 1
        if kind == "String":
            macros.define(block.key, value_of(block.value, macros))
        elif kind == "Entry":
            place = Place(file=file, line=line, key=block.key or None)
            _add(block, macros, place, reading)
            if block.key in keys:
                reading.tally(faults.same_key, place)
            elif block.key:
                keys.add(block.key)
        elif kind in ("ImplicitComment", "Preamble"):
            between.append((line, block.raw or ""))
        elif kind == "ParsingFailedBlock" and BEGINS.match(block.raw or ""):
            reading.starts += 1
            key = NAMED.match(block.raw)
            reading.reject(Place(file=file, line=line, key=key and key[1]), _reason(block.error), HINT)
        elif kind == "ParsingFailedBlock":
            between.append((line, block.raw or ""))
    tell_between(between, reading)
    return reading.done()


def _inner(block: Any) -> Any:
    """Of a block that is told as a duplicate, what it duplicates; any other as it is."""
    while (inner := getattr(block, "ignore_error_block", None)) is not None:
        block = inner
    return block


@contextmanager
def _silent() -> Iterator[None]:
    """bibtexparser logs what we tell as Problems."""
    logger = logging.getLogger("bibtexparser.splitter")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _add(entry: Any, macros: Macros, place: Place, reading: Reading) -> None:
    reading.starts += 1
    pairs = [(TYPE, entry.entry_type), (KEY, entry.key)]
    pairs += [(field.key.lower(), value_of(field.value, macros)) for field in entry.fields]
    record = record_of(Fields.of((tag, value) for tag, value in pairs if value or not tag.startswith(TYPE)), place)
    if any(key == f"bibtex:{CARRIED}" for key, _ in record.other):
        reading.problems.append(faults.broken_extension(place))
    reading.add(record, place)


def _reason(error: object) -> str:
    """What bibtexparser says; where it meets the next record's beginning, that this one is the one not closed."""
    words = " ".join(str(getattr(error, "abort_reason", error)).split())
    unclosed = UNCLOSED.fullmatch(words)
    return f"it isn't closed, for the next one ({unclosed[1]}) begins within it" if unclosed else words


def _unread(reading: Reading, text: str, fault: Exception) -> RecordsRead:
    """Every entry rejected, as bibtexparser itself stumbled over the file."""
    for begins in BEGINS.finditer(text):
        reading.starts += 1
        line = text.count("\n", 0, begins.start()) + 1
        reading.reject(Place(file=reading.file, line=line), f"bibtexparser fails on the file ({fault!r})", HINT)
    return reading.done()
