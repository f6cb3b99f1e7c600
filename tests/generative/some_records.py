"""Hypothesis strategies: Records with all that people and programs put in them, and torn files of records."""

from __future__ import annotations

from hypothesis import strategies as st

from effectbank.screening.record import Author, Record

ODD = ["", " ", "\n", "\r", "\0", "\ufeff", "\x85", "\u2028", "TY  - JOUR", "ER  - ", "\nER  -\n", "AU - x",
       "EB  - {}", "{", "}", "@article{a,", "\\", "\\'e", "$x$", "%", "&amp;", "<b>", "é", "\U0001f600", "\ud800",
       '"', ", ", " and ", "10.1000/ABC",
       "2010-05-01", "=", "#", "~", "--", "http://x.org/a_b%20c"]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(ODD),
    st.lists(st.sampled_from([*ODD, "a", "b c", "1"]), max_size=4).map("".join),
    st.text(max_size=12),
)
WORDS = st.text("abc éÅ,.-1", max_size=12)
VALUE = st.one_of(WORDS, WORDS, TEXT)
AUTHORS = st.lists(
    st.builds(Author, family=VALUE, given=VALUE, suffix=VALUE, literal=VALUE)
    | st.builds(Author, family=WORDS, given=WORDS)
    | st.builds(Author, literal=WORDS),
    max_size=3,
).map(tuple)
KEYS = st.sampled_from(
    ["ris:U1", "ris:TY", "ris:EB", "ris:SP", "ris:AU", "ris:bad", "ris:A\nB", "nbib:OWN", "bibtex:owner",
     "bibtex:title", "bibtex:a b",
     "csl:annote", "csl:title", "csl:custom", "csl/json:author", "csl/json:n", "x", ""]
)  # fmt: skip
PAIRS = st.lists(st.tuples(KEYS | VALUE, VALUE), max_size=3).map(tuple)
RECORDS = st.builds(
    Record,
    kind=st.sampled_from(["", "article-journal", "book", "thesis", "document", "report", "no kind"]) | VALUE,
    key=VALUE,
    title=VALUE,
    authors=AUTHORS,
    editors=AUTHORS,
    year=st.none() | st.integers(1, 9999),
    date=st.sampled_from(["", "2010-05", "2010-05-01", "2010", "2010 Spring", "SEP 22", "2010/05//", "9999-99"])
    | VALUE,
    container=VALUE,
    container_short=VALUE,
    volume=VALUE,
    issue=VALUE,
    pages=st.sampled_from(["", "1", "1-9", "e12-e19", "1–9", "-", "1-2-3", "1 - 2", "1--2"]) | VALUE,
    doi=st.sampled_from(["", "10.1000/abc", "10.1000/ABC", "https://doi.org/10.1000/abc", "10.1000/a(1){b}"])
    | VALUE,
    pmid=st.sampled_from(["", "123", "0123", "PMID: 123"]) | VALUE,
    ids=st.lists(
        st.tuples(
            st.sampled_from(["issn", "isbn", "nct", "wos", "embase", "accession", "cochrane", "pmcid", ""]),
            st.sampled_from(["1234-5678", "12345678", "L12345678", "WOS:1", "CN-1", "9780306406157"]) | VALUE,
        ),
        max_size=3,
    ).map(tuple),
    url=VALUE,
    abstract=VALUE,
    keywords=st.lists(VALUE, max_size=3).map(tuple),
    language=VALUE,
    publisher=VALUE,
    database=st.sampled_from(["", "Scopus", "Embase", "PubMed"]) | VALUE,
    notes=st.lists(VALUE, max_size=2).map(tuple),
    notices=PAIRS,
    written=PAIRS,
    other=PAIRS,
)
