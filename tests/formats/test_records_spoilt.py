"""Files of records spoilt one way at a time: told, counted, and never a traceback, a hang or a lost neighbour."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from record_files import FILES, FOLDER, RIS, raw_of

from effectbank.formats.record_formats import FORMATS
from effectbank.formats.records import RecordsRead, read_records, records_of
from effectbank.problems import BadInput, NotInstalled, UnknownName


def counts(read: RecordsRead) -> tuple[int, int, int]:
    """Starts, read, rejected; which must agree."""
    assert read.read + read.rejected == read.starts
    assert "miscounted" not in {problem.code for problem in read.problems}
    return read.starts, read.read, read.rejected


def told(read: RecordsRead, code: str) -> list[str]:
    return [str(problem) for problem in read.problems if problem.code == code]


# --- line breaks, marks and encodings ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*RIS, "pubmed.nbib", "web_of_science.txt", "zotero.bib", "latex.bib"])
@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_line_breaks_of_other_systems(name: str, ends: bytes) -> None:
    assert records_of(name, raw_of(name).replace(b"\n", ends)).records == read_records(FOLDER / name).records


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_is_told_and_passed_over(name: str) -> None:
    read = records_of(name, b"\xef\xbb\xbf" + raw_of(name))
    assert read.records == read_records(FOLDER / name).records
    assert len(told(read, "byte-order-mark")) == 1


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".xml")])
def test_utf16_with_its_mark(name: str) -> None:
    read = records_of(name, raw_of(name).decode().encode("utf-16"))
    assert read.records == read_records(FOLDER / name).records
    assert len(told(read, "utf-16")) == 1


@pytest.mark.parametrize("name", ["zotero.ris", "mendeley.ris", "embase.ris"])
def test_latin_1_is_read_and_told(name: str) -> None:
    raw = raw_of(name).decode().encode("latin-1")
    read = records_of(name, raw)
    assert read.records == read_records(FOLDER / name).records
    assert bool(told(read, "legacy-encoding")) == (not raw.isascii())


def test_two_encodings_glued_together() -> None:
    """One half is UTF-8, the other Windows-1252: each line is read as what it is."""
    raw = raw_of("zotero.ris") + raw_of("mendeley.ris").decode().encode("cp1252")
    read = records_of("both.ris", raw)
    assert counts(read) == (4, 4, 0)
    assert read.records[0].authors[0].given == "Ana Lúcia"
    assert read.records[2].authors[1].family == "Sörensen"
    (problem,) = told(read, "legacy-encoding")
    assert "1 line not in UTF-8, read as Windows-1252, and 4 others as UTF-8" in problem


def test_files_glued_together_with_their_marks() -> None:
    raw = b"\xef\xbb\xbf" + raw_of("zotero.ris") + b"\xef\xbb\xbf" + raw_of("mendeley.ris")
    read = records_of("both.ris", raw)
    assert counts(read) == (4, 4, 0)
    assert read.records[2].title.startswith("Brief intervention")


# --- cut short, doubled, mixed up --------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
def test_cut_short(name: str, share: float) -> None:
    raw = raw_of(name)
    read = records_of(name, raw[: int(len(raw) * share)])
    starts, _, _ = counts(read)
    assert starts <= read_records(FOLDER / name).starts
    whole = read_records(FOLDER / name).records
    assert read.records[: max(read.read - 1, 0)] == whole[: max(read.read - 1, 0)]


@pytest.mark.parametrize("name", [*RIS, "pubmed.nbib", "web_of_science.txt", "zotero.bib"])
def test_a_file_twice_over(name: str) -> None:
    once = read_records(FOLDER / name)
    twice = records_of(name, raw_of(name) + b"\n" + raw_of(name))
    assert counts(twice) == (2 * once.starts, 2 * once.read, 2 * once.rejected)
    assert twice.records[once.read :] == once.records or name == "by_hand.ris"


@pytest.mark.parametrize("name", FILES)
def test_the_ending_is_not_believed(name: str) -> None:
    for ending in (".ris", ".nbib", ".xml", ".bib", ".json", ".csv", ".docx", ""):
        read = records_of(f"records{ending}", raw_of(name))
        assert read.records == read_records(FOLDER / name).records
    wrong = ".bib" if not name.endswith(".bib") else ".ris"
    assert len(told(records_of(f"records{wrong}", raw_of(name)), "other-ending")) == 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("format_", FORMATS)
def test_read_as_a_format_it_is_not(name: str, format_: str) -> None:
    counts(records_of(name, raw_of(name), format=format_))


def test_formats_are_named() -> None:
    with pytest.raises(UnknownName, match="did you mean nbib"):
        records_of("a.txt", b"PMID- 1\n", format="nbibb")
    assert records_of("a.txt", b"PMID- 1\n", format="ris").starts == 0


# --- records with little in them ---------------------------------------------------------------------------


def test_a_record_of_nothing_is_rejected() -> None:
    read = records_of("a.ris", b"TY  - JOUR\nER  - \n\nTY  - JOUR\nTI  - a\nER  - \nTY  - BOOK\nAU  -\nER  -\n")
    assert counts(read) == (3, 1, 2)
    assert [problem.place.line for problem in read.problems if problem.code == "record-rejected"] == [1, 7]


def test_records_without_a_title_are_read_and_told_once() -> None:
    read = records_of("a.ris", b"TY  - JOUR\nAU  - A, B\nER  - \n" * 5)
    assert counts(read) == (5, 5, 0)
    assert told(read, "record-no-title") == [
        "a.ris:1: warning: 5 records without a title — look them up in their database"
    ]


def test_a_record_without_its_first_line() -> None:
    read = records_of("a.ris", b"TY  - JOUR\nTI  - one\nER  - \n\nAU  - Doe, J\nTI  - two\nER  - \n")
    assert counts(read) == (2, 2, 0)
    assert (read.records[1].title, read.records[1].kind, read.records[1].place.line) == ("two", "", 5)
    assert len(told(read, "record-no-type")) == 1


def test_tags_given_twice_are_kept() -> None:
    read = records_of(
        "a.ris", b"TY  - JOUR\nTI  - one\nTI  - two\nDO  - 10.1000/a\nDO  - 10.1000/b\nVL  - 1\nVL  - 1\nER  - \n"
    )
    (record,) = read.records
    assert (record.title, record.doi, record.volume) == ("one", "10.1000/a", "1")
    assert record.other == (("ris:TI", "two"), ("ris:DO", "10.1000/b"), ("ris:VL", "1"))


def test_an_empty_tag_hides_no_other() -> None:
    (record,) = records_of("a.ris", b"TY  - JOUR\nTI  -\nTI  - t\nDO  - \nDO  - 10.1000/a\nER  - \n").records
    assert (record.title, record.doi) == ("t", "10.1000/a")
    assert record.other == (("ris:TI", ""), ("ris:DO", ""))


def test_unknown_tags_keep_their_order() -> None:
    raw = b"TY  - JOUR\nX1  - a\nTI  - t\nX2  - b\nX1  - c\nPMID  - 0123\nER  - \n"
    (record,) = records_of("a.ris", raw).records
    assert record.other == (("ris:X1", "a"), ("ris:X2", "b"), ("ris:X1", "c"))
    assert (record.pmid, record.written) == ("123", (("ris:PM", "0123"),))


def test_what_is_no_doi_and_no_year_is_kept() -> None:
    raw = b"TY  - JOUR\nTI  - t\nDO  - n/a\nPY  - forthcoming\nSN  - none\nER  - \n"
    (record,) = records_of("a.ris", raw).records
    assert (record.doi, record.year, record.ids) == ("", None, ())
    assert record.other == (("ris:DO", "n/a"), ("ris:PY", "forthcoming"), ("ris:SN", "none"))


# --- JSON --------------------------------------------------------------------------------------------------


def test_nan_is_unknown_and_told() -> None:
    read = records_of("a.json", b'[{"id": "a", "type": "book", "title": "t", "volume": NaN, "issue": -Infinity}]')
    assert (read.records[0].volume, read.records[0].issue) == ("", "")
    assert len(told(read, "not-a-number")) == 1


def test_keys_given_twice_are_told() -> None:
    read = records_of("a.json", b'[{"id": "a", "title": "one", "title": "two"}]')
    assert read.records[0].title == "two"
    assert "'title' is given twice" in told(read, "named-twice")[0]


def test_a_list_that_breaks_off_is_read_up_to_there() -> None:
    read = records_of("a.json", b'[\n{"id": "a", "title": "one"},\n{"id": "b", "title": "tw')
    assert counts(read) == (2, 1, 1)
    (problem,) = (one for one in read.problems if one.code == "record-rejected")
    assert (problem.place.line, problem.place.key) == (3, "record 2")


def test_one_record_a_line() -> None:
    raw = b'{"id": "https://openalex.org/W1", "title": "one"}\n{"id": "https://openalex.org/W2", "title": "two"}\n'
    read = records_of("a.jsonl", raw)
    assert (read.format, counts(read)) == ("OpenAlex", (2, 2, 0))


JSON_FORMATS = {
    "zotero.json": "csl-json",
    "openalex.json": "openalex",
    "crossref.json": "crossref",
    "clinical_trials.json": "clinical-trials",
}


@pytest.mark.parametrize("value", ["1", '"text"', "null", "[]", "[[1]]", "true", "{}", '{"a": {"b": []}}'])
def test_values_of_the_wrong_kind_anywhere(value: str) -> None:
    """Every key of every sample in turn holds something it never holds."""
    import json

    for name, format_ in JSON_FORMATS.items():
        document = json.loads(raw_of(name))
        for place, key in list(slots(document)):
            kept = place[key]
            place[key] = json.loads(value)
            counts(records_of(name, json.dumps(document).encode(), format=format_))
            place[key] = kept


def slots(value: object):
    """Every place in a document that holds a value: (the list or object, the index or key)."""
    if isinstance(value, dict | list):
        for key, one in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from slots(one)


def test_an_inverted_index_with_places_beyond_reason() -> None:
    raw = b'{"id": "https://openalex.org/W1", "title": "t", "abstract_inverted_index": '
    raw += b'{"b": [1000000000, "x", -1], "a": [5]}}'
    (record,) = records_of("a.json", raw).records
    assert record.abstract == "b a b"


# --- what is no file of records ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw", [b"", b" \n\t\n", b"hello", bytes(range(256)) * 20, b"PK\x03\x04" * 100, b"\x00" * 1000, b"\xff" * 100]
)
def test_no_records_at_all(raw: bytes) -> None:
    for ending in (".ris", ".nbib", ".xml", ".bib", ".json", ".csv", ".txt", ""):
        read = records_of(f"a{ending}", raw)
        assert counts(read) == (0, 0, 0)
        assert {problem.code for problem in read.problems} & {"no-records", "unknown-format"}


def test_folders_and_missing_files(tmp_path) -> None:
    with pytest.raises(BadInput, match="is no file"):
        read_records(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_records(tmp_path / "none.ris")


def test_without_their_packages_xml_and_bibtex_name_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lxml", "lxml.etree", "bibtexparser", "bibtexparser.splitter"):
        monkeypatch.setitem(sys.modules, module, None)
    for name in ("pubmed.xml", "endnote.xml", "zotero.bib"):
        with pytest.raises(NotInstalled, match=r"pip install 'effectbank\[formats\]'"):
            read_records(FOLDER / name)
    assert read_records(FOLDER / "zotero.ris").read == 2


def test_the_door_loads_no_optional_package() -> None:
    code = (
        "import sys, effectbank.formats.records; print([m for m in ('lxml', 'bibtexparser') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- bombs -------------------------------------------------------------------------------------------------

MILLION = 1_000_000
BOMBS = {
    "a line of a million signs": b"TY  - JOUR\nTI  - " + b"a" * MILLION + b"\nER  - \n",
    "a million lines that go on": b"TY  - JOUR\nAB  - a\n" + b"b\n" * MILLION + b"ER  - \n",
    "a million blank lines": b"TY  - JOUR\nAB  - a\n" + b"\n" * MILLION + b"ER  - \n",
    "half a million keywords": b"TY  - JOUR\nTI  - t\n" + b"KW  - b\n" * (MILLION // 2) + b"ER  - \n",
    "half a million unknown tags": b"TY  - JOUR\nTI  - t\n" + b"X1  - b\n" * (MILLION // 2) + b"ER  - \n",
    "a hundred thousand last lines": b"TY  - JOUR\nTI  - t\n" + b"ER  - \n" * (MILLION // 10),
    "a hundred thousand first lines": b"TY  - JOUR\n" * (MILLION // 10),
    "many stray lines": b"TY  - JOUR\nTI  - t\nER  - \n" + b"x\n" * (MILLION // 4),
    "a hundred thousand commas in a name": b"TY  - JOUR\nAU  - " + b"a, " * 100_000 + b"\nER  - \n",
    "digits in a date": b"TY  - JOUR\nPY  - " + b"1" * MILLION + b"\nDA  - " + b"1 May" * 100_000,
    "slashes in a doi": b"TY  - JOUR\nDO  - " + b"10.1000/" * 100_000 + b"\nUR  - " + b"doi.org/" * 100_000,
    "digits in a serial number": b"TY  - JOUR\nTI  - t\nSN  - " + b"1 - " * 100_000 + b"\nER  - \n",
    "a million lines of MEDLINE": b"PMID- 1\nTI  - t\n" + b"MH  - b\n" * (MILLION // 2),
    "a hundred thousand empty records of MEDLINE": b"PMID- \n" * (MILLION // 10),
    "many lines of Web of Science": b"PT J\nAU a\n" + b"   b\n" * (MILLION // 5),
    "brackets": b"[" * MILLION,
    "objects": b'{"a":' * 100_000,
    "closed brackets in a record": b'[{"id":"a","title":"t","x":' + b"[" * 900 + b"]" * 900 + b"}]",
    "closed brackets beyond the cap": b'[{"id":"a","title":"t","x":' + b"[" * 200 + b"]" * 200 + b"}]",
    "a number of a million digits": b'[{"id":"a","title":"t","volume":' + b"9" * MILLION + b"}]",
    "a hundred thousand lines that are no records": b"1\n" * (MILLION // 10),
    "a hundred thousand empty items": b"[" + b"{}," * (MILLION // 10) + b"{}]",
    "many braces": b"@article{a, title = {" + b"{" * (MILLION // 4),
    "many closed braces": b"@article{a, title = {" + b"{" * 100_000 + b"}" * 100_000 + b"}}",
    "many commas": b"@article{a" + b"," * (MILLION // 4),
    "quotes": b'@article{a, title = ' + b'"a" # ' * 30_000 + b'"a"}',
    "backslashes": b"@article{a, title = {" + b"\\" * 500_001 + b"a}}",
    "accents": b"@article{a, title = {" + b"\\'{" * 100_000 + b"}" * 100_000 + b"}}",
    "names": b"@article{a, author = {" + b"A and " * 30_000 + b"B}}",
    "at signs": b"@" * MILLION,
    "entries that don't close": b"@article{a\n" * 20_000,
    "a macro of macros": b'@string{a0 = "aaaa"}' + b"".join(
        b"@string{a%d = a%d # a%d}\n" % (i + 1, i, i) for i in range(60)
    ) + b"@article{k, title = a60}",
    "records that don't close": b"<xml>" + b"<record><ref-type>" * 10_000,
    "empty records": b"<xml><ref-type/>" + b"<record/>" * 20_000 + b"</xml>",
    "a record a million deep": b"<xml><record><ref-type/>" + b"<a>" * MILLION,
    "many elements under a long name":
        b"<xml><record><ref-type/><" + b"n" * 40_000 + b">" + b"<b>x</b>" * 50_000,
    "many elements under a long attribute":
        b"<xml><record><ref-type/><a b='" + b"x" * (4 * MILLION) + b"'>" + b"<b>x</b>" * 50_000,
    "quotes in a table": b"NCT Number,Study Title\n" + b'"a' * 300_000,
    "a long cell": b"NCT Number,Study Title\nNCT1," + b"a" * (2 * MILLION) + b"\n",
    "many columns": b"NCT Number," + b"a," * 300_000 + b"\nNCT1,b\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_goes_off(name: str) -> None:
    start = time.process_time()
    counts(records_of("a.txt", BOMBS[name]))
    assert time.process_time() - start < 30


HUNGRY = (
    "a line of a million signs", "a million lines that go on", "half a million unknown tags", "objects",
    "a number of a million digits", "a macro of macros", "a record a million deep",
    "many elements under a long name", "many elements under a long attribute", "a long cell", "many columns",
)  # fmt: skip


def test_the_bombs_need_little_memory() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(FOLDER.parent.parent)!r})\n"
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "from test_records_spoilt import BOMBS, HUNGRY; from effectbank.formats.records import records_of\n"
        "for name in HUNGRY: records_of('a.txt', BOMBS[name])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def words_of(name: str, text: str) -> tuple[list[str], int]:
    """The Problems of a file in words, and how many records were read."""
    done = records_of(name, text.encode())
    return [str(problem).partition(" — ")[0] for problem in done.problems], done.read


def test_keys_and_dois_given_twice_are_told_and_cost_nothing() -> None:
    one, other = (
        f"@book{{b1,\n  title = {{{title}}}, year = 2002, doi = {{{doi}}}\n}}\n"
        for title, doi in (("A book", "10.1000/abc"), ("Another", "https://doi.org/10.1000/ABC"))
    )
    assert words_of("x.bib", one + other) == (
        [
            "x.bib:4 [b1]: note: 1 record with the DOI of an earlier one; all are read",
            "x.bib:4 [b1]: warning: 1 record with the key of an earlier one; all are read",
        ],
        2,
    )


def test_a_type_that_ris_does_not_have_is_told() -> None:
    text = "TY  - XXXX\nTI  - A\nER  - \n\nTY  - JOUR\nTI  - B\nER  - \n"
    told = "x.ris:1 [XXXX]: warning: 1 record of a type that RIS doesn't have; read, of unknown kind"
    assert words_of("x.ris", text) == ([told], 2)


def test_of_an_entry_that_is_not_closed_its_own_line_and_key_are_told() -> None:
    text = "@article{a1,\n  title = {Never closed, year = 2001\n}\n@book{b1,\n  title = {A book}, year = 2002\n}\n"
    told = "x.bib:1 [a1]: error: a record begins here that is not read: it isn't closed, for the next one (@book) "
    found, read = words_of("x.bib", text)
    assert found == [f"{told}begins within it"]
    assert read == 1
