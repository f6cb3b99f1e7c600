"""However a file of records is spoilt: the count agrees, nothing is raised, and what is read can be written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effectbank.formats.record_formats import FORMATS
from effectbank.formats.records import RecordsRead, encode_records, records_of

FOLDER = Path(__file__).parents[1] / "formats" / "data" / "records"
SAMPLES = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
OF_FORMAT = {
    "ris": "zotero.ris", "nbib": "pubmed.nbib", "web-of-science": "web_of_science.txt", "bibtex": "latex.bib",
    "csl-json": "zotero.json", "openalex": "openalex.json", "crossref": "crossref.json", "pubmed-xml": "pubmed.xml",
    "clinical-trials": "clinical_trials.json", "clinical-trials-csv": "clinical_trials.csv",
    "endnote-xml": "endnote.xml",
}  # fmt: skip
PIECES = {
    "ris": [
        "TY  - JOUR", "TY - BOOK", "ER  - ", "ER", "\n", "\r", "AU  - ", "A, B", "PY  - 2010/13/45/",
        "DA  - x", "SP  -", "EP  - 9", "EB  - {", "KW  - ", "  ", "é", "SN  - 1234-567X", "DO  - 10.1/x",
        "\ufeff", "AN  - ",
    ],
    "nbib": [
        "PMID- 1", "\n", "      ", "TI  - ", "DP  - 1998 ", "May-Jun", "LID - ", "10.1000/x [doi]",
        "FAU - A, B", "AU  - A B", "PT  - Retracted Publication", "RIN - ", "PMID- ", "é",
        "SI  - NCT00000000",
    ],
    "web-of-science": [
        "PT J", "\n", "   ", "AU A, B", "AF A", "ER", "EF", "FN x", "TI t", "PD JAN", "PY 2010", "BP 1",
        "PM 1", "SN 1234-5678", "CR x", "AB ",
    ],
    "bibtex": [
        "@article{", "a,", "title", " = ", "{", "}", '"', ",", "\n", "#", "@string{", "@comment", "author",
        "A and B", "\\'{e}", "\\", "effectbank = {{}}", "year = 2010", "month = jan", "(", ")", "%", "$",
        "é",
    ],
    "csl-json": [
        "[", "]", "{", "}", ",", ":", '"id"', '"type"', '"author"', '"issued"', '"date-parts"', "1", "NaN",
        '"x"', "null", "1e999", '"custom"', '"effectbank"', '"\\ud800"', "\n", " ", '"page"', "true",
    ],
    "pubmed-xml": [
        "<PubmedArticle>", "</PubmedArticle>", "<MedlineCitation>", "</MedlineCitation>", "<PMID>1</PMID>",
        "<Article>", "</Article>", "<ArticleTitle>t<i>x</i></ArticleTitle>", "&amp;", "&x;", "<", ">", "x",
        "<!--", "-->", "<![CDATA[", "]]>", "<PubmedArticle/>", "<DeleteCitation>", "\n", "é", "<Abstract>",
        "<AbstractText Label='A'>", "</AbstractText>", "<PubDate><Year>x</Year><Month>99</Month></PubDate>",
    ],
    "endnote-xml": [
        "<record>", "</record>", "<record/>", "<titles><title>", "</title></titles>", "<style>", "</style>",
        "<ref-type name='Book'>6</ref-type>", "<dates><year>2010</year></dates>", "&#xD;", "&#1;", "<isbn>",
        "1234-5678", "</isbn>", "x", "<authors>", "\n",
    ],
    "clinical-trials-csv": [
        "NCT Number", "Study Title", ",", "\n", '"', "NCT00000001", "First Posted", "2010-01-01", "|",
        "Conditions", "\0", "é", "Other IDs",
    ],
}  # fmt: skip
for same in ("openalex", "crossref", "clinical-trials"):
    PIECES[same] = [
        *PIECES["csl-json"],
        *('"results"', '"message"', '"DOI"', '"protocolSection"', '"items"', '"biblio"', '"title"', '"studies"'),
        *('"abstract_inverted_index"', '"authorships"'),
    ]


def survives(read: RecordsRead) -> None:
    """The count agrees, Problems are words, and the records come back from RIS and CSL-JSON."""
    assert read.read + read.rejected == read.starts
    assert "miscounted" not in {problem.code for problem in read.problems}
    assert read.starts or read.problems
    for problem in read.problems:
        assert str(problem).startswith(str(problem.place))
    for ending, format_ in ((".ris", "ris"), (".json", "csl-json")):
        back = records_of("back", encode_records(read.records, ending), format=format_)
        assert back.records == read.records


def test_every_format_has_its_pieces_and_its_sample() -> None:
    assert set(PIECES) == set(OF_FORMAT) == set(FORMATS)


@pytest.mark.parametrize("format_", FORMATS)
def test_torn_files(format_: str) -> None:
    @given(
        st.lists(st.sampled_from(PIECES[format_]), max_size=25).map("".join), st.sampled_from(["utf-8", "cp1252"])
    )
    @settings(max_examples=60, deadline=None)
    def run(text: str, encoding: str) -> None:
        survives(records_of("torn", text.encode(encoding, "replace"), format=format_))

    run()


@st.composite
def edited(draw: st.DrawFn, raw: bytes) -> bytes:
    """A few stretches of a file replaced, cut out, doubled or put in."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 60)))
        middle = draw(st.sampled_from([b"", raw[start:end] * 2, b"\n", b"\xe9", b"\0"]) | st.binary(max_size=6))
        raw = raw[:start] + middle + raw[end:]
    return raw


@pytest.mark.parametrize("format_", FORMATS)
def test_samples_edited(format_: str) -> None:
    name = OF_FORMAT[format_]

    @given(edited(SAMPLES[name]))
    @settings(max_examples=25, deadline=None)
    def run(raw: bytes) -> None:
        survives(records_of(name, raw, format=format_))
        survives(records_of(name, raw))

    run()


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_as_any_format(raw: bytes) -> None:
    for format_ in FORMATS:
        survives(records_of("noise", raw, format=format_))


def test_the_recursion_limit_is_as_it_was() -> None:
    before = sys.getrecursionlimit()
    records_of("deep.json", b"[" * 50_000)
    assert sys.getrecursionlimit() == before
