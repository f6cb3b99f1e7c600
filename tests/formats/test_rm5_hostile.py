"""Spoiled and hostile .rm5 files: told, never a traceback, and what can be read is read."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rm5_maker import as_bytes, comparison, outcome, p, review, row, study, tag

from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.rm5 import read_source
from effectbank.formats.safe_xml import XmlCaps
from effectbank.problems import BadInput

DATA = Path(__file__).parent / "data"
FLEISS = (DATA / "fleiss1993.rm5").read_bytes()
KEY = "STD-Hat-1999"


def codes(found: SourceReview) -> list[str]:
    return [problem.code for problem in found.problems]


def spoiled(old: str, new: str) -> SourceReview:
    whole = FLEISS.decode()
    assert old in whole
    return read_source(whole.replace(old, new, 1).encode(), name="fleiss1993.rm5")


# --- what is no RevMan file --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "review.rm5 is no RevMan 5 file: "),
        (b"PK\x03\x04rest", "review.rm5 is an archive and no RevMan 5 file; unpack it, or read it as a Cochrane"),
        (b"<html><body/></html>", "its first element is 'html', not 'COCHRANE_REVIEW'"),
        (b"Study,Year\nHat,1999\n", "review.rm5 is no RevMan 5 file: "),
        (bytes(range(256)), "review.rm5 is no RevMan 5 file: "),
    ],
)
def test_another_file_is_refused_in_words(raw: bytes, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_source(raw)
    assert message in str(refused.value)


def test_a_review_within_a_container() -> None:
    wrapped = "<CONTAINER><CUT>" + review(title="Hats") + "</CUT></CONTAINER>"
    assert read_source(as_bytes(wrapped)).card["title"] == "Hats"


# --- broken XML --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_read_as_far_as_it_goes(share: float) -> None:
    whole = read_source(FLEISS, name="fleiss1993.rm5")
    found = read_source(FLEISS[: int(len(FLEISS) * share)], name="fleiss1993.rm5")
    assert found.studies == whole.studies[: len(found.studies)]
    rows = [row for one in found.analyses for row in one.rows]
    assert rows == [row for one in whole.analyses for row in one.rows][: len(rows)]
    assert "xml-ends-early" in codes(found)
    assert (len(found.studies), len(rows)) == {0.2: (1, 0), 0.5: (12, 0), 0.9: (12, 7), 0.99: (12, 11)}[share]


def test_a_broken_tag_costs_little() -> None:
    found = spoiled("</DICH_OUTCOME>", "</DICH_OUTCOM>")
    assert len(found.studies) == 12
    assert sum(len(one.rows) for one in found.analyses) >= 7
    assert any(code.startswith("xml") for code in codes(found))


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE COCHRANE_REVIEW [<!ENTITY a "hat"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    found = read_source((bomb + review(title="Hats", main=p("&b; &c;"))).encode())
    assert found.card["title"] == "Hats"
    assert "xml-entities" in codes(found)
    assert "hathat" not in repr(found)
    assert "root:" not in repr(found)


def test_deep_nesting_is_held_down() -> None:
    def nested(depth: int) -> bytes:
        return as_bytes(review(abstract={"RESULTS": f"<P>{'<B>' * depth}wet{'</B>' * depth}</P>"}))

    for depth in (20, 60, 190):
        assert read_source(nested(depth)).sections[0].text == "**wet**"
    for depth in (230, 100_000):
        with pytest.raises(BadInput, match=r"deep|depth"):
            read_source(nested(depth))


def test_a_long_attribute_is_held_down() -> None:
    large = as_bytes(review(studies={"INCLUDED": study(KEY, "Hat 1999", NOTES="x" * 50_000)}))
    assert read_source(large).studies[0].name == "Hat 1999"
    with pytest.raises(BadInput, match=r"too long, over the cap of 10,000"):
        read_source(large, caps=XmlCaps(text=10_000))


def test_pictures_are_not_read() -> None:
    """They may be larger than the cap of one text; what follows them keeps its line."""
    small, large = (
        as_bytes(review(end=tag("FIGURES", tag("FIGURE", tag("FILE", "aGF0\n" * lines))) + tag("ODD", p("words"))))
        for lines in (1, 4000)
    )
    found = read_source(large, caps=XmlCaps(text=10_000))
    assert codes(found) == codes(read_source(small)) == ["rm5-images", "rm5-element"]
    assert found.problems[1].place.line == large[: large.index(b"<ODD")].count(b"\n") + 1


def test_a_file_over_the_cap_is_not_read() -> None:
    with pytest.raises(BadInput, match="over the cap"):
        read_source(FLEISS, caps=XmlCaps(size=1000))


# --- encodings ---------------------------------------------------------------------------------------------

ACCENTS = "Sønju – naïve “hat”"


@pytest.mark.parametrize(
    ("encoding", "declared", "told"),
    [
        ("utf-8", "UTF-8", []),
        ("utf-8", "", []),
        ("utf-8", "ISO-8859-1", ["rm5-encoding"]),
        ("cp1252", "ISO-8859-1", ["rm5-encoding"]),
        ("cp1252", "UTF-8", ["not-as-declared", "legacy-encoding"]),
        ("cp1252", "", ["legacy-encoding"]),
        ("utf-16", "UTF-16", ["utf-16"]),
        ("utf-8-sig", "UTF-8", ["byte-order-mark"]),
        ("cp1252", "windows-1252", []),
    ],
)
def test_accents_are_read_whatever_the_file_says_of_itself(encoding: str, declared: str, told: list[str]) -> None:
    found = read_source(as_bytes(review(title=ACCENTS), encoding, declared=declared))
    assert found.card["title"] == ACCENTS
    assert codes(found) == told


def test_two_encodings_in_one_file() -> None:
    whole = as_bytes(
        review(title=ACCENTS, abstract={"RESULTS": p("<I>caf\N{LATIN SMALL LETTER E WITH ACUTE}</I>")})
    )
    assert b"caf\xc3\xa9" in whole
    found = read_source(whole.replace(b"caf\xc3\xa9", b"caf\xe9"))
    assert (found.card["title"], found.sections[0].text) == (ACCENTS, "*café*")


# --- odd content -------------------------------------------------------------------------------------------


def test_an_empty_review() -> None:
    found = read_source(b"<COCHRANE_REVIEW/>", name="x.rm5")
    assert (found.name, found.studies, found.analyses, found.sections) == ("x", (), (), ())
    assert codes(found) == ["rm5-part", "rm5-part"]


def test_many_studies_of_one_id_and_many_nameless_rows() -> None:
    """All are kept or told; of thousands of Problems of one kind the first hundred stand for the rest."""
    many, rows = study(KEY, "Hat 1999") * 20_000, "<DICH_DATA/>" * 20_000
    start = time.process_time()
    found = read_source(
        as_bytes(review(studies={"INCLUDED": many}, analyses=comparison("Hats", outcome("DICH", "Wet", rows))))
    )
    assert time.process_time() - start < 10
    assert len({one.key for one in found.studies}) == 20_000
    told = [problem for problem in found.problems if problem.code == "rm5-nameless"]
    assert len(told) == 101
    assert told[-1].message == "19,900 more Problems of the code rm5-nameless, not told one by one"


def test_long_runs_do_not_slow_it_down() -> None:
    """What makes careless patterns take the square of the length: dots, blanks, brackets, signs, initials."""
    runs = ["." * 100_000, "<BR/>" * 20_000, "[" * 90, "a@" * 20_000, "+1 " * 30_000, "A " * 50_000, "_" * 50_000,
            "*" * 50_000, "tel " * 30_000, "&lt;" * 30_000, "a" * 100_000 + "@"]  # fmt: skip
    text = "".join(f"<P><B>{run}</B>a</P>" for run in runs)
    start = time.process_time()
    found = read_source(as_bytes(review(title="[data only " * 20_000, abstract={"RESULTS": text})))
    assert time.process_time() - start < 10
    assert len(found.sections[0].text) > 500_000


PIECES = [
    b"<", b">", b"/>", b'"', b"&", b"\x00", b"\xff", b"</P>", b"<P>", b"<TABLE><TR><TD COLSPAN='9'/>", b"<!--",
    b"]]>", b"<STUDY/>", b"NaN", b"-", b" ID=''", b"<SUBSECTION><HEADING>", b"<?xml?>", b"<DICH_DATA/>", b"\xc3",
    b"99999999999",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_spoiled_bytes_never_end_in_a_traceback(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([FLEISS, SMALL])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw)))
        beyond = min(len(raw), at + data.draw(st.integers(0, 60)))
        raw[at:beyond] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=8))
    start = time.process_time()
    with suppress(BadInput):
        assert all(str(problem) for problem in read_source(bytes(raw)).problems)
    assert time.process_time() - start < 5


ROWS = row("DICH", KEY, EVENTS_1="1", TOTAL_1="2") + row("DICH", "", EFFECT_SIZE="1e999") + row("DICH", "STD-x")
SMALL = as_bytes(
    review(
        studies={"INCLUDED": study(KEY, "Hat 1999")},
        abstract={"RESULTS": p("A <B>wet</B> <LINK REF='STD-x'>x</LINK>", "<UL><LI>one</LI></UL>")},
        sof=tag("SOF_TABLE", tag("TABLE", tag("TR", tag("TH", "a", COLSPAN=2)) + tag("TR", tag("TD", "b")))),
        analyses=comparison("Hats", outcome("DICH", "Wet", ROWS, EFFECT_MEASURE="RR")),
    )
)
