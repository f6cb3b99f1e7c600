"""Whatever is in a Record, it is written, and read back equal."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from some_records import RECORDS

from effectbank.formats.bibliography.bibtex_writing import bibtex_of
from effectbank.formats.bibliography.ris_writing import ris_of
from effectbank.formats.bibtex import read_bibtex
from effectbank.formats.csl_json import csl_json_of, read_csl_json
from effectbank.formats.ris import read_ris
from effectbank.screening.record import Author, Record


@given(st.lists(RECORDS, max_size=3))
@example([Record(editors=(Author(given="1,  1"),))])  # blanks within one line are read as they stand
@settings(max_examples=150, deadline=None)
def test_ris(records: list[Record]) -> None:
    back = read_ris("a.ris", ris_of(records).encode("utf-8", "replace"))
    assert list(back.records) == records
    assert back.starts == len(records)


@given(st.lists(RECORDS, max_size=3))
@settings(max_examples=150, deadline=None)
def test_bibtex(records: list[Record]) -> None:
    back = read_bibtex("a.bib", bibtex_of(records).encode("utf-8", "replace"))
    assert list(back.records) == records
    assert back.starts == len(records)


@given(st.lists(RECORDS, max_size=3))
@settings(max_examples=150, deadline=None)
def test_csl_json(records: list[Record]) -> None:
    back = read_csl_json("a.json", csl_json_of(records).encode("utf-8", "replace"))
    assert list(back.records) == records
    assert back.starts == len(records)
